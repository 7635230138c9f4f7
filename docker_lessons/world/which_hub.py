"""What the lessons publish to: the practice Hub, the real Docker Hub, or a registry of the learner's own choice."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

from docker_lessons.language import gettext
from docker_lessons.oci.docker_hub import PAGES_URL
from docker_lessons.world.capabilities import Capabilities, HubKind
from docker_lessons.world.failure import HubChoiceError
from docker_lessons.world.names import Names
from docker_lessons.world.registry_address import RegistryAddress
from docker_lessons.world.registry_address import account as registry_account

PRACTICE: Final = "practice"
DOCKER_IO: Final = "docker.io"
REGISTRY: Final = "registry"

CHOICE: Final = "DOCKER_LESSONS_HUB"
"""The environment variable that chooses the Hub if no option does."""

ACCOUNT: Final = "DOCKER_LESSONS_ACCOUNT"
"""The environment variable with the learner's Docker ID if no option has it."""

REGISTRY_CHOICE: Final = "DOCKER_LESSONS_REGISTRY"
"""The environment variable with the address of a registry of the learner's own choice if no option has it."""

AUTHORITY: Final = "DOCKER_LESSONS_REGISTRY_CA"
"""The environment variable with the file of that registry's certificate authority if no option has it."""

_SHORTEST, _LONGEST = 4, 30
_NAMED = re.compile(r"[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*")


@dataclass(frozen=True)
class WhichHub:
    """The Hub in use."""

    kind: HubKind = PRACTICE
    account: str = ""
    """The learner's account there; '' with the practice Hub, whose account is the course's."""
    registry: str = ""
    """Where the registry of the learner's own choice is, as it begins names (`HOST:PORT`); '' with a Hub."""
    folder: str = ""
    """The folder in it that the account's repositories are in, '' for none."""
    scheme: str = "https"
    """How it is asked; `http` without TLS, on this computer alone."""
    authorities: str = ""
    """Certificates (PEM) of authorities that vouch for it besides the system's."""
    asks_for_log_in: bool = True
    """Whether it wants to know who is there."""

    @property
    def is_real(self) -> bool:
        """Whether it is not the practice Hub, so that only the learner acts there."""
        return self.kind != PRACTICE

    @property
    def is_docker_hub(self) -> bool:
        """Whether it is Docker Hub itself."""
        return self.kind == DOCKER_IO

    @property
    def has_pages(self) -> bool:
        """Whether it has pages and an API for them; a registry has only what the distribution specification defines."""
        return self.kind != REGISTRY

    @property
    def registry_url(self) -> str:
        """The address of the registry of the learner's own choice."""
        return f"{self.scheme}://{self.registry}"

    @property
    def key(self) -> str:
        """What distinguishes it from others; the learner's progress is kept separately for each."""
        return "/".join(filter(None, (self.kind, self.registry, self.folder, self.account)))

    def beside(self, engine: Capabilities) -> Capabilities:
        """Returns the capabilities of a world with this Hub and an engine of these capabilities."""
        if self.kind == PRACTICE:
            return engine
        return replace(
            engine,
            names_bear_an_address=self.kind == REGISTRY,
            hub=self.kind,
            creates_on_pages=self.has_pages,
            asks_for_log_in=self.asks_for_log_in,
        )

    @property
    def names(self) -> Names:
        """The course's names there, with the learner's account; not of the practice Hub."""
        return Names(
            username=self.account, registry=self.registry, folder=self.folder, hub=self.kind
        )

    def document(self) -> dict[str, Any]:
        """Returns the JSON object for `world.json`."""
        return asdict(self)

    @classmethod
    def parse(cls, document: Any) -> WhichHub:
        """Returns the Hub that `document` describes, the practice Hub where it describes none."""
        if not isinstance(document, dict) or document.get("kind") not in (DOCKER_IO, REGISTRY):
            return cls()
        texts = ("account", "registry", "folder", "scheme", "authorities")
        found = {name: document[name] for name in texts if isinstance(document.get(name), str)}
        is_registry = document["kind"] == REGISTRY
        if not found.get("account") or (is_registry and not found.get("registry")):
            return cls()
        return cls(
            document["kind"], **found, asks_for_log_in=document.get("asks_for_log_in") is not False
        )


def create_page(names: Names) -> str:
    """Returns the address of the page on which the learner creates a repository."""
    return f"{PAGES_URL}/repository/create?namespace={names.username}"


def settings_page(names: Names) -> str:
    """Returns the address of the page on which the learner can delete the course's repository."""
    return f"{PAGES_URL}/repository/docker/{names.hub_repository}/settings"


def tags_page(names: Names) -> str:
    """Returns the address of the page with the tags of the course's repository."""
    return f"{PAGES_URL}/r/{names.hub_repository}/tags"


def wanted(environ: Mapping[str, str]) -> str | None:
    """Returns the kind of Hub that DOCKER_LESSONS_HUB names, None if it is not set.

    Raises:
        HubChoiceError: When it names no kind of Hub.
    """
    kind = environ.get(CHOICE) or None
    if kind not in (None, PRACTICE, DOCKER_IO):
        raise HubChoiceError(
            gettext(
                "{choice}={kind} isn't a Hub: set it to {practice} or {docker_io}.",
                choice=CHOICE,
                kind=kind,
                practice=PRACTICE,
                docker_io=DOCKER_IO,
            )
        )
    return kind


def choose(kept: WhichHub, kind: str | None, account: str | None) -> WhichHub:
    """Returns the Hub for this choice; what is not chosen stays as it was kept.

    Raises:
        HubChoiceError: When an account is given for the practice Hub, is missing, or is no Docker ID.
    """
    chosen = kind or kept.kind
    if chosen == REGISTRY:
        return choose_registry(kept, str(_address_of(kept)), account)
    if chosen != DOCKER_IO:
        if account and kind != PRACTICE:
            raise HubChoiceError(
                gettext(
                    "--account is your Docker ID on Docker Hub, and goes with --hub docker.io, or your account at a "
                    "registry, and goes with --registry. The practice Hub has an account of its own."
                )
            )
        return WhichHub()
    name = account or (kept.account if kept.is_docker_hub else "")
    if not name:
        raise HubChoiceError(
            gettext(
                "Which account on Docker Hub is yours? Give your Docker ID, never a password: "
                "--hub docker.io --account YOURID"
            )
        )
    return WhichHub(DOCKER_IO, docker_id(name))


def choose_registry(
    kept: WhichHub, typed: str, account: str | None, authority: str | None = None
) -> WhichHub:
    """Returns the registry of the learner's own choice at this address, once it answered.

    `authority` is the file with the certificates of its authority; without one, those that Docker has for it.

    Raises:
        HubChoiceError: When that is no address, no account or no certificate, or the account is missing.
        RegistryAwayError: When no registry answers there.
    """
    from docker_lessons.world import registry_authority, registry_look  # they take their time

    address = RegistryAddress.parse(typed)
    is_kept = kept.kind == REGISTRY and _address_of(kept) == address
    before = kept.account if is_kept and kept.account != Names().username else ""
    name = registry_account(account) if account else before
    authorities = registry_authority.read(authority, address)
    if authority is None and not authorities and is_kept:
        authorities = kept.authorities
    found = registry_look.look(address, authorities)
    if not name and found.asks_for_log_in:
        raise HubChoiceError(
            gettext(
                "{registry} wants a login. Give your account there, never a password: --registry {registry} --account "
                "YOURNAME",
                registry=str(address),
            )
        )
    return WhichHub(
        REGISTRY,
        name or Names().username,
        registry=address.host,
        folder=address.folder,
        scheme=found.scheme,
        authorities=authorities,
        asks_for_log_in=found.asks_for_log_in,
    )


def _address_of(hub: WhichHub) -> RegistryAddress:
    return RegistryAddress(hub.registry, hub.folder)


def docker_id(text: str) -> str:
    """Returns a Docker ID that is valid in the names of images.

    Source: Docker's documentation, "Create a Docker account": 4 to 30 characters, numbers and lowercase
    letters; distribution/reference for the separators that older accounts and organizations have.

    Raises:
        HubChoiceError: When `text` is none, with what it looks like instead.
    """
    name = text.strip()
    if not name:
        raise HubChoiceError(
            gettext("The Docker ID is empty. It's the name of your account on Docker Hub.")
        )
    if "@" in name:
        raise HubChoiceError(
            gettext(
                "That's an email address. Your Docker ID is shorter: it's the name at the top "
                "right when you're signed in at https://hub.docker.com"
            )
        )
    short = re.sub(r"^(?:https?://)?(?:hub\.docker\.com/(?:u|r)/|docker\.io/)", "", name)
    if "/" in short:
        raise HubChoiceError(
            gettext(
                "{name} is more than an account. Give your Docker ID alone: {account}",
                name=name,
                account=short.partition("/")[0],
            )
        )
    if short != name:
        raise HubChoiceError(
            gettext("Give your Docker ID alone, without an address: {account}", account=short)
        )
    if name != name.lower():
        raise HubChoiceError(
            gettext(
                "A Docker ID has no capital letters, and neither do the names of images. Is it "
                "{account}?",
                account=name.lower(),
            )
        )
    if not _SHORTEST <= len(name) <= _LONGEST or not _NAMED.fullmatch(name):
        raise HubChoiceError(
            gettext(
                "That isn't a Docker ID: it has 4 to 30 characters, lowercase letters and "
                "digits. (Was it a password or a token? The course never asks for one, and "
                "didn't keep it.)"
            )
        )
    return name
