"""One page's kernel at a time: opening the next page of the course ends the last one's.

A kernel with widgets takes some 45 MiB, and a small machine (Binder gives 450 MB) has eight pages to go.
"""

import asyncio
import logging
from collections.abc import Callable
from typing import Any, Protocol

KERNEL_ACTIONS = "https://events.jupyter.org/jupyter_server/kernel_actions/v1"
"""The event schema by which Jupyter says that a kernel was started."""

_TRIES = 50
_PAUSE = 0.1
"""A kernel is started before its session is written down: so long until it is, in seconds."""

_log = logging.getLogger(__name__)


class Sessions(Protocol):
    """What we use of Jupyter's session manager."""

    async def list_sessions(self) -> list[dict[str, Any]]:
        """All sessions: `id`, `path`, `type`, `kernel`."""

    async def delete_session(self, session_id: str) -> None:
        """End a session and its kernel."""


class OneKernel:
    """Listens to a Jupyter server's kernels; `is_page` tells the course's pages by their path."""

    def __init__(self, sessions: Sessions, is_page: Callable[[str], bool]) -> None:
        self._sessions = sessions
        self._is_page = is_page
        self._started: dict[str, int] = {}
        """Kernels in the order in which they were started: an older page never ends a newer one."""

    async def heard(self, logger: Any, schema_id: str, data: dict[str, Any]) -> None:
        """Called by Jupyter's event logger for each kernel action."""
        if (
            data.get("action") == "start"
            and data.get("status") == "success"
            and "kernel_id" in data
        ):
            kernel = str(data["kernel_id"])
            self._started[kernel] = len(self._started)
            await self.keep_only(kernel)

    async def keep_only(self, kernel_id: str) -> None:
        """If that kernel is a page's, end the kernels of the other pages."""
        for _ in range(_TRIES):
            sessions = await self._sessions.list_sessions()
            newest = next((one for one in sessions if one["kernel"]["id"] == kernel_id), None)
            if newest is not None:
                break
            await asyncio.sleep(_PAUSE)
        else:
            return  # a console's, or one that ended at once
        if not self._is_page(newest["path"]):
            return
        for session in sessions:
            older = self._started.get(session["kernel"]["id"], -1) < self._started[kernel_id]
            if older and session["path"] != newest["path"] and self._is_page(session["path"]):
                _log.info("going on to %s: ending %s", newest["path"], session["path"])
                await self._sessions.delete_session(session["id"])
