"""A Hub that really listens, in a thread of its own: started once for a run, emptied for each test."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import requests
from aiohttp import web

from docker_lessons.hub import Hub, registry_app, site_app
from docker_lessons.hub.accounts.tries import Tries
from docker_lessons.hub.allowances import Limits
from docker_lessons.trace import Request, Trace
from tests.programs import free_port

PASSWORD = "calm river stone"
TEACHERS_PASSWORD = "quiet green lamp"


class RunningHub:
    """A Hub with its three listeners; what happens in it happens in its thread."""

    def __init__(self, root: Path, limits: Limits | None = None) -> None:
        self.root = root
        self.limits = limits
        self.registry_port, self.site_port = free_port(), free_port()
        self.registry = f"http://127.0.0.1:{self.registry_port}"
        self.site = f"http://127.0.0.1:{self.site_port}"
        self.owner_socket = root.parent / "hub.sock"
        self.trace = Trace()
        self._asked_before = 0
        self._loop = asyncio.new_event_loop()
        ready = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(ready,), daemon=True)
        self._thread.start()
        assert ready.wait(60)

    def empty(self) -> None:
        """Make it as new: two accounts, no repository, nobody signed in, no wrong password tried."""

        def act(hub: Hub) -> None:
            with hub.database.transaction():
                for rows in (
                    "accounts WHERE name NOT IN ('demousr', 'teacherdemo')",
                    *("access_tokens", "sessions", "repositories", "blobs"),
                ):
                    hub.database.execute(f"DELETE FROM {rows}")  # noqa: S608
            hub.content.collect()
            hub.accounts._tries = Tries()
            hub.prefix = ""

        self.call(act)
        self._asked_before = max((one.number for one in self.requests()), default=0)

    def stop(self) -> None:
        """End it."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(60)
        assert not self._thread.is_alive()

    def call(self, act: Callable[[Hub], Any]) -> Any:
        """Do something to the Hub in its thread."""

        async def run() -> Any:
            return act(self.hub)

        return asyncio.run_coroutine_threadsafe(run(), self._loop).result(60)

    def put_before_names(self, prefix: str) -> None:
        """Let the pages show images' names with `prefix`, as beside an engine with another default registry."""
        self.call(lambda it: setattr(it, "prefix", prefix))

    def requests(self) -> list[Request]:
        """Give what was asked since it was emptied, oldest first."""
        found: list[Request] = self.call(lambda it: self.trace.requests(self._asked_before))
        return found

    def refusals(self) -> list[Request]:
        """Give those of the requests that were refused."""
        return [request for request in self.requests() if request.status >= 400]

    def access_token(self, scope: str = "repo:write", **how: Any) -> tuple[str, str]:
        """Make a personal access token of demousr's and give its UUID and itself."""
        made, secret = self.call(
            lambda it: it.access_tokens.create("demousr", "for a test", [scope], **how)
        )
        return made.uuid, secret

    def token(self, scope: str = "", account: str | None = "demousr") -> dict[str, str]:
        """Ask for a token and give the header that shows it."""
        password = {"demousr": PASSWORD, "teacherdemo": TEACHERS_PASSWORD}
        answer = requests.get(
            f"{self.registry}/token",
            params={"service": "registry.docker.io", "scope": scope},
            auth=(account, password[account]) if account else None,
            timeout=60,
        )
        answer.raise_for_status()
        return {"Authorization": f"Bearer {answer.json()['token']}"}

    def files(self) -> list[Path]:
        """Give the files of blobs, those included that are being written."""
        return sorted(path for path in (self.root / "blobs").rglob("*") if path.is_file())

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
            limits=self.limits,
        )
        self.hub.ensure_account("demousr", PASSWORD)
        self.hub.ensure_account("teacherdemo", TEACHERS_PASSWORD)
        self._runners: list[web.AppRunner] = []
        for app, port in (
            (registry_app(self.hub), self.registry_port),
            (site_app(self.hub, owner=False), self.site_port),
        ):
            runner = await self._runner(app)
            await web.TCPSite(runner, "127.0.0.1", port).start()
        runner = await self._runner(site_app(self.hub, owner=True))
        await web.UnixSite(runner, str(self.owner_socket)).start()

    async def _runner(self, app: web.Application) -> web.AppRunner:
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await runner.setup()
        self._runners.append(runner)
        return runner

    async def _end(self) -> None:
        for runner in self._runners:
            await runner.cleanup()
        self.hub.close()
