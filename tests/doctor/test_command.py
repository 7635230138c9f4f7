"""The docker command: situations that are made on a PATH of one's own."""

import pytest

from tests import programs


def test_no_docker_command(patient):
    found = patient.examine()
    assert found.in_the_way[0] == "no-command"
    assert "docs.docker.com/engine/install" in found.row("no-command")["repair"]
    assert found.exit_code == 9


def test_a_link_that_a_removed_docker_desktop_left(patient):
    patient.bin.joinpath("docker").symlink_to("/Applications/Docker.app/Contents/bin/docker")
    row = patient.examine().row("command-dead-link")
    assert "/Applications/Docker.app" in row["seen"]
    assert str(patient.bin / "docker") in row["repair"]


def test_wsl_without_integration(patient):
    patient.has_program(
        "docker",
        "#!/bin/sh\nprintf \"\\nThe command 'docker' could not be found in this WSL 2 distro.\\n"
        'We recommend to activate the WSL integration in Docker Desktop settings.\\n"\nexit 1\n',
    )
    found = patient.examine(WSL_DISTRO_NAME="Debian")
    assert found.in_the_way[0] == "wsl-not-integrated"
    assert "WSL integration" in found.row("docker-command")["repair"]
    assert found.document["system"] == "wsl"


def test_wsl_with_windows_client_alone(patient):
    patient.has_program("docker.exe", "MZ")
    assert patient.examine(WSL_DISTRO_NAME="Debian").in_the_way[0] == "wsl-not-integrated"


def test_podmans_script(patient):
    patient.has_program("docker", '#!/bin/sh\nexec podman "$@"\n')
    assert patient.examine().in_the_way[0] == "command-podman"


def test_a_client_that_may_not_be_run(patient):
    path = patient.has_program("docker", "#!/bin/sh\n", 0o644)
    row = patient.examine().row("command-not-executable")
    assert row["repair"] == f"sudo chmod a+rx {path}"


def test_a_client_for_another_processor(patient):
    patient.has_program("docker", "\x7fELF no program")
    assert patient.examine().in_the_way[0] == "command-does-not-start"


def test_a_client_that_hangs(patient):
    patient.has_program("docker", "#!/bin/sh\nwhile :; do :; done\n")
    row = patient.examine().row("command-does-not-start")
    assert "didn't end within" in row["seen"]


@pytest.mark.parametrize("client", programs.DOCKER_CLIS)
def test_a_client_is_told_with_its_release(patient, client):
    program = programs.docker_cli(client)
    patient.has_client(program)
    row = patient.examine().row("docker-command")
    assert row["state"] == "fine"
    assert str(patient.bin / "docker") in row["seen"]


def test_the_practice_engine_needs_no_docker_command(patient):
    found = patient.examine(engine="practice")
    assert found.exit_code == 0
    assert "docker-command" not in {row["check"] for row in found.rows}
