"""The word `docker`: what a learner types in a cell or behind `docker-lessons`, run and explained.

The real client runs where there is one; elsewhere `docker_lessons.command.frontend` answers the chapter's
commands through the `docker` SDK. Docker's own words come first and unchanged. Where a command failed, one
sentence of the course's follows. A password never appears in an argument, a log, an output or a history.

The package changes no argument and decides nothing about lessons. It may import `docker_lessons.findings`,
`docker_lessons.oci` and `docker_lessons.world`; the SDK, IPython and Jupyter only where they are used.
"""

from docker_lessons.command.execution import run

__all__ = ["run"]
