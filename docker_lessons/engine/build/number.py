"""Numbers of stages, users and groups in Dockerfiles and build parameters."""

import re

_DIGITS = re.compile(r"[0-9]{1,18}")


def as_number(text: str) -> int | None:
    """Returns `text` as a number, None if it is not 1 to 18 ASCII digits."""
    return int(text) if _DIGITS.fullmatch(text) else None
