"""What a look tells of the step `list-images`: each cause and each remark, with its facts and its words."""

import pytest

from docker_lessons.findings.finding import ImageNames
from tests.lessons.looks import FIRST, OTHER, REBUILT, Case, cases_of, digest_of, look, remarks

case = cases_of("list-images")
CASES = (
    case(
        "images-answer-prefix",
        look().built().answered("SHA256: aa0000000000"),
        "The whole ID is sha256: and 64 characters; docker images shows the first twelve of them.",
        variant="algorithm",
    ),
    case(
        "images-answer-no-id",
        look().built().answered("myimage aa0000000000"),
        "the answer myimage aa0000000000",
        "docker images",
        variant="row",
        facts={"given": "myimage aa0000000000"},
    ),
    case(
        "images-answer-other-image",
        look()
        .built()
        .image(OTHER, "first:1")
        .image(f"sha256:cc11{60 * '0'}", "second:1", layers=())
        .answered("cc"),
        "cc, the start of 2 image IDs",
        "docker images",
        variant="several",
        facts={"given": "cc", "count": 2},
    ),
    case(
        "images-answer-no-id",
        look().built().answered("myimage   0.1   aa0000000000   2 minutes ago   211B"),
        "the answer myimage 0.1 aa0000000000 2 minutes ago 211B",
        "docker images",
        variant="row",
        facts={"given": "myimage 0.1 aa0000000000 2 minutes ago 211B"},
    ),
    case(
        "list-images-holds",
        look().built().answered("aa0000000000\u2026"),
        "your answer aa0000000000",
        facts={"given": "aa0000000000", "id": "aa0000000000"},
    ),
    case(
        "list-images-holds",
        look().built().answered("aa0000000000"),
        "your answer aa0000000000",
        facts={"given": "aa0000000000", "id": "aa0000000000"},
    ),
    case(
        "images-no-image",
        look(),
        "this computer has no images",
        "docker build -t myimage:0.1 myimage",
        facts={"here": ImageNames(shown=(), more=0)},
    ),
    case(
        "images-answer-outdated",
        look().built(REBUILT).accepted("list-images", "aa0000000000"),
        "your earlier answer aa0000000000; myimage:0.1 is another image now",
        "docker images",
        facts={"given": "aa0000000000"},
    ),
    case("images-no-answer", look().built(), "no answer yet", "docker images"),
    case(
        "images-answer-tag",
        look().built().answered("0.1"),
        "0.1, which is under TAG",
        "docker images",
        facts={"given": "0.1", "column": "TAG"},
    ),
    case(
        "images-answer-tag",
        look().client(29).built().answered(":0.1"),
        "0.1, which is under IMAGE",
        "docker images",
        facts={"given": "0.1", "column": "IMAGE"},
    ),
    case(
        "images-answer-name",
        look().built().answered("myimage"),
        "myimage, which is the name",
        "docker images",
        facts={"given": "myimage"},
    ),
    case(
        "images-answer-short",
        look().image(f"sha256:45b{61 * '0'}", "myimage:0.1", layers=()).answered("45b"),
        "45b: 3 characters",
        "docker images",
        facts={"given": "45b", "count": 3},
    ),
    case(
        "images-answer-size",
        look().image(f"sha256:45b{61 * '0'}", "myimage:0.1", layers=()).answered("46b"),
        "46b, which is under SIZE",
        "docker images",
        facts={"given": "46b", "column": "SIZE"},
    ),
    case(
        "images-answer-size",
        look().built().answered("1.2kB"),
        "1.2kB, which is under SIZE",
        "docker images",
        facts={"given": "1.2kB", "column": "SIZE"},
    ),
    case(
        "images-answer-age",
        look().built().answered("2 minutes ago"),
        "2 minutes ago, which is under CREATED",
        "docker images",
        facts={"given": "2 minutes ago", "column": "CREATED"},
    ),
    case(
        "images-answer-short",
        look().built().answered("aa0"),
        "aa0: 3 characters",
        "docker images",
        facts={"given": "aa0", "count": 3},
    ),
    case(
        "images-answer-short",
        look().built().answered("a"),
        "a: one character",
        "docker images",
        variant="one",
        facts={"given": "a", "count": 1},
    ),
    case(
        "images-answer-digest",
        look().built().tagged().digested("demousr/demorep:1.0").answered(digest_of(FIRST)),
        "9a0000000000, which is a digest from the Hub",
        "docker images",
        facts={"given": "9a0000000000"},
    ),
    case(
        "images-answer-other-image",
        look().built().image(OTHER, "theirs:1", "a:1").answered("cc0000"),
        "cc0000, the ID of theirs:1 and a:1",
        "docker images",
        facts={"given": "cc0000", "whose": ("theirs:1", "a:1")},
    ),
    case(
        "images-answer-other-image",
        look().image(OTHER, "theirs:1").in_containerd().answered("cc0000"),
        "cc0000, the ID of theirs:1",
        "docker images",
        facts={"given": "cc0000", "whose": ("theirs:1",)},
    ),
    case(
        "images-answer-other-image",
        look().built().image(OTHER).answered("cc0000"),
        "cc0000, the ID of an image without a name",
        "docker images",
        variant="nameless",
        facts={"given": "cc0000"},
    ),
    case(
        "images-answer-unknown",
        look().built().answered("123456abcdef"),
        "123456abcdef: no image here has this ID",
        "docker images",
        facts={"given": "123456abcdef"},
    ),
    case(
        "images-answer-no-id",
        look().built().answered("the long one"),
        "the answer the long one",
        "docker images",
        facts={"given": "the long one"},
    ),
    case(
        "images-answer-prefix",
        look().built().answered("aa0000"),
        "Part of an ID is enough, for Docker and for this course, as long as no other ID starts the same way.",
    ),
    case(
        "images-answer-prefix",
        look().built().answered(FIRST),
        "The whole ID is sha256: and 64 characters; docker images shows the first twelve of them.",
        variant="algorithm",
    ),
    case(
        "images-answer-size",
        look().client(29).built().answered("1.2kB"),
        "1.2kB, which is under DISK USAGE",
        "docker images",
        facts={"given": "1.2kB", "column": "DISK USAGE"},
    ),
    case(
        "images-answer-digest",
        look().built().tagged().digested("demousr/demorep:1.0").answered("9a00"),
        "9a00, which is a digest from the Hub",
        "docker images",
        facts={"given": "9a00"},
    ),
    case(
        "images-answer-other-image",
        look().built().image(OTHER, "theirs:1").answered(OTHER),
        "cc0000000000, the ID of theirs:1",
        "docker images",
        facts={"given": "cc0000000000", "whose": ("theirs:1",)},
    ),
    case(
        "images-answer-unknown",
        look().built().answered("1234"),
        "1234: no image here has this ID",
        "docker images",
        facts={"given": "1234"},
    ),
    case(
        "images-answer-unknown",
        look().built().answered("123456abcdef7"),
        "123456abcdef: no image here has this ID",
        "docker images",
        facts={"given": "123456abcdef"},
    ),
    case(
        "images-answer-no-id",
        look().built().answered("fff"),
        "the answer fff",
        "docker images",
        facts={"given": "fff"},
    ),
    case(
        "images-answer-no-id",
        look().built().answered("z" * 61),
        f"the answer {'z' * 60}…",
        "docker images",
        facts={"given": "z" * 60 + "…"},
    ),
    case(
        "list-images-holds",
        look().built().answered("`sha256:AA00...`"),
        "your answer aa00",
        facts={"given": "aa00", "id": "aa0000000000"},
    ),
    case(
        "list-images-holds",
        look().built().answered(FIRST),
        "your answer aa0000000000",
        facts={"given": "aa0000000000", "id": "aa0000000000"},
    ),
    case(
        "images-answer-no-id",
        look().built().answered("Xaa00"),
        "the answer Xaa00",
        "docker images",
        facts={"given": "Xaa00"},
    ),
    case(
        "images-answer-no-id",
        look().built().answered("X0.1"),
        "the answer X0.1",
        "docker images",
        facts={"given": "X0.1"},
    ),
    case(
        "images-answer-outdated",
        look().built(REBUILT).accepted("list-images", FIRST),
        "your earlier answer aa0000000000; myimage:0.1 is another image now",
        "docker images",
        facts={"given": "aa0000000000"},
    ),
    case(
        "images-answer-no-id",
        look().built(REBUILT).accepted("list-images", "aa0000000000").answered("zzz"),
        "the answer zzz",
        "docker images",
        facts={"given": "zzz"},
    ),
    case(
        "images-answer-size",
        look().built().answered("1.2kb"),
        "1.2kb, which is under SIZE",
        "docker images",
        facts={"given": "1.2kb", "column": "SIZE"},
    ),
    case(
        "images-answer-tag",
        look().built().image(OTHER, "localhost:5000/theirs:1.0").answered("1.0"),
        "1.0, which is under TAG",
        "docker images",
        facts={"given": "1.0", "column": "TAG"},
    ),
    case(
        "images-answer-name",
        look().built().image(OTHER, "localhost:5000/theirs:1.0").answered("localhost:5000/theirs"),
        "localhost:5000/theirs, which is the name",
        "docker images",
        facts={"given": "localhost:5000/theirs"},
    ),
    case(
        "images-answer-several",
        look().built().image("sha256:aa001" + "1" * 59, "zzz:1", layers=()).answered("aa00"),
        "aa00, the start of 2 image IDs",
        "docker images",
        facts={"given": "aa00", "count": 2},
    ),
    case(
        "images-answer-no-id",
        look().built().answered("<IMAGE ID>"),
        "the answer <IMAGE ID>",
        "docker images",
        variant="placeholder",
        facts={"given": "<IMAGE ID>"},
    ),
    case(
        "images-answer-no-id",
        look().built().answered("image id"),
        "the answer image id",
        "docker images",
        variant="placeholder",
        facts={"given": "image id"},
    ),
    case(
        "images-answer-no-id",
        look().built().answered("sha256:"),
        "the answer sha256:",
        "docker images",
        variant="placeholder",
        facts={"given": "sha256:"},
    ),
    case(
        "list-images-holds",
        look().built().answered("<aa0000000000>"),
        "your answer aa0000000000",
        facts={"given": "aa0000000000", "id": "aa0000000000"},
    ),
    case(
        "images-answer-unknown",
        look().built().answered("myimage   0.1   1a2b3c4d5e6f   2 minutes ago   12.3kB"),
        "1a2b3c4d5e6f: no image here has this ID",
        "docker images",
        facts={"given": "1a2b3c4d5e6f"},
    ),
    case(
        "images-answer-unknown",
        look().built().answered("myimage ffffffffffff"),
        "ffffffffffff: no image here has this ID",
        "docker images",
        facts={"given": "ffffffffffff"},
    ),
)


@pytest.mark.parametrize("one", CASES, ids=str)
def test_tells(one: Case) -> None:
    one.check()


def test_nothing_is_remarked_of_the_whole_column() -> None:
    assert remarks("list-images", look().built().answered("aa0000000000")) == []
