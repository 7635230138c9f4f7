"""What the protocols say at one moment: the host's images, the Hub's repositories, the log-in.

Plain frozen data, made by `docker_lessons.world.observer` and by nobody else.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class HostImage:
    """An image of the engine's, as `GET /images/json` and its inspection give it."""

    id: str
    """As the engine shows it, `sha256:...`."""
    names: tuple[str, ...]
    """`RepoTags`; empty for an image that has lost its name."""
    digests: tuple[str, ...]
    """`RepoDigests`."""
    diff_ids: tuple[str, ...]
    """`RootFS.Layers`; empty for an image that can be none of the course's, which is not inspected."""
    command: tuple[str, ...]
    """`Config.Cmd`, empty as well where it was not inspected."""
    created: int
    """Seconds since the epoch."""
    size: int
    """Bytes."""
    labels: dict[str, str] = field(default_factory=dict)
    """`Config.Labels`."""

    @property
    def short(self) -> str:
        """The twelve digits that `docker images` shows."""
        return short(self.id)


@dataclass(frozen=True)
class Container:
    """A container of the engine's, running or not (`GET /containers/json?all=1`)."""

    id: str
    name: str
    image_id: str
    state: str


@dataclass(frozen=True)
class Host:
    """The engine and what it holds."""

    images: tuple[HostImage, ...]
    containers: tuple[Container, ...]
    runs_containers: bool

    def named(self, name: str) -> HostImage | None:
        """The image that bears `name` (with its tag)."""
        return next((image for image in self.images if name in image.names), None)

    def image(self, image_id: str) -> HostImage | None:
        """The image of this ID."""
        return next((image for image in self.images if image.id == image_id), None)

    @property
    def names(self) -> tuple[str, ...]:
        """Every name on this host."""
        return tuple(name for image in self.images for name in image.names)


@dataclass(frozen=True)
class HubTag:
    """A tag of a repository: the manifest that it points at, and what that describes."""

    name: str
    digest: str
    """Of the manifest; what a push prints."""
    image: str
    """The config's digest: the image ID on a classic image store."""
    diff_ids: tuple[str, ...]

    def holds(self, image_id: str) -> bool:
        """Whether the image of this ID is what the tag points at.

        An image ID is the config's digest on a classic image store, and the manifest's on containerd's (the
        default of Docker 29): no two contents share either.
        """
        return bool(image_id) and image_id in (self.image, self.digest)


@dataclass(frozen=True)
class Repository:
    """A repository at the Hub."""

    namespace: str
    name: str
    private: bool
    tags: tuple[HubTag, ...]

    @property
    def full_name(self) -> str:
        """`demousr/demorep`."""
        return f"{self.namespace}/{self.name}"

    def tag(self, name: str) -> HubTag | None:
        """The tag of this name."""
        return next((tag for tag in self.tags if tag.name == name), None)


@dataclass(frozen=True)
class Hub:
    """The learner's repositories at the Hub."""

    repositories: tuple[Repository, ...]

    def repository(self, full_name: str) -> Repository | None:
        """The repository `namespace/name`."""
        return next((one for one in self.repositories if one.full_name == full_name), None)


@dataclass(frozen=True)
class LogIn:
    """A credential that the Docker client keeps for the course's registry."""

    username: str
    accepted: bool
    """Whether the registry takes it at all."""
    may_push: bool
    """Whether it grants pushing to the course's repository."""


@dataclass(frozen=True)
class Snapshot:
    """The world at one moment; a part that did not answer is None and has an error sentence."""

    time: float
    host: Host | None
    host_error: str
    hub: Hub | None
    hub_error: str
    log_in: LogIn | None
    """None: the client keeps no credential for the course's registry."""
    other_registries: tuple[str, ...] = field(default=())
    """Other registries in the client's config.json."""
    log_in_outside: bool = False
    """Whether the learner's own client, outside of the world, keeps a log-in for the course's registry."""


def short(digest: str) -> str:
    """The first twelve digits of an image ID or digest, as Docker shows them."""
    return digest.rpartition(":")[2][:12]
