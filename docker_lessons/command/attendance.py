"""Whether the course runs unattended: then blanks are filled in, and the world's own passwords are used."""

import os

UNATTENDED = "DOCKER_LESSONS_UNATTENDED"
"""The variable that says so: `1` means unattended."""


def nobody_there() -> bool:
    """Tells whether the course runs unattended."""
    return os.environ.get(UNATTENDED) == "1"
