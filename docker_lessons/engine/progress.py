"""What a build, a push or a pull tells while it is under way: JSON lines to the client, and the trace.

Source: moby ``pkg/streamformatter`` and ``pkg/progress``.
"""

from __future__ import annotations

import json
import time
from collections import OrderedDict
from typing import TYPE_CHECKING, Any

from docker_lessons.trace import Activity, Layer

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from docker_lessons.trace import Trace

_BAR = 50
"""Width of a progress bar in characters."""
_PAUSE = 0.1
"""Seconds between two bars of one layer, at least; the last one is always sent."""
_PREFIXES = ("B", "kB", "MB", "GB", "TB", "PB")
_GO_ESCAPES = {
    "<": "\\u003c",
    ">": "\\u003e",
    "&": "\\u0026",
    "\u2028": "\\u2028",
    "\u2029": "\\u2029",
}


class Progress:
    """The stream of one request; the answer (200) begins with the first thing that is written."""

    def __init__(
        self, write: Callable[[bytes], Awaitable[None]], trace: Trace, kind: str, name: str
    ) -> None:
        """Write lines with `write`; tell `trace` of a `kind` ('build', 'push', 'pull', '' none)."""
        self._write = write
        self._trace = trace
        self._kind = kind
        self._name = name
        self._number = trace.new_number() if kind else 0
        self._layers: OrderedDict[str, Layer] = OrderedDict()
        self._sent: dict[str, float] = {}
        self.started = False
        """Whether anything was written."""
        self.muted = False
        """Whether lines are kept back (``docker build -q``)."""
        self.held: list[bytes] = []
        """The lines that were kept back."""
        if kind:
            self._report()

    async def _line(self, document: dict[str, Any]) -> None:
        line = json_line(document)
        if self.muted:
            self.held.append(line)
            return
        self.started = True
        await self._write(line)

    async def stream(self, text: str) -> None:
        """Write text for the client's standard output; an empty one makes an empty object, as in Go."""
        await self._line({"stream": text} if text else {})

    async def status(self, text: str, id: str = "") -> None:  # noqa: A002 - the API's own word
        """Write one status line, of the layer `id` if one is given."""
        await self._line({"status": text, **({"progressDetail": {}, "id": id} if id else {})})
        if id:
            old = self._layers.get(id, Layer(id, text, 0, 0))
            self._layers[id] = Layer(id, text, old.current, old.total)
            self._report()

    async def message(self, text: str, id: str = "") -> None:  # noqa: A002
        """Write one line of text that is not about a layer; `id` stands before it."""
        await self._line({"status": text, **({"id": id} if id else {})})

    async def bar(self, id: str, text: str, current: int, total: int) -> None:  # noqa: A002
        """Write how far the layer `id` is, in bytes; too many such lines are left out."""
        now = time.monotonic()
        if current < total and now - self._sent.get(id, 0) < _PAUSE:
            return
        self._sent[id] = now
        detail = {key: value for key, value in (("current", current), ("total", total)) if value}
        await self._line(
            {"status": text, "progressDetail": detail, "progress": bar(current, total), "id": id}
        )
        self._layers[id] = Layer(id, text, current, total)
        self._report()

    async def aux(self, value: dict[str, Any], *, detail: bool = False) -> None:
        """Write something for programs; a push has an empty `detail` before it, a build has none."""
        await self._line({**({"progressDetail": {}} if detail else {}), "aux": value})

    async def error(self, message: str, code: int | None = None) -> None:
        """Write the sentence that the request failed with."""
        self.muted = False
        detail: dict[str, Any] = {"message": message}
        if code is not None:
            detail = {"code": code, **detail}
        await self._line({"errorDetail": detail, "error": message})

    async def release(self) -> None:
        """Write the lines that were kept back, and keep none back any more."""
        self.muted = False
        for line in self.held:
            self.started = True
            await self._write(line)
        self.held.clear()

    def advance(self, id: str, text: str, current: int, total: int) -> None:  # noqa: A002
        """Tell the trace alone how far something is."""
        self._layers[id] = Layer(id, text, current, total)
        self._report()

    def end(self, error: str = "") -> None:
        """Tell the trace that it is over, and with which sentence it failed."""
        if self._kind:
            self._report(done=True, error=error)

    def _report(self, *, done: bool = False, error: str = "") -> None:
        if self._kind:
            layers = tuple(self._layers.values())
            self._trace.activity(
                Activity(self._number, self._kind, self._name, layers, done=done, error=error)
            )


def go_json(document: object) -> str:
    """Write JSON as Go's encoder does: no spaces, and nothing that HTML could take for a tag."""
    text = json.dumps(document, separators=(",", ":"), ensure_ascii=False)
    for plain, escaped in _GO_ESCAPES.items():
        if plain in text:
            text = text.replace(plain, escaped)
    return text


def json_line(document: dict[str, Any]) -> bytes:
    """Write one message of a stream."""
    return go_json(document).encode() + b"\r\n"


def bar(current: int, total: int) -> str:
    """Draw a progress bar as dockerd does: ``[=====>      ]     512B/1.024kB``."""
    if current <= 0 and total <= 0:
        return ""
    now = size(current)
    if total <= 0 or current > total:
        return f"{now:>8}"
    percentage = int(current / total * 100) // 2
    filled = "=" * percentage
    gap = " " * (_BAR - percentage) if percentage < _BAR else ""
    return f"[{filled}>{gap}] {now:>8}/{size(total)}"


def size(number: int) -> str:
    """Write a number of bytes for people, as ``github.com/docker/go-units`` does (`HumanSize`)."""
    value = float(number)
    step = 0
    while value >= 1000 and step < len(_PREFIXES) - 1:
        value /= 1000
        step += 1
    return f"{value:.4g}{_PREFIXES[step]}"
