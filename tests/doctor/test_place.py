"""Where Docker is: contexts and addresses that lead to nothing, or to something else."""

import hashlib
import json
import os
import subprocess

import pytest

from tests import programs, servers
from tests.doctor.certificates import Authority
from tests.doctor.engines import Engine, Server

NO_HOST = {"DOCKER_HOST": ""}


def test_a_context_that_is_not_there(user):
    user.has_settings({"currentContext": "colima"})
    row = user.examine(**NO_HOST).row("context-unknown")
    assert "colima" in row["seen"]
    assert "docker context use default" in row["repair"]


def test_a_context_that_a_variable_names_and_that_is_not_there(user):
    row = user.examine(**NO_HOST, DOCKER_CONTEXT="office").row("context-unknown")
    assert "DOCKER_CONTEXT" in row["seen"]
    assert "unset DOCKER_CONTEXT" in row["repair"]


def test_a_context_that_docker_made_is_followed(user):
    with Engine(user.folder / "engine.sock"):
        make = ["context", "create", "mine", "--docker", f"host=unix://{user.folder}/engine.sock"]
        docker = [str(user.bin / "docker"), *make]
        subprocess.run(docker, env=user.env | NO_HOST, capture_output=True, check=True)
        found = user.examine(**NO_HOST, DOCKER_CONTEXT="mine")
    assert found.in_the_way == []
    assert "the context mine" in found.row("address")["seen"]


@pytest.mark.parametrize(
    "address", ["http://localhost:2375", "foo://x", "unix:/run/docker.sock", "/run/docker.sock"]
)
def test_an_address_that_no_client_understands(user, address):
    row = user.examine(DOCKER_HOST=address).row("host-not-an-address")
    assert address in row["seen"]
    assert "unset DOCKER_HOST" in row["repair"]


def test_tls_without_its_files(user):
    found = user.examine(DOCKER_HOST="tcp://127.0.0.1:2376", DOCKER_TLS_VERIFY="1")
    assert found.in_the_way[0] == "tls-no-files"
    assert f"{user.home}/.docker/ca.pem" in found.row("address")["seen"]


def test_tls_on_a_socket_of_this_computer(user, engine):
    found = user.examine(DOCKER_TLS_VERIFY="1", DOCKER_CERT_PATH=f"{user.home}/gone")
    assert found.in_the_way[0] == "tls-no-files"


def test_a_computer_that_nobody_knows(user):
    row = user.examine(DOCKER_HOST="tcp://docker.invalid:2375").row("host-not-found")
    assert "docker.invalid" in row["seen"]


def test_a_port_at_which_nobody_listens(user):
    found = user.examine(DOCKER_HOST=f"tcp://127.0.0.1:{programs.free_port()}")
    assert found.in_the_way[0] == "host-refuses"


def test_an_address_from_which_nothing_comes_back(user, silent_port):
    found = user.examine(DOCKER_HOST=f"tcp://127.0.0.1:{silent_port}")
    assert found.in_the_way[0] == "host-out-of-reach"


def test_an_engine_without_tls_that_is_asked_by_tls(user, short_folder):
    authority = Authority(short_folder / "tls")
    with Server() as server:
        found = user.examine(
            DOCKER_HOST=f"tcp://{server.address}",
            DOCKER_TLS_VERIFY="1",
            DOCKER_CERT_PATH=str(authority.folder),
        )
    assert found.in_the_way[0] == "tls-not-spoken"


def test_a_password_in_an_address_is_not_shown(user):
    found = user.examine(DOCKER_HOST=f"tcp://me:open-sesame@127.0.0.1:{programs.free_port()}")
    assert found.in_the_way[0] == "host-refuses"
    assert "open-sesame" not in found.text


def test_a_docker_at_an_address_that_the_course_cannot_reach(user):
    found = user.examine(DOCKER_HOST="npipe:////./pipe/docker_engine")
    assert "engine-elsewhere" in found.in_the_way


@pytest.fixture(scope="module")
def tls_daemon(tmp_path_factory):
    """A real daemon that speaks TLS at a port and knows its users by their certificates; its authority."""
    authority = Authority(tmp_path_factory.mktemp("tls"))
    pair = authority.signs("127.0.0.1")
    port = programs.free_port()
    options = [
        *("--host", f"tcp://127.0.0.1:{port}", "--tlsverify", "--tlscacert", str(authority.ca)),
        *("--tlscert", str(pair.certificate), "--tlskey", str(pair.key)),
    ]
    with servers.dockerd(*options):
        yield f"tcp://127.0.0.1:{port}", authority


@pytest.mark.whole
class TestATlsDaemon:
    """A real daemon at a TLS port."""

    def test_asked_without_tls(self, user, tls_daemon):
        found = user.examine(DOCKER_HOST=tls_daemon[0])
        assert found.in_the_way[0] == "tls-needed"
        assert "DOCKER_TLS_VERIFY=1" in found.row("engine")["repair"]

    def test_asked_without_a_certificate(self, user, tls_daemon):
        folder = user.folder / "tls"
        folder.mkdir()
        (folder / "ca.pem").write_bytes(tls_daemon[1].ca.read_bytes())
        found = user.examine(**with_tls(tls_daemon[0], folder))
        assert found.in_the_way[0] == "tls-no-certificate"

    def test_asked_by_one_who_trusts_another_authority(self, user, tls_daemon):
        folder = Authority(user.folder / "tls", "another").folder
        found = user.examine(**with_tls(tls_daemon[0], folder))
        assert found.in_the_way[0] == "tls-untrusted"

    def test_asked_with_all_files_it_answers(self, user, tls_daemon):
        folder = user.folder / "tls"
        folder.mkdir()
        mine = tls_daemon[1].signs("demousr", stem="client")
        (folder / "ca.pem").write_bytes(tls_daemon[1].ca.read_bytes())
        (folder / "cert.pem").write_bytes(mine.certificate.read_bytes())
        (folder / "key.pem").write_bytes(mine.key.read_bytes())
        found = user.examine(**with_tls(tls_daemon[0], folder))
        assert found.row("engine")["state"] == "fine"
        assert found.row("versions")["state"] == "fine"
        assert found.row("distance")["state"] == "fine"
        assert found.in_the_way == []


def with_tls(address: str, folder: os.PathLike[str]) -> dict[str, str]:
    return {"DOCKER_HOST": address, "DOCKER_TLS_VERIFY": "1", "DOCKER_CERT_PATH": str(folder)}


def test_the_certificates_of_a_context_are_its_own(user, short_folder):
    meta = user.config.parent / "contexts" / "meta" / hashlib.sha256(b"office").hexdigest()
    meta.mkdir(parents=True)
    endpoint = {"Host": "tcp://127.0.0.1:1", "SkipTLSVerify": False}
    document = {"Name": "office", "Metadata": {}, "Endpoints": {"docker": endpoint}}
    (meta / "meta.json").write_text(json.dumps(document))
    (user.config.parent / "contexts" / "tls" / meta.name / "docker").mkdir(parents=True)
    found = user.examine(**NO_HOST, DOCKER_CONTEXT="office")
    assert found.in_the_way[0] == "tls-no-files"
    assert meta.name in found.row("address")["seen"]
