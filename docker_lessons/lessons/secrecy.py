"""Answers that a learner pasted a password or a token into: neither is kept, nor told again."""

from __future__ import annotations

import re

from docker_lessons.language import N_, gettext

HIDDEN = N_("(a password)")
"""What stands in an answer in the place of a secret."""

_TOKEN = re.compile(r"dckr_[a-z]+_[\w-]+")
"""Docker Hub's access tokens, of a person (``dckr_pat_``) or an organization (``dckr_oat_``)."""


def without_secrets(answer: str, password: str) -> str:
    """Returns the answer with `password`, and whatever is an access token, hidden."""
    hidden = gettext(HIDDEN)
    return _TOKEN.sub(hidden, answer.replace(password, hidden))
