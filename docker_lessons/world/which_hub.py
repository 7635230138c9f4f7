"""The Docker Hub that a world's lessons publish to: the practice Hub, or the real one with the learner's account."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from docker_lessons.language import gettext
from docker_lessons.oci.docker_hub import PAGES_URL
from docker_lessons.world.capabilities import Capabilities, HubKind
from docker_lessons.world.failure import HubChoiceError
from docker_lessons.world.names import Names

PRACTICE: Final = "practice"
DOCKER_IO: Final = "docker.io"

CHOICE: Final = "DOCKER_LESSONS_HUB"
"""The environment variable that chooses the Hub if no option does."""

ACCOUNT: Final = "DOCKER_LESSONS_ACCOUNT"
"""The environment variable with the learner's Docker ID if no option has it."""

_SHORTEST, _LONGEST = 4, 30
_NAMED = re.compile(r"[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*")


@dataclass(frozen=True)
class WhichHub:
    """The Hub in use."""

    kind: HubKind = PRACTICE
    account: str = ""
    """The learner's Docker ID on the real Docker Hub; '' with the practice Hub, whose account is the course's."""

    @property
    def is_real(self) -> bool:
        """Whether it is Docker Hub itself, where only the learner acts."""
        return self.kind == DOCKER_IO

    def beside(self, engine: Capabilities) -> Capabilities:
        """Returns what a world can do that works with this Hub and with an engine that can do that."""
        if not self.is_real:
            return engine
        return replace(engine, names_bear_an_address=False, hub=DOCKER_IO)

    def document(self) -> dict[str, Any]:
        """Returns the JSON object for `world.json`."""
        return {"kind": self.kind, "account": self.account}

    @classmethod
    def parse(cls, document: Any) -> WhichHub:
        """Returns the Hub that `document` describes, the practice Hub where it describes none."""
        if isinstance(document, dict) and document.get("kind") == DOCKER_IO:
            account = document.get("account")
            if isinstance(account, str) and account:
                return cls(DOCKER_IO, account)
        return cls()


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
    if chosen != DOCKER_IO:
        if account and kind != PRACTICE:
            raise HubChoiceError(
                gettext(
                    "--account is your Docker ID on Docker Hub, and goes with --hub docker.io. The "
                    "practice Hub has an account of its own."
                )
            )
        return WhichHub()
    name = account or kept.account
    if not name:
        raise HubChoiceError(
            gettext(
                "Which account on Docker Hub is yours? Give your Docker ID, never a password: "
                "--hub docker.io --account YOURID"
            )
        )
    return WhichHub(DOCKER_IO, docker_id(name))


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
