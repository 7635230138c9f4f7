"""Each message that a learner meets, provoked for real, is followed by its sentence."""

import base64
import contextlib
import http.server
import json
import os
import shlex
import socketserver
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from docker_lessons.command import failures
from docker_lessons.command.explain import explain, find
from docker_lessons.command.transcript import Transcript
from docker_lessons.findings import dashes, docker_answers, image_name, slips
from docker_lessons.oci.docker_hub import INDEX_SERVER
from tests import programs
from tests.command.conftest import BOTH_CLIENTS, NEW_CLIENT, Cell, Elsewhere
from tests.practice import COMMAND

HEX = "0123456789ab"

# What is typed in the practice world, logged out; the causes that it may have; its sentence.
# The clients say these things differently, or read these lines by themselves:
SAID_BY_THE_CLIENT = [
    ("docker pus demousr/demorep:1.0", "misspelt-command", "docker push demousr/demorep:1.0"),
    ("docker biuld -t myimage:0.1 myimage", "misspelt-command", "docker build -t myimage:0.1 myimage"),
    ("docker delete -f nosuch:1", "misspelt-command", "docker rmi -f nosuch:1"),
    ("docker xyzzy -q", "misspelt-command", "no command called xyzzy"),
    ("docker xyzzy", "misspelt-command", "no command called xyzzy"),
    ("docker images --nosuch", "no-such-option", "has no option --nosuch"),
    ("docker images -z", "no-such-option", "has no option -z"),
    ("docker build -t", "option-without-value", "The option -t needs a value after it"),
    ("docker run -it demousr/demorep:1.0", "no-terminal program-not-executable", ""),
    ("docker build -t myapp", "number-of-arguments", "docker build takes one folder as its last word"),
    ("docker build -t name-/foobar .", "name-part-ends", "begins and ends with a lowercase letter or a digit"),
    ("docker build -t MyImage:0.1 myimage", "name-capitals", "must be lowercase"),
    ("docker build -t myimage: 0.1 myimage", "gap-in-name", "docker build -t myimage:0.1 myimage"),
    ("docker tag demousr/demorep:1.0", "number-of-arguments", "docker tag takes two names"),
    ("docker tag myimage:0.1 demousr / demorep: 1.0", "gap-in-name", "docker tag myimage:0.1 demousr/demorep:1.0"),
    ("docker tag myimage:0.1 demousr/Demorep:1.0", "name-capitals", "must be lowercase"),
    ("docker login --password-stdin", "username-missing", "docker login -u demousr --password-stdin"),
    ("docker push", "number-of-arguments", "docker push takes one name"),
    ("docker push -a demousr/demorep:1.0", "all-tags-with-tag", "docker push -a demousr/demorep"),
    ("docker pull -a demousr/demorep:1.0", "pull-all-tags-with-tag", "docker pull demousr/demorep:1.0"),
    ("docker push demousr / demorep:1.0", "gap-in-name", "docker push demousr/demorep:1.0"),
    ("docker run push demousr/demorep:1.0", "pushed-as-name", "docker push demousr/demorep:1.0"),
    ("docker rmi", "number-of-arguments", "docker rmi takes the names to remove"),
    ("docker rmi demousr/demorep", "left-out-tag", "Without a tag, Docker looks for demousr/demorep:latest"),
    ("docker rmi myimage: 0.1", "gap-in-name", "docker rmi myimage:0.1"),
    ("docker rm myimage:0.1", "no-such-container", "docker rmi myimage:0.1"),
    ("docker pull demousr / demorep", "gap-in-name", "docker pull demousr/demorep"),
    ("docker run --rm demousr/demorep:1.0", "program-not-executable", "isn't marked as executable"),
    ("docker run mymicroservice", "not-for-strangers", "No image on this computer is called mymicroservice"),
]  # fmt: skip
# What engine, Hub and registry say comes through every client as it is:
SAID_BEHIND_IT = [
    ("docker images --format '{{.Nosuch}}'", "wrong-template", "can't read what comes after --format"),
    ("docker build -t myapp nosuch", "no-such-folder", "There's no folder called nosuch here"),
    ("docker build -t myapp empty", "no-dockerfile", "no file called Dockerfile in that folder"),
    ("docker build -t myapp -f myimage/page myimage", "dockerfile-is-a-web-page", "is a saved web page"),
    ("docker build -t myapp -f myimage/misspelt myimage", "unknown-instruction", "Line 2 of the Dockerfile begins with COPPY"),
    ("docker build -t myapp -f myimage/missing myimage", "file-not-in-context", "copies nothing, but the folder you're building from has no such file"),
    ("docker build -t myapp -f myimage/runs myimage", "run-lacks-program", "the image doesn't have it"),
    ("docker build -t myapp -f myimage/stranger myimage", "not-for-strangers", "The Hub doesn't show you a repository with that name"),
    ("docker build -t demousr/myapp:feature/foo .", "name-tag-slash", "a tag can't contain a /"),
    ("docker build \N{EN DASH}t myimage:0.1 myimage", "long-dash", "docker build -t myimage:0.1 myimage"),
    ("docker build myimage:0.1", "tag-without-option", "docker build -t myimage:0.1 myimage"),
    ("docker tag demousr/nosuch:1.0 myimage:0.1", "no-such-image", "docker tag myimage:0.1 demousr/nosuch:1.0"),
    ("docker tag myimage:0.l demousr/demorep", "no-such-image", "No image on this computer is called myimage:0.l"),
    ("docker tag myimage demousr/demorep:1.0", "left-out-tag", "Without a tag, Docker looks for myimage:latest"),
    (f"docker tag {HEX} demousr/demorep:1.0", "no-such-image", f"No image on this computer has the ID {HEX}"),
    ("docker tag myimage:0.1 demousr/demorep :1.0", "gap-in-name", "docker tag myimage:0.1 demousr/demorep:1.0"),
    ("docker tag myimage:0.1 demousr / demorep:1.0", "gap-in-name", "docker tag myimage:0.1 demousr/demorep:1.0"),
    ("docker tag sudo docker myimage:0.1 demousr/demorep:1.0", "sudo", "Leave out sudo"),
    ("docker tag myimage:0.1 demousr/demorep:", "name-tag-missing", "a tag has to follow the : "),
    ("docker tag myimage:0.1 demousr/demorep::1.0", "name-two-colons", "not two"),
    ("docker tag myimage:0.1 demousr/demorep:1,0", "name-tag-comma", "Try 1.0."),
    ("docker tag myimage:0.1 demousr//demorep", "name-part-empty", "missing between two of its slashes"),
    ("docker tag myimage:0.1 demousr/my+rep:1.0", "name-part-characters", "a name has lowercase letters, digits, and . _ -"),
    ("docker tag myimage:0.1 demousr/demorep@1.0", "name-at", "Try demousr/demorep:1.0"),
    ("docker tag myimage:0.1 'demousr\\demorep'", "name-backslash", "joined by /"),
    ("docker tag myimage:0.1 'demousr/my rep'", "name-space", "there are no spaces in a name"),
    ("docker tag myimage:0.1 demousr/demorep:1+0", "name-tag-characters", "a tag has letters, digits, and . _ -"),
    ("docker tag \N{LEFT DOUBLE QUOTATION MARK}myimage:0.1\N{RIGHT DOUBLE QUOTATION MARK} a", "curly-quotes", "docker tag myimage:0.1 a"),
    ("docker tag myimage:0.1 https://hub.docker.com/demousr/demorep", "web-address", "the address of a web page"),
    ("docker push myimage:0.1", "refused-by-hub", "myimage:0.1 doesn't begin with an account"),
    ("docker push demousr/demorep:1.0", "refused-by-hub", "You aren't logged in"),
    ("docker push demousr/nosuch:1.0", "nothing-to-push", "no image here is called demousr/nosuch:1.0"),
    ("docker push demousr/demorep", "left-out-tag", "Without a tag, Docker pushes demousr/demorep:latest"),
    ("docker rmi ID", "several-names", "This image has more than one name"),
    ("docker pull demousr/nosuch:1.0", "not-for-strangers", "private and you need to log in"),
    ("docker build -tag myimage:0.1 myimage", "option-in-pieces", "docker build --tag myimage:0.1 myimage"),
    ("docker build --tags myimage:0.1 myimage", "option-nearly", "docker build --tag myimage:0.1 myimage"),
    ("docker rmi nosuch:1 and nosuch:2", "between-names", "docker rmi nosuch:1 nosuch:2"),
    ("docker build --t myimage:0.1 myimage", "number-of-dashes", "docker build -t myimage:0.1 myimage"),
    ("docker tag myimage 0.1 demousr/demorep:1.0", "gap-in-name", "docker tag myimage:0.1 demousr/demorep:1.0"),
    ("docker delete image nosuch:1", "misspelt-command", "docker rmi nosuch:1"),
    ("docker rmi '<none>'", "none-as-name", "Use its ID instead"),
    ("docker rmi myimage/0.1", "colon-and-slash", "docker rmi myimage:0.1"),
    ("docker rmi demousr:demorep/1.0", "colon-and-slash", "docker rmi demousr/demorep:1.0"),
    ("docker push yourusername/demorep:1.0", "placeholder", "yourusername/demorep:1.0 is only a placeholder"),
    ("docker tag myimage:0.1 YOUR_NAME/demorep:1.0", "placeholder", "YOUR_NAME/demorep:1.0 is only a placeholder"),
    ("docker tag myimage:0.1 /demorep:1.0", "name-part-empty", "the account before the / is missing"),
    ("docker rmi myimage\N{ZERO WIDTH SPACE}:0.1", "invisible-characters", "Type it again: docker rmi myimage:0.1"),
    ("docker images\N{NO-BREAK SPACE}-q", "invisible-characters", "Type it again: docker images -q"),
    ("docker rmi \N{LEFT-TO-RIGHT EMBEDDING}myimage:0.1", "invisible-characters", "Type it again: docker rmi myimage:0.1"),
    ("docker rmi myimage:0.1\N{POP DIRECTIONAL ISOLATE}", "invisible-characters", "Type it again: docker rmi myimage:0.1"),
    ("docker rmi myimage\N{VARIATION SELECTOR-16}:0.1", "invisible-characters", "Type it again: docker rmi myimage:0.1"),
    ("docker push demousr/demorep:1.0 The push refers to repository [x]", "output-in-line", "Leave out The and"),
    ("docker build -t myimage:0.1 myimage Step 1/4 : FROM scratch", "output-in-line", "Leave out Step and"),
    ("docker pull demousr/demorep Using default tag: latest", "output-in-line", "Leave out Using and"),
    ("docker images REPOSITORY TAG 'IMAGE ID'", "output-in-line", "Leave out REPOSITORY and everything after it"),
    ("docker image myimage", "image-group", "docker images myimage"),
    ("docker image lst", "image-group", "docker image list"),
    ("docker download demousr/demorep:1.0", "misspelt-command", "docker pull demousr/demorep:1.0"),
    ("docker desktop start", "misspelt-command", "This course doesn't need it"),
    ("docker rename myimage:0.1 demousr/demorep:1.0", "not-a-container", "docker tag gives an image another name"),
    ("docker start demousr/demorep:1.0", "not-a-container", "demousr/demorep:1.0 is an image's name"),
    ("docker exec nosuch ls", "not-a-container", "There's no container called nosuch"),
    ("docker inspect nosuch:1", "no-such-image", "No image on this computer is called nosuch:1"),
]  # fmt: skip
LINES = [
    *((each, *row) for row in SAID_BY_THE_CLIENT for each in programs.DOCKER_CLIS),
    *((NEW_CLIENT, *row) for row in SAID_BEHIND_IT),
]


@pytest.mark.parametrize(("client", "line", "causes", "sentence"), LINES, indirect=["client"])
def test_a_line_that_fails_is_explained(unchanged: Cell, line: str, causes: str, sentence: str):
    if line.endswith(" ID"):
        line = line.replace("ID", unchanged.say("docker images -q myimage").out.strip())
    said = unchanged.say(line)
    assert said.exit_code != 0
    assert len((said.out + said.err).splitlines()) > 1, "Docker's own words come first"
    assert sentence in said.sentence
    transcript = transcript_of(unchanged, tuple(shlex.split(line)[1:]), said.out + said.err)
    found = find(transcript)
    assert found is not None
    assert found.cause in causes.split()


def transcript_of(cell: Cell, words: tuple[str, ...], text: str) -> Transcript:
    return Transcript(words, 1, text, cell.world.names, Path("/nosuch"), cell.world.engine)


# Rows that need more than a line typed in the practice world; the tests below provoke them.
ELSEWHERE = {
    "certificate-expired": "test_a_certificate_out_of_its_time",
    "certificate-unknown": "test_a_certificate_of_an_unknown_authority",
    "credential-helper": "test_a_helper_that_cannot_keep_the_log_in",
    "disk-full": "test_what_only_another_engine_says",
    "engine-forbidden": "test_an_engine_that_one_may_not_speak_to",
    "engine-stopped": "test_an_engine_that_is_away",
    "no-such-host": "test_names_that_point_to_another_registry",
    "no-such-tag": "test_a_tag_that_was_never_pushed",
    "no-terminal": "test_a_terminal_is_wanted",
    "no-terminal-to-ask-in": "test_a_log_in_without_a_name_and_with_no_terminal_to_ask_in",
    "password-not-asked": "test_a_log_in_with_no_terminal_to_ask_in",
    "other-processor": "test_a_program_of_another_kind",
    "password-typed": "test_a_wrong_password_in_the_line",
    "rate-limit": "test_what_only_another_engine_says",
    "connection-broken": "test_a_line_that_breaks_off",
    "stale-credentials": "test_a_kept_log_in_that_is_no_longer_right",
    "tag-immutable": "test_what_only_another_engine_says",
    "token-expired": "test_what_only_another_engine_says",
    "token-inactive": "test_what_only_another_engine_says",
    "token-may-not-write": "test_what_only_another_engine_says",
    "token-wanted": "test_what_only_another_engine_says",
    "too-many-tries": "test_what_only_another_engine_says",
    "up-to-date": "test_a_pull_that_fetches_nothing_says_so",
    "used-by-container": "test_an_image_that_a_container_uses",
    "wrong-password": "test_a_wrong_password",
}


def test_every_cause_is_provoked():
    provoked = {cause for *_, causes, _ in LINES for cause in causes.split()} | set(ELSEWHERE)
    shared = set(
        docker_answers.SENTENCES
    )  # tests/findings/test_docker_answers.py has each of these
    here = {*failures.SENTENCES, *slips.SENTENCES, *dashes.SENTENCES, *image_name.SENTENCES}
    assert provoked - shared == here - shared
    assert all(name in globals() for name in ELSEWHERE.values())


def test_a_success_is_left_alone(unchanged: Cell):
    assert unchanged.say("docker tag myimage:0.1 demousr/demorep:1.0").err == ""


@pytest.mark.parametrize(
    ("line", "exit_code", "sentence"),
    [
        ("docker tag --help", 0, ""),
        ("docker images -q", 0, ""),
        (
            "docker login",
            1,
            "Say who is logging in, with -u and a username: docker login -u demousr. ",
        ),
        ("docker tag nosuch:1 a:1", 1, "No image on this computer is called nosuch:1"),
    ],
)
def test_the_exit_code_is_the_clients(unchanged: Cell, line: str, exit_code: int, sentence: str):
    said = unchanged.say(line)
    assert said.exit_code == exit_code
    assert sentence in said.err
    assert sentence or not said.err


def test_a_message_that_no_row_knows_stands_for_itself(unchanged: Cell):
    said = unchanged.say("docker cp x:/a y:/b")
    assert said.sentence == "Docker's message above says what went wrong."


def test_a_wrong_password_in_the_line(unchanged: Cell):
    said = unchanged.say("docker login -u demousr -p 'Wr0ngSecret'")
    assert "The shell can change a password before Docker" in said.sentence
    assert "Wr0ngSecret" not in said.out + said.err


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("docker login -user demousr", "reads -user as -u ser: "),
        ("docker login demousr@localhost:5056", "a username: docker login -u demousr. "),
        (
            "docker login --user demousr",
            "no option --user. Did you mean this? docker login -u demousr",
        ),
        (
            "docker login -u demousr -password Wr0ngSecret",
            "no option -password, so nothing was sent",
        ),
        (
            "docker login -u demousr --pass Wr0ngSecret",
            "Docker will ask for it: docker login -u demousr",
        ),
        (
            "docker login -u demousr Wr0ngSecret",
            "If it was your password, leave it out, and Docker will ask for it: docker login -u demousr",
        ),
    ],
)
def test_a_log_in_that_docker_would_read_otherwise_is_not_sent(
    unchanged: Cell, line: str, sentence: str
):
    said = unchanged.say(line, "not asked for")
    assert sentence in said.sentence
    assert said.exit_code == 1
    assert "Wr0ngSecret" not in said.out + said.err


def test_docker_image_alone_is_told_what_is_missing(unchanged: Cell):
    said = unchanged.say("docker image")
    assert "To list your images: docker images" in said.out + said.err


def test_a_name_that_docker_takes_and_the_hub_will_not_is_told_at_once(unchanged: Cell):
    said = unchanged.say("docker tag myimage:0.1 demousr/demorep/1.0")
    try:
        assert said.exit_code == 0
        assert said.sentence.endswith("so: docker tag myimage:0.1 demousr/demorep:1.0")
    finally:
        unchanged.say("docker rmi demousr/demorep/1.0")


def test_a_wrong_password(unchanged: Cell):
    said = unchanged.say("docker login -u demousr", "not the password")
    assert "incorrect username or password" in said.err
    assert "The Hub didn't accept that username with that password" in said.sentence


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("teacherdemo/demorep:1.0", "don't have permission to push to teacherdemo's repositories"),
        ("demousr/foo/bar:1.0", "two parts, account and repository, not 3"),
        ("myimage:0.1", "doesn't begin with an account"),
    ],
)
def test_a_push_that_the_hub_refuses_who_is_logged_in(cell: Cell, name: str, sentence: str):
    cell.log_in()
    cell.say(f"docker tag myimage:0.1 {name}")
    said = cell.say(f"docker push {name}")
    assert "denied: requested access to the resource is denied" in said.err
    assert sentence in said.sentence


@BOTH_CLIENTS
def test_names_that_point_to_another_registry(cell: Cell):
    cell.say("docker tag myimage:0.1 hub.docker.com/demousr/demorep:1.0")
    said = cell.say("docker push hub.docker.com/demousr/demorep:1.0")
    assert "hub.docker.com is only the web page" in said.sentence
    assert (
        "To log in to the Hub: docker login"
        in cell.say("docker login -u demousr hub.docker.com", "x").sentence
    )
    cell.say("docker tag myimage:0.1 localhost:5000/demorep:1.0")
    assert "localhost:5000" in cell.say("docker push localhost:5000/demorep:1.0").sentence
    if (
        cell.say("docker tag myimage:0.1 Demousr/demorep:1.0").exit_code == 0
    ):  # not with the old client
        said = cell.say("docker push Demousr/demorep:1.0")
        assert "Demousr has a capital letter" in said.sentence


def test_a_tag_that_was_never_pushed(cell: Cell):
    cell.log_in()
    assert cell.say("docker push demousr/demorep:1.0").exit_code == 0
    assert "asks for demousr/demorep:latest" in cell.say("docker pull demousr/demorep").sentence
    assert "no such tag" in cell.say("docker pull demousr/demorep:9").sentence


def test_a_pull_that_fetches_nothing_says_so(cell: Cell):
    cell.log_in()
    cell.say("docker push demousr/demorep:1.0")
    said = cell.say("docker pull demousr/demorep:1.0")
    assert said.exit_code == 0
    assert said.sentence == "Nothing was downloaded: this computer already had the image."


def test_a_kept_log_in_that_is_no_longer_right(cell: Cell):
    wrong = base64.b64encode(b"demousr:wrong").decode()
    config = cell.world.docker_config / "config.json"
    config.write_text(
        json.dumps({"auths": {INDEX_SERVER: {"auth": wrong}, "practice.invalid": {}}})
    )
    said = cell.say("docker pull demousr/demorep:1.0")
    assert "incorrect username or password" in said.err
    assert (
        "no longer valid, so even a public image is refused. Log out and in again: docker logout"
        in said.sentence
    )


@BOTH_CLIENTS
def test_an_engine_that_is_away(unchanged: Cell):
    away = Cell(Elsewhere(unchanged.world.home, "unix:///nosuch/docker.sock"))
    said = away.say("docker images")
    assert "Cannot connect to the Docker daemon" in said.err
    assert "nothing is lost" in said.sentence


@BOTH_CLIENTS
def test_an_engine_that_one_may_not_speak_to(unchanged: Cell, client: str, short_folder: Path):
    socket = short_folder / "docker.sock"
    with canned(socket, 200, "") as engine:
        socket.chmod(0)
        short_folder.chmod(0o755)
        nobody = {"user": 65534} if os.geteuid() == 0 else {}
        done = subprocess.run(
            [Path(client).resolve(), "-H", engine, "images"],
            capture_output=True,
            text=True,
            check=False,
            **nobody,
        )
    assert done.returncode != 0
    transcript = transcript_of(unchanged, ("images",), done.stderr)
    assert "sudo usermod -aG docker $USER" in explain(transcript)


@BOTH_CLIENTS
def test_a_terminal_is_wanted(dockerd_cell: Cell):
    assert "-t needs a terminal" in dockerd_cell.say("docker run -it myimage:0.1").sentence


def test_an_image_that_a_container_uses(dockerd_cell: Cell):
    container = dockerd_cell.say("docker create myimage:0.1 x").out.strip()
    try:
        said = dockerd_cell.say("docker rmi myimage:0.1")
        assert f"docker rm {container[:12]}" in said.sentence
        image = dockerd_cell.say("docker images -q myimage").out.strip()
        assert f"docker rm {container[:12]}" in dockerd_cell.say(f"docker rmi {image}").sentence
    finally:
        dockerd_cell.say(f"docker rm {container}")


def test_a_program_of_another_kind(dockerd_cell: Cell):
    said = dockerd_cell.say("docker run --rm --network none myimage:0.1")
    assert "exec format error" in said.err
    assert "made for a different kind of processor" in said.sentence


@BOTH_CLIENTS
def test_a_log_in_with_no_terminal_to_ask_in(cell: Cell):
    program = [str(COMMAND), "docker", "login", "-u", "demousr"]
    env = {**os.environ, "DOCKER_LESSONS_HOME": str(cell.world.home)}
    done = subprocess.run(program, env=env, input="", capture_output=True, text=True, check=False)
    assert "non TTY device" in done.stderr
    assert "In a notebook, start the line with docker" in done.stderr.splitlines()[-1]


@BOTH_CLIENTS
def test_a_log_in_without_a_name_and_with_no_terminal_to_ask_in(cell: Cell):
    program = [str(COMMAND), "docker", "login", "-u", ""]
    env = {**os.environ, "DOCKER_LESSONS_HOME": str(cell.world.home)}
    done = subprocess.run(program, env=env, input="", capture_output=True, text=True, check=False)
    assert "-u" in done.stderr.splitlines()[-1]


@BOTH_CLIENTS
def test_a_helper_that_cannot_keep_the_log_in(cell: Cell, tmp_path: Path, monkeypatch):
    helper = tmp_path / "docker-credential-broken"
    helper.write_text("#!/bin/sh\necho pass not initialized\nexit 1\n")
    helper.chmod(0o755)
    monkeypatch.setenv("PATH", f"{os.environ['PATH']}:{tmp_path}")
    config = cell.world.docker_config / "config.json"
    before = config.read_text()
    config.write_text(json.dumps({"auths": {"practice.invalid": {}}, "credsStore": "broken"}))
    try:
        said = cell.say("docker login -u demousr", cell.world.account().password)
    finally:
        config.write_text(before)
    assert "rror saving credentials" in said.err
    assert "credsStore" in said.sentence


@pytest.mark.parametrize(
    ("line", "status", "message", "sentence"),
    [
        (
            "docker login -u demousr",
            401,
            "Get https://registry-1.docker.io/v2/: unauthorized: your account must log in with a Personal Access Token (PAT)",
            "wants a personal access token instead of the password",
        ),
        ("docker login -u demousr", 500, "too many wrong passwords for this account; wait 3 seconds", "makes you wait a moment"),
        (
            "docker push demousr/demorep:1.0",
            500,
            "unauthorized: access token has insufficient scopes",
            "with an access token that can only read",
        ),
        (
            "docker pull demousr/demorep:1.0",
            500,
            "toomanyrequests: You have reached your unauthenticated pull rate limit.",
            "Docker Hub limits downloads by address",
        ),
        ("docker tag myimage:0.1 a:1", 500, "write /var/lib: no space left on device", "The disk where Docker keeps its images is full"),
    ],
)  # fmt: skip
def test_what_only_another_engine_says(
    cell: Cell, short_folder: Path, line: str, status: int, message: str, sentence: str
):
    with canned(short_folder / "docker.sock", status, message) as engine:
        said = Cell(Elsewhere(cell.world.home, engine)).say(line, "a password")
    assert message in said.err
    assert sentence in said.sentence


@BOTH_CLIENTS
def test_a_log_in_whose_engine_breaks_off_goes_nowhere_else(
    cell: Cell, short_folder: Path, monkeypatch
):
    """The client's own way is to dial the real Hub then, with the password."""
    dialled: list[object] = []
    with (
        canned(short_folder / "docker.sock", 200, "") as engine,
        _listening(dialled.append) as port,
    ):
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{port}")
        said = Cell(Elsewhere(cell.world.home, engine)).say("docker login -u demousr", "a password")
    assert said.exit_code != 0
    assert dialled == []


def test_a_line_that_breaks_off(cell: Cell):
    with _listening(lambda connection: connection.close()) as port:
        said = cell.say(f"docker build -t myimage:0.2 http://127.0.0.1:{port}/x")
    assert "connection to the registry was interrupted" in said.sentence


@BOTH_CLIENTS
def test_a_certificate_of_an_unknown_authority(cell: Cell, tmp_path: Path):
    with _secure(tmp_path, days=1) as (port, _certificate):
        said = cell.say(f"docker build -t myimage:0.2 https://127.0.0.1:{port}/x")
    assert "x509: certificate signed by unknown authority" in said.err
    assert "a certificate that this computer doesn't trust" in said.sentence


@BOTH_CLIENTS
def test_a_certificate_out_of_its_time(cell: Cell, tmp_path: Path, monkeypatch):
    with _secure(tmp_path, days=-1) as (port, certificate):
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        said = cell.say(f"docker build -t myimage:0.2 https://127.0.0.1:{port}/x")
    assert "certificate has expired or is not yet valid" in said.err
    assert "Check the date and time" in said.sentence


@pytest.fixture
def dockerd_cell(dockerd: str, folder: Path, practice, client: str, monkeypatch) -> Cell:
    monkeypatch.chdir(folder)
    cell = Cell(Elsewhere(practice.home, dockerd))
    (folder / "myimage" / "message.txt").chmod(0o755)
    assert cell.say("docker build -q -t myimage:0.1 myimage").exit_code == 0
    return cell


@contextlib.contextmanager
def canned(path: Path, status: int, message: str) -> Iterator[str]:
    """An engine that answers all but pings with one error; with none, it breaks off what is POSTed."""

    class Answer(http.server.BaseHTTPRequestHandler):
        def answer(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            ping = self.path.endswith("/_ping")
            body = b"OK" if ping else json.dumps({"message": message}).encode()
            if not message and self.command == "POST":
                return  # breaks off
            if self.path.endswith("/version"):
                ping, body = True, json.dumps({"Version": "1", "ApiVersion": "1.41"}).encode()
            self.send_response(200 if ping else status)
            self.send_header("Api-Version", "1.41")
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        do_GET = do_POST = do_HEAD = answer  # noqa: N815

        def address_string(self) -> str:
            return "client"

        def log_message(self, *_arguments: object) -> None:
            """Say nothing."""

    class Server(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
        daemon_threads = True

    with Server(str(path), Answer) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"unix://{path}"
        finally:
            server.shutdown()
            thread.join()


@contextlib.contextmanager
def _listening(answer: Callable[[object], None]) -> Iterator[int]:
    """A loopback port where each connection is given to `answer`."""

    class Server(socketserver.TCPServer):
        allow_reuse_address = True

        def process_request(self, request, client_address) -> None:  # type: ignore[no-untyped-def]
            with contextlib.suppress(OSError):
                answer(request)
            self.shutdown_request(request)

    with Server(("127.0.0.1", 0), socketserver.BaseRequestHandler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()


@contextlib.contextmanager
def _secure(folder: Path, days: int) -> Iterator[tuple[int, Path]]:
    """A TLS port with a certificate that nobody vouches for and that ends in `days`."""
    import datetime as dt
    from ipaddress import ip_address

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=9))
        .not_valid_after(now + dt.timedelta(days=days))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    written = folder / "certificate.pem"
    written.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    private = folder / "key.pem"
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(written, private)

    def handshake(connection: object) -> None:
        context.wrap_socket(connection, server_side=True).close()  # type: ignore[arg-type]

    with _listening(handshake) as port:
        yield port, written
