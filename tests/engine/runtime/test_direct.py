"""A static program runs where nothing else can be run, and is handed the files of its image."""

import asyncio
import os
import time
from pathlib import Path

import pytest

from docker_lessons.engine.api.errors import NotImplementedHere
from docker_lessons.engine.runtime.process import STDERR, STDOUT, Process
from docker_lessons.engine.runtime.program_runtime import ProgramRuntime
from docker_lessons.lessons import course_image
from tests.engine.runtime.roots import static_busybox
from tests.programs import wait_for

DIRECT = {"PATH": "/nowhere", "DOCKER_LESSONS_RUNTIME": "direct"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The files of the course's image."""
    root = tmp_path / "container/files"
    root.mkdir(parents=True)
    (root / "hello").write_bytes(course_image.program(course_image.architecture()))
    (root / "hello").chmod(0o755)
    (root / "message.txt").write_text("Image created\n")
    return root


def add_shell(root: Path) -> None:
    (root / "bin").mkdir()
    (root / "bin/sh").write_bytes(static_busybox().read_bytes())
    (root / "bin/sh").chmod(0o755)


async def run(root: Path, *arguments: str, **more) -> tuple[int, str, str]:
    """Run a program directly; give its exit code, output and errors."""
    runtime = ProgramRuntime(DIRECT)
    await runtime.probe()
    if not runtime.name:
        pytest.skip("needs a kernel that asks about system calls (Linux 5.9)")
    said = {STDOUT: bytearray(), STDERR: bytearray()}
    process = Process(arguments, {"PATH": "/bin"}, **more)
    running = await runtime.start(root, process, lambda stream, data: said[stream].extend(data))
    code = await running.wait()
    await runtime.close()
    return code, said[STDOUT].decode(), said[STDERR].decode()


async def test_the_course_s_program_prints_its_message(root: Path) -> None:
    assert await run(root, "/hello") == (0, "Image created\n", "")


async def test_it_has_a_terminal(root: Path) -> None:
    assert await run(root, "/hello", terminal=True) == (0, "Image created\r\n", "")


async def test_without_its_message_it_fails_as_anywhere(root: Path) -> None:
    (root / "message.txt").unlink()
    assert await run(root, "/hello") == (1, "", "")


async def test_it_reads_and_writes_the_files_of_the_image_alone(root: Path) -> None:
    add_shell(root)
    (root / "l").symlink_to("/message.txt")
    (root / "out").symlink_to("../../../../../../etc/passwd")
    script = (
        "read line </message.txt; echo $line; read line <l; echo $line; echo new >/new; "
        "echo gone >/dev/null; echo told >/dev/stderr; "
        "for f in /etc/passwd out ../../../../../../etc/passwd /proc/self/environ; do "
        "test -e $f && echo found $f; done; echo *"
    )
    code, out, err = await run(root, "/bin/sh", "-c", script)
    assert (code, err) == (0, "told\n")
    assert out == "Image created\nImage created\nbin hello l message.txt new out\n"
    assert (root / "new").read_text() == "new\n"


async def test_it_moves_nothing_and_starts_nothing_else(root: Path) -> None:
    (root / "busybox").write_bytes(static_busybox().read_bytes())
    (root / "busybox").chmod(0o755)
    for arguments in (["rm", "/message.txt"], ["mkdir", "/d"], ["mv", "/hello", "/x"]):
        code, _, err = await run(root, "/busybox", *arguments)
        assert code
        assert "Operation not permitted" in err
    code, _, err = await run(root, "/busybox", "sh", "-c", "/hello")
    assert (code, "Operation not permitted" in err) == (126, True)


async def test_a_program_that_needs_libraries_is_refused_with_what_to_do(root: Path) -> None:
    (root / "lib").mkdir()
    script = root / "script"
    script.write_text("#!/hello\n")
    script.chmod(0o755)
    with pytest.raises(NotImplementedHere, match=r"/script cannot be run here.*install proot"):
        await run(root, "/script")


async def test_another_machine_s_program_says_what_docker_says(root: Path) -> None:
    other = "arm64" if course_image.architecture() == "amd64" else "amd64"
    (root / "hello").write_bytes(course_image.program(other))
    assert await run(root, "/hello") == (1, "", "exec /hello: exec format error\n")


@pytest.mark.parametrize("user", ["", "5:6"])
async def test_nothing_of_the_service_is_left_to_it(
    root: Path, user: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET", "of the service")
    (root / "busybox").write_bytes(static_busybox().read_bytes())
    (root / "busybox").chmod(0o755)
    _, out, _ = await run(root, "/busybox", "env", user=user)
    assert set(out.split("\n")) == {"PATH=/bin", "HOME=/", ""}
    assert "SECRET" in os.environ


async def test_it_rests_while_it_is_frozen_and_goes_on(root: Path) -> None:
    add_shell(root)
    runtime = ProgramRuntime(DIRECT)
    await runtime.probe()
    if not runtime.name:
        pytest.skip("needs a kernel that asks about system calls (Linux 5.9)")
    script = "i=0; while :; do i=$((i + 1)); echo $i > /count; done"
    process = Process(["/bin/sh", "-c", script], {"PATH": "/bin"})
    running = await runtime.start(root, process, lambda stream, data: None)
    count = root / "count"

    def changes() -> bool:
        before = count.stat().st_mtime_ns if count.exists() else 0
        time.sleep(0.05)
        return count.exists() and count.stat().st_mtime_ns != before

    await asyncio.to_thread(wait_for, "it counts", changes)
    await running.freeze()
    assert not await asyncio.to_thread(changes)
    await running.thaw()
    await asyncio.to_thread(wait_for, "it goes on", changes)
    await runtime.close()
