"""The client's own settings: config.json, and the programs that it names for passwords. None of them is started."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from docker_lessons.language import gettext

_PREFIX = "docker-credential-"


@dataclass(frozen=True)
class Helper:
    """A program that keeps passwords for the client."""

    name: str
    """As config.json has it: `osxkeychain`."""
    where: str = "credsStore"
    """`credsStore`, or `credHelpers` for single registries."""
    state: Literal["fine", "missing", "broken", "not set up"] = "fine"

    @property
    def program(self) -> str:
        """The program's own name."""
        return _PREFIX + self.name


@dataclass(frozen=True)
class Settings:
    """What config.json says, and whether it can be read."""

    folder: str = "/home/demousr/.docker"
    chosen: bool = False
    """Whether DOCKER_CONFIG names the folder."""
    folder_is_there: bool = True
    file_is_there: bool = True
    is_in_home: bool = True
    """Whether the folder is below the user's home."""
    trouble: str = ""
    """Why the file cannot be read."""
    wrong: str = ""
    """Why a client cannot read it: where it stops being JSON."""
    can_be_written: bool = True
    helpers: tuple[Helper, ...] = ()
    proxies: tuple[str, ...] = ()
    """The proxies that it gives to containers and builds, by name; what they are is not kept."""

    @property
    def file(self) -> str:
        """The path of config.json."""
        return f"{self.folder}/config.json"


def look(config: Path, chosen: bool, environ: Mapping[str, str]) -> Settings:
    """Reads config.json; `chosen` tells whether DOCKER_CONFIG names its folder."""
    folder = config.parent
    facts: dict[str, Any] = {
        "folder": str(folder),
        "chosen": chosen,
        "folder_is_there": folder.is_dir(),
        "is_in_home": folder.is_relative_to(Path.home()),
        "file_is_there": os.path.lexists(config),
        "can_be_written": _can_be_written(config),
    }
    try:
        document = json.loads(config.read_bytes())
    except FileNotFoundError:
        return Settings(**facts)
    except IsADirectoryError:
        return Settings(**facts, wrong=gettext("it's a folder"))
    except OSError as error:
        return Settings(**facts, trouble=error.strerror or str(error))
    except json.JSONDecodeError as error:
        where = gettext(
            "line {line}, column {column}: {said}",
            line=error.lineno,
            column=error.colno,
            said=error.msg,
        )
        return Settings(**facts, wrong=where)
    except ValueError:
        return Settings(**facts, wrong=gettext("it isn't text"))
    if not isinstance(document, dict):
        return Settings(**facts, wrong=gettext("it isn't a JSON object, which begins with {"))
    return Settings(
        **facts, helpers=tuple(_helpers(document, environ)), proxies=tuple(_proxies(document))
    )


def _can_be_written(config: Path) -> bool:
    """Tells whether a client can save a login: it writes a new file beside the old one."""
    place = config.parent
    while not os.path.lexists(place) and place != place.parent:
        place = place.parent
    return os.access(place, os.W_OK | os.X_OK)


def _helpers(document: dict[str, Any], environ: Mapping[str, str]) -> list[Helper]:
    named: dict[str, str] = {}
    single = document.get("credHelpers")
    for name in single.values() if isinstance(single, dict) else ():
        named[str(name)] = "credHelpers"
    if store := document.get("credsStore"):
        named[str(store)] = "credsStore"
    return [Helper(name, where, _state(name, environ)) for name, where in named.items() if name]


def _state(
    name: str, environ: Mapping[str, str]
) -> Literal["fine", "missing", "broken", "not set up"]:
    broken = False
    for folder in environ.get("PATH", os.defpath).split(os.pathsep):
        program = Path(folder or ".") / (_PREFIX + name)
        if program.is_file() and os.access(program, os.X_OK):
            return "fine" if name != "pass" or _has_a_store(environ) else "not set up"
        broken = broken or os.path.lexists(program)
    return "broken" if broken else "missing"


def _has_a_store(environ: Mapping[str, str]) -> bool:
    """Tells whether `pass init` has been run."""
    store = environ.get("PASSWORD_STORE_DIR") or "~/.password-store"
    return (Path(store).expanduser() / ".gpg-id").is_file()


def _proxies(document: dict[str, Any]) -> list[str]:
    found = document.get("proxies")
    return sorted(map(str, found)) if isinstance(found, dict) else []
