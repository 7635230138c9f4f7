"""The classic builder: a Dockerfile's instructions, one image each, with the cache between them.

Every image of a build, its names and its event are written in one transaction at the end, or when a
step fails (then without names, as dockerd leaves the steps that went well to the cache).
Source: moby ``builder/dockerfile``, whose order, lines and sentences these are.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from docker_lessons.engine import config as configs
from docker_lessons.engine import copying, instruction, tarball, timestamp, tree, words
from docker_lessons.engine.arguments import Arguments
from docker_lessons.engine.config import RunConfig
from docker_lessons.engine.dockerfile import parse
from docker_lessons.engine.errors import (
    Conflict,
    EngineError,
    NotFound,
    NotImplementedHere,
    SystemFailure,
)
from docker_lessons.engine.image import Image, Layer, short
from docker_lessons.engine.options import Options
from docker_lessons.engine.settings import (
    NEEDS_BUILDKIT,
    Settings,
    StageState,
    argument_pairs,
    expanded,
    refuse_run,
)
from docker_lessons.engine.stagefiles import StageFiles
from docker_lessons.oci.digest import sha256

if TYPE_CHECKING:
    from docker_lessons.engine.context import Context
    from docker_lessons.engine.instruction import Instruction, Recipe, Stage
    from docker_lessons.engine.progress import Progress
    from docker_lessons.engine.store import ImageStore
    from docker_lessons.engine.tree import Entry

_SCRATCH = "scratch"


class Builder:
    """One build."""

    def __init__(
        self,
        store: ImageStore,
        context: Context,
        options: Options,
        progress: Progress,
        pull: Callable[[str], Awaitable[None]],
        scratch: Path,
    ) -> None:
        """Build from `context` into `store`; `pull` fetches a base image that is not here."""
        self._store = store
        self._context = context
        self._options = options
        self._progress = progress
        self._pull = pull
        self._scratch = scratch
        self._escape = "\\"
        self._arguments = Arguments(options.build_arguments)
        self._settings = Settings(self._arguments, self._escape)
        self._made: dict[str, Image] = {}
        self._layers: dict[str, Layer] = {}
        self._stages: list[tuple[str, StageState]] = []
        self._cache_is_good = True
        self._files: tuple[str | None, dict[str, Entry]] = (None, {})
        self._step = 0
        self._steps = 0

    async def build(self) -> str:
        """Build, and return the ID of the image.

        Raises:
            EngineError: With dockerd's sentence; the steps before it stay in the cache.
        """
        recipe = self._recipe()
        try:
            state = await self._run(recipe)
            if state.image is None:
                raise SystemFailure("No image was generated. Is your Dockerfile empty?")
        except EngineError:
            self._keep(None)
            raise
        self._keep(state.image.id)
        await self._progress.stream(f"Successfully built {short(state.image.id)}\n")
        for reference in self._options.tags:
            await self._progress.stream(f"Successfully tagged {reference.familiar}\n")
        return state.image.id

    def _keep(self, image_id: str | None) -> None:
        """Write what was made, and the names if the whole build went well."""
        if image_id is None and not self._made:
            return
        with self._store.change() as change:
            for made in self._layers.values():
                change.add_layer(made)
            for image in self._made.values():
                change.add_image(image.config, image.parent)
            if image_id is not None:
                for reference in self._options.tags:
                    change.set_reference(reference, image_id)
                    change.touch(image_id)
                    change.event("tag", image_id, reference.familiar)

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
        """Leave out the Dockerfile and .dockerignore, where .dockerignore says so."""
        ignored = self._context.read_text(".dockerignore")
        if ignored is None:
            return
        lines = {line.strip().removeprefix("/").removeprefix("./") for line in ignored.split("\n")}
        for name in (".dockerignore", dockerfile):
            if name in lines:
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
            if stage.name and any(stage.name == name for name, _ in self._stages):
                raise SystemFailure(f"{stage.name} stage name already used")
            state = await self._stage(stage)
            self._stages.append((stage.name, state))
        unused = self._arguments.unused()
        if unused:
            await self._progress.stream(
                f"[Warning] One or more build-args [{' '.join(unused)}] were not consumed\n"
            )
        return state

    async def _begin(self, code: str) -> None:
        self._step += 1
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
        state = await self._base(stage)
        await self._end(state, stage.code)
        for step in stage.instructions:
            await self._begin(step.code)
            await self._dispatch(state, step)
            await self._end(state, step.code)
        if self._options.wants_aux and state.image is not None:
            await self._progress.aux({"ID": state.image.id})
        return state

    async def _base(self, stage: Stage) -> StageState:
        name = words.expand(stage.base, self._arguments.for_from(), self._escape)
        if not name:
            raise SystemFailure(f"base name ({stage.base}) should not be blank")
        if name == _SCRATCH:
            return StageState(None, configs.run_config())
        earlier = self._earlier(name)
        image = earlier.image if earlier is not None else await self._base_image(name)
        found = image.run_config if image is not None else None
        state = StageState(image, configs.run_config(found))
        if state.run_config.get("OnBuild"):
            raise NotImplementedHere(
                f"{name} has ONBUILD instructions, which the practice engine does not carry out"
            )
        state.run_config["OpenStdin"] = state.run_config["StdinOnce"] = False
        return state

    def _earlier(self, name: str) -> StageState | None:
        for other, state in self._stages:
            if other and other == name.lower():
                return state
        return None

    async def _base_image(self, name: str) -> Image:
        if not self._options.pull:
            try:
                return self._store.resolve(name)
            except NotFound:
                pass
        await self._pull(name)
        return self._store.resolve(name)

    # One instruction -----------------------------------------------------------------------------

    async def _dispatch(self, state: StageState, step: Instruction) -> None:
        variables = self._arguments.for_stage(state.run_config.get("Env") or [])
        if step.name in ("copy", "add"):
            await self._copy(state, step, variables)
        elif step.name == "workdir":
            await self._workdir(state, expanded(step, variables, self._escape)[0])
        elif step.name == "run":
            refuse_run(step)
        else:
            comment = self._settings.apply(state, step, variables)
            await self._commit(state, ["#(nop) ", comment], None)
        if state.container:
            if self._options.remove:
                await self._progress.stream(
                    f"Removing intermediate container {short(state.container)}\n"
                )
            state.container = ""

    # Instructions that change files --------------------------------------------------------------

    async def _workdir(self, state: StageState, path: str) -> None:
        config = state.run_config
        config["WorkingDir"] = tree.join(str(config.get("WorkingDir") or ""), path)

        async def files() -> Layer | None:
            def make() -> Layer | None:
                below = self._below(state.image)
                writing = copying.Writing(below)
                writing.make_directories(tree.resolve(below, config["WorkingDir"]))
                return tarball.pack(writing.added, self._store.blobs) if writing.added else None

            return await asyncio.to_thread(make)

        await self._commit(state, [f"#(nop) WORKDIR {config['WorkingDir']}"], files)

    async def _copy(
        self, state: StageState, step: Instruction, variables: Mapping[str, str]
    ) -> None:
        if step.flags.get("chmod"):
            raise SystemFailure(NEEDS_BUILDKIT.format("chmod"))
        arguments = expanded(step, variables, self._escape)
        sources, destination = tuple(arguments[:-1]), arguments[-1]
        name = step.name.upper()
        source: copying.Source = self._context
        if step.flags.get("from"):
            source = await self._stage_files(step.flags["from"])
        is_context = source is self._context
        items = await asyncio.to_thread(copying.find, source, sources, name, is_context=is_context)
        if len(items) > 1 and not destination.endswith("/"):
            raise SystemFailure(
                f"When using {name} with more than one source file, the destination must be a "
                "directory and end with a /"
            )
        chown = words.expand(step.flags.get("chown", ""), variables, self._escape)
        owner = copying.owner(chown, {}) if chown else None
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
            writing = copying.Writing(self._below(state.image))
            writing.copy(work)
            return tarball.pack(writing.added, self._store.blobs)

        async def files() -> Layer | None:
            return await asyncio.to_thread(make)

        await self._commit(state, [f"#(nop) {comment}"], files, is_copy=True)

    async def _stage_files(self, name: str) -> StageFiles:
        state = self._earlier(name)
        if state is None and name.isdigit():
            if int(name) >= len(self._stages):
                problem = (
                    "refers to current build stage"
                    if int(name) == len(self._stages)
                    else ("index out of bounds")
                )
                raise SystemFailure(f"invalid from flag value {name}: {problem}")
            state = self._stages[int(name)][1]
        try:
            image = state.image if state is not None else await self._base_image(name)
        except EngineError as error:
            raise type(error)(f"invalid from flag value {name}: {error.message}") from None
        layers = self._layers_of(image)
        return await asyncio.to_thread(StageFiles, layers, self._store.blobs, self._scratch)

    def _layers_of(self, image: Image | None) -> list[Layer]:
        found: list[Layer] = []
        for diff_id in image.diff_ids if image is not None else ():
            known = self._layers.get(diff_id) or self._store.layer(diff_id)
            if known is None:
                raise Conflict(f"the layer {diff_id} of the image was removed while it was in use")
            found.append(known)
        return found

    def _below(self, image: Image | None) -> dict[str, Entry]:
        """Return the files of an image; those of the last one that was asked for are kept."""
        key = image.id if image is not None else None
        if self._files[0] != key or key is None:
            self._files = (key, tarball.stack(self._layers_of(image), self._store.blobs))
        return self._files[1]

    # Cache and images ----------------------------------------------------------------------------

    async def _commit(
        self,
        state: StageState,
        comment: list[str],
        files: Callable[[], Awaitable[Layer | None]] | None,
        *,
        is_copy: bool = False,
    ) -> None:
        """Make the image of a step, unless the cache has it."""
        config = state.run_config
        container_config = {**config, "Cmd": [*configs.shell(config), *comment]}
        cached = self._cached(state.image, container_config)
        if cached is not None:
            await self._progress.stream(" ---> Using cache\n")
            # Should somebody remove it before this build ends, the build brings it back.
            self._made[cached.id] = state.image = cached
            return
        container = ""
        if not is_copy:
            container = state.container = secrets.token_hex(32)
            container_config["Hostname"] = short(container)
            container_config["Labels"] = container_config.get("Labels") or {}
            await self._progress.stream(f" ---> Running in {short(container)}\n")
        made = await files() if files is not None else None
        if made is not None:
            self._layers.setdefault(made.diff_id, made)
        document = configs.child(
            state.image,
            config=config,
            container_config=container_config,
            container=container,
            author=state.author,
            created=timestamp.rfc3339(time.time_ns()),
            diff_id=None if made is None or made.diff_id == tarball.EMPTY else made.diff_id,
        )
        parent = state.image.id if state.image is not None else None
        state.image = Image(sha256(document), document, parent)
        self._made[state.image.id] = state.image

    def _cached(self, parent: Image | None, container_config: RunConfig) -> Image | None:
        if not self._cache_is_good:
            return None
        parent_id = parent.id if parent is not None else None
        candidates = [image for image in self._made.values() if image.parent == parent_id]
        found = [
            image
            for image in (*candidates, *self._store.children(parent_id))
            if configs.matches(image.document.get("container_config") or {}, container_config)
        ]
        if not found:
            # What comes after a step that had to be made anew is made anew too.
            self._cache_is_good = False
            return None
        return max(found, key=lambda image: image.created)
