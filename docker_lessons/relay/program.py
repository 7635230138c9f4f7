"""The relay's program, and what it says on its standard streams.

First it reads a `struct sockaddr_in` (16 bytes), where it is to listen, and answers with a frame of the number 0 that
holds an int32: 0 once it listens, else the system's error, below zero. Then both sides send frames::

    uint16 number    of the connection, 2 to 127; it is reused once both sides have ended it
    uint16 length    of the data that follow; 0 ends the connection
    data

All numbers are little endian, except those in a `sockaddr_in`. A connection begins with its first frame, which the
program sends. The program ends when its standard input does.
"""

from __future__ import annotations

import socket
import struct
from typing import Final

from docker_lessons.relay.assembler import MACHINES, Assembler

FRAME: Final = struct.Struct("<HH")
"""A frame's number and length."""
LARGEST: Final = 0x8000
"""Bytes of data in a frame that the program sends; one that it gets may have 65,535."""
STATUS: Final = 0
"""The number of the frame that says whether it listens."""

# Where things are in its memory: for each connection a `struct pollfd` (8 bytes), its descriptor, -1 for none,
# and whether its end came from the other side (4 bytes each). Descriptor -1 in the first alone: its end was sent.
_CONNECTIONS: Final = 128
_FIRST: Final = 2  # after standard input and the listening socket
_OPEN: Final = 8 * _CONNECTIONS
_ENDED: Final = _OPEN + 4 * _CONNECTIONS
_SCRATCH: Final = _ENDED + 4 * _CONNECTIONS
_HEAD: Final = _SCRATCH + 64
_DATA: Final = _HEAD + FRAME.size
_PAGES: Final = (_DATA + 0x10000) // 4096 + 1

_STDIN, _STDOUT = 0, 1
_POLLIN: Final = 1
_SOL_SOCKET, _SO_REUSEADDR, _SO_SNDTIMEO = 1, 2, 21
_TCP, _TCP_NODELAY = 6, 1
_SEND_SECONDS: Final = 30
"""Seconds after which a client is given up that takes nothing: the others wait for it meanwhile."""
_MSG_NOSIGNAL: Final = 0x4000
_SHUT_RDWR: Final = 2


def address(port: int, *, everywhere: bool = False) -> bytes:
    """Returns the `struct sockaddr_in` of a port on the loopback address, or on all addresses."""
    host = "0.0.0.0" if everywhere else "127.0.0.1"  # of a container's own network
    return struct.pack("<H", 2) + struct.pack(">H", port) + socket.inet_aton(host) + bytes(8)


def program(machine: str) -> bytes:
    """Returns the executable for `amd64` or `arm64`.

    Raises:
        KeyError: For another machine.
    """
    to = MACHINES[machine]()
    _listen(to)
    _wait(to)
    _take_frame(to)
    _accept(to)
    _look_at_connections(to)
    _routines(to)
    return to.executable()


# `v0` is the memory, `v1` the listening socket. `v2` to `v5` are each part's own; routines use `v4` and `v5`.


def _listen(to: Assembler) -> None:
    to.reserve("v0", _PAGES)
    _call(to, "socket", socket.AF_INET, socket.SOCK_STREAM, 0)
    to.copy("v1", "result")
    to.set("v2", 1)
    to.store("v0", _SCRATCH, "v2")
    _set_option(to, "v1", _SOL_SOCKET, _SO_REUSEADDR, 4)

    to.set("v2", -1)  # no connection
    to.copy("v3", "v0")
    to.set("v4", _CONNECTIONS)
    to.label("clear")
    to.store("v3", 0, "v2")
    to.set("a1", _POLLIN)
    to.store("v3", 4, "a1")
    to.add("v3", 8)
    to.add("v4", -1)
    to.compare("v4", 0)
    to.jump("clear", "not equal")
    to.copy("v3", "v0")
    to.set("v4", _CONNECTIONS)
    to.label("clear open")
    to.store("v3", _OPEN, "v2")
    to.add("v3", 4)
    to.add("v4", -1)
    to.compare("v4", 0)
    to.jump("clear open", "not equal")
    to.set("v2", _STDIN)
    to.store("v0", 0, "v2")
    to.store("v0", 8, "v1")

    _point(to, "v4", _DATA)
    to.set("v5", 16)
    to.call("read all")
    _system(to, "bind", "v1", _DATA, 16)
    to.copy("v2", "result")
    to.compare("v2", 0)
    to.jump("tell", "less")
    to.copy("a0", "v1")
    to.set("a1", _CONNECTIONS)
    to.system_call("listen")
    to.copy("v2", "result")
    to.label("tell")
    to.store("v0", _DATA, "v2")
    to.set("v3", STATUS | 4 << 16)
    to.store("v0", _HEAD, "v3")
    _point(to, "v4", _HEAD)
    to.set("v5", FRAME.size + 4)
    to.call("write all")
    to.compare("v2", 0)
    to.jump("exit", "less")


def _wait(to: Assembler) -> None:
    to.label("wait")
    to.copy("a0", "v0")
    to.set("a1", _CONNECTIONS)
    for unused in ("a2", "a3", "a4"):  # no time limit, no signals
        to.set(unused, 0)
    to.system_call("ppoll")
    to.copy("v2", "result")
    to.compare("v2", 0)
    to.jump("exit", "less")


def _take_frame(to: Assembler) -> None:
    """Standard input: data for a connection, or its end."""
    to.load_half("v2", "v0", 6)
    to.compare("v2", 0)
    to.jump("no frame", "equal")
    _point(to, "v4", _HEAD)
    to.set("v5", FRAME.size)
    to.call("read all")
    _point(to, "v4", _DATA)
    to.load_half("v5", "v0", _HEAD + 2)
    to.call("read all")
    to.load_half("v2", "v0", _HEAD)
    _entry(to, "v3", "v2", 4)
    to.load("v2", "v3", _OPEN)
    to.compare("v2", -1)
    to.jump("no frame", "equal")
    to.load_half("v5", "v0", _HEAD + 2)
    to.compare("v5", 0)
    to.jump("its end", "equal")
    _point(to, "v4", _DATA)
    to.call("send all")
    to.jump("no frame")

    to.label("its end")
    to.load_half("v4", "v0", _HEAD)
    _entry(to, "v5", "v4", 8)
    to.load("v4", "v5", 0)
    to.compare("v4", -1)
    to.jump("both ended", "equal")
    to.set("v4", 1)
    to.store("v3", _ENDED, "v4")
    to.copy("a0", "v2")
    to.set("a1", _SHUT_RDWR)
    to.system_call("shutdown")
    to.jump("no frame")
    to.label("both ended")
    to.copy("a0", "v2")
    to.system_call("close")
    to.set("v4", -1)
    to.store("v3", _OPEN, "v4")
    to.label("no frame")


def _accept(to: Assembler) -> None:
    """The listening socket: a new connection."""
    to.load_half("v2", "v0", 8 + 6)
    to.compare("v2", 0)
    to.jump("none came", "equal")
    to.copy("a0", "v1")
    to.set("a1", 0)
    to.set("a2", 0)
    to.system_call("accept")
    to.copy("v2", "result")
    to.compare("v2", 0)
    to.jump("none came", "less")
    to.set("v3", _FIRST)
    to.label("look for a place")
    _entry(to, "v4", "v3", 4)
    to.load("v5", "v4", _OPEN)
    to.compare("v5", -1)
    to.jump("place", "equal")
    to.add("v3", 1)
    to.compare("v3", _CONNECTIONS)
    to.jump("look for a place", "not equal")
    to.copy("a0", "v2")
    to.system_call("close")
    to.jump("none came")

    to.label("place")
    to.store("v4", _OPEN, "v2")
    to.set("v5", 0)
    to.store("v4", _ENDED, "v5")
    _entry(to, "v4", "v3", 8)
    to.store("v4", 0, "v2")
    # A `struct timeval`, whose first word serves as a number as well.
    for offset, number in enumerate((_SEND_SECONDS, 0, 0, 0)):
        to.set("v5", number)
        to.store("v0", _SCRATCH + 4 * offset, "v5")
    _set_option(to, "v2", _SOL_SOCKET, _SO_SNDTIMEO, 16)
    _set_option(to, "v2", _TCP, _TCP_NODELAY, 4)
    to.label("none came")


def _look_at_connections(to: Assembler) -> None:
    """The connections: what came is sent on, an end too."""
    to.set("v2", _FIRST)
    to.label("next")
    _entry(to, "v3", "v2", 8)
    to.load_half("v4", "v3", 6)
    to.compare("v4", 0)
    to.jump("nothing came", "equal")
    to.load("v4", "v3", 0)
    to.compare("v4", -1)
    to.jump("nothing came", "equal")
    to.copy("a0", "v4")
    _point(to, "a1", _DATA)
    to.set("a2", LARGEST)
    to.system_call("read")
    to.copy("v5", "result")
    to.compare("v5", 0)
    to.jump("came", "not equal")
    to.label("it ended")
    to.set("v5", 0)
    to.set("v4", -1)
    to.store("v3", 0, "v4")
    to.label("came")
    to.compare("v5", 0)
    to.jump("it ended", "less")
    to.copy("v4", "v5")
    to.shift_left("v4", 16)
    to.add_register("v4", "v2")
    to.store("v0", _HEAD, "v4")
    to.add("v5", FRAME.size)
    _point(to, "v4", _HEAD)
    to.call("write all")
    to.load("v4", "v3", 0)
    to.compare("v4", -1)
    to.jump("nothing came", "not equal")
    _entry(to, "v3", "v2", 4)
    to.load("v4", "v3", _ENDED)
    to.compare("v4", 0)
    to.jump("nothing came", "equal")
    to.load("a0", "v3", _OPEN)
    to.system_call("close")
    to.set("v4", -1)
    to.store("v3", _OPEN, "v4")
    to.label("nothing came")
    to.add("v2", 1)
    to.compare("v2", _CONNECTIONS)
    to.jump("next", "not equal")
    to.jump("wait")


def _routines(to: Assembler) -> None:
    """`v4` is where the data are, `v5` how many bytes; `send all` sends to the socket in `v2`."""
    to.label("read all")
    to.compare("v5", 0)
    to.jump("all read", "equal")
    to.set("a0", _STDIN)
    to.copy("a1", "v4")
    to.copy("a2", "v5")
    to.system_call("read")
    _advance(to, "exit")
    to.jump("read all")
    to.label("all read")
    to.end_of_routine()

    to.label("write all")
    to.compare("v5", 0)
    to.jump("all written", "equal")
    to.set("a0", _STDOUT)
    to.copy("a1", "v4")
    to.copy("a2", "v5")
    to.system_call("write")
    _advance(to, "exit")
    to.jump("write all")
    to.label("all written")
    to.end_of_routine()

    to.label("send all")
    to.compare("v5", 0)
    to.jump("all sent", "equal")
    to.copy("a0", "v2")
    to.copy("a1", "v4")
    to.copy("a2", "v5")
    to.set("a3", _MSG_NOSIGNAL)
    to.set("a4", 0)
    to.system_call("sendto")
    _advance(to, "cut")
    to.jump("send all")
    to.label("cut")  # the client has gone, or takes nothing
    to.copy("a0", "v2")
    to.set("a1", _SHUT_RDWR)
    to.system_call("shutdown")
    to.label("all sent")
    to.end_of_routine()

    to.label("exit")
    to.set("a0", 0)
    to.system_call("exit")


def _advance(to: Assembler, otherwise: str) -> None:
    """Advances past the bytes that the system call processed; jumps to a label if there were none."""
    to.compare("result", 1)
    to.jump(otherwise, "less")
    to.add_register("v4", "result")
    to.subtract_register("v5", "result")


def _point(to: Assembler, register: str, offset: int) -> None:
    to.copy(register, "v0")
    to.add(register, offset)


def _entry(to: Assembler, register: str, number: str, size: int) -> None:
    """Points a register at entry `number` of a table whose entries have `size` bytes, four or eight."""
    to.copy(register, number)
    to.shift_left(register, 2 if size == 4 else 3)
    to.add_register(register, "v0")


def _call(to: Assembler, name: str, *numbers: int) -> None:
    for position, number in enumerate(numbers):
        to.set(f"a{position}", number)
    to.system_call(name)


def _system(to: Assembler, name: str, descriptor: str, offset: int, size: int) -> None:
    to.copy("a0", descriptor)
    _point(to, "a1", offset)
    to.set("a2", size)
    to.system_call(name)


def _set_option(to: Assembler, descriptor: str, level: int, option: int, size: int) -> None:
    to.copy("a0", descriptor)
    to.set("a1", level)
    to.set("a2", option)
    _point(to, "a3", _SCRATCH)
    to.set("a4", size)
    to.system_call("setsockopt")
