"""Images by any part of an ID, and what each version of the API says of them."""

import json
import re
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest

from tests.engine.serving import Loop, ServedEngine


def test_an_image_is_found_by_any_start_of_its_id(practice_engine: ServedEngine) -> None:
    practice_engine.build("FROM scratch\nCMD x\n", "t=myimage:0.1")
    _, image = practice_engine.ask("GET", "/images/myimage:0.1/json")
    whole = image["Id"]
    assert re.fullmatch(r"sha256:[0-9a-f]{64}", whole)
    for text in (whole, whole[:20], whole[7:], whole[7:19], whole[7:10]):
        assert practice_engine.ask("GET", f"/images/{text}/json")[1]["Id"] == whole


def test_what_newer_versions_of_the_api_leave_out(practice_engine: ServedEngine) -> None:
    practice_engine.build("FROM scratch\nCMD x\n")
    for version, sizes, tags in (("1.41", True, ["<none>:<none>"]), ("1.44", False, [])):
        [summary] = practice_engine.ask("GET", f"/v{version}/images/json")[1]
        assert ("VirtualSize" in summary) is sizes
        assert summary["RepoTags"] == tags


def test_images_are_listed_and_removed_on_a_full_disk(
    loop: Loop, small_disk: Path, short_folder: Path
) -> None:
    engine = ServedEngine(
        loop, small_disk / "engine", "http://127.0.0.1:1", short_folder / "small.sock"
    )
    try:
        for name in ("one", "two"):
            _, text = engine.build(f"FROM scratch\nCOPY {name} /\n", f"t={name}:1", {name: b"x"})
            assert "Successfully tagged" in text
        with (small_disk / "filler").open("wb", buffering=0) as file, suppress(OSError):
            while file.write(bytes(4096)):
                pass
        assert len(engine.ask("GET", "/images/json")[1]) == 2
        assert engine.ask("DELETE", "/images/one:1")[0] == 200
        assert engine.ask("POST", "/images/prune")[0] == 200
        assert engine.ask("DELETE", "/images/two:1")[0] == 200
        assert engine.ask("GET", "/images/json?all=1")[1] == []
    finally:
        engine.stop()


@pytest.mark.parametrize(
    "change",
    [
        {"created": "2026-13-01T00:00:00Z"},
        {"created": "9999-12-31T23:59:59-12:00"},
        {"created": 7},
        {"config": {"Labels": {"a": 1}}},
        {"config": {"Labels": {"a": "\ud800"}}},
        {"config": {"Labels": ["a"], "Env": "PATH=/", "ExposedPorts": 3}},
        {"config": [], "history": {}},
        {"history": [{"created": "yesterday"}, 3]},
        {"architecture": {}, "os": []},
        {"author": "\udfff"},
    ],
)
def test_a_bad_config_that_is_stored_already_is_seen_and_can_be_removed(
    loop: Loop, short_folder: Path, change: dict[str, Any]
) -> None:
    engine = ServedEngine(
        loop, short_folder / "engine", "http://127.0.0.1:1", short_folder / "own.sock"
    )
    try:
        for name in ("good", "bad"):
            engine.build(f"FROM scratch\nCOPY a /\nLABEL n={name}\n", f"t={name}:1", {"a": b"x"})
        image = engine.ask("GET", "/images/bad:1/json")[1]["Id"]
        with closing(sqlite3.connect(short_folder / "engine" / "engine.db")) as database, database:
            [config] = database.execute("SELECT config FROM image WHERE id = ?", [image]).fetchone()
            bad = {**json.loads(config), **change}
            values = [json.dumps(bad).encode(), image]
            database.execute("UPDATE image SET config = ? WHERE id = ?", values)
        for place in (
            *("/images/json", "/images/json?all=1", "/system/df", "/info", "/images/bad:1/json"),
            *("/images/bad:1/history", "/images/json?filters=%7B%22label%22%3A%5B%22a%22%5D%7D"),
            *(
                "/images/json?filters=%7B%22since%22%3A%5B%22bad%3A1%22%5D%7D",
                "/images/good:1/json",
            ),
        ):
            assert engine.ask("GET", place)[0] == 200, place
        assert len(engine.ask("GET", "/images/json")[1]) == 2
        assert engine.ask("DELETE", "/images/bad:1")[0] == 200
        assert [one["RepoTags"] for one in engine.ask("GET", "/images/json")[1]] == [["good:1"]]
        assert engine.ask("DELETE", "/images/good:1")[0] == 200
    finally:
        engine.stop()
