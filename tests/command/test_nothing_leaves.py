"""Nothing leaves the computer: no command of either client asks for a name, in a cell or in a terminal."""

import re
import shlex
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests import programs
from tests.practice import COMMAND, PracticeWorld
from tests.resolver import Resolver, resolver

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

NAME = "demousr/demorep:1.0"
LINES = (
    *(f"docker manifest inspect {name}" for name in (NAME, "alpine", "quay.io/a/b", "a.b:5/c")),
    f"docker manifest inspect -v {NAME}",
    f"docker manifest create demousr/list:1 {NAME}",
    "docker manifest push demousr/list:1",
    f"docker manifest annotate demousr/list:1 {NAME} --arch arm64 --os linux",
    "docker --log-level debug manifest inspect alpine",
    f"docker trust inspect {NAME}",
    f"docker trust sign {NAME}",
    f"docker trust revoke -y {NAME}",
    "docker trust signer add --key k.pem alice demousr/demorep",
    "docker trust signer remove alice demousr/demorep",
    *(
        f"docker {verb} --disable-content-trust=false {NAME}"
        for verb in ("pull", "push", "image pull", "image push", "run", "create")
    ),
    "docker build --disable-content-trust=false -t a:1 myimage",
    *(f"DOCKER_CONTENT_TRUST=1 docker {verb} {NAME}" for verb in ("pull", "push", "run")),
    "DOCKER_CONTENT_TRUST=1 docker build -t a:1 myimage",
    "DOCKER_CONTENT_TRUST=1 docker plugin install alpine",
    *(
        f"docker build {address}"
        for address in (
            *("https://github.com/a/b.git", "git://example.com/a", "http://example.com/D"),
            *("git@github.com:a/b.git", "ssh://git@example.com/a/b.git#main"),
        )
    ),
    *(
        f"docker {verb} github.com/a/b"
        for verb in ("build", "image build", "builder build", "build -t a:1")
    ),
    "docker build -f https://example.com/Dockerfile myimage",
    "DOCKER_BUILDKIT=1 docker build myimage",
    "docker import https://example.com/a.tar",
    "docker search alpine",
    "docker search quay.io/alpine",
    "docker search https://example.com/alpine",
    "docker pull alpine",
    "docker pull quay.io/a/b",
    "docker run --rm alpine",
    *(
        f"docker {verb} quay.io/a/b"
        for verb in (
            *("push", "run", "run --rm", "create", "run --pull=always", "run --pull always -e A=b"),
            *("image push", "image pull", "container run", "pull -a", "push -aq", "rmi", "inspect"),
            *("history", "save -o /dev/null", "tag alpine", "plugin push", "plugin upgrade x"),
        )
    ),
    "docker tag alpine quay.io/a/b",
    "printf 'FROM quay.io/a/b' | docker build -",
    "docker commit x quay.io/a/b",
    "docker import - quay.io/a/b < /dev/null",
    "docker plugin install vieux/sshfs",
    "docker plugin install --grant-all-permissions example.com/vieux/sshfs",
    "echo x | docker login -u demousr --password-stdin",
    "echo x | docker login -u demousr --password-stdin quay.io",
    "docker login -u demousr -p x https://example.com",
    "docker login",
    "docker logout example.com",
    "docker buildx imagetools inspect alpine",
    "docker buildx build myimage",
    "docker scout quickview alpine",
    "docker sbom alpine",
    "docker scan alpine",
    "docker stack deploy -c compose.yml x",
    "docker service create alpine",
    "docker swarm join example.com:2377",
    "docker inspect alpine",
    "docker version",
    "docker info",
    "sh -c 'docker manifest inspect alpine'",
    "env docker trust inspect alpine",
    "sh -c 'cd myimage && docker build https://example.com/x'",
)
"""Lines by which some client might go out, each in a way of its own."""


@pytest.fixture
def names(tmp_path: Path) -> Iterator[Resolver]:
    with resolver(tmp_path) as found:
        yield found


@pytest.fixture(params=programs.DOCKER_CLIS)
def docker_release(request: pytest.FixtureRequest) -> str:
    """One of the two clients."""
    return str(request.param)


@pytest.fixture
def terminal(docker_release: str, practice: PracticeWorld, tmp_path: Path) -> dict[str, str]:
    """The variables of a terminal that `docker-lessons env` has led into the world, with one client."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "docker").symlink_to(programs.docker_cli(docker_release))
    return {**practice.env, "PATH": f"{practice.world.bin}:{tmp_path / 'bin'}:/usr/bin:/bin"}


def played(
    names: Resolver, lines: list[str], env: dict[str, str], folder: Path, seconds: float = 30
) -> dict[str, str]:
    """Type each line to a shell; give what it printed."""
    with ThreadPoolExecutor(4) as pool:
        done = pool.map(lambda line: names.run(["sh", "-c", line], env, folder, seconds), lines)
        return dict(zip(lines, done, strict=True))


def test_the_resolver_hears_a_client_that_nobody_holds(
    terminal: dict[str, str], names: Resolver, tmp_path: Path, folder: Path
) -> None:
    env = {**terminal, "PATH": f"{tmp_path / 'bin'}:/usr/bin:/bin"}
    played(names, ["docker manifest inspect alpine"], env, folder)
    assert names.asked >= {"registry-1.docker.io"}


@pytest.mark.parametrize("part", [pytest.param("each", marks=pytest.mark.soak), "every fourth"])
def test_no_line_in_a_terminal_asks_for_a_name(
    terminal: dict[str, str], names: Resolver, folder: Path, part: str, docker_release: str
) -> None:
    first = 2 * programs.DOCKER_CLIS.index(docker_release)
    lines = LINES if part == "each" else LINES[first::4]
    said = played(names, list(lines), terminal, folder)
    assert names.asked == set()
    assert not {line: text for line, text in said.items() if "Traceback" in text}


def test_no_line_in_a_cell_asks_for_a_name(
    terminal: dict[str, str], names: Resolver, folder: Path
) -> None:
    typed = [line for line in LINES if line.startswith("docker ")][::5]  # each starts a Python
    lines = [f"{shlex.quote(str(COMMAND))} {line}" for line in typed]
    said = played(names, lines, terminal, folder)
    assert names.asked == set()
    assert not {line: text for line, text in said.items() if "Traceback" in text}


def commands(client: Path, *before: str) -> Iterator[tuple[str, ...]]:
    """Every command that a client lists, with those below it."""
    done = subprocess.run([client, *before, "--help"], capture_output=True, text=True, check=False)
    sections = re.findall(r"^[\w ]*Commands:\n((?:  .*\n)+)", done.stdout, re.MULTILINE)
    for section in sections:
        for name in re.findall(r"^  ([a-z][\w-]*)\*? ", section, re.MULTILINE):
            yield (*before, name)
            if len(before) < 2:
                yield from commands(client, *before, name)


@pytest.mark.soak
def test_no_command_that_a_client_lists_asks_for_a_name(
    terminal: dict[str, str], names: Resolver, tmp_path: Path, folder: Path
) -> None:
    found = dict.fromkeys(commands(tmp_path / "bin" / "docker"))
    assert len(found) > 150
    lines = [
        shlex.join(["docker", *command, *operands])
        for command in found
        for operands in ((NAME, "quay.io/a/b"), ("https://example.com/x",))
        if command != ("context", "use")
    ]
    said = played(names, lines, terminal, folder, 5)
    assert names.asked == set()
    assert not {line: text for line, text in said.items() if "Traceback" in text}
