"""Slips that a line shows, each with its sentence."""

import shlex

import pytest

from docker_lessons.findings import slips
from docker_lessons.findings.command_line import parse
from docker_lessons.findings.finding import Finding
from docker_lessons.findings.wording import tell

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


def test_curly_quotes():
    line = parse(f"docker tag {LEFT}myimage:0.1{RIGHT} a".split())
    assert told(slips.curly_quotes(line)).endswith("Leave them out: docker tag myimage:0.1 a")


def test_the_address_of_a_web_page():
    line = parse(["docker", "pull", "https://hub.docker.com/r/demousr/demorep"])
    assert told(slips.web_address(line, "demousr/demorep:1.0")) == (
        "https://hub.docker.com/r/demousr/demorep is the address of a web page. "
        "An image's name has no https:// in front: demousr/demorep:1.0"
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


@pytest.mark.parametrize(
    ("line", "word", "mended"),
    [
        ("docker rmi myimage:0.1 and a:1", "and", "docker rmi myimage:0.1 a:1"),
        ("docker rmi myimage:0.1, a:1", ",", "docker rmi myimage:0.1 a:1"),
        ("docker rmi myimage:0.1,a:1", ",", "docker rmi myimage:0.1 a:1"),
        ("docker rmi myimage:0.1 , a:1", ",", "docker rmi myimage:0.1 a:1"),
        ("docker rmi myimage:0.1 et a:1", "et", "docker rmi myimage:0.1 a:1"),
        ("docker image rm image myimage:0.1", "image", "docker image rm myimage:0.1"),
        ("docker tag myimage:0.1 as a:1", "as", "docker tag myimage:0.1 a:1"),
        ("docker tag myimage:0.1 = a:1", "=", "docker tag myimage:0.1 a:1"),
        ("docker tag image myimage:0.1 to a:1", "image", "docker tag myimage:0.1 a:1"),
        ("docker push a:1 to hub", "to", "docker push a:1"),
        ("docker pull the image a:1", "the", "docker pull a:1"),
    ],
)
def test_a_word_that_stands_between_names(line: str, word: str, mended: str):
    found = slips.between_names(parse(line.split()))
    assert found
    assert (found.facts["word"], found.facts["mended"]) == (word, mended)


def test_names_that_were_removed_beside_such_a_word_are_not_to_be_removed_again():
    line = parse(["docker", "rmi", "a:1", "and", "b:1", "c:1"])
    assert told(slips.between_names(line, "Untagged: a:1")).endswith(": docker rmi b:1 c:1")
    every = "Untagged: a:1\nUntagged: b:1\nUntagged: c:1"
    assert "Your names are removed" in told(slips.between_names(line, every))


@pytest.mark.parametrize(
    "line",
    [
        *("docker rmi a:1 b:1", "docker rmi image", "docker tag image a:1", "docker pull and"),
        *("docker push a:1,0", "docker build -t a and", "docker run the a:1"),
    ],
)
def test_what_may_be_a_name_is_no_word_between_names(line: str):
    assert slips.between_names(parse(line.split())) is None


@pytest.mark.parametrize("name", ["a:1 ", " a:1", "a:1  b:1", "a:1\t"])
def test_a_space_within_quotes_is_no_comma(name: str):
    assert slips.between_names(parse(["docker", "push", name])) is None


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
        *(slips.sudo(read), slips.between_names(read), slips.curly_quotes(read)),
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
