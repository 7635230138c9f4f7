"""A Docker that is reached over ssh: what is in the way there is named, in time, and nobody is asked anything.

The words are those of OpenSSH 9.2 and of docker 20.10; where this computer has the real thing, that says them.
"""

import shlex
from pathlib import Path

import pytest

from docker_lessons.doctor.examination import Subject, judge
from docker_lessons.doctor.facts.conversation import Answer
from docker_lessons.doctor.facts.engine import Engine
from docker_lessons.doctor.facts.gathering import Facts
from docker_lessons.doctor.facts.place import Place
from docker_lessons.world.remote import Remote
from tests import programs
from tests.doctor.patient import MOST_SECONDS, Patient

FAR = "ssh://demousr@far.example:2222"
BANNER = "Authorized use only!\nWarning: Permanently added something.\n"

CHANGED = (
    "@@@@@@@@@@@\n@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @\n@@@@@@@@@@@\n"
    "Offending ED25519 key in /home/demousr/.ssh/known_hosts:1\nHost key verification failed."
)

SAID = [
    (
        "ssh-host-not-found",
        "ssh: Could not resolve hostname far.example: Name or service not known",
        "no computer called far.example",
        "unset DOCKER_HOST",
    ),
    (
        "ssh-refused",
        "ssh: connect to host far.example port 2222: Connection refused",
        "no ssh server",
        "far.example",
    ),
    (
        "ssh-out-of-reach",
        "ssh: connect to host far.example port 2222: No route to host",
        "No route to host",
        "VPN",
    ),
    ("ssh-host-changed", CHANGED, "another key", "ssh-keygen -R far.example"),
    (
        "ssh-host-unknown",
        "Host key verification failed.",
        "doesn't know the computer",
        "ssh -p 2222 demousr@far.example true",
    ),
    (
        "ssh-wants-password",
        "demousr@far.example: Permission denied (publickey,password).",
        "wants a password",
        "ssh-add",
    ),
    (
        "ssh-wants-password",
        "demousr@far.example: Permission denied (publickey,keyboard-interactive).",
        "wants a password",
        "ssh-copy-id",
    ),
    (
        "ssh-not-let-in",
        "demousr@far.example: Permission denied (publickey).",
        "Permission denied (publickey)",
        "ssh-add",
    ),
    (
        "ssh-no-docker",
        "bash: line 1: docker: command not found",
        "no docker command there",
        "ssh -p 2222 demousr@far.example 'command -v docker'",
    ),
    ("ssh-no-docker", "sh: 1: docker: not found", "no docker command there", "Install Docker"),
    ("ssh-no-docker", "zsh:1: command not found: docker", "no docker command there", "PATH"),
    (
        "ssh-socket-forbidden",
        "permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock",
        "permission",
        "usermod -aG docker",
    ),
    (
        "ssh-docker-too-old",
        "docker: 'dial-stdio' is not a docker command.",
        "too old",
        "18.09",
    ),
    (
        "ssh-failed",
        "kex_exchange_identification: banner line contains invalid characters",
        "banner",
        "true",
    ),
]


@pytest.mark.parametrize(("situation", "said", "seen", "repair"), SAID)
def test_what_ssh_says_is_named_with_its_repair(
    situation: str, said: str, seen: str, repair: str
) -> None:
    place = Place(FAR, "DOCKER_HOST", host="far.example", port=2222, remote=Remote(FAR))
    engine = Engine(Answer("ssh failed", f"{BANNER}{said}"))
    facts = Facts(Subject("docker"), place=place, engine=engine)
    found = next(row for row in judge(facts) if row.check == "engine")
    assert found.situation == situation
    assert seen in found.seen
    assert repair in found.repair


def test_it_is_read_from_a_real_process(user: Patient) -> None:
    script = f"#!/bin/sh\nprintf '%s\\n' '{BANNER}{CHANGED}' >&2\nexit 255\n"
    user.has_program("ssh", script)
    found = user.examine(DOCKER_HOST=FAR)
    assert found.in_the_way[0] == "ssh-host-changed", found.text
    assert "ssh-keygen -R far.example" in found.row("engine")["repair"]
    assert found.row("versions")["state"] == "not looked at"


def test_an_ssh_that_asks_or_hangs_is_ended_in_time_and_asks_nobody(
    user: Patient, tmp_path: Path
) -> None:
    asks = f"""#!/bin/sh
echo "$@" >{tmp_path}/arguments
if (: </dev/tty) 2>/dev/null; then echo has >{tmp_path}/terminal; fi
exec /bin/sleep 300
"""
    user.has_program("ssh", asks)
    found = user.examine(DOCKER_HOST=FAR)
    assert found.in_the_way[0] == "ssh-silent"
    assert found.seconds < 2 * MOST_SECONDS
    assert "BatchMode=yes" in (tmp_path / "arguments").read_text()
    assert not (tmp_path / "terminal").exists()


def test_no_ssh_is_named(user: Patient) -> None:
    found = user.examine(DOCKER_HOST=FAR)
    assert found.in_the_way[0] == "ssh-missing"


def test_the_real_ssh_at_a_port_where_nobody_listens(user: Patient) -> None:
    (user.bin / "ssh").symlink_to(programs.required("ssh"))
    found = user.examine(DOCKER_HOST=f"ssh://127.0.0.1:{programs.free_port()}")
    assert found.in_the_way[0] == "ssh-refused"


def test_a_password_in_such_an_address_is_not_shown(user: Patient) -> None:
    user.has_program("ssh", "#!/bin/sh\necho refused >&2\nexit 255\n")
    found = user.examine(DOCKER_HOST="ssh://demousr:open-sesame@far.example")
    assert found.in_the_way[0] == "ssh-failed"
    assert "open-sesame" not in found.text


# With a real client on the other side.


def there(user: Patient, *before: str) -> None:
    """Has ssh run what it is told to on this computer, by the real client and the words `before` it."""
    client = Path(programs.docker_cli("docker 20.10"))
    script = f"""#!/bin/sh
while [ "$1" != -- ]; do shift; done
shift 3
exec {shlex.join([*before, str(client)])} "$@"
"""
    user.has_program("ssh", script)


def test_an_engine_that_does_not_run_there(user: Patient) -> None:
    there(user)
    found = user.examine(DOCKER_HOST=f"{FAR}{user.folder}/none.sock")
    assert found.in_the_way[0] == "ssh-engine-stopped", found.text


@pytest.mark.whole
def test_a_socket_without_permission_there(user: Patient, dockerd: str) -> None:
    there(user, programs.required("setpriv"), "--reuid=65534", "--regid=65534", "--clear-groups")
    socket = Path(dockerd.removeprefix("unix://"))
    socket.parent.chmod(0o755)
    found = user.examine(DOCKER_HOST=f"{FAR}{socket}")
    assert found.in_the_way[0] == "ssh-socket-forbidden", found.text


@pytest.mark.whole
def test_an_engine_that_answers_there_is_fine(user: Patient, dockerd: str) -> None:
    there(user)
    found = user.examine(DOCKER_HOST=f"{FAR}{dockerd.removeprefix('unix://')}")
    assert found.row("engine")["state"] == "fine", found.text
    assert found.row("distance")["state"] == "fine"
