"""Delete each diagnosis in turn, and see that exactly its rows of the mistakes fail.

    python bench/deletions.py [--engine practice|docker] [--only TEXT] [--jobs N]

Every scenario that fits the engine is played with real clients in a world whose service is this package's own, with one route
more: whenever a scenario is about to read a verdict, the service is also asked what that verdict would be
without each one of the diagnoses and remarks, in the very state that the mistake has left. A row fails
without a diagnosis if what the scenario asserts does not hold any more. Exactly the rows that name the
diagnosis have to fail, and at least one; the counts are printed, and the exit code is 1 for any exception.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import multiprocessing
import os
import subprocess
import sys
import time
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import Any

from docker_lessons.course_check.daemon import Daemon
from docker_lessons.course_check.run import Result, play_all
from docker_lessons.course_check.scenario import every_scenario
from docker_lessons.course_check.stage import Stage, Wrong
from docker_lessons.lessons import any_step, chapter, elsewhere
from docker_lessons.lessons.diagnosis import Cause
from docker_lessons.lessons.step import Step
from docker_lessons.world import World, WorldError, control, process
from docker_lessons.world.engine import DOCKER, PRACTICE

WORLD_STOPPED = "world-stopped"
"""Said by the command line, since there is no service to say it."""

_START_SECONDS = 30


def diagnoses() -> list[str]:
    """Every diagnosis and remark of the course."""
    world = (*any_step.WORLD_CAUSES, *elsewhere.CAUSES)
    found = [WORLD_STOPPED, *(cause.id for cause in world)]
    for step in chapter.definition().steps:
        found += [cause.id for cause in step.diagnoses.causes]
        found += [note.id for note in step.diagnoses.notes]
    return found


# In the service's process.


def serve(home: str) -> int:
    """Serve a world, with the route that deletes."""
    from aiohttp import web

    from docker_lessons.lessons import judgement, wording
    from docker_lessons.lessons import routes as control
    from docker_lessons.lessons.course import Course
    from docker_lessons.service.__main__ import main

    routes = control.routes

    def without(course: Course, step: Step, answer: str | None, deleted: str) -> dict[str, Any]:
        *others, last = step.diagnoses.causes
        causes = [cause for cause in others if cause.id != deleted]
        # The last one always finds something; what is asked besides takes its repair.
        causes.append(replace(last, id="deleted") if last.id == deleted else last)
        notes = [note for note in step.diagnoses.notes if note.id != deleted]
        remaining = replace(step.diagnoses, causes=causes, notes=notes)
        fewer = replace(step, diagnoses=remaining)
        kept = {
            name: cause
            for name, cause in vars(any_step).items()
            if isinstance(cause, Cause) and cause.id == deleted
        }
        for name, cause in kept.items():
            setattr(any_step, name, replace(cause, find=lambda look: None))
        everywhere = list(elsewhere.CAUSES)
        elsewhere.CAUSES[:] = [cause for cause in everywhere if cause.id != deleted]
        try:
            if answer is None:
                found = course._standing.judge(fewer)
            else:
                found = judgement.judge(fewer, course._lookout.look(fewer, answer))
            return wording.verdict(found, fewer, course.names).document()
        except (LookupError, AssertionError) as error:
            return {
                "verdict": "none",
                "cause": repr(error),
                "seen": "",
                "wanted": "",
                "text": "",
                "repair": "",
            }
        finally:
            for name, cause in kept.items():
                setattr(any_step, name, cause)
            elsewhere.CAUSES[:] = everywhere

    def with_one_more(course: Course) -> list[web.RouteDef]:
        async def deletions(request: web.Request) -> web.Response:
            body = await request.json()
            step, answer = course.definition.by_id[body["step"]], body["answer"]
            await course.refresh()
            return web.json_response(
                {deleted: without(course, step, answer, deleted) for deleted in ["", *diagnoses()]}
            )

        return [*routes(course), web.post("/deletions", deletions)]

    control.routes = with_one_more  # type: ignore[assignment]
    return main([home, "--pin"])


# In the processes that play.


def start(world: World) -> None:
    """Start the service that can delete."""
    world.prepare()
    process.stop(world)  # another, which had to be asked whether the engine can be used
    subprocess.Popen(
        [sys.executable, __file__, "--serve", str(world.home)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    deadline = time.monotonic() + _START_SECONDS
    while True:
        try:
            control.ask(world, "GET", "/status")
        except WorldError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return


def work(todo: Any, news: Any, folder: Path | None) -> None:
    """Play the scenarios of the queue; tell each with the diagnoses without which it fails."""
    failing: set[str] = set()
    known = every_scenario()

    def watch(stage: Stage, answer: str | None, wrong: Wrong) -> None:
        question = {"step": stage.step, "answer": answer}
        try:
            try:
                verdicts = control.ask(stage.world, "POST", "/deletions", question)
            except control.RefusedError:
                # A repair started the world anew, with the service that deletes nothing.
                stage.stop()
                stage.start()
                verdicts = control.ask(stage.world, "POST", "/deletions", question)
        except WorldError:
            # Nobody is there to ask: the command line says so by itself, or would say nothing.
            failing.add(WORLD_STOPPED)
            return
        failing.update(deleted for deleted, verdict in verdicts.items() if wrong(verdict))

    def scenarios() -> Any:
        while (name := todo.get()) is not None:
            failing.clear()
            yield known[name]

    def tell(result: Result) -> None:
        news.put((result, sorted(failing)))

    def prepare(stage: Stage) -> None:
        stage.watch_checks = watch

    try:
        daemon = Daemon(folder) if folder else None
        play_all(scenarios(), tell, lambda: Stage(start, daemon=daemon), prepare)
    finally:
        news.put(None)


def main() -> int:
    """Play all, and compare."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--only", default="", help="only scenarios with this text in their name")
    parser.add_argument("--engine", choices=(PRACTICE, DOCKER), default=PRACTICE)
    parser.add_argument("--jobs", type=int, default=(os.cpu_count() or 1) + 1)
    parser.add_argument("--json", type=Path, help="also write every row here")
    parser.add_argument("--serve", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.serve:
        return serve(asked.serve)

    names = [
        name
        for name, one in every_scenario().items()
        if asked.only in name and not one.unfit(asked.engine)
    ]
    with contextlib.ExitStack() as stack:
        folders = [
            stack.enter_context(Daemon()).folder if asked.engine == DOCKER else None
            for _ in range(asked.jobs)
        ]
        return compare(asked, names, folders)


def compare(asked: argparse.Namespace, names: list[str], folders: list[Path | None]) -> int:
    """Play these, a process for each folder of a daemon (None: practice worlds), and compare."""
    context = multiprocessing.get_context("spawn")
    todo, news = context.Queue(), context.Queue()
    for name in [*names, *[None] * asked.jobs]:
        todo.put(name)
    workers = [context.Process(target=work, args=(todo, news, folder)) for folder in folders]
    for worker in workers:
        worker.start()

    rows: dict[str, set[str]] = defaultdict(set)
    fails: dict[str, set[str]] = defaultdict(set)
    broken: dict[str, str] = {}
    at_work = len(workers)
    while at_work:
        heard = news.get(timeout=600)
        if heard is None:
            at_work -= 1
            continue
        result, failing = heard
        if result.error or "" in failing:
            broken[result.name] = result.error or "fails with every diagnosis in place"
        for cause in result.expected:
            rows[cause].add(result.name)
        for deleted in failing:
            fails[deleted].add(result.name)
    for worker in workers:
        worker.join()

    wrong = [f"{name} could not be played: {why}" for name, why in broken.items()]
    deleted = exact = 0
    for diagnosis in diagnoses():
        if not rows[diagnosis] and not fails[diagnosis]:
            continue
        deleted += 1
        if rows[diagnosis] == fails[diagnosis]:
            exact += 1
            print(f"without {diagnosis}: {len(fails[diagnosis])} fail, exactly its rows")
        else:
            more, fewer = fails[diagnosis] - rows[diagnosis], rows[diagnosis] - fails[diagnosis]
            wrong.append(
                f"without {diagnosis}: fails besides its rows {sorted(more)}, does not fail {sorted(fewer)}"
            )
    without_rows = [one for one in diagnoses() if not rows[one]]
    for line in wrong:
        print(line)
    print(
        f"{len(names)} rows played; {exact} of {deleted} diagnoses deleted: exactly their rows fail"
    )
    print(f"{len(without_rows)} diagnoses have no row here: {', '.join(without_rows) or 'none'}")
    if asked.json:
        asked.json.write_text(json.dumps({k: sorted(v) for k, v in fails.items()}, indent=2))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
