"""A line that is proposed is one that the client accepts, differs from what was typed, and needs no proposal itself."""

import shlex
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docker_lessons.findings import dashes, misspelling, slips
from docker_lessons.findings.command_line import CommandLine, parse
from docker_lessons.findings.finding import Finding
from docker_lessons.findings.proposal import accepted

CHAPTER = [
    "docker build -t myimage:0.1 myimage",
    "docker images",
    "docker images demousr/demorep",
    "docker image ls",
    "docker tag myimage:0.1 demousr/demorep:1.0",
    "docker login -u demousr",
    "docker login -u demousr localhost:5056",
    "docker logout",
    "docker push demousr/demorep:1.0",
    "docker push localhost:5056/demousr/demorep:1.0",
    "docker rmi myimage:0.1 demousr/demorep:1.0",
    "docker image rm 0123456789ab",
    "docker pull demousr/demorep:1.0",
    "docker run --rm demousr/demorep:1.0",
    "docker inspect demousr/demorep:1.0",
    "docker history myimage:0.1",
    "docker image inspect --format '{{.Id}}' myimage:0.1",
]
SIGNS = "/:-. \N{EN DASH}\N{EM DASH}\N{LEFT DOUBLE QUOTATION MARK}\N{NO-BREAK SPACE}\N{ZERO WIDTH SPACE}aeP0,$<"
SPEAK = [
    "sudo",
    "docker",
    "$",
    "delete",
    "download",
    "upload",
    "list",
    "image",
    "desktop",
    "buildx",
]


def found(line: CommandLine) -> Iterator[Finding]:
    """Every finding that may be made of a line."""
    wholes = [
        slips.sudo(line),
        dashes.long_dash(line),
        dashes.number_of_dashes(line),
        dashes.in_pieces(line),
        dashes.nearly(line),
        slips.between_names(line),
        slips.curly_quotes(line),
        slips.invisible_characters(line),
        slips.gap_in_name(line),
        slips.colon_and_slash(line, ("myimage:0.1", "demousr/demorep:1.0")),
        slips.image_group(line),
    ]
    yield from (one for one in wholes if one)
    if line.command and not misspelling.is_real(line.command[0]):
        yield slips.misspelt_command(line, line.command[0])


def proposals(line: CommandLine) -> list[str]:
    return [str(one.facts["mended"]) for one in found(line) if "mended" in one.facts]


@st.composite
def mistyped(draw: st.DrawFn) -> list[str]:
    """One of the chapter's lines with one to three slips in it."""
    words = shlex.split(draw(st.sampled_from(CHAPTER)))
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(words) - 1))
        word = words[at]
        sign = draw(st.integers(0, max(len(word) - 1, 0)))
        new = draw(st.sampled_from(SIGNS))
        slip = draw(st.sampled_from(["lose", "twice", "swap", "other", "more", "speak", "without"]))
        words[at : at + 1] = {
            "lose": [word[:sign] + word[sign + 1 :]],
            "twice": [word[: sign + 1] + word[sign:]],
            "swap": [word[:sign] + word[sign : sign + 2][::-1] + word[sign + 2 :]],
            "other": (word[:sign] + new + word[sign + 1 :]).split(" "),
            "more": (word[:sign] + new + word[sign:]).split(" "),
            "speak": [draw(st.sampled_from(SPEAK)), *([word] if draw(st.booleans()) else [])],
            "without": [] if len(words) > 1 else [word],
        }[slip]
    return [word for word in words if word]


@given(mistyped())
def test_a_proposal_runs_differs_and_is_the_last_one(words: list[str]) -> None:
    line = parse(words)
    for proposal in proposals(line):
        proposed = tuple(shlex.split(proposal))
        assert accepted(proposed)
        assert proposed != line.words
        assert parse(proposed).verb in misspelling.REAL_COMMANDS
        assert proposals(parse(proposed)) == []


@pytest.mark.parametrize("line", CHAPTER)
def test_nothing_is_proposed_for_the_chapters_own_lines(line: str) -> None:
    assert accepted(shlex.split(line))
    assert proposals(parse(shlex.split(line))) == []


def test_nearly_every_letter_lost_in_a_command_is_mended() -> None:
    tried, mended = 0, 0
    for words in map(shlex.split, CHAPTER):
        for at in range(len(words[1])):
            lost = parse([words[0], words[1][:at] + words[1][at + 1 :], *words[2:]])
            if not misspelling.is_real(lost.words[1]):
                tried += 1
                mended += bool(proposals(lost))
    assert mended > 0.9 * tried > 50


@pytest.mark.parametrize(
    ("line", "proposal"),
    [
        ("docker download demousr/demorep:1.0", "docker pull demousr/demorep:1.0"),
        ("docker install ubuntu", "docker pull ubuntu"),
        ("docker upload demousr/demorep:1.0", "docker push demousr/demorep:1.0"),
        ("docker publish demousr/demorep:1.0", "docker push demousr/demorep:1.0"),
        ("docker delete myimage:0.1", "docker rmi myimage:0.1"),
        ("docker remove myimage:0.1", "docker rmi myimage:0.1"),
        ("docker list", "docker images"),
        ("docker ls", "docker images"),
        ("docker make -t a:1 .", "docker build -t a:1 ."),
        ("docker signin -u demousr", "docker login -u demousr"),
        ("docker log in -u demousr", "docker login -u demousr"),
        ("docker pu sh demousr/demorep:1.0", "docker push demousr/demorep:1.0"),
        ("docker PUSH demousr/demorep:1.0", "docker push demousr/demorep:1.0"),
        ("docker iamges", "docker images"),
        ("docker pus demousr/demorep:1.0", "docker push demousr/demorep:1.0"),
        ("docker pul demousr/demorep:1.0", "docker pull demousr/demorep:1.0"),
        ("docker tga myimage:0.1 demousr/demorep:1.0", "docker tag myimage:0.1 demousr/demorep:1.0"),
        ("docker pus demousr/demorep 1.0", ""),
        ("docker pus Demousr/Demorep", ""),
        ("docker xyzzy", ""),
        ("docker desktop start", ""),
        ("docker buildx ls", ""),
        ("docker compose up", ""),
        ("docker scout quickview", ""),
        ("docker start x", ""),
    ],
)  # fmt: skip
def test_the_command_that_is_meant(line: str, proposal: str) -> None:
    words = line.split()
    told = slips.misspelt_command(parse(words), words[1])
    assert told.facts.get("mended", "") == proposal


@pytest.mark.parametrize(
    ("line", "variant", "proposal"),
    [
        ("docker image", "list", "docker images"),
        ("docker image myimage", "list", "docker images myimage"),
        ("docker image lst", "near", "docker image list"),
        ("docker image pul demousr/demorep:1.0", "near", "docker image pull demousr/demorep:1.0"),
        ("docker image a b c", "far", ""),
    ],
)
def test_docker_image_with_no_command_of_its_own(line: str, variant: str, proposal: str) -> None:
    told = slips.image_group(parse(line.split()))
    assert told
    assert (told.variant, told.facts.get("mended", "")) == (variant, proposal)


@pytest.mark.parametrize(
    ("line", "proposal"),
    [
        ("docker tag myimage:0.1 demousr:demorep/1.0", "docker tag myimage:0.1 demousr/demorep:1.0"),
        ("docker tag myimage:0.1 demousr/demorep/1.0", "docker tag myimage:0.1 demousr/demorep:1.0"),
        ("docker tag myimage/0.1 demousr/demorep:1.0", "docker tag myimage:0.1 demousr/demorep:1.0"),
        ("docker rmi myimage/0.1", "docker rmi myimage:0.1"),
        ("docker push localhost:5056/demousr/demorep/1.0", ""),
        ("docker tag other/0.1 demousr/demorep:1.0", ""),
        ("docker pull someone:thing/latest", "docker pull someone/thing:latest"),
    ],
)  # fmt: skip
def test_slash_and_colon_change_places(line: str, proposal: str) -> None:
    told = slips.colon_and_slash(parse(line.split()), ("myimage:0.1", "demousr/demorep:1.0"))
    assert told
    assert told.facts.get("mended", "") == proposal


@pytest.mark.parametrize(
    "line",
    [
        "docker tag myimage:0.1 /demorep:1.0",
        "docker tag myimage:0.1 :1.0",
        "docker tag : :",
        "docker push /",
    ],
)
def test_a_name_with_a_part_missing_is_no_name_in_pieces(line: str) -> None:
    assert proposals(parse(line.split())) == []
