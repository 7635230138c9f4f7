"""Whether somebody is there: unattended, blanks are filled and passwords are the world's own."""

import os

UNATTENDED = "DOCKER_LESSONS_UNATTENDED"
"""The one switch for a run with nobody there; `1` turns it on."""


def nobody_there() -> bool:
    """Whether the course runs unattended."""
    return os.environ.get(UNATTENDED) == "1"
