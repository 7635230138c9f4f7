"""The parameters of a build.

Source: moby ``api/swagger.yaml`` (``ImageBuild``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from docker_lessons.engine.api.errors import BadParameter, NotImplementedHere
from docker_lessons.engine.api.references import parse_reference
from docker_lessons.engine.api.unsupported import BUILDKIT
from docker_lessons.engine.api.wire import flag, version_of
from docker_lessons.engine.images import platforms
from docker_lessons.oci import gojson

if TYPE_CHECKING:
    from aiohttp import web

    from docker_lessons.oci.manifest import Platform
    from docker_lessons.oci.reference import Reference

_WITH_AUX = (1, 30)
_WITH_PLATFORM = (1, 32)


@dataclass(frozen=True)
class Options:
    """The parameters of one build; `always_remove` is about the container of a command that failed."""

    dockerfile: str = "Dockerfile"
    tags: tuple[Reference, ...] = ()
    no_cache: bool = False
    pull: bool = False
    remove: bool = True
    always_remove: bool = False
    labels: Mapping[str, str] = field(default_factory=dict)
    build_arguments: Mapping[str, str | None] = field(default_factory=dict)
    target: str = ""
    platform: Platform | None = None
    wants_aux: bool = True


def read(request: web.Request) -> Options:
    """Parses the parameters of ``POST /build``.

    Raises:
        BadParameter: When one is malformed, with dockerd's sentence.
        NotImplementedHere: When the build needs BuildKit.
    """
    query = request.query
    version = query.get("version", "1")
    if version == "2":
        raise NotImplementedHere(BUILDKIT)
    if version not in ("", "1"):
        raise BadParameter(f'invalid version "{version}"')
    isolation = query.get("isolation", "")
    if isolation.lower() not in ("", "default"):
        raise BadParameter(f'Unsupported isolation: "{isolation}"')
    if query.get("securityopt", "null") not in ("", "null", "[]"):
        raise BadParameter(
            "The daemon on this platform does not support setting security options on build"
        )
    if flag(request, "squash"):
        raise BadParameter("squash is only supported with experimental mode")
    tags: dict[str, Reference] = {}
    for text in query.getall("t", []):
        if not text:
            continue
        reference = parse_reference(text)
        if reference.digest is not None:
            raise BadParameter("build tag cannot contain a digest")
        reference = reference.with_default_tag()
        tags.setdefault(reference.full, reference)
    platform = query.get("platform", "") if version_of(request) >= _WITH_PLATFORM else ""
    return Options(
        dockerfile=query.get("dockerfile") or "Dockerfile",
        tags=tuple(tags.values()),
        no_cache=flag(request, "nocache"),
        pull=flag(request, "pull"),
        remove=flag(request, "forcerm") or flag(request, "rm", default=True),
        always_remove=flag(request, "forcerm"),
        labels=_mapping(query.get("labels", ""), "error reading labels", "map[string]string"),
        build_arguments=_mapping(
            query.get("buildargs", ""), "error reading build args", "map[string]*string"
        ),
        target=query.get("target", ""),
        platform=platforms.parse(platform) if platform else None,
        wants_aux=version_of(request) >= _WITH_AUX,
    )


def _mapping(text: str, problem: str, kind: str) -> dict[str, Any]:
    """Parses a JSON object that has the type `kind` in Go."""
    if not text:
        return {}
    try:
        document = gojson.unmarshal(text)
    except gojson.Malformed as error:
        raise BadParameter(f"{problem}: {error}") from None
    if document is None:
        return {}
    if not isinstance(document, dict):
        raise BadParameter(f"{problem}: {gojson.mismatch(document, kind)}")
    return document
