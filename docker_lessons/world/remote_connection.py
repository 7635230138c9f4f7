"""Connections to an engine on a network, and what they are made with.

Source: docker/cli, `cli/context/docker/load.go` (TLS), `cli/connhelper/connhelper.go` (ssh).
"""

from __future__ import annotations

import http.client
import re
import socket
import ssl
import subprocess
import tempfile
from typing import IO
from urllib.parse import urlsplit

from docker_lessons.world.remote import Remote

_TLS_PORT, _PLAIN_PORT = 2376, 2375
_SSH_SECONDS = 10
"""Seconds after which ssh gives up connecting."""

_PLAIN_WORD = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._@:%-]*")


def checked(address: str) -> str:
    """Returns an address as it is kept: without a password; `HOST[:PORT]` is `tcp://HOST[:PORT]`, as clients read it.

    Raises:
        ValueError: When it is not the address of an engine on a network.
    """
    parts = urlsplit(address if "://" in address else f"tcp://{address}")
    name = parts.hostname or ""
    if parts.scheme not in {"tcp", "ssh"} or not _PLAIN_WORD.fullmatch(name):
        raise ValueError(address)
    host = f"[{name}]" if ":" in name else name
    port = f":{parts.port}" if parts.port else ""
    if parts.scheme == "tcp":
        return f"tcp://{host}{port}"
    if parts.username and not _PLAIN_WORD.fullmatch(parts.username):
        raise ValueError(address)
    user = f"{parts.username}@" if parts.username else ""
    return f"ssh://{user}{host}{port}{parts.path.rstrip('/')}"


def host_and_port(remote: Remote) -> tuple[str, int]:
    """Returns the computer's name and the TCP port."""
    parts = urlsplit(remote.address)
    return parts.hostname or "localhost", parts.port or (
        _TLS_PORT if remote.certificates else _PLAIN_PORT
    )


def tls(remote: Remote) -> ssl.SSLContext | None:
    """Returns the settings for TLS, None if it is not used.

    Raises:
        OSError: When a file is missing, or is no certificate.
    """
    folder = remote.certificates
    if folder is None:
        return None
    if remote.verify:
        context = ssl.create_default_context(cafile=str(folder / "ca.pem"))
    else:
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    own = (folder / "cert.pem", folder / "key.pem")
    if all(one.is_file() for one in own):
        context.load_cert_chain(*own)
    return context


def ssh(remote: Remote) -> list[str]:
    """Returns the command whose standard streams are a connection to the engine.

    It asks for no password: nobody could answer the service of a world.
    """
    parts = urlsplit(remote.address)
    options = ["-o", f"ConnectTimeout={_SSH_SECONDS}", "-o", "BatchMode=yes", "-T"]
    options += ["-l", parts.username] if parts.username else []
    options += ["-p", str(parts.port)] if parts.port else []
    socket_there = ["--host", f"unix://{parts.path}"] if parts.path else []
    host = parts.hostname or "localhost"
    return ["ssh", *options, "--", host, "docker", *socket_there, "system", "dial-stdio"]


class RemoteConnection(http.client.HTTPConnection):
    """An HTTP connection to an engine on a network. `timeout` is in seconds."""

    def __init__(self, remote: Remote, timeout: float) -> None:
        super().__init__(*host_and_port(remote), timeout=timeout)
        self._remote = remote
        self._ssh: subprocess.Popen[bytes] | None = None
        self._said: IO[bytes] | None = None

    def connect(self) -> None:
        """Opens the connection.

        Raises:
            OSError: When nobody answers, ssh is not there, or TLS fails.
        """
        if self._remote.is_ssh:
            self._start_ssh()
            return
        context = tls(self._remote)
        super().connect()
        if context is not None and self.sock is not None:
            self.sock = context.wrap_socket(self.sock, server_hostname=self.host)

    def close(self) -> None:
        """Closes the connection; ssh has ended then."""
        super().close()
        if self._ssh is not None:
            self._ssh.kill()
            self._ssh.wait()
            self._ssh = None

    @property
    def said_by_ssh(self) -> str:
        """The last line that ssh, or the program that it started, wrote to standard error."""
        lines = self.all_said_by_ssh.splitlines()
        return lines[-1].strip() if lines else ""

    @property
    def all_said_by_ssh(self) -> str:
        """All that ssh and the program it started wrote to standard error, 8192 bytes at most."""
        if self._said is None:
            return ""
        self._said.seek(0)
        return self._said.read(8192).decode(errors="replace").strip()

    def _start_ssh(self) -> None:
        here, there = socket.socketpair()
        self._said = tempfile.TemporaryFile()  # noqa: SIM115  # it is read after the connection's end
        with there:
            try:
                self._ssh = subprocess.Popen(
                    ssh(self._remote),
                    stdin=there.fileno(),
                    stdout=there.fileno(),
                    stderr=self._said,
                    start_new_session=True,  # without a terminal, ssh asks nobody
                )
            except OSError:
                here.close()
                raise
        here.settimeout(self.timeout)
        self.sock = here
