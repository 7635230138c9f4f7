"""The course as a world's service runs it: watches, remembers, judges and answers.

It watches from its start, so that what any client does in any terminal of the world counts. A check
never misses a command that ended before it: events are fetched up to now first, and again until none
came in while the world was looked at.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
from collections.abc import AsyncIterator, Iterator
from dataclasses import asdict, replace

from aiohttp import web

from docker_lessons.lessons.judgement import Judgement, judge
from docker_lessons.lessons.look import Look
from docker_lessons.lessons.memory import BY_HAND, SHOWN, Act, Command, Memory
from docker_lessons.lessons.overheard import as_engine, is_for_us
from docker_lessons.lessons.picture import picture
from docker_lessons.lessons.routes import routes
from docker_lessons.lessons.solution import Solution
from docker_lessons.lessons.state import state
from docker_lessons.lessons.step import Step
from docker_lessons.lessons.steps import STEPS
from docker_lessons.lessons.theirs import refuse_foreign
from docker_lessons.lessons.verdict import PASSED, SKIPPED, Verdict
from docker_lessons.lessons.watch import Watch
from docker_lessons.trace import OWN_AGENT, Activity, Request, Trace
from docker_lessons.world import World, docker_client
from docker_lessons.world.host import HostError
from docker_lessons.world.names import Names
from docker_lessons.world.observer import Observer
from docker_lessons.world.snapshot import Snapshot

KEEP_ALIVE = 5.0
"""Seconds between two lines of `/watch` while nothing changes."""

_CONFIG_LOOK = 0.1
"""Seconds between two looks at whether the Docker client wrote its config.json: one `stat`."""

_RECONNECT = 0.5
_ACTIVITY_PAUSE = 0.04
_SETTLE_TRIES = 8

_log = logging.getLogger(__name__)


class Course:
    """The lessons of one world.  All of it belongs to the event loop's thread."""

    def __init__(self, world: World, trace: Trace) -> None:
        self._world = world
        self._trace = trace
        self._observer = Observer(world)
        self._engine = world.engine
        self._world_id = world.id
        self._memory: Memory = Memory(world.memory)
        self._watch = Watch(self._observer, self._memory, self._engine, self._world_id, self.poke)
        self._snapshot: Snapshot | None = None
        self._judged: dict[str, Judgement] = {}
        self._line = b"{}\n"
        self._version = 0
        self._changed = asyncio.Condition()
        self._poked = asyncio.Event()
        self._one_at_a_time = asyncio.Lock()
        self._solving_one = asyncio.Lock()
        self._showing = 0
        """How many solutions are at work: what passes meanwhile was shown, not done by hand."""
        self._telling = False
        self._new_names: dict[str, tuple[str, ...]] = {}
        self._names_seen: set[tuple[str, str]] | None = None
        self._stack = contextlib.AsyncExitStack()
        self._ended = asyncio.Event()

    async def start(self) -> None:
        """Begin to watch.  The engine and the Hub answer already."""
        await self._stack.enter_async_context(self._observer)
        self._stack.callback(self._memory.close)
        for request in self._trace.requests():  # of the moment since the servers answer
            self._heard(request)
        self._stack.callback(self._trace.subscribe(self._heard))
        await self._refresh()
        release = await asyncio.to_thread(docker_client.release, self._world)
        self._observer.names = replace(self._observer.names, client_release=release)
        works = (self._watch.follow(), self._watch.look_up(), self._follow_pokes())
        for work in (*works, self._follow_config()):
            task = asyncio.create_task(work)
            self._stack.push_async_callback(_ended, task)

    async def close(self) -> None:
        """End the watch."""
        self._ended.set()
        async with self._changed:
            self._changed.notify_all()
        try:
            self._watch.close()
        finally:
            await self._stack.aclose()

    @property
    def names(self) -> Names:
        """The names that the course uses here."""
        return self._observer.names

    def poke(self) -> None:
        """Have the world looked at soon: something may have changed."""
        self._poked.set()

    # watching

    def _heard(self, news: Request | Activity) -> None:
        """What the world's own servers were asked."""
        if isinstance(news, Activity):
            self._poked_activity()
            return
        if news.agent.startswith(OWN_AGENT) or is_for_us(news):
            return
        if self._engine.own and (act := as_engine(news, self.names)):
            self._memory.add_act(act)
            self.poke()
        if news.method in ("GET", "HEAD"):
            return
        if news.server in ("engine", "hub"):
            self._memory.add_act(
                Act(
                    news.time,
                    news.server,
                    news.method,
                    news.path,
                    news.status,
                    news.message,
                    news.account,
                )
            )
        if news.server != "registry" or (
            news.path.startswith("/v2/") and "/manifests/" in news.path
        ):
            self.poke()

    def _poked_activity(self) -> None:
        """Tell of progress, but not of every chunk."""
        if not self._telling:
            self._telling = True
            asyncio.get_running_loop().call_later(_ACTIVITY_PAUSE, self._tell_soon)

    def _tell_soon(self) -> None:
        self._telling = False
        if not self._ended.is_set():
            self._tell()

    async def _follow_pokes(self) -> None:
        while True:
            await self._poked.wait()
            self._poked.clear()
            try:
                await self._refresh()
            except Exception:  # noqa: BLE001
                # One look that failed must not blind the course for good.
                _log.exception("A look at the world failed")
                await asyncio.sleep(_RECONNECT)

    async def _follow_config(self) -> None:
        last = self._observer.config_stamp()
        while True:
            await asyncio.sleep(_CONFIG_LOOK)
            stamp = self._observer.config_stamp()
            if stamp != last:
                last = stamp
                self.poke()

    # looking

    async def _refresh(self) -> None:
        """Look at everything and judge every step."""
        async with self._one_at_a_time:
            for _ in range(_SETTLE_TRIES):
                with contextlib.suppress(HostError):
                    await self._watch.catch_up()
                snapshot = await self._observer.observe()
                try:
                    if not await self._watch.catch_up():
                        break
                except HostError:
                    break
            self._note_names(snapshot)
            self._snapshot = snapshot
            self._judge_all()
            self._tell()

    def _look(self, step: Step, answer: str | None = None) -> Look:
        assert self._snapshot is not None
        view = self._memory.view()
        if answer is None:
            answer = view.accepted.get(step.id, view.refused.get(step.id))
        return Look(self._snapshot, view, self.names, self._engine, self._world_id, answer)

    def _judge_all(self) -> None:
        first = not self._judged
        while self._judge_each(first):
            first = False  # what passed just now may rightly have undone what stands before it
        self._remember_absence()

    def _judge_each(self, first: bool) -> bool:
        """Judge every step; whether one of them passed that had never passed."""
        news = False
        for step in STEPS:
            judgement = self._judge(step)
            before = self._judged.get(step.id)
            self._judged[step.id] = judgement
            if not judgement.held:
                continue
            self._memory.add_facts(step.facts(self._look(step)))
            known = step.id in self._memory.view().progress
            news = news or not known
            if not known or (not first and before is not None and not before.held):
                self._memory.add_progress(step.id, SHOWN if self._showing else BY_HAND)
        return news

    def _judge(self, step: Step) -> Judgement:
        """Judge by the answer that was accepted; failing that, by the last one that was given."""
        judgement = judge(step, self._look(step))
        refused = self._memory.view().refused.get(step.id)
        if refused is not None and not judgement.held and judgement.verdict.cause:
            return judge(step, self._look(step, refused))
        return judgement

    def _remember_absence(self) -> None:
        """Keep when the published images were seen to be gone, where no event tells it."""
        assert self._snapshot is not None
        if self._snapshot.host is None:
            return
        view = self._memory.view()
        for name in ("image", "second image"):
            image_id = view.facts.get(name)
            if not image_id or self._snapshot.host.image(image_id):
                continue
            key = f"absent {image_id}"
            seen = float(view.facts.get(key, 0))
            if not seen or any(gap.end > seen for gap in view.gaps):
                self._memory.add_facts({key: repr(self._snapshot.time)})

    def _note_names(self, snapshot: Snapshot) -> None:
        """Remember which names stand on which images of the course's, and which of them are new."""
        if snapshot.host is None:
            return
        look = Look(snapshot, self._memory.view(), self.names, self._engine, self._world_id)
        self._watch.know(one.id for one in look.own_images)
        seen = {(name, one.id) for one in look.own_images for name in one.names}
        if self._names_seen is not None:
            if seen == self._names_seen:
                return
            self._new_names = {
                one.id: tuple(n for n in one.names if (n, one.id) not in self._names_seen)
                for one in look.own_images
            }
        self._names_seen = seen
        self._memory.add_sightings(seen)

    # telling

    def _tell(self) -> None:
        line = (
            json.dumps(
                {
                    **state(self._judged, self._memory.view(), self._look),
                    "picture": picture(
                        self._snapshot, self._new_names, self._look(STEPS[0]).concerns
                    ),
                    "activities": [asdict(activity) for activity in self._trace.activities()],
                    "engine_up": bool(self._snapshot and self._snapshot.host),
                    "hub_up": bool(self._snapshot and self._snapshot.hub),
                },
                separators=(",", ":"),
            ).encode()
            + b"\n"
        )
        if line != self._line:
            self._line = line
            self._version += 1
            asyncio.get_running_loop().create_task(self._wake())

    async def _wake(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    async def lines(self) -> AsyncIterator[bytes]:
        """The state as a line of JSON: now, on every change, and every few seconds."""
        version = -1
        while True:
            if version == self._version:
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(KEEP_ALIVE), self._changed:
                        await self._changed.wait_for(
                            lambda: self._version != version or self._ended.is_set()  # noqa: B023
                        )
            if self._ended.is_set():
                return
            version = self._version
            yield self._line

    # what others ask for

    async def check(self, step: Step, answer: str | None, *, by_hand: bool = True) -> Verdict:
        """Judge one step as the world is now; keeps the answer."""
        with contextlib.nullcontext() if by_hand else self._as_shown():
            await self._refresh()
            if answer is None or step.question is None:
                return self._judged[step.id].verdict
            judgement = judge(step, self._look(step, answer))
            self._memory.add_answer(step.id, answer, accepted=judgement.held)
            self._judge_all()
            self._tell()
            return judgement.verdict

    @contextlib.contextmanager
    def _as_shown(self) -> Iterator[None]:
        """What passes meanwhile counts as shown.  Counted, since checks and solutions overlap."""
        self._showing += 1
        try:
            yield
        finally:
            self._showing -= 1

    async def solve(self, step: Step) -> tuple[list[str], Verdict]:
        """Do what is missing before the step, and the step; what holds stays as it is.

        Raises: HostError, HubError, RegistryError, WorldError when the world refuses.
        """
        async with self._solving_one:
            doing = Solution(self._world, self._observer)
            with self._as_shown():
                for one in STEPS[: STEPS.index(step) + 1]:
                    await self._refresh()
                    look = self._look(one)
                    refuse_foreign(look)
                    if self._judged[one.id].verdict.verdict in (PASSED, SKIPPED):
                        continue
                    await one.solve(doing, look)
                    answer = doing.take_answer()
                    if answer is not None:
                        self._memory.add_answer(one.id, answer, accepted=True)
                await self._refresh()
            return doing.did, self._judged[step.id].verdict

    def commanded(self, command: Command) -> None:
        """Remember a command line that was typed."""
        self._memory.add_command(command)
        self.poke()

    async def forget(self) -> None:
        """Forget progress, answers and what was done; the world itself stays."""
        async with self._one_at_a_time:
            self._memory.forget_progress()
            self._judged = {}
            self._new_names = {}
        await self._refresh()

    def routes(self) -> list[web.RouteDef]:
        """What is mounted on the control socket."""
        return routes(self)


async def _ended(task: asyncio.Task[None]) -> None:
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
