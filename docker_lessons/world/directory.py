"""The directory of a practice world: what is where, whose it is, and how it comes to be.

```
world.json     {id, created, version, registry_port, hub_port, sockets, engine}     made first
account.json   {username, password}, readable by its owner alone
lock           held by the service that serves the world;  choice.lock by who chooses another engine
service.json   {pid, version} of that service;  service.log is what it has to say
docker/        DOCKER_CONFIG of the practice clients;  bin/ the end of their PATH
engine/ hub/ memory*.db                    what the world remembers, with each engine its own memory
jupyter/       what `docker-lessons lab` passes to Jupyter;  pages.json says where the working copy is
```
"""

import contextlib
import os
import re
import stat
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docker_lessons import __version__
from docker_lessons.world import account, docker_config, environment, file
from docker_lessons.world.engine import DOCKER, PRACTICE, Engine
from docker_lessons.world.failure import DirectoryError, NewerServiceError, WorldStopped
from docker_lessons.world.names import Names

SOCKET_PATH_LIMIT = 100
"""Bytes; docker 28 crashes at 118, and the systems' own limits are 104 (macOS) and 107."""

_PLAIN = re.compile(r"[A-Za-z0-9/._+-]+")
_LONGEST_SOCKET = "lessons.sock"
_NAME_ANOTHER = "Name a folder of your own with DOCKER_LESSONS_HOME, and leave sudo away."
_REMOVE_IT = "The sockets of your practice world belong there: remove it, or set TMPDIR to a folder of yours."


@dataclass(frozen=True)
class World:
    """One practice world.  Making this object touches nothing; `prepare` makes the directory."""

    home: Path

    @classmethod
    def find(cls, home: Path | str | None = None) -> "World":
        """The world at `home`, else the one that DOCKER_LESSONS_HOME names, else the user's own."""
        chosen = home or os.environ.get("DOCKER_LESSONS_HOME")
        if not chosen:
            import platformdirs

            chosen = platformdirs.user_data_dir("docker-lessons", appauthor=False)
        return cls(Path(chosen).expanduser().absolute())

    # what is where

    @property
    def sockets(self) -> Path:
        """The folder of the three sockets: `home` where its path is short and plain, else a temporary one."""
        kept = self._record().get("sockets")
        return Path(kept) if isinstance(kept, str) else socket_folder(self.home)

    @property
    def engine_socket(self) -> Path:
        """A link to the engine in use, the same path for all; `unix://` before it makes DOCKER_HOST."""
        return self.sockets / "engine.sock"

    @property
    def practice_socket(self) -> Path:
        """Where the practice engine answers."""
        return self.sockets / "practice.sock"

    @property
    def engine(self) -> Engine:
        """The engine that the lessons work with."""
        kept = self._record().get("engine")
        if isinstance(kept, dict) and kept.get("kind") == DOCKER:
            return Engine.parse(kept)
        return Engine(PRACTICE, self.practice_socket)

    @property
    def memory(self) -> Path:
        """What the lessons remember of the engine in use: events, answers, progress (SQLite)."""
        engine = self.engine
        if engine.kind == PRACTICE:
            return self.home / "memory.db"
        import hashlib

        return self.home / f"memory-{hashlib.sha256(bytes(engine.socket)).hexdigest()[:12]}.db"

    @property
    def control_socket(self) -> Path:
        """Where the service itself answers (see `docker_lessons.world.control`)."""
        return self.sockets / _LONGEST_SOCKET

    @property
    def hub_socket(self) -> Path:
        """Where the Hub's pages answer their owner alone, for Jupyter to pass on."""
        return self.sockets / "hub.sock"

    @property
    def registry_url(self) -> str:
        """`http://127.0.0.1:PORT` of the registry.  Raises: WorldStopped before the first start."""
        return self._address("registry_port")

    @property
    def hub_url(self) -> str:
        """`http://127.0.0.1:PORT` of the Hub.  Raises: WorldStopped before the first start."""
        return self._address("hub_port")

    @property
    def docker_config(self) -> Path:
        """The folder for DOCKER_CONFIG."""
        return self.home / "docker"

    @property
    def bin(self) -> Path:
        """The folder at the end of PATH: `docker` for who has no client, and `docker-lessons`."""
        return self.home / "bin"

    @property
    def log(self) -> Path:
        """What the service has to say: no secret in it, and never more than 2 MB."""
        return self.home / "service.log"

    @property
    def lock(self) -> Path:
        """The file whose lock the service holds as long as it lives."""
        return self.home / "lock"

    @property
    def service_record(self) -> Path:
        """What names the pid and release of the service that holds the lock."""
        return self.home / "service.json"

    @property
    def record(self) -> Path:
        """`world.json`."""
        return self.home / "world.json"

    @property
    def names(self) -> Names:
        """The names that the course uses in this world: with the learner's own Docker, the registry stands in them."""
        return Names.at(self.ports()) if self.engine.capabilities.names_bear_an_address else Names()

    @property
    def id(self) -> str:
        """What tells this world from others: 32 hexadecimal digits; '' before it was made."""
        return str(self._record().get("id", ""))

    @property
    def label(self) -> str:
        """What the course's images are labelled with: the world's id on the learner's own Docker, '' elsewhere."""
        return self.id if self.engine.capabilities.engine_is_shared else ""

    @property
    def made(self) -> bool:
        """Whether there is a world at `home`."""
        return self.record.is_file()

    def environment(self) -> dict[str, str | None]:
        """What leads a Docker client here: variables to set, and to unset (None)."""
        return environment.variables(self.home, self.engine_socket, self.docker_config)

    def account(self) -> account.Account:
        """The practice account.  Raises: WorldStopped where no world was made yet."""
        kept = file.read_json(self.home / account.FILE)
        if kept is None:
            raise WorldStopped(
                f"There is no practice world at {self.home} yet. Make it: docker-lessons start"
            )
        return account.Account(str(kept["username"]), str(kept["password"]))

    def ports(self) -> tuple[int, int] | None:
        """The ports that this world keeps, registry's and Hub's; None before the first start."""
        kept = self._record()
        registry, hub = kept.get("registry_port"), kept.get("hub_port")
        return (registry, hub) if isinstance(registry, int) and isinstance(hub, int) else None

    # how it comes to be

    def prepare(self) -> None:
        """Make what is missing of the directory, before any client can run in it.  Harmless again.

        Raises: DirectoryError when the folder is somebody else's, cannot be written or holds
        other things; NewerServiceError when a later release made it; DiskFullError.
        """
        self._claim_home()
        for folder in (self.home, self.docker_config, self.bin):
            file.sweep(folder)
        file.write_once(
            self.record,
            file.json_bytes(
                {
                    "id": os.urandom(16).hex(),
                    "created": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
                    "version": __version__,
                    "sockets": str(socket_folder(self.home)),
                }
            ),
        )
        made_by = str(self._record().get("version", "0"))
        if release(made_by) > release(__version__):
            raise NewerServiceError(
                f"The world at {self.home} was made by docker-lessons {made_by}; this is {__version__}. "
                "Use the newer release, or another folder: set DOCKER_LESSONS_HOME."
            )
        if self.sockets != self.home:
            claim(self.sockets.parent, _REMOVE_IT)
            claim(self.sockets, _REMOVE_IT)
        account.make(self.home)
        docker_config.make(self.docker_config)
        docker_config.make_commands(self.bin)

    def keep_ports(self, registry: int, hub: int) -> None:
        """Write down which ports this world has from now on, and the release that last served it."""
        kept = self._record() | {"registry_port": registry, "hub_port": hub, "version": __version__}
        file.write_json(self.record, kept)

    def keep_engine(self, engine: Engine) -> None:
        """Write down which engine the lessons work with from the next start on."""
        file.write_json(self.record, self._record() | {"engine": engine.document()})

    def _record(self) -> dict[str, Any]:
        return file.read_json(self.record) or {}

    def _address(self, name: str) -> str:
        port = self._record().get(name)
        if not isinstance(port, int):
            raise WorldStopped(
                "The practice world has never been started. Start it: docker-lessons start"
            )
        return f"http://127.0.0.1:{port}"

    def _claim_home(self) -> None:
        claim(self.home)
        if not self.made:
            others = sorted(
                at.name for at in self.home.iterdir() if not at.name.startswith(".world.json.")
            )
            if others and not self.made:  # not made meanwhile by another process
                raise DirectoryError(
                    f"{self.home} is no practice world: it holds {others[0]!r} and has no world.json. "
                    "Name a new or an empty folder with DOCKER_LESSONS_HOME."
                )


def claim(folder: Path, advice: str = _NAME_ANOTHER) -> None:
    """Make `folder` for its owner alone (0700), or make sure that it is; `advice` ends a refusal.

    Raises: DirectoryError when it is a link, a file, or belongs to another user.
    """
    with file.explained(folder / "world.json"):
        try:
            folder.parent.mkdir(parents=True, exist_ok=True)
            with contextlib.suppress(FileExistsError):
                folder.mkdir(mode=0o700)
        except (FileExistsError, FileNotFoundError) as error:  # below a file, or in /proc
            raise DirectoryError(f"No folder can be made at {folder}. {advice}") from error
        found = folder.stat() if advice == _NAME_ANOTHER else folder.lstat()
        if not stat.S_ISDIR(found.st_mode):
            raise DirectoryError(f"{folder} is no folder. {advice}")
        if found.st_uid != os.geteuid():
            owner, you = _owner(found.st_uid), _owner(os.geteuid())
            raise DirectoryError(f"{folder} belongs to {owner}, not to you ({you}). {advice}")
        if stat.S_IMODE(found.st_mode) & 0o077:
            folder.chmod(0o700)
        if not os.access(folder, os.W_OK | os.X_OK):
            folder.chmod(0o700)


def socket_folder(home: Path) -> Path:
    """Where a world's sockets stand: in it if the path is short and plain, else in a temporary folder.

    Spaces and letters beyond ASCII are avoided because DOCKER_HOST is a URL, which clients read differently.
    """
    path = str(home / _LONGEST_SOCKET)
    if len(os.fsencode(path)) < SOCKET_PATH_LIMIT and _PLAIN.fullmatch(path):
        return home
    import hashlib
    import tempfile

    short = hashlib.sha256(os.fsencode(home)).hexdigest()[:12]
    for base in (tempfile.gettempdir(), "/tmp"):  # noqa: S108  # claimed owner-only before use
        folder = Path(base) / f"docker-lessons-{os.geteuid()}" / short
        if len(os.fsencode(folder / _LONGEST_SOCKET)) < SOCKET_PATH_LIMIT:
            break
    return folder


def release(version: str) -> tuple[int, ...]:
    """A release number in order: `0.10.0` after `0.9.1`."""
    return tuple(int(part) for part in re.findall(r"\d+", version)[:3])


def _owner(uid: int) -> str:
    import pwd

    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"user {uid}"
