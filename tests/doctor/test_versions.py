"""The command and the engine together: real clients before engines of other times."""

import pytest

from tests import programs
from tests.doctor.engines import Engine
from tests.doctor.patient import Patient

TOO_OLD = "client version 1.41 is too old. Minimum supported API version is 1.44, please upgrade your client to a newer version"


def engine_of(user: Patient, **version: str) -> Engine:
    path = user.folder / "engine.sock"
    user.env["DOCKER_HOST"] = f"unix://{path}"
    return Engine(path, version)


def test_a_command_and_an_engine_of_the_same_time(user, engine):
    assert "API 1.45" in user.examine().row("versions")["seen"]


@pytest.mark.whole
@pytest.mark.parametrize("version", ["1.99", "1.10"])
def test_a_version_that_is_set_and_that_a_real_engine_does_not_speak(user, dockerd, version):
    found = user.examine(DOCKER_HOST=dockerd, DOCKER_API_VERSION=version)
    assert found.in_the_way == ["api-version-set"]
    row = found.row("versions")
    assert version in row["seen"]
    assert row["repair"].startswith("unset DOCKER_API_VERSION")


@pytest.mark.whole
def test_a_real_engine_and_both_real_clients(patient, dockerd, docker_cli):
    patient.has_client(docker_cli)
    found = patient.examine(DOCKER_HOST=dockerd)
    assert found.row("versions")["state"] == "fine"
    assert found.exit_code == 0


def test_a_command_that_is_too_old_for_the_engine(patient):
    patient.has_client(programs.docker_cli("docker 20.10"))
    with engine_of(patient, ApiVersion="1.52", MinAPIVersion="1.44", Version="29.0.1") as engine:
        engine.refusal = TOO_OLD
        found = patient.examine()
    assert found.in_the_way == ["command-too-old"]
    assert "29.0.1" in found.row("versions")["seen"]
    assert str(patient.bin / "docker") in found.row("versions")["repair"]


def test_an_engine_that_is_too_old_for_the_command(user):
    with engine_of(user, ApiVersion="1.40", MinAPIVersion="1.12", Version="19.3") as engine:
        engine.refusal = "client version 1.44 is too new. Maximum supported API version is 1.40"
        found = user.examine()
    assert found.in_the_way == ["engine-too-old-for-command"]


def test_an_engine_of_more_than_ten_years_ago(user):
    with engine_of(user, ApiVersion="1.22", MinAPIVersion="1.12", Version="1.10.3"):
        found = user.examine()
    assert set(found.in_the_way) <= {"engine-ancient", "engine-too-old-for-command"}
    assert "engine-ancient" in found.in_the_way


def test_no_plugin_for_builds(user, engine):
    (user.home / ".docker" / "cli-plugins" / "docker-buildx").unlink()
    found = user.examine()
    if found.row("build-plugin")["state"] != "fine":  # one for everybody may be installed
        assert found.worth_knowing == ["no-buildx"]
    assert found.exit_code == 0
