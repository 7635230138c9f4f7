"""Whether somebody is at the course: unattended, blanks are filled and passwords are the world's own."""

import os

UNATTENDED = "DOCKER_LESSONS_UNATTENDED"
"""The variable that says so: `1` means unattended."""


def nobody_there() -> bool:
    """Tells whether the course runs unattended."""
    return os.environ.get(UNATTENDED) == "1"
