"""The containers of this engine: there are none, since it runs nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docker_lessons.engine.images.image_use import ImageUse


class Containers:
    """The containers of one engine; as `ImageUses`, what images ask of them."""

    def image_uses(self) -> Sequence[ImageUse]:
        """Returns each container's use of its image."""
        return ()
