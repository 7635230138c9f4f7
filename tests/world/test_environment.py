"""What leads a Docker client into the practice world, and what is taken out of its way."""

import shlex
import subprocess
from pathlib import Path

import pytest

from docker_lessons.world import World, environment


def test_it_names_engine_configuration_and_builder(tmp_path):
    change = World(tmp_path).environment()
    assert change["DOCKER_HOST"] == f"unix://{World(tmp_path).engine_socket}"
    assert change["DOCKER_CONFIG"] == str(tmp_path / "docker")
    assert change["DOCKER_BUILDKIT"] == "0"
    assert change["DOCKER_LESSONS_HOME"] == str(tmp_path)


@pytest.mark.parametrize(
    "name",
    [
        "DOCKER_TLS_VERIFY",
        "DOCKER_CERT_PATH",
        "DOCKER_API_VERSION",
        "DOCKER_CONTEXT",
        "DOCKER_DEFAULT_PLATFORM",
        "DOCKER_CONTENT_TRUST",
    ],
)
def test_it_unsets_what_would_break_or_leak(name, tmp_path):
    assert World(tmp_path).environment()[name] is None


def test_the_worlds_docker_is_first_on_path_once():
    path = environment.search_path("/usr/bin:/w/bin:/bin", Path("/w/bin"))
    assert path == "/w/bin:/usr/bin:/bin"


def test_applied_sets_and_unsets():
    base = {"KEPT": "1", "DOCKER_CONTEXT": "mine", "DOCKER_HOST": "tcp://elsewhere"}
    change = {"DOCKER_HOST": "unix:///here", "DOCKER_CONTEXT": None}
    assert environment.applied(base, change) == {"KEPT": "1", "DOCKER_HOST": "unix:///here"}


@pytest.mark.parametrize("value", ["plain", "two words", "it's", 'a "b" $HOME `id`', "x\ny"])
def test_shell_lines_quote_any_value(value):
    lines = environment.shell_lines({"DEMO": value, "GONE": None})
    script = f'GONE=1\n{lines}printf \'%s|%s\' "$DEMO" "${{GONE-unset}}"'
    done = subprocess.run(["/bin/sh", "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == f"{value}|unset"


def test_shell_lines_are_one_assignment_each(tmp_path):
    for line in environment.shell_lines(World(tmp_path).environment()).splitlines():
        assert shlex.split(line)[0] in {"export", "unset"}
