"""What a look tells of the step `build-image`: each cause and each remark, with its facts and its words."""

import pytest

from docker_lessons.findings.finding import ImageNames
from tests.lessons.looks import (
    FIRST,
    MACHINE,
    OTHER,
    OTHER_LAYERS,
    OTHER_MACHINE,
    OTHER_MACHINES_LAYERS,
    REBUILT,
    SECOND_LAYERS,
    Case,
    cases_of,
    look,
    remarks,
)

BUILD = "/build?t=myimage:0.1"
ONE = '"docker build" requires exactly 1 argument.'
BAD = "invalid reference format"

BUILT = "docker build -t myimage:0.1"

case = cases_of("build-image")
NO_COMMAND = "docker: unknown command: docker buld"
CASES = (
    case(  # it passed once, and a word that's no command is no explanation anymore
        "build-nothing",
        look().passed("build-image").typed("docker buld -t myimage:0.1 myimage", NO_COMMAND),
        "this computer has no images",
        "docker build -t myimage:0.1 myimage",
        facts={"here": ImageNames(())},
    ),
    case(  # the one that was made last
        "build-unnamed",
        look().image(FIRST).made(10).image(REBUILT).made(5),
        "the image aa0000000000, without a name (<none>)",
        "docker tag aa0000000000 myimage:0.1",
        facts={"id": "aa0000000000"},
    ),
    case(  # whose name was only seen
        "build-nameless",
        look().image(FIRST, "myimage:0.1").sighted("myimage:0.1", FIRST).built(REBUILT),
        "The line with <none> is your older build: the new one took over its name.",
    ),
    case(
        "build-misspelled",
        look().typed("docker buidl -t myimage:0.1 myimage", "unknown shorthand flag: 't' in -t"),
        "docker buidl -t myimage:0.1 myimage: no command called buidl",
        "docker build -t myimage:0.1 myimage",
        facts={"line": "docker buidl -t myimage:0.1 myimage", "word": "buidl"},
    ),
    case(
        "build-image-holds",
        look().built(),
        "myimage:0.1 is the image aa0000000000",
        facts={"id": "aa0000000000"},
    ),
    case(
        "build-no-context",
        look().typed("docker build -t myimage:0.1", ONE),
        "docker build -t myimage:0.1: no folder at the end",
        "docker build -t myimage:0.1 myimage",
        facts={"line": "docker build -t myimage:0.1"},
    ),
    case(
        "build-too-many-words",
        look().typed("docker build -t my image:0.1 myimage", ONE),
        "docker build -t my image:0.1 myimage: 2 words instead of one folder",
        "docker build -t myimage:0.1 myimage",
        facts={"line": "docker build -t my image:0.1 myimage", "count": 2},
    ),
    case(
        "build-no-dockerfile",
        look().typed(
            "docker build -t myimage:0.1 elsewhere",
            "lstat /w/elsewhere/Dockerfile: no such file or directory",
        ),
        "no file called Dockerfile in elsewhere",
        "docker build -t myimage:0.1 myimage",
        facts={"folder": "elsewhere"},
    ),
    case(
        "build-no-dockerfile",
        look().asked(BUILD, "Cannot locate specified Dockerfile: Dockerfile"),
        "no file called Dockerfile in that folder",
        "docker build -t myimage:0.1 myimage",
        variant="unknown-folder",
    ),
    case(
        "build-no-folder",
        look().typed("docker build -t myimage:0.1 myimag", 'path "myimag" not found'),
        "no folder called myimag here",
        "docker build -t myimage:0.1 myimage",
        facts={"folder": "myimag"},
    ),
    case(
        "build-no-folder",
        look().typed(
            "docker build -t myimage:0.1 myimage/Dockerfile",
            "unable to prepare context: context must be a directory: /home/me/myimage/Dockerfile",
        ),
        "myimage/Dockerfile, which is a file",
        "docker build -t myimage:0.1 myimage",
        variant="file",
        facts={"folder": "myimage/Dockerfile"},
    ),
    case(
        "build-other-content",
        look().built().starting("/bin/sh", "-c", "/hello"),
        "myimage:0.1 is aa0000000000, which starts /bin/sh -c /hello",
        "docker-lessons restore",
        variant="command",
        facts={"id": "aa0000000000", "command": "/bin/sh -c /hello"},
    ),
    case(
        "build-other-content",
        look().built().starting(),
        "myimage:0.1 is aa0000000000, which starts nothing",
        "docker-lessons restore",
        variant="nothing",
        facts={"id": "aa0000000000"},
    ),
    case(
        "build-image-holds",
        look().built().starting("/hello", "loudly"),
        "myimage:0.1 is the image aa0000000000",
        facts={"id": "aa0000000000"},
    ),
    case(
        "build-nothing",
        look().image(FIRST).starting(),  # what a build left that broke off before CMD
        "this computer has no images",
        "docker build -t myimage:0.1 myimage",
        facts={"here": ImageNames((), 0)},
    ),
    case(
        "build-restored",
        look().image(FIRST).starting().typed("docker-lessons restore", fails=False),
        "the folder myimage, the way the course made it",
        "docker build -t myimage:0.1 myimage",
    ),
    case(
        "build-other-content",
        look().image(OTHER, "myimage:0.1", layers=("sha256:1", "sha256:2", "sha256:3")),
        "myimage:0.1 is cc0000000000, built from something else (3 layers)",
        "docker build -t myimage:0.1 myimage",
        facts={"id": "cc0000000000", "count": 3, "layers": ("72ed521ecd1e", "41919d2347cb")},
    ),
    case(
        "build-refused",
        look().typed(
            "docker build -t myimage:0.1 -f myimage/Dockerfile .",
            "COPY failed: file not found in build context or excluded by .dockerignore: stat hello",
        ),
        "docker build -t myimage:0.1 -f myimage/Dockerfile .: COPY failed: file not found in build context or excluded "
        "by .dockerignore: stat hello",
        "docker build -t myimage:0.1 myimage",
        variant="file-not-in-context/BUILDER",
        facts={},
    ),
    case(
        "build-placeholder",
        look().typed("docker build -t '<YOUR_USERNAME>/myapp' myimage", BAD),
        "the name <YOUR_USERNAME>/myapp",
        "docker build -t myimage:0.1 myimage",
        facts={"name": "<YOUR_USERNAME>/myapp"},
    ),
    case(
        "build-capitals",
        look().typed("docker build -t MyImage:0.1 myimage", "repository name must be lowercase"),
        "the name MyImage:0.1, with a capital letter",
        "docker build -t myimage:0.1 myimage",
        facts={"name": "MyImage:0.1"},
    ),
    case(
        "build-capitals",
        look().typed("docker build myimage", "repository name must be lowercase"),
        "a name with a capital letter",
        "docker build -t myimage:0.1 myimage",
        variant="unknown-name",
    ),
    case(
        "build-slash-in-tag",
        look().typed("docker build -t demousr/demorep:feature/foo myimage", BAD),
        "the tag feature/foo, with a slash in it",
        "docker build -t myimage:0.1 myimage",
        facts={"tag": "feature/foo"},
    ),
    case(
        "build-dash-at-end",
        look().typed("docker build -t name-/foobar myimage", BAD),
        "name- in the name name-/foobar",
        "docker build -t myimage:0.1 myimage",
        facts={"part": "name-", "name": "name-/foobar"},
    ),
    case(
        "build-bad-name",
        look().typed("docker build -t my+image:0.1 myimage", BAD),
        "the name my+image:0.1",
        "docker build -t myimage:0.1 myimage",
        facts={"name": "my+image:0.1"},
    ),
    case(
        "build-bad-name",
        look().typed("docker build myimage", BAD),
        "a name that Docker can't read",
        "docker build -t myimage:0.1 myimage",
        variant="unknown-name",
    ),
    case(
        "build-web-page",
        look().asked(BUILD, "dockerfile parse error line 1: unknown instruction: <!DOCTYPE"),
        "a Dockerfile that starts like a web page (<!DOCTYPE ...)",
        "docker-lessons restore",
        variant="some-folder",
    ),
    case(
        "build-unknown-instruction",
        look().asked(BUILD, "dockerfile parse error line 3: unknown instruction: COPPY"),
        "line 3 of the Dockerfile starts with COPPY",
        "docker-lessons restore",
        variant="some-folder",
        facts={"number": 3, "word": "COPPY"},
    ),
    case(
        "build-runs-something",
        look().asked(
            BUILD,
            'OCI runtime create failed: runc create failed: unable to start container process: exec: "/bin/sh": '
            "stat /bin/sh: no such file or directory: unknown",
        ),
        "a Dockerfile with RUN",
        "docker-lessons restore",
        variant="some-folder",
    ),
    *(
        case(
            "build-runs-something",
            look().typed(
                f"docker build -t myimage:0.1 {words}",
                "The command '/x' returned a non-zero code: 1",
            ),
            "a Dockerfile with RUN",
            repair,
            variant=variant,
        )
        for words, repair, variant in (
            ("myimage", "docker-lessons restore", ""),
            ("./myimage/", "docker-lessons restore", ""),
            (".", "docker-lessons restore", "some-folder"),
            ("./", "docker-lessons restore", "some-folder"),
            ("myimageX/", "docker build -t myimage:0.1 myimage", "other-folder"),
            ("mine", "docker build -t myimage:0.1 myimage", "other-folder"),
            ("-f mine/Dockerfile .", "docker build -t myimage:0.1 myimage", "other-folder"),
        )
    ),
    case(
        "build-other-processor",
        look().built().saying_it_is_for(OTHER_MACHINE),
        f"myimage:0.1 is aa0000000000, for the processor {OTHER_MACHINE}",
        f"docker build --no-cache --platform linux/{MACHINE} -t myimage:0.1 myimage",
        facts={"id": "aa0000000000", "processor": OTHER_MACHINE, "wanted": MACHINE},
    ),
    case(
        "build-other-processor",
        look().image(FIRST, "myimage:0.1", layers=OTHER_MACHINES_LAYERS),
        f"myimage:0.1 is aa0000000000, for the processor {OTHER_MACHINE}",
        "docker-lessons restore",
        variant="program",
        facts={"id": "aa0000000000", "processor": OTHER_MACHINE, "wanted": MACHINE},
    ),
    case(
        "build-other-processor",
        look().own_docker().built().on_engine_of(OTHER_MACHINE),
        f"myimage:0.1 is aa0000000000, for the processor {MACHINE}",
        "docker-lessons restore",
        variant="program",
        facts={"id": "aa0000000000", "processor": MACHINE, "wanted": OTHER_MACHINE},
    ),
    case(
        "build-image-holds",
        look()
        .own_docker()
        .image(FIRST, "myimage:0.1", layers=OTHER_MACHINES_LAYERS)
        .on_engine_of(OTHER_MACHINE),
        "myimage:0.1 is the image aa0000000000",
        facts={"id": "aa0000000000"},
    ),
    case(
        "build-image-holds",
        look().own_docker().built().on_engine_of("riscv64").saying_it_is_for("riscv64"),
        "myimage:0.1 is the image aa0000000000",
        facts={"id": "aa0000000000"},
    ),
    case(
        "build-other-content",
        look().image(OTHER, "myimage:0.1"),
        "myimage:0.1 is cc0000000000, built from something else (one layer)",
        "docker build -t myimage:0.1 myimage",
        facts={"id": "cc0000000000", "count": 1, "layers": ("72ed521ecd1e", "41919d2347cb")},
        variant="one",
    ),
    case(
        "build-other-content",
        look().image(OTHER, "myimage:0.1", layers=(*OTHER_LAYERS, *SECOND_LAYERS)),
        "myimage:0.1 is cc0000000000, built from something else (3 layers)",
        "docker build -t myimage:0.1 myimage",
        facts={"id": "cc0000000000", "count": 3, "layers": ("72ed521ecd1e", "41919d2347cb")},
    ),
    case(
        "build-other-content",
        look().image(OTHER, "myimage:0.1", layers=()),
        "myimage:0.1 is cc0000000000, built from something else (no layers)",
        "docker build -t myimage:0.1 myimage",
        facts={"id": "cc0000000000", "count": 0, "layers": ("72ed521ecd1e", "41919d2347cb")},
        variant="none",
    ),
    case(
        "build-other-name",
        look().image(FIRST, "myimag:0.1"),
        "the course's image, named myimag:0.1",
        "docker build -t myimage:0.1 myimage",
        facts={"name": "myimag:0.1"},
    ),
    case(
        "build-other-name",
        look().image(FIRST, "myimage:latest"),
        "the course's image, named myimage:latest",
        "docker build -t myimage:0.1 myimage",
        variant="latest",
        facts={"name": "myimage:latest"},
    ),
    case(
        "build-nothing",
        look(),
        "this computer has no images",
        "docker build -t myimage:0.1 myimage",
        facts={"here": ImageNames(shown=(), more=0)},
    ),
    case(
        "build-nothing",
        look().image(OTHER, *(f"theirs:{number}" for number in range(9))),
        "this computer has theirs:0, theirs:1, theirs:2, theirs:3 and 5 more",
        "docker build -t myimage:0.1 myimage",
        facts={"here": ImageNames(shown=("theirs:0", "theirs:1", "theirs:2", "theirs:3"), more=5)},
    ),
    case(
        "build-nameless",
        look().image(REBUILT).built(),
        "The line with <none> is an image that you built without -t, so it has no name. It does no harm, and docker "
        "image prune removes it.",
        variant="never-named",
    ),
    case(
        "build-nameless",
        look().built(REBUILT).built(),
        "The line with <none> is your older build: the new one took over its name. It does no harm, and docker image prune removes it.",
    ),
    case(
        "build-placeholder",
        look().typed("docker build -t '<me>/myapp' myimage", BAD),
        "the name <me>/myapp",
        "docker build -t myimage:0.1 myimage",
        facts={"name": "<me>/myapp"},
    ),
    case(
        "build-placeholder",
        look().typed("docker build -t ___/myapp myimage", BAD),
        "the name ___/myapp",
        "docker build -t myimage:0.1 myimage",
        facts={"name": "___/myapp"},
    ),
    case(
        "build-bad-name",
        look().typed("docker build -t localhost:5000/my:0,1 myimage", BAD),
        "the name localhost:5000/my:0,1",
        "docker build -t myimage:0.1 myimage",
        facts={"name": "localhost:5000/my:0,1"},
    ),
    case(
        "build-dash-at-end",
        look().typed("docker build -t my-:0.1 myimage", BAD),
        "my- in the name my-:0.1",
        "docker build -t myimage:0.1 myimage",
        facts={"part": "my-", "name": "my-:0.1"},
    ),
    case(
        "build-web-page",
        look().typed(f"{BUILT} ./myimage/", "parse error line 2: Unknown Instruction: <html"),
        "a Dockerfile that starts like a web page (<!DOCTYPE ...)",
        "docker-lessons restore",
    ),
    case(
        "build-web-page",
        look().typed(f"{BUILT} mine", "parse error line 2: Unknown Instruction: <html"),
        "a Dockerfile that starts like a web page (<!DOCTYPE ...)",
        "docker build -t myimage:0.1 myimage",
        variant="other-folder",
    ),
    case(
        "build-unknown-instruction",
        look().typed(f"{BUILT} -f mine/Dockerfile myimage", "line 2: Unknown Instruction: FORM"),
        "line 2 of the Dockerfile starts with FORM",
        "docker build -t myimage:0.1 myimage",
        variant="other-folder",
        facts={"number": 2, "word": "FORM"},
    ),
    case(
        "build-unknown-instruction",
        look().typed(f"{BUILT} myimage", "parse error line 2: Unknown Instruction: FORM"),
        "line 2 of the Dockerfile starts with FORM",
        "docker-lessons restore",
        facts={"number": 2, "word": "FORM"},
    ),
    case(
        "build-other-name",
        look().image(FIRST, "zzz:9"),
        "the course's image, named zzz:9",
        "docker build -t myimage:0.1 myimage",
        facts={"name": "zzz:9"},
    ),
    case(
        "build-other-name",
        look().image(FIRST, "zzz:9", "myimag:0.1"),
        "the course's image, named myimag:0.1",
        "docker build -t myimage:0.1 myimage",
        facts={"name": "myimag:0.1"},
    ),
    case(
        "build-dash-at-end",
        look().typed("docker build -t localhost:5056/demousr/demo- myimage", BAD),
        "demo- in the name localhost:5056/demousr/demo-",
        "docker build -t myimage:0.1 myimage",
        facts={"part": "demo-", "name": "localhost:5056/demousr/demo-"},
    ),
    case(
        "build-slash-in-tag",
        look().typed("docker build -t localhost:5056/demousr/demorep:feature/foo myimage", BAD),
        "the tag feature/foo, with a slash in it",
        "docker build -t myimage:0.1 myimage",
        facts={"tag": "feature/foo"},
    ),
    case(
        "build-dash-at-end",
        look().typed("docker build -t .foo/bar myimage", BAD),
        ".foo in the name .foo/bar",
        "docker build -t myimage:0.1 myimage",
        facts={"part": ".foo", "name": ".foo/bar"},
    ),
    case(
        "build-capitals",
        look().typed(
            "docker build -t MYIMAGE:0.1 myimage", f"{BAD}: repository name must be lowercase"
        ),
        "the name MYIMAGE:0.1, with a capital letter",
        "docker build -t myimage:0.1 myimage",
        facts={"name": "MYIMAGE:0.1"},
    ),
    case(
        "build-refused",
        look().typed(f"{BUILT} myimage", "something that nobody foresaw"),
        "docker build -t myimage:0.1 myimage: something that nobody foresaw",
        "docker build -t myimage:0.1 myimage",
        facts={
            "line": "docker build -t myimage:0.1 myimage",
            "said": "something that nobody foresaw",
            "mend": "docker build -t myimage:0.1 myimage",
        },
    ),
    *(
        case(
            "build-refused",
            look().typed(f"{BUILT} {folder}", said),
            f"docker build -t myimage:0.1 {folder}: {said}",
            repair,
        )
        for folder, repair in (
            ("myimage", "docker-lessons restore"),
            (".", "docker-lessons restore"),
            ("other", "docker build -t myimage:0.1 myimage"),
        )
        for said in (
            "COPY failed: file not found in build context or excluded by .dockerignore: stat helo: file does not exist",
            "the Dockerfile (Dockerfile) cannot be empty",
        )
    ),
    case(
        "build-restored",
        look().typed("docker-lessons restore", fails=False),
        "the folder myimage, the way the course made it",
        "docker build -t myimage:0.1 myimage",
    ),
    case(
        "build-restored",
        look().image(OTHER, "myimage:0.1").typed("docker-lessons restore", fails=False),
        "the folder myimage, the way the course made it",
        "docker build --no-cache -t myimage:0.1 myimage",
        variant="afresh",
    ),
    case(
        "build-unnamed",
        look().image(FIRST).nameless(FIRST),
        "the image aa0000000000, without a name (<none>)",
        "docker tag aa0000000000 myimage:0.1",
        facts={"id": "aa0000000000"},
    ),
    case(
        "build-other-content",
        look()
        .typed(f"{BUILT} myimage", "no such file")
        .image(OTHER, "myimage:0.1")
        .event("tag", OTHER, "myimage:0.1"),
        "myimage:0.1 is cc0000000000, built from something else (one layer)",
        "docker build -t myimage:0.1 myimage",
        facts={"id": "cc0000000000", "count": 1, "layers": ("72ed521ecd1e", "41919d2347cb")},
        variant="one",
    ),
    case(
        "build-other-name",
        look().image(FIRST).named("myimag:0.1").named("zzz:9"),
        "the course's image, named zzz:9",
        "docker build -t myimage:0.1 myimage",
        facts={"name": "zzz:9"},
    ),
    case(
        "build-folder-changed",
        look().with_changed("Dockerfile"),
        "the folder myimage, where Dockerfile isn't the way the course made it",
        "docker-lessons restore",
        facts={"files": ("Dockerfile",)},
    ),
    case(
        "build-folder-changed",
        look().image(OTHER, "myimage:0.1").with_changed(".dockerignore", "message.txt"),
        "the folder myimage, where .dockerignore and message.txt aren't the way the course made them",
        "docker-lessons restore",
        variant="several",
        facts={"files": (".dockerignore", "message.txt")},
    ),
    *(
        case(
            "build-unnamed",
            seen.image(FIRST),
            "the image aa0000000000, without a name (<none>)",
            "docker tag aa0000000000 myimage:0.1",
            facts={"id": "aa0000000000"},
        )
        for seen in (
            look()
            .typed("docker-lessons restore", fails=False)
            .typed("docker build myimage", fails=False),
            look().typed("docker-lessons restore", fails=False).asked("/v1.41/build"),
            look()
            .own_docker()
            .typed("docker-lessons restore", fails=False),  # nobody hears that build
        )
    ),
    case(
        "build-too-many-words",
        look().typed(
            "docker build -t myimage:0.1 myimage Sending build context to Docker daemon",
            "requires 1 argument",
        ),
        "docker build -t myimage:0.1 myimage Sending build context to Docker daemon: from Sending on, what Docker printed",
        "docker build -t myimage:0.1 myimage",
        variant="output",
        facts={
            "line": "docker build -t myimage:0.1 myimage Sending build context to Docker daemon",
            "word": "Sending",
        },
    ),
    case(
        "build-other-content",
        look().image(OTHER, "myimage:0.1", layers=("sha256:1", "sha256:2")),
        "myimage:0.1 is cc0000000000, built from something else (2 layers)",
        "docker build -t myimage:0.1 myimage",
        facts={"id": "cc0000000000", "count": 2, "layers": ("72ed521ecd1e", "41919d2347cb")},
    ),
)


@pytest.mark.parametrize("one", CASES, ids=str)
def test_tells(one: Case) -> None:
    one.check()


def test_nothing_is_remarked_of_the_only_build() -> None:
    assert remarks("build-image", look().built()) == []
