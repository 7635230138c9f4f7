"""Reading a tar with untrusted headers: those that describe the next one are limited, as in Go's archive/tar.

A header of a gigabyte needs a megabyte of gzip, and `tarfile` would keep all of it in memory.
"""

from __future__ import annotations

import tarfile
from typing import IO, Any, Self

_LONGEST = 1 << 20
"""Bytes of a header that describes the next one (Go's ``maxSpecialFileSize``)."""

_MOST = 100
"""How many of them there may be in front of one file, and how many properties for all files."""

_DESCRIBING = frozenset(
    {
        tarfile.XHDTYPE,
        tarfile.XGLTYPE,
        tarfile.SOLARIS_XHDTYPE,
        tarfile.GNUTYPE_LONGNAME,
        tarfile.GNUTYPE_LONGLINK,
    }
)

INVALID = "archive/tar: invalid tar header"
"""Go's complaint about a header that makes no sense."""


def read(file: IO[bytes], mode: str, size: int = tarfile.RECORDSIZE) -> tarfile.TarFile:
    """Opens the tar in a file; `mode` is that of `tarfile.open`, `size` how much is read at a time.

    Raises:
        tarfile.TarError: When it isn't a tar; or later, for a header that makes no sense.
    """
    opened: Any = tarfile.open
    found: tarfile.TarFile = opened(fileobj=file, mode=mode, bufsize=size, tarinfo=_Header)
    return found


class _Header(tarfile.TarInfo):
    """A header that is read with limits; the method of `tarfile` to override for that isn't public."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
        # `tarfile` would take a header that makes no sense, or is cut off, for the end.
        try:
            return super().frombuf(buf, encoding, errors)
        except (tarfile.InvalidHeaderError, tarfile.TruncatedHeaderError) as error:  # type: ignore[attr-defined]
            raise tarfile.ReadError(str(error)) from None

    def _proc_member(self, archive: Any) -> Any:
        if self.type not in _DESCRIBING:
            archive.describing = 0
            return self._understood("_proc_member", archive)
        archive.describing = getattr(archive, "describing", 0) + 1
        too_many = max(archive.describing, len(archive.pax_headers)) > _MOST
        if too_many or not 0 <= self.size <= _LONGEST:
            raise tarfile.ReadError(INVALID)
        return self._understood("_proc_member", archive)

    def _understood(self, name: str, archive: Any) -> Any:
        try:
            return getattr(super(), name)(archive)
        except (ValueError, IndexError, AttributeError, OverflowError) as error:
            raise tarfile.ReadError(INVALID) from error
