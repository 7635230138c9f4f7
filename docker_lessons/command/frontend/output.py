"""What a container prints, in pieces: each stream goes to its own place."""

import codecs
from collections.abc import Callable, Iterable, Iterator

from docker_lessons.command.frontend.invocation import Invocation
from docker_lessons.command.stream import PlainStream

STDOUT, STDERR = 1, 2
_HEADER = 8
"""Bytes before each piece: the stream, three zeros and the length (Engine API, ContainerAttach)."""


def pieces_of(read: Callable[[int], bytes]) -> Iterator[tuple[int, bytes]]:
    """Yields the stream and the bytes of each piece of output."""
    while len(header := read(_HEADER)) == _HEADER:
        yield header[0], read(int.from_bytes(header[4:], "big"))


def show(call: Invocation, pieces: Iterable[tuple[int, bytes]]) -> None:
    """Prints what comes, each stream in its own place."""
    to: dict[int, tuple[PlainStream, codecs.IncrementalDecoder]] = {
        stream: (place, codecs.getincrementaldecoder("utf-8")("replace"))
        for stream, place in ((STDOUT, call.out), (STDERR, call.err))
    }
    for stream, data in pieces:
        place, decoder = to[STDERR if stream == STDERR else STDOUT]
        place.write(decoder.decode(data))
