"""Containers over the engine's own end: nothing runs on, and what was acknowledged is there again."""

import json
from pathlib import Path

import pytest

from tests import programs
from tests.engine.containers.shell_image import build_shell
from tests.engine.serving import EngineProcess

pytestmark = pytest.mark.whole

JSON = {"Content-Type": "application/json"}


@pytest.fixture
def engine(engine_process: EngineProcess) -> EngineProcess:
    """An engine of its own process, with an image that has a shell."""
    build_shell(engine_process)
    return engine_process


def run(engine: EngineProcess, name: str, command: str, **host: object) -> str:
    """Start a container in the background."""
    body = {"Image": "shell", "Cmd": ["sh", "-c", command], "HostConfig": host}
    path = f"/containers/create?name={name}"
    status, answer = engine.ask("POST", path, json.dumps(body).encode(), JSON)
    assert status == 201, answer
    assert engine.ask("POST", f"/containers/{name}/start")[0] == 204
    return answer["Id"]


def inspect(engine: EngineProcess, name: str) -> dict:
    return engine.ask("GET", f"/containers/{name}/json")[1]


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_after_a_kill_what_ran_has_ended_and_what_was_kept_is_there(engine: EngineProcess) -> None:
    run(engine, "lives", "echo seen; busybox sleep 300")
    run(engine, "fleeting", "busybox sleep 300", AutoRemove=True)
    run(engine, "done", "exit 3")
    programs.wait_for("it ends", lambda: not inspect(engine, "done")["State"]["Running"])
    pids = [inspect(engine, name)["State"]["Pid"] for name in ("lives", "fleeting")]
    programs.wait_for(
        "it writes",
        lambda: "seen" in engine.ask("GET", "/containers/lives/logs?stdout=1", raw=True)[1],
    )
    engine.kill()
    for pid in pids:
        programs.wait_for("the program ends with its engine", lambda pid=pid: not is_running(pid))
    left = engine.folder / "containers" / ("0" * 64)
    left.mkdir()
    engine.start()
    state = inspect(engine, "lives")["State"]
    assert (state["Status"], state["ExitCode"], state["Pid"]) == ("exited", 255, 0)
    assert inspect(engine, "done")["State"]["ExitCode"] == 3
    assert engine.ask("GET", "/containers/fleeting/json")[0] == 404
    assert not left.exists()
    assert "seen" in engine.ask("GET", "/containers/lives/logs?stdout=1", raw=True)[1]
    assert engine.ask("DELETE", "/images/shell")[0] == 409
    run(engine, "fleeting", "true")
    assert engine.ask("POST", "/containers/lives/start")[0] == 204
    folders = {folder.name for folder in (engine.folder / "containers").iterdir()}
    listed = engine.ask("GET", "/containers/json?all=1")[1]
    assert folders == {container["Id"] for container in listed}
    assert engine.ask("POST", "/containers/lives/kill")[0] == 204


def test_the_end_of_the_engine_ends_its_containers(engine: EngineProcess) -> None:
    run(engine, "lives", "trap 'echo bye; exit 5' TERM; while true; do busybox sleep 0.05; done")
    run(engine, "stubborn", "trap '' TERM; while true; do busybox sleep 0.05; done")
    pids = [inspect(engine, name)["State"]["Pid"] for name in ("lives", "stubborn")]
    engine.stop()
    assert not any(is_running(pid) for pid in pids)
    engine.start()
    codes = [inspect(engine, name)["State"]["ExitCode"] for name in ("lives", "stubborn")]
    assert codes == [5, 137]
