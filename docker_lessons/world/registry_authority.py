"""The certificates of an authority that vouches for a registry of the learner's own choice.

Source: Docker's documentation, "Verify repository client with certificates" (`certs.d/HOST:PORT/*.crt`), and the same
folder of rootless Docker and of Docker Desktop.
"""

from __future__ import annotations

from pathlib import Path

from docker_lessons.language import gettext
from docker_lessons.oci import trust
from docker_lessons.world.failure import HubChoiceError
from docker_lessons.world.registry_address import RegistryAddress

CERTIFICATES = "/etc/docker/certs.d"
"""Where the Docker daemon has the certificates of registries."""
_LARGEST = 1 << 20
"""Bytes; a list of the authorities of the whole world is smaller."""


def read(file: str | None, address: RegistryAddress) -> str:
    """Returns certificates in PEM: those in `file`, or those that Docker has for this registry; '' for none.

    Raises:
        HubChoiceError: When `file` has none, or cannot be read.
    """
    if file:
        return _certificates(Path(file).expanduser())
    for folder in (CERTIFICATES, "~/.config/docker/certs.d", "~/.docker/certs.d"):
        if found := _of_docker(Path(folder).expanduser() / address.host):
            return found
    return ""


def _certificates(path: Path) -> str:
    try:
        if path.stat().st_size > _LARGEST:
            raise ValueError(path)
        text = path.read_text("ascii")
        if "PRIVATE KEY" in text:
            raise HubChoiceError(
                gettext(
                    "{file} has a private key, which belongs to the registry alone. Give the certificate of its authority "
                    "(CA).",
                    file=path,
                )
            )
        if not text.strip():
            raise ValueError(path)
        trust.context(text)
    except OSError as error:
        raise HubChoiceError(
            gettext("Can't read {file}: {reason}.", file=path, reason=error.strerror)
        ) from error
    except ValueError as error:
        raise HubChoiceError(
            gettext(
                "{file} isn't a certificate in PEM: such a file begins with -----BEGIN CERTIFICATE-----",
                file=path,
            )
        ) from error
    return text


def _of_docker(folder: Path) -> str:
    try:
        text = "\n".join(path.read_text("ascii") for path in sorted(folder.glob("*.crt")))
        trust.context(text)
    except (OSError, ValueError):
        return ""
    return text
