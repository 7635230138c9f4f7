"""The tables say of options and commands what the real clients say."""

import re
import subprocess
from functools import cache

import pytest

from docker_lessons.findings.docker_options import (
    COMMANDS,
    OPERANDS_END_OPTIONS,
    SHORT_NAMES,
    OptionKind,
    global_kinds,
    kinds,
)
from tests import programs

pytestmark = pytest.mark.whole  # it starts each client some hundred times
BUILDX = (
    "--allow --annotation --attest --build-context --builder --cache-to --call --check --load --metadata-file "
    "--no-cache-filter --output --progress --provenance --push --sbom --secret --ssh"
)
"""What `docker build` has where buildx is installed, by its reference; these clients have none."""
HIDDEN = {"--dns-opt", "--net", "--net-alias"}
"""Options that the clients know and do not list."""
_OPTION = re.compile(r"^ {2,6}(?:-(\w), )?(--[\w-]+)(?: (\S+))?(?: {2,}|$)", re.MULTILINE)


@cache
def said(client: str, *words: str) -> str:
    done = subprocess.run(
        [client, *words],
        env={
            "DOCKER_HOST": "unix:///nosuch/docker.sock",
            "HOME": "/nosuch",
            "DOCKER_BUILDKIT": "0",
        },
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )
    return done.stdout + done.stderr


def listed(client: str, *words: str) -> dict[str, OptionKind]:
    """The options that a client lists, by each of their names."""
    found: dict[str, OptionKind] = {}
    for short, long, value in _OPTION.findall(said(client, *words, "--help")):
        found[long] = OptionKind(long, f"-{short}" if short else "", bool(value))
        if short:
            found[f"-{short}"] = found[long]
    return found


@pytest.mark.parametrize("command", COMMANDS)
def test_a_clients_help_lists_these_options(docker_cli: str, command: str):
    theirs = listed(docker_cli, *command.split())
    ours = kinds(command)
    both_t = {"-t"} if command in {"restart", "stop"} else set()  # --time, and --timeout for it
    assert {name: kind for name, kind in theirs.items() if name not in both_t} == {
        name: ours.get(name) for name in theirs if name not in both_t
    }


@pytest.mark.parametrize("command", COMMANDS)
def test_nothing_is_listed_that_no_client_has(command: str):
    theirs = [listed(programs.docker_cli(each), *command.split()) for each in programs.DOCKER_CLIS]
    unlisted = set(kinds(command)) - {"--help", "-h"} - set().union(*theirs) - HIDDEN
    buildx = {name for name in unlisted if kinds(command)[name].long in BUILDX.split()}
    assert unlisted - (buildx if command == "build" else set()) == set()


def test_the_clients_own_options(docker_cli: str):
    assert {"--help", "-h", *listed(docker_cli)} == set(global_kinds())
    assert listed(docker_cli).items() <= global_kinds().items()


@pytest.mark.parametrize("option", sorted(HIDDEN))
def test_a_hidden_option_takes_a_value(docker_cli: str, option: str):
    assert f"flag needs an argument: {option}" in said(docker_cli, "run", option)


@pytest.mark.parametrize("command", COMMANDS)
def test_options_end_where_the_client_ends_them(docker_cli: str, command: str):
    refused = "unknown flag: --nosuch" in said(docker_cli, *command.split(), "a", "--nosuch")
    assert refused == (command not in OPERANDS_END_OPTIONS)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_long_command_has_the_short_name_that_the_client_gives_it(command: str):
    new = programs.docker_cli("docker 28 or newer")
    aliases = re.search(r"Aliases:\n\s+(.*)", said(new, *command.split(), "--help"))
    long = [each.split()[1:] for each in aliases[1].split(", ")] if aliases else []
    for group, name in (each for each in long if len(each) == 2):
        assert SHORT_NAMES.get((group, name), name) == command
