"""What a look tells of the step `log-in`: each cause and each remark, with its facts and its words."""

import pytest

from docker_lessons.lessons import chapter
from docker_lessons.lessons.judgement import judge
from docker_lessons.lessons.steps.log_in import step
from docker_lessons.lessons.wording import verdict
from tests.lessons.looks import REGISTRY, Case, LookBuilder, cases_of, look, remarks

DENIED = "unauthorized: incorrect username or password"
TWO_FACTOR = f"{'no ' * 40}your account uses two-factor authentication: {'no ' * 40}".strip()
"""More than is shown of what Docker Hub said."""

case = cases_of("log-in")
CASES = (
    case(  # it passed once, and a word that's no command is no explanation anymore
        "login-gone",
        look()
        .passed("log-in")
        .typed("docker logn -u demousr", "docker: unknown command: docker logn"),
        "the saved login is gone",
        "docker login -u demousr",
    ),
    case(
        "login-not-asked",
        look().at_registry(asks=False).logged_in(),
        "a registry that asks nobody who they are",
    ),
    case(
        "login-no-username",
        look()
        .at_registry()
        .typed("docker login --password-stdin registry.example.com:5000", "provide --username"),
        "docker login --password-stdin registry.example.com:5000: no username",
        "docker login -u demousr registry.example.com:5000",
        facts={"line": "docker login --password-stdin registry.example.com:5000"},
    ),
    case(
        "login-no-terminal",
        look()
        .at_registry()
        .typed("docker login -u demousr registry.example.com:5000", "password is empty"),
        "docker login -u demousr registry.example.com:5000: no password",
        "docker login -u demousr registry.example.com:5000",
        facts={"line": "docker login -u demousr registry.example.com:5000"},
    ),
    case(
        "login-wrong-password",
        look()
        .at_registry(hidden=True)
        .typed("docker login -u demousr registry.example.com:5000", "unauthorized"),
        "a login with a password that was refused",
        "docker login -u demousr registry.example.com:5000",
    ),
    case(
        "login-unknown-account",
        look()
        .at_registry()
        .typed("docker login -u somebody registry.example.com:5000", "unauthorized"),
        "a login as somebody that was refused",
        "docker login -u demousr registry.example.com:5000",
        facts={"account": "somebody"},
    ),
    case(
        "login-missing",
        look().at_registry(hidden=True),
        "no saved login",
        "docker login -u demousr registry.example.com:5000",
    ),
    case(
        "login-misspelled",
        look().typed("docker logon -u demousr", "unknown shorthand flag: 'u' in -u"),
        "docker logon -u demousr: no command called logon",
        "docker login -u demousr",
        facts={"line": "docker logon -u demousr", "word": "logon"},
    ),
    case(
        "login-misspelled",
        look().typed(
            "docker log in -u demousr", "To get more help with docker, check out our guides"
        ),
        "docker log in -u demousr: no command called log",
        "docker login -u demousr",
        facts={"line": "docker log in -u demousr", "word": "log"},
    ),
    case(
        "log-in-holds",
        look().logged_in(),
        "your client is logged in as demousr",
        facts={"account": "demousr"},
    ),
    case(
        "log-in-holds",
        look().own_docker().docker_hub().keeps_log_in(),
        "your client has a login for Docker Hub",
        variant="kept",
    ),
    *(
        case(
            "login-account",
            look().typed("docker login -u demousr", said),
            f"a login that Docker Hub refused: {said}",
            "docker login -u demousr",
            variant=variant,
            facts={"said": said},
        )
        for said, variant in (
            ("unauthorized: your account must log in with a Personal Access Token (PAT)", ""),
            ("unauthorized: your email address is not verified", "not-verified"),
        )
    ),
    *(
        case(
            "login-option",
            look().typed(f"docker login {options}", "Docker would read that otherwise"),
            f"docker login {options}: {seen}",
            "docker login -u demousr",
            variant=variant,
            facts={"line": f"docker login {options}", **facts},
        )
        for options, seen, variant, facts in (
            (
                "-user demousr",
                "Docker reads -user as -u ser",
                "in-pieces",
                {"word": "-user", "read": "-u ser"},
            ),
            ("--user demousr", "docker login has no option --user", "", {"word": "--user"}),
            ("-u demousr --pass ***", "docker login has no option --pass", "", {"word": "--pass"}),
            ("-U demousr", "docker login has no option -U", "", {"word": "-U"}),
        )
    ),
    *(
        case(
            "login-wrong-password",
            look().own_docker().typed(f"docker login -u demousr {address}", DENIED),
            "a login with a password that was refused",
            f"docker login -u demousr {REGISTRY}",
        )
        for address in (f"http://{REGISTRY}", f"https://{REGISTRY}/", f"{REGISTRY}/v2/")
    ),
    case(
        "login-no-username",
        look()
        .docker_hub()
        .typed("docker login --password-stdin", "Must provide --username with --password-stdin"),
        "docker login --password-stdin: no username",
        "docker login -u demousr",
        facts={"line": "docker login --password-stdin"},
    ),
    case(
        "login-no-terminal",
        look().docker_hub().typed("docker login -u demousr", "password is empty"),
        "docker login -u demousr: no password",
        "docker login -u demousr",
        facts={"line": "docker login -u demousr"},
    ),
    case(
        "login-wrong-password",
        look().docker_hub().typed("docker login -u demousr", DENIED),
        "a login with a password that was refused",
        "docker login -u demousr",
    ),
    case(
        "login-unknown-account",
        look().docker_hub().typed("docker login -u somebody", DENIED),
        "a login as somebody that was refused",
        "docker login -u demousr",
        facts={"account": "somebody"},
    ),
    case(
        "login-read-only",
        look().docker_hub().logged_in(may_push=False),
        "you're logged in as demousr, with an access token that can't push",
        "docker login -u demousr",
        facts={"account": "demousr"},
    ),
    case(
        "login-missing",
        look().own_docker().docker_hub(),
        "no saved login",
        "docker login -u demousr",
    ),
    case(
        "login-no-username",
        look().typed(
            "docker login --password-stdin", "Must provide --username with --password-stdin"
        ),
        "docker login --password-stdin: no username",
        "docker login -u demousr",
        facts={"line": "docker login --password-stdin"},
    ),
    case(
        "login-no-terminal",
        look().typed(
            "docker login -u demousr", "Cannot perform an interactive login from a non TTY device"
        ),
        "docker login -u demousr: no password",
        "docker login -u demousr",
        facts={"line": "docker login -u demousr"},
    ),
    case(
        "login-website",
        look().logged_in_elsewhere("hub.docker.com"),
        "a login to hub.docker.com",
        "docker login -u demousr",
    ),
    case(
        "login-website",
        look().own_docker().typed("docker login -u demousr hub.docker.com", DENIED),
        "a login to hub.docker.com",
        "docker login -u demousr localhost:5056",
        variant="address",
    ),
    case(
        "login-other-registry",
        look().logged_in_elsewhere("ghcr.io", "quay.io"),
        "a login to ghcr.io and quay.io",
        "docker login -u demousr",
        facts={"elsewhere": ("ghcr.io", "quay.io")},
    ),
    case(
        "login-other-registry",
        look().logged_in_elsewhere("index.docker.io"),
        "a login to index.docker.io",
        "docker login -u demousr",
        facts={"elsewhere": ("index.docker.io",)},
    ),
    case(
        "login-other-registry",
        look().typed("docker login -u demousr ghcr.io", "denied"),
        "a login to ghcr.io",
        "docker login -u demousr",
        facts={"elsewhere": "ghcr.io"},
    ),
    case(
        "login-other-registry",
        look().own_docker().typed("docker login -u demousr ghcr.io", "denied"),
        "a login to ghcr.io",
        "docker login -u demousr localhost:5056",
        variant="address",
        facts={"elsewhere": "ghcr.io"},
    ),
    case(
        "login-wrong-password",
        look().asked("/auth", DENIED, account="demousr"),
        "a login with a password that was refused",
        "docker login -u demousr",
    ),
    case(
        "login-unknown-account",
        look().typed("docker login -u demouser", DENIED),
        "a login as demouser that was refused",
        "docker login -u demousr",
        facts={"account": "demouser"},
    ),
    case(
        "login-stored-refused",
        look().logged_in(accepted=False),
        "a saved login as demousr that the registry refuses",
        "docker login -u demousr",
        facts={"account": "demousr"},
    ),
    case(
        "login-read-only",
        look().logged_in(may_push=False),
        "you're logged in as demousr, with an access token that can't push",
        "docker login -u demousr",
        facts={"account": "demousr"},
    ),
    case(
        "login-other-account",
        look().logged_in("teacherdemo", may_push=False),
        "you're logged in as teacherdemo, who doesn't have permission to push to demousr/demorep",
        "docker login -u demousr",
        facts={"account": "teacherdemo"},
    ),
    case(
        "login-browser-only",
        look().sent("/login"),
        "you're signed in to the Hub in the browser, but your Docker client has no saved login",
        "docker login -u demousr",
    ),
    case(
        "login-gone",
        look().passed("log-in"),
        "the saved login is gone",
        "docker login -u demousr",
    ),
    case("login-missing", look(), "no saved login", "docker login -u demousr"),
    case(
        "login-other-registries",
        look().logged_in().logged_in_elsewhere("ghcr.io", "quay.io"),
        "Your client also has a saved login for ghcr.io and quay.io.",
        facts={"others": ("ghcr.io", "quay.io")},
    ),
    case(
        "login-unknown-account",
        look().typed("docker login --username somebody", DENIED),
        "a login as somebody that was refused",
        "docker login -u demousr",
        facts={"account": "somebody"},
    ),
    *(
        case("login-missing", seen, "no saved login", "docker login -u demousr")
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
        "the saved login is gone",
        "docker login -u demousr",
    ),
    case(
        "login-no-terminal",
        look().typed("docker login -u demousr", "the input device is NOT A TERMINAL"),
        "docker login -u demousr: no password",
        "docker login -u demousr",
        facts={"line": "docker login -u demousr"},
    ),
    case(
        "login-wrong-password",
        look().typed("docker login -u demousr", "Unauthorized: Incorrect username"),
        "a login with a password that was refused",
        "docker login -u demousr",
    ),
    case(
        "login-no-username",
        look().typed("docker login -u ''", "username is empty"),
        "docker login -u : no username",
        "docker login -u demousr",
        facts={"line": "docker login -u "},
    ),
    case(
        "login-refused",
        look().typed("docker login -u demousr", "something that nobody foresaw"),
        "docker login -u demousr: something that nobody foresaw",
        "docker login -u demousr",
        facts={
            "line": "docker login -u demousr",
            "said": "something that nobody foresaw",
            "mend": "docker login -u demousr",
        },
    ),
    case(
        "login-refused",
        look().typed(
            "docker login -u demousr",
            'error getting credentials - err: exec: "docker-credential-desktop": executable file not found in $PATH',
        ),
        "docker login -u demousr: error getting credentials - err: exec: "
        '"docker-credential-desktop": executable file not found in $PATH',
        "docker-lessons solve log-in",
    ),
    case(
        "login-helper",
        look().asks_helper("desktop"),
        "config.json names the credential helper desktop",
        "docker-lessons solve log-in",
        facts={"helper": "desktop", "key": "credsStore", "config": "/world/docker/config.json"},
    ),
    *(
        case(
            "login-helper",
            built.asks_helper("desktop"),
            "config.json names the credential helper desktop",
            repair,
            facts={"helper": "desktop", "key": "credsStore", "config": "/world/docker/config.json"},
        )
        for built, repair in (
            (look().docker_hub(), "docker login -u demousr"),
            (look().at_registry(), "docker login -u demousr registry.example.com:5000"),
        )
    ),
    *(
        case(
            "login-wrong-password",
            seen.typed(f"docker login -u demousr {option} *** {address}", DENIED),
            "a login with the password in the command, which was refused",
            f"docker login -u demousr {address}".strip(),
            variant="in-the-line",
        )
        for seen, option, address in (
            (look(), "-p", ""),
            (look(), "--password", ""),
            (look().docker_hub(), "-p", ""),
            (look().at_registry(), "-p", "registry.example.com:5000"),
        )
    ),
    case(
        "login-misspelled",
        look().typed("docker signin -u demousr", "docker: unknown command: docker signin"),
        "docker signin -u demousr: no command called signin",
        "docker login -u demousr",
        facts={"line": "docker signin -u demousr", "word": "signin"},
    ),
    case(
        "login-account",
        look().typed("docker login -u demousr", TWO_FACTOR),
        f"a login that Docker Hub refused: {TWO_FACTOR[-160:]}",
        "docker login -u demousr",
        facts={"said": TWO_FACTOR[-160:]},
    ),
)


@pytest.mark.parametrize("one", CASES, ids=str)
def test_tells(one: Case) -> None:
    one.check()


def test_nothing_is_remarked_of_the_only_log_in() -> None:
    assert remarks("log-in", look().logged_in()) == []


HELPER_SAID = 'error storing credentials - err: exec: "docker-credential-desktop": executable file not found in $PATH, out: ``'


@pytest.mark.parametrize(
    ("step", "built"),
    [
        ("log-in", look().docker_hub().asks_helper("desktop")),
        ("log-in", look().at_registry().asks_helper("desktop")),
        ("log-in", look().docker_hub().typed("docker login -u demousr", HELPER_SAID)),
        (
            "push",
            look()
            .docker_hub()
            .repository()
            .built()
            .tagged()
            .typed("docker push demousr/demorep:1.0", HELPER_SAID),
        ),
    ],
)
def test_a_helper_in_the_way_of_their_own_account_is_no_reason_to_have_the_course_log_in(
    step: str, built: LookBuilder
) -> None:
    one, seen = chapter.definition().by_id[step], built.see()
    said = verdict(judge(chapter.definition(), one, seen), one, seen.names)
    assert "solve" not in (said.repair or ""), said


def logged_in_and_out() -> LookBuilder:
    return look().typed("docker login -u demousr", "Login Succeeded", fails=False)


@pytest.mark.parametrize(
    ("seen", "done"),
    [
        (logged_in_and_out().passed("push"), True),
        (logged_in_and_out(), False),
        (look().passed("push"), False),
        (look().typed("docker login -u demousr", DENIED).passed("push"), False),
        (
            look().typed("docker login -u other", "Login Succeeded", fails=False).passed("push"),
            False,
        ),
        (look().typed("docker logout", fails=False).passed("push"), False),
        (logged_in_and_out().at_registry(asks=False).passed("push"), False),
    ],
    ids=[
        "a login and a push",
        "no push",
        "no login",
        "a refused login",
        "another account",
        "another command",
        "a registry that asks nobody",
    ],
)
def test_a_login_that_nobody_saw_counts_where_a_push_needed_it(
    seen: LookBuilder, done: bool
) -> None:
    assert step.was_done(seen.see()) is done
