"""A damaged database: said at the start, what can be read is there again, and the file is kept."""

from __future__ import annotations

import logging
import os
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
import requests

from docker_lessons.hub import Hub
from docker_lessons.hub.database import DamagedDatabase, Database
from docker_lessons.trace import Trace
from tests.hub.registry_client import Client, code

if TYPE_CHECKING:
    from pathlib import Path

    from tests.hub.running import RunningHub


def hub_at(root: Path) -> Hub:
    hub = Hub(root, registry_url="http://127.0.0.1:1", site_url="http://127.0.0.1:2", trace=Trace())
    hub.ensure_account("demousr", None)
    return hub


def fill(root: Path, images: int = 3) -> None:
    hub = hub_at(root)
    for number in range(images):
        hub.ensure_repository("demousr", f"rep{number}", description="d" * 90)
        hub.ensure_image("demousr", f"rep{number}", "1.0", {"a.txt": os.urandom(10).hex().encode()})
    hub.access_tokens.create("demousr", "laptop", ["repo:read"])
    hub.close()


def tags_of(hub: Hub) -> list[str]:
    found = hub.repositories.seen_by("demousr", namespace="demousr")
    return [f"{one.name}:{tag}" for one in found for tag in hub.content.tag_names(one)]


def overwrite(path: Path, first: int, size: int) -> None:
    with path.open("r+b") as file:
        file.seek(first)
        file.write(b"\xa5" * size)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "hub"


def test_a_whole_database_is_left_alone(root: Path) -> None:
    fill(root)
    hub = hub_at(root)
    assert hub.rescue is None
    assert len(tags_of(hub)) == 3
    assert list(root.glob("damaged*")) == []
    hub.close()


@pytest.mark.parametrize("damage", ["header", "nothing but noise", "cut off", "no database"])
def test_what_cannot_be_read_at_all_is_put_aside_and_the_hub_is_as_new(
    root: Path, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    fill(root)
    path = root / "hub.db"
    size = path.stat().st_size
    if damage == "header":
        overwrite(path, 0, 100)
    elif damage == "nothing but noise":
        overwrite(path, 0, size)
    elif damage == "cut off":
        path.write_bytes(path.read_bytes()[:4096])
    else:
        path.write_text("This is a letter, not a database.\n" * 100)
    before = path.read_bytes()
    hub = hub_at(root)
    assert "The practice Hub's database was damaged" in str(hub.rescue)
    assert "starts over" in str(hub.rescue)
    assert str(hub.rescue) in caplog.text
    assert hub.rescue
    assert (hub.rescue.kept / "hub.db").read_bytes() == before
    hub.ensure_repository("demousr", "again")
    hub.close()
    again = hub_at(root)
    assert again.rescue is None
    assert again.repositories.find("demousr", "again")
    again.close()


PAGE = 4096


def root_page(path: Path, table: str) -> int:
    """Where the page of a small table begins."""
    with closing(sqlite3.connect(path)) as database:
        row = database.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,))
        return (int(row.fetchone()[0]) - 1) * PAGE


def last_page_with(path: Path, text: bytes) -> int:
    """Where the last page begins that holds some text."""
    return path.read_bytes().rindex(text) // PAGE * PAGE


@pytest.mark.parametrize("images", [3, 60])
def test_what_can_be_read_is_there_again(root: Path, images: int) -> None:
    fill(root, images)
    path = root / "hub.db"
    overwrite(path, last_page_with(path, b'"schemaVersion"'), PAGE)
    hub = hub_at(root)
    assert hub.rescue
    assert hub.rescue.repositories == images
    assert hub.rescue.tags == len(tags_of(hub))
    if images > 3:
        assert 0 < hub.rescue.tags < images
        assert f"{images} repositories and {hub.rescue.tags} tags" in str(hub.rescue)
    for repository in hub.repositories.seen_by("demousr", namespace="demousr"):
        for tag in hub.content.tags(repository):
            assert hub.content.manifest(repository, tag.name)
            assert hub.content.blobs.has(tag.images[0].config)
    assert hub.database.rows("PRAGMA foreign_key_check") == []
    assert [one.label for one in hub.access_tokens.all("demousr")] == ["laptop"]
    hub.close()


@pytest.mark.parametrize("table", ["blobs", "manifest_references", "sessions", "access_tokens"])
def test_what_only_links_is_made_again_and_no_layer_is_lost(root: Path, table: str) -> None:
    fill(root, 8)
    path = root / "hub.db"
    blobs = sorted(file.name for file in (root / "blobs" / "sha256").iterdir())
    overwrite(path, root_page(path, table), PAGE)
    hub = hub_at(root)
    assert hub.rescue
    assert len(tags_of(hub)) == 8
    assert sorted(file.name for file in (root / "blobs" / "sha256").iterdir()) == blobs
    for repository in hub.repositories.seen_by("demousr", namespace="demousr"):
        (tag,) = hub.content.tags(repository)
        assert hub.content.has_blob(repository.path, tag.images[0].config)
    hub.close()


def test_every_page_of_a_database_can_be_lost_and_the_hub_starts(root: Path) -> None:
    fill(root, 8)
    path = root / "hub.db"
    whole = path.read_bytes()
    for number in range(0, len(whole) // PAGE, 3):
        path.write_bytes(whole)
        overwrite(path, number * PAGE, PAGE)
        hub = hub_at(root)
        assert len(tags_of(hub)) <= 8
        hub.ensure_repository("demousr", "again")
        hub.close()


def test_a_manifest_whose_bytes_changed_is_not_taken_over(root: Path) -> None:
    fill(root)
    path = root / "hub.db"
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE manifests SET content = x'7b7d' WHERE repository = 1")
    overwrite(path, root_page(path, "sessions"), PAGE)
    hub = hub_at(root)
    assert tags_of(hub) == ["rep1:1.0", "rep2:1.0"]
    hub.close()


def test_a_kill_in_the_middle_of_a_rescue_loses_nothing(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(root)
    path = root / "hub.db"
    overwrite(path, root_page(path, "sessions"), PAGE)
    from docker_lessons.hub import rescue
    from docker_lessons.oci import damaged

    class Killed(BaseException):
        pass

    def kill(*_: Any) -> Any:
        raise Killed

    for module, step in ((rescue, "_copy"), (damaged, "_set_aside")):
        with monkeypatch.context() as patched:
            patched.setattr(module, step, kill)
            with pytest.raises(Killed):
                hub_at(root)
        if step == "_set_aside":  # and between the two renames
            damaged._set_aside(path)
    hub = hub_at(root)
    assert len(tags_of(hub)) == 3
    hub.close()


def test_damage_that_is_met_later_is_said(
    own_hub: RunningHub, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    client = Client(own_hub)
    client.push_manifest("1.0")

    class Broken:
        in_transaction = False

        def execute(self, *_: Any) -> Any:
            error = sqlite3.DatabaseError("database disk image is malformed")
            error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
            raise error

        def close(self) -> None:
            pass

    whole = own_hub.hub.database._connection
    own_hub.call(lambda it: setattr(it.database, "_connection", Broken()))
    with caplog.at_level(logging.ERROR):
        answer = client.ask("GET", "manifests/1.0")
    assert (answer.status_code, code(answer)) == (500, "UNKNOWN")
    assert "database is damaged" in answer.json()["errors"][0]["message"]
    page = requests.get(f"{own_hub.site}/search", timeout=60)
    assert page.status_code == 500
    assert "docker-lessons stop" in page.text
    assert "is malformed" in caplog.text
    own_hub.call(lambda it: setattr(it.database, "_connection", whole))


def test_a_check_is_quick(root: Path) -> None:
    fill(root)
    Database(root / "hub.db", check=True).close()
    overwrite(root / "hub.db", 0, 16)
    with pytest.raises(DamagedDatabase, match="docker-lessons stop"):
        Database(root / "hub.db", check=True)
