"""The world's own `docker`: which lines it gives to whom. The client here is a script that says how it was started."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from docker_lessons.world import World


@pytest.fixture
def world(tmp_path: Path) -> World:
    world = World(tmp_path / "world")
    world.prepare()
    return world


@pytest.fixture
def started(world: World, tmp_path: Path):
    """Starts the world's `docker` with these words; gives who ran, the client's proxy, and the words."""
    client = tmp_path / "client"
    ours = tmp_path / "ours"
    client.mkdir()
    # No first line with an interpreter: as for a real client, the shell is not told that it is a script.
    (client / "docker").write_text('echo "client|$HTTPS_PROXY|$*"\n')
    ours.write_text('#!/bin/sh\necho "ours|$HTTPS_PROXY|$*"\n')
    for file in (client / "docker", ours):
        file.chmod(0o755)
    script = world.bin / "docker"
    script.write_text(script.read_text().replace(sys.executable, str(ours)))

    def start(*words: str, path: str | None = None, **variables: str) -> list[str]:
        env = {
            "PATH": path or f"{world.bin}:{client}:/usr/bin:/bin",
            "DOCKER_HOST": f"unix://{world.engine_socket}",
            **variables,
        }
        done = subprocess.run([script, *words], env=env, capture_output=True, text=True, check=True)
        return done.stdout.strip().split("|")

    return start


@pytest.mark.parametrize(
    "line",
    [
        *("ps -a", "build -t a:1 myimage", "build -t a:1 ./my.image/", "push demousr/demorep:1.0"),
        *("run --rm alpine", "images", "", "tag a:1 demousr/a:1", "save -o /tmp/a.tar a:1"),
    ],
)
def test_a_common_line_goes_to_the_client_which_is_held_here(started, line):
    who, proxy, words = started(*line.split())
    assert (who, words) == ("client", line)
    assert proxy == "http://127.0.0.1:1"


@pytest.mark.parametrize(
    "line",
    [
        *(
            "login -u demousr",
            "manifest inspect a",
            "--debug manifest inspect a",
            "trust inspect a",
        ),
        *("pull quay.io/a/b", "run reg:5000/a", "build https://example.com", "build git@x:a.git"),
        *("push --disable-content-trust=false a", "scout quickview", "buildx imagetools inspect a"),
    ],
)
def test_a_line_that_may_leave_is_looked_at_first(started, line):
    who, _, words = started(*line.split())
    assert (who, words) == ("ours", f"-m docker_lessons docker {line}")


def test_content_trust_is_looked_at_first(started):
    assert started("pull", "a", DOCKER_CONTENT_TRUST="1")[0] == "ours"


@pytest.mark.parametrize(
    ("words", "host"),
    [
        (["manifest", "inspect", "a"], "unix:///var/run/docker.sock"),
        (["-H", "tcp://1.2.3.4:5", "ps"], ""),
        (["--context", "mine", "ps"], ""),
    ],
)
def test_who_names_another_engine_has_the_client_as_it_is(started, words, host):
    variables = {"DOCKER_HOST": host} if host else {}
    assert started(*words, **variables) == ["client", "", " ".join(words)]


def test_words_stay_whole(started):
    assert started("run", "a", "two  words", "it's", "*", "")[2] == "run a two  words it's *"


def test_without_a_client_the_course_has_its_own(started, world):
    assert started("images", path=f"{world.bin}:/nosuch")[0] == "ours"


def test_a_script_in_the_clients_place_is_left_to_the_course(started, world, tmp_path):
    podman = tmp_path / "podman"
    podman.mkdir()
    (podman / "docker").write_text("#!/bin/sh\nexec podman\n")
    (podman / "docker").chmod(0o755)
    assert started("images", path=f"{world.bin}:{podman}:/bin")[0] == "ours"


def test_with_ones_own_docker_only_a_login_is_looked_at(started, world, tmp_path):
    own = tmp_path / "own.sock"
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(own))
        world.engine_socket.symlink_to(own)
        assert started("login", "-u", "a")[0] == "ours"
        assert started("manifest", "inspect", "a")[:2] == ["client", ""]
        assert started("pull", "quay.io/a/b")[:2] == ["client", ""]
