"""Lines typed to one engine with one client, and what came of each, made fit for comparison."""

import difflib
import itertools
import json
import os
import re
from dataclasses import dataclass
from pathlib import Path

from tests import servers
from tests.engine.like_dockerd.differences import settled
from tests.engine.like_dockerd.normaliser import Normaliser
from tests.engine.serving import Client

RECORD = Path(__file__).with_name("dockerd_says.json")
"""What the real dockerd answered: scenario to its lines' exit codes and errors."""

_LAYER = re.compile(r"^ID\d+: ")
_NOTICE = re.compile(r"^DEPRECATED: The legacy builder .*\n(?: {12}\S.*\n)*", re.MULTILINE)
"""What a new client says of the classic builder, whatever dockerd answers."""
_SENTENCE = re.compile(r"^(?:Error response from daemon|Error): ")


@dataclass(frozen=True)
class Answer:
    """What a line printed, and how it ended."""

    line: str
    out: str
    err: str
    exit_code: int
    printed: str
    """Its standard output as it came."""

    def __str__(self) -> str:
        return f"$ {self.line}\n{self.out}\n! {self.err}\n= {self.exit_code}"

    @property
    def errors(self) -> list[str]:
        """The sentences of a line that failed."""
        if not self.exit_code:
            return []
        said = _NOTICE.sub("", self.err)
        return [_SENTENCE.sub("", text) for text in said.split("\n") if text]


def played(client: Client, hub: str, lines: tuple[str, ...]) -> list[Answer]:
    """Type the lines to an engine without images and write down everything that came of them."""
    servers.empty(f"unix://{client.socket}")
    normalised = Normaliser()
    answers = []
    for line in lines:
        done = client.run(line.replace("HUB", hub))
        alike = settled(line, done.stdout, done.returncode)
        out, err = (
            _calm(
                normalised(text.replace(str(client.folder), "FOLDER")),
                is_sorted=line.endswith("| sort"),
            )
            for text in (alike, done.stderr)
        )
        answers.append(Answer(line, out, err, done.returncode, done.stdout))
    return answers


def _calm(text: str, *, is_sorted: bool) -> str:
    """Tell of lines of layers, which come and go at the same time, what each layer went through.

    Where a shell has sorted the lines, the layers' IDs say where these stand: there they come first.
    """
    lines = text.split("\n")
    if is_sorted:
        lines.sort(key=lambda line: not _LAYER.match(line))
    calm: list[str] = []
    for of_layers, group in itertools.groupby(lines, lambda line: bool(_LAYER.match(line))):
        if not of_layers:
            calm += group
            continue
        layers: dict[str, list[str]] = {}
        for line in group:
            layer, said = line.split(": ", 1)
            layers.setdefault(layer, []).append(said)
        calm += [f"LAYER: {', then '.join(said)}" for said in sorted(layers.values())]
    return "\n".join(calm)


def recorded() -> dict[str, list[dict]]:
    """Read what dockerd said when it was last asked."""
    return json.loads(RECORD.read_text("utf-8"))


def record_of(answers: list[Answer], *, whole: bool = False) -> list[dict]:
    """Give the part of the answers that is recorded: what failed, or the `whole` of what was printed."""
    return [
        {"line": answer.line, "exit code": answer.exit_code, "errors": answer.errors}
        | ({"out": answer.out, "err": answer.err} if whole else {})
        for answer in answers
    ]


def hold_to_the_record(name: str, answers: list[Answer], *, whole: bool = False) -> None:
    """Fail if dockerd no longer says what is recorded; RECORD_DOCKERD=1 in the environment records it."""
    if os.environ.get("RECORD_DOCKERD") == "1":
        record = (recorded() if RECORD.exists() else {}) | {name: record_of(answers, whole=whole)}
        RECORD.write_text(json.dumps(record, indent=1, sort_keys=True, ensure_ascii=False) + "\n")
    assert recorded()[name] == record_of(answers, whole=whole)


def as_recorded(name: str) -> list[Answer]:
    """Give the answers of a scenario whose whole output is recorded, as dockerd gave them."""
    return answers_of(recorded()[name])


def answers_of(record: list[dict]) -> list[Answer]:
    """Give the answers whose whole output is in this part of a record."""
    return [
        Answer(row["line"], row["out"], row["err"], row["exit code"], printed="") for row in record
    ]


def compare(theirs: list[Answer], ours: list[Answer]) -> None:
    """Fail, showing the lines that differ, unless both answered the same."""
    left, right = ("\n".join(map(str, answers)).split("\n") for answers in (theirs, ours))
    difference = "\n".join(difflib.unified_diff(left, right, "theirs", "ours", lineterm=""))
    assert not difference, difference
