"""A hands-on Docker course in notebooks.

A page of the course needs two words: `lesson("tag")` in its opening cell and `panel("tag")` below the
learner's own cells; the last page has a third, `sheet()`. Importing this package imports nothing heavy; each word
imports what it needs.
"""

from typing import TYPE_CHECKING, Any

from docker_lessons.version import __version__

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    from docker_lessons.widgets.opening import lesson
    from docker_lessons.widgets.panel import panel
    from docker_lessons.widgets.sheet import sheet

__all__ = [
    "__version__",
    "lesson",
    "load_ipython_extension",
    "panel",
    "sheet",
    "unload_ipython_extension",
]


def __getattr__(name: str) -> Any:
    if name == "lesson":
        from docker_lessons.widgets.opening import lesson

        return lesson
    if name == "panel":
        from docker_lessons.widgets.panel import panel

        return panel
    if name == "sheet":
        from docker_lessons.widgets.sheet import sheet

        return sheet
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def load_ipython_extension(shell: "InteractiveShell") -> None:
    """`%load_ext docker_lessons`: brings one kernel into the practice world and teaches it `docker`."""
    from docker_lessons.widgets import kernel

    if trouble := kernel.enter(shell):
        print(trouble)  # noqa: T201 - a sentence for the learner, below the line that loads


def unload_ipython_extension(shell: "InteractiveShell") -> None:
    """`%unload_ext docker_lessons`: takes the word `docker` away again."""
    from docker_lessons.widgets import kernel

    kernel.leave(shell)
