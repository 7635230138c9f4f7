"""Docker lines in a real kernel: a password asked for, an interrupt, a failure that stops the rest."""

import contextlib
import re
import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
import pytest
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import KernelManager

from docker_lessons.world import World
from tests import programs
from tests.command.conftest import page_folder
from tests.practice import PracticeWorld
from tests.programs import wait_for

LOAD = "from docker_lessons.command import magic; magic.load(get_ipython())"


@dataclass
class Ran:
    """What a cell did."""

    status: str = ""
    text: dict[str, str] = field(default_factory=lambda: {"stdout": "", "stderr": ""})
    error: dict[str, Any] = field(default_factory=dict)
    asked: list[dict[str, Any]] = field(default_factory=list)

    @property
    def everything(self) -> str:
        return f"{self.text}{self.error}"


@dataclass
class Kernel:
    manager: KernelManager
    client: BlockingKernelClient

    def run(self, code: str, answer: str | None = None, *, attended: bool = True) -> Ran:
        """Run a cell; where it asks, `answer` is typed."""
        ran = Ran()

        def output(message: dict[str, Any]) -> None:
            content = message["content"]
            if message["msg_type"] == "stream":
                ran.text[content["name"]] += content["text"]
            elif message["msg_type"] == "error":
                ran.error = content

        def asked(message: dict[str, Any]) -> None:
            ran.asked.append(message["content"])
            self.client.input(answer or "")

        reply = self.client.execute_interactive(
            code, allow_stdin=attended, output_hook=output, stdin_hook=asked, timeout=60
        )
        ran.status = reply["content"]["status"]
        return ran

    def wait_for_child(self, words: list[str]) -> psutil.Process:
        """The process in which this kernel runs these words, once it is there."""
        found: list[psutil.Process] = []

        def runs() -> bool:
            for child in psutil.Process(self.manager.provisioner.pid).children():
                with contextlib.suppress(psutil.Error):
                    program, *arguments = child.cmdline()
                    if Path(program).name == words[0] and arguments == words[1:]:
                        found.append(child)
            return bool(found)

        wait_for(f"{words} runs", runs)
        return found[0]

    def wait_for_message(self, request: str, kind: str) -> dict[str, Any]:
        """The next message of this kind that the cell of this request makes."""
        while True:
            message = self.client.get_iopub_msg(timeout=30)
            if message["parent_header"].get("msg_id") == request and message["msg_type"] == kind:
                content: dict[str, Any] = message["content"]
                return content


@pytest.fixture(scope="module")
def started(practice: PracticeWorld, tmp_path_factory) -> Iterator[Kernel]:
    home = tmp_path_factory.mktemp("home")
    folder = page_folder(tmp_path_factory.mktemp("page"))
    manager = KernelManager(kernel_name="python3")
    env = {**practice.env, "HOME": str(home), "IPYTHONDIR": str(home / ".ipython")}
    manager.start_kernel(env=env, cwd=str(folder))
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=60)
    kernel = Kernel(manager, client)
    assert kernel.run(LOAD).status == "ok"
    assert kernel.run("docker build -q -t myimage:0.1 myimage").status == "ok"
    yield kernel
    client.stop_channels()
    manager.shutdown_kernel(now=True)


@pytest.fixture
def kernel(started: Kernel) -> Kernel:
    started.run("docker logout")
    return started


@pytest.fixture
def world(practice: PracticeWorld) -> World:
    return World.find(practice.home)


def test_a_line_runs_and_braces_are_left_alone(kernel: Kernel):
    ran = kernel.run("docker images --format '{{.Repository}}|{{.Tag}}' myimage")
    assert ran.text["stdout"] == "myimage|0.1\n"
    assert ran.status == "ok"


def test_docker_python_and_the_magic_mix(kernel: Kernel):
    ran = kernel.run(
        "# a remark that isn't code\n"
        "for tag in ['0.1']:\n"
        "    docker images -q myimage\n"
        "%docker images --format '{{.Tag}}' myimage\n"
        "docker = 3\n"
        "print(docker)\n"
        "del docker"
    )
    lines = ran.text["stdout"].splitlines()
    assert re.fullmatch(r"[0-9a-f]{12}", lines[0])
    assert lines[1:] == ["0.1", "3"]


@pytest.mark.parametrize(
    ("cell", "usage"),
    [
        ("docker", "docker [OPTIONS] COMMAND"),
        ("docker;", "docker [OPTIONS] COMMAND"),
        ("docker  # what can it do?", "docker [OPTIONS] COMMAND"),
        ("\n  docker\n\n", "docker [OPTIONS] COMMAND"),
        ("docker --help", "docker [OPTIONS] COMMAND"),
        ("docker help", "docker [OPTIONS] COMMAND"),
        ("%docker", "docker [OPTIONS] COMMAND"),
        ("docker image", "docker image COMMAND"),
        ("docker help tag", "docker tag SOURCE_IMAGE[:TAG] TARGET_IMAGE[:TAG]"),
    ],
)
def test_docker_alone_shows_its_usage_and_nothing_looks_like_a_failure(
    kernel: Kernel, cell: str, usage: str
):
    ran = kernel.run(cell)
    assert (ran.status, ran.text["stderr"]) == ("ok", "")
    assert ran.text["stdout"].lstrip().startswith(f"Usage:  {usage}\n")


def test_what_follows_docker_alone_runs_too(kernel: Kernel):
    ran = kernel.run("docker\nprint('went on')\ndocker images -q myimage")
    assert re.search(r"COMMAND --help.*\nwent on\n[0-9a-f]{12}\n\Z", ran.text["stdout"], re.DOTALL)


def test_docker_alone_is_a_variable_where_there_is_one(kernel: Kernel):
    ran = kernel.run("docker = 3\nprint(docker)\ndocker")
    assert (ran.text["stdout"], ran.status) == ("3\n", "ok")
    assert kernel.run("docker").text["stdout"] == ""
    assert kernel.run("def inside(docker):\n    docker\ninside(3)").text["stdout"] == ""
    kernel.run("del docker")
    assert kernel.run("docker").text["stdout"].lstrip().startswith("Usage:")


@pytest.mark.parametrize(
    "cell",
    [
        "docker images -q myimage  # what is there?",
        "docker images -q 'myimage'",
        "\n\n    docker images -q myimage",
        "x = 1\ndocker images -q myimage  # it's",
        "x = 1\ndocker images \\\n  -q myimage?\ny = 2",
        ">>> docker images -q myimage",
    ],
)
def test_nothing_in_a_line_is_taken_for_ipythons(kernel: Kernel, cell: str):
    ran = kernel.run(cell)
    assert ran.status == "ok"
    assert "myimage?" in cell or re.fullmatch(r"[0-9a-f]{12}\n", ran.text["stdout"])


def test_loading_is_harmless_again_and_undone_by_unloading(kernel: Kernel):
    kernel.run(LOAD)
    assert kernel.run("docker images -q myimage").text["stdout"].count("\n") == 1
    kernel.run("magic.unload(get_ipython())")
    ran = kernel.run("x = 1\ndocker images")
    assert ran.error["ename"] == "SyntaxError"
    assert kernel.run(LOAD).status == "ok"


def test_a_failure_is_dockers_message_and_one_sentence(kernel: Kernel):
    ran = kernel.run("docker tag nosuch:1 demousr/demorep:1.0\nprint('went on')")
    assert ran.text["stderr"] == "Error response from daemon: No such image: nosuch:1\n"
    assert ran.error["traceback"] == [
        "No image on this computer is called nosuch:1. docker images shows the names it has."
    ]
    assert "went on" not in ran.text["stdout"]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("docker tag ___ ___", "There are still two blanks in docker tag ___ ___"),
        ("docker tag myimage:0.1 ___", "There is still one blank in docker tag myimage:0.1 ___"),
        ("docker images | grep myimage", "a cell isn't a shell"),
        ("docker rmi $(docker images -q)", "A cell isn't a shell"),
        ("docker login", "Say who is logging in, with -u and a username: docker login -u demousr."),
        ("sudo docker push demousr/demorep:1.0", "Type: docker push demousr/demorep:1.0"),
        ("tag sudo docker myimage:0.1 demousr / demorep: 1.0", "Leave out sudo"),
        ("%docker sudo docker images", "Leave out sudo"),
        ("push demousr/demorep:1.0", "docker push demousr/demorep:1.0"),
        ("$ docker images", "Leave it out: docker images"),
        ("demousr@laptop:~$ docker images", "Leave it out: docker images"),
        ("docker-lessons account", "a command for the terminal"),
    ],
)
def test_what_is_no_docker_line_is_one_sentence_and_no_traceback(
    kernel: Kernel, line: str, sentence: str
):
    ran = kernel.run(line)
    assert ran.status == "error"
    assert len(ran.error["traceback"]) == 1
    assert sentence in ran.error["traceback"][0]


def test_a_failure_stops_run_all(kernel: Kernel):
    """Run all sends every cell at once, and the kernel drops those behind a failure."""
    # The first cell holds the kernel until the others are there: it drops only those that wait already.
    sent = [
        kernel.client.execute(cell, allow_stdin=True)
        for cell in ("input()", "docker tag ___ ___", "print('went on')")
    ]
    assert kernel.client.get_stdin_msg(timeout=30)["msg_type"] == "input_request"
    kernel.client.input("")
    replies: dict[str, str] = {}
    while not replies.keys() >= set(sent):
        reply = kernel.client.get_shell_msg(timeout=30)
        replies[reply["parent_header"]["msg_id"]] = reply["content"]["status"]
    assert [replies[each] for each in sent] == ["ok", "error", "aborted"]


def test_the_password_is_asked_without_echo_and_stands_nowhere(kernel: Kernel, world: World):
    account = world.account()
    seen: list[str] = []
    done = threading.Event()
    watch = threading.Thread(target=_watch, args=(account.password, seen, done))
    watch.start()
    ran = kernel.run(f"docker login -u {account.username}", account.password)
    done.set()
    watch.join()
    assert ran.asked == [{"prompt": "Password: ", "password": True}]
    assert "Login Succeeded" in ran.text["stdout"].splitlines()
    assert seen == ["watched"], "the password stood in a process's arguments or environment"
    assert account.password not in ran.everything
    assert account.password not in kernel.run("%history").text["stdout"]
    assert account.password not in world.log.read_text(errors="replace")


def test_a_wrong_password_is_refused_in_one_sentence(kernel: Kernel):
    ran = kernel.run("docker login -u demousr", "not this one")
    assert "incorrect username or password" in ran.text["stderr"]
    assert ran.error["traceback"][0].startswith("The Hub didn't accept that username")


def test_no_password_sends_nothing(kernel: Kernel):
    ran = kernel.run("docker login -u demousr", "")
    assert ran.error["traceback"] == [
        "No password was typed, so nothing was sent. Run the line again."
    ]


def test_a_password_to_stdin_is_asked_for_too(kernel: Kernel, world: World):
    ran = kernel.run("docker login -u demousr --password-stdin", world.account().password)
    assert ran.status == "ok"
    assert ran.asked[0]["password"]


def test_a_password_behind_p_works_is_warned_of_and_leaves_the_history(
    kernel: Kernel, world: World
):
    password = world.account().password
    seen: list[str] = []
    done = threading.Event()
    watch = threading.Thread(target=_watch, args=(password, seen, done))
    watch.start()
    ran = kernel.run(f"docker login -u demousr -p {password}")
    done.set()
    watch.join()
    assert ran.status == "ok"
    assert ran.text["stderr"].startswith("Other people can read a password that you type after -p")
    assert password not in ran.everything
    assert seen == ["watched"]
    for code in ("%history", "print(In, _i, _ih)", "print(globals())"):
        assert password not in kernel.run(code).everything, code
    where = kernel.run("print(get_ipython().history_manager.hist_file)").text["stdout"].strip()

    def kept() -> str:
        with contextlib.closing(sqlite3.connect(where, timeout=20)) as database:
            return str(database.execute("SELECT source, source_raw FROM history").fetchall())

    wait_for("the last line is kept", lambda: "history_manager.hist_file" in kept())
    assert password not in kept()
    assert "docker login -u demousr -p ***" in kept()


def test_where_nobody_can_be_asked_a_sentence_says_so(kernel: Kernel):
    ran = kernel.run("docker login -u demousr", attended=False)
    assert "can't ask for it here" in ran.error["traceback"][0]


def test_a_stop_before_any_client_runs_is_a_sentence(kernel: Kernel):
    kernel.run(
        "from docker_lessons.command import magic\nexecute = magic.execute\n"
        "def stopped(*words, **options): raise KeyboardInterrupt\nmagic.execute = stopped"
    )
    ran = kernel.run("docker images")
    kernel.run("magic.execute = execute")
    assert ran.error["traceback"] == [
        "Interrupted: the command was stopped before it finished.",
    ]


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("!docker login -u demousr", "there's no terminal to ask in"),
        ("x = !docker login -u demousr\nprint(*x)", "there's no terminal to ask in"),
        ("%%sh\ndocker login -u demousr", "there's no terminal to ask in"),
        ("!docker-lessons docker login -u demousr", "there's no terminal to ask in"),
        ("!docker image prune", "WARNING! This will remove all dangling images."),
    ],
)
def test_what_asks_in_a_shell_that_nobody_can_type_in_ends(kernel: Kernel, cell: str, said: str):
    assert said in kernel.run(cell).everything


def test_a_log_in_to_an_engine_that_is_away_asks_for_no_password(kernel: Kernel, world: World):
    socket = world.engine_socket
    away = socket.with_suffix(".away")
    socket.rename(away)
    try:
        ran = kernel.run("docker login -u demousr", "a password")
    finally:
        away.rename(socket)
    assert ran.asked == []
    assert "nobody was asked for a password and none was sent" in ran.error["traceback"][0]


@contextlib.contextmanager
def client_on_path(kernel: Kernel, wanted: str, folder: Path) -> Iterator[None]:
    """Gives the kernel one of the two docker clients, or none at all."""
    folder.mkdir()
    if wanted:
        (folder / "docker").symlink_to(programs.docker_cli(wanted))
    kernel.run(f"import os; path = os.environ['PATH']; os.environ['PATH'] = {str(folder)!r}")
    yield
    kernel.run("os.environ['PATH'] = path")


@pytest.mark.parametrize("wanted", programs.DOCKER_CLIS)
@pytest.mark.parametrize("answer", ["y", "n", ""])
def test_what_docker_asks_is_asked_in_the_cell(
    kernel: Kernel, world: World, wanted: str, answer: str, tmp_path: Path
):
    with client_on_path(kernel, wanted, tmp_path / "bin"), _listen_to_reports(world) as reports:
        ran = kernel.run("docker image prune --filter label=none", answer)
        again = kernel.run("docker image prune --all --filter label=none", answer)
    question = "Are you sure you want to continue? [y/N] "
    for each in (ran, again):
        assert each.asked == [{"prompt": question, "password": False}]
        assert (each.status, each.text["stderr"]) == ("ok", "")
        assert each.text["stdout"].startswith("WARNING! This will remove all ")
        assert question not in each.text["stdout"], "it would be read twice"
    assert answer != "y" or "Total reclaimed space: 0B" in ran.text["stdout"]
    assert f"{question}{answer}\n" in reports[-1]["stdout_tail"]


@pytest.mark.parametrize("wanted", programs.DOCKER_CLIS)
def test_where_nobody_can_be_asked_docker_takes_a_no_and_f_is_named(
    kernel: Kernel, wanted: str, tmp_path: Path
):
    with client_on_path(kernel, wanted, tmp_path / "bin"):
        ran = kernel.run("docker image prune\nprint('went on')", attended=False)
    assert ran.error["traceback"][0].endswith("With -f, it doesn't ask: docker image prune -f")
    assert "went on" not in ran.text["stdout"]


def test_unattended_nobody_is_asked_though_the_kernel_could(kernel: Kernel):
    kernel.run("import os; os.environ['DOCKER_LESSONS_UNATTENDED'] = '1'")
    ran = kernel.run("docker image prune", "y")
    kernel.run("del os.environ['DOCKER_LESSONS_UNATTENDED']")
    assert ran.asked == []
    assert "docker image prune -f" in ran.error["traceback"][0]


def test_a_line_of_the_kits_that_a_panel_prints_runs_in_the_cell(kernel: Kernel, tmp_path: Path):
    ran = kernel.run("docker-lessons check second-pull")  # which no other test does in this world
    assert "second-pull: not yet" in ran.text["stdout"]
    kernel.run(f"import os; before = os.getcwd(); os.chdir({str(tmp_path)!r})")
    ran = kernel.run("docker-lessons restore")
    kernel.run("os.chdir(before)")
    assert "the way the course made it" in ran.text["stdout"]
    assert (tmp_path / "myimage" / "Dockerfile").is_file()


def test_without_a_client_nothing_waits_for_an_answer(kernel: Kernel, tmp_path: Path):
    with client_on_path(kernel, "", tmp_path / "bin"):
        ran = kernel.run("docker image prune", "y")
    assert ran.asked == []
    assert "For docker image prune, get the client" in ran.everything


def test_an_interrupt_at_a_question_ends_the_client(kernel: Kernel):
    kernel.client.allow_stdin = True
    request = kernel.client.execute("docker image prune", stop_on_error=False)
    client = kernel.wait_for_child(["docker", "image", "prune"])
    kernel.client.get_stdin_msg(timeout=30)  # the question
    kernel.manager.interrupt_kernel()
    error = kernel.wait_for_message(request, "error")
    kernel.client.get_shell_msg(timeout=30)
    assert error["traceback"] == ["Interrupted: the command was stopped before it finished."]
    assert not client.is_running()


def test_an_interrupt_ends_the_client_and_says_so(kernel: Kernel):
    kernel.client.allow_stdin = False
    # What comes right after an error would be aborted with it.
    request = kernel.client.execute("docker events --since 24h", stop_on_error=False)
    client = kernel.wait_for_child(["docker", "events", "--since", "24h"])
    kernel.wait_for_message(request, "stream")  # the kernel has begun to show what it says
    kernel.manager.interrupt_kernel()
    error = kernel.wait_for_message(request, "error")
    kernel.client.get_shell_msg(timeout=30)
    assert error["traceback"] == ["Interrupted: the command was stopped before it finished."]
    assert not client.is_running()
    assert kernel.run("docker images -q myimage").status == "ok"


def test_what_was_typed_is_reported_without_its_password(kernel: Kernel, world: World):
    """The service is asked what it was told, through a socket put in the place of its own."""
    told = _listen_to_reports(world)
    with told as reports:
        kernel.run("docker login -u demousr -pwrong")
        kernel.run("docker tag nosuch:1 a:1")
    assert [each["argv"] for each in reports] == [
        ["docker", "login", "-u", "demousr", "-p***"],
        ["docker", "tag", "nosuch:1", "a:1"],
    ]
    assert reports[1]["exit_code"] == 1
    assert reports[1]["stderr_tail"] == "Error response from daemon: No such image: nosuch:1\n"
    assert "wrong" not in str(reports[0]["argv"])


def _watch(secret: str, seen: list[str], done: threading.Event) -> None:
    """Note every process but this one whose arguments or environment hold `secret`."""
    wanted = secret.encode()
    while True:
        over = done.is_set()
        for each in Path("/proc").iterdir():
            if not each.name.isdigit():
                continue
            for name in ("cmdline", "environ"):
                try:
                    if wanted in (each / name).read_bytes():
                        seen.append(f"{name} of {each.name}")
                except OSError:
                    continue
        if over:
            break
    seen.append("watched")


class _listen_to_reports:  # noqa: N801  # read as `with listen_to_reports(world) as reports`
    """Stands in the place of the service's socket and keeps what is POSTed to /commands."""

    def __init__(self, world: World) -> None:
        self._path = world.control_socket
        self._away = self._path.with_suffix(".away")

    def __enter__(self) -> list[dict[str, Any]]:
        import http.server
        import json
        import socketserver

        reports: list[dict[str, Any]] = []

        class Note(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                assert self.path == "/commands"
                reports.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                self.send_response(200)
                self.send_header("Content-Length", "2")
                self.end_headers()
                self.wfile.write(b"{}")

            def log_message(self, *_arguments: object) -> None:
                """Say nothing."""

        self._path.rename(self._away)
        self._server = socketserver.UnixStreamServer(str(self._path), Note)
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()
        return reports

    def __exit__(self, *_error: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
        self._path.unlink()
        self._away.rename(self._path)
