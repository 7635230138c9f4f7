"""Changes: the instructions of a Dockerfile that ``--change`` gives to an import or a commit.

Source: moby 20.10, ``builder/dockerfile/builder.go`` (``BuildFromConfig``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docker_lessons.engine.api.errors import BadParameter, EngineError
from docker_lessons.engine.build.build_args import BuildArguments
from docker_lessons.engine.build.dockerfile import parse_lines
from docker_lessons.engine.build.instruction import instruction
from docker_lessons.engine.build.settings import Settings, StageState, expanded, working_directory

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docker_lessons.engine.images.image_config import RunConfig

_ALLOWED = frozenset(
    (
        *("cmd", "entrypoint", "env", "expose", "healthcheck", "label", "onbuild", "user"),
        *("volume", "workdir"),
    )
)


def changed(lines: Sequence[str], config: RunConfig | None = None) -> RunConfig:
    """Returns the run config that the instructions in `lines` make of `config`, by default an empty one.

    Raises:
        BadParameter: When one is malformed or not allowed in a change, with dockerd's sentence.
    """
    state = StageState(None, dict(config or {}))
    if not lines:
        return state.run_config
    document = parse_lines("\n".join(lines))
    for node in document.nodes:
        if node.name not in _ALLOWED:
            raise BadParameter(f"{node.name} is not a valid change command")
    steps = [instruction(node) for node in document.nodes]
    arguments = BuildArguments({})
    settings = Settings(arguments, document.escape)
    try:
        for step in steps:
            variables = arguments.for_stage(state.run_config.get("Env") or [])
            if step.name == "workdir":
                path = expanded(step, variables, document.escape)[0]
                state.run_config["WorkingDir"] = working_directory(state.run_config, path)
            else:
                settings.apply(state, step, variables)
    except EngineError as error:
        raise BadParameter(error.message) from None
    return state.run_config
