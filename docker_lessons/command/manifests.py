"""`docker manifest`, for which the client itself asks a registry: here that of the practice Hub.

The client cannot be given another address for `docker.io`, so the names in the line get the practice registry's
address, and lose it again in what is printed. While the command runs, the client uses the saved login for that address.
"""

import contextlib
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from docker_lessons.command.outside import elsewhere
from docker_lessons.command.stream import Writer
from docker_lessons.findings.command_line import CommandLine
from docker_lessons.findings.finding import Finding
from docker_lessons.oci import docker_hub
from docker_lessons.oci.reference import InvalidReference, Reference
from docker_lessons.world import World, file
from docker_lessons.world.docker_config import NO_HELPER

_ASKING = frozenset({"create", "inspect", "push"})
"""The commands that ask a registry, and that have to be told that it speaks HTTP."""
_HUB = docker_hub.REGISTRY_HOSTS


class AtTheHub:
    """A writer that shows the practice registry's address as ``docker.io``."""

    def __init__(self, writer: Writer, host: str) -> None:
        self._writer = writer
        self._host = host

    def write(self, text: str, /) -> object:
        """Takes text."""
        return self._writer.write(text.replace(f"{self._host}/", f"{docker_hub.DOMAIN}/"))

    def flush(self) -> object:
        """Shows what was written."""
        return self._writer.flush()


@dataclass(frozen=True)
class Rewritten:
    """A line about manifests as it is run, and the address that its names got."""

    words: tuple[str, ...]
    host: str
    environment: Mapping[str, str]


def is_about(line: CommandLine) -> bool:
    """Tells whether it is a line of `docker manifest` with names in it."""
    return line.verb.startswith("manifest ") and bool(line.operands) and not line.has("--help")


def find_elsewhere(line: CommandLine, host: str) -> Finding | None:
    """Finds a name that belongs to another registry than the practice Hub's."""
    port = host.rpartition(":")[2]
    for name in line.operands:
        reference = _parsed(name)
        if reference and reference.domain not in {*_HUB, host, f"localhost:{port}"}:
            return elsewhere(line, reference.domain)
    return None


@contextlib.contextmanager
def rewritten(
    world: World, line: CommandLine, environment: Mapping[str, str]
) -> Iterator[Rewritten]:
    """Gives the line with the practice registry's address in its names, and the login that belongs to it.

    Raises:
        WorldStopped: Before the world's first start.
    """
    host = host_of(world)
    names = _positions(line)
    words = [_at(word, host) if at in names else word for at, word in enumerate(line.words)]
    if line.command[1] in _ASKING:
        words.insert(_after_command(line), "--insecure")
    lists = world.docker_config / "manifests"
    with file.explained(lists):
        lists.mkdir(mode=0o700, exist_ok=True)
    kept = file.read_json(world.docker_config / "config.json") or {}
    login = (kept.get("auths") or {}).get(docker_hub.INDEX_SERVER)
    with tempfile.TemporaryDirectory(dir=world.docker_config, prefix="manifest-") as folder:
        (Path(folder) / "manifests").symlink_to(lists)
        file.write_json(
            Path(folder) / "config.json", {"auths": {host: login}} if login else NO_HELPER
        )
        yield Rewritten(tuple(words[1:]), host, {**environment, "DOCKER_CONFIG": folder})


def host_of(world: World) -> str:
    """Returns the practice registry's address as it is in names, ``127.0.0.1:PORT``."""
    return urlsplit(world.registry_url).netloc


def _positions(line: CommandLine) -> set[int]:
    """Returns where in the line's words its names are."""
    taken = {
        at
        for option in (*line.global_options, *line.options)
        for at in (option.at, option.value_at)
    }
    return {
        at
        for at in range(_after_command(line), len(line.words))
        if at not in taken and line.words[at] in line.operands
    }


def _after_command(line: CommandLine) -> int:
    """Returns the position of the first word that follows the command."""
    length = len(line.command)
    return next(
        at + length for at in range(len(line.words)) if line.words[at : at + length] == line.command
    )


def _at(name: str, host: str) -> str:
    reference = _parsed(name)
    if reference is None or reference.domain not in _HUB:
        return name
    tag = f":{reference.tag}" if reference.tag else ""
    digest = f"@{reference.digest}" if reference.digest else ""
    return f"{host}/{reference.path}{tag}{digest}"


def _parsed(name: str) -> Reference | None:
    try:
        return Reference.parse(name)
    except InvalidReference:
        return None
