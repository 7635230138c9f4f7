"""What a look may tell of a step, and in which words: why it holds, why it does not, and remarks.

A step's file registers each under an identifier that stays, with its sentences beside the function that
returns its facts. The sentences are whole and name their placeholders; the course's own names
(`wording.placeholders`) are among these always. Nothing here puts the two together: `wording` does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from docker_lessons.findings.finding import Facts, Finding, Variant
from docker_lessons.lessons.verdict import NOT_YET, Kind
from docker_lessons.world.capabilities import HubKind

Found = Facts | Variant | None
"""The facts of what was found, as a variant where a cause has several wordings; None for nothing."""

Find = Callable[..., Found]
"""Reads a `Look`, and what else a kind of cause asks for."""


@dataclass(frozen=True)
class Words:
    """The sentences of one wording. In a variant, None stands for the same sentence as in the cause's main wording.

    `repair` is one line that can be typed as it stands, '' where there is nothing to type.
    """

    seen: str | None = None
    wanted: str | None = None
    repair: str | None = None
    text: str | None = None


ON_DOCKER_HUB = "on docker.io"
"""Ends the name of a variant with the words that hold where the Hub is the real one."""


AT_REGISTRY = "at a registry"
"""Ends the name of a variant with the words that hold at a registry of one's own choice, which has no pages."""


def on_docker_hub(variant: str = "") -> str:
    """Returns the name of a variant's words for the real Docker Hub."""
    return f"{variant} {ON_DOCKER_HUB}".strip()


def at_registry(variant: str = "") -> str:
    """Returns the name of a variant's words for a registry of the learner's choice."""
    return f"{variant} {AT_REGISTRY}".strip()


def elsewhere(hub: HubKind, variant: str = "") -> str:
    """Returns the name of a variant's words for this Hub or registry, '' for the practice Hub, which has none."""
    others = {"docker.io": on_docker_hub, "registry": at_registry}
    return others[hub](variant) if hub in others else ""


@dataclass(frozen=True)
class Observation:
    """One thing that may be found, and its words."""

    id: str
    step: str
    find: Find
    words: Words
    variants: Mapping[str, Words] = field(default_factory=dict)

    def finding(self, *seen: Any) -> Finding | None:
        """Returns what is found in a look, None for nothing."""
        found = self.find(*seen)
        if found is None:
            return None
        if isinstance(found, Variant):
            return Finding(self.id, found.facts, found.name)
        return Finding(self.id, found)


@dataclass(frozen=True)
class Cause(Observation):
    """A reason why a step does not hold."""

    verdict: Kind = NOT_YET
    out_of_hand: bool = False
    """Whether no thinking solves it, a broken helper program for example: its repair is shown at once."""


Register = Callable[[Find], Find]


@dataclass
class Diagnoses:
    """The diagnoses and remarks of one step, in the order in which they are asked.

    The first cause that finds something is the verdict's, so the special ones come before the general ones,
    and the last one always finds something. `wanted` and `repair` are the defaults for causes that give none.
    """

    step: str
    wanted: str = ""
    repair: str = ""
    causes: list[Cause] = field(default_factory=list)
    notes: list[Observation] = field(default_factory=list)
    held: Observation | None = None

    def holds(
        self, *, seen: str, wanted: str, text: str, variants: Mapping[str, Words] | None = None
    ) -> Register:
        """Registers when the step holds (a decorator)."""

        def register(find: Find) -> Find:
            words = Words(seen, wanted, "", text)
            self.held = Observation(f"{self.step}-holds", self.step, find, words, variants or {})
            return find

        return register

    def cause(
        self,
        cause_id: str,
        *,
        seen: str,
        text: str,
        wanted: str | None = None,
        repair: str | None = None,
        variants: Mapping[str, Words] | None = None,
        verdict: Kind = NOT_YET,
        out_of_hand: bool = False,
    ) -> Register:
        """Registers a cause (a decorator)."""
        words = Words(
            seen,
            self.wanted if wanted is None else wanted,
            self.repair if repair is None else repair,
            text,
        )

        def register(find: Find) -> Find:
            self.causes.append(
                Cause(cause_id, self.step, find, words, variants or {}, verdict, out_of_hand)
            )
            return find

        return register

    def include(self, others: Diagnoses) -> None:
        """Adds the causes of another file at this point of the order."""
        self.causes.extend(others.causes)

    def note(
        self, note_id: str, text: str, *, variants: Mapping[str, Words] | None = None
    ) -> Register:
        """Registers a remark that goes with a step that holds (a decorator)."""

        def register(find: Find) -> Find:
            self.notes.append(
                Observation(note_id, self.step, find, Words(text=text), variants or {})
            )
            return find

        return register

    @property
    def all(self) -> tuple[Observation, ...]:
        """Everything that may be found."""
        return (*([self.held] if self.held else []), *self.causes, *self.notes)
