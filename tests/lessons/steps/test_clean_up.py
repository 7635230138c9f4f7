"""What a look tells of the step `clean-up`: each cause and each remark, with its facts and its words."""

import pytest

from tests.lessons.looks import (
    FIRST,
    OWN_REGISTRY,
    REBUILT,
    Case,
    LookBuilder,
    cases_of,
    look,
    remarks,
)


def done() -> LookBuilder:
    return look().passed("second-pull")


case = cases_of("clean-up")
CASES = (
    case(
        "clean-up-holds",
        look().docker_hub().passed("second-pull"),
        "no saved login, and none of the course's names here",
    ),
    case(
        "clean-still-logged-in",
        look().own_docker().docker_hub().keeps_log_in().passed("second-pull"),
        "Your Docker client still has a login for Docker Hub",
    ),
    case(
        "clean-log-in-left",  # which the world keeps, and no other client of theirs
        look().own_docker().at_registry().logged_in().passed("second-pull"),
        "a saved login as demousr",
        f"docker logout {OWN_REGISTRY}",
        facts={"account": "demousr"},
    ),
    case(
        "clean-up-holds",
        look().own_docker().docker_hub().keeps_log_in().passed("second-pull"),
        "none of the course's names here",
        variant="logged in",
    ),
    case("clean-up-holds", done(), "no saved login, and none of the course's names here"),
    case(
        "clean-too-early",
        look(),
        "the course isn't finished yet",
        "docker-lessons solve second-pull",
    ),
    case(
        "clean-too-early",
        look().docker_hub().repository(),
        "the course isn't finished yet",
        "docker-lessons check",
        variant="",
    ),
    case(
        "clean-too-early",
        look().at_registry(),
        "the course isn't finished yet",
        "docker-lessons check",
        variant="",
    ),
    case(
        "clean-log-in-left",
        done().logged_in(),
        "a saved login as demousr",
        "docker logout",
        facts={"account": "demousr"},
    ),
    case(
        "clean-container-left",
        done().built().container("brave_turing").container("calm_hopper", state="running"),
        "the container calm_hopper (running), made from one of the course's images",
        "docker rm -f brave_turing calm_hopper",
        variant="running",
        facts={"name": "calm_hopper", "state": "running", "all": "brave_turing calm_hopper"},
    ),
    case(
        "clean-container-left",
        done().built().container("brave_turing"),
        "the container brave_turing (exited), made from one of the course's images",
        "docker rm -f brave_turing",
        facts={"name": "brave_turing", "state": "exited", "all": "brave_turing"},
    ),
    case(
        "clean-container-left",
        done().built().container("brave_turing", state="created"),
        "the container brave_turing (created), made from one of the course's images",
        "docker rm -f brave_turing",
        variant="created",
        facts={"name": "brave_turing", "state": "created", "all": "brave_turing"},
    ),
    case(
        "clean-images-left",
        done().built().tagged(),
        "still here: myimage:0.1 and demousr/demorep:1.0",
        "docker rmi myimage:0.1 demousr/demorep:1.0",
        facts={
            "names": ("myimage:0.1", "demousr/demorep:1.0"),
            "all": "myimage:0.1 demousr/demorep:1.0",
        },
    ),
    case(
        "clean-nameless",
        done().image(FIRST),
        "an image without a name (<none>): aa0000000000",
        "docker rmi aa0000000000",
        facts={"id": ("aa0000000000",), "all": "aa0000000000"},
    ),
    case(
        "clean-nameless",
        done().image(FIRST).image(REBUILT),
        "images without a name (<none>): aa0000000000 and dd0000000000",
        "docker rmi aa0000000000 dd0000000000",
        variant="several",
        facts={
            "id": ("aa0000000000", "dd0000000000"),
            "all": "aa0000000000 dd0000000000",
        },
    ),
    case(
        "clean-images-left",  # what still has a name comes first
        done().image(REBUILT).image(FIRST, "myimage:0.1"),
        "still here: myimage:0.1",
        "docker rmi myimage:0.1",
        facts={"names": ("myimage:0.1",), "all": "myimage:0.1"},
    ),
)


@pytest.mark.parametrize("one", CASES, ids=str)
def test_tells(one: Case) -> None:
    one.check()


def test_nothing_is_remarked_where_nothing_is_left() -> None:
    assert remarks("clean-up", done()) == []


def test_no_login_is_remarked_where_there_is_none() -> None:
    assert remarks("clean-up", done().own_docker().docker_hub()) == []
