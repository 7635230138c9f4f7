"""What several steps find in a try that Docker refused; each is told None where there was none."""

from __future__ import annotations

import re
from collections.abc import Iterable

from docker_lessons.findings import image_name
from docker_lessons.findings.finding import Fact
from docker_lessons.lessons.attempt import Attempt
from docker_lessons.lessons.diagnosis import Found
from docker_lessons.lessons.look import Look

_CONTAINER_NAME = re.compile(r"[a-z]+_[a-z]+\d?")
"""An adjective and a surname, of which Docker makes the names of containers."""


def unreadable_name(tried: Attempt | None) -> Found:
    """Finds a name that the client cannot read. Facts: `line`."""
    if not tried or not image_name.NAME_REFUSED.search(tried.said):
        return None
    return {"line": tried.line}


def miscounted(tried: Attempt | None, wanted: int = 1) -> Found:
    """Finds another number of words than the command takes. Facts: `line`, `count`."""
    if not tried or not re.search(rf"requires (exactly )?{wanted} argument", tried.said):
        return None
    return {"line": tried.line, "count": len(tried.arguments)}


def misspelt(look: Look, verb: str) -> Found:
    """Finds that no command was meant but `verb`, whose step is called so too. Facts: `line`, `word`."""
    last = look.misspelled(verb)
    if not last or look.passed_once(verb):
        return None
    return {"line": last.line, "word": last.verb}


def docker_said(tried: Attempt | None, characters: int = 160, **more: Fact) -> Found:
    """Finds any refusal. Facts: `line`, `said` (the end of Docker's message), and those given as `more`."""
    if not tried:
        return None
    return {"line": tried.line, "said": tried.said.strip()[-characters:], **more}


def left_out_tag(names: Iterable[str], *repositories: str) -> str:
    """Returns the first of these repositories among the names that were given without a tag; '' for none."""
    for name in map(image_name.without_latest, names):
        if image_name.left_out_tag(name, "host") and name in repositories:
            return name
    return ""


def is_container_name(name: str) -> bool:
    """Tells whether a name looks like one that Docker made for a container."""
    return _CONTAINER_NAME.fullmatch(image_name.without_latest(name)) is not None
