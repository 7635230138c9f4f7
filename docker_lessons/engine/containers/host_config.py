"""What a container's host config and networks may ask for: the practice engine isolates nothing, and says so.

Every field of a request is kept, or has a value that asks for nothing, or is refused with a sentence.
Source: moby ``api/swagger.yaml`` (``HostConfig``, ``NetworkingConfig``).
"""

from __future__ import annotations

from typing import Any

from docker_lessons.engine.api.errors import BadParameter, NotImplementedHere

_SHM_SIZE = 67_108_864
_NETWORKS = ("default", "none", "host")
_LOG_DRIVERS = ("json-file", "none")
_RESTARTS = ("no", "on-failure", "always", "unless-stopped")

_OPTIONS = {
    "Binds": "-v",
    "Mounts": "--mount",
    "VolumesFrom": "--volumes-from",
    "VolumeDriver": "--volume-driver",
    "Tmpfs": "--tmpfs",
    "PortBindings": "-p",
    "PublishAllPorts": "-P",
    "Links": "--link",
    "ExtraHosts": "--add-host",
    "Dns": "--dns",
    "DnsOptions": "--dns-option",
    "DnsSearch": "--dns-search",
    "Privileged": "--privileged",
    "CapAdd": "--cap-add",
    "CapDrop": "--cap-drop",
    "SecurityOpt": "--security-opt",
    "GroupAdd": "--group-add",
    "Devices": "--device",
    "DeviceRequests": "--gpus",
    "DeviceCgroupRules": "--device-cgroup-rule",
    "ReadonlyRootfs": "--read-only",
    "Sysctls": "--sysctl",
    "Ulimits": "--ulimit",
    "Memory": "--memory",
    "MemorySwap": "--memory-swap",
    "MemoryReservation": "--memory-reservation",
    "MemorySwappiness": "--memory-swappiness",
    "KernelMemory": "--kernel-memory",
    "NanoCpus": "--cpus",
    "CpuShares": "--cpu-shares",
    "CpuPeriod": "--cpu-period",
    "CpuQuota": "--cpu-quota",
    "CpuRealtimePeriod": "--cpu-rt-period",
    "CpuRealtimeRuntime": "--cpu-rt-runtime",
    "CpusetCpus": "--cpuset-cpus",
    "CpusetMems": "--cpuset-mems",
    "PidsLimit": "--pids-limit",
    "BlkioWeight": "--blkio-weight",
    "BlkioWeightDevice": "--blkio-weight-device",
    "BlkioDeviceReadBps": "--device-read-bps",
    "BlkioDeviceWriteBps": "--device-write-bps",
    "BlkioDeviceReadIOps": "--device-read-iops",
    "BlkioDeviceWriteIOps": "--device-write-iops",
    "OomKillDisable": "--oom-kill-disable",
    "OomScoreAdj": "--oom-score-adj",
    "CgroupParent": "--cgroup-parent",
    "CgroupnsMode": "--cgroupns",
    "IpcMode": "--ipc",
    "PidMode": "--pid",
    "UTSMode": "--uts",
    "UsernsMode": "--userns",
    "ShmSize": "--shm-size",
    "StorageOpt": "--storage-opt",
    "Isolation": "--isolation",
    "Runtime": "--runtime",
}
"""The fields that are refused, each with the option of `docker run` that asks for it."""

_ASKS_FOR_NOTHING: dict[str, tuple[object, ...]] = {
    "MemorySwappiness": (-1,),
    "PidsLimit": (-1,),
    "ShmSize": (_SHM_SIZE,),
    "Isolation": ("default",),
    "Runtime": ("runc",),
    **dict.fromkeys(("CgroupnsMode", "IpcMode", "PidMode", "UTSMode", "UsernsMode"), ("host",)),
}
"""Values that ask for what is the case anyway; those that are empty do so in every field."""

_KEPT = frozenset(
    (
        *("AutoRemove", "RestartPolicy", "LogConfig", "NetworkMode", "ConsoleSize", "Init"),
        *("Annotations", "ContainerIDFile", "MaskedPaths", "ReadonlyPaths"),
    )
)

_EMPTY: dict[str, Any] = {
    "Binds": None,
    "ContainerIDFile": "",
    "LogConfig": {"Type": "json-file", "Config": {}},
    "NetworkMode": "default",
    "PortBindings": {},
    "RestartPolicy": {"Name": "no", "MaximumRetryCount": 0},
    "AutoRemove": False,
    "VolumeDriver": "",
    "VolumesFrom": None,
    "CapAdd": None,
    "CapDrop": None,
    "CgroupnsMode": "host",
    "Dns": [],
    "DnsOptions": [],
    "DnsSearch": [],
    "ExtraHosts": None,
    "GroupAdd": None,
    "IpcMode": "private",
    "Cgroup": "",
    "Links": None,
    "OomScoreAdj": 0,
    "PidMode": "",
    "Privileged": False,
    "PublishAllPorts": False,
    "ReadonlyRootfs": False,
    "SecurityOpt": None,
    "UTSMode": "",
    "UsernsMode": "",
    "ShmSize": _SHM_SIZE,
    "Runtime": "",
    "ConsoleSize": [0, 0],
    "Isolation": "",
    "CpuShares": 0,
    "Memory": 0,
    "NanoCpus": 0,
    "CgroupParent": "",
    "BlkioWeight": 0,
    "BlkioWeightDevice": [],
    "BlkioDeviceReadBps": None,
    "BlkioDeviceWriteBps": None,
    "BlkioDeviceReadIOps": None,
    "BlkioDeviceWriteIOps": None,
    "CpuPeriod": 0,
    "CpuQuota": 0,
    "CpuRealtimePeriod": 0,
    "CpuRealtimeRuntime": 0,
    "CpusetCpus": "",
    "CpusetMems": "",
    "Devices": [],
    "DeviceCgroupRules": None,
    "DeviceRequests": None,
    "KernelMemory": 0,
    "KernelMemoryTCP": 0,
    "MemoryReservation": 0,
    "MemorySwap": 0,
    "MemorySwappiness": None,
    "OomKillDisable": False,
    "PidsLimit": None,
    "Ulimits": None,
    "CpuCount": 0,
    "CpuPercent": 0,
    "IOMaximumIOps": 0,
    "IOMaximumBandwidth": 0,
    "MaskedPaths": None,
    "ReadonlyPaths": None,
}
"""What `inspect` says of a container of which nothing special was asked, in Go's order."""


def checked(asked: dict[str, Any]) -> dict[str, Any]:
    """Returns the host config of a new container, with every field that the API has.

    Raises:
        BadParameter: When a value makes no sense, with dockerd's sentence.
        NotImplementedHere: When it would need isolation, or limits that cannot be kept.
    """
    for field, value in asked.items():
        if field in _KEPT or not value or value in _ASKS_FOR_NOTHING.get(field, ()):
            continue
        option = _OPTIONS.get(field, f"HostConfig.{field}")
        raise NotImplementedHere(
            f"the practice engine cannot do {option}: its containers are programs of this computer, "
            "with nothing between them and it; leave the option out, or use your own Docker"
        )
    _check_network(str(asked.get("NetworkMode") or "default"))
    return {
        **_EMPTY,
        **{field: asked[field] for field in _KEPT if asked.get(field)},
        **{field: [] for field, value in asked.items() if value == [] and field in _EMPTY},
        "LogConfig": _log_config(asked.get("LogConfig") or {}),
        "NetworkMode": asked.get("NetworkMode") or "default",
        "RestartPolicy": restart_policy(
            asked.get("RestartPolicy") or {}, auto_remove=bool(asked.get("AutoRemove"))
        ),
    }


def _check_network(mode: str) -> None:
    if mode not in _NETWORKS:
        raise NotImplementedHere(
            f"the practice engine cannot do --network {mode}: it makes no networks, and its "
            "containers use this computer's; leave the option out, or use your own Docker"
        )


def check_endpoints(asked: dict[str, Any]) -> None:
    """Checks the networks that a request names besides the one of the host config.

    Raises:
        NotImplementedHere: When it asks for another network, or for anything in one.
    """
    for name, endpoint in (asked.get("EndpointsConfig") or {}).items():
        _check_network(name)
        for field, value in (endpoint or {}).items():
            if value:
                raise NotImplementedHere(
                    f"the practice engine cannot do {field} of a network: it makes no networks, and "
                    "its containers use this computer's; leave it out, or use your own Docker"
                )


def _log_config(asked: dict[str, Any]) -> dict[str, Any]:
    driver, options = asked.get("Type") or "json-file", asked.get("Config") or {}
    if driver not in _LOG_DRIVERS or options:
        raise NotImplementedHere(
            "the practice engine keeps logs in its own way: of --log-driver it knows json-file and "
            "none, and no --log-opt; leave the option out, or use your own Docker"
        )
    return {"Type": driver, "Config": {}}


def restart_policy(asked: dict[str, Any], *, auto_remove: bool) -> dict[str, Any]:
    """Returns the restart policy of a container.

    Raises:
        BadParameter: When it makes no sense, with dockerd's sentence.
        NotImplementedHere: When it restarts anything.
    """
    name, most = asked.get("Name") or "no", asked.get("MaximumRetryCount") or 0
    if name not in _RESTARTS:
        raise BadParameter(f"invalid restart policy '{name}'")
    if name != "on-failure" and most:
        raise BadParameter(f"maximum retry count cannot be used with restart policy '{name}'")
    if most < 0:
        raise BadParameter("maximum retry count cannot be negative")
    if auto_remove and name != "no":
        raise BadParameter("can't create 'AutoRemove' container with restart policy")
    if name != "no":
        raise NotImplementedHere(
            f"the practice engine cannot do --restart {name}: it starts a container only when asked "
            "to; leave the option out, or use your own Docker"
        )
    return {"Name": name, "MaximumRetryCount": most}
