"""How much memory the service has needed at its peak, after everything that the course does and more."""

import json
import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.figure import Figure
from tests.practice import PracticeWorld

MIB = 1 << 20
ALLOWED = 60  # MiB above the baseline
BIG = 64 * MIB  # one layer, half random and half zeros
PEAK = "next(l for l in open('/proc/self/status') if l.startswith('VmHWM')).split()[1]"


def measure() -> Iterator[Figure]:
    """The peak of the service's resident memory, against that of the import alone (Linux)."""
    if not Path("/proc/self/status").exists():
        return
    code = f"import aiohttp.web; print({PEAK})"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    baseline = int(said.stdout) / 1024
    with tempfile.TemporaryDirectory(prefix="dl-", dir="/tmp") as folder:
        world = PracticeWorld.start(Path(folder))
        try:
            _everything(world, Path(folder))
            peak = _peak(int(json.loads((world.home / "service.json").read_text())["pid"]))
        finally:
            world.stop()
    yield Figure(
        "peak memory of the service after everything",
        peak,
        baseline,
        "MiB",
        "that of `import aiohttp.web`",
        (baseline + ALLOWED) / baseline,
        f"{peak - baseline:.0f} above, {ALLOWED} allowed",
    )


def _everything(world: PracticeWorld, folder: Path) -> None:
    """The whole course, every verdict, the Hub's pages, and an image that is not small."""
    steps = json.loads(world.command("steps", "--json"))
    names = [step["step"] for step in (steps["steps"] if isinstance(steps, dict) else steps)]
    for name in names:
        world.command("solve", name)
        world.check(name)
    build = folder / "big"
    build.mkdir()
    build.joinpath("Dockerfile").write_text("FROM scratch\nCOPY data /data\n")
    build.joinpath("data").write_bytes(secrets.token_bytes(BIG // 2) + bytes(BIG // 2))
    password = json.loads(world.command("account", "--json"))["password"]
    login = ["docker", "login", "-u", "demousr", "--password-stdin"]
    subprocess.run(login, env=world.env, input=password, text=True, check=True, **QUIET)
    for line in (
        f"build -t demousr/big:1 {build}",
        "push demousr/big:1",
        "rmi demousr/big:1",
        "pull demousr/big:1",
    ):
        subprocess.run(["docker", *line.split()], env=world.env, check=True, **QUIET)


QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


def _peak(pid: int) -> float:
    """The greatest resident memory of a process so far, in MiB."""
    os.kill(pid, 0)
    line = next(
        line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if "VmHWM" in line
    )
    return int(line.split()[1]) / 1024
