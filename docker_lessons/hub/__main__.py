"""`python -m docker_lessons.hub add-account HOME NAME` adds an account to a world's Hub.

HOME is the folder of a world whose service is not running; the password is read from standard input.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from docker_lessons.hub.hub import Hub
from docker_lessons.hub.valid_names import InvalidName
from docker_lessons.trace import Trace


async def _add_account(home: Path, name: str, password: str) -> None:
    nowhere = "http://127.0.0.1:1"
    hub = Hub(home / "hub", registry_url=nowhere, site_url=nowhere, trace=Trace())
    try:
        hub.ensure_account(name, password)
        await hub.accounts.authenticate(name, password)  # makes the hash and stores it
    finally:
        hub.close()


def main(arguments: list[str]) -> int:
    """Does what the arguments say and returns the exit code."""
    match arguments:
        case ["add-account", home, name]:
            try:
                asyncio.run(_add_account(Path(home), name, sys.stdin.read().strip()))
            except InvalidName as error:
                sys.stderr.write(f"{error}\n")
                return 1
            return 0
    sys.stderr.write(__doc__ or "")
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
