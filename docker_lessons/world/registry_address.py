"""The address of a registry of the learner's own choice, as it is typed: `HOST[:PORT][/FOLDER]`.

Sources: distribution/reference, `reference.go` and `normalize.go` (what a domain and a path are, and what makes
Docker take the first word of a name as a registry).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from docker_lessons.language import gettext
from docker_lessons.oci import docker_hub
from docker_lessons.oci.address import is_loopback, port_of
from docker_lessons.world.failure import HubChoiceError

_HOST = re.compile(
    r"(?:[A-Za-z0-9]|[A-Za-z0-9][A-Za-z0-9-]*[A-Za-z0-9])(?:\.(?:[A-Za-z0-9]|[A-Za-z0-9][A-Za-z0-9-]*[A-Za-z0-9]))*"
    r"|\[[0-9A-Fa-f:]+\]"
)
_COMPONENT = r"[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*"
_FOLDER = re.compile(rf"{_COMPONENT}(?:/{_COMPONENT})*")
_ACCOUNT = re.compile(_COMPONENT)
_DOCKER_HUB: Final = docker_hub.REGISTRY_HOSTS | {docker_hub.OLD_REGISTRY, docker_hub.PAGES}
_LONGEST = 128
"""Characters of address and folder together, so that there is room for the names of images (255)."""


@dataclass(frozen=True)
class RegistryAddress:
    """Where a registry is, and the folder in it that the course's repositories are in."""

    host: str
    """`HOST` or `HOST:PORT`, as it begins names."""
    folder: str = ""

    @classmethod
    def parse(cls, typed: str) -> RegistryAddress:
        """Reads what somebody typed.

        Raises:
            HubChoiceError: When it is no registry's address, with what it looks like instead.
        """
        text = typed.strip()
        if not text:
            raise HubChoiceError(
                gettext(
                    "The registry's address is empty. Give HOST:PORT, for example localhost:5000"
                )
            )
        if "@" in text:  # what precedes it may be a password, so it is not repeated
            raise HubChoiceError(
                gettext(
                    "A registry's address has no @: give HOST:PORT alone, without a username or a password. You log in "
                    "later, with docker login."
                )
            )
        bare = re.sub(r"^[a-z]+://", "", text, flags=re.IGNORECASE).rstrip("/")
        bare = re.sub(r"/v2$", "", bare)
        if "://" in text:
            raise HubChoiceError(
                gettext(
                    "The names of images have no https:// in them, so leave it out: --registry {address}",
                    address=bare,
                )
            )
        first, _, folder = bare.partition("/")
        host, port = _split(first)
        if host.lower() in _DOCKER_HUB:
            raise HubChoiceError(
                gettext(
                    "{host} is Docker Hub. Choose it with your account there: --hub docker.io --account YOURID",
                    host=host,
                )
            )
        _check_host(first, host, port)
        if folder and not _FOLDER.fullmatch(folder):
            raise HubChoiceError(_about_folder(first, folder))
        if len(bare) > _LONGEST:
            raise HubChoiceError(
                gettext(
                    "That address is too long: with its folder it may have {most} characters, since the names of images "
                    "follow it.",
                    most=_LONGEST,
                )
            )
        return cls(first, folder)

    @property
    def is_loopback(self) -> bool:
        """Whether it is on this computer, where Docker accepts a registry without TLS."""
        return is_loopback(_split(self.host)[0])

    def __str__(self) -> str:
        return f"{self.host}/{self.folder}" if self.folder else self.host


def account(text: str) -> str:
    """Returns the name of an account at a registry, which is a part of the names of images.

    Raises:
        HubChoiceError: When `text` cannot be one.
    """
    name = text.strip()
    if _ACCOUNT.fullmatch(name):
        return name
    if _ACCOUNT.fullmatch(name.lower()):
        raise HubChoiceError(
            gettext(
                "The names of images have no capital letters, and your account is a part of them. Give it in lowercase: "
                "--account {account}",
                account=name.lower(),
            )
        )
    raise HubChoiceError(
        gettext(
            "That can't be a part of an image's name: give your username at the registry, in lowercase letters, digits "
            "and dashes. (Was it a password or a token? The course never asks for one, and didn't keep it.)"
        )
    )


def _split(first: str) -> tuple[str, str]:
    """Splits `HOST:PORT`; what follows the colon need not be a port yet."""
    if first.startswith("["):
        host, bracket, rest = first.partition("]")
        return host + bracket, rest.removeprefix(":")
    host, _, port = first.partition(":")
    return host, port


def _check_host(first: str, host: str, port: str) -> None:
    """Checks that Docker takes the first word of a name for this registry.

    Raises:
        HubChoiceError: When it does not.
    """
    if not _HOST.fullmatch(host) or first.endswith(":"):
        raise HubChoiceError(
            gettext(
                "{typed} isn't a registry's address. Give HOST:PORT, for example localhost:5000 or "
                "registry.example.com",
                typed=first,
            )
        )
    if port and port_of(port) is None:
        raise HubChoiceError(
            gettext(
                "{port} isn't a port. A port is a number up to 65535, after a colon: {host}:5000",
                port=port,
                host=host,
            )
        )
    if not (port or "." in host or host == "localhost" or host != host.lower()):
        raise HubChoiceError(
            gettext(
                "Docker takes {host} for an account on Docker Hub, since it has neither a dot nor a port. Add the port: "
                "{host}:443 for HTTPS",
                host=host,
            )
        )


def _about_folder(host: str, folder: str) -> str:
    if folder != folder.lower() and _FOLDER.fullmatch(folder.lower()):
        return gettext(
            "The names of images have no capital letters after the registry's address. Give the folder in lowercase: "
            "--registry {host}/{folder}",
            host=host,
            folder=folder.lower(),
        )
    if ":" in folder:
        return gettext(
            "{folder} looks like an image with a tag. Give the registry alone, or with a folder in it: --registry {host}",
            folder=folder,
            host=host,
        )
    return gettext(
        "{folder} can't be a part of an image's name: it has lowercase letters and digits, with single dots, "
        "underscores or dashes between them.",
        folder=folder,
    )
