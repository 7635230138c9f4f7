"""What a tracked page says in one world: with its engine's texts, its names, its client's columns.

A cell's metadata may hold whole texts of it for where its own would be untrue:

```
"docker_lessons": {"docker": [lines], "client_29": [lines]}
```

`docker` is for the learner's own Docker, `client_29` for Docker clients of release 29 and newer, whose
`docker images` has other columns; `docker` wins where a cell has both.  In an own-Docker text `{registry}` is
the practice registry's address.  The learner's page has one text in each cell, and none of this metadata.
"""

import json
import re
from collections.abc import Sequence
from typing import Any

from docker_lessons.world import World, docker_client
from docker_lessons.world.engine import DOCKER
from docker_lessons.world.names import NEW_COLUMNS, Names

TEXTS = "docker_lessons"
"""The key of a cell's metadata under which its other texts stand."""
OWN_DOCKER = "docker"
CLIENT_29 = "client_29"

_LISTING = re.compile(r"^(?:REPOSITORY|IMAGE) {2,}.*\n(?:[^`\n].*\n)+", re.MULTILINE)
_COLUMN, _GAP = 10, 3
"""The first column of Docker's tables is at least so wide, and so far from the next one (docker/cli, `formatter.go`)."""


def rendered(page: bytes, names: Names, texts: Sequence[str] = ()) -> bytes:
    """The page with, in each cell, the first of these `texts` that the cell has, else its own.

    Raises: ValueError, KeyError or TypeError for what is no notebook.
    """
    notebook = json.loads(page)
    for cell in notebook["cells"]:
        own = cell.get("metadata", {}).pop(TEXTS, {})
        source = next((own[text] for text in texts if text in own), cell["source"])
        cell["source"] = _as_written(_in_this_world(_joined(source), names), cell["source"])
    return (json.dumps(notebook, indent=1, ensure_ascii=False) + "\n").encode()


def texts_for(world: World) -> list[str]:
    """Which of the other texts are true in this world, the first one before the others."""
    found = [OWN_DOCKER] if world.engine.kind == DOCKER else []
    new = docker_client.release(world) >= NEW_COLUMNS
    return [*found, CLIENT_29] if new else found


def _in_this_world(source: str, names: Names) -> str:
    if not names.bear_an_address:
        return source
    text = names.rendered(source.replace("{registry}", names.registry))
    return _LISTING.sub(lambda found: aligned(found[0]), text)


def aligned(listing: str) -> str:
    """What `docker images` prints, its first column set anew: a longer name moves those behind it."""
    rows = [re.split(r" {2,}", line, maxsplit=1) for line in listing.splitlines()]
    width = max(_COLUMN, *(len(first) + _GAP for first, *_ in rows))
    return "".join(f"{first:<{width}}{''.join(rest)}\n" for first, *rest in rows)


def _joined(source: str | list[str]) -> str:
    return source if isinstance(source, str) else "".join(source)


def _as_written(text: str, before: Any) -> str | list[str]:
    """A source in the form that it had: one text, or its lines."""
    return text if isinstance(before, str) else text.splitlines(keepends=True)
