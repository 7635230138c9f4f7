"""Somebody's general Jupyter: the package that is installed beside it changes nothing of it."""

import json
import subprocess
import sys
import urllib.error
import urllib.request

import pytest

from tests.practice import clean_environment
from tests.programs import free_port, wait_for


@pytest.fixture
def plain(short_folder):
    """The environment of a person who never called `docker-lessons`."""
    return clean_environment(short_folder, short_folder / "world")


@pytest.mark.whole
def test_no_server_extension_of_ours_is_enabled(plain):
    done = subprocess.run(
        [sys.executable, "-m", "jupyter", "server", "extension", "list"],
        env=plain, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "jupyter_server_proxy" in done.stdout + done.stderr  # the list is a list
    assert "docker_lessons" not in done.stdout + done.stderr


def test_the_distribution_brings_no_file_or_entry_point_for_jupyter():
    from importlib.metadata import distribution

    points = {point.group for point in distribution("docker-lessons").entry_points}
    assert points == {"console_scripts"}
    files = [str(file) for file in distribution("docker-lessons").files or []]
    assert not [file for file in files if "share/jupyter" in file or "etc/jupyter" in file]


@pytest.mark.whole
def test_a_general_jupyter_has_no_route_variable_or_service_of_ours(plain, short_folder):
    port = free_port()
    arguments = ["--no-browser", f"--port={port}", "--IdentityProvider.token=", "--allow-root"]
    server = subprocess.Popen(
        [sys.executable, "-m", "jupyterlab", *arguments, f"--ServerApp.root_dir={short_folder}"],
        env=plain, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=short_folder,
    )  # fmt: skip
    try:
        wait_for("Jupyter answers", lambda: status(f"http://127.0.0.1:{port}/api") == 200, 60)
        assert status(f"http://127.0.0.1:{port}/practice-hub/") == 404
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/server-proxy/servers-info") as answer:
            assert json.load(answer)["server_processes"] == []
        assert not (short_folder / "world").exists()
    finally:
        server.terminate()
        server.wait(30)


def status(url: str) -> int:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0
