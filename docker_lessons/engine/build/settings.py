"""Instructions of a Dockerfile that change the image's config and no file.

Source: moby ``builder/dockerfile/dispatchers.go``, whose rules and sentences these are.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from docker_lessons.engine.api.errors import SystemFailure
from docker_lessons.engine.build import healthcheck
from docker_lessons.engine.build.variables import expand, expand_words
from docker_lessons.engine.images import image_config as configs
from docker_lessons.engine.layers import tree

if TYPE_CHECKING:
    from docker_lessons.engine.build.build_args import BuildArguments
    from docker_lessons.engine.build.instruction import Instruction
    from docker_lessons.engine.images.image_config import RunConfig
    from docker_lessons.engine.images.model import Image
    from docker_lessons.oci.manifest import Platform

NEEDS_BUILDKIT = (
    "the --{} option requires BuildKit. Refer to https://docs.docker.com/go/buildkit/ to learn how "
    "to build images with BuildKit enabled"
)
"""dockerd's refusal of a flag that its classic builder does not have."""

_PORT = re.compile(
    r"(?:\[?[0-9.:a-fA-F]*\]?:)?(?:[0-9]*(?:-[0-9]+)?:)?([0-9]{1,18})(?:-([0-9]{1,18}))?(?:/(\w+))?"
)
_SIGNALS = frozenset(
    (
        *("ABRT", "ALRM", "BUS", "CHLD", "CLD", "CONT", "FPE", "HUP", "ILL", "INT", "IO", "IOT"),
        *("KILL", "PIPE", "POLL", "PROF", "PWR", "QUIT", "SEGV", "STKFLT", "STOP", "SYS", "TERM"),
        *("TRAP", "TSTP", "TTIN", "TTOU", "URG", "USR1", "USR2", "VTALRM", "WINCH", "XCPU", "XFSZ"),
        *("RTMIN", *(f"RTMIN+{number}" for number in range(1, 16))),
        *("RTMAX", *(f"RTMAX-{number}" for number in range(1, 15))),
    )
)
"""Linux's signals, whatever system the engine runs on."""
_DIGITS = 24
"""How much of a number is read: more than Go's largest has."""
_HIGHEST_PORT = 65_535
_PROTOCOLS = ("tcp", "udp", "sctp")


@dataclass
class StageState:
    """The state of a stage of a build: its image so far (None for an empty base) and its config.

    `container` is the ID of the container in which dockerd would run the current step, '' for none;
    `platform` the one that was asked for, None for this machine's.
    """

    image: Image | None
    run_config: RunConfig
    author: str = ""
    command_set: bool = False
    container: str = ""
    platform: Platform | None = None


class Settings:
    """The instructions that change the config, for one build."""

    def __init__(self, arguments: BuildArguments, escape: str) -> None:
        self._arguments = arguments
        self._escape = escape

    def apply(self, state: StageState, step: Instruction, variables: Mapping[str, str]) -> str:
        """Applies one of them to `state` and returns its line in the history.

        Raises:
            EngineError: When it is malformed.
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
            case "healthcheck":
                health = healthcheck.read(step.arguments, step.flags, is_json=step.is_json)
                config["Healthcheck"] = health
                return healthcheck.line(health)
            case "onbuild":
                config["OnBuild"] = [*(config.get("OnBuild") or ()), step.arguments[0]]
                return f"ONBUILD {step.arguments[0]}"
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
                _check_signal(arguments[0])
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


def working_directory(config: RunConfig, path: str) -> str:
    """Returns the working directory after ``WORKDIR path``; `config` has the one before it.

    Raises:
        SystemFailure: When `path` is empty, with dockerd's sentence.
    """
    if not path:
        raise SystemFailure("cannot normalize nothing")
    if path.startswith("/"):
        return path
    return tree.join(str(config.get("WorkingDir") or ""), path)


def refuse_flags(step: Instruction) -> None:
    """Refuses the flags of a RUN.

    Raises:
        SystemFailure: When it has one, with dockerd's sentence.
    """
    for flag in step.flags:
        raise SystemFailure(NEEDS_BUILDKIT.format(flag))


def _check_signal(text: str) -> None:
    """Refuses what is neither the number nor the name of a signal.

    Raises:
        SystemFailure: When it is neither, with dockerd's sentence.
    """
    if re.fullmatch(r"[+-]?\d+", text, re.ASCII) and 0 < abs(int(text[:_DIGITS])) < 2**63:
        return
    if text.upper().removeprefix("SIG") not in _SIGNALS:
        raise SystemFailure(f"Invalid signal: {text}")


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
