"""USER is read in the image's own files; dockerd 20.10 says each of these sentences."""

from pathlib import Path

import pytest

from docker_lessons.engine.runtime import users
from docker_lessons.engine.runtime.process import CannotStart
from docker_lessons.engine.runtime.users import User

PASSWD = "# remark\nroot:x:0:0:root:/root:/bin/sh\napp:x:1000:1001:App:/home/app:/bin/sh\nodd:x:7\n"
GROUP = "root:x:0:\napps:x:1001:\nextra:x:1005:other,app\nboth:x:1006:root,app\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A root with users and groups."""
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc/passwd").write_text(PASSWD)
    (tmp_path / "etc/group").write_text(GROUP)
    return tmp_path


@pytest.mark.parametrize(
    ("text", "user"),
    [
        ("", User(0, 0, (1006,), "/root")),
        ("root", User(0, 0, (1006,), "/root")),
        ("app", User(1000, 1001, (1005, 1006), "/home/app")),
        ("1000", User(1000, 1001, (1005, 1006), "/home/app")),
        ("app:extra", User(1000, 1005, (), "/home/app")),
        ("app:77", User(1000, 77, (), "/home/app")),
        ("77", User(77, 0, (), "/")),
        ("77:88", User(77, 88, (), "/")),
        (":88", User(0, 88, (), "/root")),
        ("odd", User(7, 0, (), "/")),
        ("app:", User(1000, 1001, (1005, 1006), "/home/app")),
    ],
)
def test_a_user_is_a_name_or_a_number(root: Path, text: str, user: User) -> None:
    assert users.find(root, text) == user


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("nosuch", "unable to find user nosuch: no matching entries in passwd file"),
        ("0:nosuch", "unable to find group nosuch: no matching entries in group file"),
        ("app:a:b", "unable to find group a:b: no matching entries in group file"),
        ("99999999999", "uids and gids must be in range 0-2147483647"),
        ("-5", "uids and gids must be in range 0-2147483647"),
        ("0:-1", "uids and gids must be in range 0-2147483647"),
    ],
)
def test_an_unknown_user_is_refused(root: Path, text: str, sentence: str) -> None:
    with pytest.raises(CannotStart) as refused:
        users.find(root, text)
    assert (refused.value.message, refused.value.exit_code) == (sentence, 128)


def test_an_image_without_users_has_numbers(tmp_path: Path) -> None:
    assert users.find(tmp_path, "") == User(0, 0, (), "/")
    assert users.find(tmp_path, "5:6") == User(5, 6, (), "/")
    with pytest.raises(CannotStart):
        users.find(tmp_path, "root")


def test_a_link_leads_to_no_users_outside(tmp_path: Path) -> None:
    (tmp_path / "passwd").write_text("me:x:5:5::/:\n")
    (tmp_path / "root/etc").mkdir(parents=True)
    (tmp_path / "root/etc/passwd").symlink_to("../../passwd")
    with pytest.raises(CannotStart):
        users.find(tmp_path / "root", "me")
