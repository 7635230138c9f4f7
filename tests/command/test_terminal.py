"""`docker-lessons docker` and the world's own `docker` in a terminal with a person at it."""

import re
import signal
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest

from docker_lessons.world import World, docker_client
from tests import programs
from tests.command.conftest import NEW_CLIENT
from tests.practice import COMMAND, PracticeWorld


@pytest.fixture
def world(practice: PracticeWorld) -> World:
    return World.find(practice.home)


def environment(practice: PracticeWorld, path: str) -> dict[str, str]:
    return {**practice.env, "PATH": path, "TERM": "dumb"}


WITH_AND_WITHOUT = pytest.mark.parametrize("terminal_env", [NEW_CLIENT, "no client"], indirect=True)


@pytest.fixture(params=[*programs.DOCKER_CLIS, "no client"])
def terminal_env(
    request: pytest.FixtureRequest, practice: PracticeWorld, world: World, tmp_path: Path
) -> dict[str, str]:
    """A world's terminal: with each client on PATH, and with the world's own `docker` alone."""
    if request.param != "no client":
        (tmp_path / "docker").symlink_to(programs.docker_cli(request.param))
    return environment(practice, f"{tmp_path}:{world.bin}")


def at_the_password(env: dict[str, str], world: World) -> pexpect.spawn:
    """A login in a terminal, which has asked for the password."""
    line = ["login", "-u", "demousr"]
    shown = pexpect.spawn(str(world.bin / "docker"), line, env=env, timeout=30, encoding="utf-8")
    shown.expect("Password: ")
    return shown


def test_the_password_is_asked_in_the_terminal_and_not_shown(
    terminal_env: dict[str, str], world: World
):
    password = world.account().password
    shown = at_the_password(terminal_env, world)
    shown.sendline(password)
    shown.expect("Login Succeeded")
    shown.expect(pexpect.EOF)
    shown.close()
    assert shown.exitstatus == 0
    assert password not in (shown.before or "")


def test_a_wrong_password_is_told_as_one_whatever_the_client_tells_at_each_login(
    terminal_env: dict[str, str], world: World
):
    """Client 28 says at a terminal that a personal access token can be used instead."""
    shown = at_the_password({**terminal_env, "TERM": "xterm-256color"}, world)
    shown.sendline("wrong")
    shown.expect(pexpect.EOF)
    shown.close()
    assert "The Hub didn't accept that username with that password" in (shown.before or "")
    assert "two-factor" not in (shown.before or "")


@pytest.mark.parametrize("terminal_env", ["no client"], indirect=True)
def test_the_end_of_input_at_the_password_is_no_password(
    terminal_env: dict[str, str], world: World
):
    shown = at_the_password(terminal_env, world)
    shown.sendeof()
    shown.expect(pexpect.EOF)
    assert "No password was typed, so nothing was sent." in (shown.before or "")


def test_ctrl_c_at_the_password_ends_it_quietly(terminal_env: dict[str, str], world: World):
    shown = at_the_password(terminal_env, world)
    assert shown.waitnoecho(30)
    shown.sendintr()
    shown.expect(pexpect.EOF)
    shown.close()
    assert shown.exitstatus is not None  # client 28 ends with 0 there
    assert "Traceback" not in shown.before


def test_ctrl_c_ends_a_client_that_runs(practice: PracticeWorld, client: str):
    env = environment(practice, str(Path(client).parent))
    shown = pexpect.spawn(str(COMMAND), ["docker", "events"], env=env, timeout=30)
    programs.wait_for("the client runs", lambda: _hands_signals_on(shown.pid))
    shown.sendintr()
    shown.expect(pexpect.EOF)
    shown.close()
    assert b"Traceback" not in shown.before


@WITH_AND_WITHOUT
@pytest.mark.parametrize(
    ("words", "exit_code", "said"),
    [(["images", "-z"], 125, "This command has no option -z"), (["images", "-q"], 0, "")],
)
def test_exit_codes_and_sentences_reach_a_script(
    terminal_env: dict[str, str], words: list[str], exit_code: int, said: str
):
    done = subprocess.run(
        [sys.executable, "-m", "docker_lessons", "docker", *words],
        env=terminal_env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == exit_code
    assert said in (done.stderr.splitlines() or [""])[-1]


@WITH_AND_WITHOUT
def test_a_password_can_be_piped(terminal_env: dict[str, str], world: World):
    done = subprocess.run(
        [world.bin / "docker", "login", "-u", "demousr", "--password-stdin"],
        env=terminal_env,
        input=f"{world.account().password}\n",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "Login Succeeded\n"


@WITH_AND_WITHOUT
def test_a_password_behind_p_is_warned_of_and_kept_from_the_client(
    terminal_env: dict[str, str], world: World
):
    done = subprocess.run(
        [world.bin / "docker", "login", "-u", "demousr", "-p", world.account().password],
        env=terminal_env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "Login Succeeded\n"
    assert done.stderr.startswith("Other people can read a password that you type after -p")


def test_bytes_go_through_as_they_are(practice: PracticeWorld, client: str, folder: Path):
    env = environment(practice, str(Path(client).parent))
    run = [str(COMMAND), "docker"]
    subprocess.run(
        [*run, "build", "-q", "-t", "myimage:0.1", "myimage"],
        env=env,
        cwd=folder,
        check=True,
        capture_output=True,
    )
    saved = subprocess.run(
        [*run, "save", "myimage:0.1"], env=env, check=True, capture_output=True
    ).stdout
    assert saved[257:262] == b"ustar"


def test_a_signal_to_us_alone_ends_the_client_too(practice: PracticeWorld, client: str):
    env = environment(practice, str(Path(client).parent))
    process = subprocess.Popen(
        [str(COMMAND), "docker", "events"],
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    programs.wait_for("docker events runs", lambda: _hands_signals_on(process.pid))
    child = _child(process.pid)
    assert child is not None
    process.send_signal(signal.SIGTERM)
    assert process.wait(20) != 0
    assert not Path(f"/proc/{child}").exists()


def test_the_worlds_own_docker_is_not_taken_for_a_client(world: World, monkeypatch, tmp_path: Path):
    podman = tmp_path / "docker"
    podman.write_text('#!/bin/sh\nexec podman "$@"\n')
    podman.chmod(0o755)
    other = tmp_path / "other"
    other.mkdir()
    (other / "docker").symlink_to(world.bin / "docker")
    monkeypatch.setenv("PATH", f"{world.bin}:{tmp_path}:{other}")
    assert docker_client.find(world.bin) is None
    assert docker_client.find() is None


def test_a_real_client_wins_over_the_worlds_own(world: World, monkeypatch, client: str):
    monkeypatch.setenv("PATH", f"{world.bin}:{Path(client).parent}")
    assert docker_client.find(world.bin) == Path(client)


def _hands_signals_on(pid: int) -> bool:
    """Whether that process of ours looks after a client that runs: only then it catches SIGTERM."""
    status = Path(f"/proc/{pid}/status").read_text()
    caught = re.search(r"^SigCgt:\s*([0-9a-f]+)$", status, re.MULTILINE)
    return caught is not None and bool(int(caught[1], 16) >> (signal.SIGTERM - 1) & 1)


def _child(pid: int) -> int | None:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return int(children[0]) if children else None
