"""One page's kernel at a time: opening a page of the course ends the kernels of its other pages.

A kernel with widgets takes about 45 MiB, and Binder gives 450 MB for eight pages.
"""

import asyncio
import logging
from collections.abc import Callable
from typing import Any, Protocol

KERNEL_ACTIONS = "https://events.jupyter.org/jupyter_server/kernel_actions/v1"
"""The schema of Jupyter Server's event for the start of a kernel.

Source: https://jupyter-server.readthedocs.io/en/latest/operators/events.html
"""

_TRIES = 50
_PAUSE = 0.1
"""Seconds between two looks for a kernel's session, which Jupyter records after it has started the kernel."""

_log = logging.getLogger(__name__)


class Sessions(Protocol):
    """The part of Jupyter's session manager that is used here."""

    async def list_sessions(self) -> list[dict[str, Any]]:
        """Returns all sessions, each with `id`, `path`, `type` and `kernel`."""

    async def delete_session(self, session_id: str) -> None:
        """Ends a session and its kernel."""


class OneKernel:
    """A listener to a Jupyter server's kernels; `is_page` tells whether a path is a page of the course."""

    def __init__(self, sessions: Sessions, is_page: Callable[[str], bool]) -> None:
        self._sessions = sessions
        self._is_page = is_page
        self._started: dict[str, int] = {}
        """The number of each kernel in the order of their starts: a page never ends a kernel that started later."""

    async def heard(self, logger: Any, schema_id: str, data: dict[str, Any]) -> None:
        """Takes note of a kernel that was started; Jupyter's event logger calls it for each kernel action."""
        if (
            data.get("action") == "start"
            and data.get("status") == "success"
            and "kernel_id" in data
        ):
            kernel = str(data["kernel_id"])
            self._started[kernel] = len(self._started)
            await self.keep_only(kernel)

    async def keep_only(self, kernel_id: str) -> None:
        """Ends the kernels of the other pages, if this kernel belongs to a page of the course."""
        for _ in range(_TRIES):
            sessions = await self._sessions.list_sessions()
            newest = next((one for one in sessions if one["kernel"]["id"] == kernel_id), None)
            if newest is not None:
                break
            await asyncio.sleep(_PAUSE)
        else:
            return  # the kernel of a console, or one that ended at once
        if not self._is_page(newest["path"]):
            return
        for session in sessions:
            older = self._started.get(session["kernel"]["id"], -1) < self._started[kernel_id]
            if older and session["path"] != newest["path"] and self._is_page(session["path"]):
                _log.info("going on to %s: ending %s", newest["path"], session["path"])
                await self._sessions.delete_session(session["id"])
