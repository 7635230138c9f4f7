"""What nobody sees in a text that was pasted: spaces that aren't the plain one, and characters without a shape.

Source: Unicode's general categories ``Zs``, ``Zl`` and ``Zp`` (spaces), and ``Cf`` (format characters) without those
of single scripts that are written; the signs that choose how an emoji looks are among them.
"""

import re

_SPACES = "\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_SHAPELESS = "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff"
_SPACE = re.compile(f"[{_SPACES}]")
_NO_SHAPE = re.compile(f"[{_SHAPELESS}]")
_EITHER = re.compile(f"[{_SPACES}{_SHAPELESS}]")
_IN_FRONT = re.compile(rf"\A[\s{_SPACES}{_SHAPELESS}]+")


def is_in(text: str) -> bool:
    """Tells whether the text has such a character."""
    return _EITHER.search(text) is not None


def removed(text: str) -> str:
    """Returns the text with plain spaces for all other ones, and without characters that have no shape."""
    return _SPACE.sub(" ", _NO_SHAPE.sub("", text))


def removed_in_front(text: str) -> str:
    """Returns the text from the first character on that is seen; the rest of it as it is."""
    return _IN_FRONT.sub("", text)
