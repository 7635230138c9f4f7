"""`lesson("tag")`, the opening of a page: its place in the course, and what is missing before it."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Any

import traitlets
from IPython.core.getipython import get_ipython

from docker_lessons.command.attendance import nobody_there
from docker_lessons.language import N_, gettext, known, ngettext
from docker_lessons.widgets import cell, kernel, source, speech, still, unattended
from docker_lessons.widgets.course_widget import CourseWidget
from docker_lessons.widgets.follower import Follower, Sight, follower
from docker_lessons.widgets.panel import next_page
from docker_lessons.world import World, WorldError, choice
from docker_lessons.world.engine import DOCKER, PRACTICE
from docker_lessons.world.names import HUB_PAGES


class Opening(CourseWidget):
    """The opening of a page: title, minutes, progress, account, and what is still to do before it."""

    _esm = source.script("opening")

    page = traitlets.Dict().tag(sync=True)
    course = traitlets.Dict().tag(sync=True)
    link = traitlets.Unicode("waiting").tag(sync=True)
    trouble = traitlets.Unicode("").tag(sync=True)
    marks = traitlets.Dict().tag(sync=True)
    missing: traitlets.List[dict[str, str]] = traitlets.List().tag(sync=True)
    can_catch_up = traitlets.Bool(True).tag(sync=True)
    """Whether the course may do the first of those that are missing."""
    halted = traitlets.Unicode("").tag(sync=True)
    """A sentence why nothing can be checked although the world answers; empty otherwise."""
    engine = traitlets.Unicode("").tag(sync=True)
    account = traitlets.Unicode("").tag(sync=True)
    hub_url = traitlets.Unicode("").tag(sync=True)
    proxy = traitlets.Unicode(HUB_PAGES).tag(sync=True)
    way_in = traitlets.Unicode("").tag(sync=True)
    """A shell line that leads a terminal of this Jupyter into the world; empty where it is there already."""
    languages: traitlets.List[dict[str, str]] = traitlets.List().tag(sync=True)
    """Those that can be chosen here, each as `{tag, name}`; none where a variable has chosen one."""
    next_page = traitlets.Any(None).tag(sync=True)
    busy = traitlets.Bool(False).tag(sync=True)

    def __init__(self, name: str, source_of_truth: Follower, trouble: str) -> None:
        self._name = name
        self._own_trouble = trouble
        self._follower = source_of_truth
        self._lock = threading.RLock()
        super().__init__(page={"page": name, "title": name, "minutes": "…", "steps": []})
        self.on_msg(self._heard)
        self._follower.follow(self.see)

    def see(self, sight: Sight) -> None:
        """Shows the latest news of the world."""
        with self._lock, self.hold_sync():
            if sight.link == "live":
                self._own_trouble = ""
            self.language, self.languages = (
                speech.spoken(self._follower.world.names),
                speech.choices(),
            )
            self.link, self.trouble = sight.link, sight.trouble or self._own_trouble
            if sight.course:
                self._see_course(sight.course)
                self.marks = sight.marks()
            if sight.course and sight.watch:
                self.halted = halted(sight)
                self.missing = [] if self.halted else missing_before(self._name, sight)
                self.can_catch_up = can_catch_up(self.missing, sight)
            if sight.link == "live" or not self.kept:
                self.keep(still.bundle(repr(self), [self._block()]))

    def _see_course(self, course: Mapping[str, Any]) -> None:
        page = page_of(self._name, course)
        if page is None:
            names = ", ".join(candidate["page"] for candidate in course["pages"])
            self._own_trouble = gettext(
                "The course has no page or step `{name}`. Its pages are: {names}.",
                name=self._name,
                names=names,
            )
            self.trouble = self._own_trouble
            return
        world = self._follower.world
        self.way_in = kernel.way_in(world)
        self.page, self.account = page, world.names.username
        self.hub_url = world.hub_in_use() if world.which_hub.has_pages else ""
        self.engine = _in_words(world)
        self.course = {
            "steps": [
                {key: step[key] for key in ("step", "page", "title")} for step in course["steps"]
            ],
            "pages": course["pages"],
        }
        self.next_page = next_page(course, page["steps"][-1]) if page["steps"] else None

    def _heard(self, _: object, message: Mapping[str, Any], __: object) -> None:
        deeds = {
            "start": self._follower.start_world,
            "catch-up": self.catch_up,
            "speak": lambda: self._speak(str(message.get("language"))),
        }
        deed = deeds.get(str(message.get("do")))
        if deed is not None:
            self._follower.act(deed)

    def catch_up(self) -> None:
        """Solves the steps that are missing before this page; they are marked as shown."""
        missing = missing_before(self._name, self._follower.sight)
        if not missing:
            return
        self._set_busy(True)
        try:
            self._follower.ask("/solve", {"step": missing[-1]["step"]}, timeout=120)
        except WorldError as error:
            with self._lock:
                self.trouble = str(error)
        finally:
            self._set_busy(False)

    def _speak(self, tag: str) -> None:
        """Keeps a language for the world; the browser has the pages rendered again."""
        chosen = known(tag)
        if chosen is None:
            return
        try:
            choice.speak(self._follower.world, chosen)
        except (WorldError, OSError) as error:
            with self._lock:
                self.trouble = str(error)

    def _set_busy(self, busy: bool) -> None:
        with self._lock:
            self.busy = busy

    def __repr__(self) -> str:
        return f"lesson({self._name!r})"

    def _block(self) -> still.Block:
        """Returns what a saved page says of this one."""
        number = str(self.page["page"])[:2]
        lines = [self.trouble or self.halted]
        if steps := self.course.get("steps"):
            done = sum(self.marks.get(step["step"]) in ("by hand", "shown") for step in steps)
            lines.append(gettext("{done} of {total} steps done", done=done, total=len(steps)))
        if self.missing:
            titles = " · ".join(step["title"] for step in self.missing)
            lines.append(gettext("Still to do before this page: {titles}.", titles=titles))
        said = tuple(("", line) for line in lines if line)
        title = str(self.page["title"])
        if not steps:
            return still.Block(title, "", said)
        heading = gettext("Page {page}: {title}", page=number, title=title)
        minutes = ngettext("{number} minute", "{number} minutes", int(self.page["minutes"]))
        return still.Block(heading, minutes, said)


_PLACES = {
    (PRACTICE, "practice"): N_("practice engine"),
    (PRACTICE, "docker.io"): N_("practice engine, Docker Hub"),
    (PRACTICE, "registry"): N_("practice engine, registry {registry}"),
    (DOCKER, "practice"): N_("your own Docker"),
    (DOCKER, "docker.io"): N_("your own Docker, Docker Hub"),
    (DOCKER, "registry"): N_("your own Docker, registry {registry}"),
}


def _in_words(world: World) -> str:
    """Returns which engine is in use, and what is published to."""
    hub = world.which_hub
    return gettext(_PLACES[world.engine.kind, hub.kind], registry=hub.registry)


def page_of(name: str, course: Mapping[str, Any]) -> dict[str, Any] | None:
    """Returns the page with that name or with a step of that name; None where there is none."""
    for page in course["pages"]:
        if name == page["page"] or name in page["steps"]:
            return dict(page)
    return None


def missing_before(name: str, sight: Sight) -> list[dict[str, str]]:
    """Returns the steps of earlier pages that are not over, each as `{step, title}`, in order."""
    page = page_of(name, sight.course)
    if page is None:
        return []
    missing = []
    for step in sight.course["steps"]:
        if step["page"] >= page["page"]:
            break
        if not sight.over(step["step"]) and not _passed_unseen(step["step"], sight):
            missing.append({"step": step["step"], "title": step["title"]})
    return missing


def can_catch_up(missing: list[dict[str, str]], sight: Sight) -> bool:
    """Tells whether the course may solve the first of the missing steps, or would refuse at once."""
    verdict = sight.verdict(missing[-1]["step"]) if missing else None
    return verdict is None or verdict["show_me"]


def _passed_unseen(step: str, sight: Sight) -> bool:
    """Whether a step passed earlier, and the Hub shows nothing of it now."""
    verdict = sight.verdict(step)
    is_away = verdict is not None and verdict["cause"] == "hub-unreachable"
    return is_away and bool(sight.marks().get(step))


_HALTS = ("engine-stopped", "relay-down")


def halted(sight: Sight) -> str:
    """Returns the sentence about an engine or a relay that does not answer; '' while all do."""
    verdicts = sight.watch["verdicts"].values()
    return next((str(one["text"]) for one in verdicts if one["cause"] in _HALTS), "")


def lesson(name: str) -> Opening:
    """Opens a page, by its name or the name of one of its steps: `lesson("tag")`.

    Loads `docker` for this notebook, starts the practice world unless it runs, and shows where the learner
    is. Raises nothing for a learner. In an unattended run it solves what is missing before the page.
    """
    world = World.find()
    trouble = kernel.enter_page(get_ipython(), name, world)
    found = follower(world)
    opening = Opening(name, found, trouble)
    found.tell_first_news(opening.see)
    cell.take(opening)
    if nobody_there():
        found.wait(lambda sight: sight.link == "live", unattended.PATIENCE)
        opening.catch_up()
    return opening
