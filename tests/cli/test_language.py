"""The command line in the pseudo-locale, in which plain English stands out, and in a language that was chosen."""

import json
import re
import subprocess

import pytest

from docker_lessons.cli import COMMANDS
from docker_lessons.language import CHOICE
from docker_lessons.language.catalogue import OTHER_FOLDER
from docker_lessons.lessons import chapter
from tests import warm_command
from tests.practice import COMMAND, clean_environment
from translation import pseudo
from translation.checks import COMMAND as IN_MESSAGES

_NO_LANGUAGE = re.compile(
    rf"{IN_MESSAGES.pattern}|"
    r"https?://\S+|unix://\S+|~?/\S+|\S+\.ipynb|\b[\w.-]+/[\w./:-]+|\b[\w.]+:\d[\w.]*"  # addresses, paths, names
    r"|(?<!\w)--?[a-z][a-z-]*|\b[A-Z][A-Z_]+\b|\[[a-z.|]+\]"  # options, variables, choices
    r"|'[^']*'|\"\w+\""  # what was typed, keys of JSON
    rf"|\b(?:{'|'.join(sorted(chapter.STEPS, key=len, reverse=True))})\b|^  (?:{'|'.join(COMMANDS)})(?= {{2,}})"
    r"|\b(?:docker-lessons|docker|registry-1|myimage|demousr|demorep|Docker(?: Hub)?|Podman|Linux|macOS|WSL|localhost)\b|practice(?=\])",
    re.MULTILINE,
)
_WORD = re.compile(r"(?<!\w)[A-Za-z]{3,}(?!\w)")


def english_in(text: str) -> list[str]:
    """Returns the words without an accent that are no command, name, path or address."""
    return _WORD.findall(_NO_LANGUAGE.sub(" ", text))


@pytest.fixture(scope="module")
def accents(tmp_path_factory):
    folder = pseudo.folder(tmp_path_factory.mktemp("locale"))
    return {OTHER_FOLDER: str(folder), CHOICE: pseudo.LANGUAGE}


@pytest.fixture
def terminal(short_folder, accents):
    """Runs `docker-lessons` in the pseudo-locale, in a world that was never started."""
    env = clean_environment(short_folder, short_folder / "world") | accents

    def run(*arguments: str, **options) -> subprocess.CompletedProcess[str]:
        env_now = env | options.pop("env", {})
        if "start" in arguments:  # its options are worded when it is read in
            return subprocess.run(
                [str(COMMAND), *arguments],
                env=env_now,
                capture_output=True,
                text=True,
                timeout=120,
                check=False,
            )
        return warm_command.run(arguments, env=env_now, **options)

    yield run
    if (short_folder / "world").exists():
        run("stop")


@pytest.mark.parametrize("name", ["", *(name for name in COMMANDS if name != "docker")])
def test_help_has_no_english(terminal, name):
    done = terminal(*([name] if name else []), "--help")
    assert done.returncode == 0
    assert english_in(done.stdout) == []


@pytest.mark.parametrize(
    ("line", "word"),
    [
        (("--help",), "COMMAND [ARGS]..."),
        (("check", "--help"), "STEP"),
        (("check",), "STEP"),
        (("check", "--help"), "TEXT"),
        (("doctor", "--help"), "ADDRESS"),
        (("course-check", "--help"), "INTEGER RANGE"),
    ],
)
def test_what_stands_for_a_value_is_told_in_the_language(terminal, line, word):
    done = terminal(*line)
    assert pseudo.accented(word) in done.stdout + done.stderr


def test_plain_english_in_help_would_be_found(terminal):
    assert "world" in english_in(terminal("--help", env={CHOICE: "en"}).stdout)


def test_columns_of_help_hold_with_longer_words(terminal):
    listed = terminal("--help").stdout.partition(pseudo.accented("Commands"))[2]
    names = re.findall(r"^  ([a-z-]+) +\S", listed.partition("\n\n")[0], re.MULTILINE)
    assert names == list(COMMANDS)


@pytest.mark.parametrize(
    "line",
    [
        ("chekc",),
        ("nonsense",),
        ("check",),
        ("check", "nonsense"),
        ("check", "tag", "9"),
        ("check", "tag", "--answer"),
        ("status", "--jsn"),
        ("status", "--json=1"),
        ("start", "--engine", "nonsense"),
        ("start", "--dir", __file__),
        ("course-check", "--jobs", "99"),
        ("doctor", "--hub", "a b"),
        ("start", "--hub", "docker.io"),
    ],
    ids=" ".join,
)
def test_what_is_wrong_in_a_line_is_said_without_english(terminal, line):
    done = terminal(*line)
    assert done.returncode == 2
    assert english_in(done.stdout + done.stderr) == []


@pytest.mark.parametrize("line", [("status",), ("steps",), ("check", "tag"), ("stop",), ("reset",)])
def test_a_world_that_is_stopped_is_told_without_english(terminal, line):
    done = terminal(*line)
    assert english_in(done.stdout + done.stderr) == []


@pytest.mark.parametrize("engine", ["practice", "docker"])
def test_the_doctor_speaks_no_english(terminal, engine):
    done = terminal("doctor", "--engine", engine)
    assert english_in(done.stdout + done.stderr) == []


def test_the_doctors_ids_stay_english(terminal):
    told = json.loads(terminal("doctor", "--json").stdout)
    states = {each["state"] for each in told["checks"]}
    assert states <= {"fine", "worth knowing", "in the way", "not looked at"}
    assert english_in(" ".join(each["seen"] for each in told["checks"])) == []


@pytest.mark.whole
def test_a_world_that_runs_is_told_without_english(terminal, short_folder):
    said = [terminal(*line) for line in (("start",), ("status",), ("steps",), ("check", "tag"))]
    said.append(terminal("solve", "tag"))
    said.append(terminal("account", env={"JPY_PARENT_PID": "1"}))
    said.append(terminal("start", "--dir", str(short_folder / "pages")))
    said.append(terminal("reset", input="n\n"))
    assert [english_in(done.stdout + done.stderr) for done in said] == [[]] * len(said)


@pytest.mark.whole
def test_a_language_that_was_chosen_is_kept_with_the_world(terminal, accents):
    without = {CHOICE: ""}
    chosen = terminal("start", "--lang", pseudo.LANGUAGE, env=without)
    assert pseudo.accented("The course now speaks English.") in chosen.stdout
    assert pseudo.accented("running") in terminal("status", env=without).stdout
    terminal("start", "--lang", "en", env=without)
    assert "running" in terminal("status", env=without).stdout


@pytest.mark.whole
@pytest.mark.parametrize(
    ("typed", "over"), [(pseudo.accented("yes"), True), ("y", True), ("n", False)]
)
def test_a_yes_counts_in_the_language_and_in_english(terminal, typed, over):
    terminal("env")
    done = terminal("reset", input=f"{typed}\n")
    assert (done.returncode == 0) == over


def test_env_hands_the_variable_on_where_it_is_set(terminal):
    assert json.loads(terminal("env", "--json").stdout)[CHOICE] == pseudo.LANGUAGE
    assert CHOICE not in json.loads(terminal("env", "--json", env={CHOICE: ""}).stdout)
