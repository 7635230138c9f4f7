"""The list of containers, with its filters. Source: moby ``daemon/list.go`` and ``container/state.go``."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, Any

from docker_lessons.engine.api import timestamp
from docker_lessons.engine.api.errors import BadParameter, EngineError, NotFound, SystemFailure
from docker_lessons.engine.containers import container as states

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from docker_lessons.engine.api.filters import Filters
    from docker_lessons.engine.containers.container import Container
    from docker_lessons.engine.containers.directory import Directory
    from docker_lessons.engine.images.image_store import ImageStore

ACCEPTED = frozenset(
    (
        *("ancestor", "before", "exited", "id", "isolation", "label", "name", "status"),
        *("health", "since", "volume", "network", "is-task", "publish", "expose"),
    )
)
_OF_NETWORKS = ("publish", "expose")
"""Filters by the ports of a container's network: no container has one here."""
_HIGHEST_PORT = 65535
_STATUSES = (
    *(states.PAUSED, states.RESTARTING, states.RUNNING, states.DEAD, states.CREATED),
    *(states.EXITED, states.REMOVING),
)
_HEALTH = ("starting", "healthy", "unhealthy", "none")
_SECOND, _MINUTE, _HOUR = 1, 60, 3600
_UNITS = (
    (48 * _HOUR, 14 * 24 * _HOUR, 24 * _HOUR, "days"),
    (14 * 24 * _HOUR, 60 * 24 * _HOUR, 7 * 24 * _HOUR, "weeks"),
    (60 * 24 * _HOUR, 730 * 24 * _HOUR, 30 * 24 * _HOUR, "months"),
)


def summaries(
    store: ImageStore,
    directory: Directory,
    filters: Filters,
    *,
    everything: bool,
    limit: int,
    sizes: Mapping[str, int] | None = None,
) -> list[dict[str, Any]]:
    """Returns the list of containers, newest first; `limit` is how many at most, 0 for any number.

    `sizes` are how many bytes each one has changed, None if nobody asked.

    Raises:
        BadParameter: When a filter is unknown or has an impossible value.
        NotFound: When `before` or `since` names no container.
        SystemFailure: When a port can't be read, as dockerd has it.
    """
    wanted = _wanted(store, directory, filters)
    found = []
    # Whoever asks for a status, or for the last ones, wants those that do not run, too.
    shown = everything or limit > 0 or "status" in filters
    for live in directory.all():
        container = live.container
        if (shown or container.is_alive) and wanted(container):
            found.append(_summary(store, container, sizes))
        if limit > 0 and len(found) == limit:
            break
    return found


def _wanted(
    store: ImageStore, directory: Directory, filters: Filters
) -> Callable[[Container], bool]:
    filters.validate(ACCEPTED)
    codes = []
    for value in filters.get("exited"):
        if not re.fullmatch(r"[+-]?\d{1,18}", value, re.ASCII):
            raise BadParameter(f'strconv.Atoi: parsing "{value}": invalid syntax')
        codes.append(int(value))
    for value in filters.get("status"):
        if value not in _STATUSES:
            raise BadParameter(f"Invalid filter 'status={value}'")
    for value in filters.get("health"):
        if value not in _HEALTH:
            raise BadParameter(f"Unrecognised filter value for health: {value}")
    for field in _OF_NETWORKS:
        for value in filters.get(field):
            _check_ports(field, value)
    task = filters.boolean("is-task")
    before, since = (
        [_other(directory, value) for value in filters.get(field)[:1]]
        for field in ("before", "since")
    )
    ancestors = _ancestors(store, filters)

    def wanted(container: Container) -> bool:
        state = container.state
        return (
            task is not True
            and not filters.get("volume")
            and not any(filters.get(field) for field in _OF_NETWORKS)
            and (not codes or (state.exit_code in codes and _has_ended(container)))
            and filters.exact("status", state.status)
            and filters.exact("health", "none")
            and all(container.created < other.created for other in before)
            and all(container.created > other.created for other in since)
            and (ancestors is None or container.image in ancestors)
            and _matches(filters.get("id"), container.id)
            and _matches(filters.get("name"), container.name, f"/{container.name}")
            and filters.labels("label", container.labels)
            and filters.exact("isolation", "")
            and filters.fuzzy("network", _network(container))
        )

    return wanted


def _other(directory: Directory, text: str) -> Container:
    """Returns the container that `before` or `since` names."""
    try:
        return directory.find(text).container
    except NotFound:
        raise NotFound(f"no such container {text}") from None


def _has_ended(container: Container) -> bool:
    return not container.is_alive and container.state.started != timestamp.ZERO


def _check_ports(field: str, value: str) -> None:
    """Checks a port, or a range of ports, that containers with a network would be found by.

    Source: moby ``daemon/list.go``, ``portOp``; ``docker/go-connections`` ``nat.ParsePortRange``.
    """
    if ":" in value:
        raise SystemFailure(f"filter for '{field}' should not contain ':': {value}")
    problem = f"error while looking up for {field} {value}"
    ports = value.partition("/")[0]
    if not ports:
        raise SystemFailure(f"{problem}: Empty string specified for ports.")
    numbers = []
    for text in ports.split("-")[:2]:
        if not re.fullmatch(r"[0-9]+", text):
            raise SystemFailure(f'{problem}: strconv.ParseUint: parsing "{text}": invalid syntax')
        if len(text.lstrip("0")) > len(str(_HIGHEST_PORT)) or int(text) > _HIGHEST_PORT:
            raise SystemFailure(
                f'{problem}: strconv.ParseUint: parsing "{text}": value out of range'
            )
        numbers.append(int(text))
    if numbers[-1] < numbers[0]:
        raise SystemFailure(f"{problem}: Invalid range specified for the Port: {ports}")


def _matches(wanted: tuple[str, ...], *texts: str) -> bool:
    """Returns whether one of the texts is wanted, or has a part that fits a wanted regular expression."""
    if not wanted:
        return True
    for value in wanted:
        if value in texts:
            return True
        try:
            expression = re.compile(value)
        except re.error:
            continue
        if any(expression.search(text) for text in texts):
            return True
    return False


def _ancestors(store: ImageStore, filters: Filters) -> frozenset[str] | None:
    """Returns the IDs of the images that the `ancestor` filter names and of all built on them; None without it."""
    if "ancestor" not in filters:
        return None
    found: set[str] = set()
    for name in filters.get("ancestor"):
        try:
            left = [store.resolve(name).id]
        except EngineError:
            continue  # dockerd finds none, and does not complain
        while left:
            image = left.pop()
            found.add(image)
            left += [child.id for child in store.children(image)]
    return frozenset(found)


def _network(container: Container) -> str:
    mode: str = container.host_config["NetworkMode"]
    return "bridge" if mode == "default" else mode


def networks(container: Container) -> dict[str, Any]:
    """Returns the endpoints of a container, which exist only in name."""
    endpoint = {
        "IPAMConfig": None,
        "Links": None,
        "Aliases": None,
        "NetworkID": "",
        "EndpointID": "",
        "Gateway": "",
        "IPAddress": "",
        "IPPrefixLen": 0,
        "IPv6Gateway": "",
        "GlobalIPv6Address": "",
        "GlobalIPv6PrefixLen": 0,
        "MacAddress": "",
        "DriverOpts": None,
    }
    return {_network(container): endpoint}


def _summary(
    store: ImageStore, container: Container, sizes: Mapping[str, int] | None
) -> dict[str, Any]:
    size: dict[str, int] = {}
    if sizes is not None:
        changed = sizes.get(container.id, 0)
        size = {"SizeRw": changed} if changed else {}
        size["SizeRootFs"] = container.root_size + changed
    return {
        "Id": container.id,
        "Names": [f"/{container.name}"],
        "Image": _image_name(store, container),
        "ImageID": container.image,
        "Command": _quoted(container.command),
        "Created": container.created // timestamp.SECOND,
        "Ports": [],
        **size,
        "Labels": dict(container.labels),
        "State": container.state.status,
        "Status": status(container, time.time_ns()),
        "HostConfig": {"NetworkMode": container.host_config["NetworkMode"]},
        "NetworkSettings": {"Networks": networks(container)},
        "Mounts": [],
    }


def _image_name(store: ImageStore, container: Container) -> str:
    """Returns the image's name as it was given; its ID if that name means another one by now."""
    name = str(container.config.get("Image") or "")
    try:
        image = store.resolve(name)
    except EngineError:
        return container.image
    return name if image.id == container.image else container.image


def _quoted(command: list[str]) -> str:
    """Returns the command as one line: arguments with blanks are quoted."""
    program, *arguments = command
    return " ".join([program, *(f"'{one}'" if " " in one else one for one in arguments)])


def status(container: Container, now: int) -> str:
    """Returns what `docker ps` says of a container: ``Exited (0) 3 seconds ago``."""
    state = container.state
    since_start = _age(now - timestamp.nanoseconds(state.started))
    since_end = _age(now - timestamp.nanoseconds(state.finished))
    match state.status:
        case states.PAUSED:
            return f"Up {since_start} (Paused)"
        case states.RESTARTING:
            return f"Restarting ({state.exit_code}) {since_end} ago"
        case states.RUNNING:
            return f"Up {since_start}"
        case states.REMOVING:
            return "Removal In Progress"
        case states.DEAD:
            return "Dead"
    if state.started == timestamp.ZERO:
        return "Created"
    if state.finished == timestamp.ZERO:
        return ""
    return f"Exited ({state.exit_code}) {since_end} ago"


def _age(nanoseconds: int) -> str:
    """Formats a duration for people. Source: docker's ``go-units``, ``HumanDuration``."""
    seconds = nanoseconds // timestamp.SECOND
    if seconds < _SECOND:
        return "Less than a second"
    if seconds == _SECOND:
        return "1 second"
    if seconds < _MINUTE:
        return f"{seconds} seconds"
    if seconds < 2 * _MINUTE:
        return "About a minute"
    if seconds < 46 * _MINUTE:
        return f"{seconds // _MINUTE} minutes"
    hours = (seconds + _HOUR // 2) // _HOUR
    if hours == 1:
        return "About an hour"
    for first, last, length, unit in _UNITS:
        if first <= hours * _HOUR < last:
            return f"{hours * _HOUR // length} {unit}"
    if hours * _HOUR < _UNITS[0][0]:
        return f"{hours} hours"
    return f"{seconds // (365 * 24 * _HOUR)} years"
