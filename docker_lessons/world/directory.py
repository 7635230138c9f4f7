"""The directory of a practice world: its files, its owner, and how it is made.

```
world.json     {id, created, version, registry_port, hub_port, sockets, engine, hub, language}     made first
account.json   {username, password}, readable by its owner alone
lock           locked by the service of the world;  choice.lock by a process that changes the engine
service.json   {pid, version} of that service;  service.log is its log
docker/        DOCKER_CONFIG of the practice clients;  bin/ the first folder of their PATH
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

from docker_lessons import language
from docker_lessons.language import N_, gettext
from docker_lessons.oci import docker_hub
from docker_lessons.version import __version__
from docker_lessons.world import account, commands, docker_config, environment, file
from docker_lessons.world.capabilities import Capabilities, HubKind
from docker_lessons.world.engine import DOCKER, PRACTICE, Engine
from docker_lessons.world.failure import DirectoryError, NewerServiceError, WorldError, WorldStopped
from docker_lessons.world.names import Names
from docker_lessons.world.which_hub import WhichHub

SOCKET_PATH_LIMIT = 100
"""Bytes; docker 28 crashes at 118, and the operating systems' limits are 104 (macOS) and 107."""

_PLACES: dict[HubKind, str] = {
    "practice": "",
    "docker.io": "-on-docker-io",
    "registry": "-on-registry",
}
WAYS = tuple(engine + place for place in _PLACES.values() for engine in (PRACTICE, DOCKER))
"""The ways to take the course, as they appear in the names of pages that were put aside."""

_PLAIN = re.compile(r"[A-Za-z0-9/._+-]+")
_LONGEST_SOCKET = "lessons.sock"
_NAME_ANOTHER = N_("Set DOCKER_LESSONS_HOME to a folder of your own, and don't use sudo.")
_REMOVE_IT = N_(
    "Your practice world needs that place for its sockets: remove what's there, or set TMPDIR to a folder of your own."
)


@dataclass(frozen=True)
class World:
    """A practice world. The object itself changes nothing; `prepare` makes the directory."""

    home: Path

    @classmethod
    def find(cls, home: Path | str | None = None) -> "World":
        """Returns the world at `home`, else the one that DOCKER_LESSONS_HOME names, else the user's.

        The latter two are the world of this process, which from then on speaks its language (`speak`).
        """
        chosen = home or os.environ.get("DOCKER_LESSONS_HOME")
        if not chosen:
            import platformdirs

            chosen = platformdirs.user_data_dir("docker-lessons", appauthor=False)
        found = cls(Path(chosen).expanduser().absolute())
        if not home:
            found.speak()
        return found

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
    def remote_socket(self) -> Path:
        """The socket from which the service leads to an engine on a network."""
        return self.sockets / "remote.sock"

    @property
    def relay(self) -> str:
        """The name of this world's relay container."""
        return f"docker-lessons-relay-{self.id[:8]}"

    @property
    def relay_image(self) -> str:
        """The name of this world's relay image."""
        return f"docker-lessons-relay:{self.id[:8]}"

    @property
    def engine(self) -> Engine:
        """The engine that the lessons work with."""
        kept = self._record().get("engine")
        if isinstance(kept, dict) and kept.get("kind") == DOCKER:
            return Engine.parse(kept)
        return Engine(PRACTICE, self.practice_socket)

    @property
    def which_hub(self) -> WhichHub:
        """The Hub that the lessons publish to."""
        return WhichHub.parse(self._record().get("hub"))

    @property
    def language(self) -> str:
        """The language that was chosen for this world, '' where none was."""
        return str(self._record().get("language") or "")

    def speak(self) -> None:
        """Has this process speak the language that was chosen for this world, where no option or variable chose one."""
        with contextlib.suppress(WorldError):  # a damaged record is told where it matters
            language.keep(self.language)

    @property
    def capabilities(self) -> Capabilities:
        """What can be done in this world, with its engine and its Hub."""
        return self.which_hub.beside(self.engine.capabilities)

    @property
    def way(self) -> str:
        """One of `WAYS`: the engine and the Hub that the pages are for."""
        return self.engine.kind + _PLACES[self.which_hub.kind]

    @property
    def memory(self) -> Path:
        """The lessons' database for the engine and the Hub in use: events, answers, progress (SQLite)."""
        engine, hub = self.engine, self.which_hub
        if engine.kind == PRACTICE and not hub.is_real:
            return self.home / "memory.db"
        import hashlib

        used = (engine.address.encode() if engine.remote else bytes(engine.socket)) + (
            f" {hub.key}".encode() if hub.is_real else b""
        )
        return self.home / f"memory-{hashlib.sha256(used).hexdigest()[:12]}.db"

    @property
    def known_digests(self) -> Path:
        """The file that says which image a digest on the real Docker Hub stands for."""
        return self.home / "known-digests.json"

    @property
    def known_layers(self) -> Path:
        """The file that says by which diff ID the course knows a layer that another builder packed."""
        return self.home / "known-layers.json"

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
        """The practice registry's address, `http://127.0.0.1:PORT`.

        Raises:
            WorldStopped: Before the first start.
        """
        return self._address("registry_port")

    @property
    def hub_url(self) -> str:
        """The address of the practice Hub's pages and API, `http://127.0.0.1:PORT`.

        Raises:
            WorldStopped: Before the first start.
        """
        return self._address("hub_port")

    def registry_in_use(self) -> str:
        """Returns the address of the registry that the lessons publish to.

        Raises:
            WorldStopped: Before the first start.
        """
        hub = self.which_hub
        if not hub.has_pages:
            return hub.registry_url
        return docker_hub.REGISTRY_URL if hub.is_real else self.registry_url

    def hub_in_use(self) -> str:
        """Returns the address of the pages and the API of the Hub that the lessons publish to.

        A registry of the learner's own choice has none: there it is the registry's own address.

        Raises:
            WorldStopped: Before the first start.
        """
        hub = self.which_hub
        if not hub.has_pages:
            return hub.registry_url
        return docker_hub.PAGES_URL if hub.is_real else self.hub_url

    @property
    def docker_config(self) -> Path:
        """The folder of this world's own client configuration."""
        return self.home / "docker"

    @property
    def client_config(self) -> Path:
        """The folder that DOCKER_CONFIG names: this world's own.

        With the learner's own engine and the real Docker Hub it is the learner's own folder, which is read and never
        written.
        """
        theirs = self.engine.client_config
        return theirs.parent if self.keeps_own_log_in and theirs else self.docker_config

    @property
    def keeps_own_log_in(self) -> bool:
        """Whether the log-in in use is the learner's own, kept by their own client: no secret in it is read."""
        return self.which_hub.is_docker_hub and self.engine.capabilities.engine_is_shared

    @property
    def bin(self) -> Path:
        """The first folder of PATH: `docker-lessons`, and a `docker` that keeps the real client here or replaces it."""
        return self.home / "bin"

    @property
    def log(self) -> Path:
        """The service's log, without secrets, of 2 MB at most."""
        return self.home / "service.log"

    @property
    def lock(self) -> Path:
        """The file that the service keeps locked as long as it runs."""
        return self.home / "lock"

    def notices(self) -> list[str]:
        """Returns what the owner should read about the start of the service that runs.

        Raises:
            DirectoryError: When the service's record cannot be read.
        """
        record = file.read_json(self.service_record) or {}
        return [str(notice) for notice in record.get("notices", [])]

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
        """The names of the course in this world: its account, and the registry's address if names bear one."""
        hub = self.which_hub
        if hub.is_real:
            return hub.names
        if not self.capabilities.names_bear_an_address:
            return Names()
        return Names.at(self.engine.registry_ports(self.ports()))

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
        """Whether there is a world at `home`.

        Raises:
            DirectoryError: When the folder belongs to somebody else and can't be looked into.
        """
        with file.explained(self.record):
            return self.record.is_file()

    def environment(self) -> dict[str, str | None]:
        """Returns the variables that lead a Docker client here; None means that a variable is unset."""
        return environment.variables(self.home, self.engine_socket, self.client_config)

    def account(self) -> account.Account:
        """Returns the practice account.

        Raises:
            WorldStopped: When the world is not made yet.
        """
        kept = file.read_json(self.home / account.FILE)
        if kept is None:
            raise WorldStopped(
                gettext(
                    "There's no practice world at {home} yet. Create it: docker-lessons start",
                    home=self.home,
                )
            )
        return account.Account(str(kept["username"]), str(kept["password"]))

    def ports(self) -> tuple[int, int] | None:
        """Returns the world's ports, the registry's and the Hub's; None before the first start."""
        kept = self._record()
        registry, hub = kept.get("registry_port"), kept.get("hub_port")
        return (registry, hub) if isinstance(registry, int) and isinstance(hub, int) else None

    @property
    def made_by(self) -> str:
        """The release that made the world, or served it last; '' before it is made."""
        return str(self._record().get("version", ""))

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
        made_by = self.made_by or "0"
        if release(made_by) > release(__version__):
            raise NewerServiceError(
                gettext(
                    "The world at {home} was made by docker-lessons {made_by}; this is {version}. "
                    "Use the newer release, or set DOCKER_LESSONS_HOME to another folder.",
                    home=self.home,
                    made_by=made_by,
                    version=__version__,
                )
            )
        if self.sockets != self.home:
            claim(self.sockets.parent, _REMOVE_IT)
            claim(self.sockets, _REMOVE_IT)
        account.make(self.home)
        docker_config.make(self.docker_config)
        commands.make(
            *(self.bin, self.engine_socket, self.practice_socket),
            held_here=not self.which_hub.is_real,
        )

    def refuse_other_files(self) -> None:
        """Checks that the folder is a world's, or empty.

        Raises:
            DirectoryError: When it has other files in it.
        """
        if self.made:
            return
        others = sorted(
            at.name for at in self.home.iterdir() if not at.name.startswith(".world.json.")
        )
        if others and not self.made:  # another process may have made it just now
            raise DirectoryError(
                gettext(
                    "{home} isn't a practice world: it contains {file} but no world.json. Set "
                    "DOCKER_LESSONS_HOME to a new or empty folder.",
                    home=self.home,
                    file=repr(others[0]),
                )
            )

    def keep_ports(self, registry: int, hub: int) -> None:
        """Keeps the world's ports, and this release as the last one that served it."""
        kept = self._record() | {"registry_port": registry, "hub_port": hub, "version": __version__}
        file.write_json(self.record, kept)

    def keep_engine(self, engine: Engine) -> None:
        """Keeps the engine that the lessons work with from the next start on."""
        file.write_json(self.record, self._record() | {"engine": engine.document()})

    def keep_hub(self, hub: WhichHub) -> None:
        """Keeps the Hub that the lessons publish to from the next start on."""
        file.write_json(self.record, self._record() | {"hub": hub.document()})

    def keep_language(self, chosen: str) -> None:
        """Keeps the language in which people are told things from now on, '' for the system's."""
        file.write_json(self.record, self._record() | {"language": chosen})

    def _record(self) -> dict[str, Any]:
        return file.read_json(self.record) or {}

    def _address(self, name: str) -> str:
        port = self._record().get(name)
        if not isinstance(port, int):
            raise WorldStopped(
                gettext("The practice world has never been started. Start it: docker-lessons start")
            )
        return f"http://127.0.0.1:{port}"

    def _claim_home(self) -> None:
        claim(self.home)
        self.refuse_other_files()


def claim(folder: Path, advice: str = _NAME_ANOTHER) -> None:
    """Makes `folder` for its owner only (mode 0700), or checks that it is; `advice` is the end of the error message.

    Raises:
        DirectoryError: When it is a link or a file, or belongs to another user.
    """
    with file.explained(folder / "world.json"):
        try:
            folder.parent.mkdir(parents=True, exist_ok=True)
            with contextlib.suppress(FileExistsError):
                folder.mkdir(mode=0o700)
        except (FileExistsError, FileNotFoundError) as error:  # below a file, or in /proc
            said = gettext("Can't create a folder at {folder}.", folder=folder)
            raise DirectoryError(f"{said} {gettext(advice)}") from error
        if folder.is_symlink() and not folder.exists():
            said = gettext(
                "{folder} is a link to {target}, which isn't there. (Is a disk missing?)",
                folder=folder,
                target=folder.readlink(),
            )
            raise DirectoryError(f"{said} {gettext(advice)}")
        found = folder.stat() if advice == _NAME_ANOTHER else folder.lstat()
        if not stat.S_ISDIR(found.st_mode):
            said = gettext("{folder} isn't a folder.", folder=folder)
            raise DirectoryError(f"{said} {gettext(advice)}")
        if found.st_uid != os.geteuid():
            owner, you = _owner(found.st_uid), _owner(os.geteuid())
            said = gettext(
                "{folder} belongs to {owner}, not to you ({you}).",
                folder=folder,
                owner=owner,
                you=you,
            )
            raise DirectoryError(f"{said} {gettext(advice)}")
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
        return gettext("user {number}", number=uid)
