"""Push: a registry that is not there."""

from tests import programs
from tests.engine.stored import add_image
from tests.engine.transfer.transfers import pushed


async def test_no_registry_is_told_as_dockerd_tells_it(store):
    host = f"127.0.0.1:{programs.free_port()}"
    add_image(store, f"{host}/d/r:1")
    lines = await pushed(store, f"{host}/d/r:1")
    assert (
        lines.failed.message
        == f'Get "http://{host}/v2/": dial tcp {host}: connect: connection refused'
    )
