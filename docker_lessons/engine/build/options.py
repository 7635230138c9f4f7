"""The parameters of a build.

Source: moby ``api/swagger.yaml`` (``ImageBuild``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from docker_lessons.engine.api import gojson
from docker_lessons.engine.api.errors import BadParameter, NotImplementedHere
from docker_lessons.engine.api.references import parse_reference
from docker_lessons.engine.api.unsupported import BUILDKIT
from docker_lessons.engine.api.wire import flag, version_of

if TYPE_CHECKING:
    from aiohttp import web

    from docker_lessons.oci.reference import Reference

_WITH_AUX = (1, 30)


@dataclass(frozen=True)
class Options:
    """The parameters of one build."""

    dockerfile: str = "Dockerfile"
    tags: tuple[Reference, ...] = ()
    no_cache: bool = False
    pull: bool = False
    remove: bool = True
    labels: Mapping[str, str] = field(default_factory=dict)
    build_arguments: Mapping[str, str | None] = field(default_factory=dict)
    target: str = ""
    wants_aux: bool = True


def read(request: web.Request) -> Options:
    """Parses the parameters of ``POST /build``.

    Raises:
        BadParameter: When one is malformed, with dockerd's sentence.
        NotImplementedHere: When the build needs BuildKit or another network than the practice Hub's.
    """
    query = request.query
    version = query.get("version", "1")
    if version == "2" or query.get("session"):
        raise NotImplementedHere(BUILDKIT)
    if version not in ("", "1"):
        raise BadParameter(f'invalid version "{version}"')
    if query.get("remote"):
        raise NotImplementedHere(
            "a build from an address is not possible here: the practice engine connects to the "
            "practice Hub alone; build from a folder"
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
    return Options(
        dockerfile=query.get("dockerfile") or "Dockerfile",
        tags=tuple(tags.values()),
        no_cache=flag(request, "nocache"),
        pull=flag(request, "pull"),
        remove=flag(request, "rm", default=True) or flag(request, "forcerm"),
        labels=_mapping(query.get("labels", ""), "error reading labels", "map[string]string"),
        build_arguments=_mapping(
            query.get("buildargs", ""), "error reading build args", "map[string]*string"
        ),
        target=query.get("target", ""),
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
