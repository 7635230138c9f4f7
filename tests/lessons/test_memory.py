"""What is remembered: progress by hand and shown, answers, events in order, over a kill."""

import contextlib
import os
import signal
import sqlite3
import threading
from http import HTTPStatus
from pathlib import Path

import pytest

from docker_lessons.course_check import engine_api
from docker_lessons.course_check.stage import Stage
from docker_lessons.lessons import chapter
from docker_lessons.lessons.memory import Memory
from docker_lessons.world import control, process
from tests import programs

TARGET = "demousr/demorep:1.0"


def _done(stage: Stage) -> dict[str, str | None]:
    state = next(control.lines(stage.world, "/watch"))
    return {row["step"]: row["done"] for row in state["course"]}


def _kill(stage: Stage) -> None:
    os.kill(int(process.status(stage.world)["pid"]), signal.SIGKILL)
    programs.wait_for(
        "the killed service is gone", lambda: process.status(stage.world)["state"] == "stopped"
    )
    stage.start()


def test_a_step_done_with_a_client_is_by_hand(stage: Stage) -> None:
    stage.docker("build", "-q", "-t", "myimage:0.1", "myimage")
    stage.check()
    assert _done(stage)["build-image"] == "by hand"


def test_a_step_done_by_its_solution_is_shown(stage: Stage) -> None:
    stage.solve("tag")
    assert _done(stage)["tag"] == "shown"
    assert _done(stage)["list-images"] == "shown"
    assert _done(stage)["log-in"] is None


def test_a_shown_step_that_is_done_again_is_by_hand(stage: Stage) -> None:
    stage.solve("tag")
    stage.docker("rmi", TARGET)
    stage.check(step="tag")
    assert _done(stage)["tag"] == "shown"
    stage.docker("tag", "myimage:0.1", TARGET)
    stage.check(step="tag")
    assert _done(stage)["tag"] == "by hand"


def test_what_was_done_by_hand_stays_so_beside_a_solution(stage: Stage) -> None:
    stage.docker("build", "-q", "-t", "myimage:0.1", "myimage")
    stage.check()
    stage.solve("tag")
    assert _done(stage)["build-image"] == "by hand"


def test_a_check_says_whether_it_was_by_hand(stage: Stage) -> None:
    stage.solve("build-image")
    given = stage.image_id("myimage:0.1")
    body = {"step": "list-images", "answer": given, "by_hand": False}
    assert control.ask(stage.world, "POST", "/check", body)["verdict"] == "passed"
    assert _done(stage)["list-images"] == "shown"


def test_a_check_while_a_solution_is_at_work_does_not_make_what_follows_shown(
    stage: Stage,
) -> None:
    solving = threading.Thread(target=stage.solve, args=("create-repository",))
    solving.start()
    while solving.is_alive():
        control.ask(stage.world, "POST", "/check", {"step": "tag"})
    solving.join()
    stage.docker("tag", "myimage:0.1", TARGET)
    stage.check(step="tag")
    assert _done(stage)["create-repository"] == "shown"
    assert _done(stage)["tag"] == "by hand"


def test_progress_and_answers_survive_a_kill(stage: Stage) -> None:
    stage.solve("build-image")
    stage.check(stage.image_id("myimage:0.1"), step="list-images")
    stage.docker("tag", "myimage:0.1", TARGET)
    stage.check(step="tag")
    before = _done(stage)
    _kill(stage)
    assert _done(stage) == before
    assert stage.check(step="list-images")["verdict"] == "passed"


def test_an_accepted_answer_stays_when_a_wrong_one_follows(stage: Stage) -> None:
    stage.solve("build-image")
    stage.check(stage.image_id("myimage:0.1"), step="list-images")
    assert stage.check("0.1", step="list-images")["cause"] == "images-answer-tag"
    assert stage.check(step="list-images")["verdict"] == "passed"


def test_a_refused_answer_is_what_the_panel_goes_on_to_show(stage: Stage) -> None:
    stage.solve("build-image")
    stage.check("0.1", step="list-images")
    assert stage.check(step="list-images")["cause"] == "images-answer-tag"


def test_events_while_the_service_was_killed_and_started_leave_no_gap(stage: Stage) -> None:
    stage.solve("delete-local")
    stage.docker("pull", TARGET)
    _kill(stage)
    assert stage.check(step="pull-back")["verdict"] == "passed"


@pytest.mark.parametrize("times", [20, pytest.param(100, marks=pytest.mark.soak)])
def test_removals_and_pulls_without_a_pause_are_all_seen_in_order(stage: Stage, times: int) -> None:
    stage.solve("pull-back")
    engine, (name, tag) = stage.world.engine_socket, TARGET.split(":")
    for _ in range(times):
        assert engine_api.ask(engine, "DELETE", f"/images/{TARGET}")[0] == HTTPStatus.OK
        pull = f"/images/create?fromImage={name}&tag={tag}"
        assert engine_api.ask(engine, "POST", pull)[0] == HTTPStatus.OK
    assert stage.check(step="pull-back")["verdict"] == "passed"
    stage.stop()
    memory = Memory(stage.world.home / "memory.db", chapter.KEY)
    events = [e.action for e in memory.view().events if e.action in ("delete", "pull")]
    memory.close()
    last = "".join("d" if action == "delete" else "p" for action in events[-2 * times :])
    assert last == "dp" * times
    stage.start()


def test_a_check_right_after_a_pull_never_misses_it(stage: Stage) -> None:
    stage.solve("pull-back")
    for _ in range(20):
        stage.docker("rmi", TARGET)
        assert stage.check(step="pull-back")["cause"] == "pull-missing"
        stage.docker("pull", TARGET)
        assert stage.check(step="pull-back")["verdict"] == "passed"


def test_a_solution_changes_nothing_that_holds(stage: Stage) -> None:
    stage.solve("push")
    listing = ("images", "--format", "{{.Repository}} {{.Tag}} {{.ID}} {{.Digest}}")
    before = sorted(stage.docker(*listing).splitlines())  # a client's order with digests is chance
    done = control.ask(stage.world, "POST", "/solve", {"step": "push"})
    assert done["did"] == []
    assert sorted(stage.docker(*listing).splitlines()) == before


def test_what_cannot_be_forgotten_whole_is_kept_whole(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "memory.db", chapter.KEY)
    memory.add_answer("list-images", "72ed521ecd1e", accepted=True)
    memory.add_progress("list-images", "by hand")
    with contextlib.closing(sqlite3.connect(tmp_path / "memory.db")) as other:
        other.execute(
            "CREATE TRIGGER full BEFORE DELETE ON course_progress BEGIN SELECT RAISE(ABORT, 'full'); END"
        )
    with pytest.raises(sqlite3.Error, match="full"):
        memory.forget_progress()
    assert memory.view().accepted == {"list-images": "72ed521ecd1e"}
    memory.close()


def test_reset_forgets_progress_and_keeps_the_world(stage: Stage) -> None:
    stage.solve("tag")
    stage.forget_progress()
    assert stage.check(step="list-images")["cause"] == "images-no-answer"
    assert stage.check(step="tag")["verdict"] == "passed"


def _overwritten(path: Path) -> None:
    path.write_bytes(bytes(range(256)) * 12 + path.read_bytes()[3072:])


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _other_file(path: Path) -> None:
    path.write_text("Dear diary, " * 1000)


def _one_page_lost(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[-4096:] = b"\xff" * 4096
    path.write_bytes(data)


@pytest.mark.parametrize("damage", [_overwritten, _cut, _other_file, _one_page_lost])
def test_a_damaged_memory_is_put_aside_and_the_lessons_go_on(tmp_path: Path, damage) -> None:
    path = tmp_path / "memory.db"
    memory = Memory(path, chapter.KEY)
    memory.add_progress("tag", "by hand")
    memory.add_facts({"image": "sha256:aa00"})
    memory.close()
    damage(path)
    before = path.read_bytes()
    for _ in range(2):
        memory = Memory(path, chapter.KEY)
        assert memory.view().progress in ({}, {"tag": "by hand"})
        memory.close()
    (kept,) = tmp_path.glob("damaged-*/memory.db")
    assert kept.read_bytes() == before


def test_what_can_be_read_of_a_damaged_memory_is_remembered(tmp_path: Path) -> None:
    path = tmp_path / "memory.db"
    memory = Memory(path, chapter.KEY)
    memory.add_progress("tag", "by hand")
    memory.close()
    with contextlib.closing(sqlite3.connect(path)) as raw:
        (page,) = raw.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'heard'").fetchone()
    data = bytearray(path.read_bytes())
    data[(page - 1) * 4096 : page * 4096] = b"\xff" * 4096
    path.write_bytes(data)
    memory = Memory(path, chapter.KEY)
    assert memory.view().progress == {"tag": "by hand"}
    memory.close()


def test_what_was_kept_before_courses_had_keys_is_the_chapters(tmp_path: Path) -> None:
    path = tmp_path / "memory.db"
    with contextlib.closing(sqlite3.connect(path)) as old, old:
        old.executescript(
            """
            CREATE TABLE answer (
                step TEXT NOT NULL, accepted INTEGER NOT NULL, text TEXT NOT NULL,
                PRIMARY KEY (step, accepted)
            );
            CREATE TABLE progress (
                step TEXT NOT NULL, done TEXT NOT NULL, time REAL NOT NULL, PRIMARY KEY (step, done)
            );
            CREATE TABLE fact (name TEXT PRIMARY KEY, value TEXT NOT NULL, time REAL NOT NULL);
            INSERT INTO answer VALUES ('list-images', 1, 'aa00'), ('see-tag', 0, 'bb00');
            INSERT INTO progress VALUES ('tag', 'shown', 1.0), ('tag', 'by hand', 2.0);
            INSERT INTO fact VALUES ('image', 'sha256:aa00', 3.0);
            """
        )
    for _ in range(2):  # a second opening finds them where the first one put them
        memory = Memory(path, chapter.KEY)
        view = memory.view()
        memory.close()
        assert (view.accepted, view.refused) == ({"list-images": "aa00"}, {"see-tag": "bb00"})
        assert (view.progress, view.facts) == ({"tag": "by hand"}, {"image": "sha256:aa00"})
    other = Memory(path, "another")
    assert other.view().progress == {}
    other.close()


def test_a_course_forgets_its_own_progress_alone(tmp_path: Path) -> None:
    first, second = (Memory(tmp_path / "memory.db", key) for key in ("first", "second"))
    for memory in (first, second):
        memory.add_progress("tag", "by hand")
        memory.add_facts({"image": "sha256:aa00"})
        memory.add_answer("see-tag", "aa00", accepted=True)
    first.forget_progress()
    assert (first.view().progress, first.view().facts, first.view().accepted) == ({}, {}, {})
    assert second.view().progress == {"tag": "by hand"}
    assert second.view().accepted == {"see-tag": "aa00"}
    first.close()
    second.close()


@pytest.mark.parametrize("secret", ["the password", "dckr_pat_Ab-9_xyz0123456789"])
@pytest.mark.parametrize("around", ["{}", " {} ", "docker pull {}", "352bb{}"])
def test_a_secret_pasted_as_an_answer_is_neither_kept_nor_told(
    stage: Stage, secret: str, around: str
) -> None:
    secret = secret.replace("the password", stage.world.account().password)
    stage.solve("build-image")
    verdict = stage.check(around.format(secret), step="list-images")
    assert verdict["verdict"] == "not yet"
    assert secret not in str(verdict)
    assert "(a password)" in str(verdict["seen"])
    kept = [path.read_bytes() for path in stage.world.home.glob("memory*")]
    assert kept
    assert not any(secret.encode() in one for one in kept)
