"""The practice engine: Docker's Engine API (1.24 to 1.44) over the course's own image store.

It keeps images, builds them with the classic builder's rules, and pushes, pulls, saves and loads
them; it runs nothing, and it connects to nothing but the practice Hub, which is its ``docker.io``.
What it does not do says so in a sentence (501). It may import `oci` and `trace`, and knows neither
the Hub's code nor the lessons: they meet over HTTP.
"""

from __future__ import annotations

from docker_lessons.engine.engine import Engine

__all__ = ["Engine"]
