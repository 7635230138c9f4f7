"""Build arguments: ARG in the Dockerfile, ``--build-arg`` on the command line.

Source: moby ``builder/dockerfile/buildargs.go`` and Docker's Dockerfile reference, "ARG".
"""

from __future__ import annotations

from collections.abc import Mapping

BUILT_IN = frozenset(
    name
    for upper in ("HTTP_PROXY", "HTTPS_PROXY", "FTP_PROXY", "NO_PROXY", "ALL_PROXY")
    for name in (upper, upper.lower())
)
"""The arguments that every build has without an ARG."""


class BuildArguments:
    """The arguments of one build, and those that the current stage may use."""

    def __init__(self, given: Mapping[str, str | None]) -> None:
        """Starts with the arguments of the command line; None stands for a name without a value."""
        self._given = dict(given)
        self._global: dict[str, str | None] = {}
        self._stage: dict[str, str | None] = {}
        self._used: set[str] = set()

    def begin_stage(self) -> None:
        """Forgets what the previous stage declared."""
        self._stage = {}

    def declare_globally(self, name: str, value: str | None) -> None:
        """Declares an ARG that stands before the first FROM."""
        self._global[name] = value
        self._used.add(name)

    def declare(self, name: str, value: str | None) -> None:
        """Declares an ARG of the current stage."""
        self._stage[name] = value
        self._used.add(name)

    def for_from(self) -> dict[str, str]:
        """Returns the variables that FROM may use."""
        return self._values(self._global)

    def for_stage(self, environment: list[str]) -> dict[str, str]:
        """Returns the variables that an instruction may use; ENV overrides ARG."""
        values = self._values(self._stage)
        for item in environment:
            name, _, value = item.partition("=")
            values[name] = value
        return values

    def for_command(self, environment: list[str]) -> tuple[dict[str, str], list[str]]:
        """Returns the arguments in the environment of a RUN's command, and the words that stand for them in the cache.

        ENV overrides ARG, and an argument that every build has counts for the cache only if an ARG declares it.
        """
        set_ = {item.partition("=")[0] for item in environment}
        values = {key: value for key, value in self._values(self._stage).items() if key not in set_}
        known = sorted(
            f"{key}={value}"
            for key, value in values.items()
            if key in self._stage or key not in BUILT_IN
        )
        return values, [f"|{len(known)}", *known] if values else []

    def _values(self, declared: Mapping[str, str | None]) -> dict[str, str]:
        values: dict[str, str] = {}
        for name in {*declared, *BUILT_IN}:
            value = self._given.get(name)
            if name not in self._given:
                value = declared.get(name)
                if value is None:
                    value = self._global.get(name)
            if value is not None:
                values[name] = value
        return values

    def unused(self) -> list[str]:
        """Returns the arguments of the command line that no ARG declares, sorted."""
        return sorted(name for name in self._given if name not in self._used | BUILT_IN)
