"""What can be asked of a world follows from its engine."""

from pathlib import Path

import pytest

from docker_lessons.world.engine import DOCKER, PRACTICE, Engine, Kind


@pytest.mark.parametrize(("kind", "shared"), [(PRACTICE, False), (DOCKER, True)])
def test_the_learners_docker_is_shared_and_the_practice_engine_is_ours(
    kind: Kind, shared: bool
) -> None:
    can = Engine(kind, Path("/engine.sock")).capabilities
    assert (can.engine_is_shared, can.names_bear_an_address) == (shared,) * 2
    assert (can.hears_refused_requests, can.tells_transfers, can.starts_with_world) == (
        not shared,
    ) * 3
    assert can.hub == "practice"


def test_who_starts_an_engine_is_told_what_brings_it_back() -> None:
    practice, own = (Engine(kind, Path("/engine.sock")) for kind in (PRACTICE, DOCKER))
    assert practice.advice == "docker-lessons start brings it back."
    assert own.repair == "docker-lessons start --engine practice"
    assert own.advice.startswith("Start your Docker as you always do")
