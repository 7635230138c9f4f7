"""What a look tells of the step `create-repository`: each cause and each remark, with its facts and its words."""

import pytest

from tests.lessons.looks import (
    FIRST,
    REGISTRY,
    Case,
    LookBuilder,
    cases_of,
    digest_of,
    look,
    remarks,
)

ANSWER = "docker pull demousr/demorep"
case = cases_of("create-repository")
_CAPITALS = "“DemoRep” has capital letters, but repository names are lowercase: try “demorep”."
_IN_FRENCH = "Le nom « DemoRep » contient des majuscules : essayez « demorep »."

CASES = (
    *(
        case(
            "repository-answer-spaces",
            look().repository().answered(given),
            f"{given}, with spaces inside the name",
            "docker-lessons check create-repository --answer 'docker pull demousr/demorep'",
            facts={"given": given},
        )
        for given in (
            "docker pull demousr/ demorep:latest",
            "demousr / demorep",
            "demousr / demorep:1.0",
            "demousr /demorep",
        )
    ),
    *(
        case(
            "repository-answer-capitals",
            look().repository().answered(given),
            f"{given}, with a capital letter",
            "docker-lessons check create-repository --answer 'docker pull demousr/demorep'",
            facts={"given": given},
        )
        for given in (
            "Docker pull demousr/demorep",
            "DOCKER PULL DEMOUSR/DEMOREP",
            "Docker pull demorep",  # another name, but the first word is what Docker can't read
        )
    ),
    case(
        "repository-answer-other",
        look().docker_hub().repository().answered("docker pull <demousr/demorep>"),
        "docker pull <demousr/demorep>, with brackets in the name",
        "docker-lessons check create-repository --answer 'docker pull demousr/demorep'",
        variant="brackets",
        facts={"given": "docker pull <demousr/demorep>"},
    ),
    case(
        "repository-answer-other",
        look().docker_hub().repository().answered("docker pull YOURNAME/demorep"),
        "docker pull YOURNAME/demorep, where YOURNAME/demorep is a placeholder",
        "docker-lessons check create-repository --answer 'docker pull demousr/demorep'",
        variant="placeholder",
        facts={"given": "docker pull YOURNAME/demorep", "placeholder": "YOURNAME/demorep"},
    ),
    case(
        "repository-answer-other",
        look().docker_hub().repository().answered("docker pull ..."),
        "docker pull, without a name",
        "docker-lessons check create-repository --answer 'docker pull demousr/demorep'",
        variant="no-name",
        facts={"given": "docker pull"},
    ),
    case(
        "repository-no-answer",
        look().docker_hub().repository(),
        "demousr/demorep is on the Hub, public; no answer yet",
        "docker-lessons check create-repository --answer 'docker pull demousr/demorep'",
    ),
    case(
        "repository-answer-other",
        look().docker_hub().repository().answered("pull it"),
        "pull it, which isn't a pull command",
        "docker-lessons check create-repository --answer 'docker pull demousr/demorep'",
        facts={"given": "pull it"},
    ),
    case(
        "repository-answer-other",
        look().docker_hub().repository().answered("docker pull -a demousr/demorep"),
        "docker pull -a demousr/demorep, with an option",
        "docker-lessons check create-repository --answer 'docker pull demousr/demorep'",
        variant="option",
        facts={"given": "docker pull -a demousr/demorep"},
    ),
    case(
        "create-repository-holds",
        look()
        .at_registry(hidden=True)
        .answered("docker pull registry.example.com:5000/class/demousr/demorep"),
        "a registry that makes a repository at the first push; you answered docker pull registry.example.com:5000/class/demousr/demorep",
        variant="at-first-push",
        facts={"given": "docker pull registry.example.com:5000/class/demousr/demorep"},
    ),
    case(
        "repository-no-answer",
        look().at_registry(),
        "no answer yet",
        "docker-lessons check create-repository --answer 'docker pull registry.example.com:5000/class/demousr/demorep'",
    ),
    case(
        "repository-answer-other",
        look().at_registry().answered("docker images"),
        "docker images, which isn't a pull command",
        "docker-lessons check create-repository --answer 'docker pull registry.example.com:5000/class/demousr/demorep'",
        facts={"given": "docker images"},
    ),
    case(
        "repository-answer-other",
        look()
        .at_registry()
        .answered("docker pull -q registry.example.com:5000/class/demousr/demorep"),
        "docker pull -q registry.example.com:5000/class/demousr/demor…, with an option",
        "docker-lessons check create-repository --answer 'docker pull registry.example.com:5000/class/demousr/demorep'",
        variant="option",
        facts={"given": "docker pull -q registry.example.com:5000/class/demousr/demor…"},
    ),
    case(
        "repository-answer-other",
        look().repository().answered("docker pull -a demousr/demorep"),
        "docker pull -a demousr/demorep, with an option",
        "docker-lessons check create-repository --answer 'docker pull demousr/demorep'",
        variant="option",
        facts={"given": "docker pull -a demousr/demorep"},
    ),
    case(
        "repository-missing",
        look().docker_hub(),
        "no public repository of demousr's on Docker Hub",
        variant="none",
    ),
    case(
        "repository-missing",
        look().docker_hub().shows_private(),
        "no repository demousr/demorep on Docker Hub",
        variant="all-seen",
    ),
    case(
        "repository-missing",
        look().docker_hub().passed("create-repository"),
        "no public repository demousr/demorep on Docker Hub anymore",
        variant="unseen",
    ),
    case(
        "repository-missing",
        look().docker_hub().shows_private().passed("create-repository"),
        "no repository demousr/demorep on Docker Hub anymore",
        variant="gone",
    ),
    case(
        "repository-missing",
        look().docker_hub().repository("something-else"),
        "no public repository demousr/demorep on Docker Hub",
        facts={"others": ("demousr/something-else",)},
    ),
    case(
        "repository-close-name",
        look().docker_hub().repository("demo-rep"),
        "demousr/demo-rep on the Hub",
        facts={"near": "demo-rep"},
    ),
    case(
        "repository-private",
        look().docker_hub().repository(private=True),
        "demousr/demorep is private",
    ),
    case(
        "repository-has-tags",
        look().docker_hub().published("0.9").answered("docker pull demousr/demorep"),
        "you pushed 0.9 to it",
        facts={"tags": ("0.9",)},
    ),
    case(
        "create-repository-holds",
        look().repository().answered("docker pull demousr/demorep"),
        "demousr/demorep is on the Hub, public; you answered docker pull demousr/demorep",
        facts={"given": "docker pull demousr/demorep"},
    ),
    case(
        "create-repository-holds",
        look().own_docker().repository().answered(f"docker pull {REGISTRY}/demousr/demorep"),
        "demousr/demorep is on the Hub, public; you answered docker pull localhost:5056/demousr/demorep",
        facts={"given": "docker pull localhost:5056/demousr/demorep"},
    ),
    case(
        "repository-private",
        look().repository(private=True),
        "demousr/demorep is private",
        "docker-lessons solve create-repository",
    ),
    case(
        "repository-sign-in-refused",
        look().sent("/login", "Wrong name or password."),
        "a sign-in on the Hub that was refused",
        "docker-lessons solve create-repository",
    ),
    case(
        "repository-capitals",
        look().sent("/repositories/create", _CAPITALS),
        f"a name that the Hub refused: {_CAPITALS}",
        "docker-lessons solve create-repository",
        facts={"said": _CAPITALS, "capitalized": "Demorep"},
    ),
    case(
        "repository-capitals",
        look().sent("/repositories/create", _IN_FRENCH),
        f"a name that the Hub refused: {_IN_FRENCH}",
        "docker-lessons solve create-repository",
        facts={"said": _IN_FRENCH, "capitalized": "Demorep"},
    ),
    case(
        "repository-form-refused",
        look().sent("/repositories/create", "A name is needed."),
        "a form that the Hub refused: A name is needed.",
        "docker-lessons solve create-repository",
        facts={"said": "A name is needed."},
    ),
    case(
        "repository-close-name",
        look().repository("demorepo"),
        "demousr/demorepo on the Hub",
        "docker-lessons solve create-repository",
        facts={"near": "demorepo"},
    ),
    case(
        "repository-missing",
        look(),
        "demousr has no repository on the Hub",
        "docker-lessons solve create-repository",
        variant="none",
    ),
    case(
        "repository-missing",
        look().repository("alpha").repository("beta"),
        "the Hub has demousr/alpha and demousr/beta",
        "docker-lessons solve create-repository",
        facts={"others": ("demousr/alpha", "demousr/beta")},
    ),
    case(
        "repository-no-answer",
        look().repository(),
        "demousr/demorep is on the Hub, public; no answer yet",
        "docker-lessons check create-repository --answer 'docker pull demousr/demorep'",
    ),
    case(
        "repository-answer-spaces",
        look().repository().answered("docker pull demousr / demorep"),
        "docker pull demousr / demorep, with spaces inside the name",
        "docker-lessons check create-repository --answer 'docker pull demousr/demorep'",
        facts={"given": "docker pull demousr / demorep"},
    ),
    case(
        "repository-answer-capitals",
        look().repository().answered("docker pull demousr/DemoRep"),
        "docker pull demousr/DemoRep, with a capital letter",
        "docker-lessons check create-repository --answer 'docker pull demousr/demorep'",
        facts={"given": "docker pull demousr/DemoRep"},
    ),
    case(
        "repository-answer-no-namespace",
        look().repository().answered("docker pull demorep"),
        "docker pull demorep, without an account",
        "docker-lessons check create-repository --answer 'docker pull demousr/demorep'",
        facts={"given": "docker pull demorep"},
    ),
    case(
        "repository-answer-push",
        look().repository().answered("docker push demousr/demorep"),
        "docker push demousr/demorep, which sends an image",
        "docker-lessons check create-repository --answer 'docker pull demousr/demorep'",
        facts={"given": "docker push demousr/demorep"},
    ),
    case(
        "repository-answer-name-alone",
        look().repository().answered("demousr/demorep"),
        "demousr/demorep, which is only the name",
        "docker-lessons check create-repository --answer 'docker pull demousr/demorep'",
        facts={"given": "demousr/demorep"},
    ),
    case(
        "repository-answer-other",
        look().repository().answered("git clone demorep"),
        "git clone demorep, which isn't a pull command",
        "docker-lessons check create-repository --answer 'docker pull demousr/demorep'",
        facts={"given": "git clone demorep"},
    ),
    case(
        "repository-answer-other",
        look().repository().answered("docker pull demousr/another"),
        "docker pull demousr/another: a pull of demousr/another",
        "docker-lessons check create-repository --answer 'docker pull demousr/demorep'",
        variant="pull",
        facts={"given": "docker pull demousr/another", "pulled": "demousr/another"},
    ),
    case(
        "repository-answer-form",
        look().repository().answered("docker pull demousr/demorep:1.0"),
        "With a tag, it pulls that one. Without a tag, it pulls demousr/demorep:latest.",
    ),
    case(
        "repository-answer-form",
        look().repository().answered("sudo docker pull demousr/demorep"),
        "You need sudo only where the engine belongs to root, and in this course it doesn't.",
        variant="sudo",
    ),
    case(
        "repository-answer-form",
        look().repository().answered("docker pull docker.io/demousr/demorep"),
        "Docker adds docker.io/ by itself, so you can leave it out.",
        variant="docker.io",
    ),
    case(
        "repository-made-by-push",
        look().pushed().answered("docker pull demousr/demorep"),
        "The Hub created this repository by itself when you pushed to it, and it chose the visibility, too.",
    ),
    case(
        "repository-answer-name-alone",
        look().repository().answered("demousr/demorep:1.0"),
        "demousr/demorep:1.0, which is only the name",
        "docker-lessons check create-repository --answer 'docker pull demousr/demorep'",
        facts={"given": "demousr/demorep:1.0"},
    ),
    case(
        "repository-answer-other",
        look().repository().answered("x" * 61),
        f"{'x' * 60}…, which isn't a pull command",
        "docker-lessons check create-repository --answer 'docker pull demousr/demorep'",
        facts={"given": "x" * 60 + "…"},
    ),
    case(
        "create-repository-holds",
        look().repository().answered("`$ docker pull demousr/demorep`"),
        "demousr/demorep is on the Hub, public; you answered docker pull demousr/demorep",
        facts={"given": "docker pull demousr/demorep"},
    ),
    case(
        "create-repository-holds",
        look().repository().answered("docker pull index.docker.io/demousr/demorep"),
        "demousr/demorep is on the Hub, public; you answered docker pull index.docker.io/demousr/demorep",
        facts={"given": "docker pull index.docker.io/demousr/demorep"},
    ),
    case(
        "repository-answer-other",
        look().repository().answered("Xdocker pull demousr/demorepX"),
        "Xdocker pull demousr/demorepX, which isn't a pull command",
        "docker-lessons check create-repository --answer 'docker pull demousr/demorep'",
        facts={"given": "Xdocker pull demousr/demorepX"},
    ),
    case(
        "repository-sign-in-refused",
        look().sent("/login", "wrong").asked("/images/create"),
        "a sign-in on the Hub that was refused",
        "docker-lessons solve create-repository",
    ),
    case(
        "repository-answer-other",
        look().repository().answered("docker pull /demorep"),
        "docker pull /demorep: a pull of /demorep",
        "docker-lessons check create-repository --answer 'docker pull demousr/demorep'",
        variant="pull",
        facts={"given": "docker pull /demorep", "pulled": "/demorep"},
    ),
    case(
        "repository-answer-other",
        look().repository().answered("docker pull other:RC1"),
        "docker pull other:RC1: a pull of other",
        "docker-lessons check create-repository --answer 'docker pull demousr/demorep'",
        variant="pull",
        facts={"given": "docker pull other:RC1", "pulled": "other"},
    ),
    case(
        "repository-answer-other",
        look().repository().answered("docker pull <demousr/demorep>"),
        "docker pull <demousr/demorep>, with brackets in the name",
        "docker-lessons check create-repository --answer 'docker pull demousr/demorep'",
        variant="brackets",
        facts={"given": "docker pull <demousr/demorep>"},
    ),
    case(
        "repository-answer-other",
        look().repository().answered("docker pull [demousr]/demorep"),
        "docker pull [demousr]/demorep, with brackets in the name",
        "docker-lessons check create-repository --answer 'docker pull demousr/demorep'",
        variant="brackets",
        facts={"given": "docker pull [demousr]/demorep"},
    ),
    case(
        "repository-answer-other",
        look().repository().answered("docker pull {demousr/demorep}"),
        "docker pull {demousr/demorep}, with brackets in the name",
        "docker-lessons check create-repository --answer 'docker pull demousr/demorep'",
        variant="brackets",
        facts={"given": "docker pull {demousr/demorep}"},
    ),
    case(
        "repository-answer-other",
        look().repository().answered("docker pull YOURNAME/demorep"),
        "docker pull YOURNAME/demorep, where YOURNAME/demorep is a placeholder",
        "docker-lessons check create-repository --answer 'docker pull demousr/demorep'",
        variant="placeholder",
        facts={"given": "docker pull YOURNAME/demorep", "placeholder": "YOURNAME/demorep"},
    ),
    case(
        "repository-answer-other",
        look().repository().answered("docker pull <username>/demorep"),
        "docker pull <username>/demorep, where <username>/demorep is a placeholder",
        "docker-lessons check create-repository --answer 'docker pull demousr/demorep'",
        variant="placeholder",
        facts={"given": "docker pull <username>/demorep", "placeholder": "<username>/demorep"},
    ),
    case(
        "repository-answer-other",
        look().at_registry().answered("docker pull ___"),
        "docker pull ___, where ___ is a placeholder",
        "docker-lessons check create-repository --answer 'docker pull registry.example.com:5000/class/demousr/demorep'",
        variant="placeholder",
        facts={"given": "docker pull ___", "placeholder": "___"},
    ),
    case(
        "repository-answer-other",
        look().repository().answered("docker pull ..."),
        "docker pull, without a name",
        "docker-lessons check create-repository --answer 'docker pull demousr/demorep'",
        variant="no-name",
        facts={"given": "docker pull"},
    ),
    case(
        "repository-answer-other",
        look().at_registry().answered("docker pull ..."),
        "docker pull, without a name",
        "docker-lessons check create-repository --answer 'docker pull registry.example.com:5000/class/demousr/demorep'",
        variant="no-name",
        facts={"given": "docker pull"},
    ),
    case(
        "repository-answer-other",
        look().repository().answered("Using default tag: latest"),
        "Using default tag: latest, which isn't a pull command",
        "docker-lessons check create-repository --answer 'docker pull demousr/demorep'",
        facts={"given": "Using default tag: latest"},
    ),
    case(
        "repository-answer-capitals",
        look().repository().answered("docker pull DEMOUSR/demorep"),
        "docker pull DEMOUSR/demorep, with a capital letter",
        "docker-lessons check create-repository --answer 'docker pull demousr/demorep'",
        facts={"given": "docker pull DEMOUSR/demorep"},
    ),
    case(
        "repository-sign-in-refused",
        look().sent("/login", "wrong").sent("/login?next=%2F", "wrong"),
        "2 sign-ins in a row that the Hub refused",
        "docker-lessons solve create-repository",
        variant="again",
        facts={"count": 2},
    ),
    case(
        "repository-sign-in-refused",
        look().sent("/login", "wrong").sent("/login").sent("/login", "wrong"),
        "a sign-in on the Hub that was refused",
        "docker-lessons solve create-repository",
    ),
    case(
        "repository-missing",  # the right command does not make a repository
        look().answered(ANSWER),
        "demousr has no repository on the Hub",
        "docker-lessons solve create-repository",
        variant="none",
    ),
    case(
        "repository-private",
        look().repository(private=True).answered(ANSWER),
        "demousr/demorep is private",
        "docker-lessons solve create-repository",
    ),
    case(
        "repository-answer-capitals",  # a placeholder elsewhere, and this learner's own account
        look().docker_hub("username").repository().answered("docker pull USERNAME/demorep"),
        "docker pull USERNAME/demorep, with a capital letter",
        "docker-lessons check create-repository --answer 'docker pull username/demorep'",
        facts={"given": "docker pull USERNAME/demorep"},
    ),
)


@pytest.mark.parametrize("one", CASES, ids=str)
def test_tells(one: Case) -> None:
    one.check()


def test_nothing_is_remarked_of_a_repository_that_was_created_and_the_command_itself() -> None:
    seen = look().repository().sent("/repositories/create").answered(ANSWER)
    assert remarks("create-repository", seen) == []


@pytest.mark.parametrize("path", ["/repositories/create", "/v2/repositories/"])
def test_who_created_it_and_pushed_is_told_nothing_of_pushes(path: str) -> None:
    seen = look().sent(path).pushed().answered(ANSWER)
    assert remarks("create-repository", seen) == []


@pytest.mark.parametrize(
    ("path", "message"), [("/repositories/create", "too short"), ("/login", "")]
)
def test_what_created_nothing_does_not_count_as_creating(path: str, message: str) -> None:
    seen = look().sent(path, message).pushed().answered(ANSWER)
    assert remarks("create-repository", seen) == ["repository-made-by-push"]


def test_a_solution_that_was_shown_is_told_nothing_of_pushes() -> None:
    seen = look().pushed().passed("create-repository", done="shown").answered(ANSWER)
    assert remarks("create-repository", seen) == []


@pytest.mark.parametrize(
    "seen",
    [
        look().docker_hub().repository().answered(ANSWER),
        look().docker_hub().published("0.9").fact("digest", digest_of(FIRST)).answered(ANSWER),
    ],
    ids=["empty", "pushed to in this course"],
)
def test_what_was_not_pushed_before_the_course_is_not_remarked(seen: LookBuilder) -> None:
    assert remarks("create-repository", seen) == []
