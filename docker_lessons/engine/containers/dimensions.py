"""Numbers in requests, refused as Go's ``strconv`` refuses them."""

from __future__ import annotations

import re

from docker_lessons.engine.api.errors import BadParameter


def dimension(text: str) -> int:
    """Returns the height or the width of a terminal.

    Raises:
        BadParameter: When it is no number.
    """
    if not re.fullmatch(r"\d{1,9}", text, re.ASCII):
        raise BadParameter(f'strconv.Atoi: parsing "{text}": invalid syntax')
    return int(text)
