"""What two runs cannot have alike is replaced, as whole tokens of the forms that are listed here.

The forms: 12 and 64 hexadecimal digits (numbered in the order in which they came up, so that two that
are the same must stay the same), times of RFC 3339, ages, the addresses of loopback servers, and the
directories in which dockerd puts an image together, and in which the client works.
"""

import re

from tests import scratch

_HEX = re.compile(r"(?<![\w.-])(?:sha256:)?(?:[0-9a-f]{64}|[0-9a-f]{12})(?![\w-])")
_TIME = re.compile(
    r"(?<![\w.-])\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)(?![\w.-])"
)
_AGE = re.compile(
    r"(?<![\w.-])(?:Less than a second|About a minute|\d+ (?:second|minute)s?) ago(?![\w-])"
)
_ADDRESS = re.compile(r"(?<![\w.-])127\.0\.0\.1:\d{4,5}(?!\w)")
_MERGED = re.compile(r"(?:/[\w.-]+)+/(?:overlay2/[0-9a-f]{64}/merged|vfs/dir/[0-9a-f]{64})(?=/)")
"""The directory in which dockerd has an image's files during a build."""
_GAVE_UP_WAITING = re.compile(
    r'time="[^"]*" level=error msg="error waiting for container: context canceled"\n'
)
"""What client 20.10 says, or does not, of a container that never started: as it hears of the one or the other first."""
_BESIDE = re.compile(rf"(?<=lstat ){scratch.MEMORY}(?=/)")
"""Where the client's folder is, if the tests have theirs in memory."""
_PIVOT = re.compile(r"\.pivot_root\d+")
_COLUMN = re.compile(r"(AGE|CREATED) +(?=\S)")


class Normaliser:
    """Replaces tokens; it remembers the digits that it has seen."""

    def __init__(self) -> None:
        self._seen: list[str] = []

    def __call__(self, text: str) -> str:
        text = _GAVE_UP_WAITING.sub("", text)
        text = _BESIDE.sub(scratch.DISK, text)
        text = _PIVOT.sub(".pivot_root", _MERGED.sub("", text))
        for form, sign in ((_TIME, "TIME"), (_AGE, "AGE"), (_ADDRESS, "HUB")):
            text = form.sub(sign, text)
        # A column is as wide as the longest age in it.
        return _COLUMN.sub(r"\1 ", _HEX.sub(self._number, text))

    def _number(self, match: re.Match[str]) -> str:
        digits = match[0].removeprefix("sha256:")
        kind = "DIGEST" if match[0] != digits else "ID"
        for position, other in enumerate(self._seen):
            if digits.startswith(other) or other.startswith(digits):
                return f"{kind}{position}"
        self._seen.append(digits)
        return f"{kind}{len(self._seen) - 1}"
