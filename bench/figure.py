"""A measured figure beside what it is held to."""

from dataclasses import dataclass

_SMALL = 30
"""What is smaller is shown with a tenth."""


@dataclass(frozen=True)
class Figure:
    """What was measured, its baseline, and the ratio that is promised at most."""

    what: str
    value: float
    baseline: float
    unit: str
    of: str  # what the baseline is
    at_most: float  # times the baseline
    remark: str = ""

    def __str__(self) -> str:
        ratio = self.value / self.baseline
        held = "held" if ratio <= self.at_most else "NOT HELD"
        remark = f" ({self.remark})" if self.remark else ""
        return (
            f"{self.what}: {_shown(self.value)} {self.unit}{remark}, "
            f"{self.of} {_shown(self.baseline)} {self.unit}, "
            f"ratio {ratio:.2f}, at most {self.at_most:.3g}: {held}"
        )


def _shown(value: float) -> str:
    return f"{value:.1f}" if value < _SMALL else f"{value:.0f}"
