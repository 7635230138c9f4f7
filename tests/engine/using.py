"""An engine that has containers, as far as images are concerned."""

from collections.abc import Sequence
from dataclasses import dataclass

from docker_lessons.engine.images.image_use import ImageUse

CONTAINER = "ab" * 32


@dataclass
class Using:
    """An engine with these containers, of which nothing but their images matters."""

    uses: Sequence[ImageUse]

    def image_uses(self) -> Sequence[ImageUse]:
        return self.uses

    async def way(self) -> str:
        return ""

    @property
    def why_not(self) -> str:
        return "it is a test's"

    async def with_sizes(self) -> list[dict]:
        return []
