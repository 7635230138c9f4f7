"""A throwaway world in which real clients make a mistake, and a check says what it was."""

from __future__ import annotations

import base64
import contextlib
import io
import json
import secrets
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from docker_lessons import language
from docker_lessons.command import run as run_docker
from docker_lessons.course_check.daemon import Daemon
from docker_lessons.course_check.docker_place import DockerPlace
from docker_lessons.course_check.elsewhere import Elsewhere
from docker_lessons.course_check.throwaway import CannotPlay, ThrowawayWorld
from docker_lessons.lessons import course_image
from docker_lessons.lessons.verdict import EXIT_CODES, NOT_YET, PASSED, SKIPPED
from docker_lessons.world import World, control, docker_config, process
from docker_lessons.world.engine import DOCKER, LABEL
from docker_lessons.world.failure import WorldStopped

_SECONDS = 60
_MOST_ACTS = 12
"""Acts that one solution may leave to the learner, one after the other."""
_PODMAN_TELLS = 0.4
"""Seconds."""
_LEFT = "leaves this to you: "
_CLIENT_ALONE = ("create", "save", "load")
"""Commands that the course's own front end does not have."""

Wrong = Callable[[dict[str, Any]], str]
"""Says what is wrong with a verdict, '' if it is as it has to be."""


class Verbatim(str):
    """Part of an expectation that is not rewritten with this world's names, such as a name at the Hub."""

    __slots__ = ()


class Failed(Exception):
    """A scenario did not go as it has to; `str` is a sentence that says how."""


class Stage(ThrowawayWorld):
    """A throwaway world in which scenarios play.

    Scenarios use the chapter's names; what is typed and expected gets the names of this world. With `by_command`, each
    verdict and each repair comes from `docker-lessons` in a process of its own, as in a learner's terminal; without it,
    the stage asks the world's service what that command would ask, which takes a tenth of the time.
    """

    def __init__(
        self,
        start: Callable[[World], None] = process.start,
        *,
        daemon: Daemon | None = None,
        theirs: DockerPlace | None = None,
        elsewhere: Elsewhere | None = None,
        clears: bool = True,
        by_command: bool = True,
    ) -> None:
        super().__init__(start, daemon=daemon, theirs=theirs, elsewhere=elsewhere, clears=clears)
        self.by_command = by_command
        self.step = ""
        self.verdict: dict[str, Any] = {}
        """What the last check said."""
        self.expected: list[str] = []
        """The causes (and remarks) that were met so far."""
        self.repairs = 0
        """How many printed repairs were followed."""
        self.watch_checks: Callable[[Stage, str | None, Wrong], None] | None = None
        """Called before each check with the answer, and with the function that says what is wrong with a verdict."""

    def begin(self, step: str, *, before: str | None) -> None:
        """Lays out the build folder, and does the steps up to `before`."""
        self.step, self.verdict, self.expected = step, {}, []
        shutil.rmtree(self.work, ignore_errors=True)
        course_image.write_build_folder(self.work / course_image.FOLDER, world_id=self.world.label)
        if before:
            self.solve(before)

    def rewind(self) -> None:
        """Empties the engine and the Hub, and forgets log-ins and progress.

        What was on the engine before the world's first start stays.

        Raises:
            WorldError: When some of that is gone.
        """
        self.clear()
        if self.elsewhere is not None:
            self.elsewhere.clear()
            if self.elsewhere.hub.has_pages:  # the next service counts the hour from zero
                self.stop()
                self.start()
        else:
            for repository in self.hub.own_repositories():
                self.hub.delete_repository(repository)
            self.hub.forget()
        docker_config.forget(self.world.docker_config)
        shutil.rmtree(self.outside_config, ignore_errors=True)
        self.forget_progress()

    # hands

    def docker(self, *words: str, fails: bool = False, given: str = "", config: str = "") -> str:
        """Runs the real docker client in the world; returns what it printed.

        `given` goes to its standard input, `config` names another folder for DOCKER_CONFIG.
        """
        line = shlex.join(("docker", *words))
        return self._client(self._words(line), fails=fails, given=given, config=config)

    def _client(
        self,
        words: list[str],
        *,
        fails: bool,
        given: str = "",
        config: str = "",
        led: Mapping[str, str] | None = None,
    ) -> str:
        environment = self._environment | dict(led or {})
        environment |= {"DOCKER_CONFIG": config} if config else {}
        client = shutil.which("docker", path=environment.get("PATH"))
        if client is None and (config or words[0] in _CLIENT_ALONE):
            raise CannotPlay(f"needs the real docker client (docker {words[0]})")
        command = [client] if client else [sys.executable, "-m", "docker_lessons", "docker"]
        said = self._run([*command, *words], environment, given=given, fails=fails)
        self._let_podman_tell()
        return said

    def _let_podman_tell(self) -> None:
        """Waits as long as a learner would: Podman reports events up to a quarter of a second late.

        It reports a lost name as a removal, and which of the two it was can be seen only until the image comes back.
        """
        if self.is_podman:
            time.sleep(_PODMAN_TELLS)

    @property
    def tells_exit_codes(self) -> bool:
        """Whether `docker run --rm` ends with its program's exit code; with Podman 4.3 it ends with 0."""
        return not self.is_podman

    def docker_outside(self, *words: str) -> str:
        """Runs the client on the learner's own Docker, outside of the world; returns what it printed."""
        assert self._docker is not None
        led = self._docker.variables
        return self._client(list(words), fails=False, config=str(self.outside_config), led=led)

    def rendered(self, text: str) -> str:
        """Returns the chapter's words with this world's names."""
        return text if isinstance(text, Verbatim) else self.world.names.rendered(text)

    def _words(self, line: str) -> list[str]:
        """Returns what follows the word `docker` in a line of the chapter's, with this world's names."""
        return shlex.split(self.rendered(line))[1:]

    def tries(self, line: str, *, fails: bool = True, password: str = "") -> str:
        """Types a `docker` line where the course learns how it was answered; returns what was printed.

        With the practice engine that is any terminal, since it remembers what it answered; with another engine it
        is a cell.
        """
        if self.kind == DOCKER:
            return self.cell(line, fails=fails, password=password)
        return self.docker(*shlex.split(line)[1:], fails=fails, given=password)

    def refuses(self, *words: str) -> bool:
        """Runs the real docker client; returns whether it failed."""
        try:
            self.docker(*words)
        except Failed:
            return True
        return False

    def cell(self, line: str, *, fails: bool = True, password: str = "") -> str:
        """Types a `docker` line in a cell, where the course sees it too; returns what was printed."""
        return self._typed(self._words(line), fails=fails, password=password)

    def verbatim(
        self, line: str, *, cell: bool = False, fails: bool = False, password: str = ""
    ) -> str:
        """Types a `docker` line without this world's names, in a terminal or a cell; returns what was printed."""
        words = shlex.split(line)[1:]
        if cell:
            return self._typed(words, fails=fails, password=password)
        return self._client(words, fails=fails, given=password)

    def _typed(self, words: list[str], *, fails: bool, password: str) -> str:
        out = io.StringIO()
        with contextlib.chdir(self.work):  # stages work in processes of their own
            code = run_docker(
                words,
                world=self.world,
                stdin_password=password or None,
                ask=lambda _: password,
                out=out,
                err=out,
            )
        self._let_podman_tell()
        if bool(code) != fails:
            line = shlex.join(("docker", *words))
            raise Failed(f"`{line}` ended with exit code {code}: {out.getvalue().strip()}")
        return out.getvalue()

    def lessons(self, *words: str, code: int | None = 0) -> str:
        """Runs `docker-lessons` in another process; returns what it printed."""
        command = [sys.executable, "-m", "docker_lessons", *words]
        done = subprocess.run(
            command,
            cwd=self.work,
            env=self._environment,
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=False,
        )
        if code is not None and done.returncode != code:
            said = (done.stdout + done.stderr).strip()
            raise Failed(f"docker-lessons {shlex.join(words)} ended with {done.returncode}: {said}")
        return done.stdout or done.stderr

    def forget_progress(self) -> None:
        """Makes the course forget what was done; the world stays as it is."""
        control.ask(self.world, "POST", "/reset")

    def second_account(self, name: str, password: str) -> None:
        """Adds somebody else's account to the Hub, for which the world restarts."""
        self.needs_practice_hub()
        self.stop()
        self._run(
            [sys.executable, "-m", "docker_lessons.hub", "add-account", str(self.world.home), name],
            self._environment,
            given=password,
            fails=False,
        )
        self.start()

    def solve(self, step: str) -> None:
        """Does a step and all steps before it by their solutions, and by hand what those leave to the learner."""
        for _ in range(_MOST_ACTS):
            try:
                with language.speaking(language.ENGLISH):
                    control.ask(self.world, "POST", "/solve", {"step": step}, timeout=_SECONDS)
            except control.RefusedError as refusal:
                _, is_left, act = str(refusal).partition(_LEFT)
                if self.elsewhere is None or not is_left:
                    raise
                self._act(act)
            else:
                return
            if (self._ask_for_verdict(step, None) or {}).get("verdict") == PASSED:
                return
        raise Failed(f"{step} isn't solved by {_MOST_ACTS} acts that were left to the learner")

    def _act(self, act: str) -> None:
        """Does what a solution tells the learner to do by hand."""
        assert self.elsewhere is not None
        match shlex.split(act):
            case ["create", "the", "repository", *_]:
                self.elsewhere.create()
                self._ask_for_verdict("create-repository", None)  # which looks there
            case ["docker", "login", *_]:
                self._log_in_elsewhere(act)
            case ["docker", "push", *names]:
                try:
                    self._client(["push", *names], fails=False)
                except Failed:
                    self._log_in_elsewhere(self.world.names.log_in)
                    self._client(["push", *names], fails=False)
            case ["docker", *words]:
                self._client(words, fails=False)
            case _:
                raise Failed(f"the course leaves this to the learner, and it's no command: {act}")

    def _log_in_elsewhere(self, line: str) -> None:
        _, _, *words = shlex.split(line)
        self._client(["login", "--password-stdin", *words], fails=False, given=self.password)

    @property
    def password(self) -> str:
        """The password of the account that publishes."""
        return self.elsewhere.password if self.elsewhere else self.world.account().password

    def log_in(self, password: str = "", name: str = "demousr", *, fails: bool = False) -> str:
        """Runs `docker login` as in a terminal, with the password on standard input; returns what it printed.

        Where the registry asks for no log-in, it does nothing.
        """
        password = password or self.password
        if not password:  # the registry asks for none
            return ""
        line = f"docker login -u {name} --password-stdin"
        if fails:
            return self.tries(line, password=password)
        return self.docker(*shlex.split(line)[1:], given=password)

    def log_out(self) -> None:
        """Logs out of the course's registry, in a terminal."""
        self.docker(*shlex.split(self.world.names.log_out)[1:])

    def keep_another_log_in(self) -> None:
        """Writes a log-in of another world, not valid in this one, into the client's config.json."""
        pair = f"demousr:{secrets.token_hex(8)}".encode()
        kept = {self.world.names.credential_key: {"auth": base64.b64encode(pair).decode()}}
        (self.world.docker_config / "config.json").write_text(json.dumps({"auths": kept}))

    def write(self, name: str, text: str, folder: str = course_image.FOLDER) -> None:
        """Writes a file into the build folder, or into another one."""
        path = self.work / folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    @property
    def processor(self) -> str:
        """The engine's processor, as images name it."""
        return course_image.architecture(self.world.engine.architecture)

    @property
    def other_processor(self) -> str:
        """A processor that the engine does not have, and the course has a program for."""
        return next(name for name in course_image.DIFF_IDS if name != self.processor)

    def image_id(self, name: str) -> str:
        """Returns the twelve digits that `docker images` shows for a name."""
        return self.docker("images", "-q", name).split()[0]

    def digest(self, name: str) -> str:
        """Returns the digest of a pushed or pulled name with its tag, from `docker images --digests` or the Hub."""
        repository, _, tag = self.rendered(name).rpartition(":")
        if self.is_podman:  # which lists another digest than that of what it pushes
            return self.hub.digest(repository.rpartition("/")[2], tag)
        shown = self.docker("images", "--digests", "--format", "{{.Tag}} {{.Digest}}", repository)
        return next(line.split()[1] for line in shown.splitlines() if line.split()[0] == tag)

    def other_image(self, name: str = "other:1") -> str:
        """Builds another image than the course's, in this world; returns its short ID."""
        label = f"LABEL {LABEL}={self.world.label}\n" if self.world.label else ""
        self.write("Dockerfile", f"FROM scratch\nCOPY note.txt /\n{label}", "other")
        self.write("note.txt", "something else\n", "other")
        self.docker("build", "-q", "-t", name, "other")
        return self.image_id(name)

    # what the check says

    def check(self, answer: str | None = None, step: str = "") -> dict[str, Any]:
        """Returns the verdict on a step: the stage's own unless another is named."""
        step = step or self.step
        told = None if self.by_command else self._ask_for_verdict(step, answer)
        self.verdict = told or self._command_verdict(step, answer)
        return self.verdict

    def _ask_for_verdict(self, step: str, answer: str | None) -> dict[str, Any] | None:
        """Asks the service as `docker-lessons check` does; None if nobody answers, which that command can report."""
        question = {"step": step} | ({} if answer is None else {"answer": answer})
        try:
            with language.speaking(language.ENGLISH):
                return control.ask(self.world, "POST", "/check", question, timeout=_SECONDS)
        except WorldStopped:
            return None

    def _command_verdict(self, step: str, answer: str | None) -> dict[str, Any]:
        told = [] if answer is None else ["--answer", answer]
        printed = self.lessons("check", step, "--json", *told, code=None)
        try:
            return dict(json.loads(printed))
        except ValueError:
            raise Failed(f"check {step} gave no verdict: {printed.strip()}") from None

    def _hold(self, answer: str | None, wrong: Wrong) -> None:
        """Checks the step, and fails if something is wrong with the verdict."""
        if answer is not None:
            answer = self.rendered(answer)
        if self.watch_checks is not None:
            self.watch_checks(self, answer, wrong)
        if error := wrong(self.check(answer)):
            raise Failed(error)

    def says(
        self,
        cause: str,
        *,
        seen: Iterable[str] = (),
        wanted: Iterable[str] = (),
        answer: str | None = None,
        verdict: str = NOT_YET,
    ) -> None:
        """Checks that the verdict on the step has this cause, and what was seen and what is wanted have these parts."""

        def wrong(said: dict[str, Any]) -> str:
            if (said["verdict"], said["cause"]) != (verdict, cause):
                return f"expected {verdict}, {cause}; the check said {_told(said)}"
            for part in map(self.rendered, seen):
                if part not in said["seen"]:
                    return f"{cause}: {part!r} isn't in what was seen: {said['seen']!r}"
            for part in map(self.rendered, wanted):
                if part not in said["wanted"]:
                    return f"{cause}: {part!r} isn't in what is wanted: {said['wanted']!r}"
            if EXIT_CODES[verdict] == EXIT_CODES[NOT_YET] and not said["repair"]:
                return f"{cause}: there's no repair"
            if not said["text"].endswith((".", "?", ")", f": {said['repair']}")):
                return f"{cause}: the text isn't a sentence: {said['text']!r}"
            return ""

        self.expected.append(cause)
        self._hold(answer, wrong)

    def repair(self) -> str:
        """Types the repair of the last verdict exactly as given; returns what was printed."""
        words = shlex.split(str(self.verdict["repair"]))
        match words:
            case ["docker-lessons", "solve", step] if not self.by_command:
                return self._ask_to_solve(step)
            case ["docker-lessons", "check", step, "--answer", answer] if not self.by_command:
                return str(self.check(answer, step)["text"])
            case ["docker-lessons", *rest]:
                return self.lessons(*rest)
        password = self.password if words[1] == "login" else ""
        return self._typed(words[1:], fails=False, password=password)

    def _ask_to_solve(self, step: str) -> str:
        with language.speaking(language.ENGLISH):
            done = control.ask(self.world, "POST", "/solve", {"step": step}, timeout=_SECONDS)
        if done["verdict"]["verdict"] not in (PASSED, SKIPPED):
            raise Failed(f"{step}, after its solution: {_told(done['verdict'])}")
        return "\n".join(done["did"])

    def column(self, printed: str, name: str, tag: str, title: str) -> str:
        """Returns one field of what `docker images` prints: the row of a name and its tag, under `title`."""
        rows = printed.splitlines()
        head = next(i for i, row in enumerate(rows) if title in row)
        begin = rows[head].index(title)
        wanted = [self.rendered(name), tag]
        row = next(row for row in rows[head + 1 :] if row.split()[:2] == wanted)
        return row[begin:].split()[0]

    def passes(self, *remarks: str, answer: str | None = None) -> None:
        """Checks that the step passes; `remarks` are words that must be in its text."""

        def wrong(said: dict[str, Any]) -> str:
            if said["verdict"] != PASSED or said["cause"] is not None:
                return f"{self.step} doesn't pass: {_told(said)}"
            missing = [part for part in map(self.rendered, remarks) if part not in said["text"]]
            return f"{missing} isn't in {said['text']!r}" if missing else ""

        self._hold(answer, wrong)

    def mends(self, answer: str | None = None) -> None:
        """Follows each repair as it is printed, until the step passes.

        Raises:
            Failed: When a verdict's text comes twice, or a repair is missing or refused.
        """
        told: set[str] = set()
        while self.verdict["verdict"] == NOT_YET:
            text = str(self.verdict["text"])
            if text in told:
                raise Failed(
                    f"{self.step}: the repairs lead in a circle, back to: {_told(self.verdict)}"
                )
            told.add(text)
            if not self.verdict["repair"]:
                raise Failed(
                    f"{self.step}: the check doesn't say what to do: {_told(self.verdict)}"
                )
            self.repair()
            self.repairs += 1
            self.check(answer)
        self.passes(answer=answer)

    def notes(self, note: str, *remarks: str, answer: str | None = None) -> None:
        """Checks that the step passes with a remark."""
        self.expected.append(note)
        self.passes(*remarks, answer=answer)

    def _run(
        self, command: list[str], environment: dict[str, str], *, given: str, fails: bool
    ) -> str:
        done = subprocess.run(
            command,
            cwd=self.work,
            env=environment,
            input=given,
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=False,
        )
        said = done.stdout + done.stderr
        if bool(done.returncode) != fails:
            line = shlex.join(command)
            raise Failed(f"`{line}` ended with exit code {done.returncode}: {said.strip()}")
        return said


def _told(said: dict[str, Any]) -> str:
    return (
        f"{said['verdict']}, {said['cause']} (seen: {said['seen']}; text: {said['text']}; "
        f"do: {said['repair']})"
    )
