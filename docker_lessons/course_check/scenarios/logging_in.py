"""Mistakes of `log-in`."""

from __future__ import annotations

from docker_lessons.course_check.scenario import scenario
from docker_lessons.course_check.stage import Failed, Stage

LOG_IN = "log-in"
WANTED = ("a login as demousr",)


@scenario("login-missing", LOG_IN)
def missing(stage: Stage) -> None:
    """Never logged in."""
    stage.says("login-missing", seen=["no saved login"], wanted=WANTED)
    stage.mends()


@scenario("login-wrong-password", LOG_IN)
def wrong_password(stage: Stage) -> None:
    """A wrong password."""
    stage.log_in("wrong-password", fails=True)
    stage.says("login-wrong-password", seen=["refused"], wanted=WANTED)
    stage.mends()


@scenario("login-wrong-password-again", LOG_IN)
def wrong_password_again(stage: Stage) -> None:
    """Three wrong passwords: each is told something else, and the third is left to the course."""
    told = set()
    for number in ("first", "second", "third"):
        stage.cell("docker login -u demousr --password-stdin", password=f"the {number}")
        stage.says("login-wrong-password", seen=["refused"], wanted=WANTED)
        told.add(str(stage.verdict["text"]))
    if len(told) != len(("first", "second", "third")):
        raise Failed(f"login-wrong-password-again: the same words again: {told}")
    stage.mends()


@scenario("login-in-the-line", LOG_IN)
def in_the_line(stage: Stage) -> None:
    """A password in the command, of which the shell took a part."""
    stage.cell("docker login -u demousr -p calm")
    stage.says("login-wrong-password", seen=["in the command"], wanted=WANTED)
    stage.mends()


@scenario("login-unknown-account", LOG_IN)
def unknown_account(stage: Stage) -> None:
    """A misspelled account."""
    stage.log_in(name="demouser", fails=True)
    stage.says("login-unknown-account", seen=["demouser"], wanted=WANTED)
    stage.mends()


@scenario("login-elsewhere", LOG_IN)
def elsewhere(stage: Stage) -> None:
    """Logged in to a registry that doesn't answer."""
    password = stage.world.account().password
    stage.cell("docker login registry.example -u demousr --password-stdin", password=password)
    stage.says("login-other-registry", seen=["registry.example"], wanted=WANTED)
    stage.mends()


@scenario(
    "login-other-registry",
    LOG_IN,
    practice_only="this computer has one registry with two addresses",
)
def other_registry(stage: Stage) -> None:
    """Logged in to another registry's address."""
    password = stage.world.account().password
    address = stage.world.registry_url.removeprefix("http://")
    stage.docker("login", address, "-u", "demousr", "--password-stdin", given=password)
    stage.says("login-other-registry", seen=[address], wanted=WANTED)
    stage.mends()
    stage.notes("login-other-registries", address)
    stage.docker("logout", address)


@scenario("login-option", LOG_IN)
def option(stage: Stage) -> None:
    """`-user`, which Docker reads as `-u ser`."""
    stage.cell("docker login -user demousr")
    stage.says("login-option", seen=["-u ser"], wanted=WANTED)
    stage.mends()


@scenario("login-website", LOG_IN)
def website(stage: Stage) -> None:
    """docker login hub.docker.com"""
    password = stage.world.account().password
    stage.tries("docker login hub.docker.com -u demousr --password-stdin", password=password)
    stage.says("login-website", seen=["hub.docker.com"], wanted=WANTED)
    stage.mends()


@scenario("login-no-username", LOG_IN)
def no_username(stage: Stage) -> None:
    """docker login --password-stdin without -u"""
    address = stage.world.names.registry
    stage.cell(f"docker login --password-stdin {address}", password="something")
    stage.says("login-no-username", seen=["no username"], wanted=WANTED)
    stage.mends()


@scenario("login-empty-password", LOG_IN)
def empty_password(stage: Stage) -> None:
    """-p with an empty variable."""
    stage.cell("docker login -u demousr -p ''")
    stage.says("login-no-terminal", seen=[": no password"], wanted=WANTED)
    stage.mends()


@scenario("login-other-account", LOG_IN, alone=True)
def other_account(stage: Stage) -> None:
    """Logged in as someone else."""
    stage.second_account("friend1", "some-other-words")
    stage.log_in("some-other-words", "friend1")
    stage.says("login-other-account", seen=["friend1", "permission to push"], wanted=WANTED)
    stage.mends()


@scenario("login-read-only", LOG_IN)
def read_only(stage: Stage) -> None:
    """Logged in with an access token that can only read."""
    stage.log_in(stage.hub.access_token("repo:read")[1])
    stage.says("login-read-only", seen=["demousr", "can't push"], wanted=WANTED)
    stage.mends()


@scenario("login-token-ended", LOG_IN)
def token_ended(stage: Stage) -> None:
    """Logged in with an access token that was deactivated afterwards."""
    number, token = stage.hub.access_token("repo:write")
    stage.log_in(token)
    stage.passes()
    stage.hub.deactivate(number)
    stage.says("login-stored-refused", seen=["demousr", "refuses"], wanted=WANTED)
    stage.mends()


@scenario("login-stored-refused", LOG_IN)
def stored_refused(stage: Stage) -> None:
    """A saved login from another world, which isn't valid in this one."""
    stage.keep_another_log_in()
    stage.says("login-stored-refused", seen=["demousr", "refuses"], wanted=WANTED)
    stage.mends()


@scenario("login-browser-only", LOG_IN)
def browser_only(stage: Stage) -> None:
    """Signed in to the Hub's pages, and nowhere else."""
    stage.hub.sign_in()
    stage.says("login-browser-only", seen=["in the browser"], wanted=WANTED)
    stage.mends()


@scenario("login-gone", LOG_IN)
def gone(stage: Stage) -> None:
    """Logged in once, and the login is gone."""
    stage.log_in()
    stage.passes()
    stage.docker("logout")
    stage.says("login-gone", seen=["is gone"], wanted=WANTED)
    stage.mends()
