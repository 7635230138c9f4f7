"""The lessons' small client of the Docker Engine API."""

import contextlib
import socket
from pathlib import Path

import aiohttp
import pytest

from docker_lessons.world import host
from docker_lessons.world.host import HostClient, HostError


async def test_an_engine_that_says_nothing_does_not_answer(
    short_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(host, "_LOOK_TIMEOUT", aiohttp.ClientTimeout(sock_read=0.2))
    with contextlib.closing(socket.socket(socket.AF_UNIX)) as listener:
        listener.bind(str(short_folder / "engine.sock"))
        listener.listen()
        async with HostClient(short_folder / "engine.sock") as engine:
            with pytest.raises(HostError, match="does not answer") as refused:
                await engine.images()
    assert refused.value.status == 0
