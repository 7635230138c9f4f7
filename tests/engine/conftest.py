"""Fixtures of the engine's tests: an engine that really listens, and its Hub."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from docker_lessons.engine.images.image_store import ImageStore
from tests.engine.serving import Client, RunningEngine, RunningHub, course_folder
from tests.servers import docker_registry


@pytest.fixture
def practice_hub(short_folder: Path) -> Iterator[RunningHub]:
    """A practice Hub's registry."""
    hub = RunningHub(short_folder / "hub")
    yield hub
    hub.stop()


@pytest.fixture
def practice_engine(short_folder: Path, practice_hub: RunningHub) -> Iterator[RunningEngine]:
    """An engine whose docker.io is that Hub."""
    engine = RunningEngine(short_folder / "engine", practice_hub.url)
    yield engine
    engine.stop()


@pytest.fixture
def myimage(short_folder: Path) -> Path:
    """The folder of the course's image."""
    return course_folder(short_folder)


@pytest.fixture
def client(
    docker_cli: str, practice_engine: RunningEngine, short_folder: Path, myimage: Path
) -> Client:
    """A docker client of that engine, once the old one, once the new one."""
    return Client(docker_cli, practice_engine.address, short_folder, "ours")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[ImageStore]:
    """The image store of an engine, empty, used directly."""
    store = ImageStore(tmp_path / "engine")
    yield store
    store.close()


@pytest.fixture
def sender(tmp_path: Path) -> Iterator[ImageStore]:
    """Another engine's store, which has something to give."""
    store = ImageStore(tmp_path / "sender")
    yield store
    store.close()


@pytest.fixture
def name(registry: str) -> str:
    """What an image is called that belongs to the real registry."""
    return registry.removeprefix("http://") + "/demousr/demorep:1.0"


@pytest.fixture
def registry_with_accounts(short_folder: Path) -> Iterator[str]:
    """The address of a real registry, empty, that knows `demousr` as the practice Hub does."""
    with docker_registry(short_folder / "guarded") as server:
        yield server.address
