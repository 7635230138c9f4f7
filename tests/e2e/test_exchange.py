"""Images between the practice engine, the practice Hub, real clients and a real Docker daemon."""

import base64
import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

import docker
import pytest

from tests import programs
from tests.practice import PracticeWorld

TARGET = "demousr/demorep:1.0"
ABSENT = (
    "repository does not exist or may require 'docker login': "
    "denied: requested access to the resource is denied"
)
REFUSED = {
    "push demousr/none:1": "An image does not exist locally with the tag: demousr/none",
    "push demousr/demorep:9": "tag does not exist: demousr/demorep:9",
    "push demorep:1.0": "denied: requested access to the resource is denied",
    "push teacherdemo/welcome:9": "denied: requested access to the resource is denied",
    "pull demousr/demorep": (
        "manifest for demousr/demorep:latest not found: manifest unknown: manifest unknown"
    ),
    "pull demousr/none": f"pull access denied for demousr/none, {ABSENT}",
}


@dataclass
class Terminal:
    """A terminal with one docker client, led to one engine."""

    cli: str
    env: dict[str, str]

    def run(self, *arguments: str, fails: bool = False, **more) -> str:
        """What a command says, on both channels; it must succeed, or fail with 1 if so said."""
        done = subprocess.run(
            [self.cli, *arguments],
            env=self.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=300,
            **more,
        )
        assert done.returncode == int(fails), (
            f"`docker {' '.join(arguments)}` ended with {done.returncode}: {done.stdout}"
        )
        return done.stdout

    def inspect(self, name: str) -> dict:
        """An image as the engine has it."""
        return json.loads(self.run("inspect", name))[0]


@pytest.fixture
def folder(short_folder: Path) -> str:
    """A build folder of two layers."""
    build = short_folder / "build"
    build.mkdir()
    (build / "hello").write_bytes(bytes(range(256)) * 1000)
    (build / "message.txt").write_text("Image created\n")
    (build / "Dockerfile").write_text(
        'FROM scratch\nCOPY hello /hello\nCOPY message.txt /message.txt\nCMD ["/hello"]\n'
    )
    return str(build)


@pytest.fixture
def world(shared_world: PracticeWorld) -> PracticeWorld:
    """A practice world that is as new."""
    return shared_world


@pytest.fixture
def practice(world: PracticeWorld, docker_cli: str) -> Terminal:
    """A terminal of a practice world."""
    return Terminal(docker_cli, world.env)


@pytest.fixture
def real(dockerd: str, world: PracticeWorld, docker_cli: str, short_folder: Path) -> Terminal:
    """A terminal at a real daemon, logged in to the practice Hub under its address."""
    config = short_folder / "docker-config"
    config.mkdir()
    account = json.loads(world.command("account", "--json"))
    pair = base64.b64encode(f"{account['username']}:{account['password']}".encode()).decode()
    (config / "config.json").write_text(json.dumps({"auths": {host(world): {"auth": pair}}}))
    env = {
        "PATH": "/usr/bin:/bin",
        "HOME": str(config),
        "DOCKER_HOST": dockerd,
        "DOCKER_CONFIG": str(config),
        "DOCKER_BUILDKIT": "0",
    }
    terminal = Terminal(docker_cli, env)
    yield terminal
    for image in set(terminal.run("images", "-q").split()):
        terminal.run("rmi", "-f", image)


def host(world: PracticeWorld) -> str:
    return world.addresses["registry"].removeprefix("http://")


def log_in(world: PracticeWorld, terminal: Terminal) -> None:
    account = json.loads(world.command("account", "--json"))
    said = terminal.run(
        "login", "-u", account["username"], "--password-stdin", input=account["password"]
    )
    assert "Login Succeeded" in said


def digest_of(said: str) -> str:
    """The digest that a push or pull told."""
    return next(word for word in said.split() if word.startswith("sha256:") and len(word) == 71)


def test_a_learner_pushes_removes_and_pulls_the_same_image(world, practice, folder):
    practice.run("build", "-t", "myimage:0.1", folder)
    practice.run("tag", "myimage:0.1", TARGET)
    denied = practice.run("push", TARGET, fails=True)
    assert "denied: requested access to the resource is denied" in denied
    log_in(world, practice)
    first = practice.run("push", TARGET)
    assert first.count(": Pushed") == 2
    again = practice.run("push", TARGET)
    assert again.count(": Layer already exists") == 2
    assert digest_of(again) == digest_of(first)
    before = practice.inspect(TARGET)
    practice.run("rmi", "myimage:0.1", TARGET)
    practice.run("logout")
    pulled = practice.run("pull", TARGET)
    assert f"Status: Downloaded newer image for {TARGET}" in pulled
    assert digest_of(pulled) == digest_of(first)
    after = practice.inspect(TARGET)
    assert after["Id"] == before["Id"]
    assert after["RepoDigests"] == [f"demousr/demorep@{digest_of(first)}"]
    assert "Image is up to date" in practice.run("pull", TARGET)


def test_another_repository_of_ones_own_gets_the_layers_without_a_byte(world, practice, folder):
    practice.run("build", "-t", TARGET, folder)
    log_in(world, practice)
    practice.run("push", TARGET)
    practice.run("tag", TARGET, "demousr/second:1.0")
    assert practice.run("push", "demousr/second:1.0").count(": Mounted from demousr/demorep") == 2


def test_what_goes_wrong_is_said_as_dockerd_says_it(world, practice, folder):
    practice.run("build", "-t", TARGET, folder)
    log_in(world, practice)
    practice.run("push", TARGET)
    for name in ("demorep:1.0", "teacherdemo/welcome:9"):
        practice.run("tag", TARGET, name)
    practice.run("logout")
    for line, sentence in REFUSED.items():
        assert sentence in practice.run(*line.split(), fails=True)


def test_a_wrong_password_is_said_as_dockerd_says_it(world, practice, folder):
    practice.run("build", "-t", TARGET, folder)
    wrong = base64.b64encode(b"demousr:not this one").decode()
    config = Path(world.env["DOCKER_CONFIG"]) / "config.json"
    config.write_text(json.dumps({"auths": {"https://index.docker.io/v1/": {"auth": wrong}}}))
    said = practice.run("push", TARGET, fails=True)
    assert "unauthorized: incorrect username or password" in said
    url = f"{world.addresses['registry']}/v2/demousr/demorep/manifests/1.0"
    said = practice.run("pull", TARGET, fails=True)
    assert f'Head "{url}": unauthorized: incorrect username or password' in said


def test_what_is_saved_is_loaded_with_names_and_id(practice, folder, short_folder):
    practice.run("build", "-t", "myimage:0.1", folder)
    image = practice.inspect("myimage:0.1")["Id"]
    archive = str(short_folder / "saved.tar")
    practice.run("save", "-o", archive, "myimage:0.1")
    practice.run("rmi", "myimage:0.1")
    assert "Loaded image: myimage:0.1" in practice.run("load", "-i", archive)
    assert practice.inspect("myimage:0.1")["Id"] == image


def test_a_real_daemon_pulls_what_the_practice_engine_pushed(world, practice, real, folder):
    practice.run("build", "-t", TARGET, folder)
    log_in(world, practice)
    pushed = practice.run("push", TARGET)
    name = f"{host(world)}/{TARGET}"
    assert digest_of(real.run("pull", name)) == digest_of(pushed)
    ours, theirs = practice.inspect(TARGET), real.inspect(name)
    assert theirs["Id"] == ours["Id"]
    assert theirs["RootFS"] == ours["RootFS"]
    again = real.run("push", name)
    assert again.count(": Layer already exists") == 2
    assert digest_of(again) == digest_of(pushed)


def test_the_practice_engine_pulls_what_a_real_daemon_pushed(world, practice, real, folder):
    name = f"{host(world)}/{TARGET}"
    real.run("build", "-t", name, folder)
    pushed = real.run("push", name)
    assert digest_of(practice.run("pull", TARGET)) == digest_of(pushed)
    ours, theirs = practice.inspect(TARGET), real.inspect(name)
    assert ours["Id"] == theirs["Id"]
    assert ours["RootFS"] == theirs["RootFS"]
    log_in(world, practice)
    again = practice.run("push", TARGET)
    assert again.count(": Layer already exists") == 2
    assert digest_of(again) == digest_of(pushed)


def test_archives_go_both_ways_between_the_practice_engine_and_a_real_daemon(
    practice, real, folder, short_folder
):
    practice.run("build", "-t", "ours:1", folder)
    real.run("build", "-t", "theirs:1", folder)
    for name, sender, receiver in (("ours:1", practice, real), ("theirs:1", real, practice)):
        archive = str(short_folder / "exchange.tar")
        sender.run("save", "-o", archive, name)
        receiver.run("load", "-i", archive)
        assert receiver.inspect(name)["Id"] == sender.inspect(name)["Id"]


def test_the_sdk_pushes_pulls_saves_and_loads(world, folder):
    account = json.loads(world.command("account", "--json"))
    credential = {"username": account["username"], "password": account["password"]}
    client = docker.DockerClient(base_url=world.env["DOCKER_HOST"])
    try:
        image, _ = client.images.build(path=folder, tag=TARGET)
        with pytest.raises(docker.errors.ImageNotFound):
            client.images.pull("demousr/none", tag="1")
        lines = list(client.images.push(TARGET, auth_config=credential, stream=True, decode=True))
        digest = next(line["aux"]["Digest"] for line in lines if "aux" in line)
        archive = b"".join(image.save(named=True))
        client.images.remove(TARGET)
        pulled = client.images.pull(TARGET)
        assert pulled.id == image.id
        assert pulled.attrs["RepoDigests"] == [f"demousr/demorep@{digest}"]
        client.images.remove(TARGET)
        assert client.images.load(archive)[0].id == image.id
    finally:
        client.close()


def test_skopeo_copies_from_the_hub_and_to_it(world, practice, folder, short_folder):
    skopeo = programs.required("skopeo")
    account = json.loads(world.command("account", "--json"))
    authfile = short_folder / "auth.json"
    pair = base64.b64encode(f"{account['username']}:{account['password']}".encode()).decode()
    authfile.write_text(json.dumps({"auths": {host(world): {"auth": pair}}}))
    practice.run("build", "-t", TARGET, folder)
    log_in(world, practice)
    pushed = digest_of(practice.run("push", TARGET))
    base = f"docker://{host(world)}/demousr/demorep"

    def copy(*arguments: str) -> None:
        subprocess.run(
            [
                *(skopeo, "copy", "--insecure-policy", "--authfile", authfile),
                *("--src-tls-verify=false", "--dest-tls-verify=false", *arguments),
            ],
            check=True,
            capture_output=True,
        )

    copy(f"{base}:1.0", f"oci:{short_folder}/layout:1.0")
    copy("--format", "oci", f"oci:{short_folder}/layout:1.0", f"{base}:2.0")
    copy(f"{base}:1.0", f"{base}:3.0")
    oci = practice.run("pull", "demousr/demorep:2.0")
    assert digest_of(practice.run("pull", "demousr/demorep:3.0")) == pushed
    ids = {practice.inspect(f"demousr/demorep:{tag}")["Id"] for tag in ("1.0", "3.0")}
    assert len(ids) == 1
    practice.run("tag", "demousr/demorep:2.0", "demousr/demorep:4.0")
    assert digest_of(practice.run("push", "demousr/demorep:4.0")) == digest_of(oci)
