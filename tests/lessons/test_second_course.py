"""Another course than the shipped chapter goes through the same judging, routes and solutions."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientResponse

from docker_lessons.lessons import chapter
from docker_lessons.lessons.memory import Memory
from tests.lessons.looks import FIRST, Case, case, look
from tests.lessons.parts import Parts
from tests.lessons.second_course import DEFINITION

TARGET = "demousr/apps:v1"
APP = look(DEFINITION).image(FIRST, "app:1")
CASES = (
    case("build-app", "build-app-holds", APP, "app:1 is aa0000000000", facts={"id": FIRST[7:19]}),
    case("name-app", "name-missing", APP, f"no {TARGET}", f"docker tag app:1 {TARGET}"),
    case("clear-app", "app-left", APP, "app:1 is here", f"docker rmi app:1 {TARGET}"),
)


@pytest.mark.parametrize("one", CASES, ids=str)
def test_tells(one: Case) -> None:
    one.check()


@pytest.fixture
async def parts(short_folder: Path) -> AsyncIterator[Parts]:
    made = Parts(short_folder / "world", DEFINITION)
    await made.start()
    yield made
    await made.close()


async def the_state(parts: Parts) -> dict[str, Any]:
    """The first line of `/watch`."""
    response = await (await parts.control()).get("/watch")
    line: dict[str, Any] = json.loads(await response.content.readline())
    response.close()
    return line


async def told(response: ClientResponse) -> dict[str, Any]:
    document: dict[str, Any] = await response.json()
    return document


async def test_its_words_are_told(parts: Parts) -> None:
    course = await told(await (await parts.control()).get("/course"))
    assert [page["steps"] for page in course["pages"]] == [["build-app", "name-app"], ["clear-app"]]
    assert course["steps"][1]["question"]["text"] == f"Which tag has {TARGET}?"


async def test_check_judges_its_steps_alone(parts: Parts) -> None:
    control = await parts.control()
    said = await told(await control.post("/check", json={"step": "build-app"}))
    assert said == {
        "step": "build-app",
        "verdict": "not yet",
        "cause": "app-missing",
        "seen": "this computer has no images",
        "wanted": "app:1",
        "repair": "docker build -t app:1 app",
        "text": "Build it.",
    }
    assert (await control.post("/check", json={"step": "tag"})).status == 404


async def test_solve_does_what_is_missing_before(parts: Parts) -> None:
    control = await parts.control()
    done = await told(await control.post("/solve", json={"step": "name-app"}))
    assert done["did"] == ["docker build -t app:1 app", f"docker tag app:1 {TARGET}"]
    assert done["verdict"]["verdict"] == "passed"


async def test_an_answer_is_judged_and_kept(parts: Parts) -> None:
    control = await parts.control()
    await control.post("/solve", json={"step": "name-app"})
    await parts.course.forget()
    wrong = await told(await control.post("/check", json={"step": "name-app", "answer": "v2"}))
    assert (wrong["cause"], wrong["seen"]) == ("name-wrong", f"{TARGET} is here; you answered v2")
    right = await told(await control.post("/check", json={"step": "name-app", "answer": "v1"}))
    assert right["verdict"] == "passed"
    assert (await the_state(parts))["answers"]["name-app"] == {"text": "v1", "accepted": True}


async def test_watch_tells_what_was_found_beside_the_words(parts: Parts) -> None:
    verdict = (await the_state(parts))["verdicts"]["build-app"]
    facts = {"here": {"shown": [], "more": 0}}
    assert verdict["finding"] == {"cause": "app-missing", "variant": "", "facts": facts}
    assert verdict["text"] == "Build it."


async def test_a_later_step_of_its_own_undoes_an_earlier_one(parts: Parts) -> None:
    await parts.course.solve(DEFINITION.by_id["clear-app"])
    state = await the_state(parts)
    assert [row["verdict"] for row in state["course"]] == ["passed"] * 3
    assert "the step clear-app undoes it" in state["verdicts"]["build-app"]["seen"]


async def test_its_progress_is_its_own(parts: Parts) -> None:
    await parts.course.solve(DEFINITION.by_id["build-app"])
    await parts.close()
    memory = Memory(parts.world.memory, chapter.KEY)
    assert memory.view().progress == {}
    memory.close()
    memory = Memory(parts.world.memory, DEFINITION.key)
    assert memory.view().progress == {"build-app": "shown"}
    memory.close()
