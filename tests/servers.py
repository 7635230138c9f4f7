"""Servers that are not ours, started for real and ended again: Docker's daemon and a registry."""

import contextlib
import json
import os
import re
import shlex
import shutil
import socket
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from docker import APIClient
from docker.errors import APIError, ImageNotFound

from tests import newest_dockerd, programs
from tests.docker_hub import Front
from tests.doctor.certificates import Pair
from tests.tokens import Tokens

PASSWORD = "calm river stone"
"""The password of the account `demousr` at a registry with accounts."""
_HASHES = {
    4: "$2y$04$yvesnM7cmp1SPHQuXW8PR.vIELsT27lUYLVtWZMHmPsYEhnGwk86W",
    10: "$2y$10$Ju04f6PCbnmLUvHEFW3PR.RkBN.9SW0mciIHfablT9reNHEzTEIUa",
}
"""That password in the form of a registry's password file, by bcrypt's cost."""


@dataclass(frozen=True)
class Server:
    """A server that answers: its address, and its process."""

    address: str
    pid: int


@dataclass(frozen=True)
class RegistryServer(Server):
    """A registry that answers at `127.0.0.1:PORT`, and the folder in which it keeps everything."""

    folder: Path

    @property
    def url(self) -> str:
        """`http://127.0.0.1:PORT`."""
        return f"http://{self.address}"

    def empty(self) -> None:
        """Removes all repositories; it keeps nothing of them in memory."""
        shutil.rmtree(self.folder / "data", ignore_errors=True)


@contextlib.contextmanager
def dockerd(
    *options: str,
    within: tuple[str, ...] = (),
    front: Front | None = None,
    store: newest_dockerd.Store | None = None,
    **variables: str,
) -> Iterator[Server]:
    """Gives a real Docker daemon at `unix://...`, empty, without a network for containers.

    `options` and `variables` are more of its command line and of its environment; `within` starts it elsewhere, as
    in a namespace of its own. With a `front`, Docker Hub's names lead there. With a `store` it is the newest dockerd
    that Debian has, whose images are in that store.
    """
    programs.not_quick()
    if os.geteuid() != 0:
        pytest.skip("needs root (a dockerd of one's own): sudo make test")
    with folder_of_a_dockerd() as folder:
        program = newest_dockerd.program(folder, store) if store else programs.required("dockerd")
        address = f"unix://{folder}/docker.sock"
        arguments: list[str | Path] = [
            *(*within, program, "--host", address, "--bridge=none", "--iptables=false"),
            *("--data-root", folder / "data", "--exec-root", folder / "exec"),
            *("--pidfile", folder / "pid"),
            *options,
        ]
        started = front.command(*arguments) if front else arguments
        variables = {**(front.variables if front else {}), **variables}
        with _process(started, folder / "log", variables) as process:
            answers = partial(_answers, process, folder / "docker.sock")
            programs.wait_for("dockerd answers", answers, 60)
            yield Server(address, process.pid)


@contextlib.contextmanager
def folder_of_a_dockerd() -> Iterator[Path]:
    """Gives a folder for all that is a daemon's, whose `data` is in memory: it waits for the disk often."""
    folder = Path(tempfile.mkdtemp(prefix="dl-dockerd-"))
    (folder / "data").mkdir()
    mount = ["mount", "-t", "tmpfs", "tmpfs", str(folder / "data")]
    subprocess.run(mount, capture_output=True, check=False)
    try:
        yield folder
    finally:
        _unmount_below(folder)
        shutil.rmtree(folder, ignore_errors=True)


def docker(address: str, *arguments: str) -> str:
    """Returns what `docker ARGUMENTS` prints, asked of the daemon at `address`; it must succeed."""
    command = ["docker", "--host", address, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    if done.returncode:
        said = f"{done.stdout}{done.stderr}".strip()
        pytest.fail(f"docker {shlex.join(arguments)} ended with {done.returncode}: {said}")
    return done.stdout


def asked(address: str) -> contextlib.closing[APIClient]:
    """Opens a connection to the daemon at `address`, for what the tests themselves do there.

    The client's start costs ten times what such a request does.
    """
    return contextlib.closing(APIClient(base_url=address, version="1.41", timeout=120))


def empty(address: str) -> None:
    """Removes all containers, images and volumes of a daemon that the tests started."""
    with asked(address) as engine:
        for container in engine.containers(all=True):
            engine.remove_container(container["Id"], force=True, v=True)
        before, refusals = set[str](), list[str]()
        while images := {str(image["Id"]) for image in engine.images(all=True)}:
            if images == before:
                pytest.fail(f"{', '.join(sorted(images))} can't be removed: {'; '.join(refusals)}")
            before, refusals = images, []
            for image in images:
                try:
                    engine.remove_image(image, force=True)
                except ImageNotFound:
                    pass  # a step of a build goes with the image that was made of it
                except APIError as error:  # an image goes after those built on it
                    refusals.append(str(error.explanation))
        for volume in engine.volumes()["Volumes"] or ():
            engine.remove_volume(volume["Name"])


def inventory(address: str) -> dict[str, list[str]]:
    """Returns all that a daemon holds: images with their names and digests, containers, volumes, networks."""
    with asked(address) as engine:
        for image in (images := engine.images(all=True)):
            image["RepoTags"] = sorted(image.get("RepoTags") or ())
        containers = [
            (one["Id"], one["Image"], one["Names"]) for one in engine.containers(all=True)
        ]
        found = {
            "images": [json.dumps(image, sort_keys=True) for image in images],
            "containers": [json.dumps(one) for one in containers],
            "volumes": [str(one["Name"]) for one in engine.volumes()["Volumes"] or ()],
            "networks": [f"{one['Id']} {one['Name']}" for one in engine.networks()],
        }
    return {what: sorted(those) for what, those in found.items()}


class EngineElsewhere:
    """A Docker whose daemon runs in a machine of its own, as Docker Desktop's does.

    It answers as a real daemon but for a log-in, because its localhost is another computer. It listens at `address`
    until it is closed.
    """

    def __init__(self, folder: Path, daemon: str) -> None:
        self.address = f"unix://{folder}/elsewhere.sock"
        self._daemon = daemon.removeprefix("unix://")
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(f"{folder}/elsewhere.sock")
        self._listener.listen()
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        """Stops listening."""
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                threading.Thread(target=self._answer, args=(client,), daemon=True).start()

    def _answer(self, client: socket.socket) -> None:
        with client, socket.socket(socket.AF_UNIX) as daemon, contextlib.suppress(OSError):
            head = whole_request(client)
            if b"/auth " in head.partition(b"\r\n")[0]:
                said = json.dumps(
                    {
                        "message": 'Get "http://localhost/v2/": dial tcp [::1]:80: connect: connection refused'
                    }
                ).encode()
                client.sendall(
                    b"HTTP/1.1 500 Internal Server Error\r\nContent-Type: application/json\r\n"
                    b"Connection: close\r\nContent-Length: %d\r\n\r\n%s" % (len(said), said)
                )
                return
            daemon.connect(self._daemon)
            daemon.sendall(head)
            back = threading.Thread(target=_pour, args=(daemon, client), daemon=True)
            back.start()
            _pour(client, daemon)
            back.join()


def whole_request(client: socket.socket) -> bytes:
    """Reads the next request of a connection, head and body; a body of unknown length is not read."""
    data = b""
    while b"\r\n\r\n" not in data and (more := client.recv(65536)):
        data += more
    head, _, body = data.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)\ncontent-length: *(\d+)", head)
    while length and len(body) < int(length[1]) and (more := client.recv(65536)):
        body += more
    return head + b"\r\n\r\n" + body


def _pour(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)


@contextlib.contextmanager
def docker_registry(
    folder: Path, *, cost: int | None = 4, tls: Pair | None = None, tokens: Tokens | None = None
) -> Iterator[RegistryServer]:
    """Gives Debian's docker-registry at `127.0.0.1:PORT`, empty, with its state in `folder`.

    `cost` is bcrypt's for the password of `demousr`; with None there are no accounts. It speaks TLS with the
    certificate `tls`, and asks for tokens of `tokens` instead of the password.
    """
    programs.not_quick()
    program = programs.required("docker-registry")
    folder.mkdir()
    host = f"127.0.0.1:{programs.free_port()}"
    settings = (
        f"version: 0.1\nhttp: {{addr: '{host}'{_shown(tls)}}}\nlog: {{level: error}}\n"
        f"storage: {{filesystem: {{rootdirectory: {folder}/data}}, delete: {{enabled: true}}}}\n"
    )
    if tokens is not None:
        settings += f"auth: {{token: {json.dumps(tokens.settings)}}}\n"
    elif cost is not None:
        (folder / "htpasswd").write_text(f"demousr:{_HASHES[cost]}\n")
        settings += f"auth: {{htpasswd: {{realm: registry, path: {folder}/htpasswd}}}}\n"
    (folder / "settings.yml").write_text(settings)
    with _process([program, "serve", folder / "settings.yml"], folder / "log") as process:
        programs.wait_for("docker-registry answers", lambda: _listens(host))
        yield RegistryServer(host, process.pid, folder)


def _shown(tls: Pair | None) -> str:
    return f", tls: {{certificate: {tls.certificate}, key: {tls.key}}}" if tls else ""


@contextlib.contextmanager
def _process(
    arguments: Sequence[str | Path], log: Path, variables: Mapping[str, str] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    env = os.environ | dict(variables or {})
    with log.open("wb") as output:
        process = subprocess.Popen(
            [str(a) for a in arguments], stdout=output, stderr=output, env=env
        )
    try:
        yield process
    finally:
        programs.end(process, 30)


def _answers(process: subprocess.Popen[bytes], socket_: Path) -> bool:
    if process.poll() is not None:
        log = (socket_.parent / "log").read_text(errors="replace")
        pytest.fail(f"dockerd ended with {process.returncode}:\n{log[-2000:]}")
    ping = ["docker", "--host", f"unix://{socket_}", "version"]
    return (
        socket_.exists() and not subprocess.run(ping, capture_output=True, check=False).returncode
    )


def _listens(host: str) -> bool:
    name, _, port = host.partition(":")
    with contextlib.suppress(OSError), socket.create_connection((name, int(port)), 1):
        return True
    return False


def _unmount_below(folder: Path) -> None:
    mounts = Path("/proc/mounts").read_text().splitlines()
    for point in sorted((line.split()[1] for line in mounts), reverse=True):
        if point.startswith(f"{folder}/"):
            subprocess.run(["umount", point], capture_output=True, check=False)
