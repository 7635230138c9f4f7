"""The front end's words, streams and exit codes are the real client's."""

import io
import json
import os
import re
import shlex
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from docker_lessons.command import frontend
from docker_lessons.command.stream import PlainStream
from tests import programs

# What a client without buildx says of the classic builder; the front end has no other.
_OLD_BUILDER = re.compile(r"DEPRECATED: The legacy builder.*?\n\n", re.DOTALL)


@dataclass(frozen=True)
class Said:
    exit_code: int
    out: str
    err: str


@dataclass(frozen=True)
class Pair:
    """The real client and the front end, in the same environment."""

    program: str
    env: dict[str, str]
    folder: Path

    def client(self, line: str, feed: str = "") -> Said:
        done = subprocess.run(
            [self.program, *shlex.split(line)],
            env=self.env,
            cwd=self.folder,
            input=feed.encode(),
            capture_output=True,
            timeout=60,
            check=False,
        )
        out = re.sub(r"\r+\n?", "\n", done.stdout.decode())
        return Said(done.returncode, out, _OLD_BUILDER.sub("", done.stderr.decode()))

    def front(self, line: str, feed: str = "") -> Said:
        out, err = io.StringIO(), io.StringIO()
        before = Path.cwd()
        os.chdir(self.folder)
        try:
            code = frontend.main(
                shlex.split(line), self.env, PlainStream(out), PlainStream(err), feed=feed
            )
        finally:
            os.chdir(before)
        return Said(code, out.getvalue(), err.getvalue())


@pytest.fixture(scope="session")
def prepare(dockerd: str, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Pair]:
    folder = tmp_path_factory.mktemp("both")
    (folder / "myimage").mkdir()
    (folder / "empty").mkdir()
    (folder / "myimage" / "Dockerfile").write_text(
        'FROM scratch\nLABEL a="1 < 2"\nCOPY message.txt /message.txt\nCMD ["/hello"]\n'
    )
    (folder / "myimage" / "message.txt").write_text("Image created\n")
    (folder / "myimage" / "wrong").write_text("FROM scratch\nCOPPY a /a\n")
    (folder / "myimage" / "missing").write_text("FROM scratch\nCOPY nothing /a\n")
    (folder / "docker").mkdir()
    env = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "DOCKER_HOST": dockerd,
        "DOCKER_CONFIG": str(folder / "docker"),
        "DOCKER_BUILDKIT": "0",
    }
    pair = Pair(programs.docker_cli("docker 28 or newer"), env, folder)

    def prepared() -> Pair:
        """The host with `myimage:0.1` and a second name for it, and nothing else."""
        (folder / "docker" / "config.json").write_text('{"auths": {"practice.invalid": {}}}')
        ids = pair.client("images -aq").out.split()
        if ids:
            pair.client(f"rmi -f {' '.join(sorted(set(ids)))}")
        assert pair.client("build -q -t myimage:0.1 myimage").exit_code == 0
        assert pair.client("tag myimage:0.1 demousr/demorep:1.0").exit_code == 0
        return pair

    return prepared


@pytest.fixture
def pair(prepare: Callable[[], Pair]) -> Pair:
    return prepare()


@pytest.mark.parametrize(
    "line",
    [
        "images --no-trunc --digests myimage",
        "images -q myimage",
        "images myimage:0.1",
        "images nosuch",
        "images --format '{{.Repository}} has {{.Tag}}' myimage",
        r"images --format 'table {{.ID}}\t{{.Tag}}' demousr/demorep",
        "images --format json myimage",
        "images --format '{{json .}}' myimage",
        "images --filter reference=demousr/demorep",
        "images -f dangling=true",
        "image ls myimage",
        "images -z",
        "images --nosuch",
        "history myimage:0.1",
        "history --no-trunc myimage:0.1",
        "history -q myimage:0.1",
        "history --format '{{.Size}}' myimage:0.1",
        "history nosuch",
        "history",
        "inspect myimage:0.1",
        "inspect --format '{{.Id}} {{.RepoTags}} {{index .RepoTags 0}}' myimage:0.1",
        "inspect -f '{{json .RootFS}} {{len .RepoTags}} {{.Size}}' myimage:0.1",
        "inspect -f '{{range .RepoTags}}{{.}} {{end}}' myimage:0.1",
        "inspect -f '{{.Id' myimage:0.1",
        "inspect nosuch",
        "inspect",
        "tag",
        "tag myimage:0.1",
        "tag myimage:0.1 demousr / demorep:1.0",
        "tag myimage:0.1 'demousr/demorep: 1.0'",
        "tag myimage:0.1 demousr/Demorep:1.0",
        "tag MyImage:0.1 demousr/demorep:1.0",
        "tag myimage:0.1 demousr/demorep:1,0",
        "tag nosuch:0.1 demousr/demorep:1.0",
        "tag myimage:0.1 demousr/third",
        "push",
        "push demousr/nosuch:1.0",
        "push demousr/nosuch",
        "push -a demousr/demorep:1.0",
        "push demousr/Demorep:1.0",
        "pull",
        "pull demousr/Demorep:1.0",
        "pull -a demousr/demorep:1.0",
        "pull --nosuch x",
        "rmi",
        "rmi nosuch",
        "rmi -f nosuch",
        "build",
        "build -t myimage:0.2",
        "build -t myimage:0.2 nosuch",
        "build -t myimage:0.2 empty",
        "build -t MyImage:0.2 myimage",
        "build -t myimage: myimage",
        "build -t myimage:0.2 -f myimage/wrong myimage",
        "build -t myimage:0.2 -f myimage/missing myimage",
        "build -t",
        "build -t myimage:0.1 myimage",
        "build -t myimage:0.1 -t demousr/demorep:1.0 myimage",
        "build -qt myimage:0.1 myimage",
        "build --tag=myimage:0.1 -f myimage/Dockerfile myimage",
        "login --password-stdin",
        "login -u",
        "login -u demousr --password-stdin",
        "logout",
        "logout localhost:5000",
        "version --format '{{.Server.Version}}'",
        "version x",
    ],
)
def test_a_line_answers_as_the_client_does(pair: Pair, line: str):
    real = pair.client(line)
    assert pair.front(line) == real


def test_the_list_of_images_is_the_clients_whatever_order_its_names_have(pair: Pair):
    real, ours = pair.client("images"), pair.front("images")
    assert sorted(ours.out.splitlines()) == sorted(real.out.splitlines())
    assert ours.exit_code == 0


@pytest.mark.parametrize(
    "line",
    [
        "rmi demousr/demorep:1.0",
        "rmi demousr/demorep:1.0 nosuch myimage:0.1",
        "rmi myimage:0.1 demousr/demorep:1.0",
        "rmi --force myimage:0.1",
    ],
)
def test_removing_says_and_does_what_the_client_does(prepare: Callable[[], Pair], line: str):
    pair = prepare()
    real, left = pair.client(line), pair.client("images -q")
    pair = prepare()
    # A fresh build has IDs of its own; that something was deleted is what counts.
    assert _without_ids(pair.front(line)) == _without_ids(real)
    assert len(pair.client("images -q").out) == len(left.out)


def test_an_image_with_two_names_is_not_removed_by_its_id(pair: Pair):
    pair.client("tag myimage:0.1 demousr/demorep:1.0")
    image = pair.client("images -q myimage").out.strip()
    real = pair.client(f"rmi {image}")
    assert real.exit_code == 1
    assert pair.front(f"rmi {image}") == real


def test_a_fresh_build_is_the_clients(prepare: Callable[[], Pair]):
    pair = prepare()
    pair.client("rmi -f myimage:0.1 demousr/demorep:1.0")
    real = pair.client("build -t myimage:0.1 myimage")
    layers = pair.client("inspect -f '{{json .RootFS}}' myimage:0.1").out
    pair.client("rmi -f myimage:0.1")
    ours = pair.front("build -t myimage:0.1 myimage")
    assert _without_ids(ours) == _without_ids(real)
    assert pair.client("inspect -f '{{json .RootFS}}' myimage:0.1").out == layers


def test_push_and_pull_print_what_the_client_prints(pair: Pair, registry: str):
    name = f"{registry.removeprefix('http://')}/demousr/demorep:1.0"
    pair.client(f"tag myimage:0.1 {name}")
    lines = [
        *(f"push {name}", f"push -q {name}", f"push -a {name.rpartition(':')[0]}"),
        *(f"pull {name}", f"pull -q {name}", f"pull {name.rpartition(':')[0]}"),
        f"pull {name.rpartition('/')[0]}/nosuch",
    ]
    pair.client(f"push {name}")
    for line in lines:
        assert pair.front(line) == pair.client(line), line
    pair.client(f"rmi -f {name} myimage:0.1 demousr/demorep:1.0")
    ours = pair.front(f"pull {name}")
    pair.client(f"rmi {name}")
    assert _lines(ours) == _lines(pair.client(f"pull {name}"))


def test_a_log_in_is_kept_where_and_how_the_client_keeps_it(pair: Pair, registry: str):
    server = registry.removeprefix("http://")
    config = pair.folder / "docker" / "config.json"
    config.write_text('{"auths": {"practice.invalid": {}}, "detachKeys": "ctrl-q"}')
    line = f"login -u demousr --password-stdin {server}"
    real = pair.client(line, "a secret\n")
    kept = config.read_text()
    assert pair.client(f"logout {server}").exit_code == 0
    ours = pair.front(line, "a secret\n")
    assert (ours.exit_code, ours.out) == (real.exit_code, real.out)
    assert config.read_text() == kept
    assert config.stat().st_mode & 0o777 == 0o600
    assert pair.front(f"logout {server}").exit_code == 0
    assert list(json.loads(config.read_text())["auths"]) == ["practice.invalid"]


def test_a_kill_while_the_log_in_is_written_leaves_the_old_file(pair: Pair, monkeypatch):
    from docker_lessons.command.frontend import account

    config = pair.folder / "docker" / "config.json"
    before = config.read_text()

    def killed(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(account.os, "fsync", killed)
    with pytest.raises(KeyboardInterrupt):
        pair.front("logout")
    assert config.read_text() == before
    assert [each.name for each in config.parent.iterdir()] == ["config.json"]


@pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning"
)  # the SDK leaves its socket
@pytest.mark.parametrize("line", ["images", "tag a b", "version", "pull a", "inspect a", "rmi a"])
def test_an_engine_that_is_away_is_named_as_the_client_names_it(pair: Pair, line: str):
    away = Pair(
        pair.program, {**pair.env, "DOCKER_HOST": "unix:///nosuch/docker.sock"}, pair.folder
    )
    real, ours = away.client(line), away.front(line)
    assert ours.exit_code == real.exit_code
    assert ours.err.splitlines()[-1] in real.err


@pytest.mark.parametrize(
    "line", ["ps", "run --rm myimage", "buildx build .", "-H x images", "nosuch", ""]
)
def test_anything_else_says_how_to_get_the_client(pair: Pair, line: str):
    said = pair.front(line)
    assert said.exit_code == 1
    assert "get the client: https://" in said.err


def test_help_shows_how_a_command_is_written(pair: Pair):
    said = pair.front("tag --help")
    assert said.out.startswith("Usage:  docker tag SOURCE_IMAGE[:TAG] TARGET_IMAGE[:TAG]\n")
    assert said.exit_code == 0


def test_version_shows_the_engines_part_as_the_client_does(pair: Pair):
    _, _, real = pair.client("version").out.partition("Server:")
    _, _, ours = pair.front("version").out.partition("Server:")
    assert ours.splitlines()[:9] == real.splitlines()[:9]


def _without_ids(said: Said) -> Said:
    hidden = re.sub(r"(sha256:)?[0-9a-f]{12,64}", "ID", said.out)
    deleted = re.sub(r"(Deleted: ID\n)+", "Deleted: IDS\n", hidden)
    return Said(said.exit_code, re.sub(r" ---> Using cache\n", "", deleted), said.err)


def _lines(said: Said) -> tuple[int, set[str], str]:
    """What was said, in whatever order the layers came, without what depends on how fast they did."""
    passing = ("Waiting", "Verifying Checksum", "Download complete")
    return (
        said.exit_code,
        {line for line in said.out.splitlines() if not line.endswith(passing)},
        said.err,
    )
