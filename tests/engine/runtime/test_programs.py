"""Programs run in the files of an image, in each way that this computer knows."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import psutil
import pytest

from docker_lessons.engine.api.errors import BadParameter, NotImplementedHere, SystemFailure
from docker_lessons.engine.runtime import root_fs
from docker_lessons.engine.runtime.process import STDERR, STDOUT, CannotStart, Process
from docker_lessons.engine.runtime.program_runtime import ProgramRuntime
from docker_lessons.engine.runtime.supervised import Supervised
from tests import programs
from tests.engine.runtime.roots import PATH, busybox_root

pytestmark = pytest.mark.whole

WAYS = [
    "namespaces",
    *(pytest.param(name, marks=pytest.mark.whole) for name in ("proot", "bubblewrap")),
]


class Programs:
    """A root with busybox, and a runtime that starts programs in it."""

    def __init__(self, root: Path, runtime: ProgramRuntime) -> None:
        self.root = root
        self.runtime = runtime
        self.out = bytearray()
        self.err = bytearray()

    async def start(self, *arguments: str, **more) -> Supervised:
        """Start a program; what it writes is collected."""
        environment = {"PATH": PATH, **more.pop("env", {})}
        beside = more.pop("beside", None)
        process = Process(arguments, environment, **more)
        return await self.runtime.start(self.root, process, self._take, beside)

    def _take(self, stream: int, data: bytes) -> None:
        {STDOUT: self.out, STDERR: self.err}[stream].extend(data)

    async def run(self, *arguments: str, **more) -> tuple[int, str, str]:
        """Run a program; give its exit code, output and errors."""
        self.out, self.err = bytearray(), bytearray()
        code = await (await self.start(*arguments, **more)).wait()
        return code, *(each.decode(errors="replace") for each in (self.out, self.err))

    async def sh(self, script: str, **more) -> tuple[int, str, str]:
        return await self.run("sh", "-c", script, **more)

    async def says(self, text: str) -> None:
        """Wait until it has said something."""
        async with asyncio.timeout(20):
            while text.encode() not in self.out:  # noqa: ASYNC110 - as seldom as the test looks
                await asyncio.sleep(0.005)


@pytest.fixture(params=WAYS)
async def ours(request: pytest.FixtureRequest, short_folder: Path) -> AsyncIterator[Programs]:
    """Programs, started in one way."""
    if request.param == "proot":
        programs.required("proot")
    if request.param == "bubblewrap":
        programs.required("bwrap")
    found = await in_root(short_folder, DOCKER_LESSONS_RUNTIME=request.param)
    yield found
    await found.runtime.close()


_TRIED: dict[tuple[tuple[str, str], ...], ProgramRuntime] = {}
"""By its settings, a runtime that has found out how programs can be run."""


async def in_root(folder: Path, **environ: str) -> Programs:
    root = busybox_root(folder / "container")
    settings = {"PATH": os.environ["PATH"], **environ}
    runtime = ProgramRuntime(settings)
    tried = _TRIED.setdefault(tuple(settings.items()), runtime)
    await tried.probe()  # starts a program, which only the first test of each way needs
    runtime._found, runtime.name = tried._found, tried.name
    runtime.why_not, runtime.limitation = tried.why_not, tried.limitation
    if not runtime.name and environ.get("DOCKER_LESSONS_RUNTIME") == "namespaces":
        pytest.skip("needs user namespaces (a kernel that allows them)")
    assert not runtime.why_not
    return Programs(root, runtime)


async def test_both_streams_and_the_exit_code_come_back(ours: Programs) -> None:
    assert await ours.sh("echo out; echo err >&2; exit 3") == (3, "out\n", "err\n")


async def test_a_program_sees_the_files_of_the_image_alone(ours: Programs) -> None:
    code, out, _ = await ours.sh("cd /; ls; cat /etc/passwd | head -1; pwd")
    assert code == 0
    names = ["bin", "dev", "etc", "home", "proc", "root", "sys", "tmp"]
    assert out.split("\n") == [*names, "root:x:0:0:root:/root:/bin/sh", "/", ""]


async def test_what_a_program_writes_is_in_the_root(ours: Programs) -> None:
    assert (await ours.sh("echo x >/tmp/f; mkdir /d; ln -s f /d/l; rm /etc/group"))[0] == 0
    assert (ours.root / "tmp/f").read_text() == "x\n"
    assert (ours.root / "d/l").readlink() == Path("f")
    assert not (ours.root / "etc/group").exists()


async def test_running_leaves_nothing_of_its_own_in_the_root(ours: Programs) -> None:
    before = {path: path.lstat().st_mtime_ns for path in ours.root.rglob("*")}
    assert (await ours.run("true"))[0] == 0
    assert {path: path.lstat().st_mtime_ns for path in ours.root.rglob("*")} == before


async def test_the_environment_is_what_was_given_and_home(
    ours: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET", "of the service")
    given = {"A": "1 2", "LD_PRELOAD": "/no.so", "PROOT_X": "y", "E": "", "N": "ä\n="}
    _, out, _ = await ours.run("cat", "/proc/self/environ", env=given)
    assert set(out.rstrip("\0").split("\0")) == {
        *(f"{key}={value}" for key, value in given.items()),
        *(f"PATH={PATH}", "HOME=/root"),
    }


async def test_arguments_arrive_as_they_are(ours: Programs) -> None:
    odd = ["", " a b ", "'\"$HOME", "-x", "ä\n", os.fsdecode(b"\xff")]
    _, out, _ = await ours.run("cat", "/proc/self/cmdline", *odd[:0])
    assert out == "cat\0/proc/self/cmdline\0"
    code = "for a; do printf '%s|' \"$a\"; done"
    await ours.run("sh", "-c", code, "name", *odd)
    assert bytes(ours.out) == b"".join(os.fsencode(each) + b"|" for each in odd)


@pytest.mark.parametrize(
    ("user", "expected"),
    [("", "0 0"), ("app", "1000 1001"), ("77:88", "77 88"), ("app:extra", "1000 1005")],
)
async def test_a_program_has_the_user_that_was_asked_for(
    ours: Programs, user: str, expected: str
) -> None:
    assert (await ours.sh("echo $(id -u) $(id -g)", user=user))[1] == f"{expected}\n"


async def test_home_is_the_user_s(ours: Programs) -> None:
    assert (await ours.sh("echo $HOME", user="app"))[1] == "/home/app\n"
    assert (await ours.sh("echo $HOME", user="app", env={"HOME": "/x"}))[1] == "/x\n"


async def test_the_working_directory_is_made(ours: Programs) -> None:
    assert (await ours.run("pwd", directory="/new/deep"))[1] == "/new/deep\n"
    assert (ours.root / "new/deep").is_dir()


@pytest.mark.parametrize(
    ("directory", "error", "sentence"),
    [
        ("rel", BadParameter, "the working directory 'rel' is invalid, it needs to be an absolute"),
        ("/etc/passwd", SystemFailure, "Cannot mkdir: /etc/passwd is not a directory"),
        ("/etc/passwd/x", SystemFailure, "Cannot mkdir: /etc/passwd/x is not a directory"),
    ],
)
async def test_a_working_directory_that_cannot_be_is_refused(
    ours: Programs, directory: str, error: type[Exception], sentence: str
) -> None:
    with pytest.raises(error, match=sentence):
        await ours.run("pwd", directory=directory)


async def test_a_missing_program_is_refused(ours: Programs) -> None:
    with pytest.raises(CannotStart) as refused:
        await ours.run("nosuch")
    assert refused.value.exit_code == 127


async def test_what_the_kernel_cannot_start_says_so(ours: Programs) -> None:
    (ours.root / "bin/text").write_text("echo hi\n")
    (ours.root / "bin/text").chmod(0o755)
    assert await ours.run("text") == (1, "", "exec /bin/text: exec format error\n")


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSEGV, signal.SIGTERM, signal.SIGINT])
async def test_a_signal_that_ends_a_program_is_128_and_its_number(
    ours: Programs, number: int
) -> None:
    script = f"sh -c 'kill -{number:d} $$'; echo $?"
    assert (await ours.sh(script))[1] == f"{128 + number}\n"


async def test_a_program_handles_a_signal(ours: Programs) -> None:
    script = "trap 'echo caught; exit 7' TERM; echo ready; while :; do sleep 0.05; done"
    running = await ours.start("sh", "-c", script)
    await ours.says("ready")
    running.kill(signal.SIGTERM)
    assert await running.wait() == 7
    assert ours.out == b"ready\ncaught\n"


async def test_a_signal_without_a_handler_does_nothing_as_in_docker(ours: Programs) -> None:
    running = await ours.start("sh", "-c", "echo ready; sleep 0.6; echo still; exec sleep 100")
    await ours.says("ready")
    running.kill(signal.SIGTERM)
    running.kill(signal.SIGUSR1)
    await ours.says("still")
    running.kill(signal.SIGKILL)
    assert await running.wait() == 137


async def test_a_program_is_stopped_and_goes_on(ours: Programs) -> None:
    running = await ours.start("sh", "-c", "while :; do echo tick; sleep 0.01; done")
    await ours.says("tick")
    running.kill(signal.SIGSTOP)
    await asyncio.sleep(0.3)
    before = len(ours.out)
    await asyncio.sleep(0.3)
    assert len(ours.out) == before
    running.kill(signal.SIGCONT)
    async with asyncio.timeout(20):
        while len(ours.out) == before:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    running.kill(signal.SIGKILL)
    assert await running.wait() == 137


ESCAPES = {
    "in the background": "sleep {} & ",
    "in a session of its own": "setsid sleep {} & ",
    "whose parent has gone": "(setsid sh -c 'sleep {} & sleep {} & ' &) ; sleep 0.2; ",
    "that ignores signals": "(trap '' TERM HUP INT; setsid sleep {}) & ",
}


OTHER_ESCAPES = [name for name in ESCAPES if name != "that ignores signals"]
"""Those from which `make soak` alone tries in each way whether they outlive a service."""


def alive(mark: str) -> list[int]:
    """The processes of this computer that sleep for this number of seconds."""
    return programs.running(f"sleep\0{mark}")


def a_mark() -> str:
    return f"1{time.monotonic_ns() % 10**9}"


@pytest.mark.parametrize("escape", ESCAPES)
async def test_a_process_ends_with_the_program(ours: Programs, escape: str) -> None:
    mark = a_mark()
    script = ESCAPES[escape].replace("{}", mark)
    async with asyncio.timeout(20):
        assert (await ours.sh(f"{script} echo done"))[:2] == (0, "done\n")
    assert not alive(mark)


@pytest.mark.parametrize("escape", ESCAPES)
async def test_sigkill_ends_a_process_too(ours: Programs, escape: str) -> None:
    mark = a_mark()
    script = ESCAPES[escape].replace("{}", mark)
    running = await ours.start("sh", "-c", f"{script} echo ready; sleep 1000; true")
    await ours.says("ready")
    running.kill(signal.SIGKILL)
    async with asyncio.timeout(20):
        assert await running.wait() == 137
    assert not alive(mark)


SERVICE = """
import asyncio, sys
from pathlib import Path
from docker_lessons.engine.runtime.process import Process
from docker_lessons.engine.runtime.program_runtime import ProgramRuntime

async def serve():
    def tell(stream, data):
        print(data.decode(), flush=True)
    running = await ProgramRuntime().start(
        Path(sys.argv[1]), Process(["sh", "-c", sys.argv[2]], {"PATH": "/bin"}), tell
    )
    await running.wait()

asyncio.run(serve())
"""


@pytest.mark.parametrize(
    "escape",
    ["that ignores signals", *(pytest.param(one, marks=pytest.mark.soak) for one in OTHER_ESCAPES)],
)
async def test_a_process_ends_with_a_service_that_was_killed(ours: Programs, escape: str) -> None:
    ends_with(ours, escape, lambda service: service)


@pytest.mark.parametrize("escape", ESCAPES)
async def test_in_namespaces_a_process_ends_with_its_supervisor(
    short_folder: Path, escape: str
) -> None:
    ours = await in_root(short_folder, DOCKER_LESSONS_RUNTIME="namespaces")
    ends_with(ours, escape, lambda service: psutil.Process(service).children()[0].pid)
    await ours.runtime.close()


def ends_with(ours: Programs, escape: str, victim: Callable[[int], int]) -> None:
    """Starts a process that gets away from its parents, kills one of those, and waits for its end."""
    mark = a_mark()
    script = ESCAPES[escape].replace("{}", mark) + "echo ready; sleep 1000; true"
    env = {**os.environ, "DOCKER_LESSONS_RUNTIME": ours.runtime.name}
    command = [sys.executable, "-c", SERVICE, str(ours.root), script]
    with subprocess.Popen(command, env=env) as service:
        try:
            programs.wait_for("the process runs", lambda: bool(alive(mark)), 20)
            os.kill(victim(service.pid), signal.SIGKILL)
            programs.wait_for("the service ends", lambda: service.poll() is not None, 20)
        finally:
            service.kill()
    programs.wait_for("everything has ended", lambda: not alive(mark), 10)


async def test_a_frozen_program_rests_with_all_that_it_started_and_goes_on(ours: Programs) -> None:
    counts = "while :; do echo x >>/{}; sleep 0.01; done"
    places = [ours.root / name for name in ("own", "below", "beside")]
    script = f"({counts.format('below')}) & {counts.format('own')}"
    running = await ours.start("sh", "-c", script)
    other = await ours.start("sh", "-c", counts.format("beside"), beside=running)

    def sizes() -> list[int]:
        return [place.stat().st_size if place.exists() else 0 for place in places]

    async def all_grow() -> None:
        before = sizes()
        async with asyncio.timeout(20):
            while any(now <= then for now, then in zip(sizes(), before, strict=True)):  # noqa: ASYNC110
                await asyncio.sleep(0.005)

    await all_grow()
    for one in (running, other):
        await one.freeze()
    before = sizes()
    await asyncio.sleep(0.1)
    assert sizes() == before
    for one in (running, other):
        await one.thaw()
    await all_grow()
    running.kill(signal.SIGKILL)
    async with asyncio.timeout(20):
        assert await running.wait() == 137
        await other.wait()


async def test_a_frozen_program_can_be_ended(ours: Programs) -> None:
    running = await ours.start("sh", "-c", "sleep 1000 & echo ready; sleep 1000; true")
    await ours.says("ready")
    await running.freeze()
    running.kill(signal.SIGKILL)
    async with asyncio.timeout(20):
        assert await running.wait() == 137


async def test_to_freeze_a_program_that_has_ended_does_nothing(ours: Programs) -> None:
    running = await ours.start("true")
    await running.wait()
    async with asyncio.timeout(20):
        await running.freeze()
        await running.thaw()


async def test_standard_input_is_passed_on_and_ends(ours: Programs) -> None:
    running = await ours.start("cat", stdin=True)
    await running.write(b"one\n")
    await ours.says("one")
    await running.write(b"two\n")
    running.close_stdin()
    assert await running.wait() == 0
    assert ours.out == b"one\ntwo\n"


async def test_without_standard_input_there_is_nothing_to_read(ours: Programs) -> None:
    assert await ours.run("cat") == (0, "", "")


async def test_a_megabyte_goes_through_unchanged(ours: Programs) -> None:
    data = bytes(range(256)) * 4096 * 4
    running = await ours.start("cat", stdin=True)
    await running.write(data)
    running.close_stdin()
    assert await running.wait() == 0
    assert ours.out == data


async def test_who_reads_nothing_holds_its_writer_up(ours: Programs) -> None:
    running = await ours.start("sleep", "1000", stdin=True)
    writing = asyncio.create_task(running.write(bytes(1 << 20)))
    await asyncio.wait([writing], timeout=0.3)
    assert not writing.done()
    running.kill(signal.SIGKILL)
    assert await running.wait() == 137
    await asyncio.wait_for(writing, 10)


async def test_a_program_that_reads_no_more_does_not_hold_up_its_writer(ours: Programs) -> None:
    running = await ours.start("sh", "-c", "exec 0<&-; sleep 0.5; echo end", stdin=True)
    await asyncio.wait_for(running.write(bytes(1 << 20)), 10)
    assert await running.wait() == 0


async def test_a_slow_reader_holds_up_the_program(ours: Programs) -> None:
    taken = 0
    go_on = asyncio.Event()

    async def take(data: bytes) -> None:
        nonlocal taken
        taken += len(data)
        await go_on.wait()

    process = Process(["sh", "-c", "while :; do echo 0123456789; done"], {"PATH": PATH})
    running = await ours.runtime.start(ours.root, process, lambda _, data: take(data))
    await asyncio.sleep(0.5)
    assert 0 < taken <= 1 << 16
    go_on.set()
    running.kill(signal.SIGKILL)
    assert await running.wait() == 137


async def test_a_terminal_has_a_size_and_controls_the_program(ours: Programs) -> None:
    script = "stty size; test -t 0 && test -t 1 && test -t 2 && echo tty; echo x >/dev/tty"
    code, out, err = await ours.sh(script, terminal=True, terminal_size=(31, 97))
    assert (code, out, err) == (0, "31 97\r\ntty\r\nx\r\n", "")


async def test_a_terminal_is_resized(ours: Programs) -> None:
    script = "trap 'stty size; exit' WINCH; echo ready; while :; do sleep 0.05; done"
    running = await ours.start("sh", "-c", script, terminal=True)
    await ours.says("ready")
    running.resize(40, 120)
    assert await running.wait() == 0
    assert ours.out == b"ready\r\n40 120\r\n"


async def test_what_is_typed_in_a_terminal_arrives_and_ctrl_c_interrupts(ours: Programs) -> None:
    script = "trap 'echo interrupted; exit 9' INT; read line; echo got $line; while :; do sleep 0.05; done"
    running = await ours.start("sh", "-c", script, terminal=True, stdin=True)
    await running.write(b"hello\n")
    await ours.says("got hello")
    await running.write(b"\x03")
    assert await running.wait() == 9
    assert b"interrupted" in ours.out


async def test_the_devices_that_programs_expect_are_there(ours: Programs) -> None:
    script = (
        "echo x >/dev/null; head -c 3 /dev/zero | wc -c; head -c 2 /dev/urandom | wc -c; "
        "echo o >/dev/stdout; echo e >/dev/stderr; echo i | cat /dev/stdin; ls /dev/shm /dev/fd/0 >/dev/null"
    )
    assert await ours.sh(script) == (0, "3\n2\no\ni\n", "e\n")


async def test_proc_is_that_of_the_program(ours: Programs) -> None:
    assert (await ours.sh("readlink /proc/self/exe; test -d /proc/$$"))[:2] == (
        0,
        "/bin/busybox\n",
    )


async def test_hosts_and_host_name_are_docker_s(ours: Programs) -> None:
    _, out, _ = await ours.sh("cat /etc/hostname; head -1 /etc/hosts", host_name="abc")
    assert out == "abc\n127.0.0.1\tlocalhost\n"
    assert (ours.root / "etc/hosts").read_text() == ""


async def test_owners_can_be_changed_by_the_superuser(ours: Programs) -> None:
    assert await ours.sh("touch /f; chown 33:44 /f; chmod 4755 /f; test -u /f; chgrp 5 /f") == (
        0,
        "",
        "",
    )


async def test_a_signal_to_everybody_stays_inside(ours: Programs) -> None:
    with subprocess.Popen(["sleep", "1000"]) as bystander:  # noqa: ASYNC220
        await ours.sh("kill -9 -1; kill -TERM -- -1")
        assert bystander.poll() is None
        bystander.kill()


async def test_another_program_runs_beside_the_first_and_ends_with_it(ours: Programs) -> None:
    first = await ours.start("sh", "-c", "echo first >/tmp/f; echo ready; sleep 1000; true")
    await ours.says("ready")
    assert (await ours.sh("cat /tmp/f; hostname", beside=first))[0] == 0
    assert ours.out.startswith(b"first\n")
    second = await ours.start("sleep", "1000", beside=first)
    first.kill(signal.SIGKILL)
    assert await first.wait() == 137
    assert await asyncio.wait_for(second.wait(), 10) == 137


async def test_two_programs_run_at_once(ours: Programs) -> None:
    async def one(number: int) -> int:
        process = Process(["sh", "-c", f"sleep 0.1; exit {number}"], {"PATH": PATH})
        running = await ours.runtime.start(ours.root, process, lambda *_: None)
        return await running.wait()

    assert await asyncio.gather(*(one(number) for number in range(8))) == list(range(8))


async def test_no_descriptor_is_left_open(ours: Programs) -> None:
    def open_ones() -> int:
        return len(list(Path("/proc/self/fd").iterdir()))

    await ours.run("true")
    before = open_ones()
    for _ in range(3):
        await ours.run("true", terminal=True)
        await ours.run("cat")
        with pytest.raises(CannotStart):
            await ours.run("nosuch")
    await asyncio.sleep(0.05)
    assert open_ones() <= before
    code, out, _ = await ours.run("ls", "/proc/self/fd")
    assert (code, out.split()) == (0, ["0", "1", "2", "3"])


async def test_none_as_the_setting_runs_nothing_and_says_why(tmp_path: Path) -> None:
    runtime = ProgramRuntime({"DOCKER_LESSONS_RUNTIME": "none"})
    await runtime.probe()
    assert runtime.name == ""
    assert runtime.why_not == "programs are not run here: DOCKER_LESSONS_RUNTIME is none"
    with pytest.raises(NotImplementedHere, match="DOCKER_LESSONS_RUNTIME is none"):
        await runtime.start(tmp_path, Process(["x"]), lambda *_: None)


LIMITS: dict[str, tuple[dict[str, str], str, Callable[[str], bool]]] = {
    "time": (
        {"DOCKER_LESSONS_RUN_TIME": "1"},
        "sleep 1000",
        lambda said: "ended after 1 second;" in said,
    ),
    "processes": (
        {"DOCKER_LESSONS_RUN_PROCESSES": "20"},
        "for i in 1 2 3 4 5 6 7 8 9 10 1 2 3 4 5 6 7 8 9 10 1 2 3; do sleep 1000 & done; wait",
        lambda said: "more than 20 processes;" in said,
    ),
    "memory": (
        {"DOCKER_LESSONS_RUN_MEMORY": "30m"},
        'for i in 1 2 3 4; do awk \'BEGIN { while (length(s) < 9000000) s = s "0123456789" s; system("sleep 1000") }\' & done; wait',
        lambda said: "more than 30 MiB of memory;" in said,
    ),
    "disk": (
        {"DOCKER_LESSONS_RUN_DISK": "8m"},
        "while :; do i=$((i+1)); head -c 1000000 /dev/urandom >/tmp/f$i; sleep 0.01; done",
        lambda said: "stored more than 8 MiB;" in said,
    ),
}


@pytest.mark.parametrize("name", LIMITS)
async def test_a_limit_ends_the_program_and_says_so(short_folder: Path, name: str) -> None:
    setting, script, told = LIMITS[name]
    ours = await in_root(short_folder, **setting)
    async with asyncio.timeout(30):
        code, _, said = await ours.sh(script)
    assert code == 137
    assert told(said), said
    assert f"DOCKER_LESSONS_RUN_{name.upper()} sets this limit" in said


async def test_a_root_is_removed_after_programs_ran_in_it(ours: Programs) -> None:
    await ours.sh("mkdir -p /d/e; touch /d/e/f; chmod 0 /d/e /d", user="app")
    await ours.sh("mkdir -p /d/e; touch /d/e/f; chmod 0 /d/e /d")
    root_fs.remove(ours.root.parent)
    assert not ours.root.parent.exists()
