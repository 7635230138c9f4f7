"""RUN: its command runs in the files of the image, and what it changes is the next layer."""

import io
import json
import tarfile
import threading
import time
from pathlib import Path

import pytest

from docker_lessons.engine.practice_engine import Engine
from docker_lessons.trace import Trace
from tests import programs
from tests.engine.runtime.roots import busybox_members, static_busybox
from tests.engine.runtime.test_programs import alive
from tests.engine.runtime.test_root_fs import as_nobody_special
from tests.engine.serving import ServedEngine

pytestmark = pytest.mark.whole

BASE = "FROM scratch\nADD root.tar /\n"


@pytest.fixture
def nothing_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """A setting by which programs are not run."""
    monkeypatch.setenv("DOCKER_LESSONS_RUNTIME", "none")


@pytest.fixture
def direct(monkeypatch: pytest.MonkeyPatch) -> None:
    """A setting by which only static programs are run."""
    monkeypatch.setenv("DOCKER_LESSONS_RUNTIME", "direct")


def root_tar() -> bytes:
    tar = io.BytesIO()
    with tarfile.open(fileobj=tar, mode="w") as archive:
        for info, content in busybox_members(static_busybox()):
            archive.addfile(info, io.BytesIO(content or b""))
    return tar.getvalue()


def built(engine: ServedEngine, dockerfile: str, query: str = "") -> tuple[str, dict]:
    """Build on busybox; give what was printed, and the last line."""
    _, text = engine.build(BASE + dockerfile, query, {"root.tar": root_tar()})
    lines = [json.loads(line) for line in text.splitlines()]
    return "".join(line.get("stream", "") for line in lines), lines[-1]


def layers(engine: ServedEngine, name: str) -> list[int]:
    return engine.ask("GET", f"/images/{name}/json")[1]["RootFS"]["Layers"]


def test_a_command_changes_files_and_prints(practice_engine: ServedEngine) -> None:
    said, last = built(practice_engine, "RUN echo hello >/f; cat /f; echo oops >&2\n", "t=a:1")
    assert "hello\n" in said
    assert "\x1b[91moops\n\x1b[0m" in said
    assert last == {"stream": "Successfully tagged a:1\n"}
    said, _ = built(practice_engine, "RUN echo hello >/f; cat /f; echo oops >&2\nRUN cat /f\n")
    assert said.count("Using cache") == 2
    assert said.endswith("hello\n" + said[said.index("Removing") :])


def test_a_command_that_fails_ends_the_build_with_its_code(practice_engine: ServedEngine) -> None:
    said, last = built(practice_engine, "RUN exit 3\nRUN echo never\n")
    sentence = "The command '/bin/sh -c exit 3' returned a non-zero code: 3"
    assert last == {"errorDetail": {"code": 3, "message": sentence}, "error": sentence}
    assert "never" not in said


def test_the_steps_before_a_failure_stay_in_the_cache(practice_engine: ServedEngine) -> None:
    built(practice_engine, "RUN echo once >/f\nRUN exit 1\n")
    said, _ = built(practice_engine, "RUN echo once >/f\nRUN cat /f\n")
    assert said.count("Using cache") == 2


def test_what_a_command_removed_is_gone_for_the_next_one_and_for_copies(
    practice_engine: ServedEngine,
) -> None:
    dockerfile = (
        "RUN mkdir /d; touch /d/a /d/b /kept\nRUN rm -r /d /etc/group\nRUN mkdir /d; touch /d/new\n"
        "RUN ls /d; test ! -e /etc/group\nFROM scratch\nCOPY --from=0 /d /etc /out/\n"
    )
    said, last = built(practice_engine, dockerfile, "t=out:1")
    assert "\nnew\n" in said
    assert last == {"stream": "Successfully tagged out:1\n"}
    names = member_names(practice_engine, "out:1")
    assert "out/new" in names
    assert not {"out/a", "out/b", "out/group"} & names


def member_names(engine: ServedEngine, name: str) -> set[str]:
    """The names in the layers of an image."""
    from tests.engine.serving import _UnixConnection

    connection = _UnixConnection(engine.socket)
    connection.request("GET", f"/v1.41/images/{name}/get")
    found: set[str] = set()
    with tarfile.open(fileobj=io.BytesIO(connection.getresponse().read())) as archive:
        for each in archive.getnames():
            if each.endswith("layer.tar"):
                with tarfile.open(fileobj=archive.extractfile(each)) as layer:
                    found |= set(layer.getnames())
    connection.close()
    return found


def test_variables_user_and_directory_are_those_of_the_dockerfile(
    practice_engine: ServedEngine,
) -> None:
    dockerfile = (
        "ARG A=1\nARG B\nENV B=of-env C=3\nWORKDIR /w\nUSER app\n"
        'RUN echo "$A $B $C $(pwd) $(id -u):$(id -g) $HOME"\n'
    )
    said, _ = built(
        practice_engine, dockerfile, 'buildargs={"A":"5","B":"6","HTTP_PROXY":"secret"}'
    )
    assert "5 of-env 3 /w 1000:1001 /home/app\n" in said


def test_a_build_argument_is_part_of_what_the_cache_compares(
    practice_engine: ServedEngine,
) -> None:
    dockerfile = "ARG A\nRUN echo got $A\n"
    for value, expected in (("1", "got 1\n"), ("2", "got 2\n")):
        said, _ = built(practice_engine, dockerfile, f'buildargs={{"A":"{value}"}}&t=x')
        assert expected in said
    said, _ = built(practice_engine, dockerfile, 'buildargs={"A":"1"}&t=x')
    assert said.count("Using cache") == 3
    history = practice_engine.ask("GET", "/images/x/history")[1]
    assert history[0]["CreatedBy"] == "|1 A=1 /bin/sh -c echo got $A"


def test_the_shell_is_the_one_that_was_set(practice_engine: ServedEngine) -> None:
    said, _ = built(practice_engine, 'SHELL ["/bin/sh", "-c", "echo shell: $0"]\nRUN hello\n')
    assert "shell: hello\n" in said


def test_what_goes_into_a_volume_is_in_no_layer(practice_engine: ServedEngine) -> None:
    said, _ = built(
        practice_engine, "VOLUME /data\nRUN touch /data/f; ls /data\nRUN ls -A /data | wc -l\n"
    )
    assert "\nf\n" in said
    assert "\n0\n" in said


def test_a_missing_user_and_a_missing_program_are_told(practice_engine: ServedEngine) -> None:
    _, last = built(practice_engine, "USER nosuch\nRUN id\n")
    assert last["error"] == "unable to find user nosuch: no matching entries in passwd file"
    _, last = built(practice_engine, 'RUN ["nosuch"]\n')
    assert 'exec: "nosuch": executable file not found in $PATH' in last["error"]


def test_nothing_of_a_command_is_left_in_the_engine_s_folder(
    practice_engine: ServedEngine, short_folder: Path
) -> None:
    built(practice_engine, "RUN touch /a; chmod 0 /home\nRUN exit 1\n")
    assert list((short_folder / "engine/scratch").iterdir()) == []


def test_a_build_that_is_given_up_ends_its_command(
    practice_engine: ServedEngine, short_folder: Path
) -> None:
    mark = f"2{time.monotonic_ns() % 10**9}"

    def sleeps() -> bool:
        return bool(alive(mark))

    def build() -> None:
        context = io.BytesIO()
        with tarfile.open(fileobj=context, mode="w") as tar:
            dockerfile = f"{BASE}RUN sleep {mark}\n".encode()
            for name, content in {"Dockerfile": dockerfile, "root.tar": root_tar()}.items():
                member = tarfile.TarInfo(name)
                member.size = len(content)
                tar.addfile(member, io.BytesIO(content))
        connection.request("POST", "/build", context.getvalue())

    from tests.engine.serving import _UnixConnection

    connection = _UnixConnection(practice_engine.socket)
    thread = threading.Thread(target=build)
    thread.start()
    programs.wait_for("the command runs", sleeps, 30)
    thread.join()
    connection.close()
    programs.wait_for("the command has ended", lambda: not sleeps(), 30)
    programs.wait_for(
        "its files are removed", lambda: not list((short_folder / "engine/scratch").iterdir()), 30
    )


def test_without_a_way_to_run_programs_run_says_why(
    nothing_runs: None, practice_engine: ServedEngine
) -> None:
    _, last = built(practice_engine, "RUN make all\n")
    assert last["error"] == (
        "the command of RUN cannot be started: /bin/sh -c make all: programs are not run here: "
        "DOCKER_LESSONS_RUNTIME is none; copy finished files with COPY, or build this Dockerfile "
        "with your own Docker"
    )


def test_where_only_static_programs_run_run_says_so(
    direct: None, practice_engine: ServedEngine
) -> None:
    _, last = built(practice_engine, "RUN make all\n")
    assert "so only a static program that starts no other runs here; install proot" in last["error"]


def test_an_engine_begins_where_another_was_killed_during_a_command(short_folder: Path) -> None:
    short_folder.chmod(0o777)

    def begin() -> None:
        closed = short_folder / "engine/scratch/run/container/files/closed"
        (closed / "within").mkdir(parents=True)
        closed.chmod(0)
        Engine(short_folder / "engine", registry="http://127.0.0.1:1", trace=Trace())
        assert list((short_folder / "engine/scratch").iterdir()) == []

    as_nobody_special(begin)
