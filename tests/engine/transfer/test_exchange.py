"""Pushes and pulls through the engine with real clients, several at once."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import docker
import pytest

from tests.engine.serving import PASSWORD, Client, ServedEngine

LOG_IN = f"echo '{PASSWORD}' | docker login -u demousr --password-stdin"


def test_the_chapters_commands_with_docker_io(client: Client) -> None:
    for line in (
        "docker build -t myimage:0.1 myimage",
        "docker tag myimage:0.1 demousr/demorep:1.0",
        LOG_IN,
        "docker push demousr/demorep:1.0",
        "docker rmi myimage:0.1 demousr/demorep:1.0",
        "docker logout",
        "docker pull demousr/demorep:1.0",
    ):
        done = client.run(line)
        assert done.returncode == 0, (line, done.stdout, done.stderr)
    assert "Status: Downloaded newer image for demousr/demorep:1.0" in done.stdout
    assert done.stdout.splitlines()[-1] == "docker.io/demousr/demorep:1.0"


def test_a_refused_push_is_dockers_sentence(new_client: Client) -> None:
    new_client.run("docker build -q -t demousr/demorep:1.0 -t myimage:0.1 myimage")
    for line in ("docker push demousr/demorep:1.0", "docker push myimage:0.1"):
        done = new_client.run(line)
        assert done.returncode == 1
        assert "denied: requested access to the resource is denied" in done.stderr


def test_pushes_and_pulls_at_once(new_client: Client, practice_engine: ServedEngine) -> None:
    assert new_client.run(LOG_IN).returncode == 0
    names = [f"demousr/demorep:{number}" for number in range(6)]
    new_client.run(f"docker build -q {' '.join(f'-t {name}' for name in names)} myimage")
    with ThreadPoolExecutor(6) as pool:
        pushed = list(pool.map(lambda name: new_client.run(f"docker push {name}"), names))
        assert [done.returncode for done in pushed] == [0] * 6, pushed
        new_client.run(f"docker rmi {' '.join(names)}")
        assert practice_engine.ask("GET", "/images/json?all=1")[1] == []
        pulled = list(pool.map(lambda name: new_client.run(f"docker pull {name}"), names))
    assert [done.returncode for done in pulled] == [0] * 6, pulled
    [image] = practice_engine.ask("GET", "/images/json")[1]
    assert image["RepoTags"] == names
    assert len(image["RepoDigests"]) == 1


def test_the_sdk_builds_tags_pushes_and_pulls(practice_engine: ServedEngine, myimage: Path) -> None:
    sdk = docker.DockerClient(base_url=practice_engine.address)
    try:
        image, _ = sdk.images.build(path=str(myimage), tag="myimage:0.1", rm=True)
        assert image.tag("demousr/demorep", "1.0")
        with pytest.raises(docker.errors.APIError, match="incorrect username or password"):
            sdk.login("demousr", "wrong")
        sdk.login("demousr", PASSWORD, reauth=True)
        lines = sdk.images.push("demousr/demorep", tag="1.0", stream=True, decode=True)
        assert any("aux" in line for line in lines)
        sdk.images.remove("myimage:0.1")
        sdk.images.remove("demousr/demorep:1.0")
        with pytest.raises(docker.errors.ImageNotFound):
            sdk.images.get("demousr/demorep:1.0")
        assert sdk.images.pull("demousr/demorep", tag="1.0").id == image.id
        # HELLO is no program, and the kernel says so.
        with pytest.raises(docker.errors.ContainerError, match="exec format error"):
            sdk.containers.run("demousr/demorep:1.0")
    finally:
        sdk.close()
