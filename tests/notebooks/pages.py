"""The tracked pages, read as data: as they stand there, or as they are rendered for another engine or client."""

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from docker_lessons.jupyter import page_text
from docker_lessons.world.names import Names

FOLDER = Path(__file__).parents[2] / "notebooks"
REGISTRY = "localhost:27771"
"""Where the registry answers in pages that are rendered for the learner's own Docker."""
OWN_DOCKER = ("docker",)
DOCKER_HUB = ("docker_io",)
OWN_DOCKER_AT_DOCKER_HUB = ("docker_io_docker", "docker_io", "docker")
OWN_REGISTRY = ("registry",)
OWN_DOCKER_AND_REGISTRY = ("registry", "docker")
RENDERINGS = (
    (),
    OWN_DOCKER,
    ("client_29",),
    ("docker", "client_29"),
    DOCKER_HUB,
    OWN_DOCKER_AT_DOCKER_HUB,
    OWN_REGISTRY,
    OWN_DOCKER_AND_REGISTRY,
)
"""The engines, Hubs and clients for which a page is rendered, the practice world and a usual client first."""
NAMES = (
    "00-start",
    "01-images",
    "02-repository",
    "03-tag",
    "04-push",
    "05-pull-back",
    "06-alone",
    "07-after",
)


@dataclass(frozen=True)
class Cell:
    """One cell of a page."""

    id: str
    kind: str  # "markdown" or "code"
    source: str
    tags: tuple[str, ...]
    raw: dict[str, Any]

    def commands(self) -> list[str]:
        """The lines of a code cell that begin with the word `docker`."""
        lines = self.source.splitlines() if self.kind == "code" else []
        return [line for line in lines if line.startswith("docker ")]


@dataclass(frozen=True)
class Page:
    """One page of the course."""

    name: str
    cells: tuple[Cell, ...]
    raw: dict[str, Any]

    def text(self) -> str:
        """All Markdown of the page."""
        return "\n\n".join(cell.source for cell in self.cells if cell.kind == "markdown")

    def steps(self) -> list[str]:
        """The steps whose panels stand on the page, in order."""
        code = "\n".join(cell.source for cell in self.cells if cell.kind == "code")
        shown = re.findall(r"^panel\(([^)]*)\)", code, re.MULTILINE)
        return [step for names in shown for step in re.findall(r'"([^"]+)"', names)]


@cache
def page(name: str, *texts: str, language: str = "") -> Page:
    """One page as it is tracked, in English or another language, or as it is rendered with other texts."""
    tracked = (FOLDER / language / f"{name}.ipynb").read_bytes()
    names = Names(registry=REGISTRY) if "docker" in texts else Names()
    if "docker_io" in texts:
        names = Names(username="yourname", hub="docker.io")
    if "registry" in texts:
        names = Names(username="yourname", registry=REGISTRY, folder="class", hub="registry")
    raw = json.loads(page_text.rendered(tracked, names, texts) if texts else tracked)
    cells = tuple(
        Cell(
            cell["id"],
            cell["cell_type"],
            "".join(cell["source"]),
            tuple(cell["metadata"].get("tags", ())),
            cell,
        )
        for cell in raw["cells"]
    )
    return Page(name, cells, raw)


STEPS = [step for name in NAMES for step in page(name).steps()]
"""The steps of the whole course, in order."""
