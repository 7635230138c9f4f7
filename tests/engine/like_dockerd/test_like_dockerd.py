"""The same lines, typed to a real dockerd and to ours: the same output, messages and exit codes.

Both have the practice Hub as their registry, by its own address. What no two runs have in common is
replaced by `normaliser`, what may differ stands in `differences.toml`.
"""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from tests import programs
from tests.engine.like_dockerd.comparison import (
    Answer,
    as_recorded,
    compare,
    hold_to_the_record,
    played,
    recorded,
)
from tests.engine.like_dockerd.differences import ROWS, Difference, settled
from tests.engine.like_dockerd.lines import (
    AT_A_REGISTRY,
    BY_CLIENT,
    ON_RECORD,
    PUSHED,
    SCENARIOS,
)
from tests.engine.serving import Client, ServedEngine, ServedHub

pytestmark = pytest.mark.timeout(900)  # a slow machine is no fault

OLD, NEW = programs.DOCKER_CLIS
COMMANDS = (
    *("build", "images", "tag", "login", "push", "pull"),
    *("rmi", "inspect", "history", "save", "load"),
)
AT_LEISURE_BY_OLD = ("images", "inspect", "log in", "pull", "remove", "run")
"""What the old client does with a real daemon in `make soak` alone: what takes longest, and what only looks."""

ENOUGH = 5
MOST_DIFFERENCES = 8


def _asked_again(scenarios: Iterable[str], at_leisure: Iterable[str] = ()) -> list[Any]:
    """Scenarios as parameters; those that are on record are dockerd's in `make soak` alone, and so are those others."""
    soak = {*ON_RECORD, *at_leisure}
    return [
        pytest.param(name, marks=pytest.mark.soak if name in soak else ()) for name in scenarios
    ]


@pytest.mark.parametrize(
    "scenario", _asked_again(name for name in SCENARIOS if name not in AT_A_REGISTRY)
)
@pytest.mark.slow
def test_answers_like_dockerd(
    scenario: str,
    dockerd: str,
    practice_engine: ServedEngine,
    practice_hub: ServedHub,
    short_folder: Path,
    myimage: Path,
) -> None:
    hold_to_the_record(
        scenario,
        compared(NEW, scenario, dockerd, practice_engine, practice_hub, short_folder),
        whole=scenario in ON_RECORD,
    )


@pytest.mark.parametrize("scenario", ON_RECORD)
@pytest.mark.whole
def test_answers_as_dockerd_answered(
    scenario: str,
    practice_engine: ServedEngine,
    practice_hub: ServedHub,
    short_folder: Path,
    myimage: Path,
) -> None:
    client = Client(programs.docker_cli(NEW), practice_engine.address, short_folder, "ours")
    compare(as_recorded(scenario), played(client, practice_hub.host, SCENARIOS[scenario]))


@pytest.mark.parametrize("scenario", _asked_again(BY_CLIENT, AT_LEISURE_BY_OLD))
@pytest.mark.slow
def test_the_old_client_finds_no_difference_either(
    scenario: str,
    dockerd: str,
    practice_engine: ServedEngine,
    practice_hub: ServedHub,
    short_folder: Path,
    myimage: Path,
) -> None:
    compared(OLD, scenario, dockerd, practice_engine, practice_hub, short_folder)


def compared(
    client: str, scenario: str, dockerd: str, engine: ServedEngine, hub: ServedHub, folder: Path
) -> list[Answer]:
    """Play a scenario to dockerd and to ours; give what dockerd answered, which ours has to answer, too."""
    program = programs.docker_cli(client)
    theirs, ours = (
        played(Client(program, address, folder, name), hub.host, SCENARIOS[scenario])
        for name, address in (("theirs", dockerd), ("ours", engine.address))
    )
    compare(theirs, ours)
    return theirs


def command_of(line: str) -> str:
    """The docker command whose exit code a line has."""
    alone = re.sub(r"\$\([^)]*\)", "", line)
    words = re.findall(r"\bdocker (?:image )?(\w+)", alone)
    return {"ls": "images", "rm": "rmi", "remove": "rmi"}.get(words[-1], words[-1]) if words else ""


def test_the_record_has_what_is_played_and_nothing_else() -> None:
    elsewhere = {f"{scenario}, at a docker-registry" for scenario in AT_A_REGISTRY}
    assert set(recorded()) == {*SCENARIOS, *elsewhere, "archives"}


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_has_enough_cases_that_work_and_that_do_not(command: str) -> None:
    cases: dict[bool, set[str]] = {True: set(), False: set()}
    record = recorded()
    for scenario in SCENARIOS:
        assert [row["line"] for row in record[scenario]] == list(SCENARIOS[scenario])
        for row in record[scenario]:
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
    practice_engine: ServedEngine,
    practice_hub: ServedHub,
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
