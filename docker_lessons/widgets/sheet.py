"""`sheet()`: the course's commands with the learner's own Docker ID, to copy or print at the end."""

from __future__ import annotations

import traitlets
from IPython.core.getipython import get_ipython

from docker_lessons.language import gettext
from docker_lessons.widgets import cell, kernel, source, speech, still
from docker_lessons.widgets.course_widget import CourseWidget
from docker_lessons.widgets.follower import Follower, Sight, follower
from docker_lessons.world.names import Names
from docker_lessons.world.which_hub import DOCKER_IO

TAUGHT = ("build-image", "list-images", "tag", "log-in", "push", "delete-local", "pull-back")
"""The steps whose commands are on the sheet."""


class Sheet(CourseWidget):
    """A sheet with seven commands, and the steps that were only shown. The Docker ID stays in the browser."""

    _esm = source.script("sheet")

    account = traitlets.Unicode("").tag(sync=True)
    docker_id = traitlets.Unicode("").tag(sync=True)
    """The learner's own, where the course is on Docker Hub; '' where it isn't known."""
    commands: traitlets.List[str] = traitlets.List().tag(sync=True)
    shown: traitlets.List[dict[str, str]] = traitlets.List().tag(sync=True)

    def __init__(self, source_of_truth: Follower) -> None:
        self._follower = source_of_truth
        names = source_of_truth.world.names
        known = names.username if names.hub == DOCKER_IO else ""
        super().__init__(account=names.username, docker_id=known)
        self._follower.follow(self.see)

    def see(self, sight: Sight) -> None:
        """Shows the latest news of the world."""
        steps = {step["step"]: step for step in sight.course.get("steps", [])}
        marks = sight.marks()
        with self.hold_sync():
            self.language = speech.spoken(self._follower.world.names)
            names = self._follower.world.names
            self.commands = [
                for_docker_hub(steps[step]["command"], names) for step in TAUGHT if step in steps
            ]
            self.shown = [
                {"title": step["title"], "href": f"{step['page']}.ipynb"}
                for name, step in steps.items()
                if marks.get(name) == "shown"
            ]
            self.keep(still.bundle(repr(self), self._blocks()))

    def _blocks(self) -> list[still.Block]:
        blocks = [still.Block(gettext("Your commands"), commands=tuple(self.commands))]
        if self.shown:
            shown = tuple(("", step["title"]) for step in self.shown)
            blocks.append(still.Block(gettext("Shown to you; try these yourself"), lines=shown))
        return blocks

    def __repr__(self) -> str:
        return "sheet()"


def for_docker_hub(command: str, names: Names) -> str:
    """Returns the command without the practice registry's address, as it is typed for Docker Hub."""
    if not names.bear_an_address:
        return command
    return command.replace(f"{names.place}/", "").removesuffix(f" {names.registry}")


def sheet() -> Sheet:
    """Shows the sheet with the learner's own commands."""
    kernel.enter(get_ipython())
    found = follower()
    made = Sheet(found)
    found.tell_first_news(made.see)
    cell.take(made)
    return made
