"""The directory of a practice world: its files, its owner, and how it is made.

```
world.json     {id, created, version, registry_port, hub_port, sockets, engine}     made first
account.json   {username, password}, readable by its owner alone
lock           locked by the service of the world;  choice.lock by a process that changes the engine
service.json   {pid, version} of that service;  service.log is its log
docker/        DOCKER_CONFIG of the practice clients;  bin/ the last folder of their PATH
engine/ hub/ memory*.db                    images, repositories, and the progress with each engine
jupyter/       what `docker-lessons lab` passes to Jupyter;  pages.json has the place of the pages
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

from docker_lessons.version import __version__
from docker_lessons.world import account, docker_config, environment, file
from docker_lessons.world.engine import DOCKER, PRACTICE, Engine
from docker_lessons.world.failure import DirectoryError, NewerServiceError, WorldStopped
from docker_lessons.world.names import Names

SOCKET_PATH_LIMIT = 100
"""Bytes; docker 28 crashes at 118, and the operating systems' limits are 104 (macOS) and 107."""

_PLAIN = re.compile(r"[A-Za-z0-9/._+-]+")
_LONGEST_SOCKET = "lessons.sock"
_NAME_ANOTHER = "Name a folder of your own with DOCKER_LESSONS_HOME, and leave sudo away."
_REMOVE_IT = "The sockets of your practice world belong there: remove it, or set TMPDIR to a folder of yours."


@dataclass(frozen=True)
class World:
    """A practice world. The object itself changes nothing; `prepare` makes the directory."""

    home: Path

    @classmethod
    def find(cls, home: Path | str | None = None) -> "World":
        """Returns the world at `home`, else the one that DOCKER_LESSONS_HOME names, else the user's."""
        chosen = home or os.environ.get("DOCKER_LESSONS_HOME")
        if not chosen:
            import platformdirs

            chosen = platformdirs.user_data_dir("docker-lessons", appauthor=False)
        return cls(Path(chosen).expanduser().absolute())

    # Its files and addresses

    @property
    def sockets(self) -> Path:
        """The folder of the sockets: `home` if its path is short and plain, else a temporary one."""
        kept = self._record().get("sockets")
        return Path(kept) if isinstance(kept, str) else socket_folder(self.home)

    @property
    def engine_socket(self) -> Path:
        """A link to the engine in use; its path does not change, and with `unix://` it is DOCKER_HOST."""
        return self.sockets / "engine.sock"

    @property
    def practice_socket(self) -> Path:
        """The socket of the practice engine."""
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
        """The lessons' database for the engine in use: events, answers, progress (SQLite)."""
        engine = self.engine
        if engine.kind == PRACTICE:
            return self.home / "memory.db"
        import hashlib

        return self.home / f"memory-{hashlib.sha256(bytes(engine.socket)).hexdigest()[:12]}.db"

    @property
    def control_socket(self) -> Path:
        """The socket of the service itself (see `docker_lessons.world.control`)."""
        return self.sockets / _LONGEST_SOCKET

    @property
    def hub_socket(self) -> Path:
        """The socket of the Hub's pages, for the owner only, which Jupyter's proxy uses."""
        return self.sockets / "hub.sock"

    @property
    def registry_url(self) -> str:
        """The registry's address, `http://127.0.0.1:PORT`.

        Raises:
            WorldStopped: Before the first start.
        """
        return self._address("registry_port")

    @property
    def hub_url(self) -> str:
        """The address of the Hub's pages and API, `http://127.0.0.1:PORT`.

        Raises:
            WorldStopped: Before the first start.
        """
        return self._address("hub_port")

    @property
    def docker_config(self) -> Path:
        """The folder that DOCKER_CONFIG names."""
        return self.home / "docker"

    @property
    def bin(self) -> Path:
        """The last folder of PATH: `docker` for learners without a client, and `docker-lessons`."""
        return self.home / "bin"

    @property
    def log(self) -> Path:
        """The service's log, without secrets, of 2 MB at most."""
        return self.home / "service.log"

    @property
    def lock(self) -> Path:
        """The file that the service keeps locked as long as it runs."""
        return self.home / "lock"

    @property
    def service_record(self) -> Path:
        """The file with the process ID and the release of the service that holds the lock."""
        return self.home / "service.json"

    @property
    def record(self) -> Path:
        """The file `world.json`."""
        return self.home / "world.json"

    @property
    def names(self) -> Names:
        """The names of the course in this world, with the registry's address on the learner's own Docker."""
        return Names.at(self.ports()) if self.engine.capabilities.names_bear_an_address else Names()

    @property
    def id(self) -> str:
        """The identifier of this world: 32 hexadecimal digits, '' before it is made."""
        return str(self._record().get("id", ""))

    @property
    def label(self) -> str:
        """The label's value for the course's images: the world's id on the learner's own Docker, else ''."""
        return self.id if self.engine.capabilities.engine_is_shared else ""

    @property
    def made(self) -> bool:
        """Whether there is a world at `home`."""
        return self.record.is_file()

    def environment(self) -> dict[str, str | None]:
        """Returns the variables that lead a Docker client here; None is for one to unset."""
        return environment.variables(self.home, self.engine_socket, self.docker_config)

    def account(self) -> account.Account:
        """Returns the practice account.

        Raises:
            WorldStopped: When the world is not made yet.
        """
        kept = file.read_json(self.home / account.FILE)
        if kept is None:
            raise WorldStopped(
                f"There is no practice world at {self.home} yet. Make it: docker-lessons start"
            )
        return account.Account(str(kept["username"]), str(kept["password"]))

    def ports(self) -> tuple[int, int] | None:
        """Returns the world's ports, the registry's and the Hub's; None before the first start."""
        kept = self._record()
        registry, hub = kept.get("registry_port"), kept.get("hub_port")
        return (registry, hub) if isinstance(registry, int) and isinstance(hub, int) else None

    # How it is made

    def prepare(self) -> None:
        """Makes what is missing in the directory, before any client can run in it.

        Raises:
            DirectoryError: When the folder belongs to somebody else, cannot be written, or has other
                files in it.
            NewerServiceError: When a later release made it.
            DiskFullError: When there is no room for it.
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
        """Keeps the world's ports, and this release as the last one that served it."""
        kept = self._record() | {"registry_port": registry, "hub_port": hub, "version": __version__}
        file.write_json(self.record, kept)

    def keep_engine(self, engine: Engine) -> None:
        """Keeps the engine that the lessons work with from the next start on."""
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
            if others and not self.made:  # another process may have made it just now
                raise DirectoryError(
                    f"{self.home} is no practice world: it holds {others[0]!r} and has no world.json. "
                    "Name a new or an empty folder with DOCKER_LESSONS_HOME."
                )


def claim(folder: Path, advice: str = _NAME_ANOTHER) -> None:
    """Makes `folder` for its owner only (mode 0700), or checks that it is; `advice` ends the refusal.

    Raises:
        DirectoryError: When it is a link or a file, or belongs to another user.
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
    """Returns the folder of a world's sockets: `home` if its path is short and plain, else a temporary one.

    Spaces and non-ASCII letters are avoided: DOCKER_HOST is a URL, and clients decode it differently.
    """
    path = str(home / _LONGEST_SOCKET)
    if len(os.fsencode(path)) < SOCKET_PATH_LIMIT and _PLAIN.fullmatch(path):
        return home
    import hashlib
    import tempfile

    short = hashlib.sha256(os.fsencode(home)).hexdigest()[:12]
    for base in (tempfile.gettempdir(), "/tmp"):  # noqa: S108  # claimed for its owner only before use
        folder = Path(base) / f"docker-lessons-{os.geteuid()}" / short
        if len(os.fsencode(folder / _LONGEST_SOCKET)) < SOCKET_PATH_LIMIT:
            break
    return folder


def release(version: str) -> tuple[int, ...]:
    """Returns a release number as a tuple that can be compared: `0.10.0` is later than `0.9.1`."""
    return tuple(int(part) for part in re.findall(r"\d+", version)[:3])


def _owner(uid: int) -> str:
    import pwd

    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"user {uid}"
