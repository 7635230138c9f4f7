"""The lines that have to do with a registry: at the practice Hub, and at Debian's docker-registry.

dockerd and ours say the same at each of the two, and dockerd says at the docker-registry what it says at
the Hub.
"""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests import programs
from tests.engine.dockerd_made import DockerdMade
from tests.engine.like_dockerd.comparison import (
    Answer,
    answers_of,
    compare,
    hold_to_the_record,
    played,
    record_of,
    recorded,
)
from tests.engine.like_dockerd.lines import AT_A_REGISTRY, SCENARIOS, STRANGER
from tests.engine.serving import Client, Loop, ServedEngine, ServedHub

pytestmark = pytest.mark.timeout(900)  # a slow machine is no fault

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


@pytest.mark.parametrize("scenario", AT_A_REGISTRY)
@pytest.mark.slow
def test_answers_like_dockerd_at_both_registries(
    scenario: str,
    dockerd_made: DockerdMade,
    practice_engine: ServedEngine,
    practice_hub: ServedHub,
    registry_with_accounts: str,
    loop: Loop,
    short_folder: Path,
    myimage: Path,
) -> None:
    program, lines = programs.docker_cli(programs.DOCKER_CLIS[1]), SCENARIOS[scenario]

    def asked(address: str) -> list[list[dict[str, Any]]]:
        client = Client(program, address, short_folder, "theirs")
        places = (practice_hub.host, registry_with_accounts)
        return [record_of(played(client, place, lines), whole=True) for place in places]

    at_the_hub, at_a_registry = map(answers_of, dockerd_made(asked))
    ours = Client(program, practice_engine.address, short_folder, "ours")
    compare(at_the_hub, played(ours, practice_hub.host, lines))
    if scenario != STRANGER:
        compare([in_the_words_of_the_hub(answer) for answer in at_a_registry], at_the_hub)
    elsewhere = ServedEngine(
        loop,
        short_folder / "other",
        f"http://{registry_with_accounts}",
        short_folder / "other.sock",
    )
    client = Client(program, elsewhere.address, short_folder, "elsewhere")
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
