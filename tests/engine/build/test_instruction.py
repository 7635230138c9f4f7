"""What each instruction means, and what of it is refused. What a real dockerd says of the same is tested apart."""

import pytest

from docker_lessons.engine.api.errors import BadParameter
from docker_lessons.engine.build.dockerfile import parse
from docker_lessons.engine.build.instruction import Recipe, Stage, recipe


def recipe_of(text: str) -> Recipe:
    return recipe(parse(text, "Dockerfile"), {})


@pytest.mark.parametrize(
    ("line", "arguments", "flags", "is_json"),
    [
        ("ENV a=b c=", ("a", "b", "c", ""), {}, False),
        ("LABEL a= b=c", ("a", "", "b", "c"), {}, False),
        ("ARG a b=c", ("a", "b=c"), {}, False),
        ("ARG --nope a", ("a",), {}, False),
        ("STOPSIGNAL --nope 9", ("9",), {}, False),
        ("HEALTHCHECK --nope none", ("none",), {}, False),
        ("HEALTHCHECK --interval=5s CMD a  b", ("CMD", "a  b"), {"interval": "5s"}, False),
        ('HEALTHCHECK CMD ["a", "b"]', ("CMD", "a", "b"), {}, True),
        ("VOLUME /b  /a", ("/b", "/a"), {}, False),
        ('VOLUME [" /a ", "/b"]', ("/a", "/b"), {}, True),
        ("EXPOSE 81 80/udp", ("80/udp", "81"), {}, False),
        ('CMD ["a", "b c"]', ("a", "b c"), {}, True),
        ("CMD a  b", ("a  b",), {}, False),
        ('SHELL ["a"]', ("a",), {}, True),
        ("RUN --network=none a", ("a",), {"network": "none"}, False),
        ("COPY --from=x --chown=1 b a", ("b", "a"), {"from": "x", "chown": "1"}, False),
        ("ADD b a", ("b", "a"), {}, False),
        ("ONBUILD COPY b a", ("COPY b a",), {}, False),
    ],
)
def test_an_instruction_has_its_arguments_and_flags(
    line: str, arguments: tuple[str, ...], flags: dict[str, str], is_json: bool
) -> None:
    (stage,) = recipe_of(f"FROM x\n{line}\n").stages
    (found,) = stage.instructions
    assert (found.name, found.code) == (line.split(maxsplit=1)[0].lower(), line)
    assert (found.arguments, found.flags, found.is_json) == (arguments, flags, is_json)


def test_its_code_is_shown_without_the_space_around_it() -> None:
    (stage,) = recipe_of("FROM x\n  user  demousr \n").stages
    assert [one.code for one in stage.instructions] == ["user  demousr"]


@pytest.mark.parametrize(
    ("line", "stage"),
    [
        ("FROM a:1", Stage("a:1", "", "FROM a:1", ())),
        ("FROM a AS Two", Stage("a", "two", "FROM a AS Two", ())),
        (
            "FROM --platform=linux/arm64 a as b",
            Stage("a", "b", "FROM --platform=linux/arm64 a as b", (), "linux/arm64"),
        ),
    ],
)
def test_a_stage_has_its_base_its_name_and_its_platform(line: str, stage: Stage) -> None:
    assert recipe_of(f"{line} \n").stages == (stage,)


def test_an_argument_before_the_first_stage_is_apart_from_those_within() -> None:
    found = recipe_of("ARG a=1\nARG b\nFROM x\nARG c\n")
    assert [one.code for one in found.arguments] == ["ARG a=1", "ARG b"]
    assert [one.code for one in found.stages[0].instructions] == ["ARG c"]


def test_arguments_alone_are_no_stage() -> None:
    found = recipe_of("ARG a\n")
    assert ([one.code for one in found.arguments], found.stages) == (["ARG a"], ())


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("VOLUME", "VOLUME requires at least one argument"),
        ("HEALTHCHECK", "HEALTHCHECK requires at least one argument"),
        ("ENV =b", "ENV names can not be blank"),
        ("ENV a=b =c", "ENV names can not be blank"),
        ("LABEL =b", "LABEL names can not be blank"),
        ("ARG a =b", "ARG names can not be blank"),
        ("SHELL []", "SHELL requires at least one argument"),
        ('VOLUME ["/a", " "]', "VOLUME specified can not be an empty string"),
        ("FROM a b", "FROM requires either one or three arguments"),
        ("FROM a of b", "FROM requires either one or three arguments"),
        ("FROM --nope=1 a", "Unknown flag: nope"),
        ("HEALTHCHECK --nope CMD a", "Unknown flag: nope"),
        ("HEALTHCHECK --retries CMD a", "Missing a value on flag: retries"),
        ("COPY --from=a --from=b c d", "Duplicate flag specified: from"),
        *(
            (
                f"{name} a",
                f"{name} requires at least two arguments, but only one was provided. Destination could not be determined",
            )
            for name in ("ADD", "COPY")
        ),
        (
            "FROM a AS 1b",
            'invalid name for build stage: "1b", name can\'t start with a number or contain symbols',
        ),
        (
            "ADD <<EOF /a",
            "ADD cannot take a here-document in this engine's classic builder; put the text into a file and copy that",
        ),
    ],
)
def test_what_is_malformed_is_refused_in_dockers_words(line: str, sentence: str) -> None:
    with pytest.raises(BadParameter) as caught:
        recipe_of(f"FROM x\n{line}\n")
    assert caught.value.message == f"dockerfile parse error line 2: {sentence}"


@pytest.mark.parametrize(
    "line", ["HEALTHCHECK CMD", "HEALTHCHECK --interval=often CMD a", "HEALTHCHECK NONE a"]
)
def test_a_healthcheck_that_makes_no_sense_is_refused(line: str) -> None:
    with pytest.raises(BadParameter, match="dockerfile parse error line 2: "):
        recipe_of(f"FROM x\n{line}\n")
