"""The files that Docker keeps for each container: ``/etc/hosts``, ``/etc/hostname``, ``/etc/resolv.conf``."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

_HOSTS = """\
127.0.0.1	localhost
::1	localhost ip6-localhost ip6-loopback
fe00::0	ip6-localnet
ff00::0	ip6-mcastprefix
ff02::1	ip6-allnodes
ff02::2	ip6-allrouters
"""
_RESOLVER = Path("/etc/resolv.conf")


def written(root: Path, host_name: str) -> dict[str, str]:
    """Writes these files beside the root unless they exist, and returns their paths by their place in the root."""
    resolver = ""
    with suppress(OSError):
        resolver = _RESOLVER.read_text("utf-8", "surrogateescape")
    contents = {
        "hosts": _HOSTS,
        "hostname": f"{host_name}\n" if host_name else "",
        "resolv.conf": resolver,
    }
    found: dict[str, str] = {}
    for name, content in contents.items():
        if not content or not (root / "etc" / name).is_file() or (root / "etc").is_symlink():
            continue
        place = root.parent / name
        if not place.exists():
            place.write_text(content, "utf-8", "surrogateescape")
            place.chmod(0o644)
        found[f"etc/{name}"] = str(place)
    return found
