"""Inspect: everything that the Engine API says of one container. Source: moby ``daemon/inspect.go``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docker_lessons.engine.api import timestamp
from docker_lessons.engine.containers import container as states
from docker_lessons.engine.containers.listing import networks
from docker_lessons.engine.images.image_config import ordered
from docker_lessons.engine.images.listing import DRIVER

if TYPE_CHECKING:
    from docker_lessons.engine.containers.container import Container, State
    from docker_lessons.engine.containers.live import Live


def inspect(live: Live, changed: int | None) -> dict[str, Any]:
    """Returns everything that the API says of a container.

    `changed` is the size of its changes in bytes, None if nobody asked.
    """
    container = live.container
    program, *arguments = container.command
    document: dict[str, Any] = {
        "Id": container.id,
        "Created": timestamp.rfc3339(container.created),
        "Path": program,
        "Args": arguments,
        "State": _state(container.state),
        "Image": container.image,
        "ResolvConfPath": "",
        "HostnamePath": "",
        "HostsPath": "",
        "LogPath": str(live.folder / "log.json") if live.keeps_log else "",
        "Name": f"/{container.name}",
        "RestartCount": container.restarts,
        "Driver": DRIVER,
        "Platform": "linux",
        "MountLabel": "",
        "ProcessLabel": "",
        "AppArmorProfile": "",
        "ExecIDs": list(live.execs) or None,
        "HostConfig": container.host_config,
        "GraphDriver": {"Data": None, "Name": DRIVER},
    }
    if changed is not None:
        document["SizeRw"] = changed
        document["SizeRootFs"] = container.root_size + changed
    return {
        **document,
        "Mounts": [],
        "Config": _config(container),
        "NetworkSettings": _network_settings(container),
    }


def _state(state: State) -> dict[str, Any]:
    status = state.status
    return {
        "Status": status,
        "Running": status in states.ALIVE,
        "Paused": status == states.PAUSED,
        "Restarting": status == states.RESTARTING,
        "OOMKilled": False,
        "Dead": status == states.DEAD,
        "Pid": state.pid,
        "ExitCode": state.exit_code,
        "Error": state.error,
        "StartedAt": state.started,
        "FinishedAt": state.finished,
    }


def _config(container: Container) -> dict[str, Any]:
    config = ordered(container.config)
    config["Labels"] = dict(sorted(container.labels.items()))
    return config


def _network_settings(container: Container) -> dict[str, Any]:
    return {
        "Bridge": "",
        "SandboxID": "",
        "HairpinMode": False,
        "LinkLocalIPv6Address": "",
        "LinkLocalIPv6PrefixLen": 0,
        "Ports": {},
        "SandboxKey": "",
        "SecondaryIPAddresses": None,
        "SecondaryIPv6Addresses": None,
        "EndpointID": "",
        "Gateway": "",
        "GlobalIPv6Address": "",
        "GlobalIPv6PrefixLen": 0,
        "IPAddress": "",
        "IPPrefixLen": 0,
        "IPv6Gateway": "",
        "MacAddress": "",
        "Networks": networks(container),
    }
