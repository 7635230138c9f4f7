"""Progress of a build, push, pull or load: JSON lines for the client, and an activity for the trace.

Source: moby ``pkg/streamformatter`` and ``pkg/progress``.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from typing import TYPE_CHECKING, Any

from docker_lessons.oci import gojson
from docker_lessons.trace import Activity, Layer

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from docker_lessons.trace import Trace

_BAR = 50
"""The width of a progress bar in characters."""
_PAUSE = 0.1
"""The minimum of seconds between two bars of one layer; the full bar is always sent, once."""
_PREFIXES = ("B", "kB", "MB", "GB", "TB", "PB")


class Progress:
    """The stream of one request; the answer (200) begins with the first line that is written."""

    def __init__(
        self, write: Callable[[bytes], Awaitable[None]], trace: Trace, kind: str, name: str
    ) -> None:
        """Writes lines with `write`; reports to `trace` if `kind` ('build', 'push', 'pull') is not ''."""
        self._write = write
        self._trace = trace
        self._kind = kind
        self._name = name
        self._number = trace.new_number() if kind else 0
        self._layers: OrderedDict[str, Layer] = OrderedDict()
        self._sent: dict[str, float] = {}
        self.started = False
        """Whether a line was written."""
        self.muted = False
        """Whether lines are held instead of written (``docker build -q``)."""
        self.held: list[bytes] = []
        """The held lines."""
        if kind:
            self._report()

    async def _line(self, document: dict[str, Any]) -> None:
        line = gojson.encode(document).encode() + b"\r\n"
        if self.muted:
            self.held.append(line)
            return
        self.started = True
        await self._write(line)

    async def stream(self, text: str) -> None:
        """Writes text for the client's standard output; an empty text becomes an empty object, as in Go."""
        await self._line({"stream": text} if text else {})

    async def status(self, text: str, id: str = "") -> None:  # noqa: A002 - the API's own word
        """Writes a status line, for the layer `id` if one is given."""
        await self._line({"status": text, **({"progressDetail": {}, "id": id} if id else {})})
        if id:
            old = self._layers.get(id, Layer(id, text, 0, 0))
            self._layers[id] = Layer(id, text, old.current, old.total)
            self._report()

    async def message(self, text: str, id: str = "") -> None:  # noqa: A002
        """Writes a line that is not about a layer; the client shows `id` in front of it."""
        await self._line({"status": text, **({"id": id} if id else {})})

    async def bar(self, id: str, text: str, current: int, total: int) -> None:  # noqa: A002
        """Writes the progress of the layer `id` in bytes; bars in quick succession are left out."""
        now = time.monotonic()
        layer = Layer(id, text, current, total)
        if current < total and now - self._sent.get(id, 0) < _PAUSE:
            return
        if current >= total and self._layers.get(id) == layer:
            return
        self._sent[id] = now
        detail = {key: value for key, value in (("current", current), ("total", total)) if value}
        await self._line(
            {"status": text, "progressDetail": detail, "progress": bar(current, total), "id": id}
        )
        self._layers[id] = layer
        self._report()

    async def aux(self, value: dict[str, Any], *, detail: bool = False) -> None:
        """Writes a value for programs; `detail` adds the empty `progressDetail` that a push has here."""
        await self._line({**({"progressDetail": {}} if detail else {}), "aux": value})

    async def error(self, message: str, code: int | None = None) -> None:
        """Writes the sentence that the request failed with."""
        self.muted = False
        detail: dict[str, Any] = {"message": message}
        if code is not None:
            detail = {"code": code, **detail}
        await self._line({"errorDetail": detail, "error": message})

    async def release(self) -> None:
        """Writes the held lines, and holds no more."""
        self.muted = False
        for line in self.held:
            self.started = True
            await self._write(line)
        self.held.clear()

    def advance(self, id: str, text: str, current: int, total: int) -> None:  # noqa: A002
        """Reports the progress of `id` to the trace alone."""
        self._layers[id] = Layer(id, text, current, total)
        self._report()

    def end(self, error: str = "") -> None:
        """Reports the end to the trace, with the sentence of the failure if there was one."""
        if self._kind:
            self._report(done=True, error=error)

    def _report(self, *, done: bool = False, error: str = "") -> None:
        if self._kind:
            layers = tuple(self._layers.values())
            self._trace.activity(
                Activity(self._number, self._kind, self._name, layers, done=done, error=error)
            )


def bar(current: int, total: int) -> str:
    """Returns a progress bar as dockerd draws it: ``[=====>      ]     512B/1.024kB``."""
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
    """Formats a number of bytes for people, as `HumanSize` of ``github.com/docker/go-units`` does."""
    value = float(number)
    step = 0
    while value >= 1000 and step < len(_PREFIXES) - 1:
        value /= 1000
        step += 1
    return f"{value:.4g}{_PREFIXES[step]}"
