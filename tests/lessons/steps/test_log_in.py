"""What a look tells of the step `log-in`: each cause and each remark, with its facts and its words."""

import pytest

from tests.lessons.looks import Case, cases_of, look, remarks

DENIED = "unauthorized: incorrect username or password"

case = cases_of("log-in")
CASES = (
    case(
        "log-in-holds",
        look().logged_in(),
        "the registry takes your client for demousr",
        facts={"account": "demousr"},
    ),
    case(
        "login-no-username",
        look().typed(
            "docker login --password-stdin", "Must provide --username with --password-stdin"
        ),
        "docker login --password-stdin: no name",
        "docker login -u demousr",
        facts={"line": "docker login --password-stdin"},
    ),
    case(
        "login-no-terminal",
        look().typed(
            "docker login -u demousr", "Cannot perform an interactive login from a non TTY device"
        ),
        "docker login -u demousr: no password came",
        "docker login -u demousr",
        facts={"line": "docker login -u demousr"},
    ),
    case(
        "login-website",
        look().logged_in_elsewhere("hub.docker.com"),
        "a log-in at hub.docker.com",
        "docker login -u demousr",
    ),
    case(
        "login-website",
        look().own_docker().typed("docker login -u demousr hub.docker.com", DENIED),
        "a log-in at hub.docker.com",
        "docker login -u demousr localhost:5056",
        variant="address",
    ),
    case(
        "login-other-registry",
        look().logged_in_elsewhere("ghcr.io", "quay.io"),
        "a log-in at ghcr.io and quay.io",
        "docker login -u demousr",
        facts={"elsewhere": ("ghcr.io", "quay.io")},
    ),
    case(
        "login-other-registry",
        look().typed("docker login -u demousr ghcr.io", "denied"),
        "a log-in at ghcr.io",
        "docker login -u demousr",
        facts={"elsewhere": "ghcr.io"},
    ),
    case(
        "login-other-registry",
        look().own_docker().typed("docker login -u demousr ghcr.io", "denied"),
        "a log-in at ghcr.io",
        "docker login -u demousr localhost:5056",
        variant="address",
        facts={"elsewhere": "ghcr.io"},
    ),
    case(
        "login-wrong-password",
        look().asked("/auth", DENIED, account="demousr"),
        "a log-in whose password was refused",
        "docker login -u demousr",
    ),
    case(
        "login-unknown-account",
        look().typed("docker login -u demouser", DENIED),
        "a log-in as demouser that was refused",
        "docker login -u demousr",
        facts={"account": "demouser"},
    ),
    case(
        "login-stored-refused",
        look().logged_in(accepted=False),
        "a kept log-in as demousr that the registry refuses",
        "docker login -u demousr",
        facts={"account": "demousr"},
    ),
    case(
        "login-other-account",
        look().logged_in("teacherdemo", may_push=False),
        "you are logged in as teacherdemo, who may not push to demousr/demorep",
        "docker login -u demousr",
        facts={"account": "teacherdemo"},
    ),
    case(
        "login-browser-only",
        look().sent("/login"),
        "you are signed in at the Hub's pages; your Docker client keeps no log-in",
        "docker login -u demousr",
    ),
    case(
        "login-gone",
        look().passed("log-in"),
        "no log-in is kept any more",
        "docker login -u demousr",
    ),
    case("login-missing", look(), "no log-in is kept", "docker login -u demousr"),
    case(
        "login-other-registries",
        look().logged_in().logged_in_elsewhere("ghcr.io", "quay.io"),
        "Your client also keeps a log-in for ghcr.io and quay.io.",
        facts={"others": ("ghcr.io", "quay.io")},
    ),
    case(
        "login-unknown-account",
        look().typed("docker login --username somebody", DENIED),
        "a log-in as somebody that was refused",
        "docker login -u demousr",
        facts={"account": "somebody"},
    ),
    *(
        case("login-missing", seen, "no log-in is kept", "docker login -u demousr")
        for seen in (
            look().sent("/login", "wrong"),
            look().sent("/repositories/create"),
            look().asked("/images/create"),
            look().sent("/login").passed("push"),
        )
    ),
    case(
        "login-gone",
        look().sent("/login").passed("log-in"),
        "no log-in is kept any more",
        "docker login -u demousr",
    ),
    case(
        "login-no-terminal",
        look().typed("docker login -u demousr", "the input device is NOT A TERMINAL"),
        "docker login -u demousr: no password came",
        "docker login -u demousr",
        facts={"line": "docker login -u demousr"},
    ),
    case(
        "login-wrong-password",
        look().typed("docker login -u demousr", "Unauthorized: Incorrect username"),
        "a log-in whose password was refused",
        "docker login -u demousr",
    ),
    case(
        "login-no-username",
        look().typed("docker login -u ''", "username is empty"),
        "docker login -u : no name",
        "docker login -u demousr",
        facts={"line": "docker login -u "},
    ),
)


@pytest.mark.parametrize("one", CASES, ids=str)
def test_tells(one: Case) -> None:
    one.check()


def test_nothing_is_remarked_of_the_only_log_in() -> None:
    assert remarks("log-in", look().logged_in()) == []
