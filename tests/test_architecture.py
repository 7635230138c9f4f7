"""Who may know whom: imports point down only, and light commands stay light."""

import ast
import subprocess
import sys
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from tests.practice import clean_environment

PACKAGE = Path(__file__).parent.parent / "docker_lessons"
# Each part, and the parts that it may import; docs/architecture.md draws it.
MAY_IMPORT = {
    "language": set(),
    "version": set(),
    "oci": set(),
    "trace": set(),
    "engine": {"oci", "trace"},
    "hub": {"language", "oci", "trace"},
    "relay": set(),
    "world": {"language", "oci", "trace"},
    "findings": {"language", "oci", "world"},
    "lessons": {"language", "findings", "oci", "trace", "world"},
    "service": {"language", "oci", "trace", "engine", "hub", "relay", "world", "lessons"},
    "command": {"language", "findings", "oci", "world"},
    "course_check": {"language", "command", "lessons", "oci", "world"},
    "widgets": {"language", "command", "world"},
    "jupyter": {"language", "command", "lessons", "world"},
    "doctor": {"language", "findings", "world"},
    "cli": {"language", "command", "course_check", "doctor", "jupyter", "lessons", "world", "oci"},
    "__init__": {"command", "widgets"},
    "__main__": {"cli"},
}
# The rooms inside a part, and the files that they share; what each may import. Files that are not named may import all.
ROOMS: dict[str, dict[str, set[str]]] = {
    "engine": {
        "api": set(),
        "layers": {"api"},
        "runtime": {"api", "layers"},
        "images": {"api", "layers"},
        "registry": {"api"},
        "transfer": {"api", "layers", "images", "registry"},
        "build": {"api", "layers", "runtime", "images", "registry", "transfer"},
        "containers": {"api", "layers", "runtime", "images"},
        "system": {"api", "images"},
    },
    "doctor": {
        "facts": set(),
        "checks": {"facts"},
        "examination": {"checks", "facts"},
    },
    "hub": {
        "valid_names": set(),
        "origins": set(),
        "allowances": set(),
        "database": set(),
        "accounts": {"database", "valid_names"},
        "content": {"database", "valid_names"},
        "rescue": {"database"},
        "hub": {"accounts", "allowances", "content", "database", "rescue"},
        "registry": {
            "accounts",
            "allowances",
            "content",
            "database",
            "forms",
            "hub",
            "origins",
            "valid_names",
        },
        "api": {"accounts", "allowances", "content", "hub", "origins", "valid_names"},
        "site": {"accounts", "content", "forms", "hub", "origins", "valid_names"},
    },
}
HEAVY = ("ipywidgets", "anywidget", "IPython", "jupyter_server", "jupyterlab", "docker", "jinja2")


def part_of(module: str) -> str | None:
    """`engine` of `docker_lessons.engine.store`; None of what is not ours."""
    names = module.split(".")
    return names[1] if names[0] == "docker_lessons" and len(names) > 1 else None


@cache
def import_statements(file: Path) -> list[ast.Import | ast.ImportFrom]:
    """The import statements of a file, anywhere in it."""
    tree = ast.parse(file.read_text("utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]


def imported(file: Path) -> set[str]:
    """The parts that a file imports, anywhere in it."""
    found: set[str | None] = set()
    for node in import_statements(file):
        if isinstance(node, ast.Import):
            found |= {part_of(alias.name) for alias in node.names}
        elif node.module and not node.level:
            if node.module == "docker_lessons":
                found |= {alias.name for alias in node.names}
            else:
                found.add(part_of(node.module))
    return {part for part in found if part is not None}


def name_of(file: Path) -> str:
    """`engine.images.lookup` of a file; `engine.images` of that folder's `__init__.py`."""
    names = file.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(names[:-1] if names[-1] == "__init__" and len(names) > 1 else names)


@cache
def imports() -> dict[str, set[str]]:
    """Every file of the package by its name, and the files that it imports, anywhere in it."""
    names = {name_of(file): file for file in PACKAGE.rglob("*.py")}
    return {name: _imported_files(file, set(names)) for name, file in names.items()}


def _imported_files(file: Path, names: set[str]) -> set[str]:
    found: set[str] = set()
    for node in import_statements(file):
        if isinstance(node, ast.Import):
            found |= {_inside(alias.name) for alias in node.names}
        elif node.module and not node.level:
            module = _inside(node.module)
            for alias in node.names:
                submodule = f"{module}.{alias.name}".removeprefix("__init__.")
                ours = node.module.startswith("docker_lessons")
                found.add(submodule if ours and submodule in names else module)
    return found & names


def _inside(module: str) -> str:
    """`oci.digest` of `docker_lessons.oci.digest`; `__init__` of the package itself, '' of what is not ours."""
    first, _, rest = module.partition(".")
    return (rest or "__init__") if first == "docker_lessons" else ""


def circles(graph: dict[str, set[str]]) -> set[frozenset[str]]:
    """The groups of files that import each other, directly or through others."""
    left, found = dict(graph), set()
    while True:
        try:
            TopologicalSorter(left).prepare()
        except CycleError as error:
            one = error.args[1][0]
            group = {name for name in reached(left, one) if one in reached(left, name)}
            found.add(frozenset(group))
            left = {name: of - group for name, of in left.items() if name not in group}
        else:
            return found


def reached(graph: dict[str, set[str]], start: str) -> set[str]:
    """The files that a file imports, directly or through others."""
    found: set[str] = set()
    todo = [start]
    while todo:
        new = graph.get(todo.pop(), set()) - found
        found |= new
        todo += new
    return found


def belongs(file: str, package: str) -> bool:
    """Is the file the package's top, or inside of it?"""
    return file == package or file.startswith(f"{package}.")


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
        assert imported(file) <= MAY_IMPORT[part] | {part, "version"}, file


def test_no_circle_between_files():
    assert not circles(imports()), "files that import each other"


def test_a_circle_would_be_found():
    graph = {"a": {"b"}, "b": {"c"}, "c": {"b", "d"}, "d": set(), "e": {"f"}, "f": {"e", "a"}}
    assert circles(graph) == {frozenset("bc"), frozenset("ef")}


def test_no_file_imports_the_top_of_a_package_that_it_is_in():
    upward = {
        name
        for name, found in imports().items()
        for top in found
        if name.startswith(f"{top}.") or (top == "__init__" and name != "__init__")
    }
    assert not upward, "imports of a package's top by what is inside"


@pytest.mark.parametrize("part", ROOMS)
def test_every_room_is_in_the_table(part: str):
    rooms = {file.parent.name for file in (PACKAGE / part).glob("*/*.py")}
    assert rooms == {room for room in ROOMS[part] if (PACKAGE / part / room).is_dir()}


@pytest.mark.parametrize(("part", "room"), [(part, room) for part in ROOMS for room in ROOMS[part]])
def test_a_room_imports_only_the_rooms_below_it(part: str, room: str):
    below = {f"{part}.{name}" for name in (room, *ROOMS[part][room])}
    for name, found in imports().items():
        if belongs(name, f"{part}.{room}"):
            rest = {each for each in found if belongs(each, part)}
            above = {each for each in rest if not any(belongs(each, one) for one in below)}
            assert not above, f"{name} imports {above}"


@pytest.mark.parametrize("part", ROOMS)
def test_the_rooms_of_a_part_have_an_order(part: str):
    assert not circles(ROOMS[part])


LIGHT = [
    *(("--help",), ("status",), ("check", "tag"), ("env",), ("solve", "tag")),
    *(("docker", "images"), ("docker", "login"), ("account",), ("reset", "--yes"), ("stop",)),
]


@pytest.mark.parametrize("arguments", LIGHT, ids=" ".join)
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
