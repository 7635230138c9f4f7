"""Slips in the options of a line, each with its sentence."""

import pytest

from docker_lessons.findings import dashes
from docker_lessons.findings.command_line import parse
from docker_lessons.findings.finding import Finding
from docker_lessons.findings.wording import tell

EN, EM = "\N{EN DASH}", "\N{EM DASH}"


def told(finding: Finding | None) -> str:
    assert finding
    return tell(finding, dashes.SENTENCES)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (f"docker build {EN}t a .", f"{EN}t begins with a long dash, the kind a word processor makes. Options begin with -: docker build -t a ."),
        (f"docker images {EM}format x", ": docker images --format x"),
        (f"docker images {EN}{EN}format x", ": docker images --format x"),
    ],
)  # fmt: skip
def test_a_long_dash(line: str, sentence: str):
    assert told(dashes.long_dash(parse(line.split()))).endswith(sentence)


@pytest.mark.parametrize(
    ("line", "read", "mended"),
    [
        ("docker login -user demousr", "-u ser", "docker login --username demousr"),
        ("docker login -username=demousr", "-u sername=demousr", "docker login --username=demousr"),
        ("docker build -tag .", "-t ag", None),
        ("docker build -tag a:1 .", "-t ag", "docker build --tag a:1 ."),
        ("docker build -file Dockerfile .", "-f ile", "docker build --file Dockerfile ."),
        ("docker images -filter dangling=true", "-f ilter", "docker images --filter dangling=true"),
        ("docker images -format x", "-f ormat", "docker images --format x"),
        ("docker run -user root a:1", "-u ser", "docker run --user root a:1"),
        ("docker run -env a=b a:1", "-e nv", "docker run --env a=b a:1"),
        ("docker run -work / a:1", "-w ork", "docker run --workdir / a:1"),
    ],
)
def test_an_option_that_is_read_in_pieces(line: str, read: str, mended: str | None):
    found = dashes.in_pieces(parse(line.split()))
    assert found
    assert (found.facts["read"], found.facts.get("mended")) == (read, mended)
    assert f" as {read}:" in told(found)


@pytest.mark.parametrize(
    "line",
    [
        *("docker login -u ser", "docker login -user1", "docker login -uus", "docker images -q"),
        *("docker build -ta:1 .", "docker run -ti a:1", "docker run -p80:80 a:1", "docker rmi -force a"),
    ],
)  # fmt: skip
def test_a_value_behind_its_option_is_no_slip(line: str):
    assert dashes.in_pieces(parse(line.split())) is None


@pytest.mark.parametrize(
    ("line", "mended"),
    [
        ("docker login --user demousr", "docker login --username demousr"),
        ("docker login --usename=demousr", "docker login --username=demousr"),
        ("docker build --tags a:1 .", "docker build --tag a:1 ."),
        ("docker rmi --forced a:1", "docker rmi --force a:1"),
        ("docker images --no-trunk", "docker images --no-trunc"),
    ],
)
def test_an_option_that_is_nearly_right(line: str, mended: str):
    assert told(dashes.nearly(parse(line.split()))).endswith(f"Did you mean this? {mended}")


@pytest.mark.parametrize(
    "line", ["docker images --all", "docker rmi --frob a", "docker tag --t a b"]
)
def test_an_option_that_is_like_none(line: str):
    assert dashes.nearly(parse(line.split())) is None
