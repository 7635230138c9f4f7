"""Choose the engine that a world's lessons work with, and make sure first that it can serve them.

Everything is asked before anything is changed, so that a refusal leaves the world as it was.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from docker_lessons.world import own_docker, process
from docker_lessons.world.directory import World
from docker_lessons.world.engine import LABEL, PRACTICE, Engine
from docker_lessons.world.failure import EngineError
from docker_lessons.world.names import Names

_SECONDS = 20.0
_OLDEST_API = (1, 24)


def start(world: World, kind: str | None, *, pin: bool = True, new_ports: bool = False) -> None:
    """Have the world served with the engine of this kind; returns when all its addresses answer.

    `kind` None leaves the engine as it is.

    Raises: EngineError when the learner's own Docker cannot be used; whatever `process.start` raises.
    """
    world.prepare()
    wanted = world.engine
    if kind == PRACTICE:
        wanted = Engine(PRACTICE, world.practice_socket)
    elif kind is not None:
        wanted = own_docker.find(os.environ)
        facts(wanted)
    process.start(world, pin=pin, new_ports=new_ports)
    if (wanted.kind, wanted.socket) == (world.engine.kind, world.engine.socket):
        return
    if wanted.own:
        at_registry = Names(registry=world.registry_url.replace("http://127.0.0.1", "localhost"))
        _reach(wanted, world, at_registry.registry)
        _refuse_foreign(wanted, world, at_registry)
    was_pinned = bool(process.status(world).get("pinned"))
    process.stop(world)
    world.keep_engine(wanted)
    process.start(world, pin=pin or was_pinned)


def facts(engine: Engine) -> dict[str, Any]:
    """What the learner's Docker says of itself (`GET /version`), if the course can use it.  Raises: EngineError."""
    status, version = _ask(engine, "GET", "/version")
    if status != HTTPStatus.OK:
        raise EngineError(
            f"{engine.socket} ({engine.chosen_by}) answers, but not as a Docker engine does (HTTP {status}). "
            + own_docker.PRACTISE
        )
    newest = tuple(int(part) for part in str(version.get("ApiVersion", "0")).split("."))
    if newest < _OLDEST_API or version.get("Os", "linux") != "linux":
        raise EngineError(
            f"Your Docker ({version.get('Version')}, {version.get('Os')}, API {version.get('ApiVersion')}) cannot "
            "build the course's image: a Linux engine of the last ten years is needed. "
            + own_docker.PRACTISE
        )
    return dict(version)


def foreign(
    images: Iterable[tuple[Iterable[str], dict[str, str]]], names: Names, world_id: str
) -> list[str]:
    """The course's names that stand on images which this world's lessons did not make.

    `images`: the names and the labels of each image on the host.
    """
    course = {names.image, names.target, names.second_image, names.second_target}
    return sorted(
        name
        for bears, labels in images
        if labels.get(LABEL) != world_id
        for name in course.intersection(bears)
    )


def refusal(taken: list[str]) -> str:
    """The sentence about names that are somebody else's, on the learner's own Docker."""
    first = taken[0]
    return (
        f"On your Docker there is {' and '.join(taken)} already, and it was not made in this course. "
        "Nothing of yours is touched, so give it another name first: "
        f"docker tag {first} my-{first.rpartition('/')[2]} && docker rmi {first}"
    )


def _reach(engine: Engine, world: World, registry: str) -> None:
    """Ask the engine whether it reaches the practice registry: `POST /auth` asks that and keeps nothing.

    The credential is the world's own, and the request is known by its agent, so it is no learner's act.
    """
    account = world.account()
    asked = {
        "username": account.username,
        "password": account.password,
        "serveraddress": registry,
    }
    status, answer = _ask(engine, "POST", "/auth", asked)
    if status == HTTPStatus.OK:
        return
    raise EngineError(
        f"Your Docker ({engine.chosen_by}) does not reach the practice registry at {registry}: "
        f"{answer.get('message', f'HTTP {status}')}. Most often the engine lives in a machine of its own, as that of "
        "Docker Desktop, Colima and Rancher Desktop does, and there localhost is another computer. Docker Engine, "
        "installed in this very Linux (or in this WSL), would reach it. " + own_docker.PRACTISE
    )


def _refuse_foreign(engine: Engine, world: World, names: Names) -> None:
    status, rows = _ask(engine, "GET", "/images/json")
    if status != HTTPStatus.OK or not isinstance(rows, list):
        raise EngineError(f"Your Docker does not list its images (HTTP {status}).")
    images = [(row.get("RepoTags") or (), row.get("Labels") or {}) for row in rows]
    if taken := foreign(images, names, world.id):
        raise EngineError(refusal(taken))


def _ask(
    engine: Engine, method: str, path: str, body: dict[str, str] | None = None
) -> tuple[int, Any]:
    import http.client  # takes longer than all else that a start needs

    from docker_lessons.world.control import USER_AGENT, UnixConnection

    connection = UnixConnection(engine.socket, _SECONDS)
    try:
        connection.request(
            method,
            path,
            body=json.dumps(body) if body is not None else None,
            headers={"User-Agent": USER_AGENT, "Content-Type": "application/json"},
        )
        response = connection.getresponse()
        text = response.read()
    except PermissionError as error:
        raise EngineError(
            f"You may not use your Docker's socket {engine.socket} ({engine.chosen_by}): it belongs to root and to a "
            "group, often called docker. Have yourself added to it (sudo usermod -aG docker $USER) and log in anew: "
            "a window that is open already does not notice. " + own_docker.PRACTISE
        ) from error
    except (OSError, http.client.HTTPException) as error:
        raise EngineError(
            f"Your Docker does not answer at {engine.socket} ({engine.chosen_by}): {error}. Is it started? "
            + own_docker.PRACTISE
        ) from error
    finally:
        connection.close()
    try:
        return response.status, json.loads(text)
    except ValueError:
        return response.status, {}
