"""The wheel alone, with no clone, gives a working course."""

import json
import re
import subprocess
import sys
import urllib.request
import zipfile
from pathlib import Path

import pytest

from tests import programs
from tests.notebooks.pages import NAMES
from tests.practice import clean_environment

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from this tree without asking any network."""
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*build, "--wheel-dir", folder, ROOT], check=True)
    return next(folder.glob("*.whl"))


def test_wheel_holds_the_pages(wheel: Path):
    inside = zipfile.ZipFile(wheel).namelist()
    pages = sorted(name for name in inside if name.endswith(".ipynb"))
    languages = sorted(folder.name for folder in (ROOT / "notebooks").iterdir() if folder.is_dir())
    assert "fr" in languages
    folders = [
        "docker_lessons/_notebooks",
        *(f"docker_lessons/_notebooks/{each}" for each in languages),
    ]
    assert pages == [f"{folder}/{name}.ipynb" for folder in folders for name in NAMES]
    assert {f"{folder}/map.svg" for folder in folders} <= set(inside)


def test_wheel_holds_what_stands_beside_the_python_files(wheel: Path):
    inside = set(zipfile.ZipFile(wheel).namelist())
    package = ROOT / "docker_lessons"
    tracked = subprocess.run(
        ["git", "-C", ROOT, "ls-files", package], capture_output=True, text=True, check=False
    ).stdout.splitlines()
    assert set(tracked) <= inside


@pytest.mark.slow
def test_lab_from_the_wheel_opens_the_first_page(wheel: Path, short_folder: Path):
    target, home = short_folder / "site", short_folder / "home"
    home.mkdir()
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", target]
    subprocess.run([*install, wheel], check=True)
    env = clean_environment(home, short_folder / "world") | {"PYTHONPATH": str(target)}
    run = [sys.executable, "-m", "docker_lessons"]
    log = short_folder / "log"
    lab = [*run, "lab", "--no-browser", "--port", str(programs.free_port())]
    with log.open("wb") as output:
        process = subprocess.Popen(lab, env=env, cwd=home, stdout=output, stderr=output)
    try:
        programs.wait_for(
            "the lab prints its address, or ends",
            lambda: "token=" in log.read_text() or process.poll() is not None,
            60,
        )
        address = re.search(r"(http://\S+)/lab/tree/(\S+)\?token=(\w+)", log.read_text())
        assert address is not None, log.read_text()
        contents = f"{address[1]}/api/contents/{address[2]}?token={address[3]}"
        with urllib.request.urlopen(contents) as answer:
            page = json.load(answer)
        assert page["content"]["cells"][0]["source"].startswith("# ")
        assert (home / "docker-lessons" / "00-start.ipynb").is_file()
    finally:
        process.terminate()
        process.wait(30)
        subprocess.run([*run, "stop"], env=env, cwd=home, check=True, stdout=subprocess.DEVNULL)
