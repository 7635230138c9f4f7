"""`panel("tag")`: the widget that shows the state of a step; `follower` tells it of each change in the world."""

from __future__ import annotations

import contextlib
import itertools
import threading
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import traitlets
from IPython.core.getipython import get_ipython

from docker_lessons.command.attendance import nobody_there
from docker_lessons.language import gettext
from docker_lessons.widgets import cell, kernel, source, speech, still, unattended
from docker_lessons.widgets.course_widget import CourseWidget
from docker_lessons.widgets.follower import Follower, Sight, follower
from docker_lessons.world import WorldError, WorldStopped
from docker_lessons.world.names import HUB_PAGES
from docker_lessons.world.which_hub import create_page, tags_page


class Panel(CourseWidget):
    """The panel of one or several steps of the course.

    Every trait is set under one lock, by the follower's thread or by one that carries out a message.
    """

    _esm = source.script("panel")

    steps: traitlets.List[dict[str, Any]] = traitlets.List().tag(sync=True)
    course = traitlets.Dict().tag(sync=True)
    link = traitlets.Unicode("waiting").tag(sync=True)
    trouble = traitlets.Unicode("").tag(sync=True)
    verdicts = traitlets.Dict().tag(sync=True)
    answers = traitlets.Dict().tag(sync=True)
    tried = traitlets.Dict().tag(sync=True)
    busy = traitlets.Dict().tag(sync=True)
    said = traitlets.Dict().tag(sync=True)
    marks = traitlets.Dict().tag(sync=True)
    line_words = traitlets.Dict().tag(sync=True)
    revealed: traitlets.List[str] = traitlets.List().tag(sync=True)
    picture = traitlets.Any(None).tag(sync=True)
    activities: traitlets.List[dict[str, Any]] = traitlets.List().tag(sync=True)
    own_docker = traitlets.Bool(False).tag(sync=True)
    next_page = traitlets.Any(None).tag(sync=True)
    hub_url = traitlets.Unicode("").tag(sync=True)
    proxy = traitlets.Unicode(HUB_PAGES).tag(sync=True)
    way_in = traitlets.Unicode("").tag(sync=True)

    def __init__(self, names: tuple[str, ...], source_of_truth: Follower) -> None:
        self._names = names
        self._follower = source_of_truth
        self._lock = threading.RLock()
        super().__init__(steps=[_unknown(name) for name in names])
        self.on_msg(self._heard)
        self._follower.follow(self.see)

    def see(self, sight: Sight) -> None:
        """Shows the latest news of the world."""
        with self._lock, self.hold_sync():
            self.language = speech.spoken(self._follower.world.names)
            self.link, self.trouble = sight.link, sight.trouble
            if sight.course:
                self._see_course(sight.course)
            if sight.watch:
                self._see_watch(sight)
            self.revealed = [
                step["step"]
                for step in self.steps
                if self._follower.seconds_open(step["step"]) >= (step.get("reveal_after") or 0)
            ]
            if sight.link == "live" or not self.kept:
                blocks = still.steps(self.steps, self.verdicts, self.answers, self.revealed)
                self.keep(still.bundle(repr(self), blocks))

    def _see_course(self, course: Mapping[str, Any]) -> None:
        known = {step["step"]: step for step in course["steps"]}
        self.steps = [known.get(name) or _missing(name, known) for name in self._names]
        self.course = {
            "steps": [
                {key: step[key] for key in ("step", "page", "title")} for step in course["steps"]
            ],
            "pages": course["pages"],
        }
        self.next_page = next_page(course, self._names[-1])
        world = self._follower.world
        self.hub_url, self.way_in = self._hub_page(), kernel.way_in(world)
        self.own_docker = not world.engine.capabilities.tells_transfers

    def _hub_page(self) -> str:
        """Returns the page of the Hub that is opened: on Docker Hub, the one on which these steps are done; '' for none."""
        world = self._follower.world
        if not world.which_hub.has_pages:
            return ""
        if not world.which_hub.is_real:
            try:
                return world.hub_in_use()
            except WorldStopped:  # its folder was removed while the panel is open
                return self.hub_url
        creates = any(step.get("hands") == "hub" for step in self.steps)
        return create_page(world.names) if creates else tags_page(world.names)

    def _see_watch(self, sight: Sight) -> None:
        found = {name: sight.verdict(name) for name in self._names}
        verdicts = {name: dict(verdict) for name, verdict in found.items() if verdict}
        self.said = {
            name: said
            for name, said in self.said.items()
            if _cause(self.verdicts, name) == _cause(verdicts, name)
        }
        self.verdicts = verdicts
        answers = sight.watch["answers"]
        own = {name: answers[name] for name in self._names if name in answers}
        self.answers = {name: given["text"] for name, given in own.items() if given["accepted"]}
        self.tried = {name: given["text"] for name, given in own.items() if not given["accepted"]}
        self.marks = sight.marks()
        self.line_words = {
            name: ["passed" if holds else "not yet" for holds in parts]
            for name, parts in sight.watch["lines"].items()
            if name in self._names
        }
        self.picture = sight.watch.get("picture")
        self.activities = list(sight.watch.get("activities") or [])[-1:]

    def _heard(self, _: object, message: Mapping[str, Any], __: object) -> None:
        deeds: dict[str, Callable[[], None]] = {
            "answer": lambda: self._answer(str(message["step"]), str(message["text"])),
            "solve": lambda: self._solve(str(message["step"])),
            "start": self._follower.start_world,
        }
        deed = deeds.get(str(message.get("do")))
        if deed is not None:
            self._follower.act(deed)

    def _answer(self, step: str, text: str) -> None:
        with self._working(step, "answer"):
            self._follower.ask("/check", {"step": step, "answer": text, "by_hand": True})

    def _solve(self, step: str) -> None:
        with self._working(step, "solve"):
            self._follower.ask("/solve", {"step": step})

    @contextlib.contextmanager
    def _working(self, step: str, what: str) -> Iterator[None]:
        """Marks a step as busy meanwhile, and shows beside its buttons why the service refused."""
        with self._lock:
            self.busy = self.busy | {step: what}
            self.said = _without(self.said, step)
        try:
            yield
        except WorldError as error:
            with self._lock:
                self.said = self.said | {step: str(error)}
        finally:
            with self._lock:
                self.busy = _without(self.busy, step)

    def __repr__(self) -> str:
        return f"panel({', '.join(repr(name) for name in self._names)})"


def _cause(verdicts: Mapping[str, Mapping[str, Any]], name: str) -> tuple[Any, ...]:
    """Returns a step's verdict, cause and repair; once they change, an earlier refusal is no longer shown."""
    verdict = verdicts.get(name, {})
    return verdict.get("verdict"), verdict.get("cause"), verdict.get("repair")


def _without(entries: Mapping[str, str], key: str) -> dict[str, str]:
    return {name: value for name, value in entries.items() if name != key}


def _unknown(name: str) -> dict[str, Any]:
    """Returns the outline of a step while the course is not known."""
    return {"step": name, "number": "…", "page": "", "title": name, "goal": "", "hints": []}


def _missing(name: str, known: Mapping[str, Any]) -> dict[str, Any]:
    goal = gettext(
        "The course has no step `{name}`. Its steps are: {names}.",
        name=name,
        names=", ".join(known),
    )
    return _unknown(name) | {"goal": goal}


def next_page(course: Mapping[str, Any], step: str) -> dict[str, str] | None:
    """Returns the next page as `{href, title}` if `step` is the last one of a page; None otherwise."""
    pages = list(course["pages"])
    for page, following in itertools.pairwise(pages):
        if page["steps"] and page["steps"][-1] == step:
            return {"href": f"{following['page']}.ipynb", "title": following["title"]}
    return None


def panel(*steps: str) -> Panel:
    """Shows the panel of one or several steps, for example `panel("tag")`.

    Needs no cell before it, and raises nothing for a learner. In an unattended run (`DOCKER_LESSONS_UNATTENDED=1`)
    it solves the steps that learners do outside the page's cells, and waits 10 seconds for all of them.

    Raises:
        StepNotPassed: When, unattended, a step is then neither passed nor skipped.
    """
    kernel.enter_first(get_ipython(), steps[0] if steps else None)
    found = follower()
    made = Panel(steps or ("?",), found)
    found.tell_first_news(made.see)
    cell.take(made)
    if nobody_there():
        unattended.see_through(found, steps)
    return made
