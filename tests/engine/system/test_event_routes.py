"""Events: kept over a restart, told while they happen, in the order in which things happened."""

import json
import time

from tests.engine.serving import EngineProcess, EngineSocket, ServedEngine

BUILD = "FROM scratch\nLABEL course=yes\n"


def events(engine: EngineSocket, query: str) -> list[dict[str, object]]:
    status, text = engine.ask("GET", f"/events?{query}", raw=True)
    assert status == 200
    return [json.loads(line) for line in text.splitlines()]


def now() -> str:
    return f"{time.time():.9f}"


def test_they_survive_a_kill(engine_process: EngineProcess) -> None:
    since = now()
    engine_process.build(BUILD, "t=myimage:0.1")
    engine_process.ask("POST", "/images/myimage:0.1/tag?repo=demousr/demorep&tag=1.0")
    before = events(engine_process, f"since={since}&until={now()}")
    engine_process.kill()
    engine_process.start()
    assert events(engine_process, f"since={since}&until={now()}") == before
    assert [event["Action"] for event in before] == ["tag", "tag"]
    actor = before[1]["Actor"]
    assert isinstance(actor, dict)
    assert actor["Attributes"] == {"name": "demousr/demorep:1.0", "course": "yes"}
    assert before[1]["status"] == "tag"
    assert before[1]["id"] == actor["ID"]


def test_until_a_time_to_come_the_past_is_told_and_then_what_happens(
    practice_engine: ServedEngine,
) -> None:
    practice_engine.build(BUILD, "t=old:1")
    image = "filters=%7B%22type%22:%5B%22image%22%5D%7D"
    with practice_engine.stream("GET", f"/events?until={time.time() + 60:.9f}&{image}") as told:
        # With `until`, dockerd tells the past as well.
        assert json.loads(next(told))["Action"] == "tag"
        practice_engine.ask("POST", "/images/old:1/tag?repo=new")
        assert json.loads(next(told))["Action"] == "tag"


def test_at_the_time_of_until_the_stream_ends_by_itself(practice_engine: ServedEngine) -> None:
    practice_engine.build(BUILD, "t=old:1")
    until = time.time() + 0.3
    told = events(practice_engine, f"until={until:.9f}")
    assert time.time() > until - 0.1
    assert [event["Action"] for event in told] == ["tag"]


def test_thirty_removals_and_builds_are_all_told_in_order(
    practice_engine: ServedEngine,
) -> None:
    since = now()
    for number in range(30):
        practice_engine.build(BUILD, f"t=myimage:{number}")
        practice_engine.ask("DELETE", f"/images/myimage:{number}")
    told = events(practice_engine, f"since={since}&until={now()}")
    assert [event["Action"] for event in told] == ["tag", "untag", "delete"] * 30
    times = [int(str(event["timeNano"])) for event in told]
    assert times == sorted(times)


def test_the_end_of_the_engine_ends_the_streams(engine_process: EngineProcess) -> None:
    with engine_process.stream("GET", "/events") as told:
        engine_process.stop()
        assert list(told) == []
