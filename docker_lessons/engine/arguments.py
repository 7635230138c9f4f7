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
"""Arguments that every build knows without an ARG."""


class Arguments:
    """The arguments of one build, and what the current stage may see of them."""

    def __init__(self, given: Mapping[str, str | None]) -> None:
        """Start with what the command line says; None is a name without a value."""
        self._given = dict(given)
        self._global: dict[str, str | None] = {}
        self._stage: dict[str, str | None] = {}
        self._used: set[str] = set()

    def begin_stage(self) -> None:
        """Forget what the stage before declared."""
        self._stage = {}

    def declare_globally(self, name: str, value: str | None) -> None:
        """Note an ARG before the first FROM."""
        self._global[name] = value
        self._used.add(name)

    def declare(self, name: str, value: str | None) -> None:
        """Note an ARG of the current stage."""
        self._stage[name] = value
        self._used.add(name)

    def for_from(self) -> dict[str, str]:
        """Return what FROM may use."""
        return self._values(self._global)

    def for_stage(self, environment: list[str]) -> dict[str, str]:
        """Return what an instruction may use; a variable of ENV goes before an argument."""
        values = self._values(self._stage)
        for item in environment:
            name, _, value = item.partition("=")
            values[name] = value
        return values

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
        """Return the arguments of the command line that no ARG took."""
        return sorted(name for name in self._given if name not in self._used | BUILT_IN)
