import io
import os
import selectors
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from docker_lessons.command import real_client
from docker_lessons.command.stream import PlainStream
from docker_lessons.world import World
from tests.command.conftest import Cell


class Portions(io.StringIO):
    """Counts how often it is written to, and calls `at_each` after it."""

    def __init__(self, at_each: Callable[[], None] = lambda: None) -> None:
        super().__init__()
        self.times: list[float] = []
        self._at_each = at_each

    def write(self, text: str, /) -> int:
        self.times.append(time.monotonic())
        written = super().write(text)
        self._at_each()
        return written


def python(code: str) -> list[str]:
    return [sys.executable, "-u", "-c", code]


def test_lines_come_while_the_program_runs(tmp_path: Path):
    seen = tmp_path / "seen"
    out = Portions(seen.touch)
    code = (
        "import pathlib, sys, time\nprint('first')\nend = time.monotonic() + 30\n"
        "while not pathlib.Path(sys.argv[1]).exists():\n"
        "    assert time.monotonic() < end, 'nobody has seen the first line'\n"
        "    time.sleep(0.01)\n"
        "print('last')"
    )
    command = [*python(code), str(seen)]
    assert (
        real_client.run(command, dict(os.environ), PlainStream(out), PlainStream(io.StringIO()))
        == 0
    )
    assert out.getvalue() == "first\nlast\n"


def test_a_chatty_program_is_shown_in_few_portions():
    out = Portions()
    code = "import time\nfor n in range(400):\n    print(n)\n    time.sleep(0.001)"
    began = time.monotonic()
    real_client.run(python(code), dict(os.environ), PlainStream(out), PlainStream(io.StringIO()))
    assert out.getvalue().splitlines() == [str(n) for n in range(400)]
    assert len(out.times) <= (time.monotonic() - began) / 0.05 + 2


def test_an_interrupt_ends_even_a_program_that_does_not_listen(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(real_client, "_PATIENCE", dict.fromkeys(real_client._PATIENCE, 0.1))
    code = (
        "import os, signal, time\n"
        "for number in (signal.SIGINT, signal.SIGTERM):\n"
        "    signal.signal(number, signal.SIG_IGN)\n"
        "print(os.getpid())\n"
        "time.sleep(60)\n"
    )
    shown = threading.Event()

    def interrupt() -> None:
        if shown.wait(30):
            os.kill(os.getpid(), signal.SIGINT)

    threading.Thread(target=interrupt).start()
    out, silent = Portions(shown.set), PlainStream(io.StringIO())
    assert (
        real_client.run(python(code), dict(os.environ), PlainStream(out), silent)
        == real_client.INTERRUPTED
    )
    assert not Path(f"/proc/{out.getvalue().strip()}").exists()


def test_an_interrupt_in_the_moment_before_a_wait_is_heard(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    class Late(selectors.DefaultSelector):
        """Waits as if the signal had come just before, which does not end the wait."""

        def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
            before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
            try:
                signal.pthread_kill(threading.get_ident(), signal.SIGINT)
                return super().select(timeout)
            finally:
                signal.pthread_sigmask(signal.SIG_SETMASK, before)

    monkeypatch.setattr(selectors, "DefaultSelector", Late)
    silent, at_its_end = PlainStream(io.StringIO()), tmp_path / "end"
    code = "import pathlib, sys, time\ntime.sleep(10)\npathlib.Path(sys.argv[1]).touch()"
    command = [*python(code), str(at_its_end)]
    assert real_client.run(command, dict(os.environ), silent, silent) == real_client.INTERRUPTED
    assert not at_its_end.exists(), "the program was left to end by itself"


def test_the_program_has_no_terminal_and_nothing_to_read():
    out = io.StringIO()
    code = "import os, sys\nprint(sys.stdin.read() == '')\nprint(os.getsid(0) == os.getpid())"
    real_client.run(python(code), dict(os.environ), PlainStream(out), PlainStream(io.StringIO()))
    assert out.getvalue() == "True\nTrue\n"


def test_a_client_that_cannot_be_started_is_one_sentence(
    unchanged: Cell, tmp_path: Path, monkeypatch
):
    broken = tmp_path / "docker"
    broken.write_bytes(b"\x7fELF no program")
    broken.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    said = unchanged.say("docker images")
    assert said.exit_code == 126
    assert said.err.startswith(f"The docker client {broken} can't be started")


@pytest.mark.parametrize(
    ("text", "code"),
    [("\0", "U+0000"), ("\ud83d", "U+D83D"), ("\udc00", "U+DC00"), ("\udfff", "U+DFFF")],
)
def test_what_is_no_character_is_told_and_given_to_no_client(unchanged: Cell, text: str, code: str):
    said = unchanged.say(f"docker tag myimage:0.1 demousr/demorep:1.0{text}")
    assert said.exit_code == 1
    assert said.err.startswith(f"This line contains something that isn't a character ({code})")


def test_no_client_writes_a_worlds_config_before_the_world_does(client: str, short_folder: Path):
    world = World(short_folder / "world")
    Cell(world).say("docker logout")
    assert "practice.invalid" in (world.docker_config / "config.json").read_text()
