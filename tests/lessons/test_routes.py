"""What the course takes and answers on the control socket, whatever it is sent."""

from __future__ import annotations

import pytest

from docker_lessons.lessons import chapter
from docker_lessons.lessons.course import Course
from docker_lessons.service.lessons import Lessons
from tests.lessons.parts import Parts

HALVES = r"\ud83d \udcff"


async def test_an_answer_with_half_a_character_is_judged_and_kept(parts: Parts) -> None:
    control = await parts.control()
    body = f'{{"step": "list-images", "answer": "{HALVES}"}}'
    said = await control.post("/check", data=body)
    assert said.status == 200
    assert (await said.json())["verdict"] == "not yet"
    assert (await control.post("/check", json={"step": "list-images"})).status == 200


async def test_a_command_with_half_a_character_is_kept(parts: Parts) -> None:
    control = await parts.control()
    body = f'{{"argv": ["docker", "tag", "{HALVES}"], "exit_code": 1, "stderr_tail": "{HALVES}"}}'
    assert (await control.post("/commands", data=body)).status == 200
    assert (await control.post("/check", json={"step": "tag"})).status == 200


@pytest.mark.parametrize("path", ["/check", "/solve", "/commands", "/language"])
async def test_what_is_not_json_is_refused_with_the_reason(parts: Parts, path: str) -> None:
    said = await (await parts.control()).post(path, data=b"{")
    assert said.status == 400
    assert await said.json() == {"message": "unexpected end of JSON input"}


async def test_a_failure_of_the_lessons_is_a_sentence(
    parts: Parts, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(_: Course) -> None:
        raise RuntimeError("nobody thought of this")

    monkeypatch.setattr(Course, "outline", fails)
    lessons = Lessons(chapter.definition, parts.world, parts.trace)
    lessons.begin()
    control = await parts.control(lessons.routes())
    said = await control.get("/course")
    assert said.status == 500
    assert str(parts.world.log) in (await said.json())["message"]
    assert "nobody thought of this" in caplog.text
    await lessons.close()
