"""The notebook cells that show widgets: when a cell runs again, its previous widget is closed."""

from __future__ import annotations

import weakref

import anywidget
from IPython.core.getipython import get_ipython

_standing: weakref.WeakValueDictionary[str, anywidget.AnyWidget] = weakref.WeakValueDictionary()


def take(widget: anywidget.AnyWidget) -> None:
    """Closes the widget of the same kind that an earlier run of this cell made.

    Does nothing where the front end sends no cell ID.
    """
    shell = get_ipython()
    parent = shell.get_parent() if shell is not None and hasattr(shell, "get_parent") else {}
    name = (parent or {}).get("metadata", {}).get("cellId")
    if not name:
        return
    key = f"{name}/{widget!r}"
    former = _standing.get(key)
    if former is not None:
        former.close()
    _standing[key] = widget
