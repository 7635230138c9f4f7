"""The course's own test, in throwaway worlds, all of which are removed.

Before a step its check says *not yet*; the step's solution makes it pass; each mistake gets its own
cause and is mended by its repair; a broken world is told apart from a learner's mistake.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import queue
import signal
from collections.abc import Callable, Iterator
from functools import partial
from multiprocessing.queues import Queue
from pathlib import Path
from typing import Any

from docker_lessons.command.attendance import UNATTENDED
from docker_lessons.course_check.daemon import Daemon
from docker_lessons.course_check.docker_place import DockerPlace
from docker_lessons.course_check.elsewhere import Elsewhere
from docker_lessons.course_check.run import Result, play_all
from docker_lessons.course_check.scenario import Scenario, every_scenario
from docker_lessons.course_check.stage import Failed, Stage
from docker_lessons.lessons import chapter
from docker_lessons.lessons.verdict import NOT_YET, PASSED, SKIPPED
from docker_lessons.world import WorldError
from docker_lessons.world.engine import DOCKER, PRACTICE, Kind

_SOLUTIONS = "solutions"
_PATIENCE = 240.0
"""Seconds without any news after which the test gives up."""
_END_SECONDS = 30.0
"""How long a process may take to end its world."""


def course_check(
    wanted: Callable[[str], bool],
    jobs: int,
    tell: Callable[[Result], None],
    kind: Kind = PRACTICE,
    *,
    theirs: DockerPlace | None = None,
    elsewhere: Elsewhere | None = None,
) -> None:
    """Tests the course; `wanted` chooses scenarios by name, `jobs` worlds run at a time.

    With DOCKER each job has a Docker daemon of its own, since all worlds of a daemon would share its names; on
    `theirs`, or with `elsewhere` to publish to, there is one job.

    Raises:
        WorldError: When no daemon can be started, or `elsewhere` already has the course's repository.
    """
    scenarios = {name: one for name, one in every_scenario().items() if wanted(name)}
    names = [_SOLUTIONS] if any(wanted(f"solution-{step}") for step in chapter.STEPS) else []
    # The long ones first, so that no single one is waited for at the end.
    names += sorted(scenarios, key=lambda name: not scenarios[name].alone)
    context = multiprocessing.get_context("spawn")
    todo: Queue[str | None] = context.Queue()
    news: Queue[Result | None] = context.Queue()
    jobs = 1 if theirs or elsewhere else max(1, min(jobs, len(names)))
    if elsewhere is not None:
        elsewhere.take()
    for name in [*names, *[None] * jobs]:
        todo.put(name)
    with contextlib.ExitStack() as stack:
        hub = elsewhere.hub if elsewhere else None
        own = kind == DOCKER and theirs is None
        folders = [
            stack.enter_context(Daemon(hub=hub)).folder if own else None for _ in range(jobs)
        ]
        workers = [
            context.Process(target=_work, args=(todo, news, folder, theirs, elsewhere))
            for folder in folders
        ]
        stack.callback(_end, workers)
        for worker in workers:
            worker.start()
        at_work = len(workers)
        while at_work:
            result = _next(news)
            if result is None:
                at_work -= 1
            else:
                tell(result)
        for worker in workers:
            worker.join(_END_SECONDS)
    if elsewhere is not None:
        tell_what_stays(elsewhere, tell)


def tell_what_stays(elsewhere: Elsewhere, tell: Callable[[Result], None]) -> None:
    """Removes what was pushed elsewhere, and tells what stays there."""
    tell(Result("elsewhere", "what was pushed is removed again", skipped=elsewhere.clear()))


def _end(workers: list[Any]) -> None:
    """Has each process end its world, if it still has one."""
    for worker in workers:
        if worker.is_alive():
            worker.terminate()
    for worker in workers:
        if worker.pid is not None:
            worker.join(_END_SECONDS)


def _next(news: Queue[Result | None]) -> Result | None:
    try:
        return news.get(timeout=_PATIENCE)
    except queue.Empty:
        raise WorldError(
            f"The course's own test hasn't answered for {_PATIENCE:.0f} seconds."
        ) from None


def _work(
    todo: Queue[str | None],
    news: Queue[Result | None],
    folder: Path | None,
    theirs: DockerPlace | None,
    elsewhere: Elsewhere | None,
) -> None:
    """Plays what is in `todo`, in a process of its own that ends its world on SIGTERM too."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all; who started us says when
    signal.signal(signal.SIGTERM, _told_to_end)
    os.environ.pop(UNATTENDED, None)
    known = every_scenario()
    daemon = Daemon(folder, hub=elsewhere.hub if elsewhere else None) if folder else None
    make = partial(Stage, daemon=daemon, theirs=theirs, elsewhere=elsewhere)

    def scenarios() -> Iterator[Scenario]:
        while (name := todo.get()) is not None:
            if name == _SOLUTIONS:
                with make() as stage:
                    check_solutions(stage, news.put)
            else:
                yield known[name]

    try:
        play_all(scenarios(), news.put, make=make)
    except Exception as error:  # noqa: BLE001 - the course's own test says what happened
        news.put(Result("a world of the test", "starts and ends", repr(error)))
    finally:
        news.put(None)


def _told_to_end(*_: object) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise SystemExit(1)


def check_solutions(stage: Stage, tell: Callable[[Result], Any]) -> None:
    """Tests that each step in turn is *not yet* before its solution and *passed* after it."""
    stage.begin(chapter.STEPS[0], before=None)
    for step in chapter.STEPS:
        says = "not yet before it, passed after its solution"
        try:
            _solution(stage, step)
        except Failed as failure:
            tell(Result(f"solution-{step}", says, str(failure)))
        else:
            tell(Result(f"solution-{step}", says))


def _solution(stage: Stage, step: str) -> None:
    before = stage.check(step=step)
    if before["verdict"] == SKIPPED:
        return
    repair = before["repair"] or (stage.elsewhere and "https://" in before["text"])
    if before["verdict"] != NOT_YET or not before["cause"] or not repair:
        raise Failed(
            f"{step}, before anything was done, is {before['verdict']} ({before['cause']})"
        )
    if stage.by_command and stage.elsewhere is None:
        stage.lessons("solve", step)
    else:
        stage.solve(step)
    after = stage.check(step=step)
    if after["verdict"] != PASSED:
        raise Failed(f"{step}, after its solution, is {after['verdict']}: {after['seen']}")
