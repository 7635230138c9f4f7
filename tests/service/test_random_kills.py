"""Killed a thousand times at random moments of anything, a world has lost nothing and has nothing half done.

`make test` kills it a few times, `make soak` a thousand; DOCKER_LESSONS_KILLS sets another number.
"""

import collections
import contextlib
import os
import signal
import sqlite3
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

import psutil
import pytest

from docker_lessons.oci.store import BlobStore
from docker_lessons.world import World, process
from tests import programs
from tests.blobs import is_whole
from tests.practice import PracticeWorld
from tests.service import acts
from tests.service.acts import ACTS, Having

pytestmark = [pytest.mark.slow, pytest.mark.timeout(6 * 3600)]

_LONG = int(os.environ.get("DOCKER_LESSONS_KILLS", "1000"))
_MANY_IMAGES = 25
_SEED = int(os.environ.get("DOCKER_LESSONS_SEED", "11"))


@pytest.mark.parametrize("kills", [2, pytest.param(_LONG, marks=pytest.mark.soak, id="soak")])
def test_nothing_is_lost_half_done_or_left_over(
    world: PracticeWorld, kills: int, capsys: pytest.CaptureFixture[str]
) -> None:
    soaked = Soaked(world.world)
    while soaked.hits < kills:
        soaked.strike()
    soaked.assert_clean_at_the_end()
    with capsys.disabled():
        sys.stdout.write(f"\n{soaked.hits} kills: {dict(soaked.counts)}\n")


class Soaked:
    """A world that is killed again and again, and what it has to have."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.hands = acts.Hands(world, _SEED)
        self.hits = 0
        self.counts: collections.Counter[str] = collections.Counter()
        self._usual: dict[str, float] = {}
        self._having = Having()
        self._act("build", kill=False)

    def strike(self) -> None:
        """Kills the service while an act that chance chooses is under way, and holds what is left to what was."""
        names = list(ACTS)
        name = self.hands.chance.choices(names, [ACTS[one][0] for one in names])[0]
        if name in {"tag", "push", "remove", "run"} and not self._having.images:
            name = "build"
        if len(self._having.images) > _MANY_IMAGES:
            name = "prune"
        self._act(name, kill=name in self._usual)

    def _act(self, name: str, *, kill: bool) -> None:
        act = ACTS[name][1](self.hands, self._having)
        told: list[bool] = []
        began = time.monotonic()
        number = int(process.status(self.world)["pid"])
        acting = threading.Thread(target=lambda: told.append(acts.done(act, self.hands)))
        acting.start()
        if kill:
            acting.join(self.hands.chance.uniform(0, 1.05) * self._usual[name])
            hit = acting.is_alive()
            os.kill(number, signal.SIGKILL)
        acting.join(120)
        assert told, f"{name} hangs"
        if kill:
            self.hits += hit
            self.counts[name] += hit
            process.start(self.world)
        else:
            assert told[0] or act.becomes is None, f"{name} failed"
        if told[0]:
            self._usual[name] = time.monotonic() - began if not kill else self._usual[name]
        now = self.hands.having()
        wrong = acts.differences(act, self._having, now, acknowledged=told[0])
        assert wrong == [], f"after {name}, number {self.hits}: {wrong}"
        self._having = now
        self._assert_whole()
        self._assert_nothing_runs()

    def _assert_whole(self) -> None:
        for part, database in (("engine", "engine.db"), ("hub", "hub.db")):
            blobs = BlobStore(self.world.home / part / "blobs")
            assert [digest for digest in blobs if not is_whole(blobs, digest)] == []
            assert _left_over(self.world.home / part) == []
            with closing(sqlite3.connect(self.world.home / part / database)) as opened:
                assert opened.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
                assert opened.execute("PRAGMA foreign_key_check").fetchall() == []
        log = self.world.log.read_text()
        assert "Traceback" not in log, log[-3000:]

    def _assert_nothing_runs(self) -> None:
        """A killed engine's containers are over; removed, they leave neither a file nor a program."""
        states = self.hands.containers()
        assert not {"running", "restarting", "paused"} & set(states.values()), states
        for container in states:
            assert self.hands.did("DELETE", f"/containers/{container}?force=1&v=1"), states
        assert not list((self.world.home / "engine" / "containers").glob("*"))
        programs.wait_for("no program of a container is left", lambda: not _running(self.world))

    def assert_clean_at_the_end(self) -> None:
        """Removes everything, after which no blob and no file is left."""
        for name in list(self._having.images):
            self.hands.engine("DELETE", f"/images/{name}?force=1")
        self.hands.engine("POST", "/images/prune?filters=%7B%22dangling%22%3A%5B%22false%22%5D%7D")
        assert self.hands.engine("GET", "/images/json?all=1")[1] == "[]\n"
        programs.wait_for(
            "no blob is left", lambda: not list(BlobStore(self.world.home / "engine" / "blobs"))
        )
        for name in self.hands.visitor.own_repositories():
            self.hands.visitor.delete_repository(name)
        process.stop(self.world)
        process.start(self.world)
        hub = BlobStore(self.world.home / "hub" / "blobs")
        with closing(sqlite3.connect(self.world.home / "hub" / "hub.db")) as opened:
            named = {row[0] for row in opened.execute("SELECT digest FROM blobs")}
        assert set(hub) <= named


def _running(world: World) -> list[int]:
    """Returns the processes that have their root in the world's folder."""
    found = []
    for pid in psutil.pids():
        with contextlib.suppress(OSError):
            if Path(f"/proc/{pid}/root").readlink().is_relative_to(world.home):
                found.append(pid)
    return found


def _left_over(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.parent.name in {"writing", "scratch"}]
