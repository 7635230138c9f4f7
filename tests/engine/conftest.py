"""Fixtures of the engine's tests: an engine that really listens, and its Hub; servers are started once for a run."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from docker_lessons.engine.images.image_store import ImageStore
from tests import programs
from tests.engine.dockerd_made import DockerdMade, case_of
from tests.engine.serving import Client, EngineProcess, Loop, ServedEngine, ServedHub, course_folder
from tests.servers import RegistryServer


@pytest.fixture(scope="session")
def loop() -> Iterator[Loop]:
    """The event loop in which engines and Hubs of this process run."""
    loop = Loop()
    yield loop
    loop.close()


@pytest.fixture
def practice_hub(loop: Loop, short_folder: Path) -> Iterator[ServedHub]:
    """A practice Hub's registry, empty."""
    hub = ServedHub(loop, short_folder / "hub")
    yield hub
    hub.stop()


@pytest.fixture
def practice_engine(
    loop: Loop, short_folder: Path, practice_hub: ServedHub
) -> Iterator[ServedEngine]:
    """An engine without images, whose docker.io is that Hub."""
    engine = ServedEngine(loop, short_folder / "engine", practice_hub.url)
    yield engine
    engine.stop()


@pytest.fixture
def engine_process(short_folder: Path) -> Iterator[EngineProcess]:
    """An engine as a process of its own, which can be killed; it has no registry."""
    engine = EngineProcess(short_folder / "process", "http://127.0.0.1:1")
    yield engine
    engine.stop()


@pytest.fixture
def myimage(short_folder: Path) -> Path:
    """The folder of the course's image."""
    return course_folder(short_folder)


@pytest.fixture
def client(
    docker_cli: str, practice_engine: ServedEngine, short_folder: Path, myimage: Path
) -> Client:
    """A docker client of that engine, once the old one, once the new one."""
    return Client(docker_cli, practice_engine.address, short_folder, "ours")


@pytest.fixture
def new_client(practice_engine: ServedEngine, short_folder: Path, myimage: Path) -> Client:
    """The new docker client, for what does not depend on the client."""
    program = programs.docker_cli(programs.DOCKER_CLIS[1])
    return Client(program, practice_engine.address, short_folder, "ours")


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
def registry_with_accounts(locked_registry_server: RegistryServer) -> str:
    """The address of a real registry, empty; it knows `demousr` as the practice Hub does."""
    locked_registry_server.empty()
    return locked_registry_server.address


@pytest.fixture
def dockerd_made(request: pytest.FixtureRequest) -> DockerdMade:
    """What a real dockerd made of this case: on record, and in `make soak` and for every fourth case asked anew."""
    asks = request.config.getoption("--soak")
    return DockerdMade(case_of(request.node), lambda: request.getfixturevalue("dockerd"), asks=asks)
