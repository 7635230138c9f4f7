"""Connections to registries: which authorities are trusted, and which registries are on this computer."""

from __future__ import annotations

import contextlib
import os
import ssl
from collections.abc import Iterator

import aiohttp
from yarl import URL

from docker_lessons.oci import address


def context(authorities: str = "") -> ssl.SSLContext:
    """Returns TLS settings that trust `authorities` (certificates in PEM) besides the system's.

    Raises:
        ValueError: When `authorities` has no certificate.
    """
    made = ssl.create_default_context()
    if authorities:
        try:
            made.load_verify_locations(cadata=authorities)
        except ssl.SSLError as error:
            raise ValueError("no certificate in PEM") from error
    return made


def connector(authorities: str = "") -> aiohttp.TCPConnector | None:
    """Returns a session's connector that also trusts `authorities`; None, for aiohttp's own, if there are none."""
    return aiohttp.TCPConnector(ssl=context(authorities)) if authorities else None


@contextlib.contextmanager
def without_netrc() -> Iterator[None]:
    """Keeps this process from reading passwords in the learner's `~/.netrc` during the `with` block.

    aiohttp reads them as soon as it takes a proxy from the environment.
    """
    before = os.environ.get("NETRC")
    os.environ["NETRC"] = os.devnull
    try:
        yield
    finally:
        os.environ.pop("NETRC")
        if before is not None:
            os.environ["NETRC"] = before


def is_here(url: URL) -> bool:
    """Tells whether an address is this computer's, to which no proxy leads."""
    return address.is_loopback(url.host or "")
