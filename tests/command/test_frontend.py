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
from docker_lessons.lessons import course_image
from docker_lessons.world import World
from tests import programs
from tests.practice import PracticeWorld

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
        except frontend.Lacking as lacking:
            return Said(lacking.exit_code, out.getvalue(), f"{lacking}\n")
        finally:
            os.chdir(before)
        return Said(code, out.getvalue(), err.getvalue())


@pytest.fixture(scope="session", params=["practice engine", "dockerd"])
def engine(request: pytest.FixtureRequest) -> str:
    """The engine that both speak to."""
    if request.param == "dockerd":
        address: str = request.getfixturevalue("dockerd")
        return address
    practice: PracticeWorld = request.getfixturevalue("practice")
    return practice.env["DOCKER_HOST"]


@pytest.fixture(scope="session")
def prepare(engine: str, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Pair]:
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
    course_image.write_build_folder(folder / "program")
    env = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "DOCKER_HOST": engine,
        "DOCKER_CONFIG": str(folder / "docker"),
        "DOCKER_BUILDKIT": "0",
    }
    pair = Pair(programs.docker_cli("docker 28 or newer"), env, folder)

    def prepared() -> Pair:
        """The host with `myimage:0.1` and a second name for it, and nothing else."""
        (folder / "docker" / "config.json").write_text('{"auths": {"practice.invalid": {}}}')
        for container in pair.client("ps -aq").out.split():
            pair.client(f"rm -f {container}")
        ids = pair.client("images -aq").out.split()
        if ids:
            pair.client(f"rmi -f {' '.join(sorted(set(ids)))}")
        assert pair.client("build -q -t myimage:0.1 myimage").exit_code == 0
        assert pair.client("build -q -t program:1 program").exit_code == 0
        assert pair.client("tag myimage:0.1 demousr/demorep:1.0").exit_code == 0
        return pair

    return prepared


@pytest.fixture
def pair(prepare: Callable[[], Pair]) -> Pair:
    return prepare()


@pytest.fixture
def nowhere(tmp_path: Path) -> Pair:
    """A front end that no engine, and no client, is asked behind."""
    return Pair("", {"DOCKER_HOST": "unix:///nosuch/docker.sock"}, tmp_path)


@pytest.fixture(scope="session")
def looking(prepare: Callable[[], Pair]) -> Pair:
    """The pair, prepared once: for lines that take nothing away."""
    return prepare()


PRACTICE = pytest.mark.parametrize("engine", ["practice engine"], indirect=True)
DOCKERD = pytest.mark.parametrize("engine", ["dockerd"], indirect=True)

# What the engine knows, set by the client:
SHOWN = [
    "images --no-trunc --digests myimage",
    "images -q myimage",
    "images myimage:0.1",
    "images --format '{{.Repository}} has {{.Tag}}' myimage",
    r"images --format 'table {{.ID}}\t{{.Tag}}' demousr/demorep",
    "images --format json myimage",
    "images --format '{{json .}}' myimage",
    "images --filter reference=demousr/demorep",
    "images -f dangling=true",
    "image ls myimage",
    "history myimage:0.1",
    "history --no-trunc myimage:0.1",
    "history -q myimage:0.1",
    "history --format '{{.Size}}' myimage:0.1",
    "inspect myimage:0.1",
    "inspect --format '{{.Id}} {{.RepoTags}} {{index .RepoTags 0}}' myimage:0.1",
    "inspect -f '{{json .RootFS}} {{len .RepoTags}} {{.Size}}' myimage:0.1",
    "inspect -f '{{range .RepoTags}}{{.}} {{end}}' myimage:0.1",
]
# What the client refuses by itself:
REFUSED_BY_THE_CLIENT = [
    "images -z",
    "images --nosuch",
    "history",
    "inspect",
    "tag",
    "tag myimage:0.1",
    "tag myimage:0.1 demousr / demorep:1.0",
    "tag myimage:0.1 'demousr/demorep: 1.0'",
    "tag myimage:0.1 demousr/Demorep:1.0",
    "tag MyImage:0.1 demousr/demorep:1.0",
    "tag myimage:0.1 demousr/demorep:1,0",
    "push",
    "push -a demousr/demorep:1.0",
    "push demousr/Demorep:1.0",
    "pull",
    "pull demousr/Demorep:1.0",
    "pull -a demousr/demorep:1.0",
    "pull --nosuch x",
    "rmi",
    "build",
    "build -t myimage:0.2",
    "build -t myimage:0.2 nosuch",
    "build -t myimage:0.2 empty",
    "build -t MyImage:0.2 myimage",
    "build -t myimage: myimage",
    "build -t",
    "login --password-stdin",
    "login -u",
    "login -u demousr --password-stdin",
    "version x",
    "images -qz",
    "images --form json",
    "build -qt",
    "tag -z a b",
    "tag a -z",
    "logout --nosuch=1",
    "run",
    "run --nosuch program:1",
    "run -e",
    "run Program:1",
    "run program:1:2",
    "ps x",
    "ps -z",
    "ps -f name",
    "images -f name",
    "rm",
    "logs",
    "logs a b",
]
# What the engine does or refuses, passed on:
ANSWERED = [
    "images nosuch",
    "history nosuch",
    "inspect -f '{{.Id' myimage:0.1",
    "inspect nosuch",
    "tag nosuch:0.1 demousr/demorep:1.0",
    "tag myimage:0.1 demousr/third",
    "push demousr/nosuch:1.0",
    "push demousr/nosuch",
    "rmi nosuch",
    "rmi -f nosuch",
    "build -t myimage:0.2 -f myimage/wrong myimage",
    "build -t myimage:0.2 -f myimage/missing myimage",
    "build -t myimage:0.1 myimage",
    "build -t myimage:0.1 -t demousr/demorep:1.0 myimage",
    "build -qt myimage:0.1 myimage",
    "build --tag=myimage:0.1 -f myimage/Dockerfile myimage",
    "logout",
    "logout localhost:5000",
    "version --format '{{.Server.Version}}'",
    "image remove nosuch",
    "image list myimage",
    "images --quiet=false myimage",
    "run --rm program:1",
    "container run --rm program:1",
    "run --rm --entrypoint /hello -w / -u 0 -e A=1 -e B -l c=d --name mine program:1",
    "run --rm program:1 hello",
    "run --rm --entrypoint /message.txt program:1",
    "run --rm --entrypoint /nothing program:1",
    "run --name ' ' program:1",
    "run nosuch",
    "run nosuch:1 hello",
    "run demousr/nosuch",
    "rm nosuch",
    "rm -f nosuch",
    "rm program:1 nosuch",
    "container rm nosuch",
    "logs nosuch",
    "ps",
    "ps -q",
]


@pytest.mark.parametrize("line", SHOWN)
def test_what_the_engine_knows_is_shown_as_the_client_shows_it(looking: Pair, line: str):
    _same(looking, line)


@PRACTICE
@pytest.mark.parametrize("line", [*REFUSED_BY_THE_CLIENT, *ANSWERED])
def test_a_line_answers_as_the_client_does(looking: Pair, line: str):
    _same(looking, line)


@pytest.fixture(scope="session")
def left(prepare: Callable[[], Pair]) -> Pair:
    """The pair, with two containers that have ended."""
    pair = prepare()
    pair.client("run --name left program:1")
    pair.client("run --name second -l a=b program:1")
    return pair


@pytest.mark.parametrize(
    "line",
    [
        *("ps -a", "ps -aq", "ps -a --no-trunc", "ps -l", "ps -n 1", "ps -a -f name=left"),
        *("ps -a --format json", "ps -a --format '{{.Names}} {{.Status}} {{.State}}'"),
        r"ps -a --format 'table {{.ID}}\t{{.Image}}'",
        *("container ls -a", "logs left", "logs -t left", "logs -n 1 left", "logs -f left"),
        "container logs left",
        "run --name left program:1",
    ],
)
def test_containers_are_shown_as_the_client_shows_them(left: Pair, line: str):
    _same(left, line)


@DOCKERD
def test_a_container_is_removed_and_named_as_the_client_does(pair: Pair):
    def left(run: Callable[[str], Said]) -> list[Said]:
        said = [run("run --name mine program:1"), run("rm mine nosuch"), run("ps -aq")]
        assert pair.client("inspect mine").exit_code == 1
        return said

    assert left(pair.front) == left(pair.client)


@PRACTICE
def test_a_detached_container_is_told_by_its_id_and_goes_by_itself(pair: Pair):
    said = pair.front("run -d --rm program:1")
    assert re.fullmatch(r"[0-9a-f]{64}\n", said.out)
    programs.wait_for("it is gone", lambda: not pair.client("ps -aq").out)


def _same(pair: Pair, line: str) -> None:
    ours, real = pair.front(line), pair.client(line)
    if ours != real:  # "3 seconds ago" may have become "4 seconds ago" meanwhile
        ours = pair.front(line)
    assert ours == real


def test_the_list_of_images_is_the_clients_whatever_order_its_names_have(looking: Pair):
    def rows(said: Said) -> list[list[str]]:
        rows = [re.split(r" {2,}", line) for line in said.out.splitlines()]
        return sorted([*row[:3], *row[4:]] for row in rows)  # how long ago may change meanwhile

    ours = looking.front("images")
    assert rows(ours) == rows(looking.client("images"))
    assert ours.exit_code == 0


@pytest.mark.parametrize(
    "line",
    [
        "rmi demousr/demorep:1.0 nosuch myimage:0.1",
        "rmi --force myimage:0.1",
    ],
)
@DOCKERD
def test_removing_says_and_does_what_the_client_does(prepare: Callable[[], Pair], line: str):
    pair = prepare()
    real, left = pair.client(line), pair.client("images -q")
    pair = prepare()
    # A fresh build has IDs of its own; that something was deleted is what counts.
    assert _without_ids(pair.front(line)) == _without_ids(real)
    assert len(pair.client("images -q").out) == len(left.out)


@DOCKERD
def test_an_image_with_two_names_is_not_removed_by_its_id(pair: Pair):
    pair.client("tag myimage:0.1 demousr/demorep:1.0")
    image = pair.client("images -q myimage").out.strip()
    real = pair.client(f"rmi {image}")
    assert real.exit_code == 1
    assert pair.front(f"rmi {image}") == real


@DOCKERD
def test_a_fresh_build_is_the_clients(prepare: Callable[[], Pair]):
    pair = prepare()
    pair.client("rmi -f myimage:0.1 demousr/demorep:1.0")
    real = pair.client("build -t myimage:0.1 myimage")
    layers = pair.client("inspect -f '{{json .RootFS}}' myimage:0.1").out
    pair.client("rmi -f myimage:0.1")
    ours = pair.front("build -t myimage:0.1 myimage")
    assert _without_ids(ours) == _without_ids(real)
    assert pair.client("inspect -f '{{json .RootFS}}' myimage:0.1").out == layers


@dataclass(frozen=True)
class Registry:
    """Where both push to, and log in."""

    prefix: str
    server: str
    password: str


@pytest.fixture
def account(engine: str, practice: PracticeWorld, request: pytest.FixtureRequest) -> Registry:
    if engine == practice.env["DOCKER_HOST"]:
        return Registry("", "", World.find(practice.home).account().password)
    address: str = request.getfixturevalue("registry").removeprefix("http://")
    return Registry(f"{address}/", address, "any")


@DOCKERD
def test_push_and_pull_print_what_the_client_prints(pair: Pair, account: Registry):
    repository = f"{account.prefix}demousr/demorep"
    name = f"{repository}:1.0"
    pair.client(f"login -u demousr --password-stdin {account.server}", account.password)
    pair.client(f"tag myimage:0.1 {name}")
    assert pair.client(f"push {name}").exit_code == 0
    lines = [
        *(f"push {name}", f"push -q {name}", f"push -a {repository}", f"push {repository}"),
        *(f"pull {name}", f"pull -q {name}", f"pull {repository}", f"pull {repository}x"),
    ]
    for line in lines:
        assert pair.front(line) == pair.client(line), line
    names = pair.client("images --format '{{.Repository}}:{{.Tag}}'").out.split()
    pair.client(f"rmi -f {' '.join(names)}")
    ours = pair.front(f"pull {name}")
    assert ours.exit_code == 0
    pair.client(f"rmi {name}")
    assert _lines(ours) == _lines(pair.client(f"pull {name}"))


@PRACTICE
def test_a_name_that_is_not_here_is_pulled_before_it_runs(pair: Pair, account: Registry):
    pair.client("tag program:1 demousr/demorep:2.0")
    pair.client("login -u demousr --password-stdin", account.password)
    assert pair.client("push demousr/demorep:2.0").exit_code == 0
    said = []
    for run in (pair.front, pair.client):
        pair.client("rmi program:1 demousr/demorep:2.0")
        said.append(run("run --rm demousr/demorep:2.0"))
        assert pair.client("ps -aq").out == ""
    ours, real = (_lines(Said(each.exit_code, each.err, "")) for each in said)
    assert ours == real
    assert {each.out for each in said} == {"Image created\n"}


def test_a_log_in_is_kept_where_and_how_the_client_keeps_it(pair: Pair, account: Registry):
    config = pair.folder / "docker" / "config.json"
    config.write_text('{"auths": {"practice.invalid": {}}, "detachKeys": "ctrl-q"}')
    line = f"login -u demousr --password-stdin {account.server}"
    real = pair.client(line, f"{account.password}\n")
    kept = config.read_text()
    assert pair.client(f"logout {account.server}").exit_code == 0
    assert pair.front(line, f"{account.password}\n") == real
    assert config.read_text() == kept
    assert config.stat().st_mode & 0o777 == 0o600
    assert pair.front(f"logout {account.server}") == pair.client(f"logout {account.server}")
    assert list(json.loads(config.read_text())["auths"]) == ["practice.invalid"]


@PRACTICE  # docker-registry takes any password
def test_a_refused_log_in_is_the_clients(pair: Pair):
    line = "login -u demousr --password-stdin"
    real = pair.client(line, "wrong")
    assert real.exit_code == 1
    assert pair.front(line, "wrong") == real


@PRACTICE
@pytest.mark.parametrize(
    ("kept", "said"),
    [
        ("[]", "json: cannot unmarshal array into Go value of type configfile.ConfigFile"),
        (
            '{"auths": []}',
            "json: cannot unmarshal array into Go struct field ConfigFile.auths of type map[string]types.AuthConfig",
        ),
        ('{"auths": {', "unexpected end of JSON input"),
        ("[" * 5_000, "unexpected end of JSON input"),
        ('{"auths": {}} x', "invalid character 'x' after top-level value"),
    ],
)
def test_a_file_in_another_shape_is_told_and_stays(
    looking: Pair, tmp_path: Path, kept: str, said: str
):
    config = tmp_path / "config.json"
    config.write_text(kept)
    away = Pair(looking.program, {**looking.env, "DOCKER_CONFIG": str(tmp_path)}, looking.folder)
    answer = away.front("logout")
    assert answer.exit_code == 1
    assert answer.err == f"Error loading config file: {config}: {said}\n"
    assert config.read_text() == kept


@PRACTICE
@pytest.mark.parametrize("kept", ["", "null", "{}", '{"auths": null}'])
def test_a_file_that_names_nobody_is_filled(looking: Pair, tmp_path: Path, kept: str):
    config = tmp_path / "config.json"
    config.write_text(kept)
    away = Pair(looking.program, {**looking.env, "DOCKER_CONFIG": str(tmp_path)}, looking.folder)
    assert away.front("logout").exit_code == 0
    assert json.loads(config.read_text()) == {"auths": {}}


@PRACTICE
def test_a_kill_while_the_log_in_is_written_leaves_the_old_file(pair: Pair, monkeypatch):
    from docker_lessons.command.frontend import credentials as module

    config = pair.folder / "docker" / "config.json"
    before = config.read_text()

    def killed(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(module.os, "fsync", killed)
    with pytest.raises(KeyboardInterrupt):
        pair.front("logout")
    assert config.read_text() == before
    assert [each.name for each in config.parent.iterdir()] == ["config.json"]


@pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning"
)  # the SDK leaves its socket
@pytest.mark.parametrize("line", ["images", "tag a b", "version", "pull a", "inspect a", "rmi a"])
@PRACTICE
def test_an_engine_that_is_away_is_named_as_the_client_names_it(looking: Pair, line: str):
    away = Pair(
        looking.program,
        {**looking.env, "DOCKER_HOST": "unix:///nosuch/docker.sock"},
        looking.folder,
    )
    real, ours = away.client(line), away.front(line)
    assert ours.exit_code == real.exit_code
    assert ours.err.splitlines()[-1] in real.err


@pytest.mark.parametrize(
    "line",
    [
        *("stop a", "exec a b", "create a", "-H x images", "container prune"),
        *("container inspect a", "image prune", "image nosuch", "volume ls", "search a"),
    ],
)
def test_what_only_the_client_can_do_says_how_to_get_it(nowhere: Pair, line: str):
    said = nowhere.front(line)
    assert said.exit_code == 1
    assert "get the client: https://" in said.err


@pytest.mark.parametrize("line", ["nosuch", "buidl -t x .", "buildx bake", "desktop start"])
def test_a_word_that_is_no_command_is_refused_in_the_clients_words(nowhere: Pair, line: str):
    said = nowhere.front(line)
    word = line.split(maxsplit=1)[0]
    assert said.exit_code == 1
    assert (
        said.err
        == f"docker: unknown command: docker {word}\n\nRun 'docker --help' for more information\n"
    )


def test_a_credential_helper_that_is_missing_is_told_in_the_clients_words(
    looking: Pair, tmp_path: Path
):
    (tmp_path / "config.json").write_text('{"credsStore": "nosuch"}')
    away = Pair(looking.program, {**looking.env, "DOCKER_CONFIG": str(tmp_path)}, looking.folder)
    for line in ("login -u demousr --password-stdin", "push demousr/demorep:1.0"):
        said = away.front(line, "secret")
        assert said.exit_code == 1
        assert said.err == (
            'error getting credentials - err: exec: "docker-credential-nosuch": executable file not found in $PATH, '
            "out: ``\n"
        )


@pytest.mark.parametrize(
    ("line", "usage", "row"),
    [
        ("", "docker [OPTIONS] COMMAND", "  push        Upload an image to a registry\n"),
        ("help", "docker [OPTIONS] COMMAND", "  login       Authenticate to a registry.\n"),
        ("--help", "docker [OPTIONS] COMMAND", "Run 'docker COMMAND --help' for more"),
        ("image", "docker image COMMAND", "  rm          Remove one or more images\n"),
        ("image --help", "docker image COMMAND", "Run 'docker image COMMAND --help' for more"),
        ("help image", "docker image COMMAND", "  ls          List images\n"),
        ("help image ls", "docker images [OPTIONS] [REPOSITORY[:TAG]]", "  -q, --quiet\n"),
        ("container", "docker container COMMAND", "  ls          List containers\n"),
        ("help push", "docker push [OPTIONS] NAME[:TAG]", "  -q, --quiet\n"),
    ],
)
def test_docker_alone_and_help_show_the_usage(nowhere: Pair, line: str, usage: str, row: str):
    said = nowhere.front(line)
    assert (said.exit_code, said.err) == (0, "")
    assert said.out.startswith(f"Usage:  {usage}\n")
    assert row in said.out


def test_what_the_usage_lists_is_what_there_is(nowhere: Pair):
    for group in ("", "image", "container"):
        listed = nowhere.front(group).out.partition("Commands:\n")[2].partition("\n\n")[0]
        for name in (row.split()[0] for row in listed.splitlines()):
            assert nowhere.front(f"{group} {name} --help").exit_code == 0


def test_help_shows_how_a_command_is_written(nowhere: Pair):
    said = nowhere.front("tag --help")
    assert said.out.startswith("Usage:  docker tag SOURCE_IMAGE[:TAG] TARGET_IMAGE[:TAG]\n")
    assert said.exit_code == 0


@pytest.mark.parametrize("line", ["images --help", "image ls -h", "images -q --help x y"])
def test_help_lists_the_options(nowhere: Pair, line: str):
    said = nowhere.front(line)
    assert "  -q, --quiet\n" in said.out
    assert "      --format value" in said.out
    assert said.exit_code == 0


@pytest.mark.parametrize(
    ("system", "where"),
    [
        (
            "linux",
            "https://docs.docker.com/engine/install/binaries/ (you need only the file docker)",
        ),
        ("darwin", "brew install docker, or https://docs.docker.com/desktop/"),
        ("freebsd14", "https://docs.docker.com/get-started/get-docker/"),
    ],
)
def test_where_the_client_comes_from_depends_on_the_system(
    nowhere: Pair, monkeypatch: pytest.MonkeyPatch, system: str, where: str
):
    monkeypatch.setattr("sys.platform", system)
    assert nowhere.front("exec a b").err.endswith(f"For docker exec a, get the client: {where}\n")


@pytest.mark.parametrize(
    ("line", "option"),
    [
        ("run -it --rm myimage:0.1 sh", "-i"),
        ("run -p 80:80 myimage:0.1", "-p"),
        ("build --build-arg A=1 myimage", "--build-arg"),
        ("push --disable-content-trust demousr/demorep:1.0", "--disable-content-trust"),
        ("ps --size", "--size"),
    ],
)
def test_an_option_that_only_dockers_client_has_is_told_as_one(
    nowhere: Pair, line: str, option: str
):
    said = nowhere.front(line)
    assert f"knows only a part of docker {line.split(maxsplit=1)[0]}: not {option}." in said.err
    assert said.exit_code == 125


@PRACTICE
def test_a_build_takes_a_folder_and_a_dockerfile_in_it(looking: Pair):
    said = looking.front("build http://127.0.0.1/x")
    assert said.err.startswith("The course's own docker builds only from a folder")
    (looking.folder / "Dockerfile").touch()
    said = looking.front("build -f Dockerfile myimage")
    assert said.err.startswith("The course's own docker needs the Dockerfile to be in the folder")


def test_version_shows_the_engines_part_as_the_client_does(looking: Pair):
    _, _, real = looking.client("version").out.partition("Server:")
    _, _, ours = looking.front("version").out.partition("Server:")
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
