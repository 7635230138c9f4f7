"""The stages of a build: what a FROM begins with, and what a later stage copies from an earlier one.

Source: moby ``builder/dockerfile/dispatchers.go`` and ``imagecontext.go``.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from docker_lessons.engine.api.errors import (
    BadParameter,
    EngineError,
    NotFound,
    SystemFailure,
)
from docker_lessons.engine.build.number import as_number
from docker_lessons.engine.build.settings import StageState
from docker_lessons.engine.build.stagefiles import StageFiles
from docker_lessons.engine.images import platforms
from docker_lessons.engine.images.image_config import run_config

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from docker_lessons.engine.build.build_cache import BuildCache
    from docker_lessons.engine.images.image_store import ImageStore
    from docker_lessons.engine.images.model import Image
    from docker_lessons.oci.manifest import Platform

_SCRATCH = "scratch"


class Stages:
    """The finished stages of a build, and the base images of new ones."""

    def __init__(
        self,
        store: ImageStore,
        cache: BuildCache,
        pull: Callable[[str, Platform | None], Awaitable[None]],
        scratch: Path,
        *,
        always_pull: bool,
        platform: Platform | None,
    ) -> None:
        """`pull` pulls a base image for a platform, `platform` by default; with `always_pull` also one that is here."""
        self._store = store
        self._cache = cache
        self._pull = pull
        self._scratch = scratch
        self._always_pull = always_pull
        self._platform = platform
        self._finished: list[tuple[str, StageState]] = []

    def has(self, name: str) -> bool:
        """Returns whether a finished stage has this name."""
        return any(name == other for other, _ in self._finished)

    def add(self, name: str, state: StageState) -> None:
        """Adds a finished stage; `name` is '' if it has none."""
        self._finished.append((name, state))

    async def begin(self, base: str, asked: str | None) -> StageState:
        """Returns the state of a new stage on `base`: ``scratch``, an earlier stage, or an image.

        `asked` is the platform that FROM asks for, None for that of the build.

        Raises:
            EngineError: When there is no such image, or it cannot be built on here.
        """
        platform = _parsed(asked) if asked is not None else self._platform
        if base == _SCRATCH:
            if platform is not None and platform.os != platforms.OS:
                raise SystemFailure("operating system is not supported")
            return StageState(None, run_config(), platform=platform)
        earlier = self._earlier(base)
        image = earlier.image if earlier is not None else await self._image(base, platform)
        state = StageState(image, run_config(image.run_config if image is not None else None))
        state.platform = earlier.platform if earlier is not None else platform
        state.run_config["OpenStdin"] = state.run_config["StdinOnce"] = False
        return state

    async def files(self, name: str) -> StageFiles:
        """Returns the files for ``--from=NAME``: of a stage by name or number, or of an image.

        Raises:
            EngineError: When there is no such stage or image, with dockerd's sentence.
        """
        state = self._earlier(name)
        if state is None and (index := as_number(name)) is not None:
            if index >= len(self._finished):
                problem = (
                    "refers to current build stage"
                    if index == len(self._finished)
                    else ("index out of bounds")
                )
                raise SystemFailure(f"invalid from flag value {name}: {problem}")
            state = self._finished[index][1]
        try:
            image = state.image if state is not None else await self._image(name, self._platform)
        except EngineError as error:
            raise type(error)(f"invalid from flag value {name}: {error.message}") from None
        layers = self._cache.layers_of(image)
        return await asyncio.to_thread(StageFiles, layers, self._store.blobs, self._scratch)

    def _earlier(self, name: str) -> StageState | None:
        for other, state in self._finished:
            if other and other == name.lower():
                return state
        return None

    async def _image(self, name: str, platform: Platform | None) -> Image:
        if not self._always_pull:
            try:
                return self._store.resolve(name)
            except NotFound:
                pass
        await self._pull(name, platform)
        return self._store.resolve(name)


def _parsed(text: str) -> Platform:
    try:
        return platforms.parse(text)
    except BadParameter as error:
        raise SystemFailure(f"failed to parse platform {text}: {error.message}") from None
