"""Engines, in this process or as one of their own, and the practice Hub that is their docker.io."""

import asyncio
import contextlib
import io
import json
import os
import signal
import socket
import subprocess
import sys
import tarfile
import threading
from collections.abc import Coroutine, Iterator, Mapping
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from aiohttp import web

from docker_lessons.engine.practice_engine import Engine
from docker_lessons.hub import Hub, registry_app
from docker_lessons.trace import Trace
from tests import programs
from tests.servers import PASSWORD

HELLO = b"\x7fELF stands for a program here; nothing runs it" + bytes(range(120))


def course_folder(place: Path, message: str = "Image created\n") -> Path:
    """Make the folder from which the course's image is built, with its fixed modes and times."""
    folder = place / "myimage"
    folder.mkdir(exist_ok=True)
    files = {
        "Dockerfile": (
            b'FROM scratch\nCOPY hello /hello\nCOPY message.txt /message.txt\nCMD ["/hello"]\n'
        ),
        "hello": HELLO,
        "message.txt": message.encode(),
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)
        (folder / name).chmod(0o755 if name == "hello" else 0o644)
        os.utime(folder / name, (1_700_000_000, 1_700_000_000))
    return folder


class Loop:
    """An event loop in a thread of its own, in which servers run as long as a test run lasts."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def run(self, work: Coroutine[Any, Any, None]) -> None:
        """Run a coroutine there to its end."""
        asyncio.run_coroutine_threadsafe(work, self._loop).result(60)

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(20)
        self._loop.close()


class EngineSocket:
    """An engine that listens at `socket`, asked directly."""

    socket: Path

    @property
    def address(self) -> str:
        return f"unix://{self.socket}"

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        *,
        raw: bool = False,
    ) -> tuple[int, Any]:
        """Send one request; return the status and the JSON (or the text) of the answer."""
        return asked(self.socket, method, path, body, headers=headers, raw=raw)

    @contextlib.contextmanager
    def stream(self, method: str, path: str) -> Iterator[Iterator[bytes]]:
        """Send one request; give the lines of its answer as they come, once it has begun."""
        connection = _UnixConnection(self.socket)
        try:
            connection.request(method, path)
            response = connection.getresponse()
            assert response.status == 200
            yield iter(response.readline, b"")
        finally:
            connection.close()

    def headers(self, method: str, path: str) -> Mapping[str, str]:
        """Send one request; return the headers of the answer."""
        connection = _UnixConnection(self.socket)
        try:
            connection.request(method, path)
            return dict(connection.getresponse().getheaders())
        finally:
            connection.close()

    def build(
        self, dockerfile: str, query: str = "", files: Mapping[str, bytes] | None = None
    ) -> tuple[int, Any]:
        """Build a Dockerfile with these files beside it; return the status and the stream."""
        context = io.BytesIO()
        with tarfile.open(fileobj=context, mode="w") as tar:
            for name, content in {"Dockerfile": dockerfile.encode(), **(files or {})}.items():
                member = tarfile.TarInfo(name)
                member.size = len(content)
                tar.addfile(member, io.BytesIO(content))
        return self.ask("POST", f"/build?{query}", context.getvalue(), raw=True)


class ServedEngine(EngineSocket):
    """An engine in this process, with its state in `folder`, that listens on a socket beside it."""

    def __init__(self, loop: Loop, folder: Path, registry: str, socket: Path | None = None) -> None:
        self.socket = socket or folder.parent / "engine.sock"
        self._loop = loop
        loop.run(self._start(folder, registry))

    async def _start(self, folder: Path, registry: str) -> None:
        self._engine = Engine(folder, registry=registry, trace=Trace())
        self._runner = web.AppRunner(self._engine.app(), shutdown_timeout=0.1)
        await self._runner.setup()
        await web.UnixSite(self._runner, str(self.socket)).start()

    def stop(self) -> None:
        self._loop.run(self._stop())

    async def _stop(self) -> None:
        await self._runner.cleanup()
        await self._engine.close()


class EngineProcess(EngineSocket):
    """An engine as a process of its own, with its state in `folder`; it can be killed."""

    def __init__(self, folder: Path, registry: str) -> None:
        self.folder = folder
        self.socket = folder.parent / "process.sock"
        self._registry = registry
        self.start()

    def start(self) -> None:
        self._process = subprocess.Popen(
            [
                *(sys.executable, "-m", "docker_lessons.engine"),
                *(str(self.folder), str(self.socket), self._registry),
            ]
        )
        programs.wait_for("the engine answers", self._answers, 60)

    def _answers(self) -> bool:
        assert self._process.poll() is None, "the engine ended"
        try:
            return self.ask("GET", "/_ping")[0] == 200
        except OSError:
            return False

    def kill(self) -> None:
        """End it at once, as a power cut would."""
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(20)


def asked(
    socket_: Path,
    method: str,
    path: str,
    body: bytes | None = None,
    *,
    headers: Mapping[str, str] | None = None,
    raw: bool = False,
) -> tuple[int, Any]:
    """Send one request to an engine's socket; return the status and the JSON (or the text)."""
    connection = _UnixConnection(socket_)
    try:
        connection.request(method, path, body, dict(headers or {}))
        response = connection.getresponse()
        text = response.read().decode()
    finally:
        connection.close()
    try:
        return response.status, text if raw else json.loads(text)
    except ValueError:
        return response.status, text


class _UnixConnection(HTTPConnection):
    def __init__(self, path: Path) -> None:
        super().__init__("engine", timeout=300)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(str(self._path))


class ServedHub:
    """The registry of a practice Hub in this process, with the account `demousr`."""

    def __init__(self, loop: Loop, folder: Path) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.host = f"127.0.0.1:{self._socket.getsockname()[1]}"
        self.url = f"http://{self.host}"
        self._loop = loop
        loop.run(self._start(folder))

    async def _start(self, folder: Path) -> None:
        site = f"http://127.0.0.1:{programs.free_port()}"
        self._hub = hub = Hub(folder, registry_url=self.url, site_url=site, trace=Trace())
        hub.ensure_account("demousr", PASSWORD)
        hub.ensure_account("teacherdemo", "another long secret")
        hub.ensure_repository("teacherdemo", "welcome", private=False)
        hub.ensure_repository("teacherdemo", "exam", private=True)
        self._runner = web.AppRunner(registry_app(hub), shutdown_timeout=0.1)
        await self._runner.setup()
        await web.SockSite(self._runner, self._socket).start()

    def stop(self) -> None:
        self._loop.run(self._stop())

    async def _stop(self) -> None:
        await self._runner.cleanup()
        self._hub.close()


class Client:
    """A docker client with a configuration of its own, talking to one engine from one folder."""

    def __init__(self, program: str, address: str, folder: Path, name: str) -> None:
        bin_ = folder / f"bin-{name}"
        config = folder / f"config-{name}"
        bin_.mkdir(exist_ok=True)
        config.mkdir(exist_ok=True)
        (config / "config.json").write_text('{"auths": {"practice.invalid": {}}}')
        (bin_ / "docker").unlink(missing_ok=True)
        (bin_ / "docker").symlink_to(program)
        self.program = program
        self.folder = folder
        self.socket = Path(address.removeprefix("unix://"))
        self._config = config
        self._environment = {
            "PATH": f"{bin_}:/usr/bin:/bin",
            "HOME": str(folder),
            "DOCKER_HOST": address,
            "DOCKER_CONFIG": str(config),
            "DOCKER_BUILDKIT": "0",
        }

    def run(self, line: str) -> subprocess.CompletedProcess[str]:
        """Run a shell line."""
        done = subprocess.run(
            ["sh", "-c", line],
            cwd=self.folder,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        here = str(self._config)
        done.stdout, done.stderr = (
            text.replace(here, "CONFIG") for text in (done.stdout, done.stderr)
        )
        return done
