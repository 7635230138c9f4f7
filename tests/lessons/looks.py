"""Looks at a world, built as sentences: `look().built().named("demousr/demorep:1.0").typed("docker push ...")`.

Whatever happens in a look happens in the order in which it is written, a second apart.
"""

from __future__ import annotations

import functools
import shlex
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from docker_lessons.findings.finding import Fact
from docker_lessons.lessons import chapter
from docker_lessons.lessons.attempt import attempts
from docker_lessons.lessons.course_image import DIFF_IDS, architecture
from docker_lessons.lessons.definition import CourseDefinition
from docker_lessons.lessons.judgement import judge
from docker_lessons.lessons.look import Look
from docker_lessons.lessons.steps.refusals import MEANINGS
from docker_lessons.lessons.verdict import PASSED
from docker_lessons.lessons.view import Act, Command, Done, Gap, View
from docker_lessons.lessons.wording import verdict
from docker_lessons.world.capabilities import HubKind
from docker_lessons.world.engine import DOCKER, LABEL, PRACTICE, Engine
from docker_lessons.world.host import SECOND as NANOSECONDS
from docker_lessons.world.host import Event
from docker_lessons.world.hub_trouble import HubTrouble, Kind
from docker_lessons.world.snapshot import (
    Container,
    CredentialHelper,
    Host,
    HostImage,
    Hub,
    HubTag,
    LogIn,
    Repository,
    Snapshot,
)
from docker_lessons.world.which_hub import DOCKER_IO, WhichHub

REGISTRY = "localhost:5056"
OWN_REGISTRY = "registry.example.com:5000"
START = 1_700_000_000.0
"""When a look's story begins, in seconds since the epoch."""

FIRST, SECOND, OTHER = (f"sha256:{2 * digit}{62 * '0'}" for digit in "abc")
"""Image IDs: the chapter's image, its second version, and an image of something else."""
REBUILT = f"sha256:dd{62 * '0'}"
"""The ID of another build of the chapter's image."""
MACHINE = architecture()
OTHER_MACHINE = next(name for name in DIFF_IDS if name != MACHINE)
"""This computer's processor, and another for which the course has a program."""
LAYERS = DIFF_IDS[MACHINE]
OTHER_MACHINES_LAYERS = DIFF_IDS[OTHER_MACHINE]
SECOND_LAYERS = (LAYERS[0], f"sha256:ee{62 * '0'}")
OTHER_LAYERS = (f"sha256:ff{62 * '0'}",)
_LAYERS = {FIRST: LAYERS, REBUILT: LAYERS, SECOND: SECOND_LAYERS, OTHER: OTHER_LAYERS}


def digest_of(image_id: str) -> str:
    """The digest under which the Hub keeps an image."""
    return f"sha256:9{image_id.removeprefix('sha256:')[1:]}"


class LookBuilder:
    """A look that is being written; `see` gives it."""

    def __init__(self, definition: CourseDefinition) -> None:
        self.definition = definition
        self._names = definition.names
        self._engine = Engine(PRACTICE, Path("/world/practice.sock"))
        self._host: Host | None = Host((), (), runs_containers=True)
        self._hub: Hub | None = Hub(())
        self._log_in: LogIn | None = None
        self._others: tuple[str, ...] = ()
        self._outside = False
        self._relay_trouble = ""
        self._changed_files: tuple[str, ...] = ()
        self._helper: CredentialHelper | None = None
        self._view = View()
        self._answer: str | None = None
        self._which_hub = WhichHub()
        self._trouble: HubTrouble | None = None
        self._now = START

    def see(self) -> Look:
        """The look as it was written."""
        snapshot = Snapshot(
            time=self._now,
            host=self._host,
            host_error="" if self._host else "No such file or directory",
            hub=self._hub,
            hub_error="" if self._hub else self._hub_error(),
            log_in=self._log_in,
            other_registries=self._others,
            credential_helper=self._helper,
            log_in_outside=self._outside,
            hub_trouble=self._trouble,
        )
        return Look(
            snapshot=snapshot,
            view=self._view,
            tries=attempts(self._view),
            names=self._names,
            engine=self._engine,
            world_id="w0",
            contents=self.definition.image,
            answer=self._answer,
            changed_files=self._changed_files,
            which_hub=self._which_hub,
            relay=("docker-lessons-relay-1", self._relay_trouble),
        )

    def _hub_error(self) -> str:
        told = self._trouble
        return f"{told.host}: {told.reason}" if told else "Connection refused"

    # the engine

    def own_docker(self) -> Self:
        """The learner's own Docker, with the registry's address in names."""
        config = Path("/home/demousr/.docker/config.json")
        self._engine = Engine(DOCKER, Path("/var/run/docker.sock"), "Docker's default", config)
        self._names = replace(self._names, registry=REGISTRY)
        return self

    def client(self, release: int) -> Self:
        """The release of the docker client."""
        self._names = replace(self._names, client_release=release)
        return self

    def running_nothing(self, why: str) -> Self:
        """An engine that can run nothing on this computer, and says why."""
        self._host = replace(self.host, runs_containers=False, why_no_containers=why)
        return self

    def in_containerd(self) -> Self:
        """An engine with containerd's image store, on which the chapter's image was built and tagged."""
        self._host = replace(self.host, ids_are_digests=True)
        here = digest_of(FIRST)
        for name in (self._names.image, self._names.target):
            self.image(here, name, layers=LAYERS).event("tag", here, name)
        images = tuple(replace(one, digests=(f"theirs@{one.id}",)) for one in self.host.images)
        self._host = replace(self.host, images=images)
        return self

    def saying_it_is_for(self, processor: str) -> Self:
        """The images on the host say that they are for this processor."""
        images = tuple(replace(one, architecture=processor) for one in self.host.images)
        self._host = replace(self.host, images=images)
        return self

    def on_engine_of(self, processor: str) -> Self:
        """The engine runs on another computer, with this processor."""
        self._engine = replace(self._engine, architecture=processor)
        return self

    def packed_as(self, *layers: str) -> Self:
        """The engine packed the layers of its images as other bytes, under these diff IDs."""
        images = tuple(replace(one, packed=layers) for one in self.host.images)
        self._host = replace(self.host, images=images)
        return self

    def without_engine(self) -> Self:
        """The engine does not answer."""
        self._host = None
        return self

    def image(
        self,
        image_id: str,
        *names: str,
        layers: tuple[str, ...] | None = None,
        label: str = "w0",
    ) -> Self:
        """An image on the host; with its names, which move there from other images.

        `label` is the world that built it; what is no image of the course's has none, unless it is another world's.
        """
        others = [
            replace(one, names=tuple(n for n in one.names if n not in names))
            for one in self.host.images
        ]
        known = next((one for one in others if one.id == image_id), None)
        found = known or HostImage(
            id=image_id,
            names=(),
            digests=(),
            diff_ids=_LAYERS[image_id] if layers is None else layers,
            command=("/hello",) if image_id != OTHER else (),
            created=int(START),
            size=1000,
            labels={LABEL: label} if image_id != OTHER or label != "w0" else {},
        )
        found = replace(found, names=(*found.names, *names))
        rest = [one for one in others if one.id != image_id]
        self._host = replace(self.host, images=(*rest, found))
        return self

    def built(self, image_id: str = FIRST) -> Self:
        """`docker build` made the chapter's image."""
        return self.image(image_id, self._names.image).event("tag", image_id, self._names.image)

    def built_second(self) -> Self:
        """`docker build` made the second version."""
        name = self._names.second_image
        return self.image(SECOND, name).event("tag", SECOND, name)

    def named(self, *names: str, image: str = FIRST) -> Self:
        """`docker tag` gave the chapter's image other names."""
        self.image(image, *names)
        for name in names:
            self.event("tag", image, name)
        return self

    def tagged(self) -> Self:
        """`docker tag` gave the image the name that is to be pushed."""
        return self.named(self._names.target)

    def unnamed(self, *names: str) -> Self:
        """`docker rmi` took names off; an image that has none left goes with its last one."""
        for name in names:
            one = self.host.named(name)
            assert one, f"{name} is not on this host"
            left = tuple(n for n in one.names if n != name)
            rest = [other for other in self.host.images if other.id != one.id]
            kept = [replace(one, names=left)] if left else []
            self._host = replace(self.host, images=(*rest, *kept))
            self.event("untag", one.id, one.id)
            if not left:
                self.event("delete", one.id, one.id)
        return self

    def nameless(self, image_id: str) -> Self:
        """The image is left without a name."""
        images = tuple(
            replace(one, names=()) if one.id == image_id else one for one in self.host.images
        )
        self._host = replace(self.host, images=images)
        return self

    def digested(self, name: str) -> Self:
        """The image of this name bears the digest of its push or pull."""
        one = self.host.named(name)
        assert one, f"{name} is not on this host"
        return self.digested_as(name, digest_of(one.id))

    def digested_as(self, name: str, digest: str) -> Self:
        """The image of this name bears this digest."""
        one = self.host.named(name)
        assert one, f"{name} is not on this host"
        digests = (f"{name.rpartition(':')[0]}@{digest}",)
        images = tuple(
            replace(i, digests=digests) if i.id == one.id else i for i in self.host.images
        )
        self._host = replace(self.host, images=images)
        return self

    def pulled(self, name: str = "", image: str = FIRST) -> Self:
        """`docker pull` brought an image."""
        name = name or self._names.target
        self.image(image, name).digested(name)
        return self.event("pull", name, name).sighted(name, image)

    def starting(self, *command: str) -> Self:
        """The newest image starts this by itself."""
        *others, one = self.host.images
        self._host = replace(self.host, images=(*others, replace(one, command=command)))
        return self

    def made(self, seconds: int) -> Self:
        """The newest image was made so long after the story began."""
        *others, one = self.host.images
        one = replace(one, created=int(START) + seconds)
        self._host = replace(self.host, images=(*others, one))
        return self

    def container(self, name: str, image: str = FIRST, state: str = "exited") -> Self:
        """A container on the host."""
        one = Container(f"id-of-{name}", name, image, state)
        self._host = replace(self.host, containers=(*self.host.containers, one))
        return self

    def ran(self, name: str, code: int = 0) -> Self:
        """A container from an image of this name ended."""
        attributes = (("image", name), ("exitCode", str(code)))
        return self._event(Event(self._nano(), "container", "die", "c1", "loud_fox", attributes))

    def started(self, name: str) -> Self:
        """A container from an image of this name started."""
        attributes = (("image", name),)
        return self._event(Event(self._nano(), "container", "start", "c1", "loud_fox", attributes))

    def event(self, action: str, image_id: str, name: str = "") -> Self:
        """An event about an image."""
        return self._event(Event(self._nano(), "image", action, image_id, name or image_id))

    # the Hub and the log-in

    def docker_hub(self, account: str = "demousr") -> Self:
        """The real Docker Hub, with the learner's own account."""
        self._which_hub = WhichHub(DOCKER_IO, account)
        self._names = replace(self._names, registry="", username=account, hub=DOCKER_IO)
        self._hub = replace(self._hub, is_public_only=True) if self._hub else None
        return self

    def shows_private(self) -> Self:
        """An access token shows the learner's private repositories, too."""
        self._hub = replace(self.hub, is_public_only=False)
        return self

    def at_registry(self, *, asks: bool = True, hidden: bool = False) -> Self:
        """A registry of one's own choice, which wants a log-in or none, and may show nothing without one."""
        self._which_hub = WhichHub(
            "registry", "demousr", registry=OWN_REGISTRY, folder="class", asks_for_log_in=asks
        )
        self._names = replace(self._which_hub.names, client_release=self._names.client_release)
        self._hub = replace(self.hub, is_hidden=hidden) if self._hub else None
        return self

    def registry_away(self, kind: Kind, reason: str = "no answer") -> Self:
        """That registry, which gives no answer."""
        self._trouble = HubTrouble(kind, OWN_REGISTRY, reason)
        return self.at_registry().without_hub()

    @property
    def hub_kind(self) -> HubKind:
        """What is published to."""
        return self._which_hub.kind

    def docker_hub_away(self, kind: Kind, reason: str = "no answer", wait: float = 0) -> Self:
        """The real Docker Hub, which gives no answer."""
        self._trouble = HubTrouble(kind, "hub.docker.com", reason, wait)
        return self.docker_hub().without_hub()

    def keeps_log_in(self) -> Self:
        """The learner's own client keeps a log-in for Docker Hub, of which only the entry is seen."""
        self._log_in = LogIn("", accepted=True, may_push=True, whose_is_known=False)
        return self

    def relay_down(self, reason: str) -> Self:
        """The relay container does not listen."""
        self._relay_trouble = reason
        return self

    def without_hub(self) -> Self:
        """The Hub does not answer."""
        self._hub = None
        return self

    def repository(self, name: str = "", *, private: bool = False) -> Self:
        """A repository of the learner's at the Hub."""
        one = Repository(self._names.namespace, name or self._names.repository, private, ())
        self._hub = replace(self.hub, repositories=(*self.hub.repositories, one))
        return self

    def published(
        self,
        tag: str = "",
        image: str = FIRST,
        repository: str = "",
        layers: tuple[str, ...] | None = None,
    ) -> Self:
        """A tag at the Hub, in a repository that is made where it is missing."""
        name = repository or self._names.repository
        if not any(one.name == name for one in self.hub.repositories):
            self.repository(name)
        known = HubTag(tag or self._names.tag, digest_of(image), image, layers or _LAYERS[image])
        repositories = tuple(
            replace(one, tags=(*(t for t in one.tags if t.name != known.name), known))
            if one.name == name
            else one
            for one in self.hub.repositories
        )
        self._hub = replace(self.hub, repositories=repositories)
        return self

    def made_private(self) -> Self:
        """The repositories at the Hub are private."""
        self._hub = Hub(tuple(replace(one, private=True) for one in self.hub.repositories))
        return self

    def pushed_as(self, *blobs: str) -> Self:
        """The layers of the tag at the Hub are these blobs."""
        one = self.hub.repositories[-1]
        tags = tuple(replace(tag, blobs=blobs) for tag in one.tags)
        self._hub = replace(
            self.hub, repositories=(*self.hub.repositories[:-1], replace(one, tags=tags))
        )
        return self

    def published_as_index(self) -> Self:
        """A tag whose page at the Hub shows the digest of its platform's image."""
        self.published()
        one = self.hub.repositories[-1]
        tags = tuple(replace(tag, shown=(f"sha256:{64 * 'e'}",)) for tag in one.tags)
        self._hub = replace(
            self.hub, repositories=(*self.hub.repositories[:-1], replace(one, tags=tags))
        )
        return self

    def published_from_elsewhere(self) -> Self:
        """A tag at the Hub whose image no host's digest tells."""
        self.repository()
        one = replace(
            self.hub.repositories[-1],
            tags=(HubTag(self._names.tag, f"sha256:9{63 * 'b'}", "", ()),),
        )
        self._hub = replace(self.hub, repositories=(*self.hub.repositories[:-1], one))
        return self

    def seen_at_hub(self) -> Self:
        """The Hub was looked at now, as the real one is now and then."""
        self._hub = replace(self.hub, seen_at=self._now)
        return self

    def pushed(self, name: str = "") -> Self:
        """`docker push` sent the image, and the course saw it."""
        self.published().event("push", name or self._names.target)
        return self.fact("image", FIRST).fact("digest", digest_of(FIRST))

    def logged_in(self, account: str = "", *, accepted: bool = True, may_push: bool = True) -> Self:
        """The client keeps a log-in."""
        self._log_in = LogIn(account or self._names.username, accepted, accepted and may_push)
        return self

    def logged_out(self) -> Self:
        """The client keeps no log-in anymore."""
        self._log_in = None
        return self

    def logged_in_elsewhere(self, *registries: str) -> Self:
        """The client keeps log-ins at other registries."""
        self._others = registries
        return self

    def logged_in_outside(self) -> Self:
        """The learner's own client keeps a log-in."""
        self._outside = True
        return self

    def with_changed(self, *files: str) -> Self:
        """Files of the build folder beside the pages are not as the course made them."""
        self._changed_files = files
        return self

    def asks_helper(self, name: str) -> Self:
        """The client's config.json names a credential helper."""
        self._helper = CredentialHelper(name, "credsStore", "/world/docker/config.json")
        return self

    # what was done

    def typed(self, line: str, said: str = "", *, fails: bool = True) -> Self:
        """A line in a cell, and what the client said."""
        self._now += 1
        one = Command(self._now, tuple(shlex.split(line)), int(fails), said)
        self._view = replace(self._view, commands=(*self._view.commands, one))
        return self

    def asked(
        self,
        path: str,
        message: str = "",
        *,
        account: str = "",
        server: str = "engine",
        method: str = "POST",
    ) -> Self:
        """A request from a terminal; a server that says something refuses it."""
        self._now += 1
        status = 400 if message else 200
        one = Act(self._now, server, method, path, status, message, account or None)
        self._view = replace(self._view, acts=(*self._view.acts, one))
        return self

    def sent(self, path: str, message: str = "") -> Self:
        """A form of the Hub's pages."""
        return self.asked(path, message, server="hub")

    # what is remembered

    def answered(self, text: str) -> Self:
        """The answer to the step's question."""
        self._answer = text
        return self

    def answered_wrongly(self, step: str, text: str) -> Self:
        """An answer that was judged, and refused."""
        self._now += 1
        known = self._view.wrong_answers
        times = (*known.get(step, ()), self._now)
        self._view = replace(
            self._view,
            refused={**self._view.refused, step: text},
            wrong_answers={**known, step: times},
        )
        return self.answered(text)

    def accepted(self, step: str, text: str) -> Self:
        """An answer that was accepted before."""
        self._view = replace(self._view, accepted={**self._view.accepted, step: text})
        return self.answered(text)

    def passed(self, *steps: str, done: Done = "by hand") -> Self:
        """Steps that passed in this run."""
        progress = {**self._view.progress, **dict.fromkeys(steps, done)}
        passed = {**self._view.passed, **dict.fromkeys(steps, self._now)}
        self._view = replace(self._view, progress=progress, passed=passed)
        return self

    def fact(self, name: str, value: str) -> Self:
        """What a pass established."""
        self._view = replace(self._view, facts={**self._view.facts, name: value})
        return self

    def remembering(self, view: View) -> Self:
        """What a memory remembers, in place of what was written so far."""
        self._view = view
        return self

    def sighted(self, name: str, image: str) -> Self:
        """A name that was seen on an image just now."""
        self._now += 1
        sightings = {**self._view.sightings, (name, image): self._now}
        self._view = replace(self._view, sightings=sightings)
        return self

    def unwatched(self) -> Self:
        """A minute that nobody watched."""
        gap = Gap(self._now, self._now + 60)
        self._now += 60
        self._view = replace(self._view, gaps=(*self._view.gaps, gap))
        return self

    def later(self, seconds: float = 60) -> Self:
        """Some time goes by."""
        self._now += seconds
        return self

    # how

    @property
    def host(self) -> Host:
        """The engine as it was written so far."""
        assert self._host is not None
        return self._host

    @property
    def hub(self) -> Hub:
        """The Hub as it was written so far."""
        assert self._hub is not None
        return self._hub

    def _nano(self) -> int:
        self._now += 1
        return int(self._now * NANOSECONDS)

    def _event(self, event: Event) -> Self:
        self._view = replace(self._view, events=(*self._view.events, event))
        return self


def look(definition: CourseDefinition | None = None) -> LookBuilder:
    """A practice world as it is at first: nothing on the host, nothing at the Hub, nobody logged in."""
    return LookBuilder(definition or chapter.definition())


@dataclass(frozen=True)
class Case:
    """What a look has to tell of a step."""

    step: str
    id: str
    look: LookBuilder
    facts: dict[str, Fact]
    said: str
    repair: str | None
    variant: str

    def __str__(self) -> str:
        return f"{self.id}-{self.variant}" if self.variant else self.id

    def check(self) -> None:
        """Compares what is found, and what is said of it."""
        step, seen = self.look.definition.by_id[self.step], self.look.see()
        judgement = judge(self.look.definition, step, seen)
        told = verdict(judgement, step, seen.names)
        found = next((one for one in judgement.remarks if one.cause == self.id), None)
        if found is None:
            assert judgement.finding.cause == self.id, f"{self.step}: {told.seen!r}, {told.text!r}"
            assert (told.seen, told.repair) == (self.said, self.repair)
            found = judgement.finding
        else:
            assert self.said in told.text
            assert judgement.verdict == PASSED
        if found.variant in MEANINGS:  # what Docker's answers mean is told in test_docker_said
            assert self.facts.items() <= found.facts.items()
        else:
            assert (found.variant, dict(found.facts)) == (self.variant, self.facts)


def case(
    step: str,
    cause: str,
    seen: LookBuilder,
    said: str,
    repair: str | None = None,
    *,
    variant: str = "",
    facts: dict[str, Fact] | None = None,
) -> Case:
    """A case; `said` is what was seen, or for a remark its words."""
    return Case(step, cause, seen, facts or {}, said, repair, variant)


def cases_of(step: str) -> Callable[..., Case]:
    """`case` for one step."""
    return functools.partial(case, step)


def remarks(step: str, seen: LookBuilder) -> list[str]:
    """What is remarked of a step that passes."""
    judgement = judge(seen.definition, seen.definition.by_id[step], seen.see())
    assert judgement.verdict == PASSED, judgement.finding
    return [remark.cause for remark in judgement.remarks]


def told(step: str, seen: LookBuilder) -> str:
    """What is told of a step, in whole sentences."""
    one, look_ = seen.definition.by_id[step], seen.see()
    return verdict(judge(seen.definition, one, look_), one, look_.names).text
