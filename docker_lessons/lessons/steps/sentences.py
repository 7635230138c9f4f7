"""Sentences that more than one step says."""

from __future__ import annotations

from typing import Final

UNREADABLE_NAME: Final = "{line}: a name that Docker cannot read"
NAME_FORM: Final = "A name is made of small letters, digits and dashes, in this order: {form}."

USED_BY_CONTAINER: Final = "the container {name} ({state}) is made from the image"
CONTAINER_FIRST: Final = (
    "A container keeps its image, also when it has ended. Remove the container first."
)
REMOVE_CONTAINERS: Final = "docker rm -f {all}"

DOCKER_SAID: Final = "{line}: {said}"
HOST_HAS: Final = "this computer has {here}"
