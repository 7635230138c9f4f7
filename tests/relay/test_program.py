"""The relay's program, run as a process: on x86-64 as it is, for arm64 by qemu."""

import contextlib
import os
import platform
import select
import shutil
import signal
import socket
import struct
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import pytest

from docker_lessons.relay import program
from tests import programs

NATIVE = {"x86_64": "amd64", "aarch64": "arm64"}.get(platform.machine())
SECONDS = 8.0
"""How long the program is waited for, each time: a broken one is to be told as that, not as a test that hangs."""
QEMU = {"amd64": "qemu-x86_64-static", "arm64": "qemu-aarch64-static"}


@dataclass
class Running:
    """The program, with the frames that it sent."""

    process: subprocess.Popen[bytes]
    port: int
    seconds: float = SECONDS

    def connect(self) -> socket.socket:
        """A client's connection."""
        return socket.create_connection(("127.0.0.1", self.port), self.seconds)

    def frame(self) -> tuple[int, bytes]:
        """The next frame that the program sends."""
        number, length = program.FRAME.unpack(self._read(program.FRAME.size))
        return number, self._read(length)

    def send(self, number: int, data: bytes = b"") -> None:
        """Sends the program a frame; with no data the end of a connection."""
        self.write(program.FRAME.pack(number, len(data)) + data)

    def write(self, data: bytes) -> None:
        """Writes to its standard input, and fails where it does not read that, with what became of it."""
        assert self.process.stdin is not None
        into = self.process.stdin.fileno()
        os.set_blocking(into, False)
        while data:
            if not select.select([], [into], [], self.seconds)[1]:
                self._fail(f"took nothing for {self.seconds:.0f} s")
            try:
                data = data[os.write(into, data) :]
            except BrokenPipeError:
                self._fail("reads nothing anymore")

    def _read(self, length: int) -> bytes:
        assert self.process.stdout is not None
        out, data = self.process.stdout.fileno(), b""
        while len(data) < length:
            if not select.select([out], [], [], self.seconds)[0]:
                self._fail(
                    f"sent {len(data)} of {length} bytes, then nothing for {self.seconds:.0f} s"
                )
            more = os.read(out, length - len(data))
            if not more:
                self._fail(f"sent {len(data)} of {length} bytes, then its end")
            data += more
        return data

    def _fail(self, what: str) -> NoReturn:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(1)
        code = self.process.returncode
        runs = "it still runs" if code is None else f"it ended with {code}"
        if code is not None and code < 0:
            runs = f"it was ended by {signal.Signals(-code).name}"
        pytest.fail(f"The relay's program {what}; {runs}.")


def begin(machine: str, folder: Path, port: int) -> Running:
    path = folder / "relay"
    path.write_bytes(program.program(machine))
    path.chmod(0o755)
    emulator = [] if machine == NATIVE else [QEMU[machine]]
    if emulator and not shutil.which(emulator[0]):
        pytest.skip(f"needs {emulator[0]}: sudo apt install qemu-user-static")
    process = subprocess.Popen(
        [*emulator, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
    )
    running = Running(process, port)
    running.write(program.address(port))
    return running


def end(running: Running) -> None:
    running.process.kill()
    running.process.wait()
    for stream in (running.process.stdin, running.process.stdout):
        if stream is not None:
            with contextlib.suppress(OSError):
                stream.close()


@pytest.fixture(params=["amd64", "arm64"])
def relay(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Running]:
    """The program, listening."""
    running = begin(request.param, tmp_path, programs.free_port())
    try:
        assert running.frame() == (program.STATUS, struct.pack("<i", 0))
        yield running
    finally:
        end(running)


def test_what_a_client_sends_comes_out_and_the_answer_goes_back(relay):
    with relay.connect() as client:
        client.sendall(b"question")
        number, data = relay.frame()
        assert data == b"question"
        relay.send(number, b"answer")
        assert client.recv(100) == b"answer"


def test_more_bytes_than_a_frame_holds(relay):
    large = bytes(range(256)) * 4096
    with relay.connect() as client:
        client.sendall(large[: 1 << 17])
        got, number = b"", 0
        while len(got) < 1 << 17:
            number, data = relay.frame()
            got += data
        assert got == large[: 1 << 17]
        for at in range(0, 1 << 18, 0xFFFF):
            relay.send(number, large[at : min(at + 0xFFFF, 1 << 18)])
        back = b""
        while len(back) < 1 << 18:
            back += client.recv(1 << 16)
        assert back == large[: 1 << 18]


def test_connections_do_not_mix(relay):
    clients = [relay.connect() for _ in range(20)]
    for index, client in enumerate(clients):
        client.sendall(b"%d" % index)
    numbers = {}
    for _ in clients:
        number, data = relay.frame()
        numbers[int(data)] = number
    assert len(set(numbers.values())) == len(clients)
    for index, number in numbers.items():
        relay.send(number, b"to %d" % index)
    for index, client in enumerate(clients):
        assert client.recv(100) == b"to %d" % index
        client.close()


def test_the_end_of_a_client_is_told_and_its_number_is_taken_again_only_after_both_ends(relay):
    with relay.connect() as client:
        client.sendall(b"1")
        first = relay.frame()[0]
    assert relay.frame() == (first, b"")
    with relay.connect() as client:
        client.sendall(b"2")
        second = relay.frame()[0]
        assert second != first
        relay.send(first)  # the other side's end
        client.sendall(b"2")
        relay.frame()
        with relay.connect() as another:
            another.sendall(b"3")
            assert relay.frame() == (first, b"3")


def test_an_end_from_here_ends_the_client_after_all_data(relay):
    with relay.connect() as client:
        client.sendall(b"1")
        number, _ = relay.frame()
        relay.send(number, b"all of it")
        relay.send(number)
        assert client.recv(100) == b"all of it"
        assert client.recv(100) == b""
        assert relay.frame() == (number, b"")


def test_what_comes_for_a_client_that_has_gone_is_dropped(relay):
    with relay.connect() as gone:
        gone.sendall(b"1")
        number, _ = relay.frame()
        gone.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    assert relay.frame() == (number, b"")
    relay.send(number, b"too late")
    relay.send(number)
    with relay.connect() as client:
        client.sendall(b"still there?")
        assert relay.frame()[1] == b"still there?"


def test_more_clients_than_there_is_room_for_are_turned_away(relay):
    clients = [relay.connect() for _ in range(127)]
    assert clients[-1].recv(1) == b""
    clients[0].sendall(b"first")
    assert relay.frame()[1] == b"first"
    for client in clients:
        client.close()


def test_it_ends_with_its_input(relay):
    relay.process.stdin.close()
    assert relay.process.wait(SECONDS) == 0


@pytest.mark.parametrize("machine", ["amd64", "arm64"])
def test_a_port_that_is_taken_is_told_and_it_ends(machine, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        running = begin(machine, tmp_path, taken.getsockname()[1])
        try:
            assert running.frame() == (program.STATUS, struct.pack("<i", -98))  # EADDRINUSE
            assert running.process.wait(SECONDS) == 0
        finally:
            end(running)


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("kill -ILL $$", "sent 0 of 4 bytes, then its end; it was ended by SIGILL"),
        ("exit 3", "sent 0 of 4 bytes, then its end; it ended with 3"),
        ("printf 12; exec sleep 60", "sent 2 of 4 bytes, then nothing for 0 s; it still runs"),
    ],
)
def test_a_broken_program_is_told_at_once_with_what_became_of_it(script, said):
    process = subprocess.Popen(
        ["/bin/sh", "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
    )
    running = Running(process, 0, seconds=0.4)
    try:
        with pytest.raises(pytest.fail.Exception, match=said):
            running.frame()
    finally:
        end(running)


def test_a_program_that_reads_nothing_is_told_too():
    process = subprocess.Popen(
        ["/bin/sleep", "60"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
    )
    running = Running(process, 0, seconds=0.2)
    try:
        with pytest.raises(pytest.fail.Exception, match=r"took nothing .* it still runs"):
            running.write(bytes(1 << 20))
    finally:
        end(running)
