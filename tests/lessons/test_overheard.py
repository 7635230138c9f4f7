"""What a real engine was refused by the practice registry names its cause from any terminal."""

from dataclasses import replace

import pytest

from docker_lessons.course_check.stage import Stage
from docker_lessons.lessons.attempt import attempts
from docker_lessons.lessons.view import Act, Command, View

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


def test_a_layer_refused_after_the_command_had_ended_hides_not_what_was_typed() -> None:
    line = ("docker", "push", "localhost:5056/teacherdemo/demorep:1.0")
    typed = Command(100.0, line, 1, "denied: requested access to the resource is denied")
    heard = Act(
        100.4, "engine", "POST", "/images/localhost:5056/teacherdemo/demorep/push", 401, "no", None
    )
    later = replace(heard, time=200.0)
    view = View(commands=(typed,), acts=(heard, later))
    assert [one.time for one in attempts(view)] == [200.0, 100.0]
