"""`course-check` on all that the course can be taken with: engines that are reached otherwise, other registries, Docker Hub.

Each is the command in a process of its own, with its own servers. `make soak` plays all solutions and all mistakes.
"""

import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import pytest

from docker_lessons.course_check.check import check_solutions
from docker_lessons.course_check.docker_place import DockerPlace
from docker_lessons.course_check.elsewhere import Elsewhere
from docker_lessons.course_check.run import Result
from docker_lessons.course_check.stage import Stage
from docker_lessons.lessons import chapter
from docker_lessons.world import WorldError, which_hub
from docker_lessons.world.which_hub import WhichHub
from tests import docker_hub, programs, servers, ssh
from tests.doctor.certificates import Authority
from tests.podman import podman
from tests.practice import COMMAND, clean_environment, practice_world
from tests.tokens import Tokens

pytestmark = pytest.mark.slow

_CONTAINERDS = ".stacks.log"
"""How a file ends that containerd writes when dockerd finds it slow to end."""
Way = Literal["nobody", "password", "token", "tls"]


@dataclass
class Checked:
    """A run of the command: what it is started with, and where."""

    env: dict[str, str]
    options: list[str] = field(default_factory=list)
    password: str = ""
    within: Sequence[str] = ()

    def run(self, *options: str) -> subprocess.CompletedProcess[str]:
        """Runs it to its end."""
        return subprocess.run(
            [*self.within, str(COMMAND), "course-check", "--jobs", "2", *self.options, *options],
            env=self.env,
            input=self.password,
            capture_output=True,
            text=True,
            timeout=3000,
            check=False,
        )

    def succeeds(self, *options: str, passed: int) -> str:
        """Returns what it printed; `passed` is how many parts at least are as they should be."""
        done = self.run(*options)
        said = done.stdout + done.stderr
        failed = [line for line in said.splitlines() if not line.startswith(("[x]", "[-]"))]
        assert done.returncode == 0, "\n".join(failed)
        total = re.search(r"(?m)^(\d+) of \d+ as they should be", said)
        assert total, said
        assert int(total[1]) >= passed, said
        assert self.password not in said if self.password else True
        return said


@pytest.fixture
def checked(short_folder: Path) -> Iterator[Checked]:
    """The command without any option; afterwards nothing of it is left in its temporary folder."""
    home, temporary = short_folder / "home", short_folder / "t"
    home.mkdir()
    temporary.mkdir()
    yield Checked(clean_environment(home, short_folder / "none") | {"TMPDIR": str(temporary)})
    left = {one.name for one in temporary.iterdir()}
    assert {name for name in left if not name.endswith(_CONTAINERDS)} == set()


# Docker, reached otherwise.


@contextmanager
def at_podmans_socket(checked: Checked, folder: Path) -> Iterator[None]:
    with podman() as service:
        checked.env["DOCKER_HOST"] = service.address
        refused = checked.run("--engine", "docker", "--only", "solution-")
        assert refused.returncode == 8
        lines = re.search(r"(?m)^ *\[\[registry\]\]\n.*\n *insecure = true$", refused.stderr)
        assert lines, refused.stderr
        service.allow_http(lines[0])
        yield


@contextmanager
def over_tls(checked: Checked, folder: Path) -> Iterator[None]:
    authority = Authority(folder / "authority")
    pair, mine = authority.signs("127.0.0.1"), authority.signs("demousr", stem="client")
    own = folder / "user"
    own.mkdir()
    for name, source in (("ca", authority.ca), ("cert", mine.certificate), ("key", mine.key)):
        shutil.copy(source, own / f"{name}.pem")
    address = f"tcp://127.0.0.1:{programs.free_port()}"
    options = [
        *("--host", address, "--tlsverify", "--tlscacert", str(authority.ca)),
        *("--tlscert", str(pair.certificate), "--tlskey", str(pair.key)),
    ]
    with servers.dockerd(*options):
        checked.env |= {
            "DOCKER_HOST": address,
            "DOCKER_TLS_VERIFY": "1",
            "DOCKER_CERT_PATH": str(own),
        }
        yield


@contextmanager
def over_ssh(checked: Checked, folder: Path) -> Iterator[None]:
    program = ssh.stand_in(folder / "bin")
    with servers.dockerd() as daemon:
        socket = daemon.address.removeprefix("unix://")
        checked.env |= {
            "DOCKER_HOST": f"ssh://demousr@far:2222{socket}",
            "PATH": f"{program.parent}:{checked.env['PATH']}",
        }
        yield


@contextmanager
def by_a_relay(checked: Checked, folder: Path) -> Iterator[None]:
    programs.required("ip")
    script = 'PATH=$PATH:/usr/sbin:/sbin; ip link set lo up; exec "$@"'
    within = (programs.required("unshare"), "-n", "/bin/sh", "-ec", script, "sh")
    with servers.dockerd("--bridge=", within=within) as daemon:
        checked.env["DOCKER_HOST"] = daemon.address
        yield


# Short: the solutions alone, in this process.


def walked(**where: Any) -> None:
    """Plays the solutions, and fails where one of them isn't as it should be."""
    results: list[Result] = []
    with Stage(by_command=False, **where) as stage:
        check_solutions(stage, results.append)
    assert [f"{one.name}: {one.error}" for one in results if one.error] == []
    assert len(results) == len(chapter.STEPS)


@pytest.mark.soak  # tests/service/test_relay.py walks it in each run
@pytest.mark.xdist_group("dockerd elsewhere")
def test_the_chapter_by_a_relay(dockerd_elsewhere: str) -> None:
    servers.empty(dockerd_elsewhere)
    walked(theirs=DockerPlace.of_learner({"DOCKER_HOST": dockerd_elsewhere}))
    assert servers.docker(dockerd_elsewhere, "images", "-aq") == ""


def test_the_chapter_at_a_registry_with_tokens(tmp_path: Path) -> None:
    checked = Checked({})
    with registry(checked, "token", tmp_path):
        address = checked.options[checked.options.index("--registry") + 1]
        hub = which_hub.choose_registry(WhichHub(), address, "demousr")
        place = Elsewhere(hub, servers.PASSWORD)
        place.take()
        walked(elsewhere=place)
        place.take()  # nothing of it is left


def test_what_is_there_already_is_a_reason_to_refuse(
    tmp_path: Path,
) -> None:
    checked = Checked({})
    with registry(checked, "password", tmp_path):
        address = checked.options[checked.options.index("--registry") + 1]
        place = Elsewhere(
            which_hub.choose_registry(WhichHub(), address, "demousr"), servers.PASSWORD
        )
        with Stage(by_command=False, elsewhere=place) as stage:
            stage.begin("see-tag", before="push")
            with pytest.raises(WorldError, match=r"class/demousr/demorep is there already"):
                place.take()
        place.take()


REACHED = [at_podmans_socket, over_tls, over_ssh, by_a_relay]


@pytest.mark.soak
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("reached", REACHED)
def test_solutions_and_mistakes_on_a_docker_that_is_reached(
    checked: Checked, tmp_path: Path, reached: Any
) -> None:
    with reached(checked, tmp_path):
        checked.succeeds("--engine", "docker", passed=15)
        checked.succeeds("--engine", "docker", "--mistakes", passed=100)


# Other registries.


@contextmanager
def registry(checked: Checked, way: Way, folder: Path) -> Iterator[None]:
    more: dict[str, Any] = {}
    host = "localhost"
    with ExitStack() as stack:
        if way == "nobody":
            more["cost"] = None
        else:
            checked.password = servers.PASSWORD
            checked.options += ["--account", "demousr"]
        if way == "token":
            tokens = Tokens(folder, "demousr", servers.PASSWORD)
            more["tokens"] = stack.enter_context(tokens.serving())
        if way == "tls":
            host = "0.0.0.0"  # this computer, and to Docker none that needs no certificate
            authority = Authority(folder / "authority")
            more["tls"] = authority.signs(host)
            checked.options += ["--registry-ca", str(authority.ca)]
        server = stack.enter_context(servers.docker_registry(folder / "registry", **more))
        checked.options += ["--registry", f"{host}:{server.address.rpartition(':')[2]}/class"]
        yield


@pytest.mark.soak
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("engine", ["practice", "docker"])
@pytest.mark.parametrize("way", ["nobody", "password", "token", "tls"])
def test_solutions_and_mistakes_at_a_registry(
    checked: Checked, tmp_path: Path, engine: str, way: Way
) -> None:
    with registry(checked, way, tmp_path):
        checked.succeeds("--engine", engine, passed=60)


# Docker Hub's stand-in.


@contextmanager
def docker_io(checked: Checked, folder: Path) -> Iterator[None]:
    with practice_world() as hub:
        certificates = folder / "front"
        certificates.mkdir()
        addresses = hub.addresses["registry"], hub.addresses["hub"]
        with docker_hub.front(certificates, *addresses) as front:
            checked.env |= front.variables
            checked.within = front.command()
            checked.password = hub.world.account().password
            checked.options += ["--hub", "docker.io", "--account", "demousr"]
            yield


@pytest.mark.soak
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("engine", ["practice", "docker"])
def test_solutions_and_mistakes_on_docker_hub(
    checked: Checked, tmp_path: Path, engine: str
) -> None:
    with docker_io(checked, tmp_path):
        checked.succeeds("--engine", engine, passed=60)
