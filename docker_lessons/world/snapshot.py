"""The state of a world at one moment: the host's images, the Hub's repositories, the credential.

These are plain frozen data, made by `docker_lessons.world.observer` only.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from docker_lessons.language import Later

if TYPE_CHECKING:
    from docker_lessons.world.hub_trouble import HubTrouble


@dataclass(frozen=True)
class HostImage:
    """An image of the engine, from `GET /images/json` and its inspection."""

    id: str
    """The image ID, `sha256:...`."""
    names: tuple[str, ...]
    """`RepoTags`; empty for an image without a name."""
    digests: tuple[str, ...]
    """`RepoDigests`."""
    diff_ids: tuple[str, ...]
    """`RootFS.Layers`; empty for an image that is not inspected."""
    command: tuple[str, ...]
    """`Config.Entrypoint` and `Config.Cmd`; empty for an image that starts nothing, or that is not inspected."""
    created: int
    """Seconds since the epoch."""
    size: int
    """Bytes."""
    labels: dict[str, str] = field(default_factory=dict)
    """`Config.Labels`."""
    inspected: bool = True
    """Whether its layers and command were read; not those of an image that cannot be the course's."""
    packed: tuple[str, ...] = ()
    """`RootFS.Layers` as the engine itself has them: `diff_ids` are those by which the course knows the same layers."""
    architecture: str = ""
    """`Architecture`, the processor that it says it is for; '' for an image that is not inspected."""

    @property
    def short(self) -> str:
        """The first twelve digits of the ID, as `docker images` shows them."""
        return short(self.id)

    def holds_layers(self, diff_ids: tuple[str, ...]) -> bool:
        """Tells whether these layers, of which there is at least one, are this image's first ones."""
        return begins_with(self.diff_ids, diff_ids)

    def is_built_on(self, diff_ids: tuple[str, ...]) -> bool:
        """Tells whether this image adds layers of its own to these."""
        return is_built_on(self.diff_ids, diff_ids)


@dataclass(frozen=True)
class Container:
    """A container of the engine, running or not (`GET /containers/json?all=1`)."""

    id: str
    name: str
    image_id: str
    state: str


@dataclass(frozen=True)
class Host:
    """The engine with its images and containers."""

    images: tuple[HostImage, ...]
    containers: tuple[Container, ...]
    runs_containers: bool
    """Whether `docker run` starts something, as the engine itself says (`Runtimes` in `GET /info`)."""
    why_no_containers: str = ""
    """Why it does not, in the engine's words (`Warnings` there)."""
    ids_are_digests: bool = False
    """Whether an image's ID is its manifest's digest, as in containerd's image store (`DriverStatus` there)."""

    def named(self, name: str) -> HostImage | None:
        """Returns the image called `name` (with its tag), None if there is none."""
        return next((image for image in self.images if name in image.names), None)

    def image(self, image_id: str) -> HostImage | None:
        """Returns the image with this ID, None if there is none."""
        return next((image for image in self.images if image.id == image_id), None)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all images."""
        return tuple(name for image in self.images for name in image.names)


@dataclass(frozen=True)
class HubTag:
    """A tag of a repository, with its manifest's digest and the image in it."""

    name: str
    digest: str
    """The manifest's digest, which a push prints."""
    image: str
    """The config's digest, which is the image ID in the classic image store."""
    diff_ids: tuple[str, ...]
    blobs: tuple[str, ...] = ()
    """The digests of its layers' blobs, in the order of `diff_ids`, which a pull prints."""
    shown: tuple[str, ...] = ()
    """Further digests that the Hub's page shows for the tag: of an index, those of its platforms' images."""

    def holds(self, image_id: str) -> bool:
        """Tells whether the tag points at the image with this ID.

        An image ID is the config's digest in the classic image store, and the manifest's in containerd's
        (the default since Docker 29).
        """
        return bool(image_id) and image_id in (self.image, self.digest)

    def id_on(self, host: Host) -> str:
        """Returns the ID by which an engine calls the tag's image, '' if it isn't known."""
        return self.digest if host.ids_are_digests else self.image


@dataclass(frozen=True)
class Repository:
    """A repository at the Hub."""

    namespace: str
    name: str
    private: bool
    tags: tuple[HubTag, ...]
    visibility_is_known: bool = True
    """Whether somebody said that it is private or public; a registry without pages does not."""

    @property
    def full_name(self) -> str:
        """`demousr/demorep`."""
        return f"{self.namespace}/{self.name}"

    def tag(self, name: str) -> HubTag | None:
        """Returns the tag called `name`, None if there is none."""
        return next((tag for tag in self.tags if tag.name == name), None)


@dataclass(frozen=True)
class Hub:
    """The learner's repositories at the Hub."""

    repositories: tuple[Repository, ...]
    is_hidden: bool = False
    """Whether the registry shows nothing of them to somebody who is not logged in."""
    is_public_only: bool = False
    """Whether only public repositories can be seen, so that one that is not here may be private."""
    seen_at: float = 0.0
    """When it was looked at, in seconds since the epoch; 0 where each snapshot looks at it."""

    def repository(self, full_name: str) -> Repository | None:
        """Returns the repository `namespace/name`, None if there is none."""
        return next((one for one in self.repositories if one.full_name == full_name), None)


@dataclass(frozen=True)
class LogIn:
    """The credential that the Docker client has stored for the course's registry."""

    username: str
    accepted: bool
    """Whether the registry accepts it."""
    may_push: bool
    """Whether the registry grants it pushes to the course's repository."""
    whose_is_known: bool = True
    """Whether name and rights are known; not of the learner's own log-in, of which only the entry is seen."""


@dataclass(frozen=True)
class CredentialHelper:
    """A program that the Docker client is told to give passwords to."""

    name: str
    """`desktop` for `docker-credential-desktop`."""
    key: str
    """What names it in the config.json: `credsStore`, or `credHelpers`."""
    config: str
    """The path of that config.json."""


@dataclass(frozen=True)
class Snapshot:
    """The world at one moment; a part that did not answer is None and has an error message."""

    time: float
    host: Host | None
    host_error: str | Later
    hub: Hub | None
    hub_error: str | Later
    log_in: LogIn | None
    """None if the client has stored no credential for the course's registry."""
    other_registries: tuple[str, ...] = field(default=())
    """Other registries with a credential in the client's config.json."""
    credential_helper: CredentialHelper | None = None
    """The helper that the client's config.json names for the course's registry; None if it keeps passwords itself."""
    hub_trouble: HubTrouble | None = None
    """Why the real Docker Hub gave no answer, if it is the one in use."""
    log_in_outside: bool = False
    """Whether the learner's client outside of the world has a credential for the course's registry."""


def short(digest: str) -> str:
    """Returns the first twelve digits of an image ID or digest, as Docker shows them."""
    return digest.rpartition(":")[2][:12]


def begins_with(layers: tuple[str, ...], diff_ids: tuple[str, ...]) -> bool:
    """Tells whether these diff IDs, of which there is at least one, are the first of an image's layers."""
    return bool(diff_ids) and layers[: len(diff_ids)] == diff_ids


def is_built_on(layers: tuple[str, ...], diff_ids: tuple[str, ...]) -> bool:
    """Tells whether an image's layers are these diff IDs and more on top."""
    return begins_with(layers, diff_ids) and layers != diff_ids
