"""The service's listeners: unix sockets that only their owner can use, and two ports on loopback."""

import contextlib
import errno
import secrets
import socket
import stat
from pathlib import Path

from docker_lessons.language import N_, gettext
from docker_lessons.world import World
from docker_lessons.world.failure import DirectoryError, PortTakenError

_FIRST_PORT = 20_000
_PORTS = 12_000
"""Below the ports that systems give to outgoing connections, so that a kept port is rarely taken later."""

_REGISTRYS_PORT = N_(
    "Port {port}, which this world uses for its registry, is now taken by another program. End that program, or let "
    "the world choose new ports: docker-lessons start --new-ports"
)
_HUBS_PORT = N_(
    "Port {port}, which this world uses for its Hub, is now taken by another program. End that program, or let "
    "the world choose new ports: docker-lessons start --new-ports"
)


def unix_listener(path: Path) -> socket.socket:
    """Returns a listening socket at `path`, in place of the stale one that a killed service left.

    The caller holds the world's lock, so no other service listens there.

    Raises:
        DirectoryError: When there is something at `path` that is not a socket.
    """
    try:
        if not stat.S_ISSOCK(path.lstat().st_mode):
            raise DirectoryError(_in_the_way(path))
        path.unlink()
    except FileNotFoundError:
        pass
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.bind(str(path))
    path.chmod(0o600)
    listener.listen(128)
    return listener


def link(path: Path, socket_path: Path) -> None:
    """Makes `path` a symbolic link to an engine's socket, so that clients keep their address when the engine changes.

    Raises:
        DirectoryError: When there is something at `path` that is neither a link nor a socket.
    """
    with contextlib.suppress(FileNotFoundError):
        mode = path.lstat().st_mode
        if not (stat.S_ISLNK(mode) or stat.S_ISSOCK(mode)):
            raise DirectoryError(_in_the_way(path))
    new = path.with_suffix(".new")
    new.unlink(missing_ok=True)
    new.symlink_to(socket_path)
    new.replace(path)


def _in_the_way(path: Path) -> str:
    return gettext(
        "{path} is in the way: the practice world needs that place for a socket. Move it somewhere else.",
        path=path,
    )


def port_listeners(world: World, new_ports: bool) -> tuple[socket.socket, socket.socket]:
    """Returns the registry's and the Hub's listening sockets, on the ports that the world keeps.

    A world that has no ports yet gets free ones and keeps them; with `new_ports`, so does one whose ports are taken.

    Raises:
        PortTakenError: When a port that the world keeps is taken and `new_ports` is not given.
    """
    kept = world.ports()
    if kept is not None:
        try:
            return _listen_on(kept[0], _REGISTRYS_PORT), _listen_on(kept[1], _HUBS_PORT)
        except PortTakenError:
            if not new_ports:
                raise
    registry, hub = _free_listener(), _free_listener()
    world.keep_ports(registry.getsockname()[1], hub.getsockname()[1])
    return registry, hub


def _listen_on(port: int, taken: str = _HUBS_PORT) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        if error.errno not in {errno.EADDRINUSE, errno.EACCES}:
            raise
        raise PortTakenError(gettext(taken, port=port)) from error
    return listener


def _free_listener() -> socket.socket:
    for _ in range(200):
        try:
            return _listen_on(_FIRST_PORT + secrets.randbelow(_PORTS))
        except PortTakenError:
            continue
    return _listen_on(0)
