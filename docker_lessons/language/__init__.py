"""The language in which people are told things: the messages, and the current language.

A message is a whole sentence or paragraph in English, with named placeholders. It is written in the code that uses it,
and looked up in the catalogue of the current language when it is told (`messages`). What Docker prints is no message.
"""

from docker_lessons.language.catalogue import languages
from docker_lessons.language.current import (
    CHOICE,
    ENGLISH,
    READER,
    accepted,
    chosen,
    current,
    keep,
    known,
    prefer,
    speaking,
)
from docker_lessons.language.messages import (
    N_,
    Later,
    filled,
    gettext,
    later,
    listed,
    ngettext,
    translated,
)

__all__ = [
    "CHOICE",
    "ENGLISH",
    "N_",
    "READER",
    "Later",
    "accepted",
    "chosen",
    "current",
    "filled",
    "gettext",
    "keep",
    "known",
    "languages",
    "later",
    "listed",
    "ngettext",
    "prefer",
    "speaking",
    "translated",
]
