"""An engine as a process of its own, and the practice Hub that is its docker.io."""

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
from collections.abc import Iterator, Mapping
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from aiohttp import web

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


class RunningEngine:
    """An engine in `folder` (its state) that listens on a socket beside it."""

    def __init__(self, folder: Path, registry: str, socket: Path | None = None) -> None:
        self.folder = folder
        self.socket = socket or folder.parent / "engine.sock"
        self._registry = registry
        self.start()

    @property
    def address(self) -> str:
        return f"unix://{self.socket}"

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


class RunningHub:
    """The registry of a practice Hub, with the account `demousr`, in a thread of its own."""

    def __init__(self, folder: Path) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.host = f"127.0.0.1:{self._socket.getsockname()[1]}"
        self.url = f"http://{self.host}"
        self._folder = folder
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._end = asyncio.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        assert self._ready.wait(60)

    def _run(self) -> None:
        self._loop.run_until_complete(self._serve())
        self._loop.close()

    async def _serve(self) -> None:
        site = f"http://127.0.0.1:{programs.free_port()}"
        hub = Hub(self._folder, registry_url=self.url, site_url=site, trace=Trace())
        hub.ensure_account("demousr", PASSWORD)
        hub.ensure_account("teacherdemo", "another long secret")
        hub.ensure_repository("teacherdemo", "welcome", private=False)
        hub.ensure_repository("teacherdemo", "exam", private=True)
        runner = web.AppRunner(registry_app(hub))
        await runner.setup()
        await web.SockSite(runner, self._socket).start()
        self._ready.set()
        await self._end.wait()
        await runner.cleanup()
        hub.close()

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join(20)


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
        self.folder = folder
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
