"""The facts of a panel as text and as self-contained HTML, for where there is no kernel."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

SIGNS = {"passed": "✓", "not yet": "○", "could not check": "‖", "skipped": "»", "waiting": "…"}


@dataclass(frozen=True)
class StepView:
    """The title, goal and verdict of one step, and lines about it."""

    title: str
    goal: str
    verdict: str
    lines: tuple[tuple[str, str], ...]
    """Pairs such as (`seen`, sentence), in the order in which they are shown."""


def views(
    steps: Sequence[Mapping[str, Any]],
    verdicts: Mapping[str, Mapping[str, Any]],
    answers: Mapping[str, str],
    link: str,
    revealed: Collection[str],
) -> list[StepView]:
    """Returns what a panel shows of its steps now; the commands of those in `revealed` may be shown."""
    found = []
    for step in steps:
        verdict = verdicts.get(step["step"])
        state = str(verdict["verdict"]) if verdict and link == "live" else "waiting"
        lines: list[tuple[str, str]] = []
        if verdict and state in ("passed", "skipped", "could not check"):
            lines.append(("", str(verdict["text"])))
        elif verdict and state == "not yet":
            lines += [(key, str(verdict[key])) for key in ("seen", "wanted")]
            if verdict["repair_shown"] and (
                step["step"] in revealed or not verdict["repair_after"]
            ):
                lines.append(("repair", str(verdict["repair"])))
        if step["step"] in answers:
            lines.append(("answer", answers[step["step"]]))
        found.append(StepView(str(step["title"]), str(step["goal"]), state, tuple(lines)))
    return found


def text(name: str, steps: Sequence[StepView]) -> str:
    """Returns the steps as plain text, after a line with `name`."""
    parts = [name]
    for step in steps:
        parts.append(f"{SIGNS[step.verdict]} {step.title}: {step.verdict}")
        parts.append(f"  {step.goal}")
        parts += [f"  {key}: {value}" if key else f"  {value}" for key, value in step.lines]
    return "\n".join(parts)


def page(steps: Sequence[StepView]) -> str:
    """Returns the steps as self-contained HTML, for where no widget can be shown."""
    blocks = []
    for step in steps:
        rows = "".join(
            f"<li>{f'<i>{key}</i> ' if key else ''}{_code(value, whole=key in ('repair', 'answer'))}</li>"
            for key, value in step.lines
        )
        blocks.append(
            f"<p><strong>{escape(step.title)}</strong> &nbsp;{SIGNS[step.verdict]} {step.verdict}<br>"
            f"{_code(step.goal)}</p>" + (f"<ul>{rows}</ul>" if rows else "")
        )
    style = "border:1px solid #8888;border-radius:8px;padding:2px 14px;max-width:760px"
    return f'<div style="{style}">{"".join(blocks)}</div>'


def _code(sentence: str, *, whole: bool = False) -> str:
    """Returns a sentence as HTML; words in back quotes, or all of it, in code type that is not translated."""
    if whole:
        return f'<code translate="no">{escape(sentence)}</code>'
    return re.sub(r"`([^`]+)`", r'<code translate="no">\1</code>', escape(sentence))
