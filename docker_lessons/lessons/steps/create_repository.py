"""Create the repository at the Hub.

Checked: the Hub has `demousr/demorep`, it is public, and the answer is its pull command.
"""

from __future__ import annotations

import re

from docker_lessons.findings.finding import Variant
from docker_lessons.lessons.diagnosis import Diagnoses, Found, Words
from docker_lessons.lessons.look import Look
from docker_lessons.lessons.solution import Solution
from docker_lessons.lessons.step import AtRegistry, Question, Step
from docker_lessons.lessons.view import Act

_PULL = "docker pull {repository}"
_PUBLIC = "{hub_repository} on the Hub, public"
_CREATE = "/repositories/create"
"""Where the form of the Hub's page goes."""

diagnoses = Diagnoses(
    "create-repository",
    wanted="{hub_repository}, public",
    repair="docker-lessons solve create-repository",
)


def _pull(look: Look) -> str:
    return f"docker pull {look.names.target_repository}"


def _given(look: Look) -> str:
    return " ".join((look.answer or "").strip().strip("`'\"").removeprefix("$").split())


def _repository_given(look: Look) -> str | None:
    """What the answer pulls, without a tag and without `docker.io/`; None if it is no pull command."""
    match = re.fullmatch(r"(?:sudo )?docker (?:image )?pull (\S+)", _given(look))
    if not match:
        return None
    name = match[1]
    if not look.capabilities.names_bear_an_address:
        name = name.removeprefix("index.").removeprefix("docker.io/")
    return re.sub(r"(:[\w.-]+)?(@sha256:[0-9a-f]{64})?$", "", name)


@diagnoses.holds(
    seen="{hub_repository} is on the Hub, public; you answered {given}",
    wanted="{hub_repository}, public, and its pull command",
    text="Your repository is open to everybody, and docker pull {repository} is how they fetch from it.",
)
def holds(look: Look) -> Found:
    """It is there, public, and its pull command was given."""
    found = look.repository
    if found is None or found.private or _repository_given(look) != look.names.target_repository:
        return None
    return {"given": _given(look)}


# The repository.


def _last_form(look: Look) -> Act | None:
    """The last form that was sent to the Hub's pages, if it was refused and nothing came of it."""
    sent = [act for act in look.view.acts if act.server == "hub" and act.method == "POST"]
    return sent[-1] if sent and sent[-1].refused and not look.repository else None


@diagnoses.cause(
    "repository-private",
    "state",
    seen="{hub_repository} is private",
    text="The repository is there, but private: whoever is not logged in would be told that it does not "
    "exist, and a pull without log-in would fail. Open its settings on the Hub and make it public.",
)
def private(look: Look) -> Found:
    """It is private."""
    return {} if look.repository and look.repository.private else None


@diagnoses.cause(
    "repository-sign-in-refused",
    "refused requests",
    seen="a sign-in at the Hub that was refused",
    wanted=_PUBLIC,
    text="The Hub did not take that name and password. Your account is {username}; its password "
    "stands on the sign-in page as the course opens it, and docker-lessons account shows it.",
)
def sign_in_refused(look: Look) -> Found:
    """The Hub did not take the password."""
    refused = _last_form(look)
    return {} if refused and refused.path.startswith("/login") else None


@diagnoses.cause(
    "repository-capitals",
    "refused requests",
    seen="a name that the Hub refused: {said}",
    wanted="{hub_repository}, in small letters",
    text="A repository's name has small letters alone: {repository_name}, not {capitalized}. Create it again.",
)
def refused_capitals(look: Look) -> Found:
    """The Hub refused a name with capital letters."""
    refused = _last_form(look)
    if not refused or "capital letters" not in refused.message:
        return None
    return {"said": refused.message, "capitalized": look.names.repository.capitalize()}


@diagnoses.cause(
    "repository-form-refused",
    "refused requests",
    seen="a form that the Hub refused: {said}",
    wanted=_PUBLIC,
    text="The Hub did not create anything, and said why on its page. "
    "Send the form again, with the name {repository_name}.",
)
def form_refused(look: Look) -> Found:
    """The Hub refused the form for another reason, and nothing was created."""
    refused = _last_form(look)
    if not refused or not refused.path.startswith(_CREATE):
        return None
    return {"said": refused.message}


@diagnoses.cause(
    "repository-close-name",
    "state",
    seen="{username}/{near} on the Hub",
    wanted="{hub_repository}",
    text="You created {near}; the course wants {repository_name}. A repository keeps its name for "
    "good, so create another one. The first does no harm, and can be deleted on its page.",
)
def close_name(look: Look) -> Found:
    """One whose name is like the wanted one was created."""
    near = look.near(look.names.repository, [one.name for one in look.hub.repositories])
    return None if look.repository or not near else {"near": near}


@diagnoses.cause(
    "repository-missing",
    "state",
    seen="the Hub has {others}",
    text="The repository is not there yet. Open the Hub, sign in, choose Create repository, "
    "call it {repository_name} and leave it public.",
    variants={"none": Words(seen="{username} has no repository on the Hub")},
)
def missing(look: Look) -> Found:
    """There is none."""
    if look.repository:
        return None
    others = tuple(one.full_name for one in look.hub.repositories)
    return {"others": others} if others else Variant("none")


# The answer.

answers = Diagnoses(
    "create-repository",
    wanted="the pull command of {hub_repository}",
    repair=f"docker-lessons check create-repository --answer '{_PULL}'",
)


@answers.cause(
    "repository-no-answer",
    "answer",
    seen="{hub_repository} is on the Hub, public; no answer yet",
    text="The repository is there. Its page shows a pull command: what is it?",
)
def no_answer(look: Look) -> Found:
    """Nothing was answered."""
    return None if _given(look) else {}


@answers.cause(
    "repository-answer-spaces",
    "answer",
    seen="{given}, with spaces inside the name",
    text="A name is one word. With spaces around the slash or the colon Docker sees several words: "
    "write them close together.",
)
def spaces(look: Look) -> Found:
    """Spaces around the slash or the colon."""
    return {"given": _given(look)} if re.search(r"\s[/:]|[/:]\s", _given(look)) else None


@answers.cause(
    "repository-answer-capitals",
    "answer",
    seen="{given}, with a capital letter",
    text="Names are written in small letters alone.",
)
def capitals(look: Look) -> Found:
    """Capital letters."""
    given = _given(look)
    if given == given.lower() or _repository_given(look) is None:
        return None
    return {"given": given}


@answers.cause(
    "repository-answer-no-namespace",
    "answer",
    seen="{given}, without an account",
    text="A name without a slash belongs to Docker's official images: Docker would look for "
    "library/{repository_name}. Your account comes first: {repository}.",
)
def no_namespace(look: Look) -> Found:
    """`docker pull demorep`: the account is missing."""
    given = _repository_given(look)
    if given is None or look.names.path(given) != look.names.repository:
        return None
    return {"given": _given(look)}


@answers.cause(
    "repository-answer-push",
    "answer",
    seen="{given}, which sends",
    text="push sends an image to the Hub; the question is about the command that fetches one from it.",
)
def push(look: Look) -> Found:
    """The push command was given."""
    pushes = re.match(r"(sudo )?docker (image )?push\b", _given(look))
    return {"given": _given(look)} if pushes else None


@answers.cause(
    "repository-answer-name-alone",
    "answer",
    seen="{given}, which is the name",
    text="That is the repository. Asked is the whole command, as one would type it: docker, what to do, and "
    "the name.",
)
def name_alone(look: Look) -> Found:
    """The name without the command."""
    given = look.names.path(_given(look))
    if given.partition(":")[0] not in (look.names.hub_repository, look.names.repository):
        return None
    return {"given": _given(look)}


@answers.cause(
    "repository-answer-other",
    "answer",
    seen="{given}: no pull command",
    text="On the repository's page stands the command that fetches from {hub_repository}. Copy it.",
    variants={"pull": Words(seen="{given}: a pull of {pulled}")},
)
def other(look: Look) -> Found:
    """Something else was given."""
    facts, pulled = {"given": _given(look)[:60]}, _repository_given(look)
    return Variant("pull", {**facts, "pulled": pulled}) if pulled else facts


diagnoses.include(answers)


@diagnoses.note(
    "repository-answer-form",
    "With a tag it fetches that one; without, Docker means {repository}:latest.",
    variants={
        "sudo": Words(
            text="sudo is needed only where the engine belongs to root; in this course it is not."
        ),
        "docker.io": Words(
            text="docker.io/ in front is what Docker puts there by itself: it may stay away."
        ),
    },
)
def answer_form(look: Look) -> Found:
    """A right answer in another form."""
    given = _given(look)
    if given.startswith("sudo "):
        return Variant("sudo")
    if "docker.io/" in given:
        return Variant("docker.io")
    return {} if given != _pull(look) else None


@diagnoses.note(
    "repository-made-by-push",
    "The Hub made this repository by itself, when you pushed to it; it chose the visibility too.",
)
def made_by_push(look: Look) -> Found:
    """No form was sent: a push made it."""
    made = any(a.path.startswith((_CREATE, "/v2/")) and not a.refused for a in look.view.acts)
    pushed = any(e.action == "push" for e in look.image_events)
    if made or not pushed or look.view.progress.get("create-repository") == "shown":
        return None
    return {}


async def solve(doing: Solution, look: Look) -> None:
    """Creates it, or makes it public; then reads its pull command."""
    if look.repository is None:
        await doing.create_repository(look.names.repository)
    elif look.repository.private:
        await doing.make_public(look.names.repository)
    doing.answer(_pull(look))


step = Step(
    id="create-repository",
    page="02-repository",
    title="Create the repository",
    goal="The Hub has your repository {repository}, public, and you can give its pull command.",
    command=_PULL,
    hint="Sign in at the Hub and choose Create repository. Its page then shows the command that fetches from it.",
    hands="hub",
    diagnoses=diagnoses,
    solve=solve,
    undone_by=frozenset({"clean-up"}),
    registry=AtRegistry(),
    question=Question("What is the repository's pull command?", "docker pull ..."),
    needs_host=False,
    needs_hub=True,
)
