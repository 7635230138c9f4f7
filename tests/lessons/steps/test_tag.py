"""What a look tells of the step `tag`: each cause and each remark, with its facts and its words."""

import pytest

from docker_lessons.findings.finding import ImageNames
from docker_lessons.lessons.steps.tag import step
from tests.lessons.looks import (
    FIRST,
    LAYERS,
    OTHER,
    OTHER_LAYERS,
    OWN_REGISTRY,
    REBUILT,
    REGISTRY,
    Case,
    LookBuilder,
    cases_of,
    look,
)

TARGET = "demousr/demorep:1.0"
TWO = '"docker tag" requires exactly 2 arguments.'
BAD = "invalid reference format"
NO_IMAGE = "No such image"


def typed(line: str, said: str) -> LookBuilder:
    return look().built().typed(line, said)


case = cases_of("tag")
CASES = (
    case(  # the second name lacks its tag, and is right without it
        "tag-unknown-image",
        look()
        .built()
        .typed("docker tag demousr/demorep:1.0 myimage", "No such image: demousr/demorep:1.0"),
        "docker tag demousr/demorep:1.0 ...: this computer has myimage:0.1",
        "docker tag myimage:0.1 demousr/demorep:1.0",
        facts={"given": "demousr/demorep:1.0", "here": ImageNames(("myimage:0.1",))},
    ),
    case(
        "tag-holds",
        look().built().tagged(),
        "myimage:0.1 and demousr/demorep:1.0 are one image, aa0000000000",
        facts={"id": "aa0000000000"},
    ),
    case(
        "tag-no-image",
        look(),
        "this computer has no images",
        "docker build -t myimage:0.1 myimage",
        facts={"here": ImageNames(shown=(), more=0)},
    ),
    case(
        "tag-sudo-inside",
        typed(f"docker tag sudo docker tag myimage:0.1 {TARGET}", TWO),
        "docker tag sudo docker tag myimage:0.1 demousr/demorep:1.0: the word sudo where an image should be",
        "docker tag myimage:0.1 demousr/demorep:1.0",
        facts={
            "line": "docker tag sudo docker tag myimage:0.1 demousr/demorep:1.0",
            "word": "sudo",
        },
    ),
    case(
        "tag-blanks-around-slash",
        typed("docker tag myimage:0.1 demousr / demorep:1.0", TWO),
        "docker tag myimage:0.1 demousr / demorep:1.0: spaces around the slash",
        "docker tag myimage:0.1 demousr/demorep:1.0",
        facts={"line": "docker tag myimage:0.1 demousr / demorep:1.0"},
    ),
    case(
        "tag-blank-at-colon",
        typed("docker tag myimage:0.1 demousr/demorep :1.0", TWO),
        "docker tag myimage:0.1 demousr/demorep :1.0: a space next to the colon",
        "docker tag myimage:0.1 demousr/demorep:1.0",
        facts={"line": "docker tag myimage:0.1 demousr/demorep :1.0"},
    ),
    case(
        "tag-one-argument",
        typed(f"docker tag {TARGET}", TWO),
        "docker tag demousr/demorep:1.0: one name",
        "docker tag myimage:0.1 demousr/demorep:1.0",
        facts={"line": "docker tag demousr/demorep:1.0"},
    ),
    case(
        "tag-arguments",
        typed("docker tag myimage:0.1 to demousr/demorep:1.0", TWO),
        "docker tag myimage:0.1 to demousr/demorep:1.0: the word to among the names",
        "docker tag myimage:0.1 demousr/demorep:1.0",
        variant="between",
        facts={"line": "docker tag myimage:0.1 to demousr/demorep:1.0", "word": "to"},
    ),
    case(
        "tag-arguments",
        typed("docker tag myimage:0.1 demousr demorep", TWO),
        "docker tag myimage:0.1 demousr demorep: 3 words after tag",
        "docker tag myimage:0.1 demousr/demorep:1.0",
        facts={"line": "docker tag myimage:0.1 demousr demorep", "count": 3},
    ),
    case(
        "tag-arguments",
        typed("docker tag", TWO),
        "docker tag: no words after tag",
        "docker tag myimage:0.1 demousr/demorep:1.0",
        variant="none",
        facts={"line": "docker tag", "count": 0},
    ),
    case(
        "tag-comma",
        typed("docker tag myimage:0.1 demousr/demorep:1,0", BAD),
        "demousr/demorep:1,0, with a comma",
        "docker tag myimage:0.1 demousr/demorep:1.0",
        facts={"given": "demousr/demorep:1,0"},
    ),
    case(
        "tag-two-colons",
        typed("docker tag myimage:0.1 demousr/demorep::1.0", BAD),
        "demousr/demorep::1.0, with two colons",
        "docker tag myimage:0.1 demousr/demorep:1.0",
        facts={"given": "demousr/demorep::1.0"},
    ),
    case(
        "tag-placeholder",
        typed(f"docker tag IMAGEID {TARGET}", "repository name must be lowercase"),
        "docker tag IMAGEID demousr/demorep:1.0: IMAGEID is still in it",
        "docker tag myimage:0.1 demousr/demorep:1.0",
        facts={"line": "docker tag IMAGEID demousr/demorep:1.0", "word": "IMAGEID"},
    ),
    case(
        "tag-capitals",
        typed("docker tag myimage:0.1 demousr/DemoRep:1.0", "repository name must be lowercase"),
        "demousr/DemoRep:1.0, with a capital letter",
        "docker tag myimage:0.1 demousr/demorep:1.0",
        facts={"given": "demousr/DemoRep:1.0"},
    ),
    case(
        "tag-bad-name",
        typed("docker tag myimage:0.1 demousr/demo+rep:1.0", BAD),
        "docker tag myimage:0.1 demousr/demo+rep:1.0: a name that Docker can't read",
        "docker tag myimage:0.1 demousr/demorep:1.0",
        facts={"line": "docker tag myimage:0.1 demousr/demo+rep:1.0"},
    ),
    case(
        "tag-misspelled",
        typed(f"docker tga myimage:0.1 {TARGET}", "docker: 'tga' is not a docker command."),
        "docker tga myimage:0.1 demousr/demorep:1.0: no command called tga",
        "docker tag myimage:0.1 demousr/demorep:1.0",
        facts={"line": "docker tga myimage:0.1 demousr/demorep:1.0", "word": "tga"},
    ),
    case(
        "tag-swapped",
        typed(f"docker tag {TARGET} myimage:0.1", NO_IMAGE),
        "docker tag demousr/demorep:1.0 myimage:0.1: no image demousr/demorep:1.0 to tag",
        "docker tag myimage:0.1 demousr/demorep:1.0",
        facts={"first": "demousr/demorep:1.0", "second": "myimage:0.1"},
    ),
    case(
        "tag-source-no-tag",
        typed(f"docker tag myimage {TARGET}", NO_IMAGE),
        "docker tag myimage ...: no image myimage:latest",
        "docker tag myimage:0.1 demousr/demorep:1.0",
        facts={"given": "myimage", "meant": "myimage:latest"},
    ),
    case(
        "tag-container-name",
        typed(f"docker tag brave_turing {TARGET}", NO_IMAGE),
        "docker tag brave_turing ...: no image with that name",
        "docker tag myimage:0.1 demousr/demorep:1.0",
        facts={"given": "brave_turing"},
    ),
    case(
        "tag-unknown-image",
        typed(f"docker tag zzz:1 {TARGET}", NO_IMAGE),
        "docker tag zzz:1 ...: this computer has myimage:0.1",
        "docker tag myimage:0.1 demousr/demorep:1.0",
        facts={"given": "zzz:1", "here": ImageNames(shown=("myimage:0.1",), more=0)},
    ),
    case(
        "tag-unknown-image",
        look().built().asked("/images/myimag:0.1/tag?repo=demousr/demorep&tag=1.0", NO_IMAGE),
        "docker tag myimag:0.1 ...: this computer has myimage:0.1",
        "docker tag myimage:0.1 demousr/demorep:1.0",
        variant="near",
        facts={
            "given": "myimag:0.1",
            "here": ImageNames(shown=("myimage:0.1",), more=0),
            "near": "myimage:0.1",
        },
    ),
    case(
        "tag-rebuilt",
        look().built().tagged().built(REBUILT),
        "demousr/demorep:1.0 is aa0000000000, myimage:0.1 is dd0000000000",
        "docker tag myimage:0.1 demousr/demorep:1.0",
        facts={"tagged": "aa0000000000", "built": "dd0000000000"},
    ),
    case(
        "tag-rebuilt",
        look().built().tagged().image(OTHER, "myimage:0.1"),
        "demousr/demorep:1.0 is aa0000000000, myimage:0.1 is cc0000000000",
        "docker tag demousr/demorep:1.0 myimage:0.1",
        variant="taken-over",
        facts={"tagged": "aa0000000000", "built": "cc0000000000"},
    ),
    case(
        "tag-other-image",
        look().built().named(TARGET, image=OTHER),
        "demousr/demorep:1.0 is cc0000000000, myimage:0.1 is aa0000000000",
        "docker tag myimage:0.1 demousr/demorep:1.0",
        facts={"tagged": "cc0000000000", "built": "aa0000000000"},
    ),
    case(
        "tag-latest",
        look().built().named("demousr/demorep:latest"),
        "demousr/demorep:latest",
        "docker tag myimage:0.1 demousr/demorep:1.0",
        facts={"name": "demousr/demorep:latest"},
    ),
    case(
        "tag-no-namespace",
        look().built().named("demorep:1.0"),
        "demorep:1.0",
        "docker tag myimage:0.1 demousr/demorep:1.0",
        facts={"name": "demorep:1.0"},
    ),
    case(
        "tag-no-namespace",
        look().own_docker().built().named(f"{REGISTRY}/demorep:1.0"),
        "localhost:5056/demorep:1.0",
        "docker tag myimage:0.1 localhost:5056/demousr/demorep:1.0",
        variant="behind-address",
        facts={"name": "localhost:5056/demorep:1.0"},
    ),
    case(
        "tag-website",
        look().built().named("hub.docker.com/demousr/demorep:1.0"),
        "hub.docker.com/demousr/demorep:1.0",
        "docker tag myimage:0.1 demousr/demorep:1.0",
        facts={"name": "hub.docker.com/demousr/demorep:1.0"},
    ),
    case(
        "tag-capital-namespace",
        look().built().named("DemoUsr/demorep:1.0"),
        "DemoUsr/demorep:1.0",
        "docker tag myimage:0.1 demousr/demorep:1.0",
        facts={"name": "DemoUsr/demorep:1.0", "first": "DemoUsr"},
    ),
    *(
        case(
            cause,
            look().at_registry().built().named(f"{OWN_REGISTRY}/{name}"),
            f"{OWN_REGISTRY}/{name}{seen}",
            f"docker tag myimage:0.1 {OWN_REGISTRY}/class/demousr/demorep:1.0",
            facts={"name": f"{OWN_REGISTRY}/{name}"} | facts,
        )
        for cause, name, seen, facts in (
            ("tag-three-parts", "class/demousr/foo/bar:1.0", ": 4 parts", {"parts": 4}),
            ("tag-other-tag", "class/demousr/demorep:0.1", "", {}),
            ("tag-other-account", "class/somebody/demorep:1.0", "", {"account": "somebody"}),
            ("tag-other-repository", "class/demousr/demorepo:1.0", "", {}),
            ("tag-other-repository", "demousr/demorep:1.0", "", {}),
        )
    ),
    case(
        "tag-three-parts",
        look().built().named("demousr/foo/bar:1.0"),
        "demousr/foo/bar:1.0: 3 parts",
        "docker tag myimage:0.1 demousr/demorep:1.0",
        facts={"name": "demousr/foo/bar:1.0", "parts": 3},
    ),
    case(
        "tag-other-tag",
        look().built().named("demousr/demorep:0.1"),
        "demousr/demorep:0.1",
        "docker tag myimage:0.1 demousr/demorep:1.0",
        facts={"name": "demousr/demorep:0.1"},
    ),
    case(
        "tag-rebuilt",
        look().built().image(REBUILT, TARGET).event("tag", REBUILT, TARGET),
        "demousr/demorep:1.0 is dd0000000000, myimage:0.1 is aa0000000000",
        "docker tag myimage:0.1 demousr/demorep:1.0",
        variant="newer",
        facts={"tagged": "dd0000000000", "built": "aa0000000000"},
    ),
    case(
        "tag-other-registry",
        look().built().named("localhost:5000/demorep:1.0"),
        "localhost:5000/demorep:1.0",
        "docker tag myimage:0.1 demousr/demorep:1.0",
        facts={"name": "localhost:5000/demorep:1.0", "first": "localhost:5000"},
    ),
    case(
        "tag-other-registry",
        look().own_docker().built().named("ghcr.io/demousr/demorep:0.1"),
        "ghcr.io/demousr/demorep:0.1",
        "docker tag myimage:0.1 localhost:5056/demousr/demorep:1.0",
        variant="address",
        facts={"name": "ghcr.io/demousr/demorep:0.1", "first": "ghcr.io"},
    ),
    case(
        "tag-other-account",
        look().built().named("teacherdemo/demorep:1.0"),
        "teacherdemo/demorep:1.0",
        "docker tag myimage:0.1 demousr/demorep:1.0",
        facts={"name": "teacherdemo/demorep:1.0", "account": "teacherdemo"},
    ),
    case(
        "tag-other-repository",
        look().built().named("demousr/demorepo:1.0"),
        "demousr/demorepo:1.0",
        "docker tag myimage:0.1 demousr/demorep:1.0",
        facts={"name": "demousr/demorepo:1.0"},
    ),
    case(
        "tag-removed",
        look().built().tagged().unnamed(TARGET),
        "the image myimage:0.1, with no other name",
        "docker tag myimage:0.1 demousr/demorep:1.0",
        variant="alone",
    ),
    case(
        "tag-removed",
        look().built().named("keep:me").tagged().unnamed(TARGET),
        "the image myimage:0.1, also named keep:me",
        "docker tag myimage:0.1 demousr/demorep:1.0",
        facts={"others": ("keep:me",)},
    ),
    case(
        "tag-missing",
        look().built(),
        "the image myimage:0.1, with no other name",
        "docker tag myimage:0.1 demousr/demorep:1.0",
        variant="alone",
    ),
    case(
        "tag-missing",
        look().built().named("keep:me", "and:me"),
        "the image myimage:0.1, also named keep:me and and:me",
        "docker tag myimage:0.1 demousr/demorep:1.0",
        facts={"others": ("keep:me", "and:me")},
    ),
    case(
        "tag-latest-left",
        look().built().tagged().named("demousr/demorep:latest"),
        "demousr/demorep:latest is still there, too; docker rmi demousr/demorep:latest removes that name and keeps the image.",
        facts={"name": "demousr/demorep:latest"},
    ),
    case(
        "tag-latest-left",
        look().built().tagged().named("demousr/demorep:latest", image=OTHER),
        "demousr/demorep:latest is here, too, and it's another image, cc0000000000; docker rmi demousr/demorep:latest "
        "removes that name.",
        variant="other",
        facts={"name": "demousr/demorep:latest", "id": "cc0000000000"},
    ),
    case(
        "tag-sudo-inside",
        typed(f"docker tag docker tag myimage:0.1 {TARGET}", TWO),
        "docker tag docker tag myimage:0.1 demousr/demorep:1.0: the word docker where an image should be",
        "docker tag myimage:0.1 demousr/demorep:1.0",
        facts={"line": f"docker tag docker tag myimage:0.1 {TARGET}", "word": "docker"},
    ),
    case(
        "tag-sudo-inside",
        typed(f"docker tag tag myimage:0.1 {TARGET}", TWO),
        "docker tag tag myimage:0.1 demousr/demorep:1.0: the word tag where an image should be",
        "docker tag myimage:0.1 demousr/demorep:1.0",
        facts={"line": f"docker tag tag myimage:0.1 {TARGET}", "word": "tag"},
    ),
    case(
        "tag-arguments",
        typed(f"docker tag myimage:0.1 {TARGET} sudo", TWO),
        "docker tag myimage:0.1 demousr/demorep:1.0 sudo: 3 words after tag",
        "docker tag myimage:0.1 demousr/demorep:1.0",
        facts={"line": f"docker tag myimage:0.1 {TARGET} sudo", "count": 3},
    ),
    case(
        "tag-blank-at-colon",
        typed(f"docker tag myimage: 0.1 {TARGET}", TWO),
        "docker tag myimage: 0.1 demousr/demorep:1.0: a space next to the colon",
        "docker tag myimage:0.1 demousr/demorep:1.0",
        facts={"line": f"docker tag myimage: 0.1 {TARGET}"},
    ),
    case(
        "tag-bad-name",
        typed(f"docker tag myimage: {TARGET}", BAD),
        "docker tag myimage: demousr/demorep:1.0: a name that Docker can't read",
        "docker tag myimage:0.1 demousr/demorep:1.0",
        facts={"line": f"docker tag myimage: {TARGET}"},
    ),
    case(
        "tag-source-no-tag",
        typed(f"docker tag myimage:latest {TARGET}", NO_IMAGE),
        "docker tag myimage:latest ...: no image myimage:latest",
        "docker tag myimage:0.1 demousr/demorep:1.0",
        facts={"given": "myimage:latest", "meant": "myimage:latest"},
    ),
    case(
        "tag-container-name",
        typed(f"docker tag brave_turing:latest {TARGET}", NO_IMAGE),
        "docker tag brave_turing:latest ...: no image with that name",
        "docker tag myimage:0.1 demousr/demorep:1.0",
        facts={"given": "brave_turing:latest"},
    ),
    case(
        "tag-placeholder",
        typed(f"docker tag <myimage> {TARGET}", BAD),
        "docker tag <myimage> demousr/demorep:1.0: <myimage> is still in it",
        "docker tag myimage:0.1 demousr/demorep:1.0",
        facts={"line": f"docker tag <myimage> {TARGET}", "word": "<myimage>"},
    ),
    case(
        "tag-swapped",
        look().built().image(OTHER, "theirs:latest").typed("docker tag zzz:1 theirs", NO_IMAGE),
        "docker tag zzz:1 theirs: no image zzz:1 to tag",
        "docker tag myimage:0.1 demousr/demorep:1.0",
        facts={"first": "zzz:1", "second": "theirs"},
    ),
    case(
        "tag-swapped",
        look()
        .built()
        .image(OTHER, "localhost:5000/theirs:latest")
        .typed("docker tag zzz:1 localhost:5000/theirs", NO_IMAGE),
        "docker tag zzz:1 localhost:5000/theirs: no image zzz:1 to tag",
        "docker tag myimage:0.1 demousr/demorep:1.0",
        facts={"first": "zzz:1", "second": "localhost:5000/theirs"},
    ),
    case(
        "tag-refused",
        typed("docker tag zzz:1", NO_IMAGE),
        "docker tag zzz:1: No such image",
        "docker tag myimage:0.1 demousr/demorep:1.0",
    ),
    case(
        "tag-missing",
        typed("docker tga zzz:1", "docker: 'tga' is not a docker command.").passed("tag"),
        "the image myimage:0.1, with no other name",
        "docker tag myimage:0.1 demousr/demorep:1.0",
        variant="alone",
    ),
    case(
        "tag-sudo-inside",
        typed(f"docker tag sudo myimage:0.1 {TARGET}", TWO),
        "docker tag sudo myimage:0.1 demousr/demorep:1.0: the word sudo where an image should be",
        "docker tag myimage:0.1 demousr/demorep:1.0",
        facts={"line": f"docker tag sudo myimage:0.1 {TARGET}", "word": "sudo"},
    ),
    case(
        "tag-sudo-inside",
        typed(f"docker tag docker myimage:0.1 {TARGET}", TWO),
        "docker tag docker myimage:0.1 demousr/demorep:1.0: the word docker where an image should be",
        "docker tag myimage:0.1 demousr/demorep:1.0",
        facts={"line": f"docker tag docker myimage:0.1 {TARGET}", "word": "docker"},
    ),
    case(
        "tag-missing",
        look().built().named("demousr:latest"),
        "the image myimage:0.1, also named demousr:latest",
        "docker tag myimage:0.1 demousr/demorep:1.0",
        facts={"others": ("demousr:latest",)},
    ),
    case(
        "tag-two-colons",
        typed(f"docker tag myimage::0.1 {TARGET}", BAD),
        "myimage::0.1, with two colons",
        "docker tag myimage:0.1 demousr/demorep:1.0",
        facts={"given": "myimage::0.1"},
    ),
    case(
        "tag-capitals",
        typed(f"docker tag MyImage:0.1 {TARGET}", f"{BAD}: repository name must be lowercase"),
        "MyImage:0.1, with a capital letter",
        "docker tag myimage:0.1 demousr/demorep:1.0",
        facts={"given": "MyImage:0.1"},
    ),
    case(
        "tag-bad-name",
        typed("docker tag myimage:0.1 demousr/demorep,1.0", BAD),
        "docker tag myimage:0.1 demousr/demorep,1.0: a name that Docker can't read",
        "docker tag myimage:0.1 demousr/demorep:1.0",
        facts={"line": "docker tag myimage:0.1 demousr/demorep,1.0"},
    ),
    case(
        "tag-bad-name",
        typed("docker tag demousr/demorep :1.0", BAD),
        "docker tag demousr/demorep :1.0: a name that Docker can't read",
        "docker tag myimage:0.1 demousr/demorep:1.0",
        facts={"line": "docker tag demousr/demorep :1.0"},
    ),
    case(
        "tag-arguments",
        typed("docker tag myimage:0.1 demousr/ demorep:1.0", TWO),
        "docker tag myimage:0.1 demousr/ demorep:1.0: 3 words after tag",
        "docker tag myimage:0.1 demousr/demorep:1.0",
        facts={"line": "docker tag myimage:0.1 demousr/ demorep:1.0", "count": 3},
    ),
    case(
        "tag-removed",
        look().built().tagged().named("demousr/demorep:latest").unnamed(TARGET),
        "the image myimage:0.1, also named demousr/demorep:latest",
        "docker tag myimage:0.1 demousr/demorep:1.0",
        facts={"others": ("demousr/demorep:latest",)},
    ),
    case(
        "tag-latest",
        look().built().tagged().unnamed(TARGET).named("demousr/demorep:latest"),
        "demousr/demorep:latest",
        "docker tag myimage:0.1 demousr/demorep:1.0",
        facts={"name": "demousr/demorep:latest"},
    ),
    case(
        "tag-missing",
        look().built().named("other:RC1"),
        "the image myimage:0.1, also named other:RC1",
        "docker tag myimage:0.1 demousr/demorep:1.0",
        facts={"others": ("other:RC1",)},
    ),
    case(
        "tag-capital-namespace",
        look().built().named("Demousr/a/demorep:1.0"),
        "Demousr/a/demorep:1.0",
        "docker tag myimage:0.1 demousr/demorep:1.0",
        facts={"name": "Demousr/a/demorep:1.0", "first": "Demousr"},
    ),
    case(
        "tag-account-empty",
        typed("docker tag myimage:0.1 /demorep:1.0", BAD),
        "/demorep:1.0: nothing before the slash",
        "docker tag myimage:0.1 demousr/demorep:1.0",
        facts={"given": "/demorep:1.0"},
    ),
    case(
        "tag-colon-for-slash",
        typed("docker tag myimage:0.1 demousr:demorep/1.0", BAD),
        "demousr:demorep/1.0: the colon and the slash are switched",
        "docker tag myimage:0.1 demousr/demorep:1.0",
        facts={"given": "demousr:demorep/1.0"},
    ),
    case(
        "tag-refused",
        typed("docker tag myimage:0.1 demousr/demorep:1.0", "something that nobody foresaw"),
        "docker tag myimage:0.1 demousr/demorep:1.0: something that nobody foresaw",
        "docker tag myimage:0.1 demousr/demorep:1.0",
        facts={"line": f"docker tag myimage:0.1 {TARGET}", "said": "something that nobody foresaw"},
    ),
    case(
        "tag-slash-for-colon",
        look().built().named("demousr/demorep/1.0:latest"),
        "demousr/demorep/1.0:latest",
        "docker tag myimage:0.1 demousr/demorep:1.0",
        facts={"name": "demousr/demorep/1.0:latest"},
    ),
    case(
        "tag-placeholder-left",
        look().built().named("yourusername/demorep:1.0"),
        "yourusername/demorep:1.0: yourusername is still in it",
        "docker tag myimage:0.1 demousr/demorep:1.0",
        facts={"name": "yourusername/demorep:1.0", "word": "yourusername"},
    ),
    case(
        "tag-other-image",
        look().built().image(OTHER, TARGET, layers=(*LAYERS, *OTHER_LAYERS)),
        "demousr/demorep:1.0 is cc0000000000, myimage:0.1 is aa0000000000",
        "docker tag myimage:0.1 demousr/demorep:1.0",
        variant="child",
        facts={"tagged": "cc0000000000", "built": "aa0000000000"},
    ),
    # The last of several slips is the one that is answered, in whatever order they came.
    *(
        case(
            cause,
            look().built().named(*others, name),
            name,
            "docker tag myimage:0.1 demousr/demorep:1.0",
            facts=facts,
        )
        for others in (
            ("demorep:1.0", "demousr/demorep:latest"),
            ("zzz/demorep:1.0",),
            ("demousr/other:1.0",),
        )
        for cause, name, facts in (
            (
                "tag-other-tag",
                "demousr/demorep:0.1",
                {"name": "demousr/demorep:0.1"},
            ),
            ("tag-other-repository", "demousr/demorepo:1.0", {"name": "demousr/demorepo:1.0"}),
            ("tag-no-namespace", "demorep:2.0", {"name": "demorep:2.0"}),
            (
                "tag-other-account",
                "aaa/demorep:1.0",
                {"name": "aaa/demorep:1.0", "account": "aaa"},
            ),
        )
    ),
    case(
        "tag-arguments",
        look()
        .built()
        .typed(
            "docker tag myimage:0.1 demousr/demorep:1.0 Successfully tagged myimage:0.1",
            "requires 2 arguments",
        ),
        "docker tag myimage:0.1 demousr/demorep:1.0 Successfully tagged myimage:0.1: from Successfully on, what Docker printed",
        "docker tag myimage:0.1 demousr/demorep:1.0",
        variant="output",
        facts={
            "line": "docker tag myimage:0.1 demousr/demorep:1.0 Successfully tagged myimage:0.1",
            "word": "Successfully",
        },
    ),
)


@pytest.mark.parametrize("one", CASES, ids=str)
def test_tells(one: Case) -> None:
    one.check()


@pytest.mark.parametrize(
    ("seen", "facts"),
    [
        (look().built(), {}),
        (look().built().tagged(), {"image": FIRST}),
        (look().built().tagged().without_hub(), {"image": FIRST}),
        (look().built().tagged().published(image=OTHER), {"image": FIRST}),
        (look().built().tagged().passed("delete-local"), {"image": FIRST}),
        (look().built().tagged().published().passed("delete-local"), {"image": FIRST}),
        (look().built().tagged().published(image=OTHER).passed("delete-local"), {}),
    ],
)
def test_a_pass_establishes_which_image_was_tagged(
    seen: LookBuilder, facts: dict[str, str]
) -> None:
    assert step.facts(seen.see()) == facts
