"""What the course's widgets have in common: a saved page holds a still picture of each."""

from __future__ import annotations

from typing import Any

import anywidget
import traitlets

from docker_lessons.widgets import source, speech, still


class CourseWidget(anywidget.AnyWidget):
    """A widget that provides what a saved page holds in its place.

    The kernel keeps `kept` up to date, and `front/src/lab/saved.js` puts it into the page as it is saved. Where no
    script of the course runs in the browser, the output stays as it was when its cell ran.
    """

    _css = source.style()

    kept = traitlets.Dict().tag(sync=True)
    """`{id, data}`: the widget's ID, and its latest state by media type; empty before there is one."""

    language = traitlets.Dict().tag(sync=True)
    """In which language the widget is, and what its script says in it (`speech`)."""

    def __init__(self, **traits: Any) -> None:
        super().__init__(language=speech.spoken(), **traits)

    def keep(self, data: still.Bundle) -> None:
        """Takes `data` for the widget's latest state; does nothing once the widget is closed."""
        comm = self.comm
        if comm is not None:
            self.kept = {"id": comm.comm_id, "data": data}

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        bundle, metadata = super()._repr_mimebundle_(**kwargs) or ({}, {})
        return bundle | self.kept.get("data", {}), metadata
