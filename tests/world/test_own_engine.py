"""What a Docker that cannot be used is told apart by: each has its sentence, and none keeps a learner waiting."""

import json
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from docker_lessons.world import control, own_engine
from docker_lessons.world.account import Account
from docker_lessons.world.engine import DOCKER, Engine
from docker_lessons.world.failure import EngineError
from tests.servers import whole_request

ACCOUNT = Account("demousr", "calm-river-stone-lamp")


@contextmanager
def listening(folder: Path, *answers: bytes) -> Iterator[Engine]:
    """An engine's socket that gives each request the next of these answers; then it says nothing more."""
    path = folder / "docker.sock"
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(path))
    listener.listen()
    held = []

    def serve() -> None:
        waiting = list(answers)
        with suppress(OSError):
            while True:
                client, _ = listener.accept()
                held.append(client)
                is_first = b" /_ping " in whole_request(client)
                if waiting:
                    client.sendall(waiting[0] if is_first else waiting.pop(0))
                    client.close()

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield Engine(DOCKER, path, "DOCKER_HOST")
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        for one in held:
            one.close()


def answer(document: object, status: str = "200 OK") -> bytes:
    body = json.dumps(document).encode()
    return f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


def test_a_socket_that_is_not_there(short_folder):
    engine = Engine(DOCKER, short_folder / "docker.sock", "Docker's default")
    with pytest.raises(EngineError, match=r"no socket at .*docker\.sock \(Docker's default\)"):
        own_engine.version(engine)


def test_a_socket_behind_which_nobody_listens(short_folder):
    with listening(short_folder) as engine:
        pass
    with pytest.raises(EngineError, match=r"isn't answering .*refused\. Is it running\?"):
        own_engine.version(engine)


def test_a_socket_that_one_may_not_use(short_folder):
    with listening(short_folder) as engine:
        engine.socket.chmod(0)
        is_root = os.geteuid() == 0
        if is_root:
            os.seteuid(65534)
        try:
            with pytest.raises(EngineError, match=r"permission to use .*usermod -aG docker"):
                own_engine.version(engine)
        finally:
            if is_root:
                os.seteuid(0)


def test_one_that_never_answers_is_given_up_within_seconds(short_folder, monkeypatch):
    waited = []

    def exchange(*asked):
        waited.append(asked[-1])
        return control.exchange(*asked[:-1], 0.1)

    monkeypatch.setattr(own_engine, "exchange", exchange)
    with (
        listening(short_folder) as engine,
        pytest.raises(EngineError, match="has said nothing for 4 seconds"),
    ):
        own_engine.version(engine)
    assert waited == [own_engine.SECONDS]
    assert own_engine.SECONDS <= 5


def test_one_that_answers_and_takes_its_time_over_its_version_is_waited_for(monkeypatch):
    waited = {}

    def exchange(socket, method, path, body, seconds):
        waited[path] = seconds
        return 200, {"ApiVersion": "1.41"} if path == "/version" else None

    monkeypatch.setattr(own_engine, "exchange", exchange)
    own_engine.version(Engine(DOCKER, Path("/podman.sock")))
    assert waited == {"/_ping": own_engine.SECONDS, "/version": own_engine.REACH_SECONDS}


def test_one_that_does_not_speak_http(short_folder):
    with (
        listening(short_folder, b"SSH-2.0-OpenSSH_9.2\r\n") as engine,
        pytest.raises(EngineError, match="isn't a Docker engine: it doesn't speak HTTP"),
    ):
        own_engine.version(engine)


@pytest.mark.parametrize("said", [{"hello": "world"}, [], "text", None], ids=str)
def test_one_that_is_no_engine(short_folder, said):
    with (
        listening(short_folder, answer(said)) as engine,
        pytest.raises(EngineError, match="not the way a Docker engine does"),
    ):
        own_engine.version(engine)


@pytest.mark.parametrize(
    "said",
    [
        {"Version": "1.9", "ApiVersion": "1.21", "Os": "linux"},
        {"Version": "27", "ApiVersion": "1.47", "Os": "windows"},
    ],
    ids=["old", "windows"],
)
def test_one_that_cannot_build_the_image(short_folder, said):
    with (
        listening(short_folder, answer(said)) as engine,
        pytest.raises(EngineError, match="can't build the course's image"),
    ):
        own_engine.version(engine)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("x509: certificate signed by unknown authority", "/etc/docker/certs.d/r.test:5/ca.crt"),
        ("http: server gave HTTP response to HTTPS client", "insecure-registries"),
        ("dial tcp: lookup r.test: no such host", "can't reach r.test:5"),
        ("Client.Timeout exceeded while awaiting headers: timeout", "can't reach r.test:5"),
    ],
)
def test_one_that_does_not_reach_a_registry_of_ones_own_says_what_it_lacks(
    short_folder, said, told
):
    with (
        listening(short_folder, answer({"message": said}, "500 Internal Server Error")) as engine,
        pytest.raises(EngineError) as refused,
    ):
        own_engine.reach_elsewhere(engine, "r.test:5", "class")
    assert told in str(refused.value)
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("404 Not Found", "manifest unknown"),
        ("401 Unauthorized", "no basic auth credentials"),
        ("403 Forbidden", "denied"),
        ("404 Not Found", "page not found"),
    ],
)
def test_a_registry_that_says_no_was_reached(short_folder, status, said):
    with listening(short_folder, answer({"message": said}, status)) as engine:
        own_engine.reach_elsewhere(engine, "r.test:5", "")


def test_one_that_does_not_reach_the_registry_says_why(short_folder):
    refused = answer({"message": "dial tcp: connection refused"}, "500 Internal Server Error")
    with listening(short_folder, refused) as engine, pytest.raises(EngineError) as error:
        own_engine.reach(engine, ACCOUNT, "localhost:5056")
    assert "can't reach the practice registry at localhost:5056" in str(error.value)
    assert "connection refused" in str(error.value)
    assert "Docker Desktop" in str(error.value)
    assert ACCOUNT.password not in str(error.value)
