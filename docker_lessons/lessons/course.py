"""A course as a world's service runs it: watches, remembers, judges, tells and solves.

It watches from its start, so that what any client does in any terminal of the world counts.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import logging
import sqlite3
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import asdict, replace
from typing import Any

from docker_lessons import language
from docker_lessons.lessons.broadcast import Broadcast
from docker_lessons.lessons.definition import CourseDefinition
from docker_lessons.lessons.engine_listener import EngineListener
from docker_lessons.lessons.lookout import Lookout
from docker_lessons.lessons.memory import Memory
from docker_lessons.lessons.outline import outline
from docker_lessons.lessons.picture import BeforeAndNow, picture, sources
from docker_lessons.lessons.requests_heard import RequestListener
from docker_lessons.lessons.secrecy import without_secrets
from docker_lessons.lessons.show_me import hub_is_away, is_due
from docker_lessons.lessons.solution import Solution
from docker_lessons.lessons.standing import Standing
from docker_lessons.lessons.state import state
from docker_lessons.lessons.step import Step
from docker_lessons.lessons.theirs import refuse_foreign
from docker_lessons.lessons.verdict import PASSED, SKIPPED, Verdict
from docker_lessons.lessons.view import KIT, Command
from docker_lessons.lessons.wording import verdict
from docker_lessons.trace import Trace
from docker_lessons.world import World, docker_client
from docker_lessons.world.failure import HubAwayError, YoursAloneError
from docker_lessons.world.host import HostError
from docker_lessons.world.names import Names
from docker_lessons.world.observer import Observer

_CONFIG_LOOK = 0.1
"""Seconds between two looks at whether the Docker client wrote its config.json: one `stat`."""

_HUB_LOOK = 0.1
"""Seconds between two looks at whether it is time to ask the real Docker Hub."""

_HUB_PAUSE = 30.0
"""Seconds after a look at it that failed in a way that nobody foresaw."""

_RECONNECT = 0.5
_ACTIVITY_PAUSE = 0.04
"""Seconds between two tellings of a transfer's progress, which would else be told for every chunk."""

_TOGETHER = 0.03
"""Seconds in which what is told of one command comes: its request, and each event that it makes."""

_SOLVING_PAUSE = 0.25
"""Seconds after which a change is looked at while a solution is at work, which else would be looked at many times."""

_LATE, _LATE_PAUSE = 4, 0.25
"""How often, and after how many seconds, it is looked again for what an engine tells late."""

_log = logging.getLogger(__name__)


class Course:
    """One course in one world.  All of it belongs to the event loop's thread."""

    def __init__(
        self,
        definition: CourseDefinition,
        world: World,
        trace: Trace,
        relay_trouble: Callable[[], str] = str,
    ) -> None:
        """`relay_trouble` tells why the relay does not listen; '' where it does, or none has to."""
        self.definition = definition
        self._world = world
        self._trace = trace
        self._observer = Observer(world)
        self._observer.names = definition.names_in(self._observer.names)
        self._observer.known_layers.expect(definition.image.held)
        self._memory = Memory(world.memory, definition.key)
        self._listener = EngineListener(
            self._observer, self._memory, world.engine, world.id, self.poke
        )
        self._lookout = Lookout(
            definition, world, self._observer, self._memory, self._listener, relay_trouble
        )
        self._standing = Standing(definition, self._memory, self._lookout.look)
        self._before_and_now = BeforeAndNow()
        self._broadcast = Broadcast()
        self._poked = asyncio.Event()
        self._one_at_a_time = asyncio.Lock()
        self._solving_one = asyncio.Lock()
        self._progress_due = False
        self._steps_told: Callable[[str], Mapping[str, Any]] = lambda _: {}
        self._sources: Mapping[str, str] = {}
        self._stack = contextlib.AsyncExitStack()

    async def start(self) -> None:
        """Begins to watch.  The engine and the Hub answer already."""
        await self._stack.enter_async_context(self._observer)
        self._stack.callback(self._memory.close)
        listener = RequestListener(
            self._memory, self._world.capabilities, self.names, self.poke, self._progress
        )
        for request in self._trace.requests():  # of the moment since the servers answer
            listener.hear(request)
        self._stack.callback(self._trace.subscribe(listener.hear))
        await self.refresh()
        release = await asyncio.to_thread(docker_client.release, self._world)
        self._observer.names = replace(self._observer.names, client_release=release)
        self.poke()  # since the first look did not wait for all answers
        works = (self._listener.follow(), self._listener.look_up(), self._follow_pokes())
        for work in (*works, self._follow_config(), self._follow_real_hub()):
            task = asyncio.create_task(work)
            self._stack.push_async_callback(_ended, task)

    async def close(self) -> None:
        """Ends the watch."""
        await self._broadcast.close()
        try:
            self._listener.close()
        finally:
            await self._stack.aclose()

    @property
    def names(self) -> Names:
        """The names that the course uses here."""
        return self._observer.names

    # watching

    def poke(self) -> None:
        """Has the world looked at soon: something may have changed."""
        self._poked.set()

    def _progress(self) -> None:
        """Tells of a transfer's progress, but not of every chunk."""
        if not self._progress_due:
            self._progress_due = True
            asyncio.get_running_loop().call_later(_ACTIVITY_PAUSE, self._tell_progress)

    def _tell_progress(self) -> None:
        self._progress_due = False
        if self._lookout.snapshot is not None and not self._broadcast.ended:
            self._tell()

    async def _follow_pokes(self) -> None:
        while True:
            await self._poked.wait()
            # A solution looks after each of its steps.
            await asyncio.sleep(_SOLVING_PAUSE if self._solving_one.locked() else _TOGETHER)
            try:
                async with self._one_at_a_time:
                    if self._poked.is_set():
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
                if (real_hub := self._observer.real_hub) is not None:
                    real_hub.pace.act()
                self.poke()

    async def _follow_real_hub(self) -> None:
        """Asks the real Docker Hub when it is time to; without it, there is nothing to follow."""
        real_hub, told = self._observer.real_hub, 0
        while real_hub is not None:
            if real_hub.pace.next_look(watched=self._broadcast.is_watched) == 0.0:
                try:
                    await real_hub.look()
                except Exception:  # noqa: BLE001
                    _log.exception("Docker Hub could not be looked at")
                    await asyncio.sleep(_HUB_PAUSE)
                self.poke()
            trouble = real_hub.trouble_now()
            minutes = trouble.minutes if trouble else 0
            if minutes != told:  # of the wait that is told
                told = minutes
                self.poke()
            await asyncio.sleep(_HUB_LOOK)

    async def refresh(self) -> None:
        """Looks at everything, judges every step, and tells."""
        async with self._one_at_a_time:
            try:
                await self._refresh()
            except BaseException:  # also who asked went away
                self.poke()
                raise

    async def _refresh(self) -> None:
        self._poked.clear()  # what was poked for until now is seen by this look
        await self._lookout.refresh()
        self._standing.judge_all()
        if (real_hub := self._observer.real_hub) is not None:
            real_hub.pace.awaits(self._awaits_hub())
        self._tell_steps()

    def _awaits_hub(self) -> bool:
        """Whether what comes next is done on the Hub's pages, of which nothing is heard."""
        known = self._memory.view().progress
        due = next((step for step in self.definition.steps if step.id not in known), None)
        by_pages = self._world.capabilities.creates_on_pages
        return due is not None and due.hands == "hub" and by_pages

    def _tell_steps(self) -> None:
        """Tells what was judged."""
        self._lookout.remember_absence()
        judged, view, look = dict(self._standing.judged), self._memory.view(), self._lookout.look

        @functools.cache  # a transfer's progress is told again and again beside the same words
        def in_words(_: str) -> Mapping[str, Any]:
            return state(self.definition, judged, view, self.names, look)

        self._steps_told = in_words
        self._sources = sources(look().attempts)
        self._tell()

    def _tell(self) -> None:
        snapshot, look = self._lookout.snapshot, self._lookout.look
        now = picture(snapshot, look().concerns)
        shown = self._before_and_now.see(now, snapshot.time if snapshot else 0.0)
        in_words = self._steps_told
        activities = self._trace.activities()
        told = {
            "engine_up": bool(snapshot and snapshot.host),
            "hub_up": bool(snapshot and snapshot.hub),
            "language": self._world.language,
        }
        self._broadcast.tell(
            lambda: {
                **in_words(language.current()),
                "picture": shown | {"hub_name": self._hub_name(), "tagged": self._sources},
                "activities": [asdict(activity) for activity in activities],
                **told,
            }
        )

    def _hub_name(self) -> str:
        """What the Hub is called where it is drawn."""
        hub = self._world.which_hub
        if not hub.has_pages:
            return language.gettext("Registry {registry}", registry=hub.registry)
        return language.gettext("Docker Hub") if hub.is_real else language.gettext("Practice Hub")

    # what others ask for

    def outline(self) -> dict[str, Any]:
        """Returns the course's words as JSON."""
        snapshot = self._lookout.snapshot
        host = snapshot.host if snapshot else None
        return outline(
            self.definition, self.names, runs_containers=host is None or host.runs_containers
        )

    def lines(self) -> AsyncIterator[bytes]:
        """Yields the state as a line of JSON: now, on every change, and every few seconds."""
        return self._broadcast.lines()

    async def check(self, step: Step, answer: str | None, *, by_hand: bool = True) -> Verdict:
        """Judges one step as the world is now; keeps the answer."""
        with contextlib.nullcontext() if by_hand else self._standing.shown():
            await self.refresh()
            if step.needs_hub and (real_hub := self._observer.real_hub) is not None:
                if step.hands == "hub":
                    real_hub.ask_for_all()
                else:
                    real_hub.pace.act()
                await real_hub.look_at_once()
                await self.refresh()
            if answer is None or step.question is None:
                return self._verdict(step)
            answer = without_secrets(answer, self._world.account().password)
            judgement = self._standing.answer(step, answer)
            self._tell_steps()
            return verdict(judgement, step, self.names)

    async def solve(self, step: Step) -> tuple[list[str], Verdict]:
        """Does what is missing before the step, and the step; what holds stays as it is.

        Raises:
            HostError: When the engine refuses.
            HubError: When the Hub refuses.
            RegistryError: When the registry refuses.
            WorldError: When something of the learner's own is in the way, or the Hub can't be seen.
        """
        on_the_way = self.definition.until(step)
        if (real_hub := self._observer.real_hub) and any(one.needs_hub for one in on_the_way):
            await real_hub.look_at_once()
        async with self._solving_one:
            doing = Solution(self._world, self._observer, self.definition.image)
            with self._standing.shown(), self._remembered(step):
                for one in on_the_way:
                    await self.refresh()
                    look = self._lookout.look(one)
                    refuse_foreign(look)
                    judgement = self._standing.judged[one.id]
                    if not is_due(one, step, judgement, look):
                        continue
                    if hub_is_away(judgement):
                        raise HubAwayError(self._verdict(one).text)
                    await one.solve(doing, look)
                    answer = doing.take_answer()
                    if answer is not None:
                        self._memory.add_answer(one.id, answer, accepted=True)
                    await self._heard(one)
                await self.refresh()
            return doing.did, self._verdict(step)

    async def _heard(self, step: Step) -> None:
        """Waits a moment for what the engine tells of a solution: Podman's events come a quarter of a second late."""
        if not self._world.capabilities.engine_is_shared:
            return
        for _ in range(_LATE):
            await self.refresh()
            if self._standing.judged[step.id].verdict in (PASSED, SKIPPED):
                return
            await asyncio.sleep(_LATE_PAUSE)

    @contextlib.contextmanager
    def _remembered(self, step: Step) -> Iterator[None]:
        """Keeps that a solution was asked for, successful or not, unless the Hub was away or only the learner may."""
        tried = True
        try:
            yield
        except (HubAwayError, YoursAloneError):
            tried = False
            raise
        finally:
            words = (KIT, "solve", step.id)
            with contextlib.suppress(sqlite3.Error):
                if tried:
                    self._memory.add_command(Command(time.time(), words, 0, ""))

    def speak(self, chosen: str) -> None:
        """Keeps the language that was chosen for this world, '' for the system's, and lets every reader know."""
        self._world.keep_language(chosen)
        language.keep(chosen)
        self._tell()

    def commanded(self, command: Command) -> None:
        """Keeps a command line that was typed."""
        self._memory.add_command(command)
        self.poke()

    async def forget(self) -> None:
        """Forgets progress, answers and what was done; the world itself stays."""
        async with self._one_at_a_time:
            with contextlib.suppress(HostError):
                await self._listener.begin_anew()
            self._memory.forget_progress()
            self._standing.forget()
            self._before_and_now.forget()
        await self.refresh()

    def _verdict(self, step: Step) -> Verdict:
        return verdict(self._standing.judged[step.id], step, self.names)


async def _ended(task: asyncio.Task[None]) -> None:
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
