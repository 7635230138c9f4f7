"""The real things that other tests lean on are there and real."""

import json
import subprocess
import urllib.request
from pathlib import Path


def test_dockerd_is_a_daemon_of_our_own(dockerd: str, docker_cli: str):
    said = subprocess.run(
        [docker_cli, "--host", dockerd, "info", "--format", "{{.DockerRootDir}}"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(said.stdout).parent == Path(dockerd.removeprefix("unix://")).parent


def test_registry_is_empty(registry: str):
    with urllib.request.urlopen(f"{registry}/v2/_catalog") as answer:
        assert json.load(answer) == {"repositories": []}
