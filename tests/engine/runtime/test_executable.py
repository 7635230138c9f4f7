"""Where a program is, and why one cannot be started; dockerd 20.10 with runc 1.1 says each of these sentences."""

import platform
import struct
from pathlib import Path

import pytest

from docker_lessons.engine.runtime import executable
from docker_lessons.engine.runtime.process import CannotStart
from docker_lessons.engine.runtime.trampoline import program

START = (
    "failed to create shim task: OCI runtime create failed: runc create failed: "
    "unable to start container process: exec: "
)
OTHER = {"x86_64": "aarch64"}.get(platform.machine(), "x86_64")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A root with programs good and bad."""
    bin_ = tmp_path / "bin"
    (bin_ / "dir").mkdir(parents=True)
    for name, content in {
        "good": program("x86_64" if platform.machine() != "aarch64" else "aarch64"),
        "other": program(OTHER),
        "text": b"echo hi\n",
        "empty": b"",
        "cut": b"\x7fELF\x02\x01\x01",
        "script": b"#!/bin/good x\n",
        "bad-script": b"#!/bin/nosuch\n",
        "dir-script": b"#!/bin/dir\n",
        "no-script": b"#!\n",
        "self": b"#!/bin/self\n",
        "dynamic": dynamic("/lib/ld.so"),
    }.items():
        (bin_ / name).write_bytes(content)
        (bin_ / name).chmod(0o755)
    (bin_ / "noexec").write_bytes(b"x")
    (bin_ / "noexec").chmod(0o644)
    (bin_ / "dangling").symlink_to("nowhere")
    (bin_ / "loop").symlink_to("loop")
    (bin_ / "link").symlink_to("/bin/good")
    return tmp_path


def dynamic(interpreter: str) -> bytes:
    """A program that asks for an interpreter."""
    machine = {"x86_64": 62, "aarch64": 183}.get(platform.machine(), 62)
    header = struct.pack(
        "<16sHHIQQQIHHHHHH",
        *(b"\x7fELF\x02\x01\x01", 2, machine, 1, 0, 64, 0, 0, 64, 56, 1, 0, 0, 0),
    )
    name = interpreter.encode() + b"\0"
    return header + struct.pack("<IIQQQQQQ", 3, 4, 120, 0, 0, len(name), len(name), 1) + name


@pytest.mark.parametrize(
    ("name", "sentence", "code"),
    [
        ("nosuch", '"nosuch": executable file not found in $PATH', 127),
        ("noexec", '"noexec": executable file not found in $PATH', 127),
        ("dir", '"dir": executable file not found in $PATH', 127),
        ("dangling", '"dangling": executable file not found in $PATH', 127),
        ("", '"": executable file not found in $PATH', 127),
        ("/bin/nosuch", '"/bin/nosuch": stat /bin/nosuch: no such file or directory', 127),
        ("./nosuch", '"./nosuch": stat ./nosuch: no such file or directory', 127),
        ("/bin/dangling", '"/bin/dangling": stat /bin/dangling: no such file or directory', 127),
        ("/bin/noexec", '"/bin/noexec": permission denied', 126),
        ("bin/noexec", '"bin/noexec": permission denied', 126),
        ("/bin/dir", '"/bin/dir": permission denied', 126),
        ("/bin/loop", '"/bin/loop": stat /bin/loop: too many levels of symbolic links', 128),
        ("/bin/good/x", '"/bin/good/x": stat /bin/good/x: not a directory', 128),
    ],
)
def test_what_is_no_program_is_refused(root: Path, name: str, sentence: str, code: int) -> None:
    with pytest.raises(CannotStart) as refused:
        executable.find(root, name, {"PATH": "/usr/bin:/bin"})
    assert refused.value.message == f"{START}{sentence}: unknown"
    assert refused.value.exit_code == code
    assert refused.value.status == (500 if code == 128 else 400)


@pytest.mark.parametrize(
    ("name", "path", "trouble"),
    [
        ("good", "/bin/good", ""),
        ("link", "/bin/link", ""),
        ("script", "/bin/script", ""),
        ("bin/good", "bin/good", ""),
        ("text", "/bin/text", "exec /bin/text: exec format error"),
        ("empty", "/bin/empty", "exec /bin/empty: exec format error"),
        ("cut", "/bin/cut", "exec /bin/cut: exec format error"),
        ("other", "/bin/other", "exec /bin/other: exec format error"),
        ("bad-script", "/bin/bad-script", "exec /bin/bad-script: no such file or directory"),
        ("dir-script", "/bin/dir-script", "exec /bin/dir-script: permission denied"),
        ("no-script", "/bin/no-script", "exec /bin/no-script: exec format error"),
        ("dynamic", "/bin/dynamic", "exec /bin/dynamic: no such file or directory"),
    ],
)
def test_a_program_is_found_and_looked_into(root: Path, name: str, path: str, trouble: str) -> None:
    found = executable.find(root, name, {"PATH": "/usr/bin:/bin"})
    assert (found.path, found.trouble) == (path, trouble)


def test_a_script_that_is_its_own_interpreter_ends(root: Path) -> None:
    assert executable.find(root, "self", {"PATH": "/bin"}).trouble


def test_a_relative_path_counts_from_the_working_directory(root: Path) -> None:
    assert executable.find(root, "./good", {}, "/bin").path == "./good"


def test_a_static_program_is_known(root: Path) -> None:
    assert executable.find(root, "good", {"PATH": "/bin"}).is_static
    assert not executable.find(root, "dynamic", {"PATH": "/bin"}).is_static


def test_no_program_of_this_computer_is_found(tmp_path: Path) -> None:
    (tmp_path / "bin").symlink_to("../../../../../../../bin")
    with pytest.raises(CannotStart):
        executable.find(tmp_path, "sh", {"PATH": "/bin"})
