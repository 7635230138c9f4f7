"""The classic builder: each instruction of a Dockerfile makes an image, or finds it in the cache.

All images of a build, its names and its events are written in one transaction at the end. When a step
fails, the images are written without names: as in dockerd, the steps that went well stay in the cache.
Source: moby ``builder/dockerfile``, whose order, lines and sentences these are.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import closing
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING

from docker_lessons.engine.api import timestamp
from docker_lessons.engine.api.errors import (
    EngineError,
    SystemFailure,
)
from docker_lessons.engine.api.references import is_ambiguous, refuse_ambiguous
from docker_lessons.engine.build import copying, healthcheck, instruction
from docker_lessons.engine.build.build_args import BuildArguments
from docker_lessons.engine.build.build_cache import BuildCache
from docker_lessons.engine.build.dockerfile import parse, parse_lines
from docker_lessons.engine.build.dockerignore import is_ignored
from docker_lessons.engine.build.options import Options
from docker_lessons.engine.build.running import Commands
from docker_lessons.engine.build.settings import (
    NEEDS_BUILDKIT,
    Settings,
    StageState,
    argument_pairs,
    expanded,
    refuse_flags,
    working_directory,
)
from docker_lessons.engine.build.stages import Stages
from docker_lessons.engine.build.variables import expand
from docker_lessons.engine.images import image_config as configs
from docker_lessons.engine.images.model import Image, short
from docker_lessons.engine.layers import tarball, tree
from docker_lessons.oci.digest import sha256

if TYPE_CHECKING:
    from docker_lessons.engine.api.progress_stream import Progress
    from docker_lessons.engine.build.context import Context
    from docker_lessons.engine.build.instruction import Instruction, Recipe, Stage
    from docker_lessons.engine.images.image_store import ImageStore
    from docker_lessons.engine.layers.layer import Layer
    from docker_lessons.engine.runtime.process import Runtime
    from docker_lessons.oci.manifest import Platform


class Builder:
    """A build."""

    def __init__(
        self,
        store: ImageStore,
        context: Context,
        options: Options,
        progress: Progress,
        pull: Callable[[str, Platform | None], Awaitable[None]],
        scratch: Path,
        runtime: Runtime,
        is_given_up: Callable[[], bool] = lambda: False,
    ) -> None:
        """Builds from `context` into `store`; `pull` pulls a base image that is missing, `runtime` runs commands.

        `is_given_up` tells that the client has gone away; then no command goes on.
        """
        self._store = store
        self._cache = BuildCache(store)
        self._commands = Commands(runtime, self._cache, store.blobs, scratch, is_given_up)
        self._context = context
        self._options = options
        self._progress = progress
        self._escape = "\\"
        self._arguments = BuildArguments(options.build_arguments)
        self._settings = Settings(self._arguments, self._escape)
        self._stages = Stages(
            *(store, self._cache, pull, scratch),
            always_pull=options.pull,
            platform=options.platform,
        )
        self._cache_is_good = True
        self._step = 0
        self._steps = 0

    async def build(self) -> str:
        """Builds and returns the ID of the image.

        Raises:
            EngineError: When a step fails; the steps before it stay in the cache.
        """
        recipe = await asyncio.to_thread(self._recipe)
        try:
            state = await self._run(recipe)
            if state.image is None:
                raise SystemFailure("No image was generated. Is your Dockerfile empty?")
        except EngineError:
            self._cache.keep(None, ())
            raise
        tags = list(takewhile(lambda tag: not is_ambiguous(tag), self._options.tags))
        self._cache.keep(state.image.id, tags)
        await self._progress.stream(f"Successfully built {short(state.image.id)}\n")
        for reference in tags:
            await self._progress.stream(f"Successfully tagged {reference.familiar}\n")
        for reference in self._options.tags[len(tags) :]:
            refuse_ambiguous(reference)
        return state.image.id

    def _recipe(self) -> Recipe:
        name = self._options.dockerfile
        text = self._context.read_text(name)
        if text is None and name == "Dockerfile":
            text = self._context.read_text(name.lower())
        if text is None:
            raise SystemFailure(f"Cannot locate specified Dockerfile: {name}")
        document = parse(text, name)
        self._escape = document.escape
        self._settings = Settings(self._arguments, self._escape)
        self._warnings = document.warnings
        self._leave_out(name)
        return instruction.recipe(document, self._options.labels, self._options.target)

    def _leave_out(self, dockerfile: str) -> None:
        """Leaves out the Dockerfile and .dockerignore if .dockerignore lists them."""
        ignored = self._context.read_text(".dockerignore")
        if ignored is None:
            return
        for name in (".dockerignore", dockerfile):
            if is_ignored(name, ignored):
                self._context.remove(name)

    async def _run(self, recipe: Recipe) -> StageState:
        self._steps = len(recipe.arguments) + len(recipe.stages)
        self._steps += sum(len(stage.instructions) for stage in recipe.stages)
        if self._warnings:
            text = "\n".join(self._warnings)
            await self._progress.stream(f"\x1b[91m{text}\n\x1b[0m")
        for argument in recipe.arguments:
            await self._begin(argument.code)
            variables = self._arguments.for_from()
            for name, value in argument_pairs(argument, variables, self._escape):
                self._arguments.declare_globally(name, value)
        state = StageState(None, {})
        for stage in recipe.stages:
            if stage.name and self._stages.has(stage.name):
                raise SystemFailure(f"{stage.name} stage name already used")
            state = await self._stage(stage)
            self._stages.add(stage.name, state)
        unused = self._arguments.unused()
        if unused:
            await self._progress.stream(
                f"[Warning] One or more build-args [{' '.join(unused)}] were not consumed\n"
            )
        return state

    async def _begin(self, code: str) -> None:
        self._step += 1
        # A step may need no time and wait for nothing, and a Dockerfile may have a thousand.
        await asyncio.sleep(0)
        self._progress.advance(f"{self._step}/{self._steps}", code, 0, 1)
        await self._progress.stream(f"Step {self._step}/{self._steps} : {code}")
        await self._progress.stream("\n")

    async def _end(self, state: StageState, code: str) -> None:
        state.run_config["Image"] = state.image.id if state.image else ""
        await self._progress.stream(f" ---> {short(state.image.id) if state.image else ''}\n")
        self._progress.advance(f"{self._step}/{self._steps}", code, 1, 1)

    async def _stage(self, stage: Stage) -> StageState:
        await self._begin(stage.code)
        self._cache_is_good = not self._options.no_cache
        self._arguments.begin_stage()
        base = expand(stage.base, self._arguments.for_from(), self._escape)
        if not base:
            raise SystemFailure(f"base name ({stage.base}) should not be blank")
        platform = None
        if stage.platform:
            platform = expand(stage.platform, self._arguments.for_from(), self._escape)
        state = await self._stages.begin(base, platform)
        await self._onbuild(state)
        await self._end(state, stage.code)
        for step in stage.instructions:
            await self._begin(step.code)
            await self._dispatch(state, step)
            await self._end(state, step.code)
        if self._options.wants_aux and state.image is not None:
            await self._progress.aux({"ID": state.image.id})
        return state

    async def _onbuild(self, state: StageState) -> None:
        """Carries out the ONBUILD triggers of the base image."""
        triggers = state.run_config.pop("OnBuild", None) or ()
        if triggers:
            plural = "s" if len(triggers) > 1 else ""
            await self._progress.stream(f"# Executing {len(triggers)} build trigger{plural}\n")
        for trigger in triggers:
            state.run_config["Image"] = state.image.id if state.image else ""
            nodes = parse_lines(trigger).nodes
            if len(nodes) != 1:
                raise SystemFailure("onbuild trigger should be a single expression")
            await self._dispatch(state, instruction.instruction(nodes[0]))

    # One instruction -----------------------------------------------------------------------------

    async def _dispatch(self, state: StageState, step: Instruction) -> None:
        variables = self._arguments.for_stage(state.run_config.get("Env") or [])
        if step.name in ("copy", "add"):
            await self._copy(state, step, variables)
        elif step.name == "workdir":
            await self._workdir(state, expanded(step, variables, self._escape)[0])
        elif step.name == "run":
            await self._command(state, step)
        else:
            if step.name == "healthcheck" and (note := healthcheck.overridden(state.run_config)):
                await self._progress.stream(note)
            comment = self._settings.apply(state, step, variables)
            await self._commit(state, ["#(nop) ", comment], None)
        if state.container:
            if self._options.remove:
                await self._removed(state)
            state.container = ""

    # A command -----------------------------------------------------------------------------------

    async def _command(self, state: StageState, step: Instruction) -> None:
        """Runs the command of a RUN, unless the cache has the image of it."""
        refuse_flags(step)
        config = state.run_config
        command = [*(() if step.is_json else configs.shell(config)), *step.arguments]
        given, known = self._arguments.for_command(config.get("Env") or [])
        container_config = {**config, "Cmd": [*known, *command], "Entrypoint": None}
        if await self._is_cached(state, container_config):
            return
        await self._commands.check(command)
        state.container = secrets.token_hex(32)
        await self._progress.stream(f" ---> Running in {short(state.container)}\n")
        environment = {**given, **dict(item.split("=", 1) for item in config.get("Env") or ())}
        try:
            made = await self._commands.run(
                *(state.image, config, command, environment, state.container, self._progress)
            )
        except EngineError:
            if self._options.always_remove:
                await self._removed(state)
            raise
        self._add(state, container_config, state.container, made)

    async def _removed(self, state: StageState) -> None:
        await self._progress.stream(f"Removing intermediate container {short(state.container)}\n")

    # Instructions that change files --------------------------------------------------------------

    async def _workdir(self, state: StageState, path: str) -> None:
        config = state.run_config
        config["WorkingDir"] = working_directory(config, path)

        async def files() -> Layer | None:
            def make() -> Layer | None:
                below = self._cache.files_of(state.image)
                writing = copying.Writing(below)
                writing.make_working_directory(config["WorkingDir"])
                return self._cache.pack(writing.added) if writing.added else None

            return await asyncio.to_thread(make)

        await self._commit(state, [f"#(nop) WORKDIR {config['WorkingDir']}"], files)

    async def _copy(
        self, state: StageState, step: Instruction, variables: Mapping[str, str]
    ) -> None:
        if step.flags.get("chmod"):
            raise SystemFailure(NEEDS_BUILDKIT.format("chmod"))
        if not step.flags.get("from"):
            await self._copy_from(self._context, state, step, variables)
            return
        with closing(await self._stages.files(step.flags["from"])) as files:
            await self._copy_from(files, state, step, variables)

    async def _copy_from(
        self,
        source: copying.Source,
        state: StageState,
        step: Instruction,
        variables: Mapping[str, str],
    ) -> None:
        arguments = expanded(step, variables, self._escape)
        sources, destination = tuple(arguments[:-1]), arguments[-1]
        name = step.name.upper()
        is_context = source is self._context
        items = await asyncio.to_thread(copying.find, source, sources, name, is_context=is_context)
        if len(items) > 1 and not destination.endswith("/"):
            raise SystemFailure(
                f"When using {name} with more than one source file, the destination must be a "
                "directory and end with a /"
            )
        chown = expand(step.flags.get("chown", ""), variables, self._escape)
        owner = copying.owner(chown) if chown else None
        if owner is None and is_context:
            owner = (0, 0)
        place = (
            destination
            if destination.startswith("/")
            else tree.join(
                str(state.run_config.get("WorkingDir") or ""), destination, keep_slash=True
            )
        )
        work = copying.Copying(name, source, items, place, owner, unpacks=name == "ADD")
        comment = f"{name} {f'--chown={chown}' if chown else ''}{work.hash} in {destination} "

        def make() -> Layer | None:
            writing = copying.Writing(self._cache.files_of(state.image))
            writing.copy(work)
            return self._cache.pack(writing.added)

        async def files() -> Layer | None:
            return await asyncio.to_thread(make)

        await self._commit(state, [f"#(nop) {comment}"], files, is_copy=True)

    # Images --------------------------------------------------------------------------------------

    async def _commit(
        self,
        state: StageState,
        comment: list[str],
        files: Callable[[], Awaitable[Layer | None]] | None,
        *,
        is_copy: bool = False,
    ) -> None:
        """Makes the image of a step, unless the cache has it."""
        config = state.run_config
        container_config = {**config, "Cmd": [*configs.shell(config), *comment]}
        if await self._is_cached(state, container_config):
            return
        made = await files() if files is not None else None
        container = ""
        if not is_copy:
            container = state.container = secrets.token_hex(32)
            container_config["Hostname"] = short(container)
            container_config["Labels"] = container_config.get("Labels") or {}
            await self._progress.stream(f" ---> Running in {short(container)}\n")
        self._add(state, container_config, container, made)

    async def _is_cached(self, state: StageState, container_config: configs.RunConfig) -> bool:
        """Takes a step's image from the cache, if it is there; returns whether it was."""
        cached = None
        if self._cache_is_good:
            cached = self._cache.find(state.image, container_config, state.platform)
        if cached is None:
            # The steps after one that had to be run are run as well.
            self._cache_is_good = False
            return False
        await self._progress.stream(" ---> Using cache\n")
        state.image = cached
        return True

    def _add(
        self,
        state: StageState,
        container_config: configs.RunConfig,
        container: str,
        made: Layer | None,
    ) -> None:
        """Adds the image of a step, with the layer that it made."""
        document = configs.child(
            state.image,
            config=state.run_config,
            container_config=container_config,
            container=container,
            author=state.author,
            created=timestamp.rfc3339(time.time_ns()),
            platform=state.platform,
            diff_id=None if made is None or made.diff_id == tarball.EMPTY else made.diff_id,
        )
        parent = state.image.id if state.image is not None else None
        state.image = Image(sha256(document), document, parent)
        self._cache.add(state.image)
