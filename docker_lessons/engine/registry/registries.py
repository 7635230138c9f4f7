"""The one registry that this engine reaches, under every name that Docker has for it.

``docker.io`` is the practice Hub, or Docker Hub itself. The registry's own address works too; any other host is
refused as dockerd refuses a registry that it cannot reach. Where the learner chose another registry, that one is
reached only under its own name.
"""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from docker_lessons.engine.api.errors import BadParameter, NotImplementedHere, SystemFailure
from docker_lessons.oci import docker_hub, gojson, gourl
from docker_lessons.oci.access import Credential

if TYPE_CHECKING:
    from collections.abc import Mapping

    from docker_lessons.oci.client import RegistryClient

DOCKER_HUB = docker_hub.REGISTRY_HOSTS | {docker_hub.OLD_REGISTRY}
"""The hosts that mean the practice Hub."""

_SCHEMES = ("https://", "http://")
_AFTER_HOST = re.compile(r"[/?#]")
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
_WHY = (
    "this practice engine reaches only the Hub (docker.io), not other registries; "
    "leave the registry out of the name"
)


class Registries:
    """The registries that names lead to: the one at `base_url`, and no other.

    `own_name` is what its image names begin with (``HOST:PORT``), '' for ``docker.io``. `authorities` are certificates
    (PEM) that are trusted in addition to the system's.
    """

    def __init__(
        self, base_url: str, user_agent: str, *, own_name: str = "", authorities: str = ""
    ) -> None:
        self.base_url = base_url.rstrip("/")
        self._user_agent = user_agent
        self._own_name = own_name
        self._authorities = authorities
        address = urlsplit(self.base_url)
        self._port = address.port or (443 if address.scheme == "https" else 80)
        self._host = address.hostname or ""

    def client(self, domain: str, credential: Credential | None) -> RegistryClient:
        """Returns a client for the registry that a reference's `domain` names.

        Raises:
            SystemFailure: When it is another registry, with dockerd's sentence.
        """
        from docker_lessons.oci.client import RegistryClient

        self.check(domain)
        return RegistryClient(
            self.base_url, credential, user_agent=self._user_agent, authorities=self._authorities
        )

    def check(self, domain: str) -> None:
        """Checks that `domain` is the registry that this engine reaches.

        Raises:
            SystemFailure: When it is another one, with dockerd's sentence for an unreachable registry.
        """
        host, colon, port = domain.rpartition(":")
        if not colon or not port.isdigit():
            host, port = domain, ""
        if self._own_name:
            self._check_own_name(domain, host)
            return
        if domain in DOCKER_HUB:
            return
        if host in _LOOPBACK or host == self._host:
            if port == str(self._port):
                return
            raise SystemFailure(f'Get "http://{domain}/v2/": dial tcp {domain}: connect: {_WHY}')
        raise SystemFailure(f'Get "https://{domain}/v2/": dial tcp: lookup {host}: {_WHY}')

    def _check_own_name(self, domain: str, host: str) -> None:
        if domain == self._own_name:
            return
        asked = docker_hub.REGISTRY if domain in DOCKER_HUB else domain
        looked_up = docker_hub.REGISTRY if domain in DOCKER_HUB else host
        why = (
            f"this practice engine reaches only the registry {self._own_name}; "
            f"begin the name with {self._own_name}/"
        )
        raise SystemFailure(f'Get "https://{asked}/v2/": dial tcp: lookup {looked_up}: {why}')


def domain_of(server: str) -> str:
    """Returns the host of a log-in's server address; Docker Hub for an empty one.

    Raises:
        BadParameter: When Go can't read the address, with dockerd's sentence.
    """
    if not server:
        return docker_hub.DOMAIN
    address = server if server.startswith(_SCHEMES) else f"https://{server}"
    if why := gourl.why_unreadable(address):
        raise BadParameter(f"unable to parse server address: {why}")
    return _AFTER_HOST.split(address.partition("://")[2], maxsplit=1)[0].removesuffix(":") or server


def credential(header: str | None) -> Credential | None:
    """Parses the header ``X-Registry-Auth``; None if it is unreadable or names no account.

    Raises:
        NotImplementedHere: When it holds a token in place of a password.
    """
    document = decoded(header)
    refuse_tokens(document)
    return known(document.get("username"), document.get("password"))


def refuse_tokens(document: Mapping[str, Any]) -> None:
    """Refuses a credential that is an identity or registry token, which the practice Hub never gives.

    Raises:
        NotImplementedHere: When it is one.
    """
    for field in ("identitytoken", "registrytoken"):
        if document.get(field):
            raise NotImplementedHere(
                f"the practice Hub gives no {field}: log in with your username and a password or "
                "a personal access token"
            )


def known(username: object, password: object) -> Credential | None:
    """Returns the credential; None without a user name or without a password, as in dockerd."""
    if isinstance(username, str) and isinstance(password, str) and username and password:
        return Credential(username, password)
    return None


def decoded(header: str | None) -> dict[str, Any]:
    """Parses a header of JSON in base64url; an empty object if it is unreadable."""
    if not header:
        return {}
    try:
        text = base64.urlsafe_b64decode(header + "=" * (-len(header) % 4))
        document, _ = gojson.decode(text)
    except ValueError:
        return {}
    return document if isinstance(document, dict) else {}
