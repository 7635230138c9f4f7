"""The whole course with a terminal alone: the docker client, the Hub's API, and `docker-lessons check`."""

import json
import re
import subprocess
import urllib.request
from pathlib import Path

import pexpect
import pytest

from tests import servers
from tests.own_docker import own_docker_world
from tests.practice import PracticeWorld, clean_environment

README = Path(__file__).parents[2] / "README.md"


class Terminal:
    """One docker client in a world, used by hand."""

    def __init__(self, world: PracticeWorld, client: str, folder: Path) -> None:
        self.world, self.client, self.folder = world, client, folder
        self.account = json.loads(world.command("account", "--json"))
        self.names = world.world.names

    def docker(self, line: str) -> str:
        """What `docker LINE` prints; it must succeed."""
        done = subprocess.run(
            [self.client, *line.split()],
            env=self.world.env,
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"`docker {line}` failed: {done.stdout}{done.stderr}"
        return done.stdout

    def log_in(self) -> None:
        """`docker login -u demousr`, the password typed when asked."""
        words = self.names.log_in.split()[1:]
        child = pexpect.spawn(self.client, words, env=self.world.env, timeout=60)
        child.expect("Password: ")
        child.sendline(self.account["password"])
        child.expect("Login Succeeded")
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
        found = self.world.check(step, answer)
        assert found["verdict"] == verdict, (
            f"{step} is {found['verdict']}, not {verdict}: {found['text']}"
        )


LOGIN = (("identifier", "username"), ("secret", "password"))


def the_course(me: Terminal) -> None:
    """All of it, from the first step to the last."""
    me.world.command("start", "--dir", str(me.folder))
    target, second = me.names.target, me.names.second_target

    me.passes("build-image", verdict="not yet")
    me.docker("build -t myimage:0.1 myimage")
    me.passes("build-image")
    image = re.search(r"myimage\s+0\.1\s+([0-9a-f]{12})", me.docker("images"))
    assert image is not None
    me.passes("list-images", image[1])
    me.create_repository()
    me.passes("create-repository", f"docker pull {me.names.target_repository}")
    me.docker(f"tag {image[1]} {target}")
    me.passes("tag")
    me.log_in()
    me.passes("log-in")
    digest = re.search(r"sha256:([0-9a-f]{64})", me.docker(f"push {target}"))
    assert digest is not None
    me.passes("push")
    me.passes("see-tag", digest[1][:12])
    me.docker(f"rmi myimage:0.1 {target}")
    me.passes("delete-local")
    me.log_out()
    me.docker(f"pull {target}")
    me.passes("pull-back")
    me.passes("run-it", me.docker(f"run --rm {target}"))

    (me.folder / "myimage" / "message.txt").write_text("Another message\n")
    me.docker("build -t myimage:0.2 myimage")
    me.passes("second-build")
    me.docker(f"tag myimage:0.2 {second}")
    me.log_in()
    me.docker(f"push {second}")
    me.passes("second-push")
    me.docker(f"rmi myimage:0.2 {second}")
    me.passes("second-delete")
    me.docker(f"pull {second}")
    me.passes("second-pull")
    me.log_out()
    me.docker(f"rmi {target} {second}")
    me.passes("clean-up")


@pytest.mark.slow
def test_the_course_by_terminal(shared_world: PracticeWorld, docker_cli: str, tmp_path: Path):
    the_course(Terminal(shared_world, docker_cli, tmp_path))


@pytest.mark.slow
def test_the_course_by_terminal_on_a_docker_of_one_s_own(
    short_folder: Path, dockerd: str, docker_cli: str, tmp_path: Path
):
    with own_docker_world(short_folder, dockerd) as world:
        the_course(Terminal(world, docker_cli, tmp_path))
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
