"""One docker line, run with the real client where there is one, else with the front end, and explained."""

import contextlib
import getpass
import os
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from docker_lessons.command import address, login, manifests, outside, questions, real_client
from docker_lessons.command.attendance import nobody_there
from docker_lessons.command.explain import explain
from docker_lessons.command.questions import Ask, Questions
from docker_lessons.command.stream import PlainStream, Silent, Writer
from docker_lessons.command.transcript import Transcript
from docker_lessons.findings import dashes
from docker_lessons.findings.command_line import CommandLine, parse
from docker_lessons.findings.finding import Finding
from docker_lessons.findings.wording import Sentences, tell
from docker_lessons.world import Names, World, docker_client
from docker_lessons.world.environment import NO_WAY_OUT, applied
from docker_lessons.world.failure import WorldError
from docker_lessons.world.which_hub import DOCKER_IO

SENTENCES: Sentences = {
    **address.SENTENCES,
    **outside.SENTENCES,
    **questions.SENTENCES,
    **dashes.SENTENCES,
    "interrupted": "Interrupted: the command was stopped before it finished.",
    "not-text": "This line contains something that isn't a character ({code}), so it can't be passed to Docker. Type the "
    "line instead of pasting it.",
    "client-broken": "The docker client {program} can't be started ({reason}): install it again, or remove it from PATH.",
    "log-in-without-name": {
        "practice": "Say who is logging in, with -u and a username: {line}. (Without it, a recent Docker opens the web "
        "page of the real Docker Hub.)",
        "docker.io": "Say who is logging in, with -u and a username: {line}. (Without it, a recent Docker shows a code, "
        "which you type on a page in your browser; that works in a terminal.)",
        "registry": "Say who is logging in, with -u and your username at the registry: {line}",
    },
    "log-in-without-engine": "The engine isn't answering, so nobody was asked for a password and none was sent. "
    "{advice}",
    "log-in-with-nobody-to-ask": "Docker needs a password, but can't ask for it here. Log in from a terminal: {line}",
    "log-in-without-password": "No password was typed, so nothing was sent. Run the line again.",
    "password-option": "docker login has no option {word}, so nothing was sent. Leave out {word} and the password, and Docker will "
    "ask for it: {line}",
    "password-as-word": "docker login takes only a registry's address after your username, and that word isn't one, so nothing "
    "was sent. If it was your password, leave it out, and Docker will ask for it: {line}",
    "password-in-line": "Other people can read a password that you type after -p: it stays in the cell, in the "
    "history and in the list of processes. Next time, leave out -p and Docker will ask for the password.",
}

_NO_TEXT = re.compile("[\0\ud800-\udc7f\udd00-\udfff]")
"""What no argument of a program can hold; Python has the bytes that aren't UTF-8 as U+DC80 to U+DCFF."""

_CANNOT_START = 126
"""The exit code that shells give a program that cannot be started."""
_REPORT_TIMEOUT = 2.0
"""Seconds in which the service has to note a command."""


@dataclass(frozen=True)
class Outcome:
    """How a docker line ended."""

    exit_code: int
    sentence: str
    """What it means, for the learner; empty when there is nothing to say."""


def run(
    argv: Sequence[str],
    *,
    world: World | None = None,
    stdin_password: str | None = None,
    ask: Ask | None = None,
    out: Writer | None = None,
    err: Writer | None = None,
    in_terminal: bool = False,
) -> int:
    """Runs `docker` with `argv` (with or without the word `docker` in front) in `world`; returns its exit code.

    Docker's own words go to `out` and `err` as they come; where it fails, one sentence follows on `err`.
    `stdin_password` is the answer to a log-in, in place of asking. `in_terminal` gives the client the caller's
    own input and output, so that it may ask and draw by itself.

    Raises:
        WorldError: When there is no world and none can be made.
    """
    words = list(argv[1:] if argv[:1] == ["docker"] else argv)
    outcome = execute(
        words,
        world=world or World.find(),
        password=stdin_password,
        ask=ask,
        out=out or sys.stdout,
        err=err or sys.stderr,
        in_terminal=in_terminal,
    )
    if outcome.sentence:
        shown = err or sys.stderr
        shown.write(f"{outcome.sentence}\n")
        shown.flush()
    return outcome.exit_code


def execute(
    words: Sequence[str],
    *,
    world: World,
    password: str | None = None,
    ask: Ask | None = None,
    ask_aloud: Ask | None = None,
    out: Writer,
    err: Writer,
    in_terminal: bool = False,
) -> Outcome:
    """Runs `docker WORDS`; Docker's words go to `out` and `err`, and the sentence is returned.

    `ask` asks for a password, without echo; `ask_aloud` asks Docker's own questions, None if nobody can answer.

    Raises:
        WorldError: When there is no world and none can be made.
    """
    if not world.made:
        world.prepare()  # above all its config.json, which no client may write first
    asked = login.read(words)
    real_hub = world.which_hub.is_real
    held_here = not world.engine.capabilities.engine_is_shared and not real_hub
    call = _Call(
        world=world,
        words=tuple(asked.words if asked else words),
        program=docker_client.find(world.bin),
        environment=_environment(
            world, held_here=not real_hub and (held_here or asked is not None)
        ),
        out=PlainStream(out, drawn=in_terminal),
        err=PlainStream(err, drawn=in_terminal),
        in_terminal=in_terminal,
        asked=None if questions.hands_input_on(words) else Questions(ask_aloud),
        typed_password=asked is not None and asked.typed_password is not None,
    )
    try:
        stopped = _no_text(call) or (_stopped(call) if held_here else None)
        if stopped is not None:
            outcome = _outcome(stopped)
        elif asked and not asked.asks_help:
            outcome = _log_in(call, asked, password, ask)
        elif held_here and call.program and manifests.is_about(call.line):
            outcome = _ask_the_hub(call)
        elif held_here and outside.is_left_to_the_engine(call.line):
            outcome = replace(call, program=None).run()
        elif held_here:
            outcome = replace(call, sent=outside.held_here(call.line)).run()
        else:
            outcome = call.run()
    except KeyboardInterrupt:
        outcome = interrupted()
    except OSError as error:
        facts = {"program": str(call.program), "reason": str(error.strerror)}
        outcome = _outcome(Finding("client-broken", facts), _CANNOT_START)
    printed = call.printed if any(call.printed) else ("", outcome.sentence or "")
    _report(world, ["docker", *login.hide_password(words)], outcome.exit_code, printed)
    return outcome


def note_sudo(line: str, world: World) -> None:
    """Tells the service that `sudo docker ...` was typed, for which nothing is run."""
    words = line.split()
    behind = words[words.index("docker") + 1 :] if "docker" in words else []
    _report(world, ["sudo", "docker", *login.hide_password(behind)], 1, ("", ""))


def interrupted() -> Outcome:
    """Returns how a line ends that somebody interrupts."""
    return _outcome(Finding("interrupted"), real_client.INTERRUPTED)


def _outcome(finding: Finding, exit_code: int = 1) -> Outcome:
    return Outcome(exit_code, tell(finding, SENTENCES))


def _environment(world: World, *, held_here: bool) -> dict[str, str]:
    """Returns the client's variables; `held_here`: it reaches its engine and nothing else."""
    variables = applied(os.environ, world.environment())
    if held_here and variables.get("DOCKER_HOST", "").startswith("unix:"):  # needs no proxy itself
        variables |= NO_WAY_OUT
    return variables


@dataclass(frozen=True)
class _Call:
    """One command while it runs."""

    world: World
    words: tuple[str, ...]
    program: Path | None
    environment: Mapping[str, str]
    out: PlainStream
    err: PlainStream
    in_terminal: bool
    asked: Questions | None
    typed_password: bool = False
    sent: tuple[str, ...] | None = None
    """What the client gets, where that is not what was typed."""

    @property
    def line(self) -> CommandLine:
        """The line, taken apart."""
        return parse(("docker", *self.words))

    def run(self, feed: str | None = None, extra: Sequence[str] = ()) -> Outcome:
        """Runs it and says what its end means."""
        words = [*(self.words if self.sent is None else self.sent), *extra]
        lacking = ""
        if self.program is None:
            from docker_lessons.command import frontend

            try:
                code = frontend.main(words, self.environment, self.out, self.err, feed=feed)
            except frontend.Lacking as error:
                code, lacking = error.exit_code, str(error)
        elif self.in_terminal:
            code = real_client.run_in_terminal(
                [self.program, *words], self.environment, self.err, feed=feed
            )
        else:
            command: list[str | Path] = [self.program, *words]
            code = real_client.run(
                command, self.environment, self.out, self.err, feed=feed, asked=self.asked
            )
        if code == real_client.INTERRUPTED:
            raise KeyboardInterrupt
        if self.asked and self.asked.unanswered:
            return _outcome(questions.find_unanswered(self.words), code or 1)
        transcript = Transcript(
            words=self.words,
            exit_code=code,
            text=self.out.tail + self.err.tail,
            names=self.world.names,
            config=self.world.client_config / "config.json",
            engine=self.world.engine,
            typed_password=self.typed_password,
            own_log_in=self.world.keeps_own_log_in,
        )
        return Outcome(code, self.world.names.called(explain(transcript, lacking)))

    @property
    def printed(self) -> tuple[str, str]:
        """The end of what was printed, on standard output and on standard error."""
        return self.out.tail, self.err.tail

    def engine_answers(self) -> bool:
        """Tells whether the engine is there; the client itself asks, since it knows every kind of address."""
        silent = PlainStream(Silent())
        words = ["version", "--format", "{{.Server.Version}}"]
        if self.program is None:
            from docker_lessons.command import frontend

            return frontend.main(words, self.environment, silent, silent) == 0
        return real_client.run([self.program, *words], self.environment, silent, silent) == 0


def _no_text(call: _Call) -> Finding | None:
    """Finds what stands in the line and cannot be an argument of a program: NUL, or half of a surrogate pair."""
    found = _NO_TEXT.search(" ".join(call.words))
    return Finding("not-text", {"code": f"U+{ord(found[0]):04X}"}) if found else None


def _stopped(call: _Call) -> Finding | None:
    """Returns what to say of a line that is not run, since it would leave this computer; else None."""
    if found := outside.find(call.line, os.environ):
        return found
    if manifests.is_about(call.line):
        return manifests.find_elsewhere(call.line, manifests.host_of(call.world))
    return None


def _ask_the_hub(call: _Call) -> Outcome:
    """Runs a line about manifests at the practice Hub."""
    with manifests.rewritten(call.world, call.line, call.environment) as line:
        out, err = (
            PlainStream(manifests.AtTheHub(stream, line.host)) for stream in (call.out, call.err)
        )
        there = replace(
            call,
            sent=line.words,
            environment=line.environment,
            out=out,
            err=err,
            in_terminal=False,
        )
        return there.run()


def _log_in(call: _Call, asked: login.Login, password: str | None, ask: Ask | None) -> Outcome:
    names = call.world.names
    if asked.odd_option:
        facts = {"word": asked.odd_option, "line": names.log_in}
        return _outcome(Finding("password-option", facts))
    if slip := dashes.in_pieces(call.line) or dashes.nearly(call.line):
        return _outcome(_with_the_course_s_log_in(slip, call.world.names))
    if asked.stray_word and asked.username:
        return _outcome(Finding("password-as-word", {"line": names.log_in}))
    if stopped := address.find_log_in(names, asked.server):
        return _outcome(stopped)
    if not asked.username and asked.reads_stdin:
        return call.run("")  # the client refuses
    if not asked.username and call.in_terminal and names.hub == DOCKER_IO and call.program:
        return call.run()  # the client shows a code for Docker Hub's page
    if not asked.username:
        is_address = "@" not in asked.server and login.is_address(asked.server)
        line = f"docker login -u {names.username} {asked.server}" if is_address else names.log_in
        return _outcome(Finding("log-in-without-name", {"line": line}, names.hub))
    if not call.engine_answers():
        # A client whose engine is silent takes the password to the real Hub by itself.
        return _outcome(Finding("log-in-without-engine", {"advice": call.world.engine.advice}))
    if asked.typed_password is not None:
        call.err.write(f"{tell(Finding('password-in-line'), SENTENCES)}\n")
        password = asked.typed_password
    if password is None and call.in_terminal and (call.program or asked.reads_stdin):
        return call.run()  # the client itself asks, or reads what is piped to it
    if password is None:
        try:
            password = _password(call.world, asked.username, ask)
        except (NotImplementedError, EOFError) as error:
            if isinstance(error, EOFError) and sys.stdin.isatty():  # Ctrl-D
                return _outcome(Finding("log-in-without-password"))
            line = f"docker login -u {asked.username} {asked.server}".rstrip()
            return _outcome(Finding("log-in-with-nobody-to-ask", {"line": line}))
        if not password:
            return _outcome(Finding("log-in-without-password"))
    return call.run(password, () if asked.reads_stdin else ("--password-stdin",))


def _with_the_course_s_log_in(slip: Finding, names: Names) -> Finding:
    """Returns the finding; a proposed log-in of the course's user without an address becomes the course's line."""
    mended = parse(str(slip.facts.get("mended", "")).split())
    if mended.operands or mended.value("--username") != names.username:
        return slip
    return replace(slip, facts={**slip.facts, "mended": names.log_in})


def _password(world: World, username: str, ask: Ask | None) -> str:
    if nobody_there() and not world.which_hub.is_real:
        with contextlib.suppress(WorldError):
            account = world.account()
            if account.username == username:
                return account.password
    return (ask or getpass.getpass)("Password: ")


def _report(world: World, argv: list[str], exit_code: int, printed: tuple[str, str]) -> None:
    """Tells the service what was typed and printed, unless the world is stopped."""
    from docker_lessons.world.control import ask

    with contextlib.suppress(WorldError):
        ask(
            world,
            "POST",
            "/commands",
            {
                "argv": argv,
                "exit_code": exit_code,
                "stdout_tail": printed[0],
                "stderr_tail": printed[1],
            },
            timeout=_REPORT_TIMEOUT,
        )
