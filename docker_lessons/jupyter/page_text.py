"""The text of a tracked page in one world: for its engine, with its names, with its client's columns.

A cell's metadata may hold whole other texts, for worlds in which the cell's own text would be wrong:

```
"docker_lessons": {"docker": [lines], "docker_io": [lines], "docker_io_docker": [lines], "registry": [lines],
    "client_29": [lines]}
```

`docker` is for the learner's own Docker, `docker_io` for the real Docker Hub, `docker_io_docker` for both, `registry` for
a registry of the learner's choice, `client_29` for Docker clients from release 29 on, whose `docker images` prints
other columns; the others take precedence over it.  In a text for `docker` or `registry`, `{registry}` stands for the
registry's address, so a text that contains it is not used for the real Hub.  A rendered page has one text in each cell,
and none of this metadata.
"""

import json
import re
from collections.abc import Sequence
from typing import Any

from docker_lessons.world import World, docker_client
from docker_lessons.world.engine import DOCKER
from docker_lessons.world.names import NEW_COLUMNS, Names

TEXTS = "docker_lessons"
"""The key of a cell's other texts in its metadata."""
OWN_DOCKER = "docker"
DOCKER_HUB = "docker_io"
OWN_DOCKER_AT_DOCKER_HUB = "docker_io_docker"
OWN_REGISTRY = "registry"
CLIENT_29 = "client_29"

_LISTING = re.compile(r"^(?:REPOSITORY|IMAGE) {2,}.*\n(?:[^`\n].*\n)+", re.MULTILINE)
_COLUMN, _GAP = 10, 3
"""The least width of the first column of Docker's tables and its distance from the next, in characters.

Source: docker/cli, `cli/command/formatter/formatter.go`
"""


def rendered(page: bytes, names: Names, texts: Sequence[str] = ()) -> bytes:
    """Returns the page as JSON, each cell with the first of `texts` that it has, or with its own text.

    Raises:
        ValueError: When `page` is no JSON.
        KeyError: When it is no notebook.
        TypeError: When it is no notebook.
    """
    notebook = json.loads(page)
    for cell in notebook["cells"]:
        own = cell.get("metadata", {}).pop(TEXTS, {})
        fitting = (own[text] for text in texts if text in own)
        source = next((one for one in fitting if _fits(_joined(one), names)), cell["source"])
        text = _joined(source)
        if cell.get("cell_type") == "markdown":
            text = names.called(text)
        cell["source"] = _as_written(_in_this_world(text, names), cell["source"])
    return (json.dumps(notebook, indent=1, ensure_ascii=False) + "\n").encode()


def texts_for(world: World) -> list[str]:
    """Returns the keys of the other texts that hold in this world; the first takes precedence."""
    found = [OWN_DOCKER] if world.engine.kind == DOCKER else []
    if not world.which_hub.has_pages:
        found = [OWN_REGISTRY, *found]
    elif world.which_hub.is_real:
        both = [OWN_DOCKER_AT_DOCKER_HUB] if found else []
        found = [*both, DOCKER_HUB, *found]
    new = docker_client.release(world) >= NEW_COLUMNS
    return [*found, CLIENT_29] if new else found


def _fits(source: str, names: Names) -> bool:
    return names.bear_an_address or "{registry}" not in source


def _in_this_world(source: str, names: Names) -> str:
    if not names.bear_an_address:
        return names.rendered(source)
    text = names.rendered(source.replace("{registry}", names.registry))
    return _LISTING.sub(lambda found: aligned(found[0]), text)


def aligned(listing: str) -> str:
    """Returns the output of `docker images` with the first column as wide as its longest name needs."""
    rows = [re.split(r" {2,}", line, maxsplit=1) for line in listing.splitlines()]
    width = max(_COLUMN, *(len(first) + _GAP for first, *_ in rows))
    return "".join(f"{first:<{width}}{''.join(rest)}\n" for first, *rest in rows)


def _joined(source: str | list[str]) -> str:
    return source if isinstance(source, str) else "".join(source)


def _as_written(text: str, before: Any) -> str | list[str]:
    """Returns a source in the form of the source `before`: one text, or a list of lines."""
    return text if isinstance(before, str) else text.splitlines(keepends=True)
