"""Each reader of a course is told it in their own language, at the same time."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient

from docker_lessons import language
from docker_lessons.language import gettext
from docker_lessons.lessons.broadcast import Broadcast
from docker_lessons.world import World
from tests import tongue
from tests.lessons.parts import Parts
from tests.lessons.second_course import DEFINITION

Client = TestClient[web.Request, web.Application]
SOME = DEFINITION.steps[0]


@pytest.fixture
def other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Another language, with a translation of the words that the tests read."""
    return tongue.speaks(
        tmp_path / "locale",
        {
            "Practice Hub": "Ekzerca Nabo",
            SOME.title: f"Titolo: {SOME.title}",
            "There is no step {step}.": "Ne estas paŝo {step}.",
        },
        monkeypatch,
    )


@pytest.fixture
async def parts(short_folder: Path) -> AsyncIterator[Parts]:
    made = Parts(short_folder / "world", DEFINITION)
    await made.start()
    yield made
    await made.close()


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    yield
    language.keep("")


class Reader:
    """Reads lines in one language."""

    def __init__(self, broadcast: Broadcast, name: str) -> None:
        with language.speaking(name):
            self._lines = broadcast.lines()
        self._name = name

    async def next(self) -> Mapping[str, Any]:
        with language.speaking(self._name):
            found: Mapping[str, Any] = json.loads(await anext(self._lines))
        return found

    async def leave(self) -> None:
        await self._lines.aclose()  # type: ignore[attr-defined]


async def test_two_readers_are_told_the_same_in_two_languages(other: str) -> None:
    broadcast = Broadcast()
    broadcast.tell(lambda: {"hub": gettext("Practice Hub")})
    english, esperanto = Reader(broadcast, "en"), Reader(broadcast, other)
    assert await english.next() == {"hub": "Practice Hub"}
    assert await esperanto.next() == {"hub": "Ekzerca Nabo"}
    broadcast.tell(lambda: {"hub": gettext("Practice Hub"), "up": True})
    assert await english.next() == {"hub": "Practice Hub", "up": True}
    assert await esperanto.next() == {"hub": "Ekzerca Nabo", "up": True}


async def test_what_is_told_is_put_into_words_for_each_language_and_not_for_each_reader(
    other: str,
) -> None:
    broadcast, told = Broadcast(), []
    readers = [Reader(broadcast, name) for name in ("en", other, "en", other, "en")]
    for reader in readers:
        await reader.next()
    broadcast.tell(lambda: {"number": told.append(language.current())})
    assert sorted(told) == ["en", other]


async def test_nothing_is_put_into_words_while_nobody_reads() -> None:
    broadcast, told = Broadcast(), []
    reader = Reader(broadcast, "en")
    await reader.next()
    await reader.leave()
    broadcast.tell(lambda: {"number": told.append("")})
    assert not broadcast.is_watched
    assert told == []


async def test_each_request_is_answered_in_its_reader_s_language(parts: Parts, other: str) -> None:
    client = await parts.control()
    title_there = SOME.title.format(image=DEFINITION.names.image)
    for name, title in (("en", title_there), (other, f"Titolo: {title_there}")):
        answer = await client.get("/course", headers={"Accept-Language": name})
        assert (await answer.json())["steps"][0]["title"] == title
    refused = await client.post(
        "/check", json={"step": "fly"}, headers={"Accept-Language": f"{other}, en;q=0.5"}
    )
    assert (await refused.json())["message"] == "Ne estas paŝo fly."


async def test_two_windows_follow_the_world_in_two_languages(parts: Parts, other: str) -> None:
    client = await parts.control()
    english = await client.get("/watch", headers={"Accept-Language": "en"})
    esperanto = await client.get("/watch", headers={"Accept-Language": other})
    assert (await _line(english))["picture"]["hub_name"] == "Practice Hub"
    assert (await _line(esperanto))["picture"]["hub_name"] == "Ekzerca Nabo"
    await parts.stop_hub()
    await parts.course.refresh()
    for reading, called in ((english, "Practice Hub"), (esperanto, "Ekzerca Nabo")):
        line = await _until(reading, lambda one: not one["hub_up"])
        assert line["picture"]["hub_name"] == called


async def test_a_choice_is_kept_with_the_world_and_told_to_every_reader(
    parts: Parts, other: str
) -> None:
    client = await parts.control()
    reading = await client.get("/watch")
    assert (await _line(reading))["language"] == ""
    answer = await client.post("/language", json={"language": f"{other}-EO"})
    assert await answer.json() == {"language": other}
    await _until(reading, lambda line: line["language"] == other)
    assert World(parts.world.home).language == other
    refused = await client.post("/language", json={"language": "klingon"})
    assert refused.status == 400
    assert World(parts.world.home).language == other


async def _line(reading: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(await reading.content.readline())
    return found


async def _until(reading: Any, wanted: Any) -> dict[str, Any]:
    async with asyncio.timeout(60):
        while not wanted(line := await _line(reading)):
            pass
    return line
