"""A resolver that writes down every name that programs ask for, and knows none."""

import os
import socket
import struct
import subprocess
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests import programs

_HEADER = 12
_IN_ITS_OWN_MOUNTS = 'mount --bind "$0" /etc/resolv.conf && exec "$@"'


class Resolver:
    """The resolver; `asked` are the names, each once."""

    def __init__(self, folder: Path) -> None:
        self.asked: set[str] = set()
        pid = os.getpid()
        address = f"127.77.{pid >> 8 & 0xFF}.{pid & 0xFF}"  # of this process alone
        self._settings = folder / "resolv.conf"
        self._settings.write_text(f"nameserver {address}\noptions timeout:1 attempts:1\n")
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind((address, 53))
        self._socket.settimeout(0.2)
        self._closing = False
        self._thread = threading.Thread(target=self._answer, daemon=True)
        self._thread.start()

    def _answer(self) -> None:
        while not self._closing:
            try:
                query, whom = self._socket.recvfrom(4096)
            except TimeoutError:
                continue
            labels, at = [], _HEADER
            while length := query[at]:
                labels.append(query[at + 1 : at + 1 + length].decode("ascii", "replace"))
                at += 1 + length
            self.asked.add(".".join(labels))
            flags, no_such_name = 0x8180, 3
            head = struct.pack(
                ">HHHHHH", int.from_bytes(query[:2]), flags | no_such_name, 1, 0, 0, 0
            )
            self._socket.sendto(head + query[_HEADER : at + 5], whom)

    def run(
        self, command: Sequence[str | Path], env: Mapping[str, str], folder: Path, seconds: float
    ) -> str:
        """Run a program that has this resolver and no other; return what it printed until then."""
        words = ["unshare", "-m", "sh", "-c", _IN_ITS_OWN_MOUNTS, self._settings, *command]
        with subprocess.Popen(
            words,
            env=env,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        ) as process:
            try:
                return process.communicate(timeout=seconds)[0]
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, 9)
                return process.communicate()[0]

    def close(self) -> None:
        self._closing = True
        self._thread.join()
        self._socket.close()


@contextmanager
def resolver(folder: Path) -> Iterator[Resolver]:
    """A resolver for programs that are run by it; needs root, since it takes the place of a file of the system."""
    programs.required("unshare")
    if os.geteuid() != 0:
        pytest.skip("needs root (a mount of one's own): sudo make test")
    found = Resolver(folder)
    try:
        yield found
    finally:
        found.close()
