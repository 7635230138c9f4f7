"""The real docker client: started in the world's environment, ended on an interrupt."""

import contextlib
import math
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from docker_lessons.command.questions import Questions, split
from docker_lessons.command.stream import PlainStream

INTERRUPTED = 130
"""The exit code that shells give a program ended by Ctrl-C."""
_PATIENCE = {signal.SIGINT: 3.0, signal.SIGTERM: 1.0}
"""Seconds in which a client may end by itself after each signal, before it is killed."""
_PORTION = 0.05
"""Seconds between two writes, so that a program that prints much does not flood a notebook."""
_SILENCE = 10.0
"""Seconds without output and without a question after which a client's input ends: it may be waiting for that."""
_ATTENTION = 0.5
"""The longest wait in seconds: an interrupt that comes in the moment before a wait does not end that wait."""


def run(
    command: Sequence[str | Path],
    variables: Mapping[str, str],
    out: PlainStream,
    err: PlainStream,
    *,
    feed: str | None = None,
    asked: Questions | None = None,
) -> int:
    """Runs `command` without a terminal, with its output going to `out` and `err` as it comes; returns its exit code.

    `feed` is written to its standard input; without it, `asked` answers the command's questions; without
    either, the input is empty. An interrupt of this process ends the command too, and gives `INTERRUPTED`.

    Raises:
        OSError: When the command cannot be started.
    """
    with subprocess.Popen(
        command,
        env=variables,
        stdin=subprocess.DEVNULL if feed is None and asked is None else subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        try:
            _feed(process, feed)
            _pump(process, out, err, asked if feed is None else None)
            return process.wait()
        except KeyboardInterrupt:
            end(process)
            return INTERRUPTED
        except BaseException:
            process.kill()
            raise


def run_in_terminal(
    command: Sequence[str | Path],
    variables: Mapping[str, str],
    err: PlainStream,
    *,
    feed: str | None = None,
) -> int:
    """Runs `command` on the caller's own input and output, so that it may ask and draw; returns its exit code.

    Only standard error passes through `err`, byte by byte as it is. Ctrl-C reaches the client through the
    terminal itself; a signal to this process alone is handed on.

    Raises:
        OSError: When the command cannot be started.
    """
    with subprocess.Popen(
        command,
        env=variables,
        stdin=subprocess.PIPE if feed is not None else None,
        stderr=subprocess.PIPE,
    ) as process:
        handed_on = {
            number: signal.signal(number, lambda got, _frame: process.send_signal(got))
            for number in (signal.SIGTERM, signal.SIGHUP)
        }
        handed_on[signal.SIGINT] = signal.signal(
            signal.SIGINT,
            (lambda _got, _frame: None)  # the terminal has sent it to the client too
            if sys.stdin.isatty()
            else (lambda got, _frame: process.send_signal(got)),
        )
        try:
            _feed(process, feed)
            assert process.stderr is not None
            while data := os.read(process.stderr.fileno(), 65536):
                err.feed(data)
            err.feed(b"", final=True)
            code = process.wait()
        finally:
            for number, handler in handed_on.items():
                signal.signal(number, handler)
    return 128 - code if code < 0 else code


def end(process: subprocess.Popen[bytes]) -> None:
    """Ends a process as Ctrl-C does, and kills it when it does not end by itself."""
    for number, patience in _PATIENCE.items():
        with contextlib.suppress(ProcessLookupError, KeyboardInterrupt):
            process.send_signal(number)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(patience)
                return
    process.kill()


def _feed(process: subprocess.Popen[bytes], text: str | None) -> None:
    if text is not None and process.stdin:
        with contextlib.suppress(BrokenPipeError):
            process.stdin.write(text.encode())
            process.stdin.close()


def _pump(
    process: subprocess.Popen[bytes], out: PlainStream, err: PlainStream, asked: Questions | None
) -> None:
    assert process.stdout is not None
    assert process.stderr is not None
    waiting = {out: b"", err: b""}
    written = 0.0
    with selectors.DefaultSelector() as ready:
        ready.register(process.stdout, selectors.EVENT_READ, out)
        ready.register(process.stderr, selectors.EVENT_READ, err)
        while ready.get_map():
            patience = _SILENCE if asked else math.inf
            came = _wait(ready, _PORTION if any(waiting.values()) else patience)
            for key, _ in came:
                if data := os.read(key.fd, 65536):
                    waiting[key.data] += data
                else:
                    ready.unregister(key.fileobj)
            is_over = not ready.get_map()
            if time.monotonic() - written < _PORTION and not is_over:
                continue
            for stream, data in waiting.items():
                shown, question = (data, b"") if asked is None or is_over else split(data)
                stream.feed(shown, final=is_over)
                waiting[stream] = question
            written = time.monotonic()
            if asked and not came and not _reply(process, waiting, asked):
                asked = None


def _wait(ready: selectors.BaseSelector, seconds: float) -> list[tuple[selectors.SelectorKey, int]]:
    """Waits at most so many seconds until there is something to read, in short waits that notice an interrupt."""
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        if came := ready.select(min(left, _ATTENTION)):
            return came
    return []


def _reply(
    process: subprocess.Popen[bytes], waiting: dict[PlainStream, bytes], asked: Questions
) -> bool:
    """Answers the client's question; if there is no question or no answer, closes its input and returns False."""
    assert process.stdin is not None
    for stream, question in waiting.items():
        if not question:
            continue
        waiting[stream] = b""
        text = question.decode(errors="replace")
        answer = asked.answer(text)
        if answer is None:
            stream.feed(question)
            break
        stream.remember(f"{text}{answer}\n")
        with contextlib.suppress(BrokenPipeError):
            process.stdin.write(f"{answer}\n".encode())
            process.stdin.flush()
        return True
    process.stdin.close()
    return False
