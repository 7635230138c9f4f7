"""A program's output for a notebook: plain text without control sequences, of which the end is kept."""

import codecs
import re
from typing import Protocol

TAIL = 4000
"""Characters of each stream's end that are kept, for the explanation and for the service."""

_LONG_LINE = re.compile(r"(?m)^(.{1000}).{1000,}(.{500})$")
"""A line of which the middle is not kept: Docker shows whole pages behind what it says of them."""

_CONTROL = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]"  # colours and cursor movements (ECMA-48 control sequences)
    r"|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)"  # window titles and links
    r"|\x1b[@-Z\\-_]"
    r"|[\x00-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f]"
)
_UNFINISHED = re.compile(r"(?:\x1b(?:\[[0-?]*[ -/]*|\][^\x07\x1b]*\x1b?)?|\r)\Z")


class Writer(Protocol):
    """What text is written to: `sys.stdout`, a cell's output, an `io.StringIO`."""

    def write(self, text: str, /) -> object:
        """Takes text."""

    def flush(self) -> object:
        """Shows what was written."""


class PlainStream:
    """Bytes in, plain text out to `writer`; `tail` is the end of it, at most `TAIL` characters.

    Progress that a program draws over itself with carriage returns becomes lines of its own. A terminal
    (`drawn`) gets everything as it is.
    """

    def __init__(self, writer: Writer, *, drawn: bool = False) -> None:
        self._writer = writer
        self._drawn = drawn
        self._decode = codecs.getincrementaldecoder("utf-8")("replace")
        self._held = ""
        self.tail = ""

    def feed(self, data: bytes, *, final: bool = False) -> None:
        """Writes bytes; a control sequence that is not whole yet waits for the next call."""
        if self._drawn:
            self.write(self._decode.decode(data, final))
            return
        text = self._held + self._decode.decode(data, final)
        self._held = ""
        if not final and (open_end := _UNFINISHED.search(text)):
            self._held = open_end[0]
            text = text[: open_end.start()]
        self.write(_plain(text))

    def remember(self, text: str) -> None:
        """Keeps text that is shown in another way."""
        whole = self.tail + text
        if self._drawn:
            whole = _plain(whole)
        self.tail = _LONG_LINE.sub(r"\1 ... \2", whole)[-TAIL:]

    def write(self, text: str, /) -> None:
        """Writes text that is plain already."""
        if text:
            self.remember(text)
            self._writer.write(text)
            self._writer.flush()

    def flush(self) -> None:
        """Shows what was written."""
        self._writer.flush()


def _plain(text: str) -> str:
    return re.sub(r"\r+\n?", "\n", _CONTROL.sub("", text))


_NOTE = ("DEPRECATED:", "WARNING!")
_USAGE = "Usage:"


class Notes:
    """A cell's error output; what is no failure (notes and usage) goes to the plain output instead.

    JupyterLab shows the error output on red, which says "failed" to somebody who sees it for the first time.
    A note begins with DEPRECATED: (the classic builder) or WARNING! (a log-in), and ends with a blank line.
    `docker` and `docker image` alone print their usage there; a usage behind a message belongs to the failure.
    """

    def __init__(self, err: Writer, out: Writer) -> None:
        self._err = err
        self._out = out
        self._blank = ""
        self._in_note = False
        self._is_usage: bool | None = None

    def write(self, text: str, /) -> object:
        """Takes text, line by line; blank lines go where the line after them goes."""
        for line in text.splitlines(keepends=True):
            if not line.strip():
                self._in_note = False
                self._blank += line
                continue
            self._in_note = self._in_note or line.startswith(_NOTE)
            if not self._in_note and self._is_usage is None:
                self._is_usage = line.startswith(_USAGE)
            to_out = self._in_note or self._is_usage
            (self._out if to_out else self._err).write(self._blank + line)
            self._blank = ""
        return len(text)

    def flush(self) -> object:
        """Shows what was written."""
        self._out.flush()
        return self._err.flush()


class Silent:
    """A writer that shows nothing; a `PlainStream` over it still keeps the end."""

    def write(self, text: str, /) -> object:
        """Takes text and shows nothing."""
        return len(text)

    def flush(self) -> object:
        """Does nothing: nothing was kept."""
        return None
