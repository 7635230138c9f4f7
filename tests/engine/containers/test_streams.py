"""A client at a container's streams: what it types and reads, when it is slow, and when it leaves."""

import asyncio
import contextlib
import json
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from docker_lessons.engine.api.errors import BadParameter
from docker_lessons.engine.containers.attach import keys
from docker_lessons.engine.containers.streams import Streams
from docker_lessons.engine.runtime.process import STDERR, STDOUT
from tests import programs
from tests.engine.containers.shell_image import build_shell
from tests.engine.serving import ServedEngine

JSON = {"Content-Type": "application/json"}
UPGRADE = "Connection: Upgrade\r\nUpgrade: tcp\r\n"


@pytest.fixture
def engine(practice_engine: ServedEngine) -> ServedEngine:
    """An engine with an image that has a shell."""
    build_shell(practice_engine)
    return practice_engine


def container(engine: ServedEngine, command: str, **asked: object) -> str:
    """Make a container that runs a shell's command."""
    body = {"Image": "shell", "Cmd": ["sh", "-c", command], **asked}
    status, answer = engine.ask("POST", "/containers/create", json.dumps(body).encode(), JSON)
    assert status == 201, answer
    return answer["Id"]


def start(engine: ServedEngine, name: str) -> None:
    assert engine.ask("POST", f"/containers/{name}/start")[0] == 204


def state(engine: ServedEngine, name: str) -> dict:
    return engine.ask("GET", f"/containers/{name}/json")[1]["State"]


@contextlib.contextmanager
def attached(
    engine: ServedEngine, name: str, headers: str, **query: object
) -> Iterator[socket.socket]:
    """Attach by hand, as a client that leaves HTTP does; the answer's head is read."""
    asked = urlencode({"stream": 1, "stdin": 1, "stdout": 1, "stderr": 1, **query})
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(30)
        connection.connect(str(engine.socket))
        connection.sendall(
            f"POST /v1.41/containers/{name}/attach?{asked} HTTP/1.1\r\nHost: d\r\n{headers}"
            "Content-Length: 0\r\n\r\n".encode()
        )
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            head += connection.recv(1)
        expected = b"HTTP/1.1 101 UPGRADED" if headers else b"HTTP/1.1 200 OK"
        assert head.startswith(expected)
        assert b"Content-Type: application/vnd.docker.raw-stream" in head
        yield connection


def rest(connection: socket.socket) -> bytes:
    """Read to the end."""
    found = b""
    while data := connection.recv(1 << 16):
        found += data
    return found


def kill(engine: ServedEngine, name: str) -> None:
    """Ends a container at once, for which the end of its engine would wait."""
    assert engine.ask("POST", f"/containers/{name}/kill")[0] == 204


@pytest.mark.parametrize("headers", [UPGRADE, ""])
def test_what_is_written_comes_in_frames_and_then_the_end(
    engine: ServedEngine, headers: str
) -> None:
    name = container(engine, "echo out; busybox sleep 0.1; echo err >&2")
    with attached(engine, name, headers) as connection:
        start(engine, name)
        assert rest(connection) == b"\1\0\0\0\0\0\0\4out\n\2\0\0\0\0\0\0\4err\n"


@pytest.mark.parametrize("headers", [UPGRADE, ""])
def test_a_client_that_ends_its_side_is_still_answered(engine: ServedEngine, headers: str) -> None:
    name = container(engine, "busybox wc -c; echo done", OpenStdin=True, StdinOnce=True)
    with attached(engine, name, headers) as connection:
        connection.sendall(b"x" * 300_000)
        connection.shutdown(socket.SHUT_WR)
        start(engine, name)
        assert rest(connection).endswith(b"done\n")
    assert engine.ask("GET", f"/containers/{name}/logs?stdout=1", raw=True)[1][8:] != ""


def test_a_terminal_is_raw_and_its_keys_detach(engine: ServedEngine) -> None:
    name = container(engine, "busybox cat", OpenStdin=True, Tty=True)
    with attached(engine, name, UPGRADE) as connection:
        start(engine, name)
        connection.sendall(b"hi\n")
        seen = b""
        while not seen.endswith(b"hi\r\nhi\r\n"):
            seen += connection.recv(100)
        connection.sendall(b"\x10\x11")
        assert rest(connection) == b""
    assert state(engine, name)["Running"]
    with attached(engine, name, UPGRADE, detachKeys="ctrl-a,x") as connection:
        connection.sendall(b"\x01")
        connection.sendall(b"x")
        rest(connection)
    assert state(engine, name)["Running"]
    kill(engine, name)


def test_a_terminal_has_the_size_that_was_asked_for(engine: ServedEngine) -> None:
    name = container(engine, "busybox sleep 0.3; busybox stty size", Tty=True)
    with attached(engine, name, UPGRADE) as connection:
        start(engine, name)
        assert engine.ask("POST", f"/containers/{name}/resize?h=11&w=22")[0] == 200
        assert rest(connection) == b"11 22\r\n"


def test_a_client_that_leaves_does_not_end_the_program(engine: ServedEngine) -> None:
    name = container(engine, "while true; do echo x; busybox sleep 0.05; done")
    with attached(engine, name, UPGRADE) as connection:
        start(engine, name)
        assert connection.recv(10)
    with attached(engine, name, UPGRADE) as connection:
        assert connection.recv(10)
    assert state(engine, name)["Running"]
    kill(engine, name)


def test_a_wait_is_answered_when_the_container_ends(engine: ServedEngine) -> None:
    name = container(engine, "exit 9", HostConfig={"AutoRemove": True})
    with engine.stream("POST", f"/containers/{name}/wait?condition=removed") as lines:
        start(engine, name)
        assert json.loads(next(lines))["StatusCode"] == 9
    programs.wait_for("it is gone", lambda: engine.ask("GET", f"/containers/{name}/json")[0] == 404)


async def test_a_program_waits_for_a_reader_that_is_slow() -> None:
    streams = Streams()
    reader = streams.attach(stdout=True, stderr=False)
    fed = 0
    waiting = None
    while waiting is None:
        waiting = streams.feed(STDOUT, bytes(1 << 16))
        fed += 1 << 16
        assert fed < 1 << 22
    held = asyncio.ensure_future(waiting)
    await asyncio.sleep(0)
    assert not held.done()
    pieces = aiter(reader)
    for _ in range(fed >> 16):
        await anext(pieces)
    streams.end()
    await asyncio.wait_for(held, 20)


async def test_a_reader_that_leaves_holds_nobody_up() -> None:
    streams = Streams()
    reader = streams.attach(stdout=True, stderr=True)
    waiting = streams.feed(STDERR, bytes(1 << 22))
    assert waiting is not None
    held = asyncio.ensure_future(waiting)
    await asyncio.sleep(0)
    reader.close()
    await asyncio.wait_for(held, 20)
    assert streams.feed(STDERR, bytes(1 << 22)) is None


@pytest.mark.parametrize(
    ("text", "pressed"),
    [("", b"\x10\x11"), ("ctrl-a", b"\1"), ("a,ctrl-@", b"a\0"), ("ctrl-[,ctrl-\\", b"\x1b\x1c")],
)
def test_keys_that_detach_are_read(text: str, pressed: bytes) -> None:
    assert keys(text) == pressed


@pytest.mark.parametrize("text", ["ctrl-", "ctrl-A1", "foo", "a,,b"])
def test_keys_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(BadParameter, match="Invalid detach keys"):
        keys(text)


def test_the_folder_of_a_container_is_its_owners_alone(engine: ServedEngine) -> None:
    name = container(engine, "true")
    folder = Path(engine.ask("GET", "/info")[1]["DockerRootDir"]) / "containers" / name
    assert folder.stat().st_mode & 0o077 == 0
