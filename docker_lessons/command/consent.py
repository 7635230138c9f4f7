"""Whether an answer is a yes: in the current language, and in English, which every question of Docker's takes."""

from typing import Final

from docker_lessons.language import N_, gettext

ENGLISH: Final = ("y", "yes")

# Translators: what counts as a yes when it is typed, separated by spaces. English answers count anyway.
_YES = N_("y yes")


def is_yes(answer: str) -> bool:
    """Tells whether somebody agreed."""
    return answer.strip().lower() in {*ENGLISH, *gettext(_YES).split()}
