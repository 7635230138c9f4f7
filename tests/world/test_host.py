"""The lessons' small client of the Docker Engine API."""

import contextlib
import json
import socket
from pathlib import Path

import aiohttp
import pytest

from docker_lessons.world import host
from docker_lessons.world.host import Event, HostClient, HostError


async def test_an_engine_that_says_nothing_does_not_answer(
    short_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(host, "_LOOK_TIMEOUT", aiohttp.ClientTimeout(sock_read=0.2))
    with contextlib.closing(socket.socket(socket.AF_UNIX)) as listener:
        listener.bind(str(short_folder / "engine.sock"))
        listener.listen()
        async with HostClient(short_folder / "engine.sock") as engine:
            with pytest.raises(HostError, match="does not answer") as refused:
                await engine.images()
    assert refused.value.status == 0


def podmans(**event: object) -> Event:
    """An event as Podman 4.3 words it."""
    attributes = {"containerExitCode": "0", "image": "", "podId": "", "name": event.pop("name", "")}
    line = {
        "Actor": {"ID": event.pop("id"), "Attributes": attributes},
        "timeNano": 7,
        **event,
    }
    return Event.parse(json.dumps(line).encode())


def test_an_event_of_podmans_is_read_as_dockers():
    tagged = podmans(Type="image", Action="tag", id="a" * 64, name="docker.io/library/myimage:0.1")
    assert (tagged.id, tagged.name) == (f"sha256:{'a' * 64}", "myimage:0.1")
    name = "localhost:5056/demousr/demorep:1.0"
    pulled = podmans(Type="image", Action="pull", id="", name=name)
    assert (pulled.id, pulled.name) == (name, name)
    pushed = podmans(
        Type="image", Action="push", id="a" * 64, name="localhost:5000/demousr/demorep:1.0"
    )
    assert pushed.id == "localhost:5000/demousr/demorep:1.0"
    built = podmans(Type="image", Action="build", id="", name="c" * 64)
    assert (built.action, built.id) == ("build", f"sha256:{'c' * 64}")
    ended = podmans(Type="container", Action="died", id="b" * 64)
    assert (ended.action, ended.id) == ("die", "b" * 64)
    assert podmans(Type="container", Action="remove", id="b" * 64).action == "destroy"
