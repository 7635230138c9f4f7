"""Where a course stands: the judgement of every step, and the progress that follows from it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

from docker_lessons.lessons.circles import Told, lead_on
from docker_lessons.lessons.definition import CourseDefinition
from docker_lessons.lessons.judgement import Judgement, judge
from docker_lessons.lessons.latest_act import answer_latest
from docker_lessons.lessons.look import Look
from docker_lessons.lessons.memory import Memory
from docker_lessons.lessons.step import Step
from docker_lessons.lessons.verdict import PASSED
from docker_lessons.lessons.view import BY_HAND, SHOWN

LookAt = Callable[[Step, str | None], Look]
"""Gives the look at a step, with an answer to its question or with the one that is kept."""


class Standing:
    """The judgements of one course; what passes is kept in the memory."""

    def __init__(self, definition: CourseDefinition, memory: Memory, look: LookAt) -> None:
        self.judged: dict[str, Judgement] = {}
        """The newest judgement of each step."""
        self._told: dict[str, Told] = {}
        self._definition = definition
        self._memory = memory
        self._look = look
        self._showing = 0
        """How many solutions are at work: what passes meanwhile was shown, not done by hand."""

    def judge_all(self) -> None:
        """Judges every step, and again as long as one passes that had never passed.

        A step that passes just now may rightly have undone an earlier one.
        """
        first = not self.judged
        while self._judge_each(first):
            first = False

    def answer(self, step: Step, text: str) -> Judgement:
        """Judges a step by a new answer, and keeps the answer."""
        look = self._look(step, text)
        judgement = self._led_on(step, judge(self._definition, step, look), look)
        self._memory.add_answer(step.id, text, accepted=judgement.held)
        self.judge_all()
        return judgement

    def judge(self, step: Step) -> Judgement:
        """Judges a step by the answer that was accepted; failing that, by the last one that was given."""
        look = self._look(step, None)
        judgement = judge(self._definition, step, look)
        refused = self._memory.view().refused.get(step.id)
        if refused is not None and not judgement.held and judgement.verdict != PASSED:
            look = self._look(step, refused)
            judgement = judge(self._definition, step, look)
        return self._led_on(step, judgement, look)

    def _led_on(self, step: Step, judgement: Judgement, look: Look) -> Judgement:
        """Answers what was refused last, and looks past a repair that was just tried without success."""
        judgement = answer_latest(self._definition, step, judgement, look)
        judgement, self._told[step.id] = lead_on(step, judgement, look, self._told.get(step.id))
        return judgement

    @contextlib.contextmanager
    def shown(self) -> Iterator[None]:
        """Counts what passes during the `with` block as shown. Such blocks may overlap."""
        self._showing += 1
        try:
            yield
        finally:
            self._showing -= 1

    def forget(self) -> None:
        """Forgets every judgement."""
        self.judged, self._told = {}, {}

    def _judge_each(self, first: bool) -> bool:
        """Judges every step; tells whether one of them passed that had never passed."""
        news = False
        for step in self._definition.steps:
            judgement, before = self.judge(step), self.judged.get(step.id)
            self.judged[step.id] = judgement
            if judgement.verdict != PASSED:
                continue
            known = step.id in self._memory.view().progress
            news = news or not known
            if judgement.held:
                self._memory.add_facts(step.facts(self._look(step, None)))
            holds_again = judgement.held and not first and before is not None and not before.held
            if not known or holds_again:
                self._memory.add_progress(step.id, SHOWN if self._showing else BY_HAND)
        return news
