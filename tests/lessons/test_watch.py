"""`/watch` follows the world by itself; `/course` gives the course's words."""

import asyncio
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from docker_lessons.course_check.stage import Stage
from docker_lessons.lessons import chapter, course
from docker_lessons.lessons.engine_listener import EngineListener
from docker_lessons.lessons.lookout import Lookout
from docker_lessons.trace import Activity
from docker_lessons.world import control
from tests.lessons.parts import Parts
from tests.lessons.second_course import DEFINITION

State = dict[str, Any]


class Watcher:
    """Reads `/watch` in a thread, and waits for a state."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._news = threading.Condition()
        self._last: State = {}
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        for line in control.lines(self._stage.world, "/watch"):
            with self._news:
                self._last = line
                self._news.notify_all()

    def until(self, wanted: Callable[[State], object]) -> State:
        """The first state that is as wanted."""
        with self._news:
            assert self._news.wait_for(lambda: self._last and wanted(self._last), 60), self._last
            return self._last


def test_every_act_in_a_terminal_is_told_without_asking(stage: Stage) -> None:
    watcher = Watcher(stage)
    verdict = lambda state, step: state["verdicts"][step]["verdict"]  # noqa: E731
    watcher.until(lambda s: s["engine_up"] and s["hub_up"])
    stage.docker("build", "-q", "-t", "myimage:0.1", "myimage")
    watcher.until(lambda s: verdict(s, "build-image") == "passed")
    stage.docker("tag", "myimage:0.1", "demousr/demorep:1.0")
    state = watcher.until(lambda s: verdict(s, "tag") == "passed")
    [image] = state["picture"]["host"]
    assert "demousr/demorep:1.0" not in str(state["picture"]["before"])
    assert image["names"] == ["demousr/demorep:1.0", "myimage:0.1"]
    stage.hub.create("demorep")
    watcher.until(lambda s: s["picture"]["hub"])
    stage.log_in()
    state = watcher.until(lambda s: verdict(s, "log-in") == "passed")
    assert state["picture"]["log_in"] == "demousr"
    stage.docker("push", "demousr/demorep:1.0")
    state = watcher.until(lambda s: verdict(s, "push") == "passed")
    [tag] = state["picture"]["hub"][0]["tags"]
    assert tag["layers"] == image["layers"]
    assert len(tag["layers"]) == len(tag["blobs"]) == 2
    assert any(one["kind"] == "push" for one in state["activities"])
    stage.docker("logout")
    watcher.until(lambda s: s["picture"]["log_in"] is None)


def test_a_client_s_own_refusal_is_told_too(stage: Stage) -> None:
    stage.solve("create-repository")
    watcher = Watcher(stage)
    stage.cell("docker tag myimage:0.1 demousr/demorep:1,0")
    watcher.until(lambda s: s["verdicts"]["tag"]["cause"] == "tag-comma")


def test_a_reader_who_leaves_is_no_error(stage: Stage) -> None:
    reading = control.lines(stage.world, "/watch")
    next(reading)
    reading.close()
    watcher = Watcher(stage)
    stage.docker("build", "-q", "-t", "myimage:0.1", "myimage")
    watcher.until(lambda s: s["verdicts"]["build-image"]["verdict"] == "passed")
    stage.docker("tag", "myimage:0.1", "demousr/demorep:1.0")
    watcher.until(lambda s: s["verdicts"]["tag"]["verdict"] == "passed")
    assert " ERROR " not in (stage.world.home / "service.log").read_text()


def test_course_has_the_words_of_every_step(stage: Stage) -> None:
    told = control.ask(stage.world, "GET", "/course")
    assert [step["step"] for step in told["steps"]] == list(chapter.STEPS)
    for step in told["steps"]:
        assert step["title"]
        assert step["goal"].endswith((".", ")"))
        assert len(step["hints"]) == 2
        assert "{" not in str(step).replace("{'", "").replace("': {", "")
    on_pages = [name for page in told["pages"] for name in page["steps"]]
    assert on_pages == list(chapter.STEPS)
    assert sum(page["minutes"] for page in told["pages"]) == 105


def test_lines_of_the_second_version(stage: Stage) -> None:
    stage.solve("pull-back")
    watcher = Watcher(stage)
    watcher.until(lambda s: s["lines"]["second-build"] == [False, False])
    stage.write("message.txt", "new\n")
    stage.docker("build", "-q", "-t", "wrong:name", "myimage")
    watcher.until(lambda s: s["lines"]["second-build"] == [True, False])
    stage.docker("tag", "wrong:name", "myimage:0.2")
    watcher.until(lambda s: s["lines"]["second-build"] == [True, True])


async def test_a_build_before_the_first_look_has_ended_is_no_error(
    short_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = Parts(short_folder / "world", DEFINITION)
    errors: list[dict[str, Any]] = []
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _, error: errors.append(error))
    refresh = Lookout.refresh

    async def late(lookout: Lookout) -> None:
        parts.trace.activity(Activity(1, "build", "app:1"))
        for _ in range(3):  # rounds of the event loop
            await asyncio.sleep(0)
        await refresh(lookout)

    monkeypatch.setattr(course, "_ACTIVITY_PAUSE", 0)
    monkeypatch.setattr(Lookout, "refresh", late)
    await parts.start()
    await parts.close()
    assert errors == []


async def test_a_look_answers_every_change_before_it(
    short_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = Parts(short_folder / "world", DEFINITION)
    looks: list[Lookout] = []
    refresh = Lookout.refresh

    async def counted(lookout: Lookout) -> None:
        looks.append(lookout)
        await refresh(lookout)

    async def deaf(_: EngineListener) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(EngineListener, "follow", deaf)
    await parts.start()
    await parts.course.refresh()
    monkeypatch.setattr(Lookout, "refresh", counted)
    for _ in range(3):
        parts.course.poke()
    await parts.course.refresh()
    await parts.course.refresh()
    await parts.close()
    assert len(looks) == 2


async def test_a_change_whose_look_was_broken_off_is_looked_at_again(
    short_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = Parts(short_folder / "world", DEFINITION)
    looked = asyncio.Event()
    refresh = Lookout.refresh
    fails = [True]

    async def broken(lookout: Lookout) -> None:
        if fails.pop() if fails else False:
            raise asyncio.CancelledError
        await refresh(lookout)
        looked.set()

    await parts.start()
    monkeypatch.setattr(Lookout, "refresh", broken)
    with pytest.raises(asyncio.CancelledError):
        await parts.course.refresh()
    await asyncio.wait_for(looked.wait(), 60)
    await parts.close()


@pytest.mark.whole
def test_the_columns_are_named_as_the_client_in_use_heads_them(
    short_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = short_folder / "docker"
    client.write_text("#!/bin/sh\necho 'Docker version 29.0.1, build x'\n")
    client.chmod(0o755)
    monkeypatch.setenv("PATH", f"{short_folder}{os.pathsep}{os.environ['PATH']}")
    with Stage() as stage:
        told = control.ask(stage.world, "GET", "/course")
        hints = {step["step"]: step["hints"] for step in told["steps"]}
        assert "a column called ID." in hints["list-images"][0]
