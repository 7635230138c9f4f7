"""Runs pages of a working copy as shipped: by nbval, as others do, or cell by cell in a kernel of the test's."""

import contextlib
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

from jupyter_client import BlockingKernelClient, KernelManager

from docker_lessons.lessons import chapter
from docker_lessons.lessons.memory import Memory
from docker_lessons.lessons.view import KIT, Command
from docker_lessons.world.control import ask
from tests.notebooks.pages import page
from tests.practice import PracticeWorld

UNATTENDED = {"DOCKER_LESSONS_UNATTENDED": "1"}
_SECONDS = 60


@dataclass(frozen=True)
class Kernel:
    """A running kernel, for one page or for several after each other."""

    client: BlockingKernelClient

    def run(self, path: Path) -> list[str]:
        """Runs every code cell of a page, also after one that failed; returns a sentence about each that failed.

        A cell with the tag `raises-exception` may fail.
        """
        failed = []
        for cell in json.loads(path.read_text("utf-8"))["cells"]:
            if cell["cell_type"] != "code":
                continue
            ended = self.client.execute_interactive(
                "".join(cell["source"]), timeout=_SECONDS, output_hook=lambda message: None
            )["content"]
            may_fail = "raises-exception" in cell["metadata"].get("tags", ())
            if ended["status"] != "ok" and not may_fail:
                failed.append(
                    f"Cell `{cell['id']}` of {path.name} ended with {ended.get('ename')}: {ended.get('evalue')}"
                )
        return failed


@contextlib.contextmanager
def kernel(world: PracticeWorld, pages: Path, **variables: str) -> Iterator[Kernel]:
    """A kernel in this world, with these variables besides; it ends afterwards."""
    sockets = tempfile.mkdtemp(prefix="dl-")
    manager = KernelManager(
        kernel_name="python3",
        transport="ipc",
        ip=f"{sockets}/kernel",
        connection_file=f"{sockets}/kernel.json",
    )
    manager.start_kernel(env=world.env | variables, cwd=str(pages))
    client = manager.blocking_client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=_SECONDS)
        yield Kernel(client)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
        shutil.rmtree(sockets, ignore_errors=True)


def working_copy(folder: Path, world: PracticeWorld) -> Path:
    """The pages and the build folder, as a learner of this world gets them."""
    world.command("start", "--dir", str(folder))
    return folder


def nbval(world: PracticeWorld, pages: Path, names: Sequence[str]) -> dict[str, list[str]]:
    """Runs `pytest --nbval` over these pages of a working copy, with nobody there; returns what failed, by page.

    One process in the world's environment runs them in this order, each in a kernel of its own.
    """
    results = pages.parent / "nbval.xml"
    run = [
        *(sys.executable, "-m", "pytest", "--nbval", "--nbval-cell-timeout", str(_SECONDS)),
        *("-p", "no:cacheprovider", "--tb=short", "--color=no", f"--junitxml={results}"),
        *("--rootdir", str(pages), *(f"{name}.ipynb" for name in names)),
    ]
    done = subprocess.run(
        run,
        env=world.env | UNATTENDED,
        cwd=pages,
        capture_output=True,
        text=True,
        timeout=170,
        check=False,
    )
    assert results.is_file(), f"pytest --nbval ran no page:\n{done.stdout}{done.stderr}"
    failed: dict[str, list[str]] = {}
    for case in ET.parse(results).iter("testcase"):  # noqa: S314  # pytest wrote it
        said = failed.setdefault(case.attrib["classname"].removesuffix(".ipynb"), [])
        said += [
            f"{case.attrib['name']} failed: {one.text}" for one in case if one.tag != "skipped"
        ]
    assert list(failed) == list(names), f"pytest --nbval ran only {list(failed)}:\n{done.stdout}"
    return failed


def verdicts(world: PracticeWorld, steps: Iterable[str]) -> dict[str, str]:
    """The verdict on each of these steps now; `docker-lessons check` asks the service the same."""
    return {
        step: str(ask(world.world, "POST", "/check", {"step": step})["verdict"]) for step in steps
    }


def typed(world: PracticeWorld) -> list[Command]:
    """The `docker` lines of cells that ended, oldest first, as the world was told of them."""
    memory = Memory(world.world.memory, chapter.KEY)
    try:
        return [one for one in memory.view().commands if one.argv[:1] != (KIT,)]
    finally:
        memory.close()


def assert_typed(
    names: Iterable[str], commands: Sequence[Command], *, refused: Mapping[str, int]
) -> None:
    """Each `docker` line of these pages was run, in order, and ended as the page says.

    `refused` are the cells whose command has to fail, with its exit code.
    """
    lines = [
        (name, cell.id, line.split())
        for name in names
        for cell in page(name).cells
        for line in cell.commands()
    ]
    ran = [command.line for command in commands]
    assert len(ran) == len(lines), f"{len(lines)} docker lines stand there, and these ran: {ran}"
    for command, (name, cell, words) in zip(commands, lines, strict=True):
        where = f"Cell `{cell}` of {name}"
        assert words[1] in (command.words[0], "___"), f"{where} ran `{command.line}`"
        assert command.exit_code == refused.get(cell, 0), (
            f"{where}: `{command.line}` ended with {command.exit_code}: {command.said}"
        )
