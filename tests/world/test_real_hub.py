"""What is known of an account on Docker Hub, asked of a server that answers as the published descriptions say."""

import asyncio
import base64
import json
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from docker_lessons.oci import docker_hub
from docker_lessons.oci.access import Credential
from docker_lessons.world import Names
from docker_lessons.world.pace import MOST, Pace
from docker_lessons.world.real_hub import RealHub
from docker_lessons.world.snapshot import HostImage, Repository

DIGEST = f"sha256:{64 * 'd'}"
IMAGE = f"sha256:{64 * 'a'}"
PUSHED = HostImage(
    IMAGE, ("yourname/demorep:1.0",), (f"yourname/demorep@{DIGEST}",), ("l1", "l2"), (), 0, 1
)
TOO_MANY = {"detail": "Rate limit exceeded", "error": False}
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def token_for(actions: list[str]) -> str:
    access = [{"type": "repository", "name": "yourname/demorep", "actions": actions}]
    claims = base64.urlsafe_b64encode(json.dumps({"access": access}).encode()).decode()
    return f"h.{claims.rstrip('=')}.s"


class DockerHub:
    """Hub API, registry and token service at one address, as they are described."""

    def __init__(self) -> None:
        self.repositories: list[dict[str, Any]] = []
        self.tags: dict[str, str] = {}
        self.shown: dict[str, list[dict[str, Any]]] = {}
        self.rights = ["pull"]
        self.asked: Counter[str] = Counter()
        self.fails: Callable[[web.Request], web.Response | None] = lambda request: None
        self.more = False

    def has(self, name: str, *, private: bool = False) -> None:
        self.repositories.append({"name": name, "namespace": "yourname", "is_private": private})

    def app(self) -> web.Application:
        app = web.Application(middlewares=[self._watch])
        space = "/v2/namespaces/yourname/repositories"
        app.router.add_get(space, self._list)
        app.router.add_get(f"{space}/{{name}}", self._one)
        app.router.add_get(f"{space}/demorep/tags/{{tag}}", self._shown_tag)
        app.router.add_post("/v2/auth/token", self._api_token)
        app.router.add_get("/token", self._token)
        app.router.add_get("/v2/", self._ping)
        app.router.add_get("/v2/yourname/demorep/tags/list", self._tags)
        app.router.add_route("HEAD", "/v2/yourname/demorep/manifests/{tag}", self._manifest)
        return app

    @web.middleware
    async def _watch(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        part = "hub" if request.path.startswith(("/v2/namespaces", "/v2/auth")) else "registry"
        part = "tokens" if request.path in ("/token", "/v2/") else part
        self.asked[part] += 1
        self.asked[f"{request.method} {part}"] += 1
        return self.fails(request) or await handler(request)

    def _seen_by(self, request: web.Request) -> list[dict[str, Any]]:
        own = request.headers.get("Authorization") == "Bearer api-token"
        return [one for one in self.repositories if own or not one["is_private"]]

    async def _list(self, request: web.Request) -> web.Response:
        assert request.query["page_size"] == "100"
        rows = [] if self.more else self._seen_by(request)
        following = "https://hub.docker.com/next" if self.more else None
        return web.json_response({"count": len(rows), "next": following, "results": rows})

    async def _one(self, request: web.Request) -> web.Response:
        wanted = request.match_info["name"]
        found = next((one for one in self._seen_by(request) if one["name"] == wanted), None)
        return web.json_response(
            found or {"message": "object not found"}, status=200 if found else 404
        )

    async def _shown_tag(self, request: web.Request) -> web.Response:
        images = self.shown.get(request.match_info["tag"])
        if images is None:
            return web.json_response({"message": "tag not found"}, status=404)
        return web.json_response({"name": request.match_info["tag"], "images": images})

    async def _api_token(self, request: web.Request) -> web.Response:
        body = await request.json()
        if body["secret"] != "dckr_pat_good":
            return web.json_response({"detail": "Incorrect authentication credentials"}, status=401)
        return web.json_response({"access_token": "api-token"})

    async def _token(self, request: web.Request) -> web.Response:
        given = request.headers.get("Authorization")
        if given and not base64.b64decode(given[6:]).decode().endswith(":dckr_pat_good"):
            body = {"details": "incorrect username or password"}
            return web.json_response(body, status=401)
        rights = self.rights if given else ["pull"]
        return web.json_response({"token": token_for(rights), "expires_in": 300})

    async def _ping(self, request: web.Request) -> web.Response:
        return self._challenge(request)

    def _challenge(self, request: web.Request) -> web.Response:
        realm = f'Bearer realm="http://{request.host}/token",service="registry.docker.io"'
        errors = {"errors": [{"code": "UNAUTHORIZED", "message": "authentication required"}]}
        return web.json_response(errors, status=401, headers={"WWW-Authenticate": realm})

    async def _tags(self, request: web.Request) -> web.Response:
        if "Authorization" not in request.headers:
            return self._challenge(request)
        if not self.tags:
            unknown = {"code": "NAME_UNKNOWN", "message": "repository name not known to registry"}
            return web.json_response({"errors": [unknown]}, status=404)
        return web.json_response({"name": "yourname/demorep", "tags": list(self.tags)})

    async def _manifest(self, request: web.Request) -> web.Response:
        if "Authorization" not in request.headers:
            return self._challenge(request)
        digest = self.tags.get(request.match_info["tag"])
        headers = {"Docker-Content-Digest": digest} if digest else {}
        return web.Response(status=200 if digest else 404, headers=headers)


Play = Callable[[RealHub], Awaitable[None]]


@pytest.fixture
def play(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[DockerHub, Play], None]:
    """Gives what plays a story with a `RealHub` that asks the server in place of Docker Hub."""

    def run(server: DockerHub, story: Play) -> None:
        async def go() -> None:
            runner = web.AppRunner(server.app())
            await runner.setup()
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            url = f"http://127.0.0.1:{runner.addresses[0][1]}"
            monkeypatch.setattr(docker_hub, "PAGES_URL", url)
            monkeypatch.setattr(docker_hub, "REGISTRY_URL", url)
            names = Names(username="yourname", hub="docker.io")
            try:
                async with aiohttp.ClientSession() as session:
                    await story(RealHub(lambda: names, tmp_path / "known.json", session))
            finally:
                await runner.cleanup()

        asyncio.run(go())

    return run


def repositories(hub: RealHub, *images: HostImage) -> tuple[Repository, ...]:
    seen = hub.see(images)
    assert seen is not None, hub.trouble
    return seen.repositories


def test_nothing_is_known_before_the_first_look(play):
    async def story(hub: RealHub) -> None:
        assert hub.see(()) is None
        assert hub.trouble
        assert hub.trouble.kind == "asking"

    play(DockerHub(), story)


def test_a_public_repository_and_its_tags(play):
    server = DockerHub()
    server.has("demorep")
    server.has("another")
    server.tags = {"1.0": DIGEST}

    async def story(hub: RealHub) -> None:
        await hub.look()
        ours, other = repositories(hub, PUSHED)
        assert (ours.full_name, ours.private, other.tags) == ("yourname/demorep", False, ())
        tag = ours.tag("1.0")
        assert tag
        assert (tag.digest, tag.image, tag.diff_ids) == (DIGEST, IMAGE, ("l1", "l2"))

    play(server, story)
    assert server.asked["hub"] == 2  # the repositories, and what the page shows for the tag


def test_a_manifest_is_never_fetched_since_that_counts_as_a_pull(play):
    server = DockerHub()
    server.has("demorep")
    server.tags = {"1.0": DIGEST, "2.0": DIGEST, "latest": DIGEST, "old": DIGEST}

    async def story(hub: RealHub) -> None:
        await hub.look()
        assert len(repositories(hub)[0].tags) == 4

    play(server, story)
    assert server.asked["HEAD registry"] == 4
    assert server.asked["GET registry"] <= 2  # the list of tags, once with a token


def test_an_empty_repository_has_no_tags(play):
    server = DockerHub()
    server.has("demorep")

    async def story(hub: RealHub) -> None:
        await hub.look()
        assert repositories(hub)[0].tags == ()

    play(server, story)


def test_which_image_a_digest_stands_for_is_remembered_after_it_is_gone(play, tmp_path: Path):
    server = DockerHub()
    server.has("demorep")
    server.tags = {"1.0": DIGEST}

    async def first(hub: RealHub) -> None:
        await hub.look()
        repositories(hub, PUSHED)

    async def later(hub: RealHub) -> None:
        await hub.look()
        assert repositories(hub)[0].tags[0].image == IMAGE

    play(server, first)
    play(server, later)


def test_an_image_that_nobody_here_knows_is_not_made_up(play):
    server = DockerHub()
    server.has("demorep")
    server.tags = {"1.0": DIGEST}

    async def story(hub: RealHub) -> None:
        await hub.look()
        assert repositories(hub)[0].tags[0].image == ""

    play(server, story)


def test_a_private_repository_is_not_seen_by_a_stranger(play):
    server = DockerHub()
    server.has("demorep", private=True)

    async def story(hub: RealHub) -> None:
        await hub.look()
        seen = hub.see(())
        assert seen
        assert (seen.repositories, seen.is_public_only) == ((), True)
        assert time.time() - seen.seen_at < 60

    play(server, story)


def test_a_private_repository_is_seen_with_the_token_of_this_world(play):
    server = DockerHub()
    server.has("demorep", private=True)
    server.rights = ["pull", "push"]
    server.tags = {"1.0": DIGEST}

    async def story(hub: RealHub) -> None:
        hub.use(Credential("yourname", "dckr_pat_good"))
        await hub.look()
        (ours,) = repositories(hub)
        assert ours.private
        seen = hub.see(())
        assert seen
        assert not seen.is_public_only
        assert ours.tags
        known = hub.log_in()
        assert known
        assert (known.username, known.accepted, known.may_push) == (
            "yourname",
            True,
            True,
        )

    play(server, story)


@pytest.mark.parametrize(
    ("secret", "rights", "accepted", "may_push"),
    [("dckr_pat_good", ["pull"], True, False), ("wrong", ["pull", "push"], False, False)],
)
def test_a_token_that_can_only_read_and_one_that_is_wrong(play, secret, rights, accepted, may_push):
    server = DockerHub()
    server.has("demorep")
    server.rights = rights

    async def story(hub: RealHub) -> None:
        hub.use(Credential("yourname", secret))
        await hub.look()
        assert repositories(hub)[0].name == "demorep"
        known = hub.log_in()
        assert known
        assert (known.accepted, known.may_push) == (accepted, may_push)

    play(server, story)


def test_in_a_large_account_the_course_s_repository_is_asked_for_by_name(play):
    server = DockerHub()
    server.has("demorep")
    server.more = True

    async def story(hub: RealHub) -> None:
        await hub.look()
        assert [one.name for one in repositories(hub)] == ["demorep"]

    play(server, story)
    assert server.asked["hub"] == 2


def answers(
    status: int, body: dict[str, Any], **headers: str
) -> Callable[[web.Request], web.Response]:
    return lambda request: web.json_response(body, status=status, headers=headers)


@pytest.mark.parametrize(
    ("fails", "kind", "wait"),
    [
        (answers(429, TOO_MANY, **{"Retry-After": "120"}), "rate-limit", 120),
        (answers(429, TOO_MANY), "rate-limit", 0),
        (answers(503, {}), "outage", 0),
        (answers(404, {"message": "object not found"}), "no-account", 0),
        (answers(418, {}), "refused", 0),
    ],
)
def test_what_the_api_refuses(play, fails, kind: str, wait: float):
    server = DockerHub()
    server.fails = fails

    async def story(hub: RealHub) -> None:
        await hub.look()
        assert hub.see(()) is None
        assert hub.trouble
        assert (hub.trouble.kind, hub.trouble.wait) == (kind, wait)
        assert hub.trouble.host == "hub.docker.com"
        pause = hub.pace.next_look(watched=True)
        assert pause is not None
        assert pause > max(wait - 5, 5)

    play(server, story)


def test_the_registry_s_own_limit_is_told_with_its_window(play):
    server = DockerHub()
    server.has("demorep")
    errors = {
        "errors": [{"code": "TOOMANYREQUESTS", "message": "You have reached your pull rate limit."}]
    }
    headers = {"ratelimit-limit": "100;w=21600", "ratelimit-remaining": "0;w=21600"}
    limit = answers(429, errors, **headers)
    server.fails = lambda request: limit(request) if "tags" in request.path else None

    async def story(hub: RealHub) -> None:
        await hub.look()
        assert hub.trouble
        assert (hub.trouble.kind, hub.trouble.host) == ("rate-limit", "registry-1.docker.io")
        assert hub.trouble.wait == 21600

    play(server, story)


def test_of_a_wait_is_told_what_is_left_of_it(play):
    server = DockerHub()
    server.fails = answers(429, TOO_MANY, **{"Retry-After": "3600"})
    clock = [0.0]

    async def story(hub: RealHub) -> None:
        hub.pace = Pace(lambda: clock[-1])
        told = []
        await hub.look()
        for now in (0.0, 1800.0, 3590.0, 3700.0):
            clock.append(now)
            trouble = hub.trouble_now()
            told.append(trouble and trouble.minutes)
        assert told == [60, 30, 1, 1]

    play(server, story)


def test_it_goes_on_by_itself_once_the_hub_answers_again(play):
    server = DockerHub()
    server.has("demorep")
    server.fails = answers(503, {})

    async def story(hub: RealHub) -> None:
        await hub.look()
        assert hub.trouble
        server.fails = lambda request: None
        hub.pace = Pace()
        await hub.look()
        assert hub.trouble is None
        assert repositories(hub)

    play(server, story)


def broken_off(request: web.Request) -> web.Response:
    """Ends the connection without an answer."""
    assert request.transport
    request.transport.abort()
    return web.Response()


def on_the_way_to(
    path: str, fails: Callable[[web.Request], web.Response], times: int
) -> Callable[[web.Request], web.Response | None]:
    """Fails for the first requests to a path."""
    asked: list[str] = []

    def answer(request: web.Request) -> web.Response | None:
        if path not in request.path or len(asked) == times:
            return None
        asked.append(request.path)
        return fails(request)

    return answer


@pytest.mark.parametrize(
    ("path", "fails", "times"),
    [
        ("manifests", answers(500, {}), 1),  # as docker-registry does while a manifest is written
        ("tags/list", answers(502, {}), 1),
        ("/token", answers(503, {}), 1),
        ("namespaces", answers(504, {}), 1),
        ("tags/list", broken_off, 2),  # aiohttp tries once more by itself
    ],
    ids=["manifest", "tags", "token", "pages", "broken off"],
)
def test_a_fault_of_a_moment_is_not_told(play, path: str, fails, times: int):
    server = DockerHub()
    server.has("demorep")
    server.tags = {"1.0": DIGEST}
    server.fails = on_the_way_to(path, fails, times)

    async def story(hub: RealHub) -> None:
        await hub.look()
        assert hub.trouble is None
        assert repositories(hub)[0].tag("1.0")

    play(server, story)


@pytest.mark.parametrize(
    "fails", [answers(429, TOO_MANY), answers(503, {}, **{"Retry-After": "120"})]
)
def test_who_asks_for_patience_is_not_asked_again_at_once(play, fails):
    server = DockerHub()
    server.fails = fails

    async def story(hub: RealHub) -> None:
        await hub.look()
        assert hub.trouble

    play(server, story)
    assert server.asked["hub"] == 1


def test_a_hub_that_is_away_for_longer_is_asked_once_each_time(play):
    server = DockerHub()
    server.fails = answers(503, {})

    async def story(hub: RealHub) -> None:
        await hub.look()
        before = server.asked["hub"]
        hub.pace = Pace()
        await hub.look()
        assert server.asked["hub"] == before + 1

    play(server, story)


def test_after_sixty_requests_in_an_hour_nothing_is_asked(play):
    server = DockerHub()

    async def story(hub: RealHub) -> None:
        for _ in range(MOST):
            hub.pace.spend()
        await hub.look()
        assert hub.trouble
        assert hub.trouble.kind == "asked-enough"
        assert hub.trouble.minutes == 60

    play(server, story)
    assert server.asked["hub"] == 0


def test_tags_alone_are_looked_at_after_a_push_into_a_repository_that_is_known(play):
    server = DockerHub()
    server.has("demorep")

    async def story(hub: RealHub) -> None:
        await hub.look()
        server.tags = {"1.0": DIGEST}
        hub.pace.together = 0.0
        hub.pace.act()
        await hub.look_at_once()
        assert repositories(hub, PUSHED)[0].tag("1.0")

    play(server, story)
    assert server.asked["hub"] == 2


@pytest.mark.parametrize("then", ["private", "deleted", "tags deleted"])
def test_a_repository_whose_tags_are_gone_is_asked_for_anew_and_once(play, then: str):
    server = DockerHub()
    server.has("demorep")
    server.tags = {"1.0": DIGEST}

    async def story(hub: RealHub) -> None:
        await hub.look()
        assert repositories(hub, PUSHED)[0].tags
        server.tags = {}
        if then != "tags deleted":
            server.repositories = []
        if then == "private":
            server.has("demorep", private=True)
        hub.pace.together = 0.0
        for _ in range(3):
            hub.pace.act()
            await hub.look_at_once()
        assert [one.tags for one in repositories(hub)] == ([()] if then == "tags deleted" else [])

    asked = server.asked
    play(server, story)
    assert asked["hub"] <= 2 + 1 + (0 if then == "tags deleted" else 2)


def test_of_an_index_the_page_shows_each_platform_s_digest_which_is_asked_for_once(play):
    platform = f"sha256:{64 * 'e'}"
    server = DockerHub()
    server.has("demorep")
    server.tags = {"1.0": DIGEST, "other": DIGEST}

    async def story(hub: RealHub) -> None:
        await hub.look()  # the page does not have the new tag yet
        tag = repositories(hub)[0].tag("1.0")
        assert tag
        assert tag.shown == ()
        server.shown = {"1.0": [{"digest": platform, "architecture": "amd64"}, {"digest": None}]}
        for _ in range(3):
            hub.pace = Pace()
            await hub.look()
        tag = repositories(hub, PUSHED)[0].tag("1.0")
        assert tag
        assert (tag.shown, tag.image) == ((platform,), IMAGE)

    play(server, story)
    assert server.asked["hub"] == 3


def test_many_who_ask_at_once_are_answered_by_one_look(play):
    server = DockerHub()
    server.has("demorep")

    async def story(hub: RealHub) -> None:
        await asyncio.gather(*(hub.look() for _ in range(5)))
        assert repositories(hub)

    play(server, story)
    assert server.asked["hub"] == 1
