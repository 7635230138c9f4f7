"""What the lessons remember: events, refused requests, commands, answers, progress and facts.

One SQLite file beside the world's other state (`memory.db`), written through at once: a kill loses
nothing that was told. Checks never see the database, only a frozen `View` of it.
"""

from __future__ import annotations

import functools
import json
import logging
import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from docker_lessons.lessons.view import Act, Command, Done, Gap, Heard, View
from docker_lessons.oci import damaged
from docker_lessons.world.host import Event

_log = logging.getLogger(__name__)

_EVENTS = 5_000
_REFUSALS = 500
_COMMANDS = 500

_SCHEMA = """
CREATE TABLE IF NOT EXISTS event (
    time INTEGER NOT NULL, position INTEGER NOT NULL, type TEXT NOT NULL, action TEXT NOT NULL,
    id TEXT NOT NULL, name TEXT NOT NULL, attributes TEXT NOT NULL,
    UNIQUE (time, type, action, id, name)
);
CREATE TABLE IF NOT EXISTS act (
    number INTEGER PRIMARY KEY, time REAL NOT NULL, server TEXT NOT NULL, method TEXT NOT NULL,
    path TEXT NOT NULL, status INTEGER NOT NULL, message TEXT NOT NULL, account TEXT
);
CREATE TABLE IF NOT EXISTS command (
    number INTEGER PRIMARY KEY, time REAL NOT NULL, argv TEXT NOT NULL, exit_code INTEGER NOT NULL,
    said TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS course_answer (
    course TEXT NOT NULL, step TEXT NOT NULL, accepted INTEGER NOT NULL, text TEXT NOT NULL,
    PRIMARY KEY (course, step, accepted)
);
CREATE TABLE IF NOT EXISTS course_wrong_answer (
    course TEXT NOT NULL, step TEXT NOT NULL, text TEXT NOT NULL, time REAL NOT NULL,
    PRIMARY KEY (course, step, text)
);
CREATE TABLE IF NOT EXISTS course_progress (
    course TEXT NOT NULL, step TEXT NOT NULL, done TEXT NOT NULL, time REAL NOT NULL,
    PRIMARY KEY (course, step, done)
);
CREATE TABLE IF NOT EXISTS course_fact (
    course TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, time REAL NOT NULL,
    PRIMARY KEY (course, name)
);
CREATE TABLE IF NOT EXISTS sighting (
    name TEXT NOT NULL, image TEXT NOT NULL, time REAL NOT NULL, PRIMARY KEY (name, image)
);
CREATE TABLE IF NOT EXISTS gap (begin REAL NOT NULL, end REAL NOT NULL);
CREATE TABLE IF NOT EXISTS heard (
    number INTEGER PRIMARY KEY CHECK (number = 1), until REAL NOT NULL, time INTEGER NOT NULL,
    type TEXT NOT NULL, action TEXT NOT NULL, id TEXT NOT NULL
);
"""

_FIRST_COURSE = "publish-an-image"
"""The only course there was when answers, progress and facts were kept without a course's key."""

_OF_A_COURSE = ("course_answer", "course_wrong_answer", "course_progress", "course_fact")

_KEPT_WITHOUT_KEY = ("answer", "progress", "fact")


def _opened_or_rescued(path: Path) -> sqlite3.Connection:
    """Opens the database at `path`; if it is damaged, a new one with all that could be read."""
    damaged.finish(path)
    try:
        database = _opened(path)
        if damaged.is_whole(database):
            return database
        database.close()
    except sqlite3.DatabaseError as error:
        if not damaged.is_damage(error):
            raise
    kept = damaged.replace(path, functools.partial(_save, path))
    _log.warning("what the lessons remember was damaged; the damaged file is in %s", kept)
    return _opened(path)


def _opened(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=NORMAL")
    database.executescript(f"BEGIN; {_SCHEMA} COMMIT;")  # else each table is synced by itself
    return database


def _save(path: Path, fresh: Path) -> None:
    """Copies each row that can be read of the damaged database at `path` into a new one at `fresh`."""
    new = _opened(fresh)
    tables = new.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
    with suppress(sqlite3.Error), closing(sqlite3.connect(path)) as old:
        for (table,) in tables:
            for row in damaged.readable(old, table):
                damaged.insert(new, table, row)
    new.close()


class Memory:
    """The database of one world, as one course uses it.  Belongs to the event loop's thread.

    Answers, progress and facts are a course's own, kept under its key; what was heard is the world's.
    """

    def __init__(self, path: Path, course: str) -> None:
        """Opens it, or makes it; a damaged one is put aside, and what can still be read of it is remembered.

        Raises:
            sqlite3.Error: When the file cannot be used.
        """
        self._course = course
        self._database = _opened_or_rescued(path)
        self._adopt()
        self._position = self._one("SELECT coalesce(max(position), 0) FROM event")
        self._view: View | None = None
        self._unsaved: list[Act] = []

    def close(self) -> None:
        """Closes the database."""
        self._database.close()

    def view(self) -> View:
        """Returns what is remembered now."""
        if self._view is None:
            self._view = self._read()
        return self._view

    # events

    def heard(self) -> Heard | None:
        """Returns how far the engine was heard; None before the first time."""
        row = self._database.execute("SELECT until, time, type, action, id FROM heard").fetchone()
        return Heard(*row) if row else None

    def keep_heard(self, heard: Heard) -> None:
        """Keeps how far the engine was heard; an earlier time than the kept one changes nothing."""
        self._database.execute(
            "INSERT INTO heard VALUES (1, ?, ?, ?, ?, ?) ON CONFLICT (number) DO UPDATE SET "
            "until = excluded.until, time = excluded.time, type = excluded.type, action = excluded.action, "
            "id = excluded.id WHERE excluded.until >= heard.until",
            (heard.until, heard.time, heard.type, heard.action, heard.id),
        )

    def add_events(self, events: Iterable[Event]) -> int:
        """Keeps those that are not known yet; returns how many were new."""
        new = 0
        for event in events:
            # Each is written through at once: that it was seen is the proof.
            known = self._database.execute(
                "INSERT OR IGNORE INTO event VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    event.time,
                    self._position + 1,
                    event.type,
                    event.action,
                    event.id,
                    event.name,
                    json.dumps(event.attributes),
                ),
            )
            if known.rowcount:
                self._position += 1
                new += 1
        if new:
            self._view = None
            self._database.execute(
                "DELETE FROM event WHERE position <= ?", (self._position - 4 * _EVENTS,)
            )
        return new

    def add_gap(self, begin: float, end: float) -> None:
        """Keeps that nobody watched from `begin` to `end`."""
        self._write("INSERT INTO gap VALUES (?, ?)", begin, end)

    def add_sightings(self, seen: Iterable[tuple[str, str]]) -> None:
        """Keeps names on images as they were seen just now."""
        now = time.time()
        with self._whole():
            self._database.executemany(
                "INSERT INTO sighting VALUES (?, ?, ?) "
                "ON CONFLICT (name, image) DO UPDATE SET time = excluded.time",
                [(name, image, now) for name, image in seen],
            )

    # what the learner did

    def add_act(self, act: Act) -> None:
        """Keeps a request of the learner's; on a full disk, as long as this process lives."""
        try:
            self._add_act(act)
        except sqlite3.Error:
            self._unsaved.append(act)
            self._view = None

    def _add_act(self, act: Act) -> None:
        self._write(
            "INSERT INTO act (time, server, method, path, status, message, account) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            act.time,
            act.server,
            act.method,
            act.path,
            act.status,
            act.message,
            act.account,
        )
        self._write("DELETE FROM act WHERE number <= (SELECT max(number) FROM act) - ?", _REFUSALS)

    def add_command(self, command: Command) -> None:
        """Keeps a command line."""
        self._write(
            "INSERT INTO command (time, argv, exit_code, said) VALUES (?, ?, ?, ?)",
            command.time,
            json.dumps(command.argv),
            command.exit_code,
            command.said,
        )
        self._write(
            "DELETE FROM command WHERE number <= (SELECT max(number) FROM command) - ?", _COMMANDS
        )

    def add_answer(self, step: str, text: str, *, accepted: bool) -> None:
        """Keeps an answer until another one is accepted; a refused one also until another is refused."""
        with self._whole():
            if accepted:
                self._write(
                    "DELETE FROM course_answer WHERE course = ? AND step = ?", self._course, step
                )
            self._write(
                "INSERT OR REPLACE INTO course_answer VALUES (?, ?, ?, ?)",
                self._course,
                step,
                int(accepted),
                text,
            )
            if not accepted:
                self._write(
                    "INSERT OR REPLACE INTO course_wrong_answer VALUES (?, ?, ?, ?)",
                    self._course,
                    step,
                    text,
                    time.time(),
                )

    def add_progress(self, step: str, done: Done) -> None:
        """Keeps that a step passes now."""
        self._write(
            "INSERT OR REPLACE INTO course_progress VALUES (?, ?, ?, ?)",
            self._course,
            step,
            done,
            time.time(),
        )

    def add_facts(self, facts: dict[str, str]) -> None:
        """Keeps what a passed step established."""
        known = self.view().facts
        for name, value in facts.items():
            if known.get(name) != value:
                self._write(
                    "INSERT OR REPLACE INTO course_fact VALUES (?, ?, ?, ?)",
                    self._course,
                    name,
                    value,
                    time.time(),
                )

    def forget_progress(self) -> None:
        """Forgets this course's answers, progress and facts, and everything that was done in the world."""
        with self._whole():
            for table in _OF_A_COURSE:
                self._write(f"DELETE FROM {table} WHERE course = ?", self._course)  # noqa: S608
            for table in ("event", "act", "command", "sighting", "gap"):
                self._write(f"DELETE FROM {table}")  # noqa: S608
        self._unsaved.clear()

    # how

    def _adopt(self) -> None:
        """Takes over what was kept without a course's key."""
        known = {str(row[0]) for row in self._database.execute("SELECT name FROM sqlite_master")}
        with self._whole():
            for table in known.intersection(_KEPT_WITHOUT_KEY):
                self._write(
                    f"INSERT OR IGNORE INTO course_{table} SELECT ?, * FROM {table}",  # noqa: S608
                    _FIRST_COURSE,
                )
                self._write(f"DROP TABLE {table}")

    def _read(self) -> View:
        rows, own = self._database.execute, (self._course,)
        answers = rows(
            "SELECT step, accepted, text FROM course_answer WHERE course = ?", own
        ).fetchall()
        progress: dict[str, Done] = {}
        for step, done in rows(
            "SELECT step, done FROM course_progress WHERE course = ? ORDER BY done DESC", own
        ).fetchall():
            progress[step] = done  # `by hand` comes last and wins
        wrong: dict[str, tuple[float, ...]] = {}
        for step, when in rows(
            "SELECT step, time FROM course_wrong_answer WHERE course = ?", own
        ).fetchall():
            wrong[step] = (*wrong.get(step, ()), when)
        passed = rows(
            "SELECT step, max(time) FROM course_progress WHERE course = ? GROUP BY step", own
        ).fetchall()
        events = rows(
            "SELECT time, type, action, id, name, attributes FROM event ORDER BY position DESC LIMIT ?",
            (_EVENTS,),
        ).fetchall()
        acts = rows(
            "SELECT time, server, method, path, status, message, account FROM act ORDER BY number"
        ).fetchall()
        commands = rows(
            "SELECT time, argv, exit_code, said FROM command ORDER BY number"
        ).fetchall()
        return View(
            events=tuple(_event(*row) for row in reversed(events)),
            acts=(*(_act(*row) for row in acts), *self._unsaved),
            commands=tuple(_command(*row) for row in commands),
            accepted={step: text for step, accepted, text in answers if accepted},
            refused={step: text for step, accepted, text in answers if not accepted},
            wrong_answers=wrong,
            progress=progress,
            passed=dict(passed),
            facts=dict(
                rows("SELECT name, value FROM course_fact WHERE course = ?", own).fetchall()
            ),
            sightings={
                (name, image): when
                for name, image, when in rows("SELECT name, image, time FROM sighting").fetchall()
            },
            gaps=tuple(Gap(*row) for row in rows("SELECT begin, end FROM gap ORDER BY begin")),
        )

    @contextmanager
    def _whole(self) -> Iterator[None]:
        """Keeps all that is written inside, or none of it."""
        self._database.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._database.execute("COMMIT")
        except BaseException:
            if self._database.in_transaction:  # a full disk may have ended it already
                self._database.execute("ROLLBACK")
            raise
        finally:
            self._view = None

    def _write(self, statement: str, *values: object) -> None:
        self._database.execute(statement, values)
        self._view = None

    def _one(self, question: str, *values: object) -> int:
        return int(self._database.execute(question, values).fetchone()[0])


# Read once each: a view holds thousands of rows, and is made again after every act.


@functools.lru_cache(maxsize=_EVENTS)
def _event(time: int, kind: str, action: str, id: str, name: str, attributes: str) -> Event:  # noqa: A002
    pairs = tuple((str(key), str(value)) for key, value in json.loads(attributes))
    return Event(time, kind, action, id, name, pairs)


@functools.lru_cache(maxsize=_REFUSALS)
def _act(*row: Any) -> Act:
    return Act(*row)


@functools.lru_cache(maxsize=_COMMANDS)
def _command(time: float, argv: str, exit_code: int, said: str) -> Command:
    return Command(time, tuple(json.loads(argv)), exit_code, said)
