"""Paths inside a root file system on the disk: symbolic links do not lead out of it."""

from __future__ import annotations

import os
import posixpath
import stat

_MOST_LINKS = 40


class TooManyLinks(OSError):
    """Too many symbolic links, as in a loop."""


def real_path(root: str, path: str, directory: str = "/", *, last: bool = True) -> str:
    """Returns a path of `root` with its symbolic links followed, without a slash at either end.

    A relative path starts at `directory`. Parts that do not exist stay as they are; without `last`
    the last part is not followed.

    Raises:
        TooManyLinks: When there are too many links, as in a loop.
    """
    todo = [part for part in posixpath.join(directory, path).split("/") if part not in ("", ".")]
    done: list[str] = []
    links = 0
    while todo:
        part = todo.pop(0)
        if part == "..":
            del done[-1:]
            continue
        here = "/".join((root, *done, part))
        if (todo or last) and _is_link(here):
            links += 1
            if links > _MOST_LINKS:
                raise TooManyLinks(path)
            target = os.readlink(here)
            if target.startswith("/"):
                done = []
            todo[:0] = [piece for piece in target.split("/") if piece not in ("", ".")]
            continue
        done.append(part)
    return "/".join(done)


def _is_link(path: str) -> bool:
    try:
        return stat.S_ISLNK(os.lstat(path).st_mode)
    except OSError:
        return False
