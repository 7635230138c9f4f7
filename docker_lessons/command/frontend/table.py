"""Rows in columns, or each through a template, as `--format` chooses for `images`, `history` and `ps`."""

from collections.abc import Mapping, Sequence

from docker_lessons.command.frontend import template

_NARROWEST, _GAP = 10, 3
"""Characters that a column takes at least, and spaces behind its widest word."""


def lines(
    rows: Sequence[Mapping[str, str | None]],
    columns: Mapping[str, str],
    chosen: str,
    default: Sequence[str],
) -> list[str]:
    """Returns the lines of `rows`; `columns` holds each field's heading.

    `chosen` is empty or `table` for the `default` columns, `json`, `table TEMPLATE`, or a template for each row.

    Raises:
        Failed: When the template is not understood.
    """
    if chosen in {"", "table"}:
        return columned(
            [
                [columns[each] for each in default],
                *([row[each] or "" for each in default] for row in rows),
            ]
        )
    if chosen == "json":
        chosen = "{{json .}}"
    as_table = chosen.startswith("table ")
    pattern = chosen.removeprefix("table ")
    shown = [template.render(pattern, row) for row in rows]
    if not as_table:
        return shown
    heading = template.render(pattern, columns)
    return columned([line.split("\t") for line in (heading, *shown)])


def columned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Sets rows in columns, as the client does (pkg.go.dev/text/tabwriter); the last column is not padded."""
    widths = [
        max(_NARROWEST, *(len(row[at]) + _GAP for row in rows if at < len(row) - 1), 0)
        for at in range(max(len(row) for row in rows))
    ]
    return [
        "".join(cell.ljust(width) for cell, width in zip(row[:-1], widths, strict=False)) + row[-1]
        for row in rows
    ]
