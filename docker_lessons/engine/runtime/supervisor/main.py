"""The supervisor's own life: starts the program, passes on signals, watches limits, and ends everything.

It speaks with the engine over a socket, and ends all when the engine's end closes.
Standard input, output and error are those of the program.
"""

from __future__ import annotations

import array  # noqa: F401 - what sends a descriptor needs it when no file can be opened any more
import fcntl
import os
import select
import signal
import socket
import sys
import termios
from contextlib import suppress

from ..paths import real_path  # noqa: TID252 - this package is started without those around it
from . import family, limits, namespaces
from . import system_calls as calls
from .handed_files import HandedFiles
from .job import Job
from .messages import Messages, packed

TYPE_CHECKING = False  # as in `typing`, whose import takes its time
if TYPE_CHECKING:
    from typing import Any

_MOST = 1 << 16
_EXEC_FAILED = 1
_SIGNALLED = 128
_KILLED = 128 + signal.SIGKILL
_KEYS = (signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP)
"""What a terminal sends to the wrapper, too, which would end or stop with it."""
_NEVER_IGNORED = (signal.SIGSTOP, signal.SIGCONT, signal.SIGWINCH)
_NUMBER = 4
"""The bytes of a process ID, and of a wait status."""
_REPORT, _FILTER = 3, 4
"""What a wrapper finds open: the pipe to which it is told how the program ends, and a filter of system calls."""
_UMASK = 0o022


def main() -> None:
    """Serves one job; the socket's descriptor is the last argument."""
    control = socket.socket(fileno=int(sys.argv[-1]))
    control.set_inheritable(False)
    try:
        _Supervisor(control).run()
    except Exception as error:  # noqa: BLE001 - told to the engine
        with suppress(OSError):
            _tell(control, {"failed": f"{type(error).__name__}: {error}"})
    finally:
        family.end(os.getpid())


def _tell(control: socket.socket, message: dict[str, Any]) -> None:
    control.sendall(packed(message))


class _Supervisor:
    def __init__(self, control: socket.socket) -> None:
        self._control = control
        self._received: list[dict[str, Any]] = []
        self._messages = Messages()
        self._reported = b""
        self._is_wrapped = False
        self._is_first = False
        self._files: HandedFiles | None = None
        self._report = -1
        self._outer = 0
        self._main = 0
        self._code: int | None = None

    def run(self) -> None:
        """Starts the program, and returns when it has ended or the engine has gone."""
        calls.adopt_orphans()
        wake = _wake_on_children()
        job = Job(**self._next())
        if job.trouble and (job.wrapper or job.is_direct):
            job = job.changed(wrapper=[], is_direct=False)
        elif not job.wrapper:
            job = job.changed(trouble="")  # the kernel will say so itself
            if not job.is_direct:
                namespaces.enter(job)
        self._is_wrapped = bool(job.wrapper)
        self._is_first = job.has_own_processes
        report = self._report = self._begin(job)
        watch = limits.Watch(job.limits, job.root)
        poll = select.poll()
        listener = self._files.listener if self._files is not None else -1
        for descriptor in (self._control.fileno(), wake, report, listener):
            if descriptor >= 0:
                poll.register(descriptor, select.POLLIN)
        while self._code is None:
            for descriptor, event in poll.poll(watch.pause * 1000):
                if descriptor == listener:
                    if event & select.POLLIN and self._files is not None:
                        self._files.answer()
                    else:
                        poll.unregister(listener)
                elif descriptor == report and not self._hear(report):
                    poll.unregister(report)
                elif descriptor == wake:
                    with suppress(BlockingIOError):
                        os.read(wake, _MOST)
                elif descriptor == self._control.fileno() and not self._obey():
                    return
            self._wait()
            self._keep_to(watch)
        family.end(os.getpid())
        _tell(self._control, {"code": self._code})

    def _keep_to(self, watch: limits.Watch) -> None:
        """Ends the program when it has used up what it may."""
        reason = watch.broken(os.getpid()) if self._code is None else ""
        if reason:
            _tell(self._control, {"limit": reason})
            self._kill_all()

    def _begin(self, job: Job) -> int:
        """Starts the program; returns the descriptor on which its wrapper reports, -1 without a wrapper."""
        report, theirs = os.pipe() if job.wrapper else (-1, -1)
        if job.wrapper:
            os.set_blocking(report, False)
        if job.is_direct:
            receiving, sending = socket.socketpair()
            self._outer = _fork(job, sending.fileno())
            sending.close()
            _, descriptors, _, _ = socket.recv_fds(receiving, 1, 1)
            receiving.close()
            if descriptors:
                self._files = HandedFiles(descriptors[0], job.root)
        else:
            self._outer = _fork(job, theirs)
        _let_go()
        if job.wrapper:
            os.close(theirs)
        else:
            self._found(self._outer)
        return report

    def _found(self, pid: int) -> None:
        self._main = pid
        _tell(self._control, {"pid": pid})

    def _hear(self, report: int) -> bool:
        """Reads the wrapped program's process ID, and then how it ended; returns False at the end of the pipe."""
        data = os.read(report, _MOST)
        self._reported += data
        if len(self._reported) >= _NUMBER and not self._main:
            self._found(int.from_bytes(self._reported[:_NUMBER], sys.byteorder))
        if len(self._reported) >= 2 * _NUMBER:
            status = int.from_bytes(self._reported[_NUMBER : 2 * _NUMBER], sys.byteorder)
            self._code = _code(status)
        return bool(data)

    def _hear_the_rest(self) -> None:
        """Reads what the wrapper wrote before it ended and nobody has polled for yet."""
        with suppress(BlockingIOError):
            while self._report >= 0 and self._hear(self._report):
                pass

    def _next(self) -> dict[str, Any]:
        """Returns the next message; an empty one at the end."""
        while not self._received:
            data = self._control.recv(_MOST)
            if not data:
                return {}
            self._received += self._messages.read(data)
        return self._received.pop(0)

    def _obey(self) -> bool:
        """Does what the engine asks; returns False when it is gone."""
        while True:
            message = self._next()
            if not message:
                return False
            number = int(message.get("signal", 0))
            if "freeze" in message:
                self._freeze(wanted=message["freeze"])
            elif number == signal.SIGKILL:
                self._kill_all()
            elif self._is_first or number in _NEVER_IGNORED or self._handles(number):
                family.send(self._main, number)
                if self._is_wrapped and number in (signal.SIGSTOP, signal.SIGCONT):
                    # proot keeps a stop from the program, which waits for proot at every call.
                    family.send(self._outer, number)
            if not self._received:
                return True

    def _freeze(self, *, wanted: bool) -> None:
        """Stops the program and all that it started, or lets them go on, and tells the engine when that is done."""
        (family.freeze if wanted else family.thaw)(os.getpid())
        _tell(self._control, {"frozen": wanted})

    def _handles(self, number: int) -> bool:
        """Tells whether the program handles a signal: like a namespace's first process, it gets hardly any other."""
        return bool(self._main) and family.catches(self._main, number)

    def _kill_all(self) -> None:
        """Kills the program, and then all that it started; a wrapper tells of its end, and ends itself."""
        first = self._main or self._outer
        rest = family.descendants(first)
        for pid in (first, *(each.pid for each in rest)):
            family.send(pid, signal.SIGKILL)
        family.thaw(os.getpid())

    def _wait(self) -> None:
        """Reaps the children that have ended; without a report, the first child's end is taken for the program's."""
        with suppress(ChildProcessError):
            while True:
                pid, status = os.waitpid(-1, os.WNOHANG)
                if not pid:
                    return
                if pid == self._outer:
                    self._hear_the_rest()
                    if not self._main:
                        raise OSError(f"it ended with {_code(status)} before the program began")
                    if self._code is None:
                        self._code = _code(status) if not self._is_wrapped else _KILLED


def _wake_on_children() -> int:
    """Returns a descriptor that can be read when a child has ended."""
    wake, theirs = os.pipe()
    for descriptor in (wake, theirs):
        os.set_blocking(descriptor, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(theirs, warn_on_full_buffer=False)
    return wake


def _code(status: int) -> int:
    code = os.waitstatus_to_exitcode(status)
    return code if code >= 0 else _SIGNALLED - code


def _let_go() -> None:
    """Closes the supervisor's own copies of the program's standard streams."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nothing, descriptor)
    os.close(nothing)


def _fork(job: Job, report: int) -> int:
    pid = os.fork()
    if pid:
        return pid
    try:
        _start(job, report)
    except OSError as error:
        os.write(2, f"exec {job.path}: {(error.strerror or str(error)).lower()}\n".encode())
    except Exception as error:  # noqa: BLE001 - told to who reads the output
        os.write(2, f"docker-lessons: {type(error).__name__}: {error}\n".encode())
    finally:
        os._exit(_EXEC_FAILED)


def _start(job: Job, report: int) -> None:
    signal.set_wakeup_fd(-1)
    os.setsid()
    if job.terminal:
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    for number in range(1, signal.NSIG):
        with suppress(OSError, ValueError):
            signal.signal(number, signal.SIG_DFL)
    os.umask(_UMASK)
    if job.trouble:
        os.write(2, f"{job.trouble}\n".encode("utf-8", "surrogateescape"))
        os._exit(_EXEC_FAILED)
    if job.wrapper:
        calls.die_with_parent(signal.SIGKILL)
        limits.set_own(job.limits)
        if job.has_one_user:
            os.dup2(_owners_filter(), _FILTER)
        with suppress(OSError, KeyError):  # a kernel without filters, another machine
            calls.without_statx_and_kill_all()
        os.dup2(report, _REPORT)
        environment = dict(each.split("=", 1) for each in job.wrapper_environment)
        marked = {f"\x01{name}": value for name, value in _pairs(job.environment)}
        # A terminal's keys are meant for the program: what starts it takes this mask off again.
        signal.pthread_sigmask(signal.SIG_BLOCK, _KEYS)
        os.execve(job.wrapper[0], job.wrapper, environment | marked)
    if job.is_direct:
        limits.set_own(job.limits)
        calls.die_with_parent(signal.SIGKILL)
        os.chdir(f"{job.root}/{real_path(job.root, job.directory)}")
        place = f"{job.root}/{real_path(job.root, job.path, job.directory)}"
        environment = dict(_pairs(job.environment))
        with socket.socket(fileno=report) as sending:
            socket.send_fds(sending, [b"x"], [calls.hand_over_files()])
        os.execve(place, job.arguments, environment)
    namespaces.settle(job)
    if job.terminal:
        with suppress(OSError):
            os.fchown(0, job.uid, -1)
    limits.set_own(job.limits)
    namespaces.become(job)
    calls.die_with_parent(signal.SIGKILL)
    os.chdir(job.directory)
    os.execve(job.path, job.arguments, dict(_pairs(job.environment)))


def _owners_filter() -> int:
    """Returns an open file with the filter that pretends owners, for a wrapper that installs it itself."""
    descriptor = os.memfd_create("filter", os.MFD_CLOEXEC)
    with suppress(KeyError):  # another machine
        os.write(descriptor, calls.pretended_owners())
    os.lseek(descriptor, 0, os.SEEK_SET)
    return descriptor


def _pairs(environment: list[str]) -> list[tuple[str, str]]:
    found = []
    for each in environment:
        name, _, value = each.partition("=")
        found.append((name, value))
    return found
