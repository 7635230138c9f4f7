"""A registry of the learner's own choice, looked at in the ways that the distribution specification defines.

It has no pages and no list of repositories, so that the course's own repository is all that is looked at. What it
does not show to somebody who is not logged in stays hidden: no credential is used but the one that was typed into
this world.
"""

from __future__ import annotations

from http import HTTPStatus

from docker_lessons.oci.errors import RegistryError
from docker_lessons.world.names import Names
from docker_lessons.world.outside import Outside
from docker_lessons.world.snapshot import Hub, Repository

_NOT_FOR_EVERYBODY = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN})


class OwnRegistry(Outside):
    """What is known of the course's repository there."""

    async def _ask(self, names: Names) -> Hub:
        try:
            tags = await self._ask_tags(names)
        except RegistryError as error:
            if error.status == HTTPStatus.NOT_FOUND:  # nothing was pushed yet
                return Hub(())
            if error.status in _NOT_FOR_EVERYBODY:
                return Hub((), is_hidden=self._log_in is None or not self._log_in.accepted)
            raise self._trouble_of(error) from error
        where = (names.namespace, names.repository)
        found = Repository(*where, private=False, tags=tags, visibility_is_known=False)
        return Hub((found,) if tags else ())
