"""The differences that stay: the rows of `differences.toml`, left out before two outputs are compared."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Difference:
    """What dockerd prints in lines that match `line`, what ours prints there, and lines that show it."""

    name: str
    line: str
    typed: tuple[str, ...]
    why: str
    dockerd: str = ""
    ours: str = ""
    client: str = ""
    by_chance: bool = False

    def settled(self, line: str, out: str) -> str:
        """Leave both out of what a line printed."""
        if not re.search(self.line, line):
            return out
        either = "|".join(filter(None, (self.dockerd, self.ours)))
        return re.sub(f"(?m)^(?:{either})\n", "", out)

    def shown(self, side: str, line: str, out: str) -> list[str]:
        """What a side, `dockerd` or `ours`, printed of this difference."""
        pattern = getattr(self, side)
        if not pattern or not re.search(self.line, line):
            return []
        return [match[0] for match in re.finditer(f"(?m)^(?:{pattern})$", out)]


ROWS = [
    Difference(name, **row)
    for name, row in tomllib.loads(
        Path(__file__).with_name("differences.toml").read_text("utf-8")
    ).items()
]


def settled(line: str, out: str, exit_code: int) -> str:
    """Leave the known differences out of an output; that of a line that failed stays as it is."""
    for row in ROWS if not exit_code else ():
        out = row.settled(line, out)
    return out
