"""The word `docker`: what a learner types in a cell or behind `docker-lessons`, run and explained.

The real client runs where there is one; elsewhere `docker_lessons.command.frontend` answers the
chapter's commands through the `docker` SDK.  Docker's own words come first and unchanged, one
sentence of ours after them where something failed, and a password never stands in an argument, a
log, an output or a history.

It changes no argument and decides nothing about lessons.  May import `docker_lessons.world`; the
SDK, IPython and Jupyter only where they are used.
"""

from docker_lessons.command.execution import run

__all__ = ["run"]
