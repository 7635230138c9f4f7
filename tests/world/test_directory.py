"""A world's directory: whose it is, where its sockets are, how it comes to be."""

import errno
import json
import os
import stat
import subprocess
import tempfile
from pathlib import Path

import pytest

from docker_lessons.world import World, directory
from docker_lessons.world.failure import DirectoryError, NewerServiceError, WorldStopped


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_variable_names_the_world(monkeypatch, tmp_path):
    monkeypatch.setenv("DOCKER_LESSONS_HOME", str(tmp_path / "mine"))
    assert World.find().home == tmp_path / "mine"


def test_without_it_each_user_has_one(monkeypatch):
    monkeypatch.delenv("DOCKER_LESSONS_HOME", raising=False)
    assert World.find().home.name == "docker-lessons"


def test_a_prepared_world_is_for_its_owner_alone(tmp_path):
    world = World(tmp_path / "world")
    world.prepare()
    assert mode(world.home) == 0o700
    assert mode(world.home / "account.json") == 0o600
    assert mode(world.docker_config) == 0o700


def test_an_open_folder_of_ones_own_is_closed(tmp_path):
    (tmp_path / "world").mkdir(mode=0o755)
    World(tmp_path / "world").prepare()
    assert mode(tmp_path / "world") == 0o700


def test_preparing_again_changes_nothing(tmp_path):
    world = World(tmp_path / "world")
    world.prepare()
    before = {path: path.read_bytes() for path in world.home.rglob("*") if path.is_file()}
    world.prepare()
    assert {path: path.read_bytes() for path in world.home.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("below", ["file/world", "file/a/world", "file", "a" * 300])
def test_where_no_folder_can_be_made_a_sentence_says_so(tmp_path, below):
    (tmp_path / "file").write_text("")
    with pytest.raises(DirectoryError, match=r"folder.*DOCKER_LESSONS_HOME"):
        World(tmp_path / below).prepare()


def test_a_folder_that_lets_nobody_look_is_a_sentence(tmp_path, monkeypatch):
    def denied(path, **_options):
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(Path, "stat", denied)
    with pytest.raises(DirectoryError, match="DOCKER_LESSONS_HOME to a folder of your own"):
        _ = World(tmp_path / "world").made


def test_a_link_that_leads_nowhere_is_told_with_where_it_leads(tmp_path):
    (tmp_path / "world").symlink_to(tmp_path / "unplugged")
    with pytest.raises(DirectoryError, match=r"is a link to .*unplugged.*DOCKER_LESSONS_HOME"):
        World(tmp_path / "world").prepare()


def test_a_folder_with_other_things_is_not_taken(tmp_path):
    (tmp_path / "letter.txt").write_text("dear")
    with pytest.raises(DirectoryError, match=r"a practice world.*letter\.txt"):
        World(tmp_path).prepare()
    assert [one.name for one in tmp_path.iterdir()] == ["letter.txt"]


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root (another user's folder): sudo make test")
def test_somebody_elses_folder_is_refused(tmp_path):
    (tmp_path / "theirs").mkdir()
    os.chown(tmp_path / "theirs", 12345, 12345)
    with pytest.raises(DirectoryError, match="belongs to user 12345, not to you"):
        World(tmp_path / "theirs").prepare()


@pytest.mark.parametrize(
    "home", ["/h/" + "a" * 120, "/h/with space", "/h/déjà"], ids=["long", "space", "accent"]
)
def test_sockets_move_to_a_short_plain_path(home):
    folder = directory.socket_folder(Path(home))
    socket = str(folder / "lessons.sock")
    assert folder != Path(home)
    assert len(socket.encode()) < 100
    assert socket.isascii()
    assert " " not in socket


def test_sockets_stay_in_a_short_home():
    assert directory.socket_folder(Path("/home/demousr/.local/share/x")) == Path(
        "/home/demousr/.local/share/x"
    )


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root (another user's folder): sudo make test")
def test_a_socket_folder_that_another_user_laid_out_is_refused(short_folder, monkeypatch):
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(short_folder))
    trap = short_folder / f"docker-lessons-{os.geteuid()}"
    trap.mkdir()
    os.chown(trap, 12345, 12345)
    with pytest.raises(
        DirectoryError, match="Your practice world needs that place for its sockets"
    ):
        World(short_folder / ("w" * 100)).prepare()


def test_a_link_is_no_socket_folder(short_folder, monkeypatch):
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(short_folder))
    (short_folder / f"docker-lessons-{os.geteuid()}").symlink_to(short_folder)
    with pytest.raises(DirectoryError):
        World(short_folder / ("w" * 100)).prepare()


def test_addresses_are_unknown_before_the_first_start(tmp_path):
    world = World(tmp_path / "world")
    world.prepare()
    with pytest.raises(WorldStopped, match="docker-lessons start"):
        assert world.registry_url


def test_a_world_of_a_later_release_is_left_alone(tmp_path):
    world = World(tmp_path / "world")
    world.prepare()
    record = json.loads(world.record.read_bytes())
    world.record.write_text(json.dumps(record | {"version": "99.0"}))
    with pytest.raises(NewerServiceError, match=r"99\.0"):
        world.prepare()


def test_the_word_docker_at_the_end_of_path_is_ours(tmp_path):
    world = World(tmp_path / "world")
    world.prepare()
    done = subprocess.run(
        [world.bin / "docker-lessons", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("docker-lessons ")
    assert os.access(world.bin / "docker", os.X_OK)
