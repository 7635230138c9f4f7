"""The chapter's commands on its tiny image, beside dockerd and docker-registry."""

import secrets
import statistics
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

from bench import sides
from bench.figure import Figure
from bench.sides import Side

ROUNDS = 9
_SUM, _EACH = 1.0, 1.5
_LOG_IN = "docker login -u demousr"
_WITH_PYTHON = {_LOG_IN: 3.0}
"""What a world's `docker` hands to the course first: a login, so that no password goes to the real Docker Hub."""

Times = dict[str, list[float]]


def measure() -> Iterator[Figure | str]:
    """The medians of each command and their sum, the two sides by turns."""
    with sides.theirs() as theirs, sides.ours() as ours, tempfile.TemporaryDirectory() as folder:
        for side in (ours, theirs):
            yield f"{side.name}: {side.described()}"
        spent: dict[str, Times] = {side.name: defaultdict(list) for side in (ours, theirs)}
        for number in range(ROUNDS):
            pair = (ours, theirs) if number % 2 else (theirs, ours)
            image = _image(Path(folder))
            for what, act in _commands(image):
                for side in pair:
                    spent[side.name][what].append(act(side))
    medians = {
        name: {what: statistics.median(times) * 1000 for what, times in each.items()}
        for name, each in spent.items()
    }
    ours_, theirs_ = medians[ours.name], medians[theirs.name]
    for what, value in ours_.items():
        limit = _WITH_PYTHON.get(what, _EACH)
        yield Figure(what, value, theirs_[what], "ms", "dockerd", limit)
    yield Figure(
        "the chapter's commands together",
        sum(ours_.values()),
        sum(theirs_.values()),
        "ms",
        "dockerd",
        _SUM,
        f"medians of {ROUNDS}",
    )


def _image(folder: Path) -> Path:
    """The folder of an image as small as the course's, which no engine or registry has seen."""
    (folder / "Dockerfile").write_text(
        'FROM scratch\nCOPY hello /hello\nCOPY message.txt /message.txt\nCMD ["/hello"]\n'
    )
    (folder / "hello").write_bytes(secrets.token_bytes(9000))
    (folder / "message.txt").write_text(secrets.token_hex(8))
    return folder


def _commands(folder: Path) -> list[tuple[str, Callable[[Side], float]]]:
    """What is typed, in the chapter's order; each gives its seconds."""

    def docker(line: str) -> tuple[str, Callable[[Side], float]]:
        shown = f"docker {line}".replace(f" {folder}", " .").replace("TARGET", "demousr/demorep")
        return shown, lambda side: side.run(f"docker {line.replace('TARGET', side.target)}")

    def again(act: tuple[str, Callable[[Side], float]]) -> tuple[str, Callable[[Side], float]]:
        return f"{act[0]} (again)", act[1]

    build = docker(f"build -t myimage:0.1 {folder}")
    push = docker("push TARGET:1.0")
    return [
        build,
        again(build),
        docker("images"),
        docker("history myimage:0.1"),
        docker("inspect myimage:0.1"),
        docker("tag myimage:0.1 TARGET:1.0"),
        (_LOG_IN, Side.log_in),
        push,
        again(push),
        docker("rmi TARGET:1.0"),
        docker("rmi myimage:0.1"),
        docker("pull TARGET:1.0"),
        again(docker("pull TARGET:1.0")),
        docker("rmi --force TARGET:1.0"),
        ("docker logout", lambda side: side.run(f"docker logout {side.registry[:-1]}")),
    ]
