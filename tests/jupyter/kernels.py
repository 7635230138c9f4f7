"""The kernel of an open page, asked as by another client of it."""

import json
import subprocess
import sys
import time
from functools import cache
from typing import Any

from jupyter_client import BlockingKernelClient

from tests.lab import Lab


def kernel_says(lab: Lab, session: dict[str, Any], code: str) -> str:
    """What `code` prints in the kernel of this session of the lab's."""
    client = BlockingKernelClient(
        connection_file=f"{_runtime_folder(lab.practice.env['HOME'])}/kernel-{session['kernel']['id']}.json"
    )
    client.load_connection_file()
    client.start_channels()
    try:
        _wait_until_ready(client)  # what is published before the channel stands is lost
        said: list[str] = []
        client.execute_interactive(
            code,
            timeout=60,
            output_hook=lambda message: said.append(message["content"].get("text", "")),
        )
        return "".join(said)
    finally:
        client.stop_channels()


def _wait_until_ready(client: BlockingKernelClient) -> None:
    """Waits for a kernel that may still be starting: on a busy machine its heartbeat is late, and looks like death."""
    deadline = time.monotonic() + 90
    while True:
        try:
            client.wait_for_ready(timeout=60)
        except RuntimeError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.5)
        else:
            return


@cache
def _runtime_folder(home: str) -> str:
    """Where Jupyter keeps the connection files of the kernels of who lives in `home`."""
    told = subprocess.run(
        [sys.executable, "-m", "jupyter", "--paths", "--json"],
        env={"HOME": home},
        capture_output=True,
        text=True,
        check=True,
    )
    return str(json.loads(told.stdout)["runtime"][0])
