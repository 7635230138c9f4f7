"""Numbers in Dockerfiles and build parameters, as Go's `strconv.Atoi` reads them."""

import re

_DIGITS = re.compile(r"[0-9]{1,18}")


def as_number(text: str) -> int | None:
    """Returns the number that `text` is, None for a name: no digits of ASCII alone, or more than an `int` of Go holds."""
    return int(text) if _DIGITS.fullmatch(text) else None
