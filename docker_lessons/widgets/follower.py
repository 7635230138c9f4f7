"""The connection of a kernel to its practice world: a thread reads `/watch` and tells the widgets.

A change comes here from the world's service: `lessons.course` looks at the world when one of the modules that hear
of a change (`lessons.engine_listener`, `lessons.requests_heard`) pokes it, and `lessons.broadcast` sends a line. From
here it goes to `Panel.see`, whose traits anywidget carries to the browser, where `front/src/panel.js` paints them.
"""

from __future__ import annotations

import contextlib
import threading
import time
import weakref
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from docker_lessons.language import gettext
from docker_lessons.world import World, WorldError, choice, control
from docker_lessons.world.lease import Lease

Link = Literal["waiting", "live", "stopped", "starting"]

FIRST_NEWS = 2.0
"""Seconds that a new widget waits for the first news, so that it is shown as it is and not as a placeholder."""
RETRY = 0.4
"""Seconds between two attempts to reach a world that does not answer."""


@dataclass(frozen=True)
class Sight:
    """The latest news of the world: the connection, the course, the newest line of `/watch`."""

    link: Link = "waiting"
    trouble: str = ""
    course: Mapping[str, Any] = field(default_factory=dict)
    watch: Mapping[str, Any] = field(default_factory=dict)

    def verdict(self, step: str) -> Mapping[str, Any] | None:
        """Returns the verdict of a step as JSON, or None while it is not known."""
        found: Mapping[str, Any] | None = self.watch.get("verdicts", {}).get(step)
        return found

    def over(self, step: str) -> bool:
        """Tells whether the step is passed, or skipped where it cannot be done."""
        verdict = self.verdict(step)
        return verdict is not None and verdict["verdict"] in ("passed", "skipped")

    def marks(self) -> dict[str, str | None]:
        """Returns how each step was done: `by hand`, `shown`, `skipped`, or None if it was not."""
        return {
            line["step"]: "skipped" if line["verdict"] == "skipped" else line.get("done")
            for line in self.watch.get("course", [])
        }


class Follower:
    """A thread that follows one world for all widgets of a kernel.

    Listeners are called from that thread, or from one that `act` started, and must not block. They are
    referenced weakly: a listener whose object was collected is no longer called.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.opened: dict[str, float] = {}
        """The time at which a panel with the step was first shown, by `time.monotonic()`."""
        self._sight = Sight()
        self._changed = threading.Condition()
        self._listeners: list[weakref.WeakMethod[Callable[[Sight], None]]] = []
        self._wake = threading.Event()
        self._thread: threading.Thread | None = None
        self._lease: Lease | None = None

    @property
    def sight(self) -> Sight:
        """The latest news of the world."""
        with self._changed:
            return self._sight

    def follow(self, listener: Callable[[Sight], None]) -> None:
        """Calls the bound method `listener` now and after every change."""
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
        """Runs `deed` in a new thread: neither the kernel nor the follower waits for it."""
        threading.Thread(target=deed, name="docker-lessons-act", daemon=True).start()

    def ask(self, path: str, body: Mapping[str, Any], *, timeout: float = 60) -> dict[str, Any]:
        """Sends a POST request to the service and returns the JSON of its answer.

        Args:
            path: The path of the request, such as `/check`.
            body: The JSON of the request.
            timeout: How long to wait for the answer, in seconds.

        Raises:
            WorldStopped: When the service does not answer.
            RefusedError: When the answer is an error.
        """
        return control.ask(self.world, "POST", path, dict(body), timeout)

    def start_world(self) -> None:
        """Starts the world again, and waits until it answers or its start has failed."""
        self._publish(link="starting", trouble="")
        try:
            choice.begin(self.world)
        except (WorldError, OSError) as error:
            self._publish(
                link="stopped",
                trouble=gettext("The practice world didn't start: {error}", error=error),
            )
        else:
            self._wake.set()

    def wait(self, ready: Callable[[Sight], bool], seconds: float) -> bool:
        """Waits until `ready` accepts the latest news; returns False after `seconds` without that."""
        with self._changed:
            return self._changed.wait_for(lambda: ready(self._sight), seconds)

    def tell_first_news(self, listener: Callable[[Sight], None]) -> None:
        """Calls `listener` once the world was reached or found stopped, or after `FIRST_NEWS`."""
        self.wait(lambda sight: sight.link in ("live", "stopped"), FIRST_NEWS)
        listener(self.sight)

    def _run(self) -> None:
        while True:
            with contextlib.suppress(WorldError):
                if self._read():
                    continue
            if self.sight.link != "starting":
                self._publish(link="stopped")
            self._wake.wait(RETRY)
            self._wake.clear()

    def _read(self) -> bool:
        """Reads `/watch` until it ends; returns whether that is because another language was chosen for the world."""
        self.world.speak()
        kept = self.world.language
        course = control.ask(self.world, "GET", "/course", None, 10)
        for line in control.lines(self.world, "/watch"):
            if line.get("language", kept) != kept:
                return True
            self._publish(link="live", trouble="", course=course, watch=line)
        return False

    def _publish(self, **changes: Any) -> None:
        with self._changed:
            self._sight = replace(self._sight, **changes)
            sight = self._sight
            self._changed.notify_all()
            # Collected listeners are dropped under the lock: two threads may publish at the same time.
            alive = [(each, listener) for each in self._listeners if (listener := each())]
            self._listeners = [each for each, _ in alive]
        for _, listener in alive:
            listener(sight)

    def seconds_open(self, step: str) -> float:
        """Returns the seconds since a panel with the step was first shown in this kernel."""
        return time.monotonic() - self.opened.setdefault(step, time.monotonic())


_followers: dict[str, Follower] = {}
_lock = threading.Lock()


def follower(world: World | None = None) -> Follower:
    """Returns this kernel's follower of a world, by default the one that the environment names."""
    found = world or World.find()
    with _lock:
        return _followers.setdefault(str(found.home), Follower(found))
