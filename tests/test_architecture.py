"""Who may know whom: imports point down only, and light commands stay light."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.practice import clean_environment

PACKAGE = Path(__file__).parent.parent / "docker_lessons"
# Each part, and the parts that it may import; docs/architecture.md draws it.
MAY_IMPORT = {
    "oci": set(),
    "trace": set(),
    "engine": {"oci", "trace"},
    "hub": {"oci", "trace"},
    "world": {"oci", "trace"},
    "findings": {"oci", "world"},
    "lessons": {"findings", "oci", "trace", "world"},
    "service": {"oci", "trace", "engine", "hub", "world", "lessons"},
    "command": {"findings", "oci", "world"},
    "course_check": {"command", "lessons", "world"},
    "widgets": {"command", "world"},
    "jupyter": {"command", "lessons", "world"},
    "cli": {"command", "course_check", "jupyter", "lessons", "world", "oci"},
    "__init__": {"command", "widgets"},
    "__main__": {"cli"},
}
HEAVY = ("ipywidgets", "anywidget", "IPython", "jupyter_server", "jupyterlab", "docker", "jinja2")


def part_of(module: str) -> str | None:
    """`engine` of `docker_lessons.engine.store`; None of what is not ours."""
    names = module.split(".")
    return names[1] if names[0] == "docker_lessons" and len(names) > 1 else None


def imported(file: Path) -> set[str]:
    """The parts that a file imports, anywhere in it."""
    found: set[str | None] = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {part_of(alias.name) for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            if node.module == "docker_lessons":
                found |= {alias.name for alias in node.names}
            else:
                found.add(part_of(node.module))
    return {part for part in found if part is not None and not part.startswith("__version__")}


def files(part: str) -> list[Path]:
    return [*PACKAGE.glob(f"{part}.py"), *(PACKAGE / part).rglob("*.py")]


def test_every_part_is_in_the_table():
    parts = {
        file.relative_to(PACKAGE).parts[0].removesuffix(".py") for file in PACKAGE.rglob("*.py")
    }
    assert parts == set(MAY_IMPORT)


@pytest.mark.parametrize("part", MAY_IMPORT)
def test_imports_point_down_only(part: str):
    for file in files(part):
        assert imported(file) <= MAY_IMPORT[part] | {part}, file


@pytest.mark.parametrize("arguments", [("--help",), ("status",), ("check", "tag"), ("env",)])
def test_light_commands_import_nothing_heavy(tmp_path: Path, arguments: tuple[str, ...]):
    env = clean_environment(tmp_path, tmp_path / "world")
    code = "from docker_lessons.cli import main; main()"
    run = [sys.executable, "-X", "importtime", "-c", code, *arguments]
    done = subprocess.run(run, env=env, cwd=tmp_path, capture_output=True, text=True, check=False)
    loaded = {line.rpartition("|")[2].strip().split(".")[0] for line in done.stderr.splitlines()}
    assert "click" in loaded
    assert not loaded & {*HEAVY, "aiohttp"}


def test_the_service_imports_nothing_of_jupyter_or_the_sdk(tmp_path: Path):
    code = "import docker_lessons.service.__main__, sys; print(*sys.modules)"
    env = clean_environment(tmp_path, tmp_path / "world")
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=env,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert not {name.split(".")[0] for name in done.stdout.split()} & set(HEAVY)


def test_importing_the_package_imports_nothing_heavy(tmp_path: Path):
    code = "import docker_lessons, sys; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert not {name.split(".")[0] for name in done.stdout.split()} & {*HEAVY, "aiohttp", "click"}
