"""Any order of tag, push, pull, rmi, build, log-in and log-out, held to a model of a few dictionaries.

The practice engine and dockerd have to fit the same model; both have the practice Hub as their registry.
"""

import base64
import json
from pathlib import Path
from urllib.parse import quote

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from tests.engine.serving import PASSWORD, ServedHub, asked
from tests.engine.stored import tar_of

pytestmark = pytest.mark.timeout(900)  # a slow machine is no fault

CONTENTS = st.sampled_from(["one", "two", "three"])
LOCAL = ["myimage:0.1", "myimage:0.2"]
THEIRS = "teacherdemo/welcome:1.0"
REMOTE = ["demousr/demorep:1.0", "demousr/demorep:2.0", "demousr/other:1.0", THEIRS]
NAMES = st.sampled_from(LOCAL + REMOTE)
PUSHABLE = st.sampled_from(REMOTE)


def repository_of(name: str) -> str:
    return name.partition(":")[0]


class Images(RuleBasedStateMachine):
    """The engine at `socket` and the registry at `host`, walked; what ought to be there is modelled."""

    socket: Path
    host: str

    @initialize()
    def begin(self) -> None:
        self.here: dict[str, str] = {}
        self.ids: dict[str, str] = {}
        self.who: dict[str, str] = {}
        for image in self.ask("GET", "/images/json?all=1")[1]:
            self.ask("DELETE", f"/images/{image['Id']}?force=1")
        # The registry keeps what earlier walks have pushed; this one has a place of its own there.
        type(self).walk = getattr(type(self), "walk", 0) + 1
        self.there: dict[str, str] = {}
        self.strangers = 0

    def full(self, name: str) -> str:
        repository, tag = name.split(":")
        if repository == "myimage":
            return name
        return f"{self.host}/{repository}{self.walk if repository != 'teacherdemo/welcome' else ''}:{tag}"

    def ask(self, method: str, path: str, body: bytes | None = None) -> tuple[int, object]:
        header = base64.urlsafe_b64encode(json.dumps(self.who).encode()).decode()
        return asked(
            self.socket, method, f"/v1.41{path}", body, headers={"X-Registry-Auth": header}
        )

    def stream(self, method: str, path: str, body: bytes | None = None) -> tuple[int, list[dict]]:
        """The status and the lines of what is answered bit by bit; a refusal is a line too."""
        status, answer = self.ask(method, path, body)
        lines = [answer] if isinstance(answer, dict) else map(json.loads, str(answer).splitlines())
        return status, list(lines)

    @rule(content=CONTENTS, name=NAMES)
    def build(self, content: str, name: str) -> None:
        context = tar_of(
            {"Dockerfile": f"FROM scratch\nCOPY Dockerfile /\nLABEL is={content}\n".encode()}
        )
        status, lines = self.stream(
            "POST", f"/build?q=1&t={quote(self.full(name), safe='')}", context.read()
        )
        assert status == 200
        assert "error" not in lines[-1]
        self.ids[content] = lines[-1]["stream"].strip()
        self.here[name] = content

    @rule(source=NAMES, name=NAMES)
    def tag(self, source: str, name: str) -> None:
        repository, _, tag = self.full(name).rpartition(":")
        path = f"/images/{self.full(source)}/tag?repo={repository}&tag={tag}"
        status, answer = self.ask("POST", path)
        if source in self.here:
            assert status == 201, answer
            self.here[name] = self.here[source]
        else:
            assert (status, answer) == (404, {"message": f"No such image: {self.full(source)}"})

    @rule(name=NAMES)
    def remove(self, name: str) -> None:
        status, answer = self.ask("DELETE", f"/images/{self.full(name)}")
        if name not in self.here:
            assert (status, answer) == (404, {"message": f"No such image: {self.full(name)}"})
            return
        assert status == 200, answer
        assert {"Untagged": self.full(name)} in answer
        content = self.here.pop(name)
        deleted = {record["Deleted"] for record in answer if "Deleted" in record}
        assert (self.ids[content] in deleted) == (content not in self.here.values())

    @rule(right=st.booleans())
    def log_in(self, right: bool) -> None:
        # Another stranger each time: the Hub makes who guesses wait.
        self.strangers += not right
        username = "demousr" if right else f"nobody{self.walk}x{self.strangers}"
        mine = {"username": username, "password": PASSWORD}
        body = json.dumps({**mine, "serveraddress": self.host}).encode()
        status, answer = self.ask("POST", "/auth", body)
        if right:
            assert (status, answer["Status"]) == (200, "Login Succeeded")
            self.who = mine
        else:
            assert status == 401
            assert answer["message"].endswith("unauthorized: incorrect username or password")

    @rule()
    def log_out(self) -> None:
        self.who = {}

    @rule(name=PUSHABLE)
    def push(self, name: str) -> None:
        repository, _, tag = self.full(name).rpartition(":")
        status, lines = self.stream("POST", f"/images/{repository}/push?tag={tag}")
        assert status == 200
        error = lines[-1].get("error", "")
        if name not in self.here:
            known = repository_of(name) in map(repository_of, self.here)
            assert error.startswith(
                f"tag does not exist: {self.full(name)}"
                if known
                else f"An image does not exist locally with the tag: {repository}"
            )
        elif self.who and name != THEIRS:
            assert not error
            self.there[name] = self.here[name]
        else:
            # Alone, or the first of two reasons where the layers are there already.
            assert "denied: requested access to the resource is denied" in error.splitlines()

    @rule(name=st.sampled_from(REMOTE[:-1]))
    def pull(self, name: str) -> None:
        repository, _, tag = self.full(name).rpartition(":")
        status, lines = self.stream("POST", f"/images/create?fromImage={repository}&tag={tag}")
        known = repository_of(name) in map(repository_of, self.there)
        if name in self.there:
            assert status == 200, lines
            assert "error" not in lines[-1]
            fresh = self.here.get(name) != self.there[name]
            done = "Downloaded newer image" if fresh else "Image is up to date"
            assert lines[-1]["status"] == f"Status: {done} for {self.full(name)}"
            self.here[name] = self.there[name]
        else:
            assert status == 404, lines
            sentence = "manifest for" if known else "pull access denied for"
            assert lines[-1]["message"].startswith(f"{sentence} {repository}")

    @invariant()
    def the_engine_has_what_the_model_has(self) -> None:
        found = {
            tag: image["Id"]
            for image in self.ask("GET", "/images/json")[1]
            for tag in image["RepoTags"] or ()
            if tag != "<none>:<none>"
        }
        assert found == {self.full(name): self.ids[text] for name, text in self.here.items()}


def walk(socket: Path, host: str, *, walks: int, steps: int) -> None:
    machine = type("Walk", (Images,), {"socket": socket, "host": host})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=walks,
            stateful_step_count=steps,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_any_order_of_commands_keeps_to_the_model(practice_engine, practice_hub: ServedHub) -> None:
    walk(practice_engine.socket, practice_hub.host, walks=5, steps=20)


@pytest.mark.soak
def test_many_orders_of_commands_keep_to_the_model(
    practice_engine, practice_hub: ServedHub
) -> None:
    walk(practice_engine.socket, practice_hub.host, walks=100, steps=30)


@pytest.mark.slow
def test_dockerd_keeps_to_the_same_model(empty_dockerd: str, practice_hub: ServedHub) -> None:
    walk(Path(empty_dockerd.removeprefix("unix://")), practice_hub.host, walks=2, steps=20)


@pytest.mark.soak
def test_dockerd_keeps_to_the_same_model_in_many_orders(
    empty_dockerd: str, practice_hub: ServedHub
) -> None:
    walk(Path(empty_dockerd.removeprefix("unix://")), practice_hub.host, walks=20, steps=30)
