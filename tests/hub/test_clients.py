"""Real clients against the Hub: docker with a real daemon, skopeo, and our own registry client."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from docker_lessons.oci.access import Credential
from docker_lessons.oci.client import RegistryClient, RegistryError
from docker_lessons.oci.digest import sha256
from tests import programs
from tests.hub.running import PASSWORD

if TYPE_CHECKING:
    from tests.hub.running import RunningHub

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def docker(docker_cli: str, dockerd: str, tmp_path: Path) -> Run:
    """Run docker against a real daemon, with a config of its own."""
    config = tmp_path / "docker"
    config.mkdir()
    (config / "config.json").write_text('{"auths": {"practice.invalid": {}}}')
    clean = {name: value for name, value in os.environ.items() if not name.startswith("DOCKER_")}

    def run(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [docker_cli, *arguments],
            input=stdin,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
            env={
                **clean,
                "DOCKER_HOST": dockerd,
                "DOCKER_CONFIG": str(config),
                "DOCKER_BUILDKIT": "0",
            },
        )

    return run


@pytest.fixture
def image(docker: Run, tmp_path: Path) -> str:
    """The name of an image in the daemon, new for each test."""
    folder = tmp_path / "image"
    folder.mkdir()
    (folder / "Dockerfile").write_text('FROM scratch\nCOPY message.txt /\nCMD ["/hello"]\n')
    (folder / "message.txt").write_text(str(tmp_path))
    name = f"hubtest{abs(hash(tmp_path))}:0.1"
    assert docker("build", "-q", "-t", name, str(folder)).returncode == 0
    return name


def test_docker_logs_in_pushes_deletes_and_pulls_the_same_image_back(
    hub: RunningHub, docker: Run, image: str
) -> None:
    registry = f"127.0.0.1:{hub.registry_port}"
    target = f"{registry}/demousr/demorep:1.0"
    logged_in = docker("login", "-u", "demousr", "--password-stdin", registry, stdin=PASSWORD)
    assert "Login Succeeded" in logged_in.stdout, logged_in.stderr
    before = docker("inspect", "-f", "{{.Id}}", image).stdout
    docker("tag", image, target)
    pushed = docker("push", target)
    assert pushed.returncode == 0, pushed.stderr
    repository = hub.call(lambda it: it.repositories.find("demousr", "demorep"))
    tag = hub.call(lambda it: it.content.tag(repository, "1.0"))
    assert f"1.0: digest: {tag.digest} size:" in pushed.stdout
    assert tag.pusher == "demousr"
    assert tag.images[0].config == before.strip()
    assert "Layer already exists" in docker("push", target).stdout
    docker("rmi", image, target)
    docker("logout", registry)
    pulled = docker("pull", target)
    assert pulled.returncode == 0, pulled.stderr
    assert f"Digest: {tag.digest}" in pulled.stdout
    assert docker("inspect", "-f", "{{.Id}}", target).stdout == before
    docker("rmi", target)


def test_docker_is_denied_with_dockers_own_words(hub: RunningHub, docker: Run, image: str) -> None:
    registry = f"127.0.0.1:{hub.registry_port}"
    stranger = f"{registry}/demousr/demorep:1.0"
    docker("tag", image, stranger)
    denied = docker("push", stranger)
    assert denied.returncode == 1
    assert "denied: requested access to the resource is denied" in denied.stderr
    assert hub.refusals()[-1].account is None
    docker("login", "-u", "demousr", "--password-stdin", registry, stdin=PASSWORD)
    for path in ("library/demorep", "teacherdemo/demorep"):
        foreign = f"{registry}/{path}:1.0"
        docker("tag", image, foreign)
        denied = docker("push", foreign)
        assert "denied: requested access to the resource is denied" in denied.stderr
        refusal = hub.refusals()[-1]
        assert refusal.message == "requested access to the resource is denied"
        assert refusal.account == "demousr"
        docker("rmi", foreign)
    docker("rmi", image, stranger)


def test_docker_is_told_of_a_wrong_password_and_of_no_tag(
    hub: RunningHub, docker: Run, image: str
) -> None:
    registry = f"127.0.0.1:{hub.registry_port}"
    refused = docker("login", "-u", "demousr", "--password-stdin", registry, stdin="wrong")
    assert refused.returncode == 1
    assert "unauthorized: incorrect username or password" in refused.stderr
    refusal = hub.refusals()[-1]
    assert (refusal.message, refusal.account) == ("incorrect username or password", "demousr")
    docker("login", "-u", "demousr", "--password-stdin", registry, stdin=PASSWORD)
    target = f"{registry}/demousr/demorep"
    docker("tag", image, f"{target}:1.0")
    docker("push", f"{target}:1.0")
    missing = docker("pull", target)
    assert f"manifest for {target}:latest not found: manifest unknown" in missing.stderr
    nothing = docker("pull", f"{registry}/demousr/nothing:1.0")
    assert "pull access denied" in nothing.stderr
    docker("rmi", image, f"{target}:1.0")


def test_a_private_repository_is_not_there_for_a_docker_that_is_logged_out(
    hub: RunningHub, docker: Run
) -> None:
    hub.call(lambda it: it.ensure_repository("demousr", "secret", private=True))
    hub.call(lambda it: it.ensure_image("demousr", "secret", "1.0", {"a.txt": b"a"}))
    registry = f"127.0.0.1:{hub.registry_port}"
    target = f"{registry}/demousr/secret:1.0"
    assert (
        "repository does not exist or may require 'docker login'" in docker("pull", target).stderr
    )
    docker("login", "-u", "demousr", "--password-stdin", registry, stdin=PASSWORD)
    assert docker("pull", target).returncode == 0
    docker("rmi", target)


def skopeo(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [programs.required("skopeo"), *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("form", ["v2s2", "oci"])
def test_skopeo_copies_to_and_from_the_hub(hub: RunningHub, tmp_path: Path, form: str) -> None:
    hub.call(lambda it: it.ensure_repository("teacherdemo", "hello"))
    hub.call(lambda it: it.ensure_image("teacherdemo", "hello", "1.0", {"hi.txt": b"hi"}))
    base = f"docker://127.0.0.1:{hub.registry_port}"
    copied = skopeo(
        "copy",
        *("--src-tls-verify=false", "--dest-tls-verify=false", "--format", form),
        *("--dest-creds", f"demousr:{PASSWORD}"),
        f"{base}/teacherdemo/hello:1.0",
        f"{base}/demousr/copy:1.0",
    )
    assert copied.returncode == 0, copied.stderr
    folder = tmp_path / "back"
    back = skopeo("copy", "--src-tls-verify=false", f"{base}/demousr/copy:1.0", f"dir:{folder}")
    assert back.returncode == 0, back.stderr
    manifest = json.loads((folder / "manifest.json").read_text())
    for layer in manifest["layers"]:
        blob = (folder / layer["digest"].removeprefix("sha256:")).read_bytes()
        assert sha256(blob) == layer["digest"]
    gone = skopeo(
        "delete", "--tls-verify=false", "--creds", f"demousr:{PASSWORD}", f"{base}/demousr/copy:1.0"
    )
    assert gone.returncode == 0, gone.stderr
    repository = hub.call(lambda it: it.repositories.find("demousr", "copy"))
    assert repository.tags == 0


async def test_our_own_client_pushes_and_learns_what_it_may_do(hub: RunningHub) -> None:
    layer = os.urandom(3_000_000)
    config = b"{}"

    async def chunks():
        for start in range(0, len(layer), 100_000):
            yield layer[start : start + 100_000]

    async def whole():
        yield config

    async with RegistryClient(hub.registry, Credential("demousr", PASSWORD)) as client:
        assert await client.token_access("demousr/demorep", {"pull", "push"}) == {"pull", "push"}
        assert await client.token_access("library/demorep", {"pull", "push"}) == set()
        await client.put_blob("demousr/demorep", sha256(layer), len(layer), chunks())
        await client.put_blob("demousr/demorep", sha256(config), len(config), whole())
        media_type = "application/vnd.oci.image.manifest.v1+json"
        body = json.dumps(
            {
                "schemaVersion": 2,
                "mediaType": media_type,
                "config": {"mediaType": "x/config", "digest": sha256(config), "size": 2},
                "layers": [{"mediaType": "x/layer", "digest": sha256(layer), "size": len(layer)}],
            }
        ).encode()
        digest = await client.put_manifest("demousr/demorep", "1.0", media_type, body)
        assert digest == sha256(body)
        assert await client.tags("demousr/demorep") == ["1.0"]
        came = b"".join([part async for part in client.blob("demousr/demorep", sha256(layer))])
        assert came == layer
    async with RegistryClient(hub.registry) as stranger:
        assert await stranger.token_access("demousr/demorep", {"pull", "push"}) == {"pull"}
        with pytest.raises(RegistryError) as error:
            await stranger.put_manifest("demousr/demorep", "1.0", media_type, body)
        assert error.value.code == "DENIED"


def test_docker_logs_in_with_an_access_token_and_keeps_to_its_scope(
    hub: RunningHub, docker: Run, image: str
) -> None:
    registry = f"127.0.0.1:{hub.registry_port}"
    target = f"{registry}/demousr/demorep:1.0"
    docker("tag", image, target)
    number, token = hub.access_token("repo:write")
    logged_in = docker("login", "-u", "demousr", "--password-stdin", registry, stdin=token)
    assert "Login Succeeded" in logged_in.stdout, logged_in.stderr
    assert docker("push", target).returncode == 0
    _, reading = hub.access_token("repo:read")
    docker("login", "-u", "demousr", "--password-stdin", registry, stdin=reading)
    pushed = docker("push", target)
    assert pushed.returncode == 1
    assert "unauthorized: access token has insufficient scopes" in pushed.stderr
    docker("rmi", target)
    assert docker("pull", target).returncode == 0
    docker("login", "-u", "demousr", "--password-stdin", registry, stdin=token)
    hub.call(lambda it: it.access_tokens.change(it.access_tokens.by_uuid(number), is_active=False))
    refused = docker("login", "-u", "demousr", "--password-stdin", registry, stdin=token)
    assert "unauthorized: personal access token is inactive" in refused.stderr
    pulled = docker("pull", target)
    assert "unauthorized: personal access token is inactive" in pulled.stderr
    docker("rmi", target)


def test_docker_is_told_that_a_tag_is_immutable(
    hub: RunningHub, docker: Run, image: str, tmp_path: Path
) -> None:
    registry = f"127.0.0.1:{hub.registry_port}"
    target = f"{registry}/demousr/demorep:1.0"
    docker("login", "-u", "demousr", "--password-stdin", registry, stdin=PASSWORD)
    docker("tag", image, target)
    assert docker("push", target).returncode == 0
    repository = hub.call(lambda it: it.repositories.find("demousr", "demorep"))
    hub.call(lambda it: it.repositories.set_immutable_tags(repository, enabled=True, rules=[]))
    assert docker("push", target).returncode == 0  # the same image
    (tmp_path / "image" / "message.txt").write_text("another")
    docker("build", "-q", "-t", target, str(tmp_path / "image"))
    pushed = docker("push", target)
    assert pushed.returncode == 1
    assert "cannot be updated due to immutability settings" in pushed.stderr
    docker("rmi", target)
