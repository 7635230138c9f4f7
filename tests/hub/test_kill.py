"""The Hub survives a kill at any instant: whole blobs, whole pushes, and the same push succeeds."""

from __future__ import annotations

import contextlib
import json
import os
import random
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from docker_lessons.hub.database import Database, UnknownState
from docker_lessons.oci.digest import sha256
from docker_lessons.oci.store import BlobStore
from tests import programs
from tests.blobs import is_whole
from tests.hub.serve import PASSWORD

pytestmark = pytest.mark.timeout(900)  # a slow machine is no fault

OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json"


class Process:
    """A Hub in a process of its own, over one directory, at ports that stay."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.ports = programs.free_port(), programs.free_port()
        self.registry, self.site = (f"http://127.0.0.1:{port}" for port in self.ports)
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, Path(__file__).with_name("serve.py"), self.root, *map(str, self.ports)]
        )
        programs.wait_for("the Hub answers", self._answers)

    def kill(self) -> None:
        assert self.process
        self.process.kill()
        self.process.wait()

    def wait_for_upload(self, worker: threading.Thread) -> None:
        """Return in the middle of an upload, or when the worker has ended."""
        while worker.is_alive() and not any((self.root / "blobs" / "writing").iterdir()):
            time.sleep(0.001)

    def _answers(self) -> bool:
        with contextlib.suppress(requests.RequestException):
            return all(
                requests.get(f"{url}/", timeout=2).status_code < 500
                for url in (self.registry, self.site)
            )
        return False

    def push(self, tag: str, layer: bytes) -> str:
        """Push an image of one layer in chunks; gives its digest."""
        session = requests.Session()
        scope = {"scope": "repository:demousr/demorep:pull,push"}
        answer = session.get(
            f"{self.registry}/token", params=scope, auth=("demousr", PASSWORD), timeout=60
        )
        session.headers["Authorization"] = f"Bearer {answer.json()['token']}"
        base = f"{self.registry}/v2/demousr/demorep"
        for blob in (b"{}", layer):
            if session.head(f"{base}/blobs/{sha256(blob)}", timeout=60).ok:
                continue
            place = session.post(f"{base}/blobs/uploads/", timeout=60).headers["Location"]
            for start in range(0, len(blob), 65536):
                session.patch(
                    self.registry + place, data=blob[start : start + 65536], timeout=60
                ).raise_for_status()
            session.put(
                self.registry + place, params={"digest": sha256(blob)}, timeout=60
            ).raise_for_status()
        manifest = json.dumps(
            {
                "schemaVersion": 2,
                "mediaType": OCI_MANIFEST,
                "config": {"mediaType": "x/c", "digest": sha256(b"{}"), "size": 2},
                "layers": [{"mediaType": "x/l", "digest": sha256(layer), "size": len(layer)}],
            }
        ).encode()
        session.put(
            f"{base}/manifests/{tag}",
            data=manifest,
            headers={"Content-Type": OCI_MANIFEST},
            timeout=60,
        ).raise_for_status()
        return sha256(manifest)

    def create(self, name: str) -> None:
        """Create a repository by the page's form."""
        session = requests.Session()

        def send(page: str, place: str, **fields: str) -> None:
            text = session.get(self.site + page, timeout=60).text
            token = re.search(r'name="form_token" value="(\w+)"', text)
            assert token
            session.post(
                self.site + place, data={"form_token": token[1], **fields}, timeout=60
            ).raise_for_status()

        send("/login", "/login", username="demousr", password=PASSWORD)
        page = "/repositories/create"
        send(page, page, namespace="demousr", name=name, visibility="public")


@pytest.fixture
def process(tmp_path: Path) -> Iterator[Process]:
    process = Process(tmp_path / "hub")
    process.start()
    yield process
    process.kill()


def whole(root: Path) -> None:
    """Fail if anything half stands in the state of a Hub that is down."""
    store = BlobStore(root / "blobs")
    for digest in store:
        assert is_whole(store, digest), digest
    database = Database(root / "hub.db")
    assert [row[0] for row in database.rows("PRAGMA integrity_check")] == ["ok"]
    for row in database.rows("SELECT content, digest FROM manifests"):
        assert sha256(row["content"]) == row["digest"]
    for row in database.rows("SELECT digest FROM manifest_references"):
        assert is_whole(store, row["digest"])
    untagged = database.rows(
        """SELECT 1 FROM manifests WHERE NOT EXISTS
        (SELECT 1 FROM tags WHERE tags.digest = manifests.digest)"""
    )
    assert untagged == []
    database.close()


@pytest.mark.whole
@pytest.mark.parametrize("kills", [3, pytest.param(20, marks=pytest.mark.soak)])
def test_kills_during_pushes_and_creations_leave_nothing_half(process: Process, kills: int) -> None:
    chance = random.Random(4)  # noqa: S311 - when to kill
    pushed: dict[str, str] = {}
    halves = 0
    for number in range(kills):
        tag, name = f"v{number}", f"rep{number}"
        layer = os.urandom(400_000)

        def act(tag: str = tag, name: str = name, layer: bytes = layer) -> None:
            with contextlib.suppress(requests.RequestException, KeyError, AssertionError):
                process.create(name)
                process.push(tag, layer)

        worker = threading.Thread(target=act)
        worker.start()
        if number % 2:
            time.sleep(chance.uniform(0.05, 0.35))
        else:
            process.wait_for_upload(worker)
        process.kill()
        worker.join()
        halves += len(list((process.root / "blobs" / "writing").iterdir()))
        whole(process.root)
        process.start()
        pushed[tag] = process.push(tag, layer)
        with contextlib.suppress(requests.HTTPError):  # 422: it was created before the kill
            process.create(name)
    process.kill()
    whole(process.root)
    database = Database(process.root / "hub.db")
    kept = {row["name"]: row["digest"] for row in database.rows("SELECT name, digest FROM tags")}
    names = {row["name"] for row in database.rows("SELECT name FROM repositories")}
    database.close()
    assert kept == pushed
    assert names == {"demorep", *(f"rep{number}" for number in range(kills))}
    assert halves > 0, "no kill came during an upload: this test shows nothing"
    process.start()
    assert list((process.root / "blobs" / "writing").iterdir()) == []


def test_the_state_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    Database(tmp_path / "hub.db").close()
    newer = Database(tmp_path / "hub.db")
    newer.execute("PRAGMA user_version=99")
    newer.close()
    with pytest.raises(UnknownState, match="newer docker-lessons"):
        Database(tmp_path / "hub.db")
