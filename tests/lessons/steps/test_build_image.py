"""What a look tells of the step `build-image`: each cause and each remark, with its facts and its words."""

import pytest

from docker_lessons.findings.finding import ImageNames
from tests.lessons.looks import FIRST, OTHER, REBUILT, Case, cases_of, look, remarks

BUILD = "/build?t=myimage:0.1"
ONE = '"docker build" requires exactly 1 argument.'
BAD = "invalid reference format"

case = cases_of("build-image")
CASES = (
    case(
        "build-image-holds",
        look().built(),
        "myimage:0.1 is the image aa0000000000",
        facts={"id": "aa0000000000"},
    ),
    case(
        "build-no-context",
        look().typed("docker build -t myimage:0.1", ONE),
        "docker build -t myimage:0.1: no folder after the name",
        "docker build -t myimage:0.1 myimage",
        facts={"line": "docker build -t myimage:0.1"},
    ),
    case(
        "build-too-many-words",
        look().typed("docker build -t my image:0.1 myimage", ONE),
        "docker build -t my image:0.1 myimage: 2 words where one folder is wanted",
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
        "no folder myimag here",
        "docker build -t myimage:0.1 myimage",
        facts={"folder": "myimag"},
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
        "the name that name, with a capital letter",
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
        "the name that name",
        "docker build -t myimage:0.1 myimage",
        variant="unknown-name",
    ),
    case(
        "build-web-page",
        look().asked(BUILD, "dockerfile parse error line 1: unknown instruction: <!DOCTYPE"),
        "a Dockerfile that begins like a web page (<!DOCTYPE ...)",
        "docker build -t myimage:0.1 myimage",
    ),
    case(
        "build-unknown-instruction",
        look().asked(BUILD, "dockerfile parse error line 3: unknown instruction: COPPY"),
        "line 3 of the Dockerfile begins with COPPY",
        "docker build -t myimage:0.1 myimage",
        facts={"number": 3, "word": "COPPY"},
    ),
    case(
        "build-runs-something",
        look().asked(BUILD, "The practice engine runs no program: RUN"),
        "a Dockerfile with RUN",
        "docker build -t myimage:0.1 myimage",
    ),
    case(
        "build-other-content",
        look().image(OTHER, "myimage:0.1"),
        "myimage:0.1 is cc0000000000, built from something else (1 layers)",
        "docker build -t myimage:0.1 myimage",
        facts={"id": "cc0000000000", "count": 1, "layers": ("72ed521ecd1e", "41919d2347cb")},
    ),
    case(
        "build-other-name",
        look().image(FIRST, "myimag:0.1"),
        "the course's image under the name myimag:0.1",
        "docker build -t myimage:0.1 myimage",
        facts={"name": "myimag:0.1"},
    ),
    case(
        "build-other-name",
        look().image(FIRST, "myimage:latest"),
        "the course's image under the name myimage:latest",
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
        "The line with <none> is your older build: its name went to the new one. It does no harm; docker image prune takes it away.",
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
        look().asked(BUILD, "dockerfile parse error line 2: Unknown Instruction: <html"),
        "a Dockerfile that begins like a web page (<!DOCTYPE ...)",
        "docker build -t myimage:0.1 myimage",
    ),
    case(
        "build-unknown-instruction",
        look().asked(BUILD, "dockerfile parse error line 2: Unknown Instruction: FORM"),
        "line 2 of the Dockerfile begins with FORM",
        "docker build -t myimage:0.1 myimage",
        facts={"number": 2, "word": "FORM"},
    ),
    case(
        "build-other-name",
        look().image(FIRST, "zzz:9"),
        "the course's image under the name zzz:9",
        "docker build -t myimage:0.1 myimage",
        facts={"name": "zzz:9"},
    ),
    case(
        "build-other-name",
        look().image(FIRST, "zzz:9", "myimag:0.1"),
        "the course's image under the name myimag:0.1",
        "docker build -t myimage:0.1 myimage",
        facts={"name": "myimag:0.1"},
    ),
)


@pytest.mark.parametrize("one", CASES, ids=str)
def test_tells(one: Case) -> None:
    one.check()


def test_nothing_is_remarked_of_the_only_build() -> None:
    assert remarks("build-image", look().built()) == []
