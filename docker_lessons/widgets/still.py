"""The last state of a widget as text and as self-contained HTML, for where there is no kernel.

A saved page holds it in the widget's place: JupyterLab shows it when the page is opened again, and so do an HTML
export, GitHub and editors.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from docker_lessons.language import N_, gettext

SIGNS = {
    "passed": "[x]",
    "not yet": "[ ]",
    "could not check": "[?]",
    "skipped": "[-]",
    "waiting": "[.]",
}
WORDS = {
    "passed": N_("passed"),
    "not yet": N_("not yet"),
    "could not check": N_("could not check"),
    "skipped": N_("skipped"),
    "waiting": N_("waiting"),
}
"""What the states of a step are called."""

GO_ON = N_("This is how it last looked. Run this cell to go on.")

_SEEN, _WANTED, _WHY = N_("seen"), N_("wanted"), N_("why")
_REPAIR, _ANSWER = N_("repair"), N_("answer")
_FINDINGS = ((_SEEN, "seen"), (_WANTED, "wanted"), (_WHY, "text"))
"""What a step lacks: the labels, and where a verdict has the sentences."""

Bundle = dict[str, str]
"""Texts by their media type, as Jupyter's outputs have them."""


@dataclass(frozen=True)
class Block:
    """A heading, the paragraph below it, and lines about both."""

    heading: str
    text: str = ""
    lines: tuple[tuple[str, str], ...] = ()
    """Pairs such as (`seen`, sentence), in the order in which they are shown: a message, which may be empty, and a text."""
    commands: tuple[str, ...] = ()


def bundle(name: str, blocks: Sequence[Block]) -> Bundle:
    """Returns the blocks as plain text, after a line with `name`, and as HTML."""
    return {"text/plain": _plain(name, blocks), "text/html": _page(blocks)}


def steps(
    steps: Sequence[Mapping[str, Any]],
    verdicts: Mapping[str, Mapping[str, Any]],
    answers: Mapping[str, str],
    revealed: Collection[str],
) -> list[Block]:
    """Returns what a panel shows of its steps now; the commands of those in `revealed` may be shown."""
    found = []
    for step in steps:
        verdict = verdicts.get(step["step"])
        state = str(verdict["verdict"]) if verdict else "waiting"
        lines: list[tuple[str, str]] = []
        if verdict and state in ("passed", "skipped", "could not check"):
            lines.append(("", str(verdict["text"])))
        elif verdict and state == "not yet":
            lines += [(label, str(verdict[key])) for label, key in _FINDINGS if verdict[key]]
        if verdict and verdict["repair_shown"] == "open" and step["step"] in revealed:
            lines.append((_REPAIR, str(verdict["repair"])))
        if step["step"] in answers:
            lines.append((_ANSWER, answers[step["step"]]))
        told = gettext("{title}: {state}", title=step["title"], state=gettext(WORDS[state]))
        heading = f"{SIGNS[state]} {told}"
        # Of a step that is not known, a sentence stands in the place of the goal.
        goal = str(step["goal"])
        if step.get("hands"):
            goal = gettext("Goal: {goal}", goal=goal)
        found.append(Block(heading, goal, tuple(lines)))
    return found


def _plain(name: str, blocks: Sequence[Block]) -> str:
    parts = [name]
    for block in blocks:
        parts.append(block.heading)
        parts += [f"  {line}" for line in block.text.splitlines()]
        parts += [f"  {_labelled(label, text)}" for label, text in block.lines]
        parts += block.commands
    return "\n".join([*parts, gettext(GO_ON)])


def _labelled(label: str, text: str) -> str:
    return gettext("{label}: {text}", label=gettext(label), text=text) if label else text


def _page(blocks: Sequence[Block]) -> str:
    parts = []
    for block in blocks:
        rows = "".join(
            f"<li>{f'<i>{escape(gettext(key))}</i> ' if key else ''}{_code(value, whole=key in _CODE)}</li>"
            for key, value in block.lines
        )
        text = f"<br>{_code(block.text)}" if block.text else ""
        parts.append(f"<p><strong>{escape(block.heading)}</strong>{text}</p>")
        parts.append(f"<ul>{rows}</ul>" if rows else "")
        commands = escape("\n".join(block.commands))
        parts.append(f'<pre translate="no">{commands}</pre>' if commands else "")
    style = "border:1px solid #8888;border-radius:8px;padding:2px 14px;max-width:760px"
    return f'<div style="{style}">{"".join(parts)}<p><em>{escape(gettext(GO_ON))}</em></p></div>'


_CODE = (_REPAIR, _ANSWER)
"""The names of lines that are code from end to end."""


def _code(sentence: str, *, whole: bool = False) -> str:
    """Returns a sentence as HTML; words in back quotes, or all of it, in code type that is not translated."""
    if whole:
        return f'<code translate="no">{escape(sentence)}</code>'
    return re.sub(r"`([^`]+)`", r'<code translate="no">\1</code>', escape(sentence))
