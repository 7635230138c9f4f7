"""skopeo, which needs no engine, finds the practice Hub like Debian's docker-registry.

Left out is what a registry with tokens says of a wrong password and of foreign repositories: the
docker-registry here has a password file, and no rights of its own.
"""

from pathlib import Path

import pytest

from tests import programs
from tests.engine.like_dockerd.comparison import compare, played
from tests.engine.serving import PASSWORD, Client, ServedEngine, ServedHub

pytestmark = pytest.mark.timeout(900)  # a slow machine is no fault

AT = "docker://HUB/demousr/demorep"
WHO = f"--creds 'demousr:{PASSWORD}' --tls-verify=false"
TO = f"--insecure-policy --dest-creds 'demousr:{PASSWORD}' --dest-tls-verify=false"
FROM = f"--insecure-policy --src-creds 'demousr:{PASSWORD}' --src-tls-verify=false"
IN_ORDER = "| tr -d , | sort"
"""The tags' order is the file system's in docker-registry, and by name in ours, as in the specification."""

WORKING = (
    f"skopeo copy -q {TO} docker-archive:a.tar {AT}:1.0",
    f"skopeo copy -q {TO} --format oci docker-archive:a.tar {AT}:oci",
    f"skopeo copy -q {TO} {FROM.removeprefix('--insecure-policy')} {AT}:1.0 {AT}:2.0",
    f"skopeo inspect {WHO} {AT}:1.0 {IN_ORDER}",
    f"skopeo inspect {WHO} --config {AT}:1.0",
    f"skopeo inspect {WHO} --raw {AT}:1.0",
    f"skopeo inspect {WHO} --raw {AT}:oci",
    f"skopeo list-tags {WHO} {AT} {IN_ORDER}",
    f"rm -rf copied; skopeo copy -q {FROM} {AT}:oci dir:copied",
    f"rm -f b.tar; skopeo copy -q {FROM} {AT}:1.0 docker-archive:b.tar:x:1",
)
REFUSED = (
    f"skopeo inspect {WHO} {AT}:nope",
    f"skopeo inspect {WHO} {AT}@sha256:{'0' * 64}",
    f"skopeo inspect {WHO} --raw {AT}:nope",
    f"skopeo copy -q {FROM} {AT}:nope dir:nope",
    f"skopeo delete {WHO} {AT}:nope",
    f"skopeo inspect {WHO} {AT.replace('demorep', 'DEMO')}:1.0",
    f"skopeo copy -q {TO} docker-archive:nope.tar {AT}:3.0",
)
GONE = (
    f"skopeo copy -q {TO} --format oci docker-archive:a.tar {AT}:4.0",
    f"skopeo delete {WHO} {AT}:4.0",
    f"skopeo inspect {WHO} {AT}:4.0",
)


@pytest.mark.slow
def test_skopeo_prints_the_same_at_both(
    practice_engine: ServedEngine,
    practice_hub: ServedHub,
    registry_with_accounts: str,
    short_folder: Path,
    myimage: Path,
) -> None:
    programs.required("skopeo")
    program = programs.docker_cli("docker 20.10")
    client = Client(program, practice_engine.address, short_folder, "skopeo")
    client.run("docker build -q -t myimage:0.1 myimage && docker save -o a.tar myimage:0.1")
    lines = (*WORKING, *REFUSED, *GONE)
    at_registry, at_hub = (
        played(client, host, lines) for host in (registry_with_accounts, practice_hub.host)
    )
    compare(at_registry, at_hub)
    ended = [bool(answer.exit_code) for answer in at_hub]
    assert ended == [line in REFUSED or line == GONE[-1] for line in lines]
