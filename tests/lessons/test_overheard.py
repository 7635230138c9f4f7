"""What a real engine was refused by the practice registry names its cause from any terminal."""

import pytest

from docker_lessons.course_check.stage import Stage

TARGET = "demousr/demorep:1.0"


def test_a_push_by_a_stranger(own: Stage) -> None:
    own.solve("tag")
    own.docker("push", TARGET, fails=True)
    assert own.check(step="push")["cause"] == "push-not-logged-in"
    own.solve("log-in")
    own.docker("push", TARGET)
    assert own.check(step="push")["verdict"] == "passed"


@pytest.mark.parametrize(
    ("account", "cause"),
    [("demousr", "login-wrong-password"), ("demouser", "login-unknown-account")],
)
def test_a_log_in_that_is_refused(own: Stage, account: str, cause: str) -> None:
    own.solve("tag")
    own.docker("login", "-u", account, "--password-stdin", given="wrong", fails=True)
    assert own.check(step="log-in")["cause"] == cause
    password = own.world.account().password
    own.docker("login", "-u", "demousr", "--password-stdin", given=password)
    assert own.check(step="log-in")["verdict"] == "passed"


def test_pulls_that_are_refused(own: Stage) -> None:
    own.solve("delete-local")
    own.docker("logout", own.world.names.registry)
    own.docker("pull", "demousr/demorep:1", fails=True)
    assert own.check(step="pull-back")["cause"] == "pull-unknown-tag"
    own.docker("pull", "demousr/demorep", fails=True)
    assert own.check(step="pull-back")["cause"] == "pull-no-latest"
    own.docker("pull", f"{own.world.names.prefix}demousr/demorepo:1.0", fails=True)
    assert own.check(step="pull-back")["cause"] == "pull-no-such-repository"
    own.docker("pull", TARGET)
    assert own.check(step="pull-back")["verdict"] == "passed"
