"""A lease, which keeps a world's service running as long as this process: an open connection."""

import contextlib
import http.client
import threading
from urllib.parse import quote

from docker_lessons.world import control
from docker_lessons.world.directory import World
from docker_lessons.world.failure import WorldError

RETRY_SECONDS = 1.0
"""Seconds between two attempts while the service does not answer: a new one is leased again."""


class Lease:
    """A lease on a world, held by a daemon thread.

    It starts no service and raises nothing: the learner decides when a stopped world starts again.
    """

    def __init__(self, world: World, holder: str) -> None:
        """Takes the lease; `holder` is a word for the log and for `status`, such as `lab`."""
        self._world = world
        self._path = f"/lease?holder={quote(holder)}"
        self._closing = threading.Event()
        self._connection: control.UnixConnection | None = None
        self._thread = threading.Thread(target=self._hold, name="docker-lessons-lease", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Gives the lease back."""
        self._closing.set()
        connection = self._connection
        if connection is not None:
            connection.cut()

    def _hold(self) -> None:
        while not self._closing.is_set():
            with contextlib.suppress(WorldError, OSError, http.client.HTTPException, ValueError):
                self._hold_once()
            self._closing.wait(RETRY_SECONDS)

    def _hold_once(self) -> None:
        connection = control.UnixConnection(self._world.control_socket, timeout=None)
        self._connection = connection
        try:
            connection.request("GET", self._path, headers={"User-Agent": control.USER_AGENT})
            response = connection.getresponse()
            while not self._closing.is_set() and response.readline():
                pass
        finally:
            connection.close()
