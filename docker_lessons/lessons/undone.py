"""Which later step rightly undoes which earlier one.

A verdict is about now. Once a step of the second column has passed in this run, the one of the first
column is judged by memory as well: what passed once still counts as passed.
"""

from __future__ import annotations

UNDONE_BY: dict[str, frozenset[str]] = {
    "build-image": frozenset({"delete-local", "clean-up"}),
    "list-images": frozenset({"delete-local", "clean-up"}),
    "create-repository": frozenset({"clean-up"}),
    "tag": frozenset({"delete-local", "clean-up"}),
    "log-in": frozenset({"pull-back", "clean-up"}),  # its page logs out before it pulls
    "push": frozenset({"clean-up"}),
    "see-tag": frozenset({"clean-up"}),
    "delete-local": frozenset({"pull-back", "clean-up"}),
    "pull-back": frozenset({"second-delete", "clean-up"}),
    "run-it": frozenset({"second-delete", "clean-up"}),
    "second-build": frozenset({"second-delete", "clean-up"}),
    "second-push": frozenset({"clean-up"}),
    "second-delete": frozenset({"second-pull", "clean-up"}),
    "second-pull": frozenset({"clean-up"}),
    "clean-up": frozenset(),
}
