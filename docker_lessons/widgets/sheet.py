"""`sheet()`: the course's commands with the learner's own Docker ID, to copy or print at the end."""

from __future__ import annotations

from typing import Any

import anywidget
import traitlets
from IPython.core.getipython import get_ipython

from docker_lessons.widgets import cell, kernel, source
from docker_lessons.widgets.follower import Follower, Sight, follower
from docker_lessons.world.names import Names

TAUGHT = ("build-image", "list-images", "tag", "log-in", "push", "delete-local", "pull-back")
"""The steps whose commands are on the sheet."""


class Sheet(anywidget.AnyWidget):
    """A sheet with seven commands, and the steps that were only shown. The Docker ID stays in the browser."""

    _esm = source.script("sheet")
    _css = source.style()

    account = traitlets.Unicode("").tag(sync=True)
    commands: traitlets.List[str] = traitlets.List().tag(sync=True)
    shown: traitlets.List[dict[str, str]] = traitlets.List().tag(sync=True)

    def __init__(self, source_of_truth: Follower) -> None:
        self._follower = source_of_truth
        super().__init__(account=source_of_truth.world.names.username)
        self._follower.follow(self.see)

    def see(self, sight: Sight) -> None:
        """Shows the latest news of the world."""
        steps = {step["step"]: step for step in sight.course.get("steps", [])}
        marks = sight.marks()
        with self.hold_sync():
            names = self._follower.world.names
            self.commands = [
                for_docker_hub(steps[step]["command"], names) for step in TAUGHT if step in steps
            ]
            self.shown = [
                {"title": step["title"], "href": f"{step['page']}.ipynb"}
                for name, step in steps.items()
                if marks.get(name) == "shown"
            ]

    def __repr__(self) -> str:
        return "sheet()"

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        bundle, metadata = super()._repr_mimebundle_(**kwargs) or ({}, {})
        return bundle | {"text/plain": "\n".join([repr(self), *self.commands])}, metadata


def for_docker_hub(command: str, names: Names) -> str:
    """Returns the command without the practice registry's address, as it is typed for Docker Hub."""
    if not names.bear_an_address:
        return command
    return command.replace(names.prefix, "").removesuffix(f" {names.registry}")


def sheet() -> Sheet:
    """Shows the sheet with the learner's own commands."""
    kernel.enter(get_ipython())
    made = Sheet(follower())
    cell.take(made)
    return made
