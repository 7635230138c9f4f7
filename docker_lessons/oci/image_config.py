"""Image configs: what an image is for, who made it when, and what containers of it start with.

Sources: OCI image specification, config.md; for the fields of `config` that only Docker has, moby's
``api/types/container/config.go``. A field whose type these sources give must have that type, as in Go's JSON
decoder; unknown fields are accepted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from docker_lessons.oci.digest import is_digest
from docker_lessons.oci.document import LARGEST
from docker_lessons.oci.fields import (
    InvalidManifest,
    document_of,
    listed,
    mapping,
    shown,
    text,
    text_list,
    texts,
)
from docker_lessons.oci.manifest import Platform

_TIME = re.compile(
    r"(\d{4}-\d\d-\d\d)[Tt](\d\d:\d\d:\d\d)(?:[.,]\d+)?([Zz]|[+-]\d\d:\d\d)", re.ASCII
)


@dataclass(frozen=True)
class History:
    """One entry of an image's history."""

    created: str = ""
    created_by: str = ""
    author: str = ""
    comment: str = ""
    empty_layer: bool = False


@dataclass(frozen=True)
class ImageConfig:
    """An image's configuration; its digest is the image ID in the classic image store.

    `config` is the JSON object of what containers start with: ``Cmd``, ``Env``, ``Labels`` and so on.
    """

    architecture: str
    os: str
    variant: str
    created: str
    author: str
    config: Mapping[str, Any]
    diff_ids: tuple[str, ...]
    history: tuple[History, ...]

    @classmethod
    def parse(cls, data: bytes) -> ImageConfig:
        """Parses an image config.

        Raises:
            InvalidManifest: When `data` is not valid.
        """
        document = document_of(data, "config")
        rootfs = mapping(document.get("rootfs"), "rootfs")
        diff_ids = text_list(rootfs.get("diff_ids"), "rootfs.diff_ids")
        for diff_id in diff_ids:
            if not is_digest(diff_id):
                raise InvalidManifest(f"rootfs.diff_ids has {shown(diff_id)}, which is no digest")
        for key in ("os.version", "container", "docker_version"):
            text(document, key, "config", "")
        text_list(document.get("os.features"), "config.os.features")
        _run_config(document.get("container_config"), "config.container_config")
        return cls(
            architecture=text(document, "architecture", "config", ""),
            os=text(document, "os", "config", ""),
            variant=text(document, "variant", "config", ""),
            created=_time(document, "config"),
            author=text(document, "author", "config", ""),
            config=_run_config(document.get("config"), "config.config"),
            diff_ids=diff_ids,
            history=tuple(
                _history(line, f"history[{number}]")
                for number, line in enumerate(listed(document, "history", "config"))
            ),
        )

    @property
    def platform(self) -> Platform:
        """The platform of the image."""
        return Platform(self.architecture, self.os, self.variant)


def _history(document: Any, place: str) -> History:
    found = mapping(document, place)
    _truth(found.get("empty_layer"), f"{place}.empty_layer")
    return History(
        created=_time(found, place),
        created_by=text(found, "created_by", place, ""),
        author=text(found, "author", place, ""),
        comment=text(found, "comment", place, ""),
        empty_layer=found.get("empty_layer") is True,
    )


def _time(found: dict[str, Any], place: str) -> str:
    """Returns the time under `created`, `''` if there is none."""
    value = text(found, "created", place, "")
    if found.get("created") is not None and not _is_time(value):
        raise InvalidManifest(f"{place}.created is {shown(value)}; a time was expected")
    return value


def _is_time(value: str) -> bool:
    """Tells whether `value` is a time (RFC 3339) that also exists in UTC."""
    match = _TIME.fullmatch(value)
    if match is None:
        return False
    day, moment, zone = match.groups()
    try:
        datetime.fromisoformat(f"{day}T{moment}{zone.upper()}").astimezone(UTC)
    except (ValueError, OverflowError):
        return False
    return True


def _run_config(value: Any, place: str) -> Mapping[str, Any]:
    """Returns what a container starts with; empty for null."""
    found = {} if value is None else mapping(value, place)
    for key, check in _RUN_CONFIG.items():
        if found.get(key) is not None:
            check(found[key], f"{place}.{key}")
    return MappingProxyType(found)


def _string(value: Any, place: str) -> None:
    if not isinstance(value, str):
        raise InvalidManifest(f"{place} is {shown(value)}; a text was expected")


def _truth(value: Any, place: str) -> None:
    if value is not None and not isinstance(value, bool):
        raise InvalidManifest(f"{place} is {shown(value)}; true or false was expected")


def _number(value: Any, place: str) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or not -LARGEST <= value <= LARGEST:
        raise InvalidManifest(f"{place} is {shown(value)}; a number was expected")


def _set(value: Any, place: str) -> None:
    for key, inner in mapping(value, place).items():
        if inner is not None:
            mapping(inner, f"{place}.{key[:40]}")


def _words(value: Any, place: str) -> None:
    """Checks a command: a list of texts or, in old images, one text."""
    if not isinstance(value, str):
        text_list(value, place)


def _health_check(value: Any, place: str) -> None:
    found = mapping(value, place)
    text_list(found.get("Test"), f"{place}.Test")
    for key in ("Interval", "Timeout", "StartPeriod", "StartInterval", "Retries"):
        if found.get(key) is not None:
            _number(found[key], f"{place}.{key}")


_RUN_CONFIG: Mapping[str, Callable[[Any, str], object]] = {
    **dict.fromkeys(
        ("Hostname", "Domainname", "User", "Image", "WorkingDir", "MacAddress", "StopSignal"),
        _string,
    ),
    **dict.fromkeys(
        (
            *("AttachStdin", "AttachStdout", "AttachStderr", "Tty", "OpenStdin", "StdinOnce"),
            *("ArgsEscaped", "NetworkDisabled"),
        ),
        _truth,
    ),
    **dict.fromkeys(("ExposedPorts", "Volumes"), _set),
    **dict.fromkeys(("Env", "OnBuild"), text_list),
    **dict.fromkeys(("Cmd", "Entrypoint", "Shell"), _words),
    "Labels": texts,
    "StopTimeout": _number,
    "Healthcheck": _health_check,
}
"""What each known field of a run config has to be; null is always accepted."""
