"""Every repair leads on: one that was just tried without success is not offered again, nor one that would be refused.

Without a log-in, Docker would refuse a push, or a pull of what is private; it would also refuse to remove an image that
a container uses, and to run an image that is nowhere. The course would refuse to push to the learner's own account.
A repair that was tried is followed by the step's own rescues, then its solution, then a fresh start.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from docker_lessons.findings.command_line import CommandLine, parse_text
from docker_lessons.findings.docker_answers import ONLY_TIME_HELPS
from docker_lessons.findings.finding import Facts, Finding
from docker_lessons.findings.image_name import with_tag
from docker_lessons.lessons import any_step
from docker_lessons.lessons.attempt import Attempt
from docker_lessons.lessons.judgement import Judgement
from docker_lessons.lessons.log_in_again import about_log_in, asks_again
from docker_lessons.lessons.look import Look
from docker_lessons.lessons.step import Step
from docker_lessons.lessons.verdict import PASSED
from docker_lessons.lessons.wording import repair_of
from docker_lessons.world.snapshot import HostImage

_SECONDS = 2.0
"""How much later than a command's end the events of what it did may come."""
_EVENTS = {"tag": "tag", "build": "tag", "push": "push", "pull": "pull"}
"""What an engine tells of a command, where nobody saw the command itself."""


@dataclass(frozen=True)
class Told:
    """What was told of a step last."""

    cause: str
    since: float
    """When this cause was found first, without a break, in seconds since the epoch."""
    repair: str
    done: str = ""
    """The repair that was told before and led to this one, '' for none."""


def lead_on(
    step: Step, judgement: Judgement, look: Look, before: Told | None
) -> tuple[Judgement, Told]:
    """Returns the judgement with a repair that leads on from here, and what is to be told of it now."""
    cause = judgement.finding.cause
    goes_on = before and cause in (before.cause, any_step.LATEST_REFUSED.id)
    same = before if before and goes_on else Told(cause, look.snapshot.time, "")
    if judgement.verdict == PASSED:
        return judgement, same
    theirs = _with(judgement, _yours(judgement, step, look))
    first = (
        _first_log_in(theirs, step, look)
        or _first_container(judgement, step, look)
        or _first_image(judgement, step, look)
    )
    judgement = _with(judgement, first) if first else theirs
    if repair_of(judgement, step, look.names) == look.names.log_in:
        judgement = _with(judgement, about_log_in(step, look))
    repair = repair_of(judgement, step, look.names)
    if not (first or _only_waits(judgement)) and repair and _just_tried(repair, look, same.since):
        deeper = _deeper(step, repair, look, same.since)
        return _with(judgement, deeper), replace(same, repair=repair, done="")
    done = same.done
    if same.repair and same.repair != repair:
        done = same.repair if _just_tried(same.repair, look, same.since) else ""
    on = Finding(any_step.ON_THE_WAY.id, {"done": done}) if done else None
    return _with(judgement, on), replace(same, repair=repair, done=done)


def _with(judgement: Judgement, remark: Finding | None) -> Judgement:
    return replace(judgement, remarks=(*judgement.remarks, remark)) if remark else judgement


def _only_waits(judgement: Judgement) -> bool:
    """Whether only time solves what Docker named, so that the line that was just tried is the one to run later."""
    return judgement.finding.variant.partition("/")[0] in ONLY_TIME_HELPS


def _yours(judgement: Judgement, step: Step, look: Look) -> Finding | None:
    """Finds that the repair is a solution which would push where only the learner does, and what comes next there."""
    names = look.names
    published = {
        "docker-lessons solve push": (names.image, names.target),
        "docker-lessons solve second-push": (names.second_image, names.second_target),
    }
    repair = repair_of(judgement, step, names)
    if not look.which_hub.is_real or repair not in published or look.snapshot.host is None:
        return None
    image, target = published[repair]
    if look.host.named(target):
        instead = f"docker push {target}"
    elif look.host.named(image):
        instead = f"docker tag {image} {target}"
    else:
        instead = f"docker build -t {image} myimage"
    return Finding(any_step.YOURS_TO_DO.id, {"instead": instead})


def _first_log_in(judgement: Judgement, step: Step, look: Look) -> Finding | None:
    """Finds that the repair is a push, or fetches what is private, and nobody is logged in."""
    line = parse_text(repair_of(judgement, step, look.names))
    if line.verb not in ("push", "pull", "run") or not _is_logged_out(look):
        return None
    facts: Facts = {"instead": look.names.log_in}
    if line.verb == "push":
        return Finding(any_step.LOG_IN_FIRST.id, facts)
    is_private = look.snapshot.hub and look.repository and look.repository.private
    wanted = next((name for name in line.operands if name in look.names.course), None)
    is_here = line.verb == "run" and wanted and look.host.named(wanted)
    if not is_private or not wanted or is_here:
        return None
    return Finding(any_step.LOG_IN_FIRST.id, facts, "private")


def _first_container(judgement: Judgement, step: Step, look: Look) -> Finding | None:
    """Finds that the repair is a removal which a container stands in the way of."""
    repair = repair_of(judgement, step, look.names)
    if not repair.startswith("docker rmi "):
        return None
    line = parse_text(repair)
    if any(option.name == "--force" for option in line.options):
        return None
    going = (one.id for one in look.host.images if _goes(one, line.operands))
    names = tuple(one.name for one in look.containers_of(*going))
    if not names:
        return None
    facts: Facts = {"name": names, "all": " ".join(names)}
    return Finding(any_step.CONTAINER_FIRST.id, facts, "several" if len(names) > 1 else "")


def _first_image(judgement: Judgement, step: Step, look: Look) -> Finding | None:
    """Finds that the repair runs the chapter's image, which is not here, and the Hub has none that Docker could fetch."""
    names = look.names
    is_run = repair_of(judgement, step, names).startswith("docker run ")
    if not is_run or look.target or look.snapshot.hub is None:
        return None
    if look.repository is None and (look.hub.is_hidden or look.hub.is_public_only):
        return None
    if look.hub_tag is not None:
        return None
    instead = "docker-lessons check" if look.which_hub.is_real else "docker-lessons solve push"
    return Finding(any_step.IMAGE_FIRST.id, {"name": names.target, "instead": instead})


def _goes(image: HostImage, names: tuple[str, ...]) -> bool:
    """Whether removing these removes the image: its ID, or all of its names, are among them."""
    return image.short in names or (bool(image.names) and set(image.names) <= set(names))


def _deeper(step: Step, repair: str, look: Look, since: float) -> Finding | None:
    """Finds what goes further than a repair that was just tried without success."""
    done = {one.line for one in look.attempts if one.time > since}
    if step.is_yours(look):  # a solution refuses there, and a fresh start changes nothing elsewhere
        ladder: tuple[str, ...] = (*step.rescues, "docker-lessons doctor")
    else:
        ladder = (*step.rescues, f"docker-lessons solve {step.id}", "docker-lessons reset")
    instead = next((one for one in ladder if one != repair and one not in done), "")
    if not instead:
        return None
    facts: Facts = {"tried": repair, "instead": instead}
    return Finding(any_step.TRIED.id, facts, "" if _was_seen(repair, look) else "build")


def _was_seen(repair: str, look: Look) -> bool:
    """Whether it was this line that was tried; of a build that was only heard, the folder and most options are not known."""
    return parse_text(repair).verb != "build" or (look.last_act is not None and look.last_act.typed)


def _is_logged_out(look: Look) -> bool:
    """Whether a log-in is wanted and missing; a credential helper may keep one where it is not seen."""
    if not look.capabilities.asks_for_log_in:
        return False
    return look.snapshot.log_in is None and look.snapshot.credential_helper is None


def _just_tried(repair: str, look: Look, since: float) -> bool:
    """Whether the last act was this repair, after the cause was there, and nothing happened since."""
    wanted = parse_text(repair)
    last = look.last_act
    if last is not None and not _something_since(last, look):
        return last.time > since and _is_try_of(wanted, last) and not asks_again(last)
    return _event_tells(wanted, look, since)


def _something_since(last: Attempt, look: Look) -> bool:
    """Whether the engine tells of another act after this one, which nobody saw."""
    newest = next(reversed(look.image_events), None)
    if newest is None or look.changed <= last.time:
        return False
    if look.changed > last.time + _SECONDS:
        return True
    own = {with_tag(one) for one in (*last.arguments, last.options.get("--tag")) if one}
    return newest.action in _EVENTS.values() and newest.name not in own


def _event_tells(wanted: CommandLine, look: Look, since: float) -> bool:
    """Whether the newest event is what the wanted command does, where nobody saw the command itself."""
    newest = next(reversed(look.image_events), None)
    if newest is None or newest.seconds <= since:
        return False
    options = {option.name: option.value for option in wanted.options}
    name = options.get("--tag") or next(reversed(wanted.operands), "")
    return newest.action == _EVENTS.get(wanted.verb) and newest.name == name


def _is_try_of(wanted: CommandLine, last: Attempt) -> bool:
    """Whether a try is the wanted command; of one that was only heard, the folder of a build is not known."""
    if last.verb != wanted.verb:
        return False
    options = {option.name: option.value or "" for option in wanted.options}
    if last.typed:
        return last.arguments == wanted.operands and last.options == options
    if last.verb == "build":
        return last.options.get("--tag") == options.get("--tag")
    if last.verb == "rmi":  # a request for each name: one of them is not the whole line
        return (last.target,) == wanted.operands
    return last.verb == "login" or last.arguments == wanted.operands
