"""What answers at a unix socket in place of an engine, and what it was asked."""

from __future__ import annotations

import json
import socketserver
import ssl
import threading
import time
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any, Self

VERSION = {
    "Platform": {"Name": ""},
    "Components": [{"Name": "Engine", "Version": "26.1.5"}],
    "Version": "26.1.5",
    "ApiVersion": "1.45",
    "MinAPIVersion": "1.24",
    "Os": "linux",
    "Arch": "amd64",
}
INFO: dict[str, Any] = {
    "OperatingSystem": "Debian GNU/Linux 13 (trixie)",
    "KernelVersion": "6.0.0-of-another-computer",
    "DockerRootDir": "/var/lib/docker",
    "RegistryConfig": {"Mirrors": []},
    "SecurityOptions": ["name=seccomp,profile=builtin"],
}


class Engine:
    """An engine's answers to GET requests at a unix socket, until it is closed; it keeps what it was asked."""

    def __init__(
        self,
        path: Path,
        version: dict[str, Any] | None = None,
        info: dict[str, Any] | None = None,
        reach: tuple[int, dict[str, Any]] = (403, {"message": "denied"}),
        refusal: str = "",
    ) -> None:
        self.asked: list[str] = []
        self.answers: dict[str, tuple[int, Any]] = {
            "/version": (200, VERSION | (version or {})),
            "/info": (200, INFO | (info or {})),
        }
        self.reach = reach
        self.refusal = refusal
        self.api = str((VERSION | (version or {}))["ApiVersion"])
        self._server = _serve(_Unix(str(path), _handler(self)))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def answer(self, path: str) -> tuple[int, Any]:
        """Returns the status and the document for a path; one with a version is a client's."""
        versioned = path.startswith("/v1.")
        plain = "/" + path.split("/", 2)[2] if versioned else path
        if versioned and self.refusal:
            return 400, {"message": self.refusal}
        if plain.startswith("/distribution/"):
            return self.reach
        return self.answers.get(plain, (404, {"message": "page not found"}))


class Server:
    """An HTTP or HTTPS server on loopback that answers everything alike."""

    def __init__(
        self,
        status: int = 401,
        headers: dict[str, str] | None = None,
        body: bytes = b"{}",
        tls: ssl.SSLContext | None = None,
        date: float | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
    ) -> None:
        self.asked: list[str] = []
        chosen = {"Docker-Distribution-Api-Version": "registry/2.0"} if headers is None else headers
        server = _Tcp((host, port), _fixed(self, status, chosen, body, date))
        if tls is not None:
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        self._server = _serve(server)
        self.address = f"{host}:{server.server_address[1]}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Stops listening; a second time does nothing."""
        self._server.shutdown()
        self._server.server_close()


class _Unix(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Says nothing of a client that went away."""


class _Tcp(socketserver.ThreadingMixIn, socketserver.TCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Says nothing of a client that did not like the certificate."""


class _Quiet(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments: Any) -> None:
        """Prints nothing."""

    def address_string(self) -> str:
        """Has no address on a unix socket."""
        return ""

    def reply(self, status: int, headers: dict[str, str], body: bytes) -> None:
        """Sends one answer."""
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


def _handler(engine: Engine) -> type[BaseHTTPRequestHandler]:
    class Handler(_Quiet):
        def do_GET(self) -> None:
            engine.asked.append(f"{self.command} {self.path}")
            if self.path == "/_ping":
                self.reply(200, {"Api-Version": engine.api, "OSType": "linux"}, b"OK")
                return
            status, document = engine.answer(self.path)
            self.reply(status, {"Content-Type": "application/json"}, json.dumps(document).encode())

    for method in ("HEAD", "POST", "PUT", "DELETE"):
        setattr(Handler, f"do_{method}", Handler.do_GET)

    return Handler


def _fixed(
    server: Server, status: int, headers: dict[str, str], body: bytes, date: float | None
) -> type[BaseHTTPRequestHandler]:
    class Handler(_Quiet):
        def date_time_string(self, timestamp: float | None = None) -> str:
            return super().date_time_string(time.time() if date is None else date)

        def do_GET(self) -> None:
            server.asked.append(f"{self.command} {self.path}")
            self.reply(status, headers, body)

    for method in ("HEAD", "POST", "CONNECT"):
        setattr(Handler, f"do_{method}", Handler.do_GET)

    return Handler


def _serve(server: socketserver.BaseServer) -> socketserver.BaseServer:
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    return server
