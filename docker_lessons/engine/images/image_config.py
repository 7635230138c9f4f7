"""Image configs: their JSON as dockerd writes it, with the same keys in the same order.

Source: moby ``image/image.go`` and ``api/types/container/config.go``; OCI image specification, config.md.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from docker_lessons.engine.images import platforms
from docker_lessons.engine.images.model import Image
from docker_lessons.oci import gojson
from docker_lessons.version import __version__

if TYPE_CHECKING:
    from docker_lessons.oci.manifest import Platform

DEFAULT_PATH = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
"""The PATH of an image that does not set one, as in dockerd."""

SHELL = ("/bin/sh", "-c")
"""The shell of an image that does not set one."""

RunConfig = dict[str, Any]
"""The configuration of a container, with the keys of ``container.Config``."""

_ALWAYS: RunConfig = {
    "Hostname": "",
    "Domainname": "",
    "User": "",
    "AttachStdin": False,
    "AttachStdout": False,
    "AttachStderr": False,
    "ExposedPorts": None,
    "Tty": False,
    "OpenStdin": False,
    "StdinOnce": False,
    "Env": None,
    "Cmd": None,
    "Healthcheck": None,
    "ArgsEscaped": None,
    "Image": "",
    "Volumes": None,
    "WorkingDir": "",
    "Entrypoint": None,
    "NetworkDisabled": None,
    "MacAddress": None,
    "OnBuild": None,
    "Labels": None,
    "StopSignal": None,
    "StopTimeout": None,
    "Shell": None,
}
"""Every key with its empty value, in Go's order."""

_LEFT_OUT_WHEN_EMPTY = frozenset(
    {
        "ExposedPorts",
        "Healthcheck",
        "ArgsEscaped",
        "NetworkDisabled",
        "MacAddress",
        "StopSignal",
        "StopTimeout",
        "Shell",
    }
)
_SORTED = ("ExposedPorts", "Volumes", "Labels")


def run_config(found: RunConfig | None = None) -> RunConfig:
    """Returns a run config that a build may change: a copy of an image's, or an empty one."""
    config = copy.deepcopy(found or {})
    environment = config.get("Env") or []
    if not any(item.partition("=")[0] == "PATH" for item in environment):
        config["Env"] = [*environment, DEFAULT_PATH]
    return config


def shell(config: RunConfig) -> list[str]:
    """Returns the shell that runs a command in shell form."""
    return list(config.get("Shell") or SHELL)


def ordered(config: RunConfig) -> RunConfig:
    """Returns a run config with all keys that Go writes, in Go's order."""
    result: RunConfig = {}
    for key, default in _ALWAYS.items():
        value = config.get(key)
        if value is None:
            value = default
        if key in _LEFT_OUT_WHEN_EMPTY and not value:
            continue
        if key in _SORTED and isinstance(value, dict):
            value = {name: value[name] for name in sorted(value)}
        result[key] = value
    return result


def child(
    parent: Image | None,
    *,
    config: RunConfig,
    container_config: RunConfig,
    container: str,
    author: str,
    created: str,
    diff_id: str | None,
    platform: Platform | None = None,
    created_by: str | None = None,
    comment: str = "",
) -> bytes:
    """Returns the config of the image that one step of a build, or a commit, makes.

    `container` is the ID of the container in which dockerd runs such a step, '' for a copy; `diff_id`
    is the layer that it adds, None if it changes no file; `created` is in RFC 3339. An image without
    a parent is for `platform`, None for this machine's.
    """
    wanted = platform or platforms.here()
    before = parent.document if parent is not None else {}
    step: dict[str, Any] = {"created": created}
    if author:
        step["author"] = author
    if created_by is None:
        created_by = " ".join(container_config["Cmd"])
    if created_by:
        step["created_by"] = created_by
    if comment:
        step["comment"] = comment
    if diff_id is None:
        step["empty_layer"] = True
    diff_ids = list(parent.diff_ids) if parent is not None else []
    if diff_id is not None:
        diff_ids.append(diff_id)
    document: dict[str, Any] = {
        "architecture": before.get("architecture") or wanted.architecture,
        "author": author,
        "comment": comment,
        "config": ordered(config),
        "container": container,
        "container_config": ordered(container_config),
        "created": created,
        "docker_version": __version__,
        "history": [*(parent.history if parent is not None else ()), step],
        "os": before.get("os") or "linux",
        "os.features": before.get("os.features"),
        "os.version": before.get("os.version"),
        "rootfs": {"type": "layers", "diff_ids": diff_ids},
        "variant": before.get("variant") if parent is not None else wanted.variant,
    }
    return gojson.encode({key: value for key, value in document.items() if value}).encode()


def imported(
    *, config: RunConfig, comment: str, created: str, diff_id: str, platform: Platform
) -> bytes:
    """Returns the config of an image that is imported as one layer; `created` is in RFC 3339."""
    document: dict[str, Any] = {
        "architecture": platform.architecture,
        "comment": comment,
        "config": ordered(config),
        "created": created,
        "docker_version": __version__,
        "history": [{"created": created, "comment": comment}],
        "os": platform.os,
        "rootfs": {"type": "layers", "diff_ids": [diff_id]},
        "variant": platform.variant,
    }
    return gojson.encode({key: value for key, value in document.items() if value}).encode()


def is_made_for(image: Image, platform: Platform | None) -> bool:
    """Returns whether an image is for `platform`, None for this machine's."""
    wanted = platform or platforms.here()
    document = image.document
    return (document.get("architecture"), document.get("variant") or "") == (
        wanted.architecture,
        wanted.variant,
    )


def matches(left: RunConfig, right: RunConfig) -> bool:
    """Returns whether two container configs mean the same step to the classic builder's cache."""
    if left.get("User", "") != right.get("User", ""):
        return False
    return all(
        (left.get(key) or None) == (right.get(key) or None)
        for key in ("Cmd", "Env", "Labels", "ExposedPorts", "Entrypoint", "Volumes")
    )
