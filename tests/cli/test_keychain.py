"""The learner's own keychain: no credential helper is ever called in the practice world."""

import dataclasses
import subprocess
from pathlib import Path

import pytest

from docker_lessons.world import World
from tests.practice import PracticeWorld

HELPERS = ("secretservice", "pass", "osxkeychain", "wincred", "desktop")


@pytest.fixture
def world_with_helpers(shared_world: PracticeWorld, short_folder: Path) -> PracticeWorld:
    """A running world, with every helper that a client may choose by itself on PATH."""
    folder = short_folder / "helpers"
    folder.mkdir()
    for name in HELPERS:
        helper = folder / f"docker-credential-{name}"
        helper.write_text(f'#!/bin/sh\necho "$0 $*" >> {short_folder}/called\necho "{{}}"\n')
        helper.chmod(0o755)
    (folder / "pass").write_text("#!/bin/sh\nexit 0\n")
    (folder / "pass").chmod(0o755)
    env = shared_world.env | {"PATH": f"{folder}:{shared_world.env['PATH']}"}
    return dataclasses.replace(shared_world, env=env)


def run(world: PracticeWorld, *command: str, words: str = "") -> str:
    done = subprocess.run(
        command, env=world.env, input=words, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, f"`{' '.join(command)}` failed: {done.stderr}"
    return done.stdout + done.stderr


def test_log_in_and_log_out_call_no_helper(world_with_helpers, docker_cli, short_folder):
    world = world_with_helpers
    password = World(world.home).account().password
    for _ in range(2):  # the second time config.json has seen a log-out
        said = run(world, docker_cli, "login", "-u", "demousr", "--password-stdin", words=password)
        assert "Login Succeeded" in said
        run(world, docker_cli, "logout")
    assert not (short_folder / "called").exists()


def test_without_that_entry_they_would_be_called(world_with_helpers, docker_cli, short_folder):
    """The trap is real: else the test above could not fail."""
    world = world_with_helpers
    (world.home / "docker" / "config.json").unlink()
    password = World(world.home).account().password
    run(world, docker_cli, "login", "-u", "demousr", "--password-stdin", words=password)
    assert (short_folder / "called").exists()
