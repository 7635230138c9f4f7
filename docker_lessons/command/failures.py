"""What Docker's answers mean, told for the course's names, the line that was typed and who is logged in.

`findings.docker_answers` has the messages. Where the text alone is not enough to say what to do next, a row here
looks closer.
"""

from docker_lessons.command import reasons
from docker_lessons.command.refinement import Refinement
from docker_lessons.command.transcript import Transcript
from docker_lessons.findings import docker_answers, slips
from docker_lessons.findings.answer import Answer
from docker_lessons.findings.answers_on_the_way import ENGINE_ELSEWHERE
from docker_lessons.findings.finding import Fact, Finding
from docker_lessons.findings.wording import Sentences, placeholders_of


def find_failure(transcript: Transcript) -> Finding | None:
    """Finds what the message of a command that failed stands for."""
    said = docker_answers.what_docker_said(transcript.verb, transcript.text)
    if said is None:
        return None
    closer = (each.reason(transcript, said) for each in REFINEMENTS if said.cause in each.answers)
    return next((found for found in closer if found), None) or _with_names(said, transcript)


def find_remark(transcript: Transcript) -> Finding | None:
    """Finds what the message of a command that succeeded stands for; mostly nothing."""
    found = (each.find(transcript.verb, transcript.text) for each in REMARKS)
    return next((one for one in found if one), None)


def _with_names(finding: Finding, transcript: Transcript) -> Finding:
    """Adds those of the course's names that the finding's sentence speaks of."""
    names = transcript.names
    known: dict[str, Fact] = {
        "image": names.image,
        "target": names.target,
        "repository": names.target_repository,
        "username": names.username,
        "log_in": names.log_in,
        "log_out": names.log_out,
    }
    wanted = placeholders_of(docker_answers.sentence_for(finding))
    facts = {name: fact for name, fact in known.items() if name in wanted}
    return Finding(finding.cause, {**facts, **finding.facts}, finding.variant)


REFINEMENTS: tuple[Refinement, ...] = (
    Refinement(
        ("engine-away",),
        "engine-stopped",
        {
            "here": "Docker's engine isn't answering. This isn't your fault, and nothing is lost. {advice}",
            "elsewhere": ENGINE_ELSEWHERE,
            "docker-desktop": "Docker's engine isn't answering. This isn't your fault. Open Docker Desktop, wait until "
            "it says that it's running, then run the command again.",
            "colima": "Docker's engine isn't answering. This isn't your fault. Type colima start, then run the "
            "command again.",
            "rancher-desktop": "Docker's engine isn't answering. This isn't your fault. Open Rancher Desktop, wait "
            "until it says that it's running, then run the command again.",
            "orbstack": "Docker's engine isn't answering. This isn't your fault. Open OrbStack, then run the command "
            "again.",
        },
        reasons.engine_stopped,
    ),
    Refinement(
        ("unknown-command",),
        "misspelt-command",
        slips.SENTENCES["misspelt-command"],
        reasons.misspelt,
    ),
    Refinement(
        ("word-count",),
        "number-of-arguments",
        {
            "tag": "docker tag takes two names with a space between them: the image you have, then its new name.",
            "push": "docker push takes one name, without spaces: the image to send.",
            "pull": "docker pull takes one name, without spaces: the image to download.",
            "rmi": "docker rmi takes the names to remove, one or more, with spaces between them.",
            "images": "docker images takes one name at most, or none to list every image.",
            "inspect": "docker inspect takes the name of what you want to look at.",
            "history": "docker history takes the name of one image.",
            "build": "docker build takes one folder as its last word: the one that has the Dockerfile "
            "(a dot means the folder you're in).",
            "login": "docker login takes your username after -u, and at most one address.",
        },
        reasons.number_of_arguments,
    ),
    Refinement(
        ("wrong-password", "password-empty"),
        "password-typed",
        "The Hub didn't accept that username with that password. The shell can change a password before Docker sees "
        "it: $, ! and \\ have a special meaning there, even in double quotes. Leave out -p and the password, and type "
        "it when you're asked: {log_in}",
        reasons.password_typed,
    ),
    Refinement(
        ("no-terminal-to-ask-in",),
        "password-not-asked",
        "Docker wants to ask for the password, but there's no terminal to ask in. In a notebook, start the line with "
        "docker, without ! or %%sh; anywhere else, run it in a terminal.",
        reasons.password_not_asked,
    ),
    Refinement(
        ("image-not-here",),
        "nothing-to-push",
        "docker push sends an image by its name on this computer, and no image here is called {name}. docker images "
        "shows the names; docker tag adds one.",
        reasons.nothing_to_push,
    ),
    Refinement(
        ("image-not-here",),
        "no-such-image",
        {
            "swapped": "The image you have comes first, and its new name second: docker tag {source} {target}",
            "id": "No image on this computer has the ID {name}. docker images shows the IDs.",
            "name": "No image on this computer is called {name}. docker images shows the names it has.",
        },
        reasons.no_such_image,
    ),
    Refinement(
        ("two-commands",),
        "pushed-as-name",
        "Those are two commands in one. Leave out run: {mended}",
        reasons.two_commands,
    ),
    Refinement(
        ("tag-not-there",),
        "no-such-tag",
        "The repository exists, but it has no such tag ({name}). Its page on the Hub lists its tags.",
        reasons.no_such_tag,
    ),
    Refinement(
        ("pull-denied",),
        "not-for-strangers",
        {
            "nowhere": "No image on this computer is called {name}, and the Hub doesn't show you one, either. "
            "docker images shows the names this computer has, with their tags.",
            "misspelt": "The Hub doesn't show you a repository with that name. Compare the spelling with its page.",
            "private": "The Hub doesn't show you a repository with that name. Either its name is spelled differently, or "
            "it's private and you need to log in ({log_in}).",
        },
        reasons.not_for_strangers,
    ),
    Refinement(
        ("push-denied",),
        "refused-by-hub",
        {
            "no-account": "{name} doesn't begin with an account, so Docker takes it for library/{name}, where you "
            "don't have permission to push. Give the image a name that begins with {username}/, and push that.",
            "parts": "A name on the Hub has two parts, account and repository, not {count}: {target}",
            "stranger": "You aren't logged in, and the Hub accepts pushes only from those who are. First {log_in}, then "
            "push again.",
            "logged-in": "You're logged in, but not as somebody who may push to {name}. Most often the login is another "
            "account's; yours is {username}: {log_in}",
            "not-yours": "The first part of a name says whose it is, and {account} isn't your account. Push to your own "
            "instead: {target}",
            "other-login": "You're logged in as {logged_in}, who doesn't have permission to push to {account}'s repositories. "
            "Log in as {account}, then push again: {log_in}",
            "other-account": "The first part of a name says whose it is. You're logged in as {logged_in}, and you "
            "don't have permission to push to {account}'s repositories. Push to your own instead: {target}",
            "elsewhere": "You don't have permission to push to {registry}, which isn't the course's registry. Here, the "
            "name is {target}",
            "owner": "You're logged in as {logged_in}, but you don't have permission to push to {name}. Look at that "
            "repository's page on the Hub.",
        },
        reasons.refused_by_hub,
    ),
    Refinement(
        (
            "registry-not-reached",
            "name-not-resolved",
            "connection-refused",
            "timed-out",
            "network-unreachable",
        ),
        "no-such-host",
        {
            "web-page-log-in": "hub.docker.com is only the web page. To log in to the Hub: {log_in}",
            "web-page": "hub.docker.com is only the web page. Names on the Hub don't begin with an address: {target}",
            "web-page-for-address": "hub.docker.com is only the web page. Names on the Hub begin with a different "
            "address: {target}",
            "practice-registry": "The practice registry isn't answering. This isn't your fault. Type docker-lessons start "
            "in a terminal to start it again.",
            "relay": "Your Docker reaches the practice registry by a small container of the course's, and that isn't "
            "running. The course starts it again by itself: wait ten seconds, then run the command again. If that doesn't "
            "help, docker-lessons status tells you what's in the way.",
            "capital": "{host} has a capital letter, so Docker takes it for the address of a registry. Usernames are "
            "lowercase: {mended}",
            "other-log-in": "Docker takes {host} for the address of a registry, and nothing answers there. To log in to "
            "the Hub: {log_in}",
            "other": "Docker takes {host}, the first part of the name, for the address of a registry, and nothing "
            "answers there.",
        },
        reasons.no_such_host,
    ),
)

REMARKS: tuple[Answer, ...] = (
    Answer(
        "up-to-date",
        r"Status: Image is up to date for \S+:[\w.-]+(?:\s|$)",
        "Nothing was downloaded: this computer already had the image.",
        ("pull",),
    ),
)

SENTENCES: Sentences = {
    **docker_answers.SENTENCES,
    **{each.cause: each.sentence for each in REFINEMENTS},
    **{each.cause: each.sentence for each in REMARKS},
}
