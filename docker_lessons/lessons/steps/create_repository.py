"""Create the repository at the Hub.

Checked: the Hub has `demousr/demorep`, it is public, and the answer is its pull command.
"""

from __future__ import annotations

import re

from docker_lessons.lessons.look import Look, listed
from docker_lessons.lessons.memory import Act
from docker_lessons.lessons.solution import Solution
from docker_lessons.lessons.step import Causes, Found, Held, Question, Step

diagnoses = Causes("create-repository")
_SOLVE = "docker-lessons solve create-repository"
_CREATE = "/repositories/create"
"""Where the form of the Hub's page goes."""


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
    if not look.names.registry:
        name = name.removeprefix("index.").removeprefix("docker.io/")
    return re.sub(r"(:[\w.-]+)?(@sha256:[0-9a-f]{64})?$", "", name)


def holds(look: Look) -> Held | None:
    """It is there, public, and its pull command was given."""
    found = look.repository
    if found is None or found.private or _repository_given(look) != look.names.target_repository:
        return None
    return Held(
        seen=f"{found.full_name} is on the Hub, public; you answered {_given(look)}",
        wanted=f"{found.full_name}, public, and its pull command",
        text=f"Your repository is open to everybody, and {_pull(look)} is how they fetch from it.",
    )


# The repository.


def _last_form(look: Look) -> Act | None:
    """The last form that was sent to the Hub's pages, if it was refused and nothing came of it."""
    sent = [act for act in look.view.acts if act.server == "hub" and act.method == "POST"]
    return sent[-1] if sent and sent[-1].refused and not look.repository else None


@diagnoses.cause("repository-private", "state")
def private(look: Look) -> Found | None:
    """It is private."""
    if not look.repository or not look.repository.private:
        return None
    return Found(
        seen=f"{look.repository_name} is private",
        wanted=f"{look.repository_name}, public",
        repair=_SOLVE,
        text="The repository is there, but private: whoever is not logged in would be told that it does not "
        "exist, and a pull without log-in would fail. Open its settings on the Hub and make it public.",
    )


@diagnoses.cause("repository-sign-in-refused", "refused requests")
def sign_in_refused(look: Look) -> Found | None:
    """The Hub did not take the password."""
    refused = _last_form(look)
    if not refused or not refused.path.startswith("/login"):
        return None
    return Found(
        seen="a sign-in at the Hub that was refused",
        wanted=f"{look.repository_name} on the Hub, public",
        repair=_SOLVE,
        text=f"The Hub did not take that name and password. Your account is {look.names.username}; its password "
        "stands on the sign-in page as the course opens it, and docker-lessons account shows it.",
    )


@diagnoses.cause("repository-capitals", "refused requests")
def refused_capitals(look: Look) -> Found | None:
    """The Hub refused a name with capital letters."""
    refused = _last_form(look)
    if not refused or "capital letters" not in refused.message:
        return None
    return Found(
        seen=f"a name that the Hub refused: {refused.message}",
        wanted=f"{look.repository_name}, in small letters",
        repair=_SOLVE,
        text=f"A repository's name has small letters alone: {look.names.repository}, not "
        f"{look.names.repository.capitalize()}. Create it again.",
    )


@diagnoses.cause("repository-form-refused", "refused requests")
def form_refused(look: Look) -> Found | None:
    """The Hub refused the form for another reason, and nothing was created."""
    refused = _last_form(look)
    if not refused or not refused.path.startswith(_CREATE):
        return None
    return Found(
        seen=f"a form that the Hub refused: {refused.message}",
        wanted=f"{look.repository_name} on the Hub, public",
        repair=_SOLVE,
        text="The Hub did not create anything, and said why on its page. "
        f"Send the form again, with the name {look.names.repository}.",
    )


@diagnoses.cause("repository-close-name", "state")
def close_name(look: Look) -> Found | None:
    """One whose name is like the wanted one was created."""
    names = [one.name for one in look.hub.repositories]
    near = look.near(look.names.repository, names)
    if look.repository or not near:
        return None
    return Found(
        seen=f"{look.names.username}/{near} on the Hub",
        wanted=look.repository_name,
        repair=_SOLVE,
        text=f"You created {near}; the course wants {look.names.repository}. A repository keeps its name for "
        "good, so create another one. The first does no harm, and can be deleted on its page.",
    )


@diagnoses.cause("repository-missing", "state")
def missing(look: Look) -> Found | None:
    """There is none."""
    if look.repository:
        return None
    others = listed(one.full_name for one in look.hub.repositories)
    return Found(
        seen=f"the Hub has {others}"
        if others
        else f"{look.names.username} has no repository on the Hub",
        wanted=f"{look.repository_name}, public",
        repair=_SOLVE,
        text="The repository is not there yet. Open the Hub, sign in, choose Create repository, "
        f"call it {look.names.repository} and leave it public.",
    )


# The answer.


def _wrong_answer(look: Look, seen: str, text: str) -> Found:
    return Found(
        seen=seen,
        wanted=f"the pull command of {look.repository_name}",
        repair=f"docker-lessons check create-repository --answer '{_pull(look)}'",
        text=text,
    )


@diagnoses.cause("repository-no-answer", "answer")
def no_answer(look: Look) -> Found | None:
    """Nothing was answered."""
    if _given(look):
        return None
    return _wrong_answer(
        look,
        f"{look.repository_name} is on the Hub, public; no answer yet",
        "The repository is there. Its page shows a pull command: what is it?",
    )


@diagnoses.cause("repository-answer-spaces", "answer")
def spaces(look: Look) -> Found | None:
    """Spaces around the slash or the colon."""
    if not re.search(r"\s[/:]|[/:]\s", _given(look)):
        return None
    return _wrong_answer(
        look,
        f"{_given(look)}, with spaces inside the name",
        "A name is one word. With spaces around the slash or the colon Docker sees several words: "
        "write them close together.",
    )


@diagnoses.cause("repository-answer-capitals", "answer")
def capitals(look: Look) -> Found | None:
    """Capital letters."""
    given = _given(look)
    if given == given.lower() or _repository_given(look) is None:
        return None
    return _wrong_answer(
        look,
        f"{given}, with a capital letter",
        "Names are written in small letters alone.",
    )


@diagnoses.cause("repository-answer-no-namespace", "answer")
def no_namespace(look: Look) -> Found | None:
    """`docker pull demorep`: the account is missing."""
    given = _repository_given(look)
    if given is None or look.names.path(given) != look.names.repository:
        return None
    return _wrong_answer(
        look,
        f"{_given(look)}, without an account",
        f"A name without a slash belongs to Docker's official images: Docker would look for "
        f"library/{look.names.repository}. Your account comes first: {look.names.target_repository}.",
    )


@diagnoses.cause("repository-answer-push", "answer")
def push(look: Look) -> Found | None:
    """The push command was given."""
    if not re.match(r"(sudo )?docker (image )?push\b", _given(look)):
        return None
    return _wrong_answer(
        look,
        f"{_given(look)}, which sends",
        "push sends an image to the Hub; the question is about the command that fetches one from it.",
    )


@diagnoses.cause("repository-answer-name-alone", "answer")
def name_alone(look: Look) -> Found | None:
    """The name without the command."""
    given = look.names.path(_given(look))
    if given.partition(":")[0] not in (look.repository_name, look.names.repository):
        return None
    return _wrong_answer(
        look,
        f"{_given(look)}, which is the name",
        "That is the repository. Asked is the whole command, as one would type it: docker, what to do, and "
        "the name.",
    )


@diagnoses.cause("repository-answer-other", "answer")
def other(look: Look) -> Found | None:
    """Something else was given."""
    pulled = _repository_given(look)
    what = f"a pull of {pulled}" if pulled else "no pull command"
    return _wrong_answer(
        look,
        f"{_given(look)[:60]}: {what}",
        f"On the repository's page stands the command that fetches from {look.repository_name}. Copy it.",
    )


@diagnoses.note("repository-answer-form")
def answer_form(look: Look) -> str | None:
    """A right answer in another form."""
    given = _given(look)
    if given.startswith("sudo "):
        return "sudo is needed only where the engine belongs to root; in this course it is not."
    if "docker.io/" in given:
        return "docker.io/ in front is what Docker puts there by itself: it may stay away."
    if given != _pull(look):
        return f"With a tag it fetches that one; without, Docker means {look.names.target_repository}:latest."
    return None


@diagnoses.note("repository-made-by-push")
def made_by_push(look: Look) -> str | None:
    """No form was sent: a push made it."""
    made = any(a.path.startswith((_CREATE, "/v2/")) and not a.refused for a in look.view.acts)
    pushed = any(e.action == "push" for e in look.image_events)
    if made or not pushed or look.view.progress.get("create-repository") == "shown":
        return None
    return "The Hub made this repository by itself, when you pushed to it; it chose the visibility too."


async def solve(doing: Solution, look: Look) -> None:
    """Create it, or make it public; then read its pull command."""
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
    command="docker pull {repository}",
    hint="Sign in at the Hub and choose Create repository. Its page then shows the command that fetches from it.",
    hands="hub",
    holds=holds,
    diagnoses=diagnoses,
    solve=solve,
    question=Question("What is the repository's pull command?", "docker pull ..."),
    needs_host=False,
    needs_hub=True,
)
