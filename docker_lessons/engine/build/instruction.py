"""The instructions of a Dockerfile: what each one allows, and the stages that they form.

The rules and the sentences are those of Docker's Dockerfile reference and of buildkit's
``frontend/dockerfile/instructions``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from docker_lessons.engine.api.errors import BadParameter
from docker_lessons.engine.build import healthcheck
from docker_lessons.engine.build.dockerfile import Document, Node
from docker_lessons.engine.build.number import as_number

KNOWN = frozenset(
    [
        "add",
        "arg",
        "cmd",
        "copy",
        "entrypoint",
        "env",
        "expose",
        "from",
        "healthcheck",
        "label",
        "maintainer",
        "onbuild",
        "run",
        "shell",
        "stopsignal",
        "user",
        "volume",
        "workdir",
    ]
)
"""The names of all instructions."""
_AT_LEAST_ONE = frozenset({"arg", "env", "expose", "healthcheck", "label", "onbuild", "volume"})
_EXACTLY_ONE = frozenset({"maintainer", "stopsignal", "user", "workdir"})
_FLAGS = {
    "add": ("chown", "chmod"),
    "copy": ("chown", "from", "chmod"),
    "from": ("platform",),
    "healthcheck": ("interval", "timeout", "start-period", "retries"),
}
_STAGE_NAME = re.compile(r"[a-z][a-z0-9\-_.]*")
_HEREDOC = re.compile(r"\d*<<-?(['\"]?)[a-zA-Z][a-zA-Z0-9]*\1")
_ONBUILD = re.compile(r"^\s*ONBUILD\s*", re.IGNORECASE)
_FROM_AS = 3


@dataclass(frozen=True)
class Instruction:
    """One instruction; `code` is the text that its step shows.

    `keeps_dollars` is set for the labels of ``docker build --label``, in which no variable is replaced.
    """

    name: str
    code: str
    arguments: tuple[str, ...]
    flags: Mapping[str, str]
    is_json: bool = False
    keeps_dollars: bool = False


@dataclass(frozen=True)
class Stage:
    """A FROM and the instructions after it; `name` and `platform` are '' if it has none."""

    base: str
    name: str
    code: str
    instructions: tuple[Instruction, ...]
    platform: str = ""


@dataclass(frozen=True)
class Recipe:
    """The meaning of a Dockerfile: the ARGs before the first FROM, and the stages."""

    arguments: tuple[Instruction, ...]
    stages: tuple[Stage, ...]


def recipe(document: Document, labels: Mapping[str, str], target: str = "") -> Recipe:
    """Returns the meaning of a Dockerfile; `labels` go to the last stage, which is `target` if given.

    Raises:
        BadParameter: When an instruction is malformed, with dockerd's sentence.
    """
    arguments: list[Instruction] = []
    stages: list[Stage] = []
    bodies: list[list[Instruction]] = []
    for node in document.nodes:
        try:
            if node.name == "from":
                stages.append(_stage(node))
                bodies.append([])
                continue
            parsed = instruction(node)
        except BadParameter as problem:
            raise BadParameter(
                f"dockerfile parse error line {node.line}: {problem.message}"
            ) from None
        if not stages and node.name == "arg":
            arguments.append(parsed)
        elif not stages:
            raise BadParameter("no build stage in current context")
        else:
            bodies[-1].append(parsed)
    if not stages:
        return Recipe(tuple(arguments), ())
    if target:
        last = _index(stages, target)
        del stages[last + 1 :], bodies[last + 1 :]
    bodies[-1] += [
        Instruction("label", f"LABEL {key}={labels[key]}", (key, labels[key]), {}, False, True)
        for key in sorted(labels)
    ]
    whole = [
        replace(stage, instructions=tuple(body)) for stage, body in zip(stages, bodies, strict=True)
    ]
    return Recipe(tuple(arguments), tuple(whole))


def _index(stages: list[Stage], target: str) -> int:
    for number, stage in reversed(list(enumerate(stages))):
        if stage.name and stage.name == target.lower():
            return number
    index = as_number(target)
    if index is not None and index < len(stages):
        return index
    raise BadParameter(f"failed to reach build target {target} in Dockerfile")


def _stage(node: Node) -> Stage:
    words = node.arguments
    name = ""
    if len(words) == _FROM_AS and words[1].lower() == "as":
        name = words[2].lower()
        if not _STAGE_NAME.fullmatch(name):
            raise BadParameter(
                f'invalid name for build stage: "{words[2]}", '
                "name can't start with a number or contain symbols"
            )
    elif len(words) != 1:
        raise BadParameter("FROM requires either one or three arguments")
    platform = _flags(node).get("platform", "")
    return Stage(words[0], name, node.original.strip(), (), platform)


def instruction(node: Node) -> Instruction:
    """Returns the meaning of one instruction.

    Raises:
        BadParameter: When it is malformed, with dockerd's sentence.
    """
    name, arguments = node.name, node.arguments
    upper = name.upper()
    if name not in KNOWN:
        raise BadParameter(f"unknown instruction: {upper}")
    if name in _AT_LEAST_ONE and not arguments:
        raise BadParameter(f"{upper} requires at least one argument")
    if name in _EXACTLY_ONE and len(arguments) != 1:
        raise BadParameter(f"{upper} requires exactly one argument")
    if name in ("add", "copy") and len(arguments) < 2:
        raise BadParameter(
            f"{upper} requires at least two arguments, but only one was provided. "
            "Destination could not be determined"
        )
    flags = {} if _takes_any_flag(node) else _flags(node)
    if name == "healthcheck":
        healthcheck.read(arguments, flags, is_json=node.is_json)
    elif name == "onbuild":
        arguments = (_trigger(node),)
    elif name in ("env", "label") and not all(arguments[::2]):
        raise BadParameter(f"{upper} names can not be blank")
    elif name == "arg":
        if any(argument.startswith("=") for argument in arguments):
            raise BadParameter("ARG names can not be blank")
    elif name == "shell" and not arguments:
        raise BadParameter("SHELL requires at least one argument")
    elif name == "shell" and not node.is_json:
        raise BadParameter("SHELL requires the arguments to be in JSON form")
    elif name == "volume":
        arguments = tuple(argument.strip() for argument in arguments)
        if not all(arguments):
            raise BadParameter("VOLUME specified can not be an empty string")
    elif name == "expose":
        arguments = tuple(sorted(arguments))
    elif name in ("add", "copy") and any(_HEREDOC.fullmatch(word) for word in arguments):
        raise BadParameter(
            f"{upper} cannot take a here-document in this engine's classic builder; "
            "put the text into a file and copy that"
        )
    return Instruction(name, node.original.strip(), arguments, flags, node.is_json)


def _takes_any_flag(node: Node) -> bool:
    """Returns whether Docker does not check the flags of this instruction."""
    if node.name == "healthcheck":
        return node.arguments[0].upper() == "NONE"
    return node.name in ("arg", "stopsignal")


def _trigger(node: Node) -> str:
    """Returns the instruction that an ONBUILD stores for builds on its image.

    Raises:
        BadParameter: When it is not allowed as a trigger, with dockerd's sentence.
    """
    word = node.arguments[0].split(maxsplit=1)[0].upper()
    if word == "ONBUILD":
        raise BadParameter("Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed")
    if word in ("MAINTAINER", "FROM"):
        raise BadParameter(f"{word} isn't allowed as an ONBUILD trigger")
    return _ONBUILD.sub("", node.original)


def _flags(node: Node) -> dict[str, str]:
    """Returns the flags of an instruction.

    Raises:
        BadParameter: When one is unknown, comes twice or has no value.
    """
    known = _FLAGS.get(node.name, ())
    flags: dict[str, str] = {}
    for word in node.flags:
        name, equals, value = word.removeprefix("--").partition("=")
        if node.name == "run" and name in ("mount", "network", "security"):
            flags[name] = value
            continue
        if name not in known:
            raise BadParameter(f"Unknown flag: {name}")
        if name in flags:
            raise BadParameter(f"Duplicate flag specified: {name}")
        if not equals:
            raise BadParameter(f"Missing a value on flag: {name}")
        flags[name] = value
    return flags
