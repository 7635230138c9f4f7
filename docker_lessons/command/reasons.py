"""Messages that have several causes: which one it is, told by the line, the names and who is logged in."""

import difflib
import re

from docker_lessons.command.told import Told

_COMMANDS = re.findall(
    r"\w+",
    "build history images inspect login logout pull push rmi run tag "
    "image ps rm search version info start stop exec logs save load",
)

_HOMES = {
    r"//\./pipe/|/\.docker/(?:run|desktop)/": "open Docker Desktop and wait until it says that it runs",
    r"/\.colima/": "colima start",
    r"/\.rd/": "open Rancher Desktop and wait until it says that it runs",
    r"/\.orbstack/": "open OrbStack",
}
"""Where engines that live in a machine of their own are reached, and how each is started."""


def _host(name: str) -> str:
    """The registry's address in front of an image's name, empty for Docker Hub's (reference grammar)."""
    first, slash, _ = name.partition("/")
    return first if slash and (re.search(r"[.:]|[A-Z]", first) or first == "localhost") else ""


def _has_tag(name: str) -> bool:
    return ":" in name.rpartition("/")[2] or "@" in name


def engine_away(told: Told, _found: re.Match[str]) -> str:
    """Nobody answers as the engine; where it lives tells how it is started."""
    where = f"{told.text} {told.engine.socket}"
    for place, how in _HOMES.items():
        if re.search(place, where):
            return f"The engine is not running, which is no mistake of yours: {how}, then run the line again."
    return (
        "The engine does not answer, which is no mistake of yours, and nothing is lost. "
        + told.engine.advice
    )


def refused(told: Told, _found: re.Match[str]) -> str | None:
    """A push or pull that the Hub refuses: it says `denied` for several reasons."""
    names = told.names
    name = told.operands[0] if told.operands else ""
    if _host(name) and not name.startswith(names.prefix or "docker.io/"):
        return None
    parts = name.removeprefix(names.prefix or "docker.io/").split("/")
    if len(parts) == 1:
        return (
            f"{name} has no account in front, so Docker takes it for library/{name}, where you may not write: "
            f"give the image a name that begins with {names.username}/, and push that."
        )
    if len(parts) > 2:
        return f"A name on the Hub has two parts, account and repository, not {len(parts)}: {names.target}"
    logged_in = told.logged_in()
    if logged_in is None:
        return f"Nobody is logged in on this client, and the Hub takes nothing from strangers: {names.log_in} comes first."
    if parts[0] != logged_in:
        return (
            f"The first part of a name says whose it is: {parts[0]} is not you, you are logged in as "
            f"{logged_in}. Your name for it: {names.target}"
        )
    return (
        f"The Hub knows you as {logged_in}, and still does not let you write to {name}: "
        "look at that repository on the Hub's page."
    )


def not_for_strangers(told: Told, _found: re.Match[str]) -> str:
    """`pull access denied`: the Hub says the same of what is private and of what is not there."""
    name = told.operands[0] if told.operands else ""
    if "/" not in name and told.verb == "run":
        return (
            f"The host has no image of the name {name}, and the Hub has none either: "
            "docker images shows the names that the host has, with their tags."
        )
    who = told.logged_in()
    missing = "" if who else f", or it is private and you are not logged in ({told.names.log_in})"
    return f"The Hub shows no repository of that name to you: it is spelt differently{missing}."


def no_such_image(told: Told, _found: re.Match[str]) -> str:
    """A name or ID that the host does not have."""
    named = told.operands
    if told.verb == "tag" and len(named) == 2 and "/" in named[0] and "/" not in named[1]:
        return f"The image that you have comes first, its new name second: docker tag {named[1]} {named[0]}"
    name = next((each for each in named if each in told.text), named[0] if named else "")
    if re.fullmatch(r"(?:sha256:)?[0-9a-f]{4,64}", name):
        return f"No image on the host has the ID {name}: docker images shows the IDs."
    if name and not _has_tag(name):
        return (
            f"Without a tag Docker looks for {name}:latest, which the host does not have: "
            "docker images shows each name with its tag, write both."
        )
    return f"The host has no image of the name {name}: docker images shows the names that it has."


def unknown_command(told: Told, found: re.Match[str]) -> str:
    """A command that Docker does not have; the nearest that it has."""
    typed = found["typed"].split()[-1]
    near = difflib.get_close_matches(typed, _COMMANDS, 1)
    if not near:
        return f"Docker has no command of the name {typed}: docker --help lists those that it has."
    return f"Docker has no command {typed}: {told.line.replace(typed, near[0], 1)}"


def too_few_or_many(told: Told, _found: re.Match[str]) -> str | None:
    """How many words each command takes, and which."""
    return {
        "tag": "docker tag takes two names with a space between them: the image that you have, then its new name.",
        "push": "docker push takes one name, in one piece: that of the image to send.",
        "pull": "docker pull takes one name, in one piece: that of the image to fetch.",
        "rmi": "docker rmi takes the names to remove, one or more, with a space between them.",
        "images": "docker images takes one name at most, or none to list all.",
        "inspect": "docker inspect takes the name of what to look at.",
        "history": "docker history takes the name of one image.",
        "build": "docker build takes one folder, as its last word: the one that holds the Dockerfile "
        "(a dot means the folder where you are).",
        "login": "docker login takes a name behind -u, and at most one address.",
    }.get(told.verb)


def dial(told: Told, found: re.Match[str]) -> str | None:
    """A registry that nobody answers for, mostly a name taken for an address."""
    name = told.operands[0] if told.operands else ""
    host = name if told.verb == "login" else _host(name)
    if host == "hub.docker.com" and told.verb == "login":
        return f"hub.docker.com is the web page; a log-in to the Hub has no address: {told.names.log_in}"
    if host == "hub.docker.com":
        its = "begins with another address" if told.names.registry else "has no address in front"
        return f"hub.docker.com is the web page; a name for the Hub {its}: {told.names.target}"
    if host and host == told.names.registry:
        return "The practice registry does not answer, which is no mistake of yours: docker-lessons start brings it back."
    if host and host != host.lower():
        return (
            f"{host} has a capital letter, so Docker takes it for the address of a registry: "
            f"an account is written in small letters, {name.lower()}"
        )
    if host:
        return f"Docker takes {host}, the first part of the name, for a registry's address, and nobody answers there."
    return None


def nothing_to_push(told: Told, _found: re.Match[str]) -> str:
    """A push of a name that the host does not have."""
    name = told.operands[0] if told.operands else ""
    if name and not _has_tag(name) and name == told.names.target_repository:
        return (
            f"Without a tag Docker pushes {name}:latest, which the host does not have: "
            "write the tag behind the name."
        )
    return (
        f"docker push sends an image by its name on the host, and the host has none of the name {name}: "
        "docker images shows the names, docker tag gives one more."
    )


def no_such_tag(told: Told, _found: re.Match[str]) -> str:
    """`manifest unknown`: no such tag in that repository."""
    name = told.operands[0] if told.operands else ""
    if name and not _has_tag(name):
        return (
            f"Without a tag Docker asks for {name}:latest, which the repository does not have: "
            "write the tag behind the name."
        )
    return f"The repository is there, but has no tag of that name ({name}): the Hub's page lists its tags."


def two_commands(told: Told, _found: re.Match[str]) -> str:
    """`docker run push ...`: the second command was taken for an image."""
    return f"Two commands stand in one line: {told.line.replace(' run ', ' ', 1)}"
