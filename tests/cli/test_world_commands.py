"""`start`, `stop`, `status`, `account`, `env`, `reset`: a contract that others script."""

import json
import shlex
import subprocess
import sys

import pytest

from docker_lessons.cli import COMMANDS
from docker_lessons.world import World
from tests import warm_command
from tests.practice import clean_environment


@pytest.fixture
def terminal(short_folder):
    """Runs `docker-lessons` in a world that was never started; ended afterwards."""
    env = clean_environment(short_folder, short_folder / "world")

    def run(*arguments: str, **options) -> subprocess.CompletedProcess[str]:
        return warm_command.run(arguments, env=env | options.pop("env", {}), **options)

    yield run
    if (short_folder / "world").exists():
        run("stop")


@pytest.mark.whole
def test_status_of_a_world_that_runs(terminal, short_folder):
    terminal("start")
    found = json.loads(terminal("status", "--json").stdout)
    assert found["state"] == "running"
    assert found["engine"] == f"unix://{short_folder}/world/engine.sock"
    assert found["registry"].startswith("http://127.0.0.1:")
    assert found["hub"].startswith("http://127.0.0.1:")
    assert found["target"] == "demousr/demorep:1.0"


@pytest.mark.whole
def test_start_leads_a_terminal_in_that_is_not_there_yet(terminal, short_folder):
    assert 'eval "$(docker-lessons env)"' in terminal("start").stdout
    inside = {"DOCKER_HOST": f"unix://{short_folder}/world/engine.sock"}
    assert "eval" not in terminal("start", env=inside).stdout


def test_status_of_a_world_that_is_stopped(terminal):
    done = terminal("status", "--json")
    assert done.returncode == 0
    assert json.loads(done.stdout)["state"] == "stopped"


@pytest.mark.whole
def test_a_stopped_world_keeps_its_addresses(terminal):
    terminal("start")
    before = json.loads(terminal("status", "--json").stdout)
    terminal("stop")
    after = json.loads(terminal("status", "--json").stdout)
    assert after["registry"] == before["registry"]
    assert after["hub"] == before["hub"]


def test_account(terminal, short_folder):
    told = json.loads(terminal("account", "--json").stdout)
    kept = World(short_folder / "world").account()
    assert told == {"username": "demousr", "password": kept.password}
    assert kept.password in terminal("account").stdout


def test_a_notebook_is_not_told_the_password(terminal, short_folder):
    terminal("env")  # makes the account
    done = terminal("account", env={"JPY_PARENT_PID": "1"})
    assert done.returncode == 1
    assert World(short_folder / "world").account().password not in done.stdout + done.stderr
    assert "terminal" in done.stderr


def test_env_as_an_object(terminal, short_folder):
    told = json.loads(terminal("env", "--json").stdout)
    assert told["DOCKER_HOST"] == f"unix://{short_folder}/world/engine.sock"
    assert told["DOCKER_BUILDKIT"] == "0"
    assert told["DOCKER_CONTEXT"] is None
    assert told["PATH"].startswith(f"{short_folder}/world/bin:")


def test_env_as_lines_says_the_same(terminal):
    told = json.loads(terminal("env", "--json").stdout)
    script = (
        terminal("env").stdout
        + f"{sys.executable} -c 'import json, os; print(json.dumps(dict(os.environ)))'"
    )
    shell = subprocess.run(
        ["/bin/sh", "-c", script], capture_output=True, text=True, check=True,
        env={"PATH": told["PATH"], "DOCKER_CONTEXT": "mine", "DOCKER_TLS_VERIFY": "1"},
    )  # fmt: skip
    seen = json.loads(shell.stdout)
    for name, value in told.items():
        if name != "PATH":
            assert seen.get(name) == value


def test_env_has_config_json_made_before_any_client_runs(terminal, short_folder):
    terminal("env")
    config = short_folder / "world" / "docker" / "config.json"
    assert json.loads(config.read_bytes()) == {"auths": {"practice.invalid": {}}}


@pytest.mark.whole
def test_reset_asks_first(terminal):
    terminal("start")
    done = terminal("reset", input="n\n")
    assert done.returncode == 1
    assert "Start over?" in done.stdout


@pytest.mark.whole
def test_reset_empties_the_world_and_keeps_account_and_addresses(terminal, short_folder):
    terminal("start", "--dir", str(short_folder / "pages"))
    account = terminal("account", "--json").stdout
    before = json.loads(terminal("status", "--json").stdout)
    change = json.loads(terminal("env", "--json").stdout)
    env = {name: value for name, value in change.items() if value is not None}
    build = ["docker", "build", "-q", "-t", "myimage:0.1", str(short_folder / "pages" / "myimage")]
    subprocess.run(build, env=env, capture_output=True, check=True)
    assert terminal("reset", "--yes").returncode == 0
    images = subprocess.run(["docker", "images", "-q"], env=env, capture_output=True, check=True)
    assert images.stdout == b""
    after = json.loads(terminal("status", "--json").stdout)
    assert after["state"] == "running"
    assert (after["registry"], after["hub"]) == (before["registry"], before["hub"])
    assert terminal("account", "--json").stdout == account


def test_reset_of_nothing_says_so(terminal):
    done = terminal("reset", "--yes")
    assert done.returncode == 0
    assert "there's nothing to reset" in done.stdout


@pytest.mark.whole
@pytest.mark.parametrize("arguments", [("start", "--dir", "lab"), ("lab", "--dir", "lab")])
def test_a_current_folder_that_is_gone_is_a_sentence(short_folder, arguments):
    env = clean_environment(short_folder, short_folder / "world")
    gone = short_folder / "gone"
    gone.mkdir()
    line = shlex.join([sys.executable, "-m", "docker_lessons", *arguments])
    done = subprocess.run(
        ["sh", "-c", f'rmdir "$PWD" && exec {line}'],
        cwd=gone,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr.splitlines()[-1].startswith(
        "The folder that this terminal is in isn't there"
    )
    assert done.returncode == 5
    subprocess.run(
        [sys.executable, "-m", "docker_lessons", "stop"],
        env=env,
        capture_output=True,
        check=False,
    )


def test_start_lays_the_pages_for_a_course_by_terminal(terminal, short_folder):
    terminal("start", "--dir", str(short_folder / "pages"))
    assert (short_folder / "pages" / "00-start.ipynb").is_file()
    assert (short_folder / "pages" / "myimage" / "Dockerfile").is_file()


@pytest.mark.whole
def test_a_start_loads_nothing_that_only_an_own_docker_needs(terminal, short_folder):
    """`http.client` alone takes longer to import than all else that a first start needs."""
    script = (
        "import sys; from docker_lessons.cli import group\n"
        "try: group(['start'])\n"
        "except SystemExit as ended: assert not ended.code\n"
        "print(sorted({'http.client', 'docker_lessons.world.own_engine'} & set(sys.modules)))"
    )
    env = clean_environment(short_folder, short_folder / "world")
    done = subprocess.run(
        [sys.executable, "-c", script], env=env, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.whole
def test_lessons_that_cannot_begin_are_not_called_a_stopped_world(terminal, short_folder):
    terminal("start")
    terminal("stop")
    for kept in (short_folder / "world").glob("memory.db*"):
        kept.unlink()
    (short_folder / "world" / "memory.db").mkdir()
    terminal("start")
    told = terminal("steps").stdout.splitlines()[-1]
    assert told.startswith("The lessons couldn't begin. The details are in ")


def test_help_names_every_command_and_imports_none(terminal):
    done = terminal("--help")
    for name, line in COMMANDS.items():
        assert f"  {name} " in done.stdout
        assert line in done.stdout
    script = (
        "import sys; from docker_lessons.cli import group\n"
        "try: group(['--help'])\n"
        "except SystemExit: pass\n"
        "print([m for m in sys.modules if m.startswith('docker_lessons.cli.') and 'localized' not in m], file=sys.stderr)"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert loaded.stderr == "[]\n"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(terminal, name):
    done = terminal(name, "--help")
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) > 3


def test_a_slip_is_answered_with_the_nearest_command(terminal):
    done = terminal("strat")
    assert done.returncode == 2
    assert "Did you mean 'start'?" in done.stderr


def test_shell_completion(terminal):
    wanted = {
        "_DOCKER_LESSONS_COMPLETE": "bash_complete",
        "COMP_WORDS": "docker-lessons st",
        "COMP_CWORD": "1",
    }
    offered = terminal(env=wanted).stdout
    assert {line.partition(",")[2] for line in offered.splitlines()} == {
        "start",
        "stop",
        "status",
        "steps",
    }


@pytest.mark.parametrize("command", ["check", "solve"])
def test_shell_completion_of_a_steps_name(terminal, command):
    wanted = {
        "_DOCKER_LESSONS_COMPLETE": "bash_complete",
        "COMP_WORDS": f"docker-lessons {command} pu",
        "COMP_CWORD": "2",
    }
    offered = terminal(env=wanted).stdout
    assert [line.partition(",")[2] for line in offered.splitlines()] == ["push", "pull-back"]


def test_a_slip_in_a_steps_name_is_told_which_steps_there_are(terminal):
    done = terminal("check", "tagg")
    assert done.returncode == 2
    assert "'tag'" in done.stderr
