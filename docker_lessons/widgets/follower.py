"""The one connection of a kernel to its practice world: reads `/watch` in a thread and tells the widgets."""

from __future__ import annotations

import threading
import time
import weakref
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from docker_lessons.world import World, WorldError, choice, control
from docker_lessons.world.lease import Lease

Link = Literal["waiting", "live", "stopped", "starting"]

RETRY = 0.4
"""Seconds between two attempts to reach a world that does not answer."""


@dataclass(frozen=True)
class Sight:
    """What was seen of the world last: the connection, the course, the newest line of `/watch`."""

    link: Link = "waiting"
    trouble: str = ""
    course: Mapping[str, Any] = field(default_factory=dict)
    watch: Mapping[str, Any] = field(default_factory=dict)

    def verdict(self, step: str) -> Mapping[str, Any] | None:
        """The verdict of a step as JSON, or None while nothing is known of it."""
        found: Mapping[str, Any] | None = self.watch.get("verdicts", {}).get(step)
        return found

    def over(self, step: str) -> bool:
        """Whether the step needs nothing more: passed, or skipped where it cannot be done."""
        verdict = self.verdict(step)
        return verdict is not None and verdict["verdict"] in ("passed", "skipped")

    def marks(self) -> dict[str, str | None]:
        """For each step how it was done: `by hand`, `shown`, `skipped`, or None."""
        return {
            line["step"]: "skipped" if line["verdict"] == "skipped" else line.get("done")
            for line in self.watch.get("course", [])
        }


class Follower:
    """Follows one world from a thread, for all widgets of this kernel.

    Listeners are called from that thread, or from a thread started by `act`; they must not block. They are
    held weakly: a widget that is gone is told no more.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.opened: dict[str, float] = {}
        """When a panel with the step was first shown, by `time.monotonic()`."""
        self._sight = Sight()
        self._changed = threading.Condition()
        self._listeners: list[weakref.WeakMethod[Callable[[Sight], None]]] = []
        self._wake = threading.Event()
        self._thread: threading.Thread | None = None
        self._lease: Lease | None = None

    @property
    def sight(self) -> Sight:
        """What was seen last."""
        with self._changed:
            return self._sight

    def follow(self, listener: Callable[[Sight], None]) -> None:
        """Calls the bound method `listener` now and at every change."""
        with self._changed:
            self._listeners.append(weakref.WeakMethod(listener))
            if self._thread is None:
                self._thread = threading.Thread(
                    target=self._run, name="docker-lessons", daemon=True
                )
                self._thread.start()
                self._lease = Lease(self.world, "kernel")
            sight = self._sight
        listener(sight)

    def act(self, deed: Callable[[], None]) -> None:
        """Runs `deed` in a thread of its own, so that neither the kernel nor the watching waits for it."""
        threading.Thread(target=deed, name="docker-lessons-act", daemon=True).start()

    def ask(self, path: str, body: Mapping[str, Any], *, timeout: float = 60) -> dict[str, Any]:
        """Asks the service something by POST. Raises `WorldStopped` when nobody answers."""
        return control.ask(self.world, "POST", path, dict(body), timeout)

    def start_world(self) -> None:
        """Starts the world again; blocks until it answers or it is clear that it does not."""
        self._publish(link="starting", trouble="")
        try:
            choice.begin(self.world)
        except (WorldError, OSError) as error:
            self._publish(link="stopped", trouble=f"It did not start: {error}")
        else:
            self._wake.set()

    def wait(self, ready: Callable[[Sight], bool], seconds: float) -> bool:
        """Waits until `ready` holds of what is seen; False when `seconds` went by before."""
        with self._changed:
            return self._changed.wait_for(lambda: ready(self._sight), seconds)

    def _run(self) -> None:
        while True:
            try:
                course = control.ask(self.world, "GET", "/course", None, 10)
                for line in control.lines(self.world, "/watch"):
                    self._publish(link="live", trouble="", course=course, watch=line)
            except WorldError:
                pass
            if self.sight.link != "starting":
                self._publish(link="stopped")
            self._wake.wait(RETRY)
            self._wake.clear()

    def _publish(self, **changes: Any) -> None:
        with self._changed:
            self._sight = replace(self._sight, **changes)
            sight = self._sight
            self._changed.notify_all()
            # Whoever is gone is dropped here, under the lock: two threads may publish at the same time.
            alive = [(each, listener) for each in self._listeners if (listener := each())]
            self._listeners = [each for each, _ in alive]
        for _, listener in alive:
            listener(sight)

    def seconds_open(self, step: str) -> float:
        """How long ago a panel with the step was first shown in this kernel, in seconds."""
        return time.monotonic() - self.opened.setdefault(step, time.monotonic())


_followers: dict[str, Follower] = {}
_lock = threading.Lock()


def follower(world: World | None = None) -> Follower:
    """The follower of a world (by default the one that the environment names): one for each in a kernel."""
    found = world or World.find()
    with _lock:
        return _followers.setdefault(str(found.home), Follower(found))
