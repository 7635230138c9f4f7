"""Slips that a line shows, each with its sentence."""

import pytest

from docker_lessons.findings import slips
from docker_lessons.findings.command_line import parse
from docker_lessons.findings.finding import Finding
from docker_lessons.findings.wording import tell

EN, EM = "\N{EN DASH}", "\N{EM DASH}"
LEFT, RIGHT = "\N{LEFT DOUBLE QUOTATION MARK}", "\N{RIGHT DOUBLE QUOTATION MARK}"


def told(finding: Finding | None) -> str:
    assert finding
    return tell(finding, slips.SENTENCES)


@pytest.mark.parametrize(
    ("line", "mended"),
    [
        ("docker tag sudo docker a b", "docker tag a b"),
        ("sudo docker push a", "docker push a"),
        ("docker sudo push a", "docker push a"),
    ],
)
def test_sudo(line: str, mended: str):
    assert told(slips.sudo(parse(line.split()))).startswith("Leave sudo out")
    assert told(slips.sudo(parse(line.split()))).endswith(f"Write: {mended}")


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (f"docker build {EN}t a .", f"{EN}t begins with a long dash, as word processors write it; an option begins with -: docker build -t a ."),
        (f"docker images {EM}format x", "an option begins with --: docker images --format x"),
        (f"docker images {EN}{EN}format x", "an option begins with --: docker images --format x"),
    ],
)  # fmt: skip
def test_a_long_dash(line: str, sentence: str):
    assert told(slips.long_dash(parse(line.split()))).endswith(sentence)


def test_curly_quotes():
    line = parse(f"docker tag {LEFT}myimage:0.1{RIGHT} a".split())
    assert told(slips.curly_quotes(line)).endswith("need none: docker tag myimage:0.1 a")


def test_the_address_of_a_web_page():
    line = parse(["docker", "pull", "https://hub.docker.com/r/demousr/demorep"])
    assert told(slips.web_address(line, "demousr/demorep:1.0")) == (
        "https://hub.docker.com/r/demousr/demorep is the address of a web page; "
        "an image's name begins with the account: demousr/demorep:1.0"
    )


@pytest.mark.parametrize(
    ("line", "where", "mended"),
    [
        ("docker tag a:1 demousr / demorep:1.0", "slash", "docker tag a:1 demousr/demorep:1.0"),
        ("docker tag a:1 demousr/ demorep:1.0", "slash", "docker tag a:1 demousr/demorep:1.0"),
        ("docker tag a:1 demousr/demorep :1.0", "colon", "docker tag a:1 demousr/demorep:1.0"),
        ("docker tag a:1 demousr/demorep: 1.0", "colon", "docker tag a:1 demousr/demorep:1.0"),
        ("docker rmi myimage: 0.1", "colon", "docker rmi myimage:0.1"),
        ("docker pull demousr / demorep", "slash", "docker pull demousr/demorep"),
        ("docker image push demousr / demorep", "slash", "docker image push demousr/demorep"),
        ("docker build -t myimage: 0.1 .", "colon", "docker build -t myimage:0.1 ."),
    ],
)
def test_a_gap_in_a_name(line: str, where: str, mended: str):
    found = slips.gap_in_name(parse(line.split()))
    assert found
    assert found.variant == where
    assert told(found).endswith(f"so write it in one piece: {mended}")


def test_the_name_of_an_image_where_a_folder_is_wanted():
    line = parse(["docker", "build", "myimage:0.1"])
    assert told(slips.tag_without_option(line)).endswith("docker build -t myimage:0.1 myimage")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("pus", "Docker has no command pus: docker push a"),
        (
            "xyzzy",
            "Docker has no command of the name xyzzy: docker --help lists those that it has.",
        ),
    ],
)
def test_a_misspelt_command(typed: str, sentence: str):
    assert told(slips.misspelt_command(parse(["docker", typed, "a"]), typed)) == sentence


@pytest.mark.parametrize(
    ("line", "placeholder"), [("tag <IMAGE ID> a", "<IMAGE ID>"), ("tag <YOU>/a b", "<YOU>")]
)
def test_a_placeholder_in_angle_brackets(line: str, placeholder: str):
    found = slips.bracketed_placeholder(line, line.index("<"))
    assert told(found).startswith(f"{placeholder} holds the place of something of yours.")


@pytest.mark.parametrize("line", ["a < b", "a <b", "a < b > c"])
def test_a_redirection_is_no_placeholder(line: str):
    assert slips.bracketed_placeholder(line, line.index("<")) is None


@pytest.mark.parametrize("word", ["<YOU>/a", "IMAGEID", "YOUR_NAME/a", "___", "[name]", "{name}"])
def test_a_word_that_marks_a_place(word: str):
    assert slips.placeholder(("a", word)) == word


@pytest.mark.parametrize(
    "line",
    [
        "docker tag myimage:0.1 demousr/demorep:1.0",
        "docker build -t myimage:0.1 .",
        "docker build -t a / .",
        "docker images --format x",
        "docker login -u a hub.docker.com",
        "docker volume rm a / b",
    ],
)
def test_a_line_without_slips_shows_none(line: str):
    read = parse(line.split())
    found = [
        *(slips.sudo(read), slips.long_dash(read), slips.curly_quotes(read)),
        *(slips.web_address(read, "a"), slips.tag_without_option(read)),
        slips.gap_in_name(read),
    ]
    assert found == [None] * len(found)
    assert slips.placeholder(read.operands) is None
