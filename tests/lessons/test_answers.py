"""An answer counts however a language writes it: guillemets, narrow spaces, a comma in a number."""

import pytest

from docker_lessons.lessons import chapter
from docker_lessons.lessons.answers import bare, told_again, with_dots
from docker_lessons.lessons.judgement import judge
from tests.lessons.looks import LookBuilder, look, remarks
from tests.lessons.steps.test_run_it import TARGET, ready

DEFINITION = chapter.definition()


def cause(step: str, seen: LookBuilder) -> str:
    return judge(DEFINITION, DEFINITION.by_id[step], seen.see()).finding.cause


@pytest.mark.parametrize(
    ("answer", "meant"),
    [
        ("«\u202flatest\u202f»", "latest"),
        ("«\u00a0latest\u00a0»", "latest"),
        ("“docker pull\u00a0demousr/demorep”", "docker pull demousr/demorep"),
        ("\u20181.0\u2019", "1.0"),
        ("\u200b1.0\ufeff", "1.0"),
        ("\u202a1.0\u2069", "1.0"),
        ("  `a  b` ", "a b"),
        ("latest.", "latest"),
        ("« latest » !", "latest"),
        (None, ""),
    ],
)
def test_what_stands_around_an_answer_is_left_out(answer: str | None, meant: str) -> None:
    assert bare(answer) == meant


def test_a_comma_is_a_dot_between_digits_alone() -> None:
    assert with_dots("1,0") == "1.0"
    assert with_dots("a, b") == "a, b"


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        ("«\u202faa0000000000\u202f»", "list-images-holds"),
        ("SHA256\u00a0:\u202faa0000000000…", "list-images-holds"),
        ("« 0,1 »", "images-answer-tag"),
        ("«\u00a0myimage\u00a0»", "images-answer-name"),
        ("1,04\u202fko", "images-answer-size"),
        ("il y a 2 heures", "images-answer-age"),
        ("« »", "images-no-answer"),
    ],
)
def test_an_image_id(answer: str, found: str) -> None:
    assert cause("list-images", look().built().answered(answer)) == found


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        ("«\u202fsha256:9a0000000000\u202f»", "see-tag-holds"),
        ("empreinte (digest)\u00a0: sha256 : 9a0000000000", "see-tag-holds"),
        ("digest: sha256:9a0000000000", "see-tag-holds"),
        ("1,0", "digest-answer-tag"),
        ("« 1.0 »", "digest-answer-tag"),
    ],
)
def test_a_digest(answer: str, found: str) -> None:
    assert cause("see-tag", look().built().tagged().published().answered(answer)) == found


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        ("«\u202fdocker pull demousr/demorep\u202f»", "create-repository-holds"),
        ("$\u00a0docker\u00a0pull demousr/demorep", "create-repository-holds"),
        ("« demousr/demorep »", "repository-answer-name-alone"),
        ("docker pull demousr/demorep.", "create-repository-holds"),
        ("docker pull demousr/demorep;", "create-repository-holds"),
        ("In [3]: docker pull demousr/demorep", "create-repository-holds"),
        ("!docker pull demousr/demorep", "create-repository-holds"),
        ("demousr@laptop:~/work$ docker pull demousr/demorep", "create-repository-holds"),
        ("PS C:\\Users\\demousr> docker pull demousr/demorep", "create-repository-holds"),
        ("docker pull “demousr/demorep”", "create-repository-holds"),
        ("docker pull demousr/demorep # mine", "create-repository-holds"),
        ("DOCKER PULL demousr/demorep", "repository-answer-capitals"),
        ("Docker pull demousr/demorep", "repository-answer-capitals"),
    ],
)
def test_a_pull_command(answer: str, found: str) -> None:
    assert cause("create-repository", look().repository().answered(answer)) == found


def test_a_long_answer_is_told_again_as_cut_off() -> None:
    assert told_again("a" * 60) == "a" * 60
    assert told_again("a" * 61) == "a" * 60 + "…"


def test_a_tag_is_remarked_only_where_there_is_one() -> None:
    def remarked(answer: str) -> list[str]:
        return remarks("create-repository", look().repository().answered(answer))

    assert remarked("docker image pull demousr/demorep") == []
    assert remarked("docker pull demousr/demorep:1.0") == ["repository-answer-form"]


@pytest.mark.parametrize("answer", ["«\u202fImage created\u202f»", "image created."])
def test_what_was_printed(answer: str) -> None:
    assert cause("run-it", ready().ran(TARGET).answered(answer)) == "run-it-holds"
