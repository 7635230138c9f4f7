"""A world that works with a real Docker daemon, on which other people's images and containers are too."""

import contextlib
import dataclasses
import io
import tarfile
from collections.abc import Iterator
from pathlib import Path

from docker_lessons.world.engine import LABEL
from tests import servers
from tests.practice import PracticeWorld


@contextlib.contextmanager
def own_docker_world(folder: Path, address: str) -> Iterator[PracticeWorld]:
    """Gives a running world whose lessons work with the daemon at `address`.

    At the end the daemon must hold what it held before, and nothing else but images with the world's label.
    """
    with untouched(address):
        world = PracticeWorld.start(folder, DOCKER_HOST=address)
        world.command("start", "--engine", "docker")
        world = dataclasses.replace(world, addresses=world.status())
        yield world
        world.stop()
        remove_the_lesson_s(address, world)


@contextlib.contextmanager
def untouched(address: str) -> Iterator[None]:
    """Puts other people's things on the daemon; at the end it must hold exactly those."""
    servers.empty(address)
    furnish(address)
    before = servers.inventory(address)
    yield
    after = servers.inventory(address)
    changed = {
        what: {
            "gone": sorted(set(had) - set(after[what])),
            "new": sorted(set(after[what]) - set(had)),
        }
        for what, had in before.items()
        if had != after[what]
    }
    assert changed == {}, f"others' Docker is not as it was: {changed}"
    servers.empty(address)


def furnish(address: str) -> None:
    """Makes images with and without a name, a container and a volume, as on somebody's own computer."""
    with servers.asked(address) as engine:
        for name, tag in (
            ("", ""),
            ("others/tool", "1.0"),
            ("others/tool", "2.0"),
            ("postgres", "17"),
        ):
            engine.import_image_from_data(
                _layer(f"{name}:{tag}"), repository=name or None, tag=tag or None
            )
        engine.tag("others/tool:2.0", "others/tool", "latest")
        engine.create_container("postgres:17", ["serve"], name="database")
        engine.create_volume("data")


def remove_the_lesson_s(address: str, world: PracticeWorld) -> None:
    """Removes the images that carry this world's label; those of their builds' steps go with them."""
    ours = {"label": f"{LABEL}={world.world.id}"}
    with servers.asked(address) as engine:
        while found := engine.images(all=True, filters=ours):
            engine.remove_image(found[0]["Id"], force=True)


def _layer(text: str) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        info = tarfile.TarInfo("what")
        info.size = len(text)
        archive.addfile(info, io.BytesIO(text.encode()))
    return file.getvalue()
