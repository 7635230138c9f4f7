"""The Hub alone is gone, while engine and lessons go on: told apart from a learner's mistake."""

import pytest

from docker_lessons.lessons import chapter
from tests.lessons.parts import Parts


@pytest.mark.parametrize("step", ["create-repository", "log-in", "push", "see-tag", "pull-back"])
async def test_steps_of_the_hub_could_not_be_checked(parts: Parts, step: str) -> None:
    await parts.course.solve(chapter.definition().by_id["log-in"])
    await parts.stop_hub()
    verdict = await parts.course.check(chapter.definition().by_id[step], None)
    assert (verdict.verdict, verdict.cause) == ("could not check", "hub-unreachable")
    assert "This isn't your fault" in verdict.text


@pytest.mark.parametrize("step", ["build-image", "list-images", "tag"])
async def test_steps_of_the_host_go_on(parts: Parts, step: str) -> None:
    await parts.course.solve(chapter.definition().by_id["tag"])
    await parts.stop_hub()
    assert (await parts.course.check(chapter.definition().by_id[step], None)).passed


@pytest.mark.parametrize("step", ["create-repository", "log-in", "push", "see-tag", "second-push"])
async def test_a_solution_that_needs_the_hub_says_what_is_in_the_way(
    parts: Parts, step: str
) -> None:
    await parts.course.solve(chapter.definition().by_id["list-images"])
    await parts.stop_hub()
    control = await parts.control()
    answer = await control.post("/solve", json={"step": step})
    assert answer.status == 409
    assert "This isn't your fault" in (await answer.json())["message"]


async def test_a_solution_that_needs_no_hub_goes_past_what_passed_there_earlier(
    parts: Parts,
) -> None:
    await parts.course.solve(chapter.definition().by_id["create-repository"])
    await parts.stop_hub()
    assert (await parts.course.solve(chapter.definition().by_id["tag"]))[1].passed
