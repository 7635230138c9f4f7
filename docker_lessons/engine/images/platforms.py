"""Platforms: which image of an index fits this machine, or the platform that was asked for.

Source: containerd's ``platforms`` package, which dockerd 20.10 uses, and moby's
``distribution/pull_v2_unix.go``.
"""

from __future__ import annotations

import platform
import re
from typing import TYPE_CHECKING

from docker_lessons.engine.api.errors import BadParameter
from docker_lessons.oci.manifest import Platform

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docker_lessons.oci.manifest import Descriptor

OS = "linux"
"""The operating system of this engine's images, whatever system it runs on."""

_ARCHITECTURES = {
    "x86_64": "amd64",
    "x86-64": "amd64",
    "aarch64": "arm64",
    "armhf": "arm",
    "armel": "arm",
    "i386": "386",
    "i686": "386",
}
_DEFAULT_VARIANTS = {"arm64": "v8", "arm": "v7"}
_PARTS = 3
_KNOWN_SYSTEMS = frozenset(
    (
        *("aix", "android", "darwin", "dragonfly", "freebsd", "hurd", "illumos", "ios"),
        *("js", "linux", "nacl", "netbsd", "openbsd", "plan9", "solaris", "windows"),
        "zos",
    )
)
_KNOWN_ARCHITECTURES = frozenset(
    (
        *("386", "amd64", "amd64p32", "arm", "armbe", "arm64", "arm64be", "loong64"),
        *("mips", "mipsle", "mips64", "mips64le", "mips64p32", "mips64p32le", "ppc"),
        *("ppc64", "ppc64le", "riscv", "riscv64", "s390", "s390x", "sparc", "sparc64"),
        "wasm",
    )
)
"""What a platform of a single word may be, as containerd knows them."""


def here() -> Platform:
    """Returns the platform of this machine."""
    return Platform(_architecture(platform.machine()), OS)


def parse(text: str) -> Platform:
    """Parses the value of ``--platform``: ``linux/arm64``, ``linux/arm/v7``, ``amd64``, ``linux``.

    Raises:
        BadParameter: When it is not a platform.
    """
    parts = text.split("/")
    for part in parts:
        if not re.fullmatch("[A-Za-z0-9_-]+", part):
            raise BadParameter(
                f'"{part}" is an invalid component of "{text}": platform specifier component must '
                'match "^[A-Za-z0-9_-]+$": invalid argument'
            )
    if len(parts) > _PARTS:
        raise BadParameter(f'"{text}": cannot parse platform specifier: invalid argument')
    if len(parts) == 1:
        system = _system(parts[0])
        if system in _KNOWN_SYSTEMS:
            return Platform(here().architecture, system)
        architecture = _architecture(parts[0])
        if architecture not in _KNOWN_ARCHITECTURES:
            raise BadParameter(
                f'"{text}": unknown operating system or architecture: invalid argument'
            )
        return Platform(architecture, OS)
    variant = parts[2].lower() if len(parts) == _PARTS else ""
    return Platform(_architecture(parts[1]), _system(parts[0]), variant)


def matches(wanted: Platform, offered: Platform) -> bool:
    """Returns whether an image for `offered` satisfies `wanted`."""
    return (
        offered.os == wanted.os
        and offered.architecture == wanted.architecture
        and (not wanted.variant or _variant(offered) == _variant(wanted))
    )


def choose(manifests: Iterable[Descriptor], wanted: Platform) -> Descriptor | None:
    """Returns the manifest of an index that fits `wanted` best, None if none fits."""
    suitable = [
        manifest
        for manifest in manifests
        if manifest.platform is not None and matches(wanted, manifest.platform)
    ]
    usual = _DEFAULT_VARIANTS.get(wanted.architecture, "")
    suitable.sort(
        key=lambda manifest: manifest.platform is None or _variant(manifest.platform) != usual
    )
    return suitable[0] if suitable else None


def _system(name: str) -> str:
    return {"macos": "darwin"}.get(name.lower(), name.lower())


def _architecture(name: str) -> str:
    return _ARCHITECTURES.get(name.lower(), name.lower())


def _variant(offered: Platform) -> str:
    return offered.variant or _DEFAULT_VARIANTS.get(offered.architecture, "")
