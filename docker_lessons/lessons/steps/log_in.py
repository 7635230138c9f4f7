"""Log the Docker client in.

Checked: the credential that the client keeps is accepted by the registry for pushing to the course's
repository.
"""

from __future__ import annotations

import re

from docker_lessons.findings.finding import Variant
from docker_lessons.lessons.attempt import Attempt
from docker_lessons.lessons.diagnosis import Diagnoses, Found, Words
from docker_lessons.lessons.look import Look
from docker_lessons.lessons.solution import Solution
from docker_lessons.lessons.step import AtRegistry, Step

COMMAND = "{log_in}"
"""The command that does it."""

diagnoses = Diagnoses(
    "log-in",
    wanted="a log-in as {username}, that may push to {hub_repository}",
    repair=COMMAND,
)


@diagnoses.holds(
    seen="the registry takes your client for {account}",
    wanted="a log-in that may push to {hub_repository}",
    text="You are logged in as {account}, and may push to {hub_repository}.",
)
def holds(look: Look) -> Found:
    """The registry takes the credential, and grants pushing."""
    known = look.snapshot.log_in
    if known is None or not known.accepted or not known.may_push:
        return None
    return {"account": known.username}


def _account(tried: Attempt) -> str | None:
    """The account that somebody tried to log in as."""
    return tried.account or tried.options.get("--username")


@diagnoses.cause(
    "login-no-username",
    "command line",
    seen="{line}: no name",
    text="Docker was not told who logs in. Put -u {username} behind login. "
    "(Without a name, a recent Docker opens the web page of the real Docker Hub.)",
)
def no_username(look: Look) -> Found:
    """`docker login --password-stdin` without `-u`."""
    tried = look.refused_log_in()
    if not tried:
        return None
    said_so = re.search(r"provide --username|Username is empty", tried.said, re.IGNORECASE)
    if not said_so and (not tried.typed or "--username" in tried.options):
        return None
    return {"line": tried.line}


@diagnoses.cause(
    "login-no-terminal",
    "command line",
    seen="{line}: no password came",
    text="The password was empty, and there was nobody to ask for one. It may be a variable that is not set, "
    "or a window that cannot ask. "
    "docker-lessons account shows the password in a terminal, and so does the Hub's sign-in page.",
)
def no_terminal(look: Look) -> Found:
    """An empty password, or a window that is no terminal: the client has nobody to ask."""
    tried = look.refused_log_in()
    if not tried or not re.search(
        r"non[- ]TTY|password is empty|not a terminal", tried.said, re.IGNORECASE
    ):
        return None
    return {"line": tried.line}


@diagnoses.cause(
    "login-website",
    "refused requests",
    seen="a log-in at hub.docker.com",
    text="hub.docker.com is the address of the web pages, not of the registry. "
    "Leave the address away: Docker then logs in where it pushes.",
    variants={
        "address": Words(
            text="hub.docker.com is the address of the web pages, not of the registry. "
            "The course's registry is {registry}."
        )
    },
)
def website(look: Look) -> Found:
    """`docker login hub.docker.com`: the website's address."""
    tried = look.refused_log_in()
    kept = "hub.docker.com" in look.snapshot.other_registries
    if not kept and not (tried and "hub.docker.com" in f"{tried.line} {tried.said}"):
        return None
    return Variant("address") if look.capabilities.names_bear_an_address else {}


@diagnoses.cause(
    "login-other-registry",
    "state",
    seen="a log-in at {elsewhere}",
    text="You named another registry, {elsewhere}. "
    "The course's names have no address in front, so the log-in has none either.",
    variants={
        "address": Words(
            text="You named another registry, {elsewhere}. "
            "The course's names begin with {registry}, and so the log-in is for that address."
        )
    },
)
def other_registry(look: Look) -> Found:
    """Logged in somewhere else."""
    others, tried = look.snapshot.other_registries, look.refused_log_in()
    address = tried.target if tried else ""
    if address in (look.names.username, look.names.registry):
        address = ""
    if look.snapshot.log_in or not (others or address):
        return None
    facts = {"elsewhere": others or address}
    return Variant("address", facts) if look.capabilities.names_bear_an_address else facts


@diagnoses.cause(
    "login-wrong-password",
    "refused requests",
    seen="a log-in whose password was refused",
    text="The Hub did not take that password for {username}. What you type is not shown, so a slip "
    "is easily made. "
    "docker-lessons account shows the password in a terminal, and so does the Hub's sign-in page.",
)
def wrong_password(look: Look) -> Found:
    """The registry refused name and password."""
    tried = look.refused_log_in()
    if not tried or not re.search(
        r"incorrect username or password|unauthorized", tried.said, re.IGNORECASE
    ):
        return None
    account = _account(tried)
    return None if account and account != look.names.username else {}


@diagnoses.cause(
    "login-unknown-account",
    "refused requests",
    seen="a log-in as {account} that was refused",
    text="You logged in as {account}; your account at this Hub is {username}.",
)
def unknown_account(look: Look) -> Found:
    """The registry does not know that account."""
    tried = look.refused_log_in()
    account = _account(tried) if tried else None
    return {"account": account} if account and account != look.names.username else None


@diagnoses.cause(
    "login-stored-refused",
    "state",
    seen="a kept log-in as {account} that the registry refuses",
    text="Your client keeps a password that is not valid here, from an earlier time or another world. "
    "Even pulls fail with it that need no log-in. Log in anew; {log_out} would forget it.",
)
def stored_refused(look: Look) -> Found:
    """The credential that is kept is not good any more."""
    known = look.snapshot.log_in
    return {"account": known.username} if known and not known.accepted else None


@diagnoses.cause(
    "login-other-account",
    "state",
    seen="you are logged in as {account}, who may not push to {hub_repository}",
    text="The log-in works, but {account} has no right to write in {username}'s repositories.",
)
def other_account(look: Look) -> Found:
    """Logged in as somebody who may not push here."""
    known = look.snapshot.log_in
    return {"account": known.username} if known else None


@diagnoses.cause(
    "login-browser-only",
    "refused requests",
    seen="you are signed in at the Hub's pages; your Docker client keeps no log-in",
    text="Browser and Docker client share nothing: each has to log in by itself.",
)
def browser_only(look: Look) -> Found:
    """Signed in at the Hub's pages; the client knows nothing of it."""
    signed_in = any(
        a.server == "hub" and a.path.startswith("/login") and not a.refused for a in look.view.acts
    )
    return None if not signed_in or look.passed_once("log-in") or look.passed_once("push") else {}


@diagnoses.cause(
    "login-gone",
    "state",
    seen="no log-in is kept any more",
    text="You were logged in, and the client has forgotten it: a log-out does that. Log in once more.",
)
def gone(look: Look) -> Found:
    """Logged in once, and no more."""
    return {} if look.passed_once("log-in") else None


@diagnoses.cause(
    "login-missing",
    "state",
    seen="no log-in is kept",
    text="The Hub lets everybody fetch, but only its owner write. Tell your client who you are. "
    "docker-lessons account shows the password in a terminal, and so does the Hub's sign-in page.",
)
def missing(look: Look) -> Found:
    """Never logged in."""
    return {}


@diagnoses.note("login-other-registries", "Your client also keeps a log-in for {others}.")
def other_registries(look: Look) -> Found:
    """Credentials for other registries are kept besides."""
    others = look.snapshot.other_registries
    return {"others": others} if others else None


async def solve(doing: Solution, look: Look) -> None:
    """Keeps the world's credential."""
    doing.log_in()


step = Step(
    id="log-in",
    page="04-push",
    title="Log in",
    goal="Your Docker client is logged in as {username}, so that it may push to {repository}.",
    command=COMMAND,
    hint="-u takes the account's name. The password is asked for, and what you type is not shown.",
    hands="blank",
    diagnoses=diagnoses,
    solve=solve,
    undone_by=frozenset({"pull-back", "clean-up"}),  # its page logs out before it pulls
    registry=AtRegistry(frozenset({"login"})),
    needs_host=False,
    needs_hub=True,
)
