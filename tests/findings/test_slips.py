"""Slips that a line shows, each with its sentence."""

import shlex

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
    assert told(slips.sudo(parse(line.split()))).startswith("Leave out sudo")
    assert told(slips.sudo(parse(line.split()))).endswith(f"Type: {mended}")


def test_sudo_of_a_program_in_a_container_is_its_own():
    assert slips.sudo(parse(["docker", "run", "ubuntu", "sudo", "ls"])) is None
    assert slips.sudo(parse(["docker", "run", "sudo", "ubuntu"])) is not None


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (f"docker build {EN}t a .", f"{EN}t begins with a long dash, the kind a word processor makes. Options begin with -: docker build -t a ."),
        (f"docker images {EM}format x", ": docker images --format x"),
        (f"docker images {EN}{EN}format x", ": docker images --format x"),
    ],
)  # fmt: skip
def test_a_long_dash(line: str, sentence: str):
    assert told(slips.long_dash(parse(line.split()))).endswith(sentence)


def test_curly_quotes():
    line = parse(f"docker tag {LEFT}myimage:0.1{RIGHT} a".split())
    assert told(slips.curly_quotes(line)).endswith("Leave them out: docker tag myimage:0.1 a")


def test_the_address_of_a_web_page():
    line = parse(["docker", "pull", "https://hub.docker.com/r/demousr/demorep"])
    assert told(slips.web_address(line, "demousr/demorep:1.0")) == (
        "https://hub.docker.com/r/demousr/demorep is the address of a web page. "
        "An image's name begins with the account: demousr/demorep:1.0"
    )


@pytest.mark.parametrize(
    ("line", "mended"),
    [
        (
            "docker tag a:1 demousr / demorep:1.0",
            "docker tag a:1 demousr/demorep:1.0",
        ),
        ("docker tag a:1 demousr/ demorep:1.0", "docker tag a:1 demousr/demorep:1.0"),
        ("docker tag a:1 demousr/demorep :1.0", "docker tag a:1 demousr/demorep:1.0"),
        ("docker tag a:1 demousr/demorep: 1.0", "docker tag a:1 demousr/demorep:1.0"),
        ("docker rmi myimage: 0.1", "docker rmi myimage:0.1"),
        ("docker pull demousr / demorep", "docker pull demousr/demorep"),
        (
            "docker image push demousr / demorep",
            "docker image push demousr/demorep",
        ),
        ("docker build -t myimage: 0.1 .", "docker build -t myimage:0.1 ."),
    ],
)
def test_a_gap_in_a_name(line: str, mended: str):
    found = slips.gap_in_name(parse(line.split()))
    assert found
    assert told(found).endswith(f"Type it in one piece: {mended}")


def test_the_name_of_an_image_where_a_folder_is_wanted():
    line = parse(["docker", "build", "myimage:0.1"])
    assert told(slips.tag_without_option(line)).endswith("docker build -t myimage:0.1 myimage")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("pus", "Docker has no command called pus. Did you mean this? docker push a"),
        (
            "xyzzy",
            "Docker has no command called xyzzy. docker --help lists the ones it has.",
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
    assert told(found).startswith(f"{placeholder} is only a placeholder.")


@pytest.mark.parametrize("line", ["a < b", "a <b", "a < b > c"])
def test_a_redirection_is_no_placeholder(line: str):
    assert slips.bracketed_placeholder(line, line.index("<")) is None


@pytest.mark.parametrize("word", ["<YOU>/a", "IMAGEID", "YOUR_NAME/a", "___", "[name]", "{name}"])
def test_a_word_that_marks_a_place(word: str):
    assert slips.placeholder(("a", word)) == word


@pytest.mark.parametrize(
    ("name", "is_open"),
    [
        ("<YOU>/a", True),
        ("YOUR_NAME/a", True),
        ("___", True),
        ("[name]", True),
        ("{name}", True),
        ("IMAGE:0.1", False),
        ("USER/a", False),
    ],
)
def test_whether_a_part_of_a_name_is_to_be_filled_in(name: str, is_open: bool):
    assert slips.has_blank(name) is is_open


@pytest.mark.parametrize(
    ("verb", "operands", "where"),
    [
        ("tag", ["a", "demousr", "/", "b"], "around-slash"),
        ("tag", ["a", "demousr/", "b"], "slash"),
        ("tag", ["a", "demousr", "/b"], "slash"),
        ("tag", ["a", "b", ":1"], "colon"),
        ("tag", ["a", "b:", "1"], "colon"),
        ("tag", ["a", "demousr/", "b", ":1"], "colon"),
        ("tag", ["a", ":1"], "colon"),
        ("tag", ["a:", "b"], ""),
        ("tag", ["a", "/b"], ""),
        ("tag", [":1", "a", "b"], ""),
        ("tag", ["a", "b", "c:"], ""),
        ("pull", ["demousr", "/b"], "slash"),
        ("pull", ["/b"], ""),
        ("images", ["a", "/", "b"], ""),
    ],
)
def test_where_a_name_has_a_space(verb: str, operands: list[str], where: str):
    assert slips.gap_beside(verb, operands) == where


@pytest.mark.parametrize(
    "line",
    [
        "docker tag myimage:0.1 demousr/demorep:1.0",
        "docker build -t myimage:0.1 .",
        "docker build -t a / .",
        "docker images --format x",
        "docker login -u a hub.docker.com",
        "docker volume rm a / b",
        "docker pull /demorep",
        "docker tag myimage: demousr/demorep:1.0",
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


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("docker push yourusername/demorep:1.0", "yourusername/demorep:1.0"),
        ("docker push your-name/demorep:1.0", "your-name/demorep:1.0"),
        ("docker push username/demorep:1.0", "username/demorep:1.0"),
        ("docker build -t YOUR_NAME/x .", "YOUR_NAME/x"),
        ("docker login -u your_username", "your_username"),
        ("docker push demousr/demorep:1.0", None),
        ("docker push colour/your:1.0", None),
        ("docker rmi username", None),
        ("docker run demousr/demorep sh -c '{ date }'", None),
    ],
)
def test_a_place_that_was_left_open(line: str, word: str | None):
    found = slips.placeholder_left(parse(shlex.split(line)))
    assert (found and found.facts["placeholder"]) == word


def test_none_is_what_docker_shows_for_no_name():
    found = slips.placeholder_left(parse(["docker", "rmi", "<none>:<none>"]))
    assert found
    assert found.cause == "none-as-name"
