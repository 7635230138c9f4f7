"""What is shown of a message of Docker's."""

import pytest

from docker_lessons.lessons.attempt import Attempt
from docker_lessons.lessons.steps.refusals import docker_said

FAILED = "COPY failed: file not found in build context or excluded by .dockerignore: stat helo: file does not exist"
OLD = "DEPRECATED: The legacy builder is deprecated and will be removed in a future release."


@pytest.mark.parametrize(
    "note",
    [
        f"{OLD}\n BuildKit is currently disabled; enable it by removing DOCKER_BUILDKIT=0 environment-variable.\n\n",
        f"{OLD}\n Install the buildx component to build images with BuildKit:\n https://docs.docker.com/go/buildx/\n",
    ],
    ids=["switched off", "not installed"],
)
def test_the_builder_s_note_of_itself_is_not_shown_as_why_it_failed(note: str):
    line = "docker build -t myimage:0.1 myimage"
    tried = Attempt(0.0, "build", ("myimage",), {}, True, note + FAILED, line, True)

    assert docker_said(tried)["said"] == FAILED
