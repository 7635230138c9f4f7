"""A Hub in a process of its own, which a test can kill: `python serve.py ROOT REGISTRY_PORT SITE_PORT`."""

import asyncio
import sys
from pathlib import Path

from aiohttp import web

from docker_lessons.hub import Hub, registry_app, site_app
from docker_lessons.trace import Trace

PASSWORD = "calm river stone"


async def main(root: Path, registry_port: int, site_port: int) -> None:
    hub = Hub(
        root,
        registry_url=f"http://127.0.0.1:{registry_port}",
        site_url=f"http://127.0.0.1:{site_port}",
        trace=Trace(),
    )
    hub.ensure_account("demousr", PASSWORD)
    for app, port in (
        (registry_app(hub), registry_port),
        (site_app(hub, owner=False), site_port),
    ):
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port, reuse_address=True).start()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))
