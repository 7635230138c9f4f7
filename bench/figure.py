"""A measured figure beside what it is held to."""

from dataclasses import dataclass


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
            f"{self.what}: {self.value:.0f} {self.unit}{remark}, {self.of} {self.baseline:.0f} {self.unit}, "
            f"ratio {ratio:.2f}, at most {self.at_most:.3g}: {held}"
        )
