"""Start a container from what was pulled (beyond the chapter).

Checked where the engine runs containers: one that was made from `demousr/demorep:1.0` ended with exit
code 0. The practice engine runs none, and the step is skipped there.
"""

from __future__ import annotations

from docker_lessons.lessons.look import Look
from docker_lessons.lessons.solution import Solution
from docker_lessons.lessons.step import Causes, Found, Held, Step
from docker_lessons.lessons.verdict import SKIPPED

diagnoses = Causes("run-it")


def _ended(look: Look) -> list[str]:
    """The exit codes of the containers that were made from the pulled image, oldest first."""
    images = {look.names.target, look.published_id}
    return [
        dict(event.attributes).get("exitCode", "")
        for event in look.view.events
        if event.type == "container"
        and event.action == "die"
        and dict(event.attributes).get("image") in images
    ]


def holds(look: Look) -> Held | None:
    """A container ended well."""
    if "0" not in _ended(look):
        return None
    return Held(
        seen=f"a container made from {look.names.target} ended with exit code 0",
        wanted="a container that ended with exit code 0",
        text="What you built, published and fetched back also runs.",
    )


def _wanted(look: Look) -> str:
    return f"a container made from {look.names.target} that ended with exit code 0"


@diagnoses.cause("no-containers", "state")
def no_containers(look: Look) -> Found | None:
    """The engine runs no containers."""
    if look.host.runs_containers:
        return None
    return Found(
        seen="an engine that runs no containers",
        wanted=_wanted(look),
        repair=None,
        text="The practice engine keeps and moves images, and runs none, so this step is skipped. "
        f"On your own Docker, docker run --rm {look.names.target} prints the message.",
        verdict=SKIPPED,
    )


@diagnoses.cause("run-failed", "events")
def failed(look: Look) -> Found | None:
    """Containers ended, none of them well."""
    codes = _ended(look)
    if not codes:
        return None
    return Found(
        seen=f"a container made from {look.names.target} ended with exit code {codes[-1]}",
        wanted=_wanted(look),
        repair=f"docker run --rm {look.names.target}",
        text="It started and ended with an error. Run the image without other words behind its name.",
    )


@diagnoses.cause("run-missing", "events")
def missing(look: Look) -> Found | None:
    """None was started yet."""
    return Found(
        seen=f"no container made from {look.names.target} was seen",
        wanted=_wanted(look),
        repair=f"docker run --rm {look.names.target}",
        text="Start a container from the image that you pulled; --rm removes the container when it has ended.",
    )


async def solve(doing: Solution, look: Look) -> None:
    """Run it, where something runs."""
    if look.host.runs_containers:
        await doing.run(look.names.target)


step = Step(
    id="run-it",
    page="05-pull-back",
    title="Run it",
    goal="A container made from {target} has ended with exit code 0 (skipped where no container can run).",
    command="docker run --rm {target}",
    hint="run takes the image's name; --rm removes the container when it has ended.",
    hands="blank",
    holds=holds,
    diagnoses=diagnoses,
    solve=solve,
)
