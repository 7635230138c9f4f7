"""A user of a throwaway computer."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import programs
from tests.doctor.engines import Engine
from tests.doctor.patient import Patient


@pytest.fixture
def patient(short_folder: Path) -> Patient:
    """Somebody without Docker."""
    return Patient(short_folder)


@pytest.fixture
def user(patient: Patient) -> Patient:
    """Somebody with a docker client on PATH, and no engine."""
    patient.has_client(programs.docker_cli("docker 28 or newer"))
    plugin = patient.home / ".docker" / "cli-plugins" / "docker-buildx"
    plugin.parent.mkdir(parents=True)
    plugin.write_text("#!/bin/sh\n")
    plugin.chmod(0o755)
    return patient


@pytest.fixture
def engine(user: Patient) -> Iterator[Engine]:
    """An engine that answers where their client looks."""
    path = user.folder / "engine.sock"
    user.env["DOCKER_HOST"] = f"unix://{path}"
    with Engine(path) as engine:
        yield engine


@pytest.fixture
def silent_port() -> Iterator[int]:
    """A port at which connections are taken and nothing is said."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]
