"""The whole course with a terminal alone: the docker client, the Hub's API, and `docker-lessons check`."""

import json
import re
import subprocess
import urllib.request
from dataclasses import replace
from pathlib import Path
from typing import Any

import pexpect
import pytest

from docker_lessons.language import ENGLISH, speaking
from tests import programs, servers
from tests.e2e.told import part_of
from tests.own_docker import own_docker_world
from tests.practice import PracticeWorld, clean_environment

README = Path(__file__).parents[2] / "README.md"
OLD, NEW = programs.DOCKER_CLIS


class Terminal:
    """One docker client in a world, used by hand."""

    def __init__(
        self,
        world: PracticeWorld,
        client: str,
        folder: Path,
        language: str = ENGLISH,
        *,
        is_careful: bool = False,
    ) -> None:
        spoken = {"LANG": f"{language}_{language.upper()}.UTF-8"}
        self.world = replace(world, env=world.env | spoken)
        self.client, self.folder, self.language = client, folder, language
        self.is_careful = is_careful
        self.account = json.loads(world.command("account", "--json"))
        self.names = world.world.names

    def docker(self, line: str) -> str:
        """What `docker LINE` prints; it must succeed."""
        done = self._run(line)
        assert done.returncode == 0, f"`docker {line}` failed: {done.stdout}{done.stderr}"
        return done.stdout

    def mistake(self, line: str, step: str, cause: str, variant: str = "") -> None:
        """Type a line that does not do the step, whether Docker refuses it or not, and be told what is wrong with it."""
        if not self.is_careful:
            self._run(line)
            self.is_told(step, cause, variant)

    def is_told(
        self, step: str, cause: str, variant: str = "", answer: str | None = None
    ) -> dict[str, Any]:
        """The step has this cause now, in the terminal's language; its verdict. Somebody careful gets no cause."""
        if self.is_careful:
            return {}
        with speaking(self.language):
            found = self.world.check(step, answer)
        assert (found["verdict"], found["cause"]) == ("not yet", cause), found
        assert part_of(cause, variant, self.language) in found["text"]
        return found

    def _run(self, line: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self.client, *line.split()],
            env=self.world.env,
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
        )

    def mistype(self) -> None:
        """A log-in with a password of something else."""
        if not self.is_careful:
            self.log_in("forgotten", "unauthorized")
            self.is_told("log-in", "login-wrong-password")

    def log_in(self, password: str = "", answer: str = "Login Succeeded") -> None:
        """`docker login -u demousr`, the password typed when asked."""
        words = self.names.log_in.split()[1:]
        child = pexpect.spawn(self.client, words, env=self.world.env, timeout=60)
        child.expect("Password: ")
        child.sendline(password or self.account["password"])
        child.expect(answer)
        child.expect(pexpect.EOF)
        child.close()

    def log_out(self) -> None:
        """`docker logout`, which must find a log-in."""
        assert "Removing login credentials" in self.docker(
            self.names.log_out.removeprefix("docker ")
        )

    def create_repository(self) -> None:
        """By the Hub's API, as a script would."""
        token = self._post("/v2/auth/token", {k: self.account[n] for k, n in LOGIN})["access_token"]
        body = {"name": "demorep", "namespace": "demousr", "is_private": False}
        self._post("/v2/namespaces/demousr/repositories", body, token)

    def _post(self, path: str, body: dict[str, object], token: str = "") -> dict[str, str]:
        headers = {"Content-Type": "application/json"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        url = f"{self.world.addresses['hub']}{path}"
        request = urllib.request.Request(url, json.dumps(body).encode(), headers)
        with urllib.request.urlopen(request) as answer:
            found: dict[str, str] = json.load(answer)
        return found

    def passes(self, step: str, answer: str | None = None, verdict: str = "passed") -> None:
        """The step has this verdict now."""
        with speaking(self.language):
            found = self.world.check(step, answer)
        assert found["verdict"] == verdict, (
            f"{step} is {found['verdict']}, not {verdict}: {found['text']}"
        )


LOGIN = (("identifier", "username"), ("secret", "password"))


def the_course(me: Terminal) -> None:
    """All of it, from the first step to the last, with a mistake on each."""
    me.world.command("start", "--dir", str(me.folder))
    target, second = me.names.target, me.names.second_target
    untagged = me.names.target_repository

    me.mistake("build -t myimage:0.1", "build-image", "build-nothing")
    me.docker("build -t myimage:0.1 myimage")
    me.passes("build-image")
    image = re.search(r"myimage\s+0\.1\s+([0-9a-f]{12})", me.docker("images"))
    assert image is not None
    me.is_told("list-images", "images-answer-tag", answer="0.1")
    me.passes("list-images", image[1])
    me.is_told("create-repository", "repository-missing", "none")
    me.create_repository()
    me.passes("create-repository", f"docker pull {untagged}")
    me.docker(f"tag {image[1]} {untagged}")
    me.is_told("tag", "tag-latest")
    me.docker(f"tag {image[1]} {target}")
    me.docker(f"rmi {untagged}:latest")
    me.passes("tag")
    me.mistype()
    me.log_in()
    me.passes("log-in")
    me.mistake(f"push {untagged}:0.1", "push", "push-no-such-name", "near")
    digest = re.search(r"sha256:([0-9a-f]{64})", me.docker(f"push {target}"))
    assert digest is not None
    me.passes("push")
    me.is_told("see-tag", "digest-answer-tag", answer="1.0")
    me.passes("see-tag", digest[1][:12])
    me.docker("rmi myimage:0.1")
    me.is_told("delete-local", "delete-one-left")
    me.docker(f"rmi {target}")
    me.passes("delete-local")
    me.log_out()
    me.mistake(f"pull {untagged}", "pull-back", "pull-no-latest")
    me.docker(f"pull {target}")
    me.passes("pull-back")
    said = me.docker(f"run --rm {target}")
    me.is_told("run-it", "run-answer-wrong", answer="hello")
    me.passes("run-it", said)

    me.mistake("build -t myimage:0.2 myimage", "second-build", "second-same-message")
    (me.folder / "myimage" / "message.txt").write_text("Another message\n")
    me.docker("build -t myimage:0.2 myimage")
    me.passes("second-build")
    me.docker(f"tag myimage:0.2 {second}")
    me.mistake(f"push {second}", "second-push", "second-push-not-logged-in")
    me.log_in()
    me.docker(f"push {second}")
    me.passes("second-push")
    me.docker("rmi myimage:0.2")
    me.is_told("second-delete", "second-delete-left")
    me.docker(f"rmi {second}")
    me.passes("second-delete")
    me.mistake(f"pull {untagged}", "second-pull", "second-pull-refused", "tag-not-there/named")
    me.docker(f"pull {second}")
    me.passes("second-pull")
    me.docker(f"rmi {target}")
    me.is_told("clean-up", "clean-log-in-left")
    me.log_out()
    me.docker(f"rmi {second}")
    if left := me.is_told("clean-up", "clean-nameless"):  # the build with the old message
        me.docker(left["repair"].removeprefix("docker "))
    me.passes("clean-up")


@pytest.mark.parametrize(
    "docker_cli", [NEW, pytest.param(OLD, marks=pytest.mark.soak)], indirect=True
)
@pytest.mark.slow
def test_the_course_by_terminal(shared_world: PracticeWorld, docker_cli: str, tmp_path: Path):
    the_course(Terminal(shared_world, docker_cli, tmp_path, "fr"))


@pytest.mark.parametrize(
    "docker_cli", [OLD, pytest.param(NEW, marks=pytest.mark.soak)], indirect=True
)
@pytest.mark.slow
def test_the_course_by_terminal_on_a_docker_of_one_s_own(
    short_folder: Path, dockerd: str, docker_cli: str, tmp_path: Path
):
    with own_docker_world(short_folder, dockerd) as world:
        the_course(Terminal(world, docker_cli, tmp_path, is_careful=True))
        # The learner cleaned up: nothing of the lesson's is left for the fixture to remove.
        assert (
            servers.docker(dockerd, "images", "-aq", "--filter", "label=docker-lessons.world") == ""
        )


@pytest.mark.whole
def test_the_readme_s_lines_for_a_terminal(short_folder: Path):
    """Typed as they stand there, in a folder as empty as a fresh clone's."""
    part = README.read_text("utf-8").partition("## In a terminal only")[2]
    lines = part.partition("```sh\n")[2].partition("```")[0].replace(".venv/bin/", "")
    assert lines.rstrip().endswith("stop")
    (short_folder / "home").mkdir()
    done = subprocess.run(
        ["sh", "-e"],
        input=lines,
        env=clean_environment(short_folder / "home", short_folder / "world"),
        cwd=short_folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"A line of README.md failed: {done.stdout}{done.stderr}"
    assert "build-image: passed" in done.stdout
