"""What a look tells of the step `see-tag`: each cause and each remark, with its facts and its words."""

import pytest

from tests.lessons.looks import (
    FIRST,
    LAYERS,
    OTHER,
    REBUILT,
    SECOND,
    Case,
    LookBuilder,
    cases_of,
    digest_of,
    look,
    remarks,
    told,
)

PACKED = f"sha256:7ad{61 * '0'}"
"""The diff ID of a layer as another builder packs it, or the digest of its blob."""


def published() -> LookBuilder:
    return look().built().tagged().published()


case = cases_of("see-tag")
CASES = (
    *(
        case(
            "see-tag-holds",
            published().answered(given),
            f"your answer {read}",
            facts={"given": read, "digest": "9a0000000000"},
        )
        for given, read in (
            (f"demousr/demorep@{digest_of(FIRST)}", "9a0000000000"),
            ("9a000000...", "9a000000"),
            ("sha256:9a000000… .", "9a000000"),
        )
    ),
    case(
        "digest-no-tag",
        look().docker_hub().built().tagged().fact("digest", digest_of(FIRST)),
        "no public repository demousr/demorep on Docker Hub anymore",
        variant="unseen",
    ),
    case(
        "digest-no-tag",
        look().docker_hub().shows_private().built().tagged().fact("digest", digest_of(FIRST)),
        "no repository demousr/demorep on Docker Hub anymore",
        variant="gone",
    ),
    case(
        "digest-no-answer",
        look().at_registry().published(),
        "no answer yet",
        "docker images --digests registry.example.com:5000/class/demousr/demorep",
    ),
    case(
        "digest-answer-image-id",
        look().at_registry().built().published().answered(FIRST),
        "aa0000000000, an image ID",
        "docker images --digests registry.example.com:5000/class/demousr/demorep",
        facts={"given": "aa0000000000"},
    ),
    case(
        "digest-answer-unknown",
        look().image(OTHER, "theirs:1").in_containerd().published().answered("cc0000"),
        "the answer cc0000",
        "docker images --digests demousr/demorep",
        variant="hexadecimal",
        facts={"given": "cc0000"},
    ),
    case(
        "digest-answer-layer",
        look().built().packed_as(PACKED).published().answered(PACKED),
        "7ad000000000, a layer",
        "docker images --digests demousr/demorep",
        facts={"given": "7ad000000000"},
    ),
    case(
        "digest-answer-layer",
        look().in_containerd().published().pushed_as(PACKED).answered("7ad000000000"),
        "7ad000000000, a layer",
        "docker images --digests demousr/demorep",
        facts={"given": "7ad000000000"},
    ),
    case(
        "digest-answer-layer",
        look().at_registry().built().published().answered(LAYERS[1]),
        "41919d2347cb, a layer",
        "docker images --digests registry.example.com:5000/class/demousr/demorep",
        facts={"given": "41919d2347cb"},
    ),
    case(
        "digest-answer-unknown",
        look().at_registry().published().answered("what"),
        "the answer what",
        "docker images --digests registry.example.com:5000/class/demousr/demorep",
        facts={"given": "what"},
    ),
    case(
        "digest-answer-unknown",
        look().at_registry().published().answered("sha256:123456"),
        "the answer sha256:123456",
        "docker images --digests registry.example.com:5000/class/demousr/demorep",
        variant="hexadecimal",
        facts={"given": "sha256:123456"},
    ),
    case(
        "see-tag-holds",
        look().docker_hub().published_as_index().answered("sha256:eeeeeeeeeeee"),
        "your answer eeeeeeeeeeee",
        facts={"given": "eeeeeeeeeeee", "digest": "9a0000000000"},
    ),
    case(
        "see-tag-holds",
        published().answered("sha256:9a0000000000"),
        "your answer 9a0000000000",
        facts={"given": "9a0000000000", "digest": "9a0000000000"},
    ),
    case(
        "digest-no-tag",
        look().built().tagged(),
        "no tag 1.0 in demousr/demorep on the Hub",
        "docker push demousr/demorep:1.0",
    ),
    case(
        "digest-no-tag",
        look().built().tagged().fact("digest", digest_of(FIRST)),
        "no tag 1.0 in demousr/demorep on the Hub",
        "docker push demousr/demorep:1.0",
        variant="deleted",
    ),
    case(
        "digest-no-tag",
        look().built().fact("digest", digest_of(FIRST)),
        "no tag 1.0 in demousr/demorep on the Hub",
        "docker-lessons solve push",
        variant="deleted-untagged",
    ),
    case(
        "digest-no-tag",
        look(),
        "no tag 1.0 in demousr/demorep on the Hub",
        "docker-lessons solve push",
        variant="untagged",
    ),
    case(
        "digest-answer-outdated",
        published().published(image=REBUILT).accepted("see-tag", "sha256:9a0000000000"),
        "your earlier answer 9a0000000000; the tag is sha256:9d0000000000 now",
        "docker images --digests demousr/demorep",
        facts={"given": "9a0000000000", "digest": "9d0000000000"},
    ),
    case(
        "digest-no-answer", published(), "no answer yet", "docker images --digests demousr/demorep"
    ),
    case(
        "digest-answer-tag",
        look().at_registry().published().answered("1.0"),
        "1.0, which is the tag's name",
        "docker images --digests registry.example.com:5000/class/demousr/demorep",
        facts={"given": "1.0"},
    ),
    case(
        "digest-answer-tag",
        published().answered("1.0"),
        "1.0, which is the tag's name",
        "docker images --digests demousr/demorep",
        facts={"given": "1.0"},
    ),
    case(
        "digest-answer-short",
        published().answered("sha256:9a0"),
        "9a0: 3 characters",
        "docker images --digests demousr/demorep",
        facts={"given": "9a0", "count": 3},
    ),
    case(
        "digest-answer-short",
        published().answered("9"),
        "9: one character",
        "docker images --digests demousr/demorep",
        variant="one",
        facts={"given": "9", "count": 1},
    ),
    case(
        "digest-answer-image-id",
        published().answered(FIRST),
        "aa0000000000, an image ID",
        "docker images --digests demousr/demorep",
        facts={"given": "aa0000000000"},
    ),
    case(
        "digest-answer-layer",
        published().answered(LAYERS[1]),
        "41919d2347cb, a layer",
        "docker images --digests demousr/demorep",
        facts={"given": "41919d2347cb"},
    ),
    case(
        "digest-answer-here",
        published()
        .tagged()
        .digested_as("demousr/demorep:1.0", "sha256:ddee11")
        .answered("sha256:ddee11"),
        "ddee11, the digest of your copy on this computer",
        "docker push demousr/demorep:1.0",
        facts={"given": "ddee11"},
    ),
    *(
        case(
            "digest-answer-here",
            published()
            .tagged()
            .digested_as("demousr/demorep:1.0", f"sha256:ddee{60 * '1'}")
            .answered(f"sha256:{given}"),
            f"{given[:12]}, the digest of your copy on this computer",
            "docker push demousr/demorep:1.0",
            facts={"given": given[:12]},
        )
        for given in ("ddee", f"ddee{60 * '1'}")
    ),
    case(
        "digest-answer-here",
        look()
        .at_registry()
        .built()
        .tagged()
        .published()
        .digested_as("registry.example.com:5000/class/demousr/demorep:1.0", "sha256:ddee11")
        .answered("ddee11"),
        "ddee11, the digest of your copy on this computer",
        "docker push registry.example.com:5000/class/demousr/demorep:1.0",
        facts={"given": "ddee11"},
    ),
    case(
        "digest-answer-unknown",  # the engine's digest of another image
        look()
        .built()
        .tagged()
        .published("1.0", SECOND)
        .digested_as("demousr/demorep:1.0", "sha256:ddee11")
        .answered("ddee11"),
        "the answer ddee11",
        "docker images --digests demousr/demorep",
        variant="hexadecimal",
        facts={"given": "ddee11"},
    ),
    case(
        "digest-answer-other-tag",
        published().published("2.0", SECOND).answered(digest_of(SECOND)),
        "9b0000000000, the digest of demousr/demorep:2.0",
        "docker images --digests demousr/demorep",
        facts={"given": "9b0000000000", "name": "demousr/demorep:2.0"},
    ),
    case(
        "digest-answer-unknown",
        published().answered("the long one"),
        "the answer the long one",
        "docker images --digests demousr/demorep",
        facts={"given": "the long one"},
    ),
    case(
        "digest-answer-unknown",
        published().answered("123456abcdef"),
        "the answer 123456abcdef",
        "docker images --digests demousr/demorep",
        variant="hexadecimal",
        facts={"given": "123456abcdef"},
    ),
    case(
        "digest-without-algorithm",
        published().answered("9a0000000000"),
        "A full digest starts with sha256:, which says how it was computed.",
    ),
    case(
        "digest-answer-outdated",
        published().published(image=REBUILT).accepted("see-tag", digest_of(FIRST)),
        "your earlier answer 9a0000000000; the tag is sha256:9d0000000000 now",
        "docker images --digests demousr/demorep",
        facts={"given": "9a0000000000", "digest": "9d0000000000"},
    ),
    case(
        "digest-answer-tag",
        published().answered(":1.0"),
        "1.0, which is the tag's name",
        "docker images --digests demousr/demorep",
        facts={"given": "1.0"},
    ),
    case(
        "digest-answer-image-id",
        look().published().answered("aa00"),
        "aa00, an image ID",
        "docker images --digests demousr/demorep",
        facts={"given": "aa00"},
    ),
    case(
        "digest-answer-layer",
        published().answered(LAYERS[0].removeprefix("sha256:")[:4]),
        f"{LAYERS[0].removeprefix('sha256:')[:4]}, a layer",
        "docker images --digests demousr/demorep",
        facts={"given": LAYERS[0].removeprefix("sha256:")[:4]},
    ),
    case(
        "digest-answer-other-tag",
        published().published("2.0", SECOND).answered("9b00"),
        "9b00, the digest of demousr/demorep:2.0",
        "docker images --digests demousr/demorep",
        facts={"given": "9b00", "name": "demousr/demorep:2.0"},
    ),
    case(
        "digest-answer-unknown",
        published().answered("fff"),
        "the answer fff",
        "docker images --digests demousr/demorep",
        variant="hexadecimal",
        facts={"given": "fff"},
    ),
    case(
        "digest-answer-unknown",
        published().answered("z" * 61),
        f"the answer {'z' * 60}…",
        "docker images --digests demousr/demorep",
        facts={"given": "z" * 60 + "…"},
    ),
    case(
        "see-tag-holds",
        published().answered("`digest: sha256:9A00...`"),
        "your answer 9a00",
        facts={"given": "9a00", "digest": "9a0000000000"},
    ),
    case(
        "see-tag-holds",
        published().answered(digest_of(FIRST)),
        "your answer 9a0000000000",
        facts={"given": "9a0000000000", "digest": "9a0000000000"},
    ),
    case(
        "digest-answer-unknown",
        published().answered("Xsha256:9a00"),
        "the answer Xsha256:9a00",
        "docker images --digests demousr/demorep",
        facts={"given": "Xsha256:9a00"},
    ),
    case(
        "digest-answer-unknown",
        published().accepted("see-tag", "9a0000000000").answered("zzz"),
        "the answer zzz",
        "docker images --digests demousr/demorep",
        facts={"given": "zzz"},
    ),
    case(
        "digest-answer-unknown",
        published().answered("X1.0"),
        "the answer X1.0",
        "docker images --digests demousr/demorep",
        facts={"given": "X1.0"},
    ),
    case(
        "digest-answer-unknown",
        published().answered("sha256:..."),
        "the answer sha256:",
        "docker images --digests demousr/demorep",
        variant="placeholder",
        facts={"given": "sha256:"},
    ),
    case(
        "digest-answer-unknown",
        published().answered("<digest>"),
        "the answer <digest>",
        "docker images --digests demousr/demorep",
        variant="placeholder",
        facts={"given": "<digest>"},
    ),
    case(
        "digest-answer-unknown",
        published().answered("sha256:___"),
        "the answer sha256:___",
        "docker images --digests demousr/demorep",
        variant="placeholder",
        facts={"given": "sha256:___"},
    ),
    case(
        "digest-answer-unknown",
        look().at_registry().published().answered("sha256:..."),
        "the answer sha256:",
        "docker images --digests registry.example.com:5000/class/demousr/demorep",
        variant="placeholder",
        facts={"given": "sha256:"},
    ),
    *(
        case(
            "see-tag-holds",
            published().answered(line),
            "your answer 9a0000000000",
            facts={"given": "9a0000000000", "digest": "9a0000000000"},
        )
        for line in (
            f"1.0: digest: {digest_of(FIRST)} size: 739",
            f"demousr/demorep   1.0   {digest_of(FIRST)}   aa0000000000   2 minutes ago   12.3kB",
            "<sha256:9a0000000000>",
        )
    ),
    case(
        "digest-answer-unknown",
        published().answered("1.0: digest: sha256:1234567890 size: 739"),
        "the answer 1.0: digest: sha256:1234567890 size: 739",
        "docker images --digests demousr/demorep",
        variant="hexadecimal",
        facts={"given": "1.0: digest: sha256:1234567890 size: 739"},
    ),
)


@pytest.mark.parametrize("one", CASES, ids=str)
def test_tells(one: Case) -> None:
    one.check()


@pytest.mark.parametrize("answer", [digest_of(FIRST), digest_of(FIRST).upper()])
def test_nothing_is_remarked_of_a_digest_in_full(answer: str) -> None:
    assert remarks("see-tag", published().answered(answer)) == []


def test_at_a_registry_nothing_is_said_to_be_next_to_a_tag() -> None:
    text = told("see-tag", look().at_registry().published().answered("1.0"))
    assert "next to" not in text
