"""Where tests keep for a moment what they need: in memory if there is room, since a disk takes a third of their time.

`make soak` works on the disk, as learners do. Either way the path is short, so that unix sockets fit in below it.
"""

import os
import sys
import tempfile

MEMORY, DISK = "/dev/shm", "/tmp"  # every folder in them gets a name of its own
_ROOM = 6 << 30
"""The number of free bytes from which a folder in memory has room for all workers."""


def choose(*, disk: bool) -> None:
    """Makes the folder that is right here the one for temporary files, also for what tests start."""
    folder = DISK if disk or not _has_room(MEMORY) else MEMORY
    os.environ["TMPDIR"] = tempfile.tempdir = folder


def _has_room(folder: str) -> bool:
    """Tells whether there is such a folder, with room, from which programs may be run."""
    if sys.platform != "linux" or not os.access(folder, os.W_OK):
        return False
    found = os.statvfs(folder)
    return found.f_bavail * found.f_frsize >= _ROOM and not found.f_flag & os.ST_NOEXEC
