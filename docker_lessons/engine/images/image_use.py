"""Containers as seen from images: which image each one uses. Removal, listing and info ask for it.

The room `containers` answers, and may know much more of them; this has only what images depend on.
Source: moby ``api/types/container`` (the states of ``State.Status``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class ImageUse:
    """A container's use of its image.

    `container` and `image` are IDs, `state` is Docker's word: ``created``, ``running``, ``paused``,
    ``restarting``, ``removing``, ``exited`` or ``dead``.
    """

    container: str
    image: str
    state: str

    @property
    def is_running(self) -> bool:
        """Whether the container runs; a paused or restarting one does, as in dockerd."""
        return self.state in {"running", "paused", "restarting"}


class ImageUses(Protocol):
    """The containers of an engine, as far as images are concerned."""

    def image_uses(self) -> Sequence[ImageUse]:
        """Returns each container's use of its image."""
