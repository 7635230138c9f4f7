"""Log the Docker client in.

Checked: the credential that the client keeps is accepted by the registry for pushing to the course's
repository.
"""

from __future__ import annotations

import re

from docker_lessons.lessons.look import Look, listed
from docker_lessons.lessons.solution import Solution
from docker_lessons.lessons.step import Causes, Found, Held, Step

diagnoses = Causes("log-in")


def holds(look: Look) -> Held | None:
    """The registry takes the credential, and grants pushing."""
    log_in = look.snapshot.log_in
    if log_in is None or not log_in.accepted or not log_in.may_push:
        return None
    return Held(
        seen=f"the registry takes your client for {log_in.username}",
        wanted=f"a log-in that may push to {look.repository_name}",
        text=f"You are logged in as {log_in.username}, and may push to {look.repository_name}.",
    )


def command(look: Look) -> str:
    """The command that does it."""
    return look.names.log_in


def _found(look: Look, seen: str, text: str) -> Found:
    return Found(
        seen=seen,
        wanted=f"a log-in as {look.names.username}, that may push to {look.repository_name}",
        repair=command(look),
        text=text,
    )


_PASSWORD = (
    "docker-lessons account shows the password in a terminal, and so does the Hub's sign-in page."  # noqa: S105  # a sentence
)


@diagnoses.cause("login-no-username", "command line")
def no_username(look: Look) -> Found | None:
    """`docker login --password-stdin` without `-u`."""
    tried = look.refused_log_in()
    if not tried:
        return None
    said_so = re.search(r"provide --username|Username is empty", tried.said, re.IGNORECASE)
    if not said_so and (not tried.typed or tried.options.keys() & {"-u", "--username"}):
        return None
    return _found(
        look,
        f"{tried.line}: no name",
        f"Docker was not told who logs in. Put -u {look.names.username} behind login. "
        "(Without a name, a recent Docker opens the web page of the real Docker Hub.)",
    )


@diagnoses.cause("login-no-terminal", "command line")
def no_terminal(look: Look) -> Found | None:
    """An empty password, or a window that is no terminal: the client has nobody to ask."""
    tried = look.refused_log_in()
    if not tried or not re.search(
        r"non[- ]TTY|password is empty|not a terminal", tried.said, re.IGNORECASE
    ):
        return None
    return _found(
        look,
        f"{tried.line}: no password came",
        "The password was empty, and there was nobody to ask for one. It may be a variable that is not set, "
        f"or a window that cannot ask. {_PASSWORD}",
    )


@diagnoses.cause("login-website", "refused requests")
def website(look: Look) -> Found | None:
    """`docker login hub.docker.com`: the website's address."""
    tried = look.refused_log_in()
    kept = "hub.docker.com" in look.snapshot.other_registries
    if not kept and not (tried and "hub.docker.com" in f"{tried.line} {tried.said}"):
        return None
    return _found(
        look,
        "a log-in at hub.docker.com",
        "hub.docker.com is the address of the web pages, not of the registry. "
        + (
            f"The course's registry is {look.names.registry}."
            if look.names.registry
            else "Leave the address away: Docker then logs in where it pushes."
        ),
    )


@diagnoses.cause("login-other-registry", "state")
def other_registry(look: Look) -> Found | None:
    """Logged in somewhere else."""
    others = look.snapshot.other_registries
    tried = look.refused_log_in()
    address = tried.target if tried else ""
    if address in (look.names.username, look.names.registry):
        address = ""
    if look.snapshot.log_in or not (others or address):
        return None
    return _found(
        look,
        f"a log-in at {listed(others) or address}",
        f"You named another registry, {listed(others) or address}. "
        + (
            f"The course's names begin with {look.names.registry}, and so the log-in is for that address."
            if look.names.registry
            else "The course's names have no address in front, so the log-in has none either."
        ),
    )


@diagnoses.cause("login-wrong-password", "refused requests")
def wrong_password(look: Look) -> Found | None:
    """The registry refused name and password."""
    tried = look.refused_log_in()
    if not tried or not re.search(
        r"incorrect username or password|unauthorized", tried.said, re.IGNORECASE
    ):
        return None
    account = tried.account or tried.options.get("-u") or tried.options.get("--username")
    if account and account != look.names.username:
        return None
    return _found(
        look,
        "a log-in whose password was refused",
        f"The Hub did not take that password for {look.names.username}. What you type is not shown, so a slip "
        f"is easily made. {_PASSWORD}",
    )


@diagnoses.cause("login-unknown-account", "refused requests")
def unknown_account(look: Look) -> Found | None:
    """The registry does not know that account."""
    tried = look.refused_log_in()
    account = tried and (
        tried.account or tried.options.get("-u") or tried.options.get("--username")
    )
    if not tried or not account or account == look.names.username:
        return None
    return _found(
        look,
        f"a log-in as {account} that was refused",
        f"You logged in as {account}; your account at this Hub is {look.names.username}.",
    )


@diagnoses.cause("login-stored-refused", "state")
def stored_refused(look: Look) -> Found | None:
    """The credential that is kept is not good any more."""
    log_in = look.snapshot.log_in
    if log_in is None or log_in.accepted:
        return None
    return _found(
        look,
        f"a kept log-in as {log_in.username} that the registry refuses",
        "Your client keeps a password that is not valid here, from an earlier time or another world. "
        f"Even pulls fail with it that need no log-in. Log in anew; {look.names.log_out} would forget it.",
    )


@diagnoses.cause("login-other-account", "state")
def other_account(look: Look) -> Found | None:
    """Logged in as somebody who may not push here."""
    log_in = look.snapshot.log_in
    if log_in is None:
        return None
    return _found(
        look,
        f"you are logged in as {log_in.username}, who may not push to {look.repository_name}",
        f"The log-in works, but {log_in.username} has no right to write in {look.names.username}'s repositories.",
    )


@diagnoses.cause("login-browser-only", "refused requests")
def browser_only(look: Look) -> Found | None:
    """Signed in at the Hub's pages; the client knows nothing of it."""
    signed_in = any(
        a.server == "hub" and a.path.startswith("/login") and not a.refused for a in look.view.acts
    )
    if not signed_in or look.passed_once("log-in") or look.passed_once("push"):
        return None
    return _found(
        look,
        "you are signed in at the Hub's pages; your Docker client keeps no log-in",
        "Browser and Docker client share nothing: each has to log in by itself.",
    )


@diagnoses.cause("login-gone", "state")
def gone(look: Look) -> Found | None:
    """Logged in once, and no more."""
    if not look.passed_once("log-in"):
        return None
    return _found(
        look,
        "no log-in is kept any more",
        "You were logged in, and the client has forgotten it: a log-out does that. Log in once more.",
    )


@diagnoses.cause("login-missing", "state")
def missing(look: Look) -> Found | None:
    """Never logged in."""
    return _found(
        look,
        "no log-in is kept",
        f"The Hub lets everybody fetch, but only its owner write. Tell your client who you are. {_PASSWORD}",
    )


@diagnoses.note("login-other-registries")
def other_registries(look: Look) -> str | None:
    """Credentials for other registries are kept besides."""
    others = look.snapshot.other_registries
    return f"Your client also keeps a log-in for {listed(others)}." if others else None


async def solve(doing: Solution, look: Look) -> None:
    """Keep the world's credential."""
    doing.log_in()


step = Step(
    id="log-in",
    page="04-push",
    title="Log in",
    goal="Your Docker client is logged in as {username}, so that it may push to {repository}.",
    command="{log_in}",
    hint="-u takes the account's name. The password is asked for, and what you type is not shown.",
    hands="blank",
    holds=holds,
    diagnoses=diagnoses,
    solve=solve,
    needs_host=False,
    needs_hub=True,
)
