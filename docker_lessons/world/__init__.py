"""Where we are: the directory of a practice world, its addresses, and whether anybody serves them.

A *world* is one directory that belongs to one person: the practice engine's images, the practice Hub's
repositories, the learner's account and memory, and a Docker client configuration of its own.  One
background process (`docker_lessons.service`) serves it; everything here speaks to that process by
the standard library alone, so that `docker-lessons check` and `start` answer at once.

May import `docker_lessons.oci`; knows neither engine nor Hub nor lessons.
"""

from docker_lessons.world.directory import World
from docker_lessons.world.failure import WorldError, WorldStopped
from docker_lessons.world.names import Names

__all__ = ["Names", "World", "WorldError", "WorldStopped"]
