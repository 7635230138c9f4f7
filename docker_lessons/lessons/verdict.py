"""What a check says: passed, not yet with its cause, could not check, or skipped."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Final, Literal

PASSED: Final = "passed"
NOT_YET: Final = "not yet"
COULD_NOT_CHECK: Final = "could not check"
SKIPPED: Final = "skipped"

Kind = Literal["passed", "not yet", "could not check", "skipped"]

EXIT_CODES: Final[dict[str, int]] = {PASSED: 0, SKIPPED: 0, NOT_YET: 1, COULD_NOT_CHECK: 3}
"""What `docker-lessons check` ends with for each kind of verdict."""


@dataclass(frozen=True)
class Verdict:
    """The answer to "does this step hold now?".

    `cause` is a stable identifier, None only for a step that passed. `repair` is one line that can
    be typed as it stands (`docker ...`, or `docker-lessons ...` for an act on the Hub), None where
    there is nothing to type.
    """

    step: str
    verdict: Kind
    cause: str | None
    seen: str
    wanted: str
    repair: str | None
    text: str

    @property
    def passed(self) -> bool:
        """Whether the step holds."""
        return self.verdict == PASSED

    def document(self) -> dict[str, Any]:
        """Returns it as JSON carries it."""
        return asdict(self)
