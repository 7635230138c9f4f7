"""A registry with a password, beside the one without."""

import secrets
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from docker_lessons.oci.client import Credential
from tests import programs

settings.register_profile(
    "patient", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)  # a slow machine is no fault
settings.load_profile("patient")

CREDENTIAL = Credential("demousr", secrets.token_hex(8))


@pytest.fixture
def locked_registry(short_folder: Path) -> Iterator[str]:
    """The base URL of a real registry that only `CREDENTIAL` opens, by Basic authentication."""
    program, htpasswd = programs.required("docker-registry"), programs.required("htpasswd")
    said = subprocess.run(
        [htpasswd, "-niB", CREDENTIAL.username],
        input=CREDENTIAL.password,
        capture_output=True,
        text=True,
        check=True,
    )
    (short_folder / "htpasswd").write_text(said.stdout)
    url = f"http://127.0.0.1:{programs.free_port()}"
    settings = short_folder / "locked.yml"
    settings.write_text(
        f"version: 0.1\nhttp: {{addr: '{url.removeprefix('http://')}'}}\nlog: {{level: error}}\n"
        f"storage: {{filesystem: {{rootdirectory: {short_folder}/locked}}}}\n"
        f"auth: {{htpasswd: {{realm: locked, path: {short_folder}/htpasswd}}}}\n"
    )
    process = subprocess.Popen([program, "serve", settings])
    try:
        programs.wait_for("docker-registry answers", lambda: _listens(url))
        yield url
    finally:
        process.terminate()
        process.wait(20)


def _listens(url: str) -> bool:
    try:
        urllib.request.urlopen(f"{url}/v2/", timeout=2).close()
    except urllib.error.HTTPError as error:
        error.close()
        return True
    except OSError:
        return False
    return True
