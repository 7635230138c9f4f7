"""A program in the place of `ssh`, for computers without a server: it runs what it is told to, on this computer."""

from pathlib import Path

_RUNS = """#!/bin/sh
echo "$@" >>"$0.said"
while [ "$1" != -- ]; do shift; done
shift 2
exec "$@"
"""


def stand_in(folder: Path) -> Path:
    """Makes `ssh` in a folder, for PATH; it notes in `ssh.said` beside it how it was called."""
    return _write(folder / "ssh", _RUNS)


def refuse(program: Path, words: str) -> None:
    """Has it say these words and fail."""
    _write(program, f"#!/bin/sh\necho '{words}' >&2\nexit 255\n")


def _write(program: Path, text: str) -> Path:
    program.parent.mkdir(exist_ok=True)
    program.write_text(text)
    program.chmod(0o755)
    return program
