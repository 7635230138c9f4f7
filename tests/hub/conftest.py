"""A Hub that really listens, in a thread of its own, and what the tests of the Hub need around it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from aiohttp import web

from docker_lessons.hub import Hub
from docker_lessons.trace import Request, Trace
from tests.programs import free_port

PASSWORD = "calm river stone"


class RunningHub:
    """A Hub with its three listeners; what happens in it happens in its thread."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.registry_port, self.site_port = free_port(), free_port()
        self.registry = f"http://127.0.0.1:{self.registry_port}"
        self.site = f"http://127.0.0.1:{self.site_port}"
        self.owner_socket = root.parent / "hub.sock"
        self.changes = 0
        self.prefix = ""
        self.start()

    def start(self) -> None:
        """Start it over the state in `root`."""
        self.trace = Trace()
        self._loop = asyncio.new_event_loop()
        ready = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(ready,), daemon=True)
        self._thread.start()
        assert ready.wait(60)

    def _run(self, ready: threading.Event) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._listen())
        ready.set()
        self._loop.run_forever()
        self._loop.run_until_complete(self._end())
        self._loop.run_until_complete(self._loop.shutdown_default_executor())
        self._loop.close()

    async def _listen(self) -> None:
        self.hub = Hub(
            self.root,
            registry_url=self.registry,
            site_url=self.site,
            trace=self.trace,
            shown_password=lambda: ("demousr", PASSWORD),
            prefix=self.prefix,
        )
        self.hub.on_change(self._count)
        self.hub.ensure_account("demousr", PASSWORD)
        self.hub.ensure_account("teacherdemo", "quiet green lamp")
        self._runners = []
        for app, port in (
            (self.hub.registry_app(), self.registry_port),
            (self.hub.site_app(owner=False), self.site_port),
        ):
            runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
            await runner.setup()
            await web.TCPSite(runner, "127.0.0.1", port).start()
            self._runners.append(runner)
        runner = web.AppRunner(self.hub.site_app(owner=True), access_log=None, shutdown_timeout=1)
        await runner.setup()
        await web.UnixSite(runner, str(self.owner_socket)).start()
        self._runners.append(runner)

    def _count(self) -> None:
        self.changes += 1

    async def _end(self) -> None:
        for runner in self._runners:
            await runner.cleanup()
        self.hub.close()

    def stop(self) -> None:
        """End it; its state stays."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(60)
        assert not self._thread.is_alive()

    def call(self, act: Callable[[Hub], Any]) -> Any:
        """Do something to the Hub in its thread."""

        async def run() -> Any:
            return act(self.hub)

        return asyncio.run_coroutine_threadsafe(run(), self._loop).result(60)

    def refusals(self) -> list[Request]:
        """Give the traced requests that were refused, oldest first."""
        seen = self.call(lambda it: self.trace.requests())
        return [request for request in seen if request.status >= 400]

    def token(self, scope: str = "", account: str | None = "demousr") -> dict[str, str]:
        """Ask for a token and give the header that shows it."""
        password = {"demousr": PASSWORD, "teacherdemo": "quiet green lamp"}
        answer = requests.get(
            f"{self.registry}/token",
            params={"service": "registry.docker.io", "scope": scope},
            auth=(account, password[account]) if account else None,
            timeout=60,
        )
        answer.raise_for_status()
        return {"Authorization": f"Bearer {answer.json()['token']}"}


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[RunningHub]:
    """A fresh Hub with the accounts demousr and teacherdemo and no repository."""
    running = RunningHub(tmp_path / "hub")
    yield running
    running.stop()
