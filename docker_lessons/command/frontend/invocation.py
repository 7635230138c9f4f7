"""One command that the front end runs: what was asked for, the engine it speaks to, where it prints."""

import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from docker_lessons.command.stream import PlainStream

if TYPE_CHECKING:
    from docker import APIClient

_NO_HELPER = re.compile(r"Credentials store error: .*?(docker-credential-[\w.-]+) not installed")
"""What the SDK says of a credential helper that isn't on this computer."""
_DEFAULT_HOST = "unix:///var/run/docker.sock"


class Failed(Exception):
    """The end of a command that fails: its text goes to standard error, `exit_code` to the caller."""

    def __init__(self, message: str, exit_code: int = 1) -> None:
        super().__init__(message)
        self.exit_code = exit_code


@dataclass(frozen=True)
class Invocation:
    """A command, taken apart."""

    options: Mapping[str, list[str]]
    """By long name, such as `all-tags`: the values of an option; `""` for one that takes none."""
    operands: Sequence[str]
    environment: Mapping[str, str]
    out: PlainStream
    err: PlainStream
    feed: str | None
    """What stands on standard input, None for this process's own."""

    def has(self, option: str) -> bool:
        """Tells whether the option was given."""
        return option in self.options

    def value(self, option: str, default: str = "") -> str:
        """Returns the option's last value."""
        return self.options.get(option, [default])[-1]

    def print(self, text: str = "") -> None:
        """Prints a line on standard output."""
        self.out.write(f"{text}\n")

    def warn(self, text: str) -> None:
        """Prints a line on standard error."""
        self.err.write(f"{text}\n")

    @property
    def host(self) -> str:
        """The engine's address."""
        return self.environment.get("DOCKER_HOST") or _DEFAULT_HOST

    @property
    def config(self) -> Path:
        """The client's config.json."""
        folder = self.environment.get("DOCKER_CONFIG")
        return (Path(folder) if folder else Path.home() / ".docker") / "config.json"

    @cached_property
    def engine(self) -> "APIClient":
        """The engine, at the newest API version that it and the SDK share.

        Raises:
            Failed: When nobody answers; with the client's message.
        """
        from docker import APIClient

        with self.errors():
            client = APIClient(base_url=self.host, version="auto", timeout=600)
            client.reload_config(dockercfg_path=str(self.config))
            return client

    @contextmanager
    def errors(self) -> Iterator[None]:
        """Turns what the SDK raises into the client's messages.

        Raises:
            Failed: When the engine refuses, or nobody answers.
        """
        import requests
        from docker.errors import APIError, DockerException

        try:
            with warnings.catch_warnings(action="ignore"):  # the SDK warns of what it raises anyway
                yield
        except APIError as error:
            raise Failed(f"Error response from daemon: {error.explanation or error}") from error
        except (DockerException, requests.RequestException, OSError) as error:
            if missing := _NO_HELPER.search(str(error)):
                raise Failed(
                    f'error getting credentials - err: exec: "{missing[1]}": executable file not found in $PATH, out: ``'
                ) from error
            if "Permission denied" in str(error):
                raise Failed(
                    f"permission denied while trying to connect to the Docker daemon socket at {self.host}"
                ) from error
            raise Failed(
                f"Cannot connect to the Docker daemon at {self.host}. Is the docker daemon running?"
            ) from error
