"""Keep a world's service alive as long as this process lives: a connection that stays open."""

import contextlib
import http.client
import threading
from urllib.parse import quote

from docker_lessons.world import control
from docker_lessons.world.directory import World
from docker_lessons.world.failure import WorldError

RETRY_SECONDS = 1.0
"""Between two attempts while nobody answers: a service that is started again is leased again."""


class Lease:
    """A lease on a world, held by a daemon thread.

    It starts no service and never raises: a stopped world is the learner's to start.
    """

    def __init__(self, world: World, holder: str) -> None:
        """`holder` is a word for the log and `status`, such as `lab`."""
        self._world = world
        self._path = f"/lease?holder={quote(holder)}"
        self._closing = threading.Event()
        self._connection: control.UnixConnection | None = None
        self._thread = threading.Thread(target=self._hold, name="docker-lessons-lease", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Give the lease back."""
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
