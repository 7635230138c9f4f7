"""``python -m docker_lessons.engine DIRECTORY SOCKET REGISTRY``: runs one engine by itself, for trying it out."""

from __future__ import annotations

import sys
from pathlib import Path

from aiohttp import web

from docker_lessons.engine.practice_engine import Engine
from docker_lessons.trace import Trace

_ARGUMENTS = 4


def main() -> None:
    """Serves until a signal comes."""
    if len(sys.argv) != _ARGUMENTS:
        sys.exit("usage: python -m docker_lessons.engine DIRECTORY SOCKET REGISTRY")
    directory, socket, registry = sys.argv[1:]
    engine = Engine(Path(directory), registry=registry, trace=Trace())
    Path(socket).unlink(missing_ok=True)
    web.run_app(engine.app(), path=socket, print=None)


main()
