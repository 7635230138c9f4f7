"""How a verdict reads in a terminal."""

from typing import Any

MARKS = {"passed": "✓", "skipped": "»", "not yet": "○", "could not check": "‖"}


def report(verdict: dict[str, Any]) -> str:
    """A verdict on a few lines: what, why, and what to do."""
    mark = MARKS.get(str(verdict["verdict"]), "?")
    lines = [f"{mark} {verdict['step']}: {verdict['verdict']}", f"  {verdict['text']}"]
    if verdict["verdict"] != "passed":
        lines += [f"  seen:   {verdict['seen']}", f"  wanted: {verdict['wanted']}"]
    if verdict["repair"]:
        lines.append(f"  do:     {verdict['repair']}")
    return "\n".join(lines)
