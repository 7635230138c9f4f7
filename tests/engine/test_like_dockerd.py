"""The same lines, typed to a real dockerd and to ours: the same output, messages and exit codes.

Both have the practice Hub as their registry, by its own address; what has to do with a registry is
played again with Debian's docker-registry in its place. What no two runs have in common is replaced by
`normaliser`, what may differ stands in `differences.toml`.
"""

import re
from pathlib import Path

import pytest

from tests import programs
from tests.engine.comparison import compare, hold_to_the_record, played, recorded
from tests.engine.differences import ROWS, Difference, settled
from tests.engine.lines import ANY_REGISTRY, AT_A_REGISTRY, PUSHED, SCENARIOS
from tests.engine.serving import Client, RunningEngine, RunningHub

OLD, NEW = programs.DOCKER_CLIS
COMMANDS = (
    *("build", "images", "tag", "login", "push", "pull"),
    *("rmi", "inspect", "history", "save", "load"),
)
ENOUGH = 5
MOST_DIFFERENCES = 8


@pytest.mark.parametrize("scenario", SCENARIOS)
@pytest.mark.slow
def test_answers_like_dockerd(
    scenario: str,
    docker_cli: str,
    dockerd: str,
    practice_engine: RunningEngine,
    practice_hub: RunningHub,
    short_folder: Path,
    myimage: Path,
) -> None:
    lines = SCENARIOS[scenario]
    theirs, ours = (
        played(Client(docker_cli, address, short_folder, name), practice_hub.host, lines)
        for name, address in (("theirs", dockerd), ("ours", practice_engine.address))
    )
    compare(theirs, ours)
    if docker_cli == programs.docker_cli(OLD):
        hold_to_the_record(scenario, theirs)


@pytest.mark.parametrize("scenario", AT_A_REGISTRY)
@pytest.mark.slow
def test_answers_like_dockerd_at_a_docker_registry(
    scenario: str,
    docker_cli: str,
    dockerd: str,
    registry_with_accounts: str,
    short_folder: Path,
    myimage: Path,
) -> None:
    engine = RunningEngine(short_folder / "engine", f"http://{registry_with_accounts}")
    lines = SCENARIOS[scenario]
    try:
        theirs, ours = (
            played(Client(docker_cli, address, short_folder, name), registry_with_accounts, lines)
            for name, address in (("theirs", dockerd), ("ours", engine.address))
        )
    finally:
        engine.stop()
    compare(theirs, ours)
    if docker_cli == programs.docker_cli(OLD):
        hold_to_the_record(f"{scenario}, at a docker-registry", theirs)


def test_the_practice_hub_serves_dockerd_as_a_docker_registry_does() -> None:
    record = recorded()
    assert record[ANY_REGISTRY] == record[f"{ANY_REGISTRY}, at a docker-registry"]


@pytest.mark.slow
def test_dockerd_prints_the_same_with_the_practice_hub_as_with_a_docker_registry(
    docker_cli: str,
    dockerd: str,
    practice_hub: RunningHub,
    registry_with_accounts: str,
    short_folder: Path,
    myimage: Path,
) -> None:
    at_registry, at_hub = (
        played(Client(docker_cli, dockerd, short_folder, name), host, SCENARIOS[ANY_REGISTRY])
        for name, host in (("registry", registry_with_accounts), ("hub", practice_hub.host))
    )
    compare(at_registry, at_hub)


def command_of(line: str) -> str:
    """The docker command whose exit code a line has."""
    alone = re.sub(r"\$\([^)]*\)", "", line)
    words = re.findall(r"\bdocker (?:image )?(\w+)", alone)
    return {"ls": "images", "rm": "rmi", "remove": "rmi"}.get(words[-1], words[-1]) if words else ""


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_has_enough_cases_that_work_and_that_do_not(command: str) -> None:
    cases: dict[bool, set[str]] = {True: set(), False: set()}
    for scenario in SCENARIOS:
        assert [row["line"] for row in recorded()[scenario]] == list(SCENARIOS[scenario])
        for row in recorded()[scenario]:
            if command_of(row["line"]) == command:
                cases[row["exit code"] == 0].add(row["line"])
    assert len(cases[True]) >= ENOUGH, cases[True]
    assert len(cases[False]) >= ENOUGH, cases[False]


def test_the_differences_that_stay_are_few_and_each_has_its_reason() -> None:
    assert len(ROWS) <= MOST_DIFFERENCES
    assert all(row.why.endswith(".") for row in ROWS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_no_difference_hides_what_a_line_says_that_failed(row: Difference) -> None:
    text = f"{row.dockerd}\n{row.ours}\n"
    assert settled(row.typed[-1], text, exit_code=1) == text


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
@pytest.mark.slow
def test_a_listed_difference_still_occurs(
    row: Difference,
    dockerd: str,
    practice_engine: RunningEngine,
    practice_hub: RunningHub,
    short_folder: Path,
    myimage: Path,
) -> None:
    program = programs.docker_cli(row.client or OLD)
    lines = tuple(
        line for typed in row.typed for line in (PUSHED if typed == "PUSHED" else (typed,))
    )
    clients = [
        Client(program, address, short_folder, name)
        for name, address in (("dockerd", dockerd), ("ours", practice_engine.address))
    ]
    theirs, ours = (
        [
            shown
            for answer in played(client, practice_hub.host, lines)
            for shown in row.shown(side, answer.line, answer.printed)
        ]
        for side, client in zip(("dockerd", "ours"), clients, strict=True)
    )
    assert bool(ours) == bool(row.ours)
    if not row.by_chance:
        assert bool(theirs) == bool(row.dockerd)
        assert theirs != ours
