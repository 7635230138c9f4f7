"""What the registry says of an image, whether or not the engine has it: `GET /distribution/NAME/json`.

Source: moby 20.10, ``api/server/router/distribution``.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from docker_lessons.engine.api.errors import (
    BadParameter,
    EngineError,
    Forbidden,
    NotFound,
    SystemFailure,
    Unauthorized,
)
from docker_lessons.oci.errors import RegistryError
from docker_lessons.oci.fields import InvalidManifest
from docker_lessons.oci.manifest import (
    INDEX_TYPES,
    MANIFEST_TYPES,
    MEDIA_TYPE_DOCKER_MANIFEST,
    Index,
    Manifest,
)
from docker_lessons.oci.store import DigestMismatch

if TYPE_CHECKING:
    from docker_lessons.engine.registry.registries import Registries
    from docker_lessons.oci.access import Credential
    from docker_lessons.oci.client import RegistryClient
    from docker_lessons.oci.reference import Reference

_STATUS: dict[int, type[EngineError]] = {
    400: BadParameter,
    401: Unauthorized,
    403: Forbidden,
    404: NotFound,
}
_BY_CODE: dict[str, type[EngineError]] = {
    "DENIED": Forbidden,
    "UNAUTHORIZED": Unauthorized,
    "MANIFEST_UNKNOWN": NotFound,
    "NAME_UNKNOWN": NotFound,
}
_PLATFORM = ("architecture", "os", "os.version", "os.features", "variant")


async def inspect(
    registries: Registries, reference: Reference, credential: Credential | None
) -> dict[str, Any]:
    """Returns the descriptor of what a name means in its registry, and the platforms that it is for.

    Raises:
        EngineError: When there is none, or the registry refuses or does not answer.
    """
    repository = reference.path
    async with registries.client(reference.domain, credential) as registry:
        try:
            wanted = reference.digest or await registry.resolve(repository, reference.tag or "")
            media_type, digest, data = await registry.manifest(repository, wanted)
            if media_type not in {*MANIFEST_TYPES, *INDEX_TYPES}:
                raise BadParameter("unsupported manifest format")
            platforms = await _platforms(registry, repository, media_type, data)
        except RegistryError as error:
            raise _refused(error) from error
        except DigestMismatch as error:
            raise SystemFailure(f"manifest verification failed for digest {wanted}") from error
        except InvalidManifest as error:
            raise SystemFailure(f"the registry's answer is not an image: {error}") from error
    descriptor = {"mediaType": media_type, "digest": digest, "size": len(data)}
    return {"Descriptor": descriptor, "Platforms": platforms or None}


def _refused(error: RegistryError) -> EngineError:
    if error.asked or not error.status:
        return SystemFailure(f"{error.asked}: {error}" if error.asked else str(error))
    kind = _BY_CODE.get(error.code) or _STATUS.get(error.status, SystemFailure)
    return kind(error.whole)


async def _platforms(
    registry: RegistryClient, repository: str, media_type: str, data: bytes
) -> list[dict[str, Any]]:
    """Returns the platforms of an index, or the one in the config of a manifest of Docker's type."""
    if media_type in INDEX_TYPES:
        Index.parse(data)
        listed = json.loads(data).get("manifests") or []
        return [_platform(entry.get("platform") or {}) for entry in listed]
    config_digest = Manifest.parse(data).config.digest
    if media_type != MEDIA_TYPE_DOCKER_MANIFEST:
        return []
    config = b"".join([chunk async for chunk in registry.blob(repository, config_digest)])
    try:
        found = _platform(json.loads(config))
    except (ValueError, AttributeError):
        return []
    return [found] if found["architecture"] or found["os"] else []


def _platform(document: dict[str, Any]) -> dict[str, Any]:
    found = {key: document[key] for key in _PLATFORM if document.get(key)}
    return {"architecture": "", "os": "", **found}
