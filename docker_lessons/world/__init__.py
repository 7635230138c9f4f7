"""The practice world: its directory, its addresses, and the start and end of what serves them.

A *world* is one directory that belongs to one person: the practice engine's images, the practice Hub's
repositories, the learner's account and progress, and a Docker client configuration. One background
process (`docker_lessons.service`) serves it. The code that starts, finds and asks that process uses
the standard library only, so that `docker-lessons check` and `start` answer at once.

It imports `docker_lessons.oci` and knows nothing about engine, Hub or lessons.
"""

from docker_lessons.world.directory import World
from docker_lessons.world.failure import WorldError, WorldStopped
from docker_lessons.world.names import Names

__all__ = ["Names", "World", "WorldError", "WorldStopped"]
