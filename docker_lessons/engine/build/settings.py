"""Instructions of a Dockerfile that change the image's config and no file.

Source: moby ``builder/dockerfile/dispatchers.go``, whose rules and sentences these are.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from docker_lessons.engine.api.errors import NotImplementedHere, SystemFailure
from docker_lessons.engine.build.variables import expand, expand_words
from docker_lessons.engine.images import image_config as configs

if TYPE_CHECKING:
    from docker_lessons.engine.build.build_args import BuildArguments
    from docker_lessons.engine.build.instruction import Instruction
    from docker_lessons.engine.images.image_config import RunConfig
    from docker_lessons.engine.images.model import Image

NEEDS_BUILDKIT = (
    "the --{} option requires BuildKit. Refer to https://docs.docker.com/go/buildkit/ to learn how "
    "to build images with BuildKit enabled"
)
"""dockerd's refusal of a flag that its classic builder does not have."""

_PORT = re.compile(r"(?:\[?[\d.:a-fA-F]*\]?:)?(?:\d*(?:-\d+)?:)?(\d+)(?:-(\d+))?(?:/(\w+))?")
_HIGHEST_PORT = 65_535
_PROTOCOLS = ("tcp", "udp", "sctp")


@dataclass
class StageState:
    """The state of a stage of a build: its image so far (None for an empty base) and its config.

    `container` is the ID of the container in which dockerd would run the current step, '' for none.
    """

    image: Image | None
    run_config: RunConfig
    author: str = ""
    command_set: bool = False
    container: str = ""


class Settings:
    """The instructions that change the config, for one build."""

    def __init__(self, arguments: BuildArguments, escape: str) -> None:
        self._arguments = arguments
        self._escape = escape

    def apply(self, state: StageState, step: Instruction, variables: Mapping[str, str]) -> str:
        """Applies one of them to `state` and returns its line in the history.

        Raises:
            EngineError: When it is malformed or needs containers.
        """
        config = state.run_config
        match step.name:
            case "cmd" | "entrypoint":
                return _command(state, step)
            case "expose":
                return self._expose(config, step, variables)
            case "arg":
                return self._argument(step, variables)
            case "shell":
                config["Shell"] = list(step.arguments)
                return f"SHELL [{' '.join(step.arguments)}]"
            case "maintainer":
                state.author = step.arguments[0]
                return f"MAINTAINER {state.author}"
            case "healthcheck" | "onbuild":
                raise NotImplementedHere(
                    f"{step.name.upper()} is not known to the practice engine, which runs no "
                    "containers; leave the line out, or build this Dockerfile with a Docker of "
                    "your own"
                )
        arguments = expanded(step, variables, self._escape)
        match step.name:
            case "env" | "label":
                pairs = list(zip(arguments[::2], arguments[1::2], strict=True))
                (_set_environment if step.name == "env" else _set_labels)(config, pairs)
                return " ".join([step.name.upper(), *(f"{key}={value}" for key, value in pairs)])
            case "volume":
                config["Volumes"] = {
                    **(config.get("Volumes") or {}),
                    **{key: {} for key in arguments},
                }
                return f"VOLUME [{' '.join(arguments)}]"
            case "user":
                config["User"] = arguments[0]
            case "stopsignal":
                config["StopSignal"] = arguments[0]
        return f"{step.name.upper()} {arguments[0]}"

    def _argument(self, step: Instruction, variables: Mapping[str, str]) -> str:
        pairs = argument_pairs(step, variables, self._escape)
        for key, value in pairs:
            self._arguments.declare(key, value)
        texts = [key if value is None else f"{key}={value}" for key, value in pairs]
        return f"ARG {' '.join(texts)}"

    def _expose(self, config: RunConfig, step: Instruction, variables: Mapping[str, str]) -> str:
        ports: list[str] = []
        for text in step.arguments:
            ports += expand_words(text, variables, self._escape)
        exposed = dict(config.get("ExposedPorts") or {})
        for text in ports:
            match = _PORT.fullmatch(text)
            first, last = (int(match[1]), int(match[2] or match[1])) if match else (1, 0)
            if match is None or not first <= last <= _HIGHEST_PORT:
                raise SystemFailure(f"Invalid containerPort: {text.partition('/')[0]}")
            protocol = (match[3] or "tcp").lower()
            if protocol not in _PROTOCOLS:
                raise SystemFailure(f"Invalid proto: {match[3]}")
            exposed.update({f"{port}/{protocol}": {} for port in range(first, last + 1)})
        config["ExposedPorts"] = exposed
        return f"EXPOSE {' '.join(ports)}"


def expanded(step: Instruction, variables: Mapping[str, str], escape: str) -> list[str]:
    """Returns the arguments of an instruction with their variables replaced."""
    if step.keeps_dollars:
        return list(step.arguments)
    return [expand(text, variables, escape) for text in step.arguments]


def argument_pairs(
    step: Instruction, variables: Mapping[str, str], escape: str
) -> list[tuple[str, str | None]]:
    """Returns the names of an ARG with their defaults, None for a name without one."""
    pairs: list[tuple[str, str | None]] = []
    for text in step.arguments:
        name, equals, value = text.partition("=")
        name = expand(name, variables, escape)
        pairs.append((name, expand(value, variables, escape) if equals else None))
    return pairs


def refuse_run(step: Instruction) -> None:
    """Refuses a RUN.

    Raises:
        EngineError: Always; a flag of BuildKit is refused as in dockerd.
    """
    for flag in step.flags:
        raise SystemFailure(NEEDS_BUILDKIT.format(flag))
    raise NotImplementedHere(
        f"the command of RUN cannot be started: {' '.join(step.arguments)}: the practice engine "
        "builds images but runs nothing, so no RUN can work here; copy finished files with COPY, "
        "or build this Dockerfile with a Docker of your own"
    )


def _command(state: StageState, step: Instruction) -> str:
    config = state.run_config
    command = list(step.arguments)
    if not step.is_json:
        command = configs.shell(config) + command
    quoted = f"[{' '.join(json.dumps(word, ensure_ascii=False) for word in command)}]"
    if step.name == "cmd":
        config["Cmd"] = command
        state.command_set = state.command_set or bool(step.arguments)
        return f"CMD {quoted}"
    config["Entrypoint"] = command or None
    if not state.command_set:
        config["Cmd"] = None
    return f"ENTRYPOINT {quoted}"


def _set_environment(config: RunConfig, pairs: list[tuple[str, str]]) -> None:
    environment = list(config.get("Env") or [])
    for key, value in pairs:
        text = f"{key}={value}"
        for number, old in enumerate(environment):
            if old.partition("=")[0] == key:
                environment[number] = text
                break
        else:
            environment.append(text)
    config["Env"] = environment


def _set_labels(config: RunConfig, pairs: list[tuple[str, str]]) -> None:
    config["Labels"] = {**(config.get("Labels") or {}), **dict(pairs)}
