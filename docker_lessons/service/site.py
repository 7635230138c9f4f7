"""Where the service listens: clients that have closed their sending half are answered, too.

A client may end its half of a connection once it has sent its request (`nc -N`, some proxies). To asyncio this
looks like a client that has gone, and aiohttp then drops the answer. So the answer may take another moment; after that
the client is taken to have gone, which also ends a stream that nobody reads.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from aiohttp import web

if TYPE_CHECKING:
    import socket

LONGEST_LINE = 1 << 20
"""Bytes of a request's first line, and of a header, that are read: as many as Go reads of all together.

Build arguments and labels are parameters, and a client sends the credentials of all its registries with a build.
Source: Go ``net/http``, ``DefaultMaxHeaderBytes``.
"""

MOMENT = 2.0
"""Seconds that an answer may take after its client has closed its sending half."""


class _Connection(web.RequestHandler):
    __slots__ = ()

    def eof_received(self) -> bool:  # type: ignore[override]  # as asyncio has it
        """Lets the request that is being answered go on; there will be no other one on this connection."""
        transport = self.transport
        waits_for_a_request = self._waiter is not None and not self._waiter.done()
        if transport is None or waits_for_a_request:
            return False
        self.close()
        asyncio.get_running_loop().call_later(MOMENT, transport.close)
        return True


class Site(web.BaseSite):
    """A socket at which an application answers."""

    def __init__(self, runner: web.AppRunner, listener: socket.socket) -> None:
        super().__init__(runner)
        self._listener = listener

    @property
    def name(self) -> str:
        """The socket's address."""
        return str(self._listener.getsockname())

    async def start(self) -> None:
        """Begins to listen."""
        await super().start()
        loop = asyncio.get_running_loop()
        server = self._runner.server
        if server is None:
            raise RuntimeError("the runner has not been set up")

        def connection() -> _Connection:
            return _Connection(
                server,
                loop=loop,
                access_log=None,  # type: ignore[arg-type]
                max_line_size=LONGEST_LINE,
                max_field_size=LONGEST_LINE,
            )

        self._server = await loop.create_server(
            connection, sock=self._listener, backlog=self._backlog
        )
