"""What repositories hold, and that what nothing holds goes, and nothing else."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from docker_lessons.hub import Hub
from docker_lessons.hub.content.content import GRACE
from docker_lessons.trace import Trace


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Hub]:
    hub = Hub(
        tmp_path / "hub",
        registry_url="http://127.0.0.1:1",
        site_url="http://127.0.0.1:2",
        trace=Trace(),
    )
    hub.ensure_account("demousr", "calm river stone")
    yield hub
    hub.close()


def repository(hub: Hub, name: str, tag: str = "1.0", text: bytes = b"a") -> Any:
    hub.ensure_repository("demousr", name)
    hub.ensure_image("demousr", name, tag, {"a.txt": text})
    return hub.repositories.find("demousr", name)


def test_blobs_stay_while_one_repository_holds_them(hub: Hub) -> None:
    first, second = repository(hub, "first"), repository(hub, "second")
    assert len(list(hub.content.blobs)) == 2
    hub.repositories.delete(first)
    hub.content.collect()
    assert len(list(hub.content.blobs)) == 2
    hub.repositories.delete(second)
    hub.content.collect()
    assert list(hub.content.blobs) == []


def test_a_blob_waits_for_its_manifest_for_an_hour(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = repository(hub, "held")
    digest = hub.content.blobs.put(b"waiting")
    hub.content.link_blob("demousr/new", digest)
    hub.content.collect()
    assert hub.content.blobs.has(digest)
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + GRACE + 1)
    hub.content.collect()
    assert not hub.content.blobs.has(digest)
    assert len(hub.content.tags(held)) == 1
    assert len(list(hub.content.blobs)) == 2


def test_a_client_that_asked_for_a_blob_has_an_hour_to_name_it(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    digest = hub.content.blobs.put(b"waiting")
    hub.content.link_blob("demousr/new", digest)
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + GRACE - 1)
    assert hub.content.has_blob("demousr/new", digest)
    monkeypatch.setattr(time, "time", lambda: now + GRACE + 1)
    hub.content.collect()
    assert hub.content.blobs.has(digest)


def test_a_blob_between_rename_and_link_is_left_alone(hub: Hub) -> None:
    digest = hub.content.blobs.put(b"arriving")
    with hub.content.arriving(digest):
        hub.content.collect()
        assert hub.content.blobs.has(digest)
    hub.content.collect()
    assert not hub.content.blobs.has(digest)


def test_a_blob_that_a_kill_left_without_a_link_goes_at_the_next_start(
    hub: Hub, tmp_path: Path
) -> None:
    digest = hub.content.blobs.put(b"orphan")
    hub.close()
    again = Hub(
        tmp_path / "hub",
        registry_url="http://127.0.0.1:1",
        site_url="http://127.0.0.1:2",
        trace=Trace(),
    )
    assert not again.content.blobs.has(digest)
    again.close()


def test_a_deleted_tag_takes_its_image_along_unless_another_names_it(hub: Hub) -> None:
    held = repository(hub, "held")
    hub.ensure_image("demousr", "held", "same", {"a.txt": b"a"})
    assert hub.content.delete_tag(held, "1.0")
    assert len(list(hub.content.blobs)) == 2
    digest = hub.content.tags(held)[0].digest
    assert hub.content.delete_tag(held, "same")
    assert hub.content.manifest(held, digest) is None
    assert not hub.content.delete_tag(held, "same")


def test_seeding_twice_changes_nothing(hub: Hub) -> None:
    held = repository(hub, "held")
    before = hub.content.tags(held)
    hub.ensure_repository("demousr", "held", private=True)
    hub.ensure_image("demousr", "held", "1.0", {"a.txt": b"other"})
    again = hub.repositories.find("demousr", "held")
    assert again is not None
    assert (hub.content.tags(again), again.is_private) == (before, False)


def test_a_pull_by_digest_is_one_of_the_tags_with_that_digest(hub: Hub) -> None:
    """As Docker pulls: it asks where a tag points to, and then for that digest."""
    held = repository(hub, "held")
    repository(hub, "held", "2.0", b"b")
    pulled = hub.content.tag(held, "1.0")
    assert pulled is not None
    hub.content.pulled(held, pulled.digest)
    assert {tag.name for tag in hub.content.tags(held) if tag.pulled} == {"1.0"}
