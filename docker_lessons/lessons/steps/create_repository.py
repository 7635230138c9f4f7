"""Create the repository at the Hub.

Checked: the Hub has `demousr/demorep`, it is public, and the answer is its pull command.
"""

from __future__ import annotations

import re
from itertools import takewhile

from docker_lessons.findings import image_name, slips
from docker_lessons.findings.command_line import parse
from docker_lessons.findings.finding import Variant
from docker_lessons.lessons.answers import told_again, typed_line
from docker_lessons.lessons.diagnosis import Diagnoses, Found, Words, at_registry, on_docker_hub
from docker_lessons.lessons.look import Look
from docker_lessons.lessons.solution import Solution
from docker_lessons.lessons.step import AtRegistry, Question, Step, StepWords
from docker_lessons.lessons.steps.published import GONE, UNSEEN, went
from docker_lessons.lessons.view import Act

_PULL = "docker pull {repository}"
_PUBLIC = "{hub_repository} on the Hub, public"
_AT_FIRST_PUSH = "at-first-push"
"""The variant for a registry that has no pages, and makes a repository when it is pushed to."""
_ALL_SEEN = "all-seen"
"""The variant where an access token shows private repositories, too."""
_NOT_THERE = "no repository {hub_repository} on Docker Hub"
_CREATE_IT = "Docker Hub as {username} and create it: {create_page}. Call it {repository_name}, and choose Public."
_CREATE = "/repositories/create"
"""Where the form of the Hub's page goes."""
_SIGN_IN = "/login"

_QUOTES_CAPITALS = re.compile(r"[^“«]*[“«]\s*[\w.-]*[A-Z][\w.-]*\s*[”»]")
"""The first name that a page of the Hub quotes, in whatever language, has a capital letter."""

diagnoses = Diagnoses(
    "create-repository",
    wanted="{hub_repository}, public",
    repair="docker-lessons solve create-repository",
)


def _pull(look: Look) -> str:
    return f"docker pull {look.names.target_repository}"


def _given(look: Look) -> str:
    return typed_line(look.answer)


def _repository_given(look: Look) -> str | None:
    """What the answer pulls, without a tag and without `docker.io/`; None if it is no pull command."""
    return _repository_in(look, _given(look))


def _repository_in(look: Look, line: str) -> str | None:
    match = re.fullmatch(r"(?:sudo )?docker (?:image )?pull (\S+)", line)
    if not match:
        return None
    name = match[1]
    if not look.capabilities.names_bear_an_address:
        name = name.removeprefix("index.").removeprefix("docker.io/")
    return re.sub(r"(:[\w.-]+)?(@sha256:[0-9a-f]{64})?$", "", name)


@diagnoses.holds(
    seen="{hub_repository} is on the Hub, public; you answered {given}",
    wanted="{hub_repository}, public, and its pull command",
    text="Your repository is open to everyone, and docker pull {repository} is how they download "
    "from it.",
    variants={
        _AT_FIRST_PUSH: Words(
            seen="a registry that makes a repository at the first push; you answered {given}",
            wanted="the pull command for {hub_repository}",
            text="Right: docker pull {repository} is how others will download from it. There's nothing to create: {registry} "
            "makes the repository when you push to it for the first time.",
        )
    },
)
def holds(look: Look) -> Found:
    """It is there, public, or comes by itself at the first push; and its pull command was given."""
    if _repository_given(look) != look.names.target_repository:
        return None
    facts = {"given": _given(look)}
    if not look.capabilities.creates_on_pages:
        return Variant(_AT_FIRST_PUSH, facts)
    return facts if look.repository and not look.repository.private else None


# The repository.


def _forms(look: Look) -> list[Act]:
    """The forms that were sent to the Hub's pages, oldest first."""
    return [act for act in look.view.acts if act.server == "hub" and act.method == "POST"]


def _last_form(look: Look) -> Act | None:
    """The last form that was sent to the Hub's pages, if it was refused and nothing came of it."""
    sent = _forms(look)
    return sent[-1] if sent and sent[-1].refused and not look.repository else None


@diagnoses.cause(
    "repository-private",
    seen="{hub_repository} is private",
    text="The repository is there, but it's private. Anyone who isn't logged in is told that it "
    "doesn't exist, and a pull without a login fails. Open its settings on the Hub and make "
    "it public.",
    variants={
        on_docker_hub(): Words(
            repair="",
            text="The repository is there, but it's private. Anyone who isn't logged in is told that it doesn't "
            "exist, and a pull without a login fails. Make it public on its settings page: {settings_page}",
        )
    },
)
def private(look: Look) -> Found:
    """It is private."""
    return {} if look.repository and look.repository.private else None


@diagnoses.cause(
    "repository-sign-in-refused",
    seen="a sign-in on the Hub that was refused",
    wanted=_PUBLIC,
    text="The Hub didn't accept that username and password. Your account is {username}. Its "
    "password is on the sign-in page when you open it from the course, and docker-lessons "
    "account shows it, too.",
    variants={
        "again": Words(
            seen="{count} sign-ins in a row that the Hub refused",
            text="That's {count} in a row. This Hub has its own accounts, so a username and password from Docker Hub don't "
            "work here. Close the page and open the Hub again from the course: then the sign-in page shows your username, "
            "{username}, and its password, and you can copy both.",
        )
    },
)
def sign_in_refused(look: Look) -> Found:
    """The Hub did not take the password."""
    refused = _last_form(look)
    if not refused or not refused.path.startswith(_SIGN_IN):
        return None
    in_a_row = takewhile(
        lambda act: act.refused, (a for a in reversed(_forms(look)) if a.path.startswith(_SIGN_IN))
    )
    count = len(list(in_a_row))
    return Variant("again", {"count": count}) if count > 1 else {}


@diagnoses.cause(
    "repository-capitals",
    seen="a name that the Hub refused: {said}",
    wanted="{hub_repository}, in lowercase",
    text="Repository names are lowercase: {repository_name}, not {capitalized}. Create it again.",
)
def refused_capitals(look: Look) -> Found:
    """The Hub refused a name with capital letters."""
    refused = _last_form(look)
    if not refused or not _QUOTES_CAPITALS.match(refused.message):
        return None
    return {"said": refused.message, "capitalized": look.names.repository.capitalize()}


@diagnoses.cause(
    "repository-form-refused",
    seen="a form that the Hub refused: {said}",
    wanted=_PUBLIC,
    text="The Hub didn't create anything, and its page says why. Send the form again, with the "
    "name {repository_name}.",
)
def form_refused(look: Look) -> Found:
    """The Hub refused the form for another reason, and nothing was created."""
    refused = _last_form(look)
    if not refused or not refused.path.startswith(_CREATE):
        return None
    return {"said": refused.message}


@diagnoses.cause(
    "repository-close-name",
    seen="{username}/{near} on the Hub",
    wanted="{hub_repository}",
    text="You can't rename a repository, so create another one. The first one does no harm, and you can delete it on "
    "its page.",
    variants={on_docker_hub(): Words(repair="")},
)
def close_name(look: Look) -> Found:
    """One whose name is like the wanted one was created."""
    near = look.near(look.names.repository, [one.name for one in look.hub.repositories])
    return None if look.repository or not near else {"near": near}


@diagnoses.cause(
    "repository-missing",
    seen="the Hub has {others}",
    text="The repository isn't there yet. Open the Hub, sign in, choose Create repository, call it "
    "{repository_name} and leave it public.",
    variants={
        "none": Words(seen="{username} has no repository on the Hub"),
        on_docker_hub(): Words(
            seen="no public repository {hub_repository} on Docker Hub",
            repair="",
            text="Sign in to Docker Hub as {username} and create it: {create_page}. Call it {repository_name}, and "
            "choose Public. Have you created it already? Then it's private, which can't be seen from outside: "
            "{settings_page}",
        ),
        on_docker_hub("none"): Words(
            seen="no public repository of {username}'s on Docker Hub",
        ),
        _ALL_SEEN: Words(),
        on_docker_hub(_ALL_SEEN): Words(seen=_NOT_THERE, text=f"Sign in to {_CREATE_IT}"),
        UNSEEN: Words(),
        on_docker_hub(UNSEEN): Words(
            seen="no public repository {hub_repository} on Docker Hub anymore",
            text="It was there, so since then it was made private, which can't be seen from outside, or it was deleted. Look "
            "at its settings page, and make it public: {settings_page}",
        ),
        GONE: Words(),
        on_docker_hub(GONE): Words(
            seen="no repository {hub_repository} on Docker Hub anymore",
            text=f"It was there, and since then it was deleted. Sign in to {_CREATE_IT}",
        ),
    },
)
def missing(look: Look) -> Found:
    """The repository is not there, or can't be seen."""
    if look.repository or not look.capabilities.creates_on_pages:
        return None
    if look.which_hub.is_docker_hub and look.passed_once("create-repository"):
        return Variant(went(look))
    if look.which_hub.is_docker_hub and not look.hub.is_public_only:
        return Variant(_ALL_SEEN)
    others = tuple(one.full_name for one in look.hub.repositories)
    return {"others": others} if others else Variant("none")


# The answer.

_BRACKETS = "In instructions, brackets show where words of your own go. They aren't part of the command: leave them out."
_WITHOUT_OPTION = (
    "It goes without an option: docker, pull, and the name. Leave out what starts with a dash."
)

answers = Diagnoses(
    "create-repository",
    wanted="the pull command for {hub_repository}",
    repair=f"docker-lessons check create-repository --answer '{_PULL}'",
)


@answers.cause(
    "repository-no-answer",
    seen="{hub_repository} is on the Hub, public; no answer yet",
    text="The repository is there. Its page shows a pull command. What is it?",
    variants={
        on_docker_hub(): Words(
            text="The repository is there. With which command will others pull from it? Think of the parts of the name: "
            "{form}. Leave out the tag."
        ),
        at_registry(): Words(
            seen="no answer yet",
            text="There's nothing to create: {registry} makes the repository at the first push. With which command will "
            "others pull from it? Think of the parts of the name: {form}. Leave out the tag.",
        ),
    },
)
def no_answer(look: Look) -> Found:
    """Nothing was answered."""
    return None if _given(look) else {}


@answers.cause(
    "repository-answer-spaces",
    seen="{given}, with spaces inside the name",
    text="A name is one word. With spaces around the slash or the colon, Docker sees several "
    "words. Leave the spaces out.",
)
def spaces(look: Look) -> Found:
    """Spaces around the slash or the colon."""
    words = _given(look).split()
    line = parse(words)
    if line.verb != "pull":  # no command: then the name alone, or something that Docker printed
        joined = look.names.path("".join(words))
        if joined.partition(":")[0] not in (look.names.hub_repository, look.names.repository):
            return None
    names = line.operands if line.verb == "pull" else words
    return {"given": _given(look)} if slips.gap_beside("pull", names) else None


@answers.cause(
    "repository-answer-capitals",
    seen="{given}, with a capital letter",
    text="Commands and names are all lowercase.",
)
def capitals(look: Look) -> Found:
    """Capital letters."""
    given, pulled = _given(look), _repository_given(look)
    ours = _repository_in(look, given.lower()) == look.names.target_repository
    if slips.placeholder(given.split()) and not ours:
        return None
    if re.match(r"(sudo )?docker\b", given.lower()) and not re.match(r"(sudo )?docker\b", given):
        return {"given": given}
    if pulled is None or not image_name.find_in_name(pulled, "name-capitals"):
        return None
    return {"given": given}


@answers.cause(
    "repository-answer-no-namespace",
    seen="{given}, without an account",
    text="A name without a slash belongs to Docker's official images: Docker would look for "
    "library/{repository_name}. Put your account first: {repository}.",
)
def no_namespace(look: Look) -> Found:
    """`docker pull demorep`: the account is missing."""
    given = _repository_given(look)
    if given is None or look.names.path(given) != look.names.repository:
        return None
    return {"given": _given(look)}


@answers.cause(
    "repository-answer-push",
    seen="{given}, which sends an image",
    text="push sends an image to the Hub. The question is about the command that downloads one "
    "from it.",
)
def push(look: Look) -> Found:
    """The push command was given."""
    pushes = re.match(r"(sudo )?docker (image )?push\b", _given(look))
    return {"given": _given(look)} if pushes else None


@answers.cause(
    "repository-answer-name-alone",
    seen="{given}, which is only the name",
    text="That's the repository. Type the whole command: docker, what to do, and the name.",
)
def name_alone(look: Look) -> Found:
    """The name without the command."""
    given = look.names.path(_given(look))
    if given.partition(":")[0] not in (look.names.hub_repository, look.names.repository):
        return None
    return {"given": _given(look)}


@answers.cause(
    "repository-answer-other",
    seen="{given}, which isn't a pull command",
    text="Your repository's page shows the command that downloads from {hub_repository}. Copy it.",
    variants={
        "pull": Words(seen="{given}: a pull of {pulled}"),
        "option": Words(
            seen="{given}, with an option",
            text="Your repository's page shows the command without an option: docker, pull, and the name. Leave out "
            "what starts with a dash.",
        ),
        "brackets": Words(
            seen="{given}, with brackets in the name",
            text=_BRACKETS,
        ),
        "placeholder": Words(
            seen="{given}, where {placeholder} is a placeholder",
            text="{placeholder} is only a placeholder. Your repository's page shows the command with the real "
            "name in it.",
        ),
        "no-name": Words(
            seen="{given}, without a name",
            text="That's the right command, but it doesn't say what to pull. Your repository's page shows it with the name.",
        ),
        at_registry("placeholder"): Words(
            text="{placeholder} is only a placeholder. The name is made of the registry's address, your account "
            "and {repository_name}, with slashes between them."
        ),
        at_registry("no-name"): Words(
            text="That's the right command, but it doesn't say what to pull. After it comes the repository's whole name: the "
            "registry's address, your account and {repository_name}, with slashes between them."
        ),
        on_docker_hub(): Words(
            text="The command is docker, pull, and the repository's name: your account, a slash, and {repository_name}."
        ),
        on_docker_hub("option"): Words(text=_WITHOUT_OPTION),
        on_docker_hub("brackets"): Words(text=_BRACKETS),
        on_docker_hub("placeholder"): Words(
            text="{placeholder} is only a placeholder. The name is your account, a slash, and {repository_name}."
        ),
        on_docker_hub("no-name"): Words(
            text="That's the right command, but it doesn't say what to pull. After it comes the repository's name: your "
            "account, a slash, and {repository_name}."
        ),
        at_registry(): Words(
            text="The command is docker, pull, and the repository's whole name: the registry's address, your account and "
            "{repository_name}, with slashes between them."
        ),
        at_registry("option"): Words(text=_WITHOUT_OPTION),
    },
)
def other(look: Look) -> Found:
    """Something else was given."""
    given = _given(look)
    facts, line = {"given": told_again(given)}, parse(given.split())
    if line.verb == "pull" and line.options:
        return Variant("option", facts)
    if line.verb == "pull" and not line.operands:
        return Variant("no-name", facts)
    if found := slips.placeholder(given.split()):
        bare_name = re.sub(r"[<>\[\]{}]", "", given)
        if _repository_in(look, bare_name) == look.names.target_repository:
            return Variant("brackets", facts)
        return Variant("placeholder", {**facts, "placeholder": found})
    pulled = _repository_given(look)
    return Variant("pull", {**facts, "pulled": pulled}) if pulled else facts


diagnoses.include(answers)


@diagnoses.note(
    "repository-answer-form",
    "With a tag, it pulls that one. Without a tag, it pulls {repository}:latest.",
    variants={
        "sudo": Words(
            text="You need sudo only where the engine belongs to root, and in this course it "
            "doesn't."
        ),
        "docker.io": Words(text="Docker adds docker.io/ by itself, so you can leave it out."),
    },
)
def answer_form(look: Look) -> Found:
    """A right answer in another form."""
    given = _given(look)
    if given.startswith("sudo "):
        return Variant("sudo")
    if "docker.io/" in given:
        return Variant("docker.io")
    return {} if image_name.has_tag(given) else None


@diagnoses.note(
    "repository-has-tags",
    "It isn't empty: you pushed {tags} to it before this course. If 1.0 or 2.0 is there, your push will replace it.",
)
def has_tags(look: Look) -> Found:
    """On the real Docker Hub, the learner's own repository may be older than the course."""
    found = look.repository
    if not look.which_hub.is_real or not found or look.view.facts.get("digest"):
        return None
    tags = tuple(tag.name for tag in found.tags)
    return {"tags": tags} if tags else None


@diagnoses.note(
    "repository-made-by-push",
    "The Hub created this repository by itself when you pushed to it, and it chose the "
    "visibility, too.",
)
def made_by_push(look: Look) -> Found:
    """No form was sent: a push made it."""
    made = any(a.path.startswith((_CREATE, "/v2/")) and not a.refused for a in look.view.acts)
    pushed = any(e.action == "push" for e in look.image_events)
    if (
        look.which_hub.is_real
        or made
        or not pushed
        or look.view.progress.get("create-repository") == "shown"
    ):
        return None
    return {}


async def solve(doing: Solution, look: Look) -> None:
    """Creates it, or makes it public; then reads its pull command."""
    if not look.capabilities.creates_on_pages:
        pass  # it comes with the first push
    elif look.repository is None:
        await doing.create_repository(look.names.repository)
    elif look.repository.private:
        await doing.make_public(look.names.repository)
    doing.answer(_pull(look))


def _is_yours(look: Look) -> bool:
    """Whether there is something to create or to change in an account of the learner's own."""
    if not look.which_hub.is_real or not look.capabilities.creates_on_pages:
        return False
    known = look.snapshot.hub is not None
    return known and (look.repository is None or look.repository.private)


step = Step(
    id="create-repository",
    page="02-repository",
    title="Create the repository",
    goal="The Hub has your repository {repository}, it's public, and you know its pull command.",
    command=_PULL,
    hint="Sign in to the Hub and create the repository there. Its pull command is docker pull and its name: account, "
    "slash, repository.",
    hands="hub",
    diagnoses=diagnoses,
    solve=solve,
    undone_by=frozenset({"clean-up"}),
    registry=AtRegistry(),
    question=Question("What is the repository's pull command?", "docker pull ..."),
    needs_host=False,
    needs_hub=True,
    judged_unseen=True,
    is_yours=_is_yours,
    at_registry=StepWords(
        title="Know your repository",
        goal="You know the command that pulls from your repository {hub_repository}, which {registry} makes at the first "
        "push.",
        hint="The command is docker pull, and the name is made of these: the registry's address, your account, the "
        "repository.",
    ),
)
