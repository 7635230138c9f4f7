"""What a check looks at: one snapshot, the memory and, for a question, the learner's answer."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from docker_lessons.findings.finding import ImageNames
from docker_lessons.findings.image_name import is_image_id
from docker_lessons.findings.misspelling import NO_SUCH_COMMAND
from docker_lessons.lessons import course_image
from docker_lessons.lessons.attempt import Attempt
from docker_lessons.lessons.course_image import ImageContents
from docker_lessons.lessons.view import KIT, View
from docker_lessons.world.capabilities import Capabilities
from docker_lessons.world.engine import LABEL, Engine
from docker_lessons.world.host import Event
from docker_lessons.world.names import Names
from docker_lessons.world.snapshot import (
    Container,
    Host,
    HostImage,
    Hub,
    HubTag,
    Repository,
    Snapshot,
)
from docker_lessons.world.which_hub import WhichHub

_CHANGES = frozenset({"tag", "untag", "delete", "pull", "push", "load", "import", "build"})
_REMOVES = frozenset({"untag", "delete"})
_GIVES = frozenset({"tag", "pull", "load", "import", "build"})
_LOOKS = frozenset(
    {"images", "ps", "ls", "history", "inspect", "version", "info", "search", "help", ""}
)
"""Commands that only look: after them the act before is still the last one."""
LOG_INS = frozenset({"login", "logout"})
"""The commands that change who the client is logged in as."""
_MANY, _FEW = 8, 4
"""More names on a host than that are not listed; so many are, in their place."""
_NEAR = 0.6
"""How alike two names must be for one to be called a slip of the other (0 to 1)."""


RESTORE = f"{KIT} restore"
"""The command that puts the build folder back as the course made it."""


@dataclass(frozen=True)
class Look:
    """The world for one check; engine and Hub are known to answer unless a step needs neither."""

    snapshot: Snapshot
    view: View
    tries: tuple[Attempt, ...]
    """Every try that `view` remembers, newest first (`attempts`)."""
    names: Names
    engine: Engine
    world_id: str
    contents: ImageContents
    """What the course's image is made of."""
    answer: str | None = None
    """The answer that is judged, None where none was given."""
    changed_files: tuple[str, ...] = ()
    """The files of the build folder beside the pages that are not as the course made them."""
    which_hub: WhichHub = field(default_factory=WhichHub)
    """The Hub that the course publishes to."""
    relay: tuple[str, str] = ("", "")
    """The relay's container, and why it does not listen; '' where it does, or none has to."""
    passed_over: int = 0
    """How many of the newest tries are left out, to see what is found without them."""

    @property
    def capabilities(self) -> Capabilities:
        """What can be asked of this world."""
        return self.which_hub.beside(self.engine.capabilities)

    @property
    def log_in_past_helper(self) -> str:
        """What logs in where a credential helper is in the way: the course on the practice Hub, else the learner."""
        return self.names.log_in if self.which_hub.is_real else "docker-lessons solve log-in"

    @property
    def architecture(self) -> str:
        """The processor for which the course's image is made: the engine's."""
        return course_image.architecture(self.engine.architecture)

    def made_for(self, one: HostImage) -> str:
        """Returns the processor that an image's program is for, or that the image says it is for if that is another.

        It's the engine's for an image without the course's program, and where the course has no program for the engine.
        """
        program = self.contents.program_for(one.diff_ids)
        if not program or self.engine.architecture not in ("", self.architecture):
            return self.architecture
        return program if program != self.architecture else one.architecture or program

    @property
    def log_in_is_theirs(self) -> bool:
        """Whether the log-in is the learner's own, for the real Docker Hub, and may be older than the course."""
        return self.which_hub.is_docker_hub and self.capabilities.engine_is_shared

    @property
    def repository_is_theirs(self) -> bool:
        """Whether the learner's own Docker may hold images from their repository that are older than the course."""
        return self.which_hub.is_real and self.capabilities.engine_is_shared

    @property
    def host(self) -> Host:
        """The engine's images."""
        assert self.snapshot.host is not None
        return self.snapshot.host

    @property
    def hub(self) -> Hub:
        """The Hub's repositories."""
        assert self.snapshot.hub is not None
        return self.snapshot.hub

    # the course's things, here and there

    @property
    def image(self) -> HostImage | None:
        """What `myimage:0.1` is."""
        return self.host.named(self.names.image)

    @property
    def target(self) -> HostImage | None:
        """What `demousr/demorep:1.0` is on this host."""
        return self.host.named(self.names.target)

    @property
    def repository(self) -> Repository | None:
        """`demousr/demorep` at the Hub."""
        return self.hub.repository(self.names.hub_repository)

    @property
    def hub_tag(self) -> HubTag | None:
        """The tag `1.0` at the Hub."""
        return self.repository.tag(self.names.tag) if self.repository else None

    @property
    def second_hub_tag(self) -> HubTag | None:
        """The tag `2.0` at the Hub."""
        return self.repository.tag(self.names.second_tag) if self.repository else None

    @cached_property
    def own_images(self) -> tuple[HostImage, ...]:
        """The images on this host that are the course's, or bear its names; on a practice engine all of them.

        The learner's own Docker may have other images, too, which the course ignores: `hello-world`, say, or those of
        another world.
        """
        return tuple(one for one in self.host.images if self.concerns(one))

    def concerns(self, one: HostImage) -> bool:
        """Tells whether the course counts this image."""
        return not self.names.course.isdisjoint(one.names) or self.is_ours(one)

    def is_ours(self, one: HostImage) -> bool:
        """Tells whether this image was made in the course, whatever its name."""
        label = one.labels.get(LABEL)
        if not self.capabilities.engine_is_shared or label == self.world_id:
            return True
        return label is None and self.contents.has_program(one.diff_ids)

    @property
    def course_images(self) -> tuple[HostImage, ...]:
        """The images of the course's that were built from its Dockerfile as it came."""
        return tuple(one for one in self.own_images if self.contents.is_made_of(one.diff_ids))

    def has_id(self, given: str) -> bool:
        """Tells whether this is the ID of an image on this host, whole or the beginning of it."""
        begun = given.removeprefix("sha256:")
        whole = (one.id.removeprefix("sha256:") for one in self.host.images)
        return is_image_id(given) and any(one.startswith(begun) for one in whole)

    def containers_of(self, *image_ids: str) -> tuple[Container, ...]:
        """Returns the containers on this host that are made from these images, running or not."""
        return tuple(one for one in self.host.containers if one.image_id in image_ids)

    def is_newer(self, one: HostImage, other: HostImage) -> bool:
        """Tells whether an image was made after another: by its own date, or by who got a name first."""
        if one.created != other.created:
            return one.created > other.created
        named = [event.id for event in self.image_events if event.action == "tag"]
        return one.id in named and other.id in named and named.index(one.id) > named.index(other.id)

    def passed_once(self, step: str) -> bool:
        """Tells whether the step passed in this run."""
        return step in self.view.progress

    # names

    def near(self, wanted: str, among: Iterable[str]) -> str | None:
        """Returns the name that is most like the wanted one, None if none is like it."""
        lowered = {name.lower(): name for name in among if name != wanted}
        found = difflib.get_close_matches(wanted.lower(), lowered, 1, _NEAR)
        return lowered[found[0]] if found else None

    @property
    def host_names(self) -> ImageNames:
        """The names on this host; if there are many, only a few of them, the course's first."""
        names = self.host.names
        if len(names) <= _MANY:
            return ImageNames(names)
        course = [name for one in self.own_images for name in one.names]
        shown = [*course, *(name for name in names if name not in course)][:_FEW]
        return ImageNames(tuple(shown), len(names) - len(shown))

    # what was tried

    @cached_property
    def attempts(self) -> tuple[Attempt, ...]:
        """The tries that count, newest first."""
        return self.tries[self.passed_over :]

    @cached_property
    def last_act(self) -> Attempt | None:
        """The newest try that was more than a look."""
        return next((one for one in self.attempts if one.verb not in _LOOKS), None)

    @cached_property
    def changed(self) -> float:
        """When an image or a name last changed on the host, in seconds since the epoch."""
        return next((e.seconds for e in reversed(self.view.events) if e.action in _CHANGES), 0.0)

    @cached_property
    def logged_in_at(self) -> float:
        """When a log-in or a log-out last succeeded, in seconds since the epoch; 0 for never."""
        done = (one.time for one in self.attempts if one.verb in LOG_INS and not one.refused)
        return next(done, 0.0)

    @property
    def only_removed(self) -> bool:
        """Whether the last change on this computer that was seen took something away, and nothing was missed since."""
        changes = [event for event in self.image_events if event.action in _CHANGES]
        if not changes or changes[-1].action not in _REMOVES:
            return False
        return all(gap.end < changes[-1].seconds for gap in self.view.gaps)

    @cached_property
    def restored_at(self) -> float:
        """When the build folder was put back last, in seconds since the epoch; 0 for never."""
        return next((one.time for one in self.attempts if one.line == RESTORE), 0.0)

    def refused(self, *verbs: str) -> Attempt | None:
        """Returns the newest try of these commands, if it failed and nothing changed since.

        A change after it, on this computer, in the build folder or of the log-in, may have brought what it lacked.
        """
        last = next((one for one in self.attempts if one.verb in verbs), None)
        return last if last and self.still_counts(last) else None

    def still_counts(self, tried: Attempt) -> bool:
        """Tells whether a try failed, and nothing that it may have lacked changed since."""
        since = max(self.changed, self.logged_in_at, self.restored_at)
        return tried.refused and tried.time > since

    def newest_first(self, names: Iterable[str]) -> tuple[str, ...]:
        """Returns names on this host, the most recently given first; names that nobody saw given come last."""
        given = {event.name: event.time for event in self.image_events if event.action in _GIVES}
        return tuple(sorted(names, key=lambda name: given.get(name, 0), reverse=True))

    def misspelled(self, verb: str) -> Attempt | None:
        """Returns the newest try, if it was typed in a cell, `verb` was meant and Docker has no such command."""
        last = self.attempts[0] if self.attempts else None
        if (
            not last
            or not last.typed
            or not last.refused
            or not NO_SUCH_COMMAND.search(last.docker_said)
        ):
            return None
        return last if verb in (last.meant, self.near(verb, [last.verb]) and verb) else None

    def refused_log_in(self) -> Attempt | None:
        """Returns the newest try to log in, if it failed."""
        last = next((one for one in self.attempts if one.verb in LOG_INS), None)
        return last if last and last.verb == "login" and last.refused else None

    # what happened

    @cached_property
    def image_events(self) -> tuple[Event, ...]:
        """The events about images, oldest first."""
        return tuple(event for event in self.view.events if event.type == "image")

    def was_named(self, image_id: str, name: str) -> bool:
        """Tells whether the engine told that an image got a name."""
        given = (one for one in self.image_events if one.action == "tag" and one.name == name)
        return any(one.id == image_id for one in given)

    def gone_since(self, image_id: str) -> Event | None:
        """Returns the last event that deleted the image from this host."""
        return next(
            (e for e in reversed(self.image_events) if e.action == "delete" and e.id == image_id),
            None,
        )
