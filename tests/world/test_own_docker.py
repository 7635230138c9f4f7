"""Which Docker is the learner's own: found as their own client finds it, from any terminal."""

import hashlib
import json
from pathlib import Path

import pytest

from docker_lessons.world import World, environment, own_docker
from docker_lessons.world.failure import EngineError
from docker_lessons.world.remote import Remote

BRIDGE = Path("/world/remote.sock")
NAMES = (
    *("DOCKER_HOST", "DOCKER_CONTEXT", "DOCKER_CONFIG"),
    *("DOCKER_TLS_VERIFY", "DOCKER_TLS", "DOCKER_CERT_PATH"),
)


@pytest.fixture
def home(tmp_path, monkeypatch):
    """An empty HOME."""
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


def context(folder: Path, name: str, host: str, **more: object) -> None:
    """Write a context as `docker context create` does."""
    meta = folder / "contexts" / "meta" / hashlib.sha256(name.encode()).hexdigest()
    meta.mkdir(parents=True)
    endpoint = {"Name": name, "Metadata": {}, "Endpoints": {"docker": {"Host": host, **more}}}
    (meta / "meta.json").write_text(json.dumps(endpoint))


def current(folder: Path, name: str) -> None:
    """Write what `docker context use` writes."""
    folder.mkdir(exist_ok=True)
    (folder / "config.json").write_text(json.dumps({"currentContext": name}))


def found(**environ: str) -> tuple[str, str]:
    engine = own_docker.find(environ, BRIDGE)
    return engine.where, engine.chosen_by


def remote(**environ: str) -> Remote | None:
    return own_docker.find(environ, BRIDGE).remote


def served(world: Path) -> World:
    """A world's folder with what stands in it while it is served."""
    made = World(world)
    made.prepare()
    made.practice_socket.touch()
    made.engine_socket.symlink_to(made.practice_socket)
    return made


def terminal(world: World, monkeypatch, **before: str) -> dict[str, str]:
    """The variables of a terminal that was led into a world."""
    for name in (*NAMES, environment.OUTSIDE):
        monkeypatch.delenv(name, raising=False)
    for name, value in before.items():
        monkeypatch.setenv(name, value)
    return environment.applied(before, world.environment())


def test_with_nothing_said_it_is_dockers_default(home):
    assert found() == ("/var/run/docker.sock", "Docker's default")


def test_docker_host_comes_first(home):
    current(home / ".docker", "colima")
    assert found(DOCKER_HOST="unix:///my.sock", DOCKER_CONTEXT="colima") == (
        "/my.sock",
        "DOCKER_HOST",
    )


def test_docker_context_comes_before_the_one_in_use(home):
    context(home / ".docker", "rootless", "unix:///run/user/1000/docker.sock")
    current(home / ".docker", "colima")
    assert found(DOCKER_CONTEXT="rootless") == (
        "/run/user/1000/docker.sock",
        "the context rootless",
    )


def test_the_context_in_use(home):
    context(home / ".docker", "colima", "unix:///home/demousr/.colima/docker.sock")
    current(home / ".docker", "colima")
    assert found() == ("/home/demousr/.colima/docker.sock", "the context colima")


def test_the_default_context_is_dockers_default(home):
    current(home / ".docker", "colima")
    assert found(DOCKER_CONTEXT="default") == ("/var/run/docker.sock", "Docker's default")


def test_with_docker_config_contexts_are_looked_for_there(home):
    current(home / ".docker", "colima")
    context(home / "other", "there", "unix:///there.sock")
    current(home / "other", "there")
    assert found(DOCKER_CONFIG=str(home / "other")) == ("/there.sock", "the context there")


def test_a_context_that_names_no_engine_is_named(home):
    current(home / ".docker", "gone")
    with pytest.raises(
        EngineError, match=r"context 'gone' doesn't name an engine.*docker context ls"
    ):
        found()


def test_the_clients_config_is_known_and_not_made(home):
    assert own_docker.find({}, BRIDGE).client_config == home / ".docker" / "config.json"
    assert list(home.iterdir()) == []


@pytest.mark.parametrize(
    ("host", "reason"),
    [
        (
            "npipe:////./pipe/docker_engine",
            "through a Windows pipe, at npipe:////./pipe/docker_eng",
        ),
        ("fd://", "at fd://"),
        ("tcp://far:port", "at tcp://far:port"),
        ("tcp://", "at tcp://"),
        ("ssh://-oProxyCommand=x", "at ssh://-oProxyCommand=x"),
        ("ssh://-oProxyCommand=x@far", "at ssh://-oProxyCommand=x@far"),
    ],
)
def test_an_address_that_the_course_cannot_reach_is_refused_with_the_reason(home, host, reason):
    with pytest.raises(EngineError) as refused:
        found(DOCKER_HOST=host)
    assert reason in str(refused.value)
    assert "docker-lessons start --engine practice" in str(refused.value)


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("tcp://192.168.1.5:2375", "tcp://192.168.1.5:2375"),
        ("192.168.1.5", "tcp://192.168.1.5"),
        ("tcp://me:open-sesame@far:1", "tcp://far:1"),
        ("ssh://demousr@far:2222/run/d.sock", "ssh://demousr@far:2222/run/d.sock"),
        ("ssh://demousr:open-sesame@far/", "ssh://demousr@far"),
    ],
)
def test_a_docker_on_a_network_is_found_and_no_password_is_kept(home, host, address):
    assert remote(DOCKER_HOST=host) == Remote(address)
    assert own_docker.find({"DOCKER_HOST": host}, BRIDGE).socket == BRIDGE


def test_tls_is_chosen_as_the_client_is_told(home):
    def chosen(**environ: str) -> Remote | None:
        return remote(DOCKER_HOST="tcp://far:1", **environ)

    folder = home / "certificates"
    assert chosen(DOCKER_TLS_VERIFY="1", DOCKER_CERT_PATH=str(folder)) == Remote(
        "tcp://far:1", folder, verify=True
    )
    assert chosen(DOCKER_TLS="1") == Remote("tcp://far:1", home / ".docker", verify=False)
    assert chosen(DOCKER_CERT_PATH=str(folder)) == Remote("tcp://far:1")


def test_tls_of_a_context(home):
    context(home / ".docker", "office", "tcp://office:2376")
    assert remote(DOCKER_CONTEXT="office") == Remote("tcp://office:2376")
    folder = own_docker.place({"DOCKER_CONTEXT": "office"}).certificates
    assert folder is not None
    folder.mkdir(parents=True)
    assert remote(DOCKER_CONTEXT="office") == Remote("tcp://office:2376", folder)
    context(home / ".docker", "careless", "tcp://office:2376", SkipTLSVerify=True)
    careless = remote(DOCKER_CONTEXT="careless")
    assert careless is not None
    assert not careless.verify


def test_a_worlds_terminal_knows_the_tls_it_had_before(home, monkeypatch):
    before = {"DOCKER_HOST": "tcp://far:1", "DOCKER_TLS_VERIFY": "1", "DOCKER_CERT_PATH": "/c"}
    inside = terminal(served(home / "world"), monkeypatch, **before)
    assert "DOCKER_TLS_VERIFY" not in inside
    assert remote(**inside) == Remote("tcp://far:1", Path("/c"))


def test_a_worlds_terminal_knows_what_it_had_before(home, monkeypatch):
    inside = terminal(served(home / "world"), monkeypatch, DOCKER_HOST="unix:///my.sock")
    assert inside["DOCKER_HOST"] == f"unix://{home}/world/engine.sock"
    assert found(**inside) == ("/my.sock", "DOCKER_HOST")


def test_a_worlds_terminal_knows_the_context_it_had_before(home, monkeypatch):
    context(home / ".docker", "rootless", "unix:///rootless.sock")
    inside = terminal(served(home / "world"), monkeypatch, DOCKER_CONTEXT="rootless")
    assert "DOCKER_CONTEXT" not in inside
    assert found(**inside) == ("/rootless.sock", "the context rootless")


def test_a_world_in_a_world_keeps_what_was_before_both(home, monkeypatch):
    outer = terminal(served(home / "outer"), monkeypatch, DOCKER_HOST="unix:///my.sock")
    inner = terminal(served(home / "inner"), monkeypatch, **outer)
    assert inner["DOCKER_HOST"] == f"unix://{home}/inner/engine.sock"
    assert found(**inner) == ("/my.sock", "DOCKER_HOST")


@pytest.mark.parametrize("name", ["engine.sock", "practice.sock", "remote.sock"])
def test_a_worlds_own_socket_is_passed_over(home, name):
    world = served(home / "world")
    current(home / ".docker", "colima")
    context(home / ".docker", "colima", "unix:///colima.sock")
    led_there = {
        "DOCKER_HOST": f"unix://{world.home / name}",
        "DOCKER_CONFIG": str(world.docker_config),
    }
    assert found(**led_there) == ("/colima.sock", "the context colima")


def test_a_link_to_a_worlds_socket_is_passed_over_too(home):
    world = served(home / "world")
    (home / "mine.sock").symlink_to(world.engine_socket)
    assert found(DOCKER_HOST=f"unix://{home}/mine.sock")[1] == "Docker's default"


def test_the_terminal_of_a_world_that_has_gone_leads_nowhere_wrong(home, monkeypatch):
    inside = terminal(World(home / "removed"), monkeypatch)
    assert found(**inside) == ("/var/run/docker.sock", "Docker's default")


def test_what_is_set_by_hand_in_a_worlds_terminal_counts(home, monkeypatch):
    inside = terminal(served(home / "world"), monkeypatch, DOCKER_HOST="unix:///my.sock")
    assert found(**inside | {"DOCKER_HOST": "unix:///other.sock"}) == (
        "/other.sock",
        "DOCKER_HOST",
    )


def test_a_context_set_by_hand_in_a_worlds_terminal_counts(home, monkeypatch):
    context(home / ".docker", "rootless", "unix:///rootless.sock")
    inside = terminal(served(home / "world"), monkeypatch, DOCKER_HOST="unix:///my.sock")
    assert found(**inside | {"DOCKER_CONTEXT": "rootless"}) == (
        "/rootless.sock",
        "the context rootless",
    )


@pytest.mark.parametrize("kept", ["", "no JSON", "[1]", "null"])
def test_a_damaged_note_of_what_was_before_is_as_none(home, kept):
    assert found(**{environment.OUTSIDE: kept})[1] == "Docker's default"
