"""Dockerfiles as text: lines, words and variables. What a real dockerd makes of them is tested apart."""

import pytest

from docker_lessons.engine.api.errors import BadParameter
from docker_lessons.engine.build.dockerfile import parse
from docker_lessons.engine.build.instruction import recipe
from docker_lessons.engine.build.variables import expand, expand_words

VARIABLES = {"name": "value", "empty": "", "two": "a b"}


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("plain", "plain"),
        ("$name-${name}", "value-value"),
        ("${none}$none", ""),
        ("${none:-other} ${name:-other} ${empty:-other}", "other value other"),
        ("${none:+other}|${name:+other}", "|other"),
        ("'$name' \"$name\"", "$name value"),
        (r"\$name \a", "$name a"),
        (r'"\$name \a"', r"$name \a"),
        ("$", "$"),
        ("${none:-${name}}", "value"),
    ],
)
def test_variables_are_replaced(text: str, result: str) -> None:
    assert expand(text, VARIABLES) == result


def test_a_variable_may_make_several_words() -> None:
    assert expand_words('$two "$two" c', VARIABLES) == ["a", "b", "a b", "c"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("'a", "unexpected end of statement while looking for matching single-quote"),
        ("${a", "missing ':' in substitution"),
        ("${a:?why}", "a: why"),
        ("${a:*b}", "unsupported modifier (*) in substitution"),
        ("${}", "syntax error: bad substitution"),
    ],
)
def test_what_cannot_be_replaced_is_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(BadParameter) as caught:
        expand(text, VARIABLES)
    assert caught.value.message.endswith(sentence)


def test_lines_go_on_and_comments_are_left_out() -> None:
    document = parse("# first\nFROM x\nENV a=b \\\n# between\n  c=d\n", "Dockerfile")
    assert [node.arguments for node in document.nodes] == [("x",), ("a", "b", "c", "d")]
    assert [node.line for node in document.nodes] == [2, 3]


def test_the_escape_can_be_chosen() -> None:
    document = parse("# escape=`\nFROM x`\n:1\nENV a=\\`b\n", "Dockerfile")
    assert document.escape == "`"
    assert document.nodes[0].arguments == ("x:1",)


def test_windows_line_ends_and_a_byte_order_mark_are_no_matter() -> None:
    document = parse('\ufeffFROM x\r\nCMD ["a"]\r\n', "Dockerfile")
    assert [(node.name, node.arguments, node.is_json) for node in document.nodes] == [
        ("from", ("x",), False),
        ("cmd", ("a",), True),
    ]


@pytest.mark.parametrize(
    ("line", "arguments"),
    [
        ("ENV a=b c=d=e", ("a", "b", "c", "d=e")),
        ("ENV a b  c", ("a", "b  c")),
        ("LABEL a='b c' d=\"e f\"", ("a", "'b c'", "d", '"e f"')),
        (r"ENV a=b\ c d=e", ("a", r"b\ c", "d", "e")),
        (r"ENV a='b\' c=d", ("a", r"'b\'", "c", "d")),
        ("ARG a b=c", ("a", "b=c")),
        ("EXPOSE 80  81/udp", ("80", "81/udp")),
        ("CMD a  b", ("a  b",)),
        ('CMD ["a", "b c"]', ("a", "b c")),
        ("COPY a b /c", ("a", "b", "/c")),
        ('COPY ["a b", "/c"]', ("a b", "/c")),
        ("ENV a=b\\\\\\", ("a", "b\\\\")),
        ("ENV aX=b c=d", ("aX", "b", "c", "d")),
        ("HEALTHCHECK CMD a  b", ("CMD", "a  b")),
        ('HEALTHCHECK --retries=2 CMD ["a", "b c"]', ("CMD", "a", "b c")),
        ("HEALTHCHECK NONE", ("NONE",)),
        ("HEALTHCHECK", ()),
        ("ONBUILD RUN a  b", ("RUN a  b",)),
    ],
)
def test_a_line_is_parted_as_its_instruction_wants(line: str, arguments: tuple[str, ...]) -> None:
    (_, node) = parse(f"FROM x\n{line}\n", "Dockerfile").nodes
    assert node.arguments == arguments


@pytest.mark.parametrize(
    ("line", "is_json"),
    [
        ('HEALTHCHECK CMD ["a", "b c"]', True),
        ("HEALTHCHECK CMD a b", False),
        ("HEALTHCHECK NONE", False),
        ("HEALTHCHECK", False),
    ],
)
def test_the_command_of_a_healthcheck_is_json_or_a_line(line: str, is_json: bool) -> None:
    (_, node) = parse(f"FROM x\n{line}\n", "Dockerfile").nodes
    assert node.is_json == is_json


@pytest.mark.parametrize(
    ("line", "left"),
    [("ONBUILD RUN a  b", "RUN a  b"), ("onbuild  copy a b", "copy a b"), ("ONBUILD USER", "USER")],
)
def test_an_onbuild_leaves_its_instruction_as_it_is_written(line: str, left: str) -> None:
    (stage,) = recipe(parse(f"FROM x\n{line}\n", "Dockerfile"), {}).stages
    assert [step.arguments for step in stage.instructions] == [(left,)]


@pytest.mark.parametrize(
    ("line", "flags", "arguments"),
    [
        ("COPY --from=a --chown='b c' d e", ("--from=a", "--chown=b c"), ("d", "e")),
        (r"COPY --from=a\ b c d", ("--from=a b",), ("c", "d")),
        ("COPY -- --from=a b", (), ("--from=a", "b")),
    ],
)
def test_flags_stand_before_the_arguments(
    line: str, flags: tuple[str, ...], arguments: tuple[str, ...]
) -> None:
    (_, node) = parse(f"FROM x\n{line}\n", "Dockerfile").nodes
    assert (node.flags, node.arguments) == (flags, arguments)


@pytest.mark.parametrize(("target", "stages"), [("0", 1), ("1", 2), ("TWO", 2), ("", 3)])
def test_a_target_is_a_stages_name_or_number(target: str, stages: int) -> None:
    document = parse("FROM a\nFROM b AS two\nFROM c\n", "Dockerfile")
    assert len(recipe(document, {}, target).stages) == stages


@pytest.mark.parametrize(
    "target", ["3", "three", "\N{SUPERSCRIPT TWO}", "\N{ARABIC-INDIC DIGIT ONE}", "9" * 5000]
)
def test_a_target_that_is_no_stage_is_refused(target: str) -> None:
    document = parse("FROM a\nFROM b AS two\nFROM c\n", "Dockerfile")
    with pytest.raises(BadParameter) as caught:
        recipe(document, {}, target)
    assert caught.value.message == f"failed to reach build target {target} in Dockerfile"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("FROM x\nENV a\n", "failed to parse Dockerfile: ENV must have two arguments"),
        (
            "FROM x\nLABEL a=b c\n",
            'failed to parse Dockerfile: Syntax error - can\'t find = in "c". Must be of the form',
        ),
        (
            "FROM x\nCMD [1]\n",
            "failed to parse Dockerfile: when using JSON array syntax, arrays must be comprised",
        ),
        (
            "# escape=`\n# escape=`\nFROM x\n",
            "failed to parse Dockerfile: only one escape parser directive can be used",
        ),
        ("", "the Dockerfile (Dockerfile) cannot be empty"),
        ("#\n", "failed to parse Dockerfile: file with no instructions"),
        ("FROM x\nFOO\n", "dockerfile parse error line 2: unknown instruction: FOO"),
        ("FROM x\n\n\nUSER\n", "dockerfile parse error line 4: USER requires exactly one argument"),
        ("FROM x\nCOPY --a=b c d\n", "dockerfile parse error line 2: Unknown flag: a"),
        ("FROM x\nSHELL a\n", "dockerfile parse error line 2: SHELL requires the arguments to be"),
        ("FROM x\nCOPY <<EOF /a\n", "dockerfile parse error line 2: COPY cannot take a here-doc"),
        (
            "FROM x\nONBUILD onbuild RUN a\n",
            "dockerfile parse error line 2: Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed",
        ),
        (
            "FROM x\nONBUILD MAINTAINER a\n",
            "dockerfile parse error line 2: MAINTAINER isn't allowed as an ONBUILD trigger",
        ),
        (
            "FROM x\nONBUILD from y\n",
            "dockerfile parse error line 2: FROM isn't allowed as an ONBUILD trigger",
        ),
        ("USER x\n", "no build stage in current context"),
        ("# escape=x\nFROM x\n", "failed to parse Dockerfile: invalid escape token 'x'"),
    ],
)
def test_mistakes_are_told_with_their_line(text: str, sentence: str) -> None:
    with pytest.raises(BadParameter) as caught:
        recipe(parse(text, "Dockerfile"), {})
    assert caught.value.message.startswith(sentence)


def test_labels_of_the_command_line_go_to_the_last_stage() -> None:
    whole = recipe(parse("FROM a AS one\nFROM b\n", "Dockerfile"), {"b": "$x", "a": "1"})
    assert [step.code for step in whole.stages[1].instructions] == ["LABEL a=1", "LABEL b=$x"]
    until_one = recipe(parse("FROM a AS one\nFROM b\n", "Dockerfile"), {}, "ONE")
    assert [stage.name for stage in until_one.stages] == ["one"]
