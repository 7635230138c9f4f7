"""What a learner's clients do to a world, as a table: each act by the protocols, and what the world has after it."""

from __future__ import annotations

import base64
import io
import json
import random
import tarfile
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import Any

from docker_lessons.course_check.hub_visitor import HubVisitor
from docker_lessons.lessons.course_image import architecture, program
from docker_lessons.world import World
from tests.engine.serving import asked

_BROKEN = (OSError, HTTPException, ValueError, KeyError)
"""What a client sees of a service that is killed."""


@dataclass
class Having:
    """What a world has: the names of images with their IDs, and the Hub's repositories with their tags."""

    images: dict[str, str] = field(default_factory=dict)
    repositories: dict[str, dict[str, str]] = field(default_factory=dict)

    def copy(self) -> Having:
        """Returns the same, to be changed."""
        tags = {name: dict(tags) for name, tags in self.repositories.items()}
        return Having(dict(self.images), tags)


class Hands:
    """A learner's clients: Docker's, the browser and the API."""

    def __init__(self, world: World, seed: int) -> None:
        self.world = world
        self.chance = random.Random(seed)  # noqa: S311 - acts and instants, not secrets
        self.visitor = HubVisitor(world)
        account = world.account()
        secret = {"username": account.username, "password": account.password}
        self.headers = {"X-Registry-Auth": base64.b64encode(json.dumps(secret).encode()).decode()}

    def engine(self, method: str, path: str, body: bytes | None = None) -> tuple[int, str]:
        """Sends the engine a request, JSON where it is no archive; returns status and text."""
        kind = "application/x-tar" if path.startswith("/build") else "application/json"
        headers = {**self.headers, "Content-Type": kind}
        return asked(self.world.engine_socket, method, path, body, headers=headers, raw=True)

    def did(self, method: str, path: str, body: bytes | None = None) -> bool:
        """Sends the engine a request; returns whether it did what was asked."""
        status, text = self.engine(method, path, body)
        return status < 300 and '"errorDetail"' not in text

    def containers(self) -> dict[str, str]:
        """Returns the state of each container by its ID."""
        rows = json.loads(self.engine("GET", "/containers/json?all=1")[1])
        return {row["Id"]: row["State"] for row in rows}

    def having(self) -> Having:
        """Returns what the world has now; each image can be inspected, each tag resolved."""
        found = Having()
        for row in json.loads(self.engine("GET", "/images/json")[1]):
            for name in row["RepoTags"] or ():
                status, text = self.engine("GET", f"/images/{name}/json")
                assert status == 200, text
                assert json.loads(text)["Id"] == row["Id"]
                found.images[name] = row["Id"]
        for name in self.visitor.own_repositories():
            place = (
                f"{self.world.hub_url}/v2/namespaces/demousr/repositories/{name}/tags?page_size=100"
            )
            with urllib.request.urlopen(place, timeout=20) as answer:
                rows = json.loads(answer.read())["results"]
            found.repositories[name] = {row["name"]: row["digest"] for row in rows}
        return found


def _context(chance: random.Random) -> bytes:
    """Returns a build context whose image nobody has built before."""
    context = io.BytesIO()
    files = {
        "Dockerfile": b'FROM scratch\nCOPY . /\nLABEL a=b\nCMD ["/hello"]\n',
        "hello": program(architecture()),
        "message.txt": b"Image created\n",
        "data": chance.randbytes(chance.choice([100, 300_000, 3_000_000])),
    }
    with tarfile.open(fileobj=context, mode="w") as tar:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size, member.mode = len(content), 0o755
            tar.addfile(member, io.BytesIO(content))
    return context.getvalue()


@dataclass(frozen=True)
class Act:
    """An act on one thing: `do` does it and tells whether it was acknowledged."""

    do: Callable[[Hands], bool]
    images: frozenset[str] = frozenset()
    """The names of images that it may have changed."""
    repositories: frozenset[str] = frozenset()
    """The repositories that it may have changed."""
    becomes: bool | None = None
    """Whether these are there once it was acknowledged; None for either."""


def _any_image(hands: Hands, having: Having) -> str:
    return hands.chance.choice(sorted(having.images))


def _new(hands: Hands, start: str) -> str:
    return f"{start}{hands.chance.randrange(10**9)}"


def build(hands: Hands, having: Having) -> Act:
    """`docker build -t`."""
    name, context = f"built:{_new(hands, 'b')}", _context(hands.chance)
    return Act(
        lambda it: it.did("POST", f"/build?t={name}", context), frozenset({name}), becomes=True
    )


def tag(hands: Hands, having: Having) -> Act:
    """`docker tag`."""
    source, name = _any_image(hands, having), _new(hands, "t")
    path = f"/images/{source}/tag?repo=demousr/soak&tag={name}"
    return Act(lambda it: it.did("POST", path), frozenset({f"demousr/soak:{name}"}), becomes=True)


def push(hands: Hands, having: Having) -> Act:
    """`docker push` of a name that is made for it."""
    source, name = _any_image(hands, having), _new(hands, "p")

    def do(it: Hands) -> bool:
        tagged = it.did("POST", f"/images/{source}/tag?repo=demousr/soak&tag={name}")
        return tagged and it.did("POST", f"/images/demousr/soak/push?tag={name}")

    return Act(do, frozenset({f"demousr/soak:{name}"}), frozenset({"soak"}), becomes=True)


def pull(hands: Hands, having: Having) -> Act:
    """`docker pull` of what the Hub has."""
    tags = sorted(having.repositories.get("soak", {}))
    name = hands.chance.choice(tags) if tags else "none"
    return Act(
        lambda it: it.did("POST", f"/images/create?fromImage=demousr/soak&tag={name}"),
        frozenset({f"demousr/soak:{name}"}),
        becomes=True if tags else None,
    )


def remove(hands: Hands, having: Having) -> Act:
    """`docker rmi`."""
    name = _any_image(hands, having)
    return Act(
        lambda it: it.did("DELETE", f"/images/{name}?force=1"), frozenset({name}), becomes=False
    )


def prune(hands: Hands, having: Having) -> Act:
    """`docker image prune --all`."""
    path = "/images/prune?filters=%7B%22dangling%22%3A%5B%22false%22%5D%7D"
    return Act(lambda it: it.did("POST", path), frozenset(having.images), becomes=False)


def run(hands: Hands, having: Having) -> Act:
    """`docker run --rm`, as a client does it that removes the container itself."""
    name = _any_image(hands, having)

    def do(it: Hands) -> bool:
        body = json.dumps({"Image": name, "Labels": {"soak": ""}}).encode()
        status, text = it.engine("POST", "/containers/create", body)
        if status != 201:
            return False
        place = f"/containers/{json.loads(text)['Id']}"
        started = it.did("POST", f"{place}/start") and it.did("POST", f"{place}/wait")
        return started and it.did("DELETE", f"{place}?v=1")

    return Act(do, becomes=True)


def create(hands: Hands, having: Having) -> Act:
    """*Create repository* on the Hub's page."""
    name = _new(hands, "made")
    return Act(
        lambda it: it.visitor.create(name) == 200, repositories=frozenset({name}), becomes=True
    )


def delete(hands: Hands, having: Having) -> Act:
    """*Delete repository* on its settings page."""
    name = hands.chance.choice(sorted(having.repositories) or ["none"])

    def do(it: Hands) -> bool:
        it.visitor.delete_repository(name)
        return True

    return Act(do, repositories=frozenset({name}), becomes=None)


ACTS: dict[str, tuple[int, Callable[[Hands, Having], Act]]] = {
    "build": (4, build),
    "tag": (2, tag),
    "push": (4, push),
    "pull": (3, pull),
    "remove": (2, remove),
    "prune": (1, prune),
    "run": (3, run),
    "create": (1, create),
    "delete": (1, delete),
}
"""How often each is chosen, in proportion, and what makes it of what there is."""


def done(act: Act, hands: Hands) -> bool:
    """Does an act; returns whether it was acknowledged. A service that is killed meanwhile acknowledges nothing."""
    try:
        return act.do(hands)
    except _BROKEN:
        return False
    except urllib.error.URLError:
        return False


def differences(act: Act, before: Having, after: Having, *, acknowledged: bool) -> list[str]:
    """Returns what is not as it has to be after an act that was, or was not, acknowledged."""
    wrong: list[str] = []
    seen: tuple[tuple[str, dict[str, Any], dict[str, Any], frozenset[str]], ...] = (
        ("image", before.images, after.images, act.images),
        ("repository", before.repositories, after.repositories, act.repositories),
    )
    for kind, old, new, touched in seen:
        wrong += [
            f"{kind} {name}: was {old.get(name)}, is {new.get(name)}"
            for name in (old.keys() | new.keys()) - touched
            if old.get(name) != new.get(name)
        ]
        if acknowledged and act.becomes is not None:
            wrong += [
                f"{kind} {name}: acknowledged, and {'missing' if act.becomes else 'still there'}"
                for name in touched
                if (name in new) is not act.becomes
            ]
    for name, tags in before.repositories.items():
        lost = tags.items() - after.repositories.get(name, {}).items()
        if lost and name in after.repositories:
            wrong.append(f"repository {name} lost {lost}")
    return wrong
