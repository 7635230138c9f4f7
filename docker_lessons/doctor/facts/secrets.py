"""Secrets in addresses, which are shown nowhere."""

from __future__ import annotations

import re

_SIGNED_IN = re.compile(r"(?<=//)(?<!ssh://)[^/\s\"'<>]*@")
_PASSWORD = re.compile(r"(?<=ssh://)([^/\s:@]*):[^/\s@]*@")


def masked(text: str) -> str:
    """Returns `text` with `***` for the name and the password in every address (`http://***@proxy:3128`).

    A name may be a token; with ssh it is only a username, so that just the password is hidden.
    """
    return _PASSWORD.sub(r"\1:***@", _SIGNED_IN.sub("***@", text))
