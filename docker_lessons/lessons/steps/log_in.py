"""Log the Docker client in.

Checked: the credential that the client keeps is accepted by the registry for pushing to the course's
repository.
"""

from __future__ import annotations

import re

from docker_lessons.findings import dashes, docker_answers
from docker_lessons.findings.command_line import parse_text
from docker_lessons.findings.finding import Variant
from docker_lessons.lessons.attempt import Attempt
from docker_lessons.lessons.diagnosis import Diagnoses, Found, Words, at_registry, on_docker_hub
from docker_lessons.lessons.look import Look
from docker_lessons.lessons.solution import Solution
from docker_lessons.lessons.step import AtRegistry, Step
from docker_lessons.lessons.steps.refusals import misspelt, register_docker_said
from docker_lessons.lessons.verdict import SKIPPED
from docker_lessons.oci import docker_hub

COMMAND = "{log_in}"
"""The command that does it."""

diagnoses = Diagnoses(
    "log-in",
    wanted="a login as {username}, with permission to push to {hub_repository}",
    repair=COMMAND,
)


@diagnoses.holds(
    seen="your client is logged in as {account}",
    wanted="a login with permission to push to {hub_repository}",
    text="You're logged in as {account}, and you can push to {hub_repository}.",
    variants={
        "kept": Words(
            seen="your client has a login for Docker Hub",
            wanted="a login for Docker Hub",
            text="Your Docker client has a login for Docker Hub. Whose it is, your client keeps to itself; the push "
            "will show whether it may push to {hub_repository}.",
        )
    },
)
def holds(look: Look) -> Found:
    """The registry takes the credential, and grants pushing."""
    known = look.snapshot.log_in
    if known is None or not known.accepted or not known.may_push:
        return None
    if not look.capabilities.asks_for_log_in:  # whatever was typed, nobody looked at it
        return None
    return {"account": known.username} if known.whose_is_known else Variant("kept")


@diagnoses.cause(
    "login-not-asked",
    seen="a registry that asks nobody who they are",
    wanted="no login: {registry} takes what anybody pushes",
    repair="",
    text="This step is skipped, and you don't need it here: {registry} wants no login. Anyone who reaches it can push and "
    "pull.",
    verdict=SKIPPED,
)
def not_asked(look: Look) -> Found:
    """The registry asks for no log-in."""
    return None if look.capabilities.asks_for_log_in else {}


def _host(address: str) -> str:
    """The registry that a client sees in an address: what is left without `https://` and a path."""
    return re.sub(r"^https?://", "", address).partition("/")[0]


def _account(tried: Attempt) -> str | None:
    """The account that somebody tried to log in as."""
    return tried.account or tried.options.get("--username")


@diagnoses.cause(
    "login-misspelled",
    seen="{line}: no command called {word}",
    text="Docker has no command called {word}. Did you mean login?",
)
def misspelled(look: Look) -> Found:
    """A word that is no command, and that means `login`."""
    return misspelt(look, "login", "log-in")


@diagnoses.cause(
    "login-option",
    seen="{line}: docker login has no option {word}",
    text="The option for your username is --username, or -u for short. Leave the password out: Docker asks for it.",
    variants={"in-pieces": Words(seen="{line}: Docker reads {word} as {read}")},
)
def option(look: Look) -> Found:
    """`-user` or `--user`: an option that Docker does not have, or reads otherwise than it was meant."""
    tried = look.refused_log_in()
    if not tried or not tried.typed:
        return None
    line = parse_text(tried.line)
    if found := dashes.in_pieces(line):
        facts = {"line": tried.line, "word": found.facts["word"], "read": found.facts["read"]}
        return Variant("in-pieces", facts)
    word = next((each.typed for each in line.options if not each.known), None)
    return {"line": tried.line, "word": word} if word else None


@diagnoses.cause(
    "login-no-username",
    seen="{line}: no username",
    text="Docker doesn't know who's logging in. Put -u {username} after login. (Without a "
    "username, recent versions of Docker open the real Docker Hub's web page.)",
    variants={
        on_docker_hub(): Words(
            text="Docker doesn't know who's logging in. Put -u {username} after login. (Without it, recent versions of "
            "Docker show a code and wait: open https://login.docker.com/activate in a browser where you're signed "
            "in as {username}, and type the code there. That works in a terminal.)"
        ),
        at_registry(): Words(
            text="Docker doesn't know who's logging in. Put -u and your username after login: {log_in}"
        ),
    },
)
def no_username(look: Look) -> Found:
    """`docker login --password-stdin` without `-u`."""
    tried = look.refused_log_in()
    if not tried:
        return None
    said_so = re.search(r"provide --username|Username is empty", tried.docker_said, re.IGNORECASE)
    if not said_so and (not tried.typed or "--username" in tried.options):
        return None
    return {"line": tried.line}


@diagnoses.cause(
    "login-no-terminal",
    seen="{line}: no password",
    text="The password was empty, and Docker couldn't ask for one. Maybe a variable isn't set, or "
    "this window can't ask for a password. docker-lessons account shows the password in a "
    "terminal, and so does the Hub's sign-in page.",
    variants={
        on_docker_hub(): Words(
            text="The password was empty, and Docker couldn't ask for one. Maybe a variable isn't set, or this "
            "window can't ask for a password. Log in from a terminal, with your password or, better, an access token: "
            "{tokens_page}"
        ),
        at_registry(): Words(
            text="The password was empty, and Docker couldn't ask for one. Maybe a variable isn't set, or this window can't "
            "ask for a password. Log in from a terminal, with your password at {registry} or an access token."
        ),
    },
)
def no_terminal(look: Look) -> Found:
    """An empty password, or a window that is no terminal: the client has nobody to ask."""
    tried = look.refused_log_in()
    if not tried or not re.search(
        r"non[- ]TTY|password is empty|not a terminal", tried.docker_said, re.IGNORECASE
    ):
        return None
    return {"line": tried.line}


@diagnoses.cause(
    "login-website",
    seen="a login to hub.docker.com",
    text="hub.docker.com is the address of the web pages, not of the registry. Leave the address "
    "out: then Docker logs in to the registry that it pushes to.",
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
    kept = docker_hub.PAGES in look.snapshot.other_registries
    if not kept and not (tried and docker_hub.PAGES in f"{tried.line} {tried.docker_said}"):
        return None
    return Variant("address") if look.capabilities.names_bear_an_address else {}


@diagnoses.cause(
    "login-other-registry",
    seen="a login to {elsewhere}",
    text="You named another registry, {elsewhere}. The course's names have no address, so log in "
    "without one.",
    variants={
        "address": Words(
            text="You named another registry, {elsewhere}. The course's names start with "
            "{registry}, so log in to that address."
        )
    },
)
def other_registry(look: Look) -> Found:
    """Logged in somewhere else."""
    others, tried = look.snapshot.other_registries, look.refused_log_in()
    address = tried.target if tried else ""
    ours = {look.names.username, look.names.registry, docker_hub.DOMAIN}
    if address == docker_hub.INDEX_SERVER or _host(address) in ours:
        address = ""
    if look.snapshot.log_in or not (others or address):
        return None
    facts = {"elsewhere": others or address}
    return Variant("address", facts) if look.capabilities.names_bear_an_address else facts


@diagnoses.cause(
    "login-account",
    seen="a login that Docker Hub refused: {said}",
    text="Docker Hub doesn't take your password here: with two-factor authentication, or a single sign-on, you need a "
    "personal access token. Create one with permission to read and write ({tokens_page}), and type it where "
    "Docker asks for the password.",
    variants={
        "not-verified": Words(
            text="Docker Hub wants you to confirm your email address first. Look for its message in your inbox, or "
            "have it sent again on your account's page: https://app.docker.com/settings"
        )
    },
)
def account_is_in_the_way(look: Look) -> Found:
    """The Hub takes no password for this account, or does not take the account yet."""
    tried = look.refused_log_in()
    known = docker_answers.what_docker_said("login", tried.docker_said) if tried else None
    if tried is None or known is None:
        return None
    facts = {"said": tried.said.strip()[-160:]}
    if known.cause == "account-not-verified":
        return Variant("not-verified", facts)
    return facts if known.cause == "token-wanted" else None


@diagnoses.cause(
    "login-wrong-password",
    seen="a login with a password that was refused",
    text="The Hub didn't accept that password for {username}. You can't see what you type, so "
    "typos are easy to make. docker-lessons account shows the password in a terminal, and so "
    "does the Hub's sign-in page.",
    variants={
        on_docker_hub(): Words(
            text="Docker Hub didn't accept that password for {username}. You can't see what you type, so typos are easy to "
            "make. With two-factor authentication it takes an access token instead: {tokens_page}"
        ),
        at_registry(): Words(
            text="{registry} didn't accept that password for {username}. You can't see what you type, so typos are easy to "
            "make. Some registries want an access token instead: their pages, or the people who run them, say so."
        ),
        "in-the-line": Words(
            seen="a login with the password in the command, which was refused",
            text="The Hub didn't accept that password for {username}. In a command, the shell can change a password before "
            "Docker sees it: $, ! and \\ have a special meaning there. Leave out -p and the password, and type it when "
            "Docker asks.",
        ),
        on_docker_hub("in-the-line"): Words(
            text="Docker Hub didn't accept that password for {username}. In a command, the shell can change a password "
            "before Docker sees it: $, ! and \\ have a special meaning there. Leave out -p and the password, and type it "
            "when Docker asks. With two-factor authentication it takes an access token instead: {tokens_page}"
        ),
        at_registry("in-the-line"): Words(
            text="{registry} didn't accept that password for {username}. In a command, the shell can change a password "
            "before Docker sees it: $, ! and \\ have a special meaning there. Leave out -p and the password, and type it "
            "when Docker asks."
        ),
    },
)
def wrong_password(look: Look) -> Found:
    """The registry refused name and password."""
    tried = look.refused_log_in()
    if not tried or not re.search(
        r"incorrect username or password|unauthorized", tried.docker_said, re.IGNORECASE
    ):
        return None
    account = _account(tried)
    if account and account != look.names.username:
        return None
    return Variant("in-the-line") if "--password" in tried.options else {}


@diagnoses.cause(
    "login-unknown-account",
    seen="a login as {account} that was refused",
    text="You tried to log in as {account}. Your account on this Hub is {username}.",
    variants={
        on_docker_hub(): Words(
            text="You tried to log in as {account}, but you told the course that your Docker ID is {username}. If that's "
            "not right: docker-lessons start --hub docker.io --account YOURID"
        ),
        at_registry(): Words(
            text="You tried to log in as {account}, but you told the course that your account is {username}. If that's not "
            "right: docker-lessons start --registry {place} --account YOURNAME"
        ),
    },
)
def unknown_account(look: Look) -> Found:
    """The registry does not know that account."""
    tried = look.refused_log_in()
    account = _account(tried) if tried else None
    return {"account": account} if account and account != look.names.username else None


register_docker_said(
    diagnoses,
    "login-refused",
    lambda look: look.refused_log_in(),
    repair="{mend}",
    facts=lambda look, tried, answer: {
        "mend": look.log_in_past_helper if "helper" in answer else look.names.log_in
    },
)


@diagnoses.cause(
    "login-helper",
    out_of_hand=True,
    seen="config.json names the credential helper {helper}",
    repair="docker-lessons solve log-in",
    text="Your client hands passwords to a program, docker-credential-{helper}, where the course "
    "can't see them. Remove the line {key} from {config}, then log in again.",
    variants={on_docker_hub(): Words(repair="{log_in}"), at_registry(): Words(repair="{log_in}")},
)
def helper(look: Look) -> Found:
    """The client's config.json names a credential helper, so that the log-in is kept elsewhere or not at all."""
    named = look.snapshot.credential_helper
    if named is None or look.snapshot.log_in:
        return None
    return {"helper": named.name, "key": named.key, "config": named.config}


@diagnoses.cause(
    "login-stored-refused",
    seen="a saved login as {account} that the registry refuses",
    text="Your client saved a password that isn't valid here, from an earlier time or another "
    "world. With it, even pulls that need no login fail. Log in again. ({log_out} would "
    "remove it.)",
)
def stored_refused(look: Look) -> Found:
    """The credential that is kept is not good any more."""
    known = look.snapshot.log_in
    return {"account": known.username} if known and not known.accepted else None


@diagnoses.cause(
    "login-read-only",
    seen="you're logged in as {account}, with an access token that can't push",
    text="An access token has the permissions that you gave it, and this one has no permission to push. Log in with "
    "a token that has Read & Write permission, or with your password.",
    variants={
        on_docker_hub(): Words(
            text="The login works, but the access token can only read. Create one with permission to read and write "
            "({tokens_page}), and log in again with that."
        )
    },
)
def read_only(look: Look) -> Found:
    """Logged in with an access token whose scopes do not contain pushing."""
    known = look.snapshot.log_in
    if known is None or known.may_push or known.username != look.names.username:
        return None
    return {"account": known.username}


@diagnoses.cause(
    "login-other-account",
    seen="you're logged in as {account}, who doesn't have permission to push to {hub_repository}",
    text="The login works, but {account} doesn't have permission to push to {username}'s repositories.",
)
def other_account(look: Look) -> Found:
    """Logged in as somebody who may not push here."""
    known = look.snapshot.log_in
    return {"account": known.username} if known else None


@diagnoses.cause(
    "login-browser-only",
    seen="you're signed in to the Hub in the browser, but your Docker client has no saved login",
    text="The browser and the Docker client don't share logins. You need to log in with each of "
    "them.",
)
def browser_only(look: Look) -> Found:
    """Signed in at the Hub's pages; the client knows nothing of it."""
    if look.which_hub.is_real:
        return None
    signed_in = any(
        a.server == "hub" and a.path.startswith("/login") and not a.refused for a in look.view.acts
    )
    return None if not signed_in or look.passed_once("log-in") or look.passed_once("push") else {}


@diagnoses.cause(
    "login-gone",
    seen="the saved login is gone",
    text="You were logged in, and now the client has no login. That's what logging out does. Log "
    "in again.",
)
def gone(look: Look) -> Found:
    """Was logged in once, and no longer is."""
    return {} if look.passed_once("log-in") else None


@diagnoses.cause(
    "login-missing",
    seen="no saved login",
    text="Anyone can pull from the Hub, but only the owner can push. Tell your client who you are. "
    "docker-lessons account shows the password in a terminal, and so does the Hub's sign-in "
    "page.",
    variants={
        on_docker_hub(): Words(
            text="Anyone can pull from Docker Hub, but only the owner can push. Tell your client who you are, with your "
            "password or, better, an access token with permission to read and write: {tokens_page}. Type it where "
            "Docker asks, and nowhere else."
        ),
        at_registry(): Words(
            text="{registry} wants to know who pushes. Tell your client who you are, with your password there or an access "
            "token. Type it where Docker asks, and nowhere else; this world alone keeps it, until you log out."
        ),
    },
)
def missing(look: Look) -> Found:
    """Never logged in."""
    return {}


@diagnoses.note("login-other-registries", "Your client also has a saved login for {others}.")
def other_registries(look: Look) -> Found:
    """Credentials for other registries are kept besides."""
    others = look.snapshot.other_registries
    return {"others": others} if others else None


def was_done(look: Look) -> bool:
    """A login as the course's account succeeded, and so did a push, which needed it."""
    if not look.capabilities.asks_for_log_in or not look.passed_once("push"):
        return False
    succeeded = (one for one in look.tries if one.verb == "login" and not one.refused)
    return any(_account(one) == look.names.username for one in succeeded)


async def solve(doing: Solution, look: Look) -> None:
    """Keeps the world's credential."""
    doing.log_in()


step = Step(
    id="log-in",
    page="04-push",
    title="Log in",
    goal="Your Docker client is logged in as {username}, so that it can push to {repository}.",
    command=COMMAND,
    hint="-u takes the username. Docker asks for the password, and what you type isn't shown.",
    hands="blank",
    diagnoses=diagnoses,
    solve=solve,
    # The page of these two logs out before anything else.
    undone_by=frozenset({"delete-local", "pull-back", "clean-up"}),
    was_done=was_done,
    registry=AtRegistry(frozenset({"login"})),
    needs_host=False,
    needs_hub=True,
    reaches_registry=True,
    judged_unseen=True,
    is_yours=lambda look: look.which_hub.is_real,
)
