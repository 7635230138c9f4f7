"""The practice engine: Docker's Engine API (1.24 to 1.44) over the course's own image store.

It keeps images, builds them by the rules of the classic builder, and pushes, pulls, saves and loads
them. It runs their programs as this computer's own, where that is possible, and isolates nothing. It
connects to nothing but the practice Hub, which is its ``docker.io``.
A request for anything else is refused with a sentence (501). `practice_engine` puts its rooms together.
It may import `oci` and `trace`, and knows neither the Hub's code nor the lessons: they meet over HTTP.
"""

from __future__ import annotations

from docker_lessons.engine.images.rescue import Rescue
from docker_lessons.engine.practice_engine import Engine

__all__ = ["Engine", "Rescue"]
