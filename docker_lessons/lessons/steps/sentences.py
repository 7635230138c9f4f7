"""Sentences that more than one step says."""

from __future__ import annotations

from typing import Final

from docker_lessons.lessons.diagnosis import Words

UNREADABLE_NAME: Final = "{line}: a name that Docker can't read"
NAME_FORM: Final = "A name is made of lowercase letters, digits and dashes, in this order: {form}."

BETWEEN_NAMES: Final = Words(
    seen="{line}: the word {word} among the names",
    text="Docker takes every word here for a name, even {word}. Put only spaces between names.",
)

OUTPUT_IN_LINE: Final = Words(
    seen="{line}: from {word} on, what Docker printed",
    text="Part of this line is what Docker printed, not what you type. Leave out {word} and everything after it.",
)

USED_BY_CONTAINER: Final = "the container {name} ({state}) is made from the image"
CONTAINER_FIRST: Final = (
    "The container {name} has ended, but it still keeps its image. Remove the container first."
)
CONTAINER_NOT_ENDED: Final = {
    "created": Words(
        text="The container {name} never started, but it still keeps its image. Remove the container first."
    ),
    "running": Words(
        text="The container {name} is still running, and it keeps its image. This stops the container and removes it."
    ),
}
"""The variants of `removal.in_use`."""
REMOVE_CONTAINERS: Final = "docker rm -f {all}"

DOCKER_SAID: Final = "{line}: {said}"
UNKNOWN_ANSWER: Final = "That didn't work, and the message says why."
NAME_NOT_READ: Final = (
    "Docker can't read a name in that line. A name has lowercase letters, digits and dashes, then one "
    "colon and a tag."
)
LAYERS_HERE: Final = "{keeper} has every layer of the image"
LAYERS_KEPT: Final = "{keeper} has every layer of the image, so a pull wouldn't download anything. Remove it, then pull."
HOST_HAS: Final = "this computer has {here}"
CAME_BUILT: Final = "the image {id} came back with a build or docker tag, not with a pull"
CAME_UNHEARD: Final = (
    "It's the right image, but the course hasn't seen a pull that brought it. Maybe it came from a file. Remove it, then "
    "pull."
)
