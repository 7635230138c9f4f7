"""The same lines, typed to a real dockerd and to ours: the same output, messages and exit codes.

Both have the practice Hub as their registry, by its own address. What has to do with a registry is
played to both again with Debian's docker-registry in its place, and there dockerd has to say what it
says at the Hub. What no two runs have in common is replaced by `normaliser`, what may differ stands in
`differences.toml`.
"""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from tests import programs
from tests.engine.like_dockerd.comparison import (
    Answer,
    compare,
    hold_to_the_record,
    played,
    recorded,
)
from tests.engine.like_dockerd.differences import ROWS, Difference, settled
from tests.engine.like_dockerd.lines import (
    AT_A_REGISTRY,
    OF_THE_ENGINE,
    PUSHED,
    SCENARIOS,
    STRANGER,
)
from tests.engine.serving import Client, RunningEngine, RunningHub

pytestmark = pytest.mark.timeout(900)  # a slow machine is no fault

OLD, NEW = programs.DOCKER_CLIS
COMMANDS = (
    *("build", "images", "tag", "login", "push", "pull"),
    *("rmi", "inspect", "history", "save", "load"),
)
ENOUGH = 5
MOST_DIFFERENCES = 8
HUB_SAYS = {
    "login attempt to http://HUB/v2/ failed with status: 401 Unauthorized": (
        'Get "http://HUB/v2/": unauthorized: incorrect username or password'
    ),
    "no basic auth credentials": "denied: requested access to the resource is denied",
    r"repository (HUB/\S+) not found: name unknown: repository name not known to registry": (
        r"pull access denied for \1, repository does not exist or may require 'docker login': "
        "denied: requested access to the resource is denied"
    ),
}
"""What dockerd says at a docker-registry, and instead of it at the practice Hub, as at Docker Hub.

docker-registry has a password file, and everything in it is everybody's who has a password; a Hub gives
tokens with rights, and does not tell whether somebody else's repository is there.
"""


@pytest.mark.parametrize(
    ("scenario", "docker_cli"),
    [
        (scenario, client)
        for client in programs.DOCKER_CLIS
        for scenario in SCENARIOS
        if scenario not in AT_A_REGISTRY
        if client == OLD or scenario not in OF_THE_ENGINE
    ],
    indirect=["docker_cli"],
)
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
def test_answers_like_dockerd_at_both_registries(
    scenario: str,
    docker_cli: str,
    dockerd: str,
    practice_engine: RunningEngine,
    practice_hub: RunningHub,
    registry_with_accounts: str,
    short_folder: Path,
    myimage: Path,
) -> None:
    lines = SCENARIOS[scenario]
    theirs = Client(docker_cli, dockerd, short_folder, "theirs")
    ours = Client(docker_cli, practice_engine.address, short_folder, "ours")
    at_the_hub = played(theirs, practice_hub.host, lines)
    compare(at_the_hub, played(ours, practice_hub.host, lines))
    at_a_registry = played(theirs, registry_with_accounts, lines)
    if scenario != STRANGER:
        compare([in_the_words_of_the_hub(answer) for answer in at_a_registry], at_the_hub)
    if docker_cli == programs.docker_cli(OLD):
        elsewhere = RunningEngine(
            short_folder / "other",
            f"http://{registry_with_accounts}",
            short_folder / "other.sock",
        )
        client = Client(docker_cli, elsewhere.address, short_folder, "elsewhere")
        try:
            compare(at_a_registry, played(client, registry_with_accounts, lines))
        finally:
            elsewhere.stop()
        hold_to_the_record(scenario, at_the_hub)
        hold_to_the_record(f"{scenario}, at a docker-registry", at_a_registry)


def in_the_words_of_the_hub(answer: Answer) -> Answer:
    return replace(answer, err=hub_says(answer.err))


def hub_says(text: str) -> str:
    for at_a_registry, at_the_hub in HUB_SAYS.items():
        text = re.sub(at_a_registry, at_the_hub, text)
    return text


@pytest.mark.parametrize("scenario", [name for name in AT_A_REGISTRY if name != STRANGER])
def test_the_practice_hub_serves_dockerd_as_a_docker_registry_does(scenario: str) -> None:
    at_the_hub, at_a_registry = (
        recorded()[name] for name in (scenario, f"{scenario}, at a docker-registry")
    )
    for row in at_a_registry:
        row["errors"] = [hub_says(error) for error in row["errors"]]
    assert at_a_registry == at_the_hub


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
    for scenario in SCENARIOS:
        assert [row["line"] for row in recorded()[scenario]] == list(SCENARIOS[scenario])
        for row in recorded()[scenario]:
            # What the old client alone plays does not count.
            if command_of(row["line"]) == command and scenario not in OF_THE_ENGINE:
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
