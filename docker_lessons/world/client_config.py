"""What a Docker client's config.json says of log-ins. It is only read, and in the learner's own only the keys.

Sources: docker/cli, `cli/config/configfile/file.go` and `cli/config/credentials`.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docker_lessons.oci.access import Credential
from docker_lessons.oci.docker_hub import INDEX_SERVER
from docker_lessons.world.names import Names
from docker_lessons.world.snapshot import CredentialHelper

_PLACEHOLDER = "practice.invalid"


@dataclass(frozen=True)
class ClientConfig:
    """One config.json as it was read; one that cannot be read counts as empty."""

    path: Path
    names: Names
    document: dict[str, Any]

    @classmethod
    def read(cls, path: Path, names: Names) -> ClientConfig:
        """Reads a world's own config.json, with the credential that it keeps."""
        return cls(path, names, contents(path))

    def helper(self) -> CredentialHelper | None:
        """Returns the helper that it names for the course's registry.

        `credHelpers` is for one registry, `credsStore` for all.
        """
        path = str(self.path)
        for server, name in _entries(self.document, "credHelpers"):
            if is_key(server, self.names) and isinstance(name, str) and name:
                return CredentialHelper(name, "credHelpers", path)
        name = self.document.get("credsStore")
        return (
            CredentialHelper(name, "credsStore", path) if isinstance(name, str) and name else None
        )

    def stored(self) -> tuple[Credential | None, tuple[str, ...]]:
        """Returns the stored credential for the course's registry, and the other registries that have one.

        Where names have the registry's address, Docker Hub is one of the others.
        """
        found = None
        others = []
        for server, entry in _entries(self.document, "auths"):
            if is_key(server, self.names):
                found = _credential(entry) or found
            elif server != _PLACEHOLDER and entry:
                others.append(server)
        return found, tuple(sorted(others))


def keeps_log_in(path: Path, names: Names) -> bool:
    """Tells whether a config.json has an entry for the course's registry; nothing but the keys is looked at.

    Clients leave the key with an empty value when a helper keeps the secret, and take it out at a log-out.
    """
    keys = [key for key, _ in _entries(contents(path), "auths")]
    return any(is_key(key, names) for key in keys)


def stamp(path: Path) -> tuple[int, int]:
    """Returns a value that changes when a client writes the file, (0, 0) if there is none."""
    try:
        status = path.stat()
    except OSError:
        return (0, 0)
    return (status.st_mtime_ns, status.st_ino)


def is_key(server: str, names: Names) -> bool:
    """Tells whether this key of config.json's `auths` is for the course's registry; it may be a URL.

    For Docker Hub a client reads one key alone, though it writes others, as after `docker login index.docker.io`.
    """
    if not names.bear_an_address:
        return server == INDEX_SERVER
    return re.sub(r"^https?://", "", server).partition("/")[0] == names.registry


def contents(path: Path) -> dict[str, Any]:
    """Returns the JSON object in a file of a Docker client's; an empty one if it can't be read as one."""
    try:
        document = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return document if isinstance(document, dict) else {}


def _entries(document: dict[str, Any], key: str) -> list[tuple[str, Any]]:
    value = document.get(key)
    return list(value.items()) if isinstance(value, dict) else []


def _credential(entry: Any) -> Credential | None:
    try:
        user, _, password = base64.b64decode(entry["auth"]).decode().partition(":")
    except (KeyError, TypeError, ValueError, binascii.Error):
        return None
    return Credential(user, password) if user and password else None
