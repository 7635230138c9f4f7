"""What a look tells of the step `clean-up`: each cause and each remark, with its facts and its words."""

import pytest

from tests.lessons.looks import FIRST, Case, LookBuilder, cases_of, look, remarks


def done() -> LookBuilder:
    return look().passed("second-pull")


case = cases_of("clean-up")
CASES = (
    case("clean-up-holds", done(), "no log-in is kept, and none of the course's names is here"),
    case(
        "clean-too-early",
        look(),
        "a course that has not come to its end yet",
        "docker-lessons solve second-pull",
    ),
    case(
        "clean-log-in-left",
        done().logged_in(),
        "a kept log-in as demousr",
        "docker logout",
        facts={"account": "demousr"},
    ),
    case(
        "clean-container-left",
        done().built().container("brave_turing").container("calm_hopper", state="running"),
        "the container brave_turing (exited), made from an image of the course's",
        "docker rm -f brave_turing calm_hopper",
        facts={"name": "brave_turing", "state": "exited", "all": "brave_turing calm_hopper"},
    ),
    case(
        "clean-images-left",
        done().built().tagged(),
        "myimage:0.1 and demousr/demorep:1.0 still here",
        "docker rmi myimage:0.1 demousr/demorep:1.0",
        facts={
            "names": ("myimage:0.1", "demousr/demorep:1.0"),
            "all": "myimage:0.1 demousr/demorep:1.0",
        },
    ),
    case(
        "clean-nameless",
        done().image(FIRST),
        "An image without a name is left, from a build that a newer one took the name of: docker image prune takes it away.",
    ),
)


@pytest.mark.parametrize("one", CASES, ids=str)
def test_tells(one: Case) -> None:
    one.check()


def test_nothing_is_remarked_where_nothing_is_left() -> None:
    assert remarks("clean-up", done()) == []
