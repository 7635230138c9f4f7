"""What a new container is made of: the request and its image's config become its record.

Source: moby ``daemon/create.go``, ``daemon/container.go`` (``verifyContainerSettings``) and ``runconfig``.
"""

from __future__ import annotations

import json
import secrets
from typing import TYPE_CHECKING, Any

from docker_lessons.engine.api.errors import BadParameter, NotFound, NotImplementedHere
from docker_lessons.engine.containers import host_config, signals
from docker_lessons.engine.containers.container import Container
from docker_lessons.engine.images import image_config, platforms
from docker_lessons.engine.images.listing import size_of
from docker_lessons.oci.manifest import Platform

if TYPE_CHECKING:
    from docker_lessons.engine.images.image_store import ImageStore
    from docker_lessons.engine.images.model import Image

_HOST_NAME = 12
_OF_ISOLATION = {
    "Domainname": "--domainname",
    "Volumes": "-v",
    "MacAddress": "--mac-address",
    "NetworkDisabled": "NetworkDisabled",
    "Healthcheck": "--health-cmd",
}
_KEPT = frozenset(
    (
        *("Hostname", "User", "AttachStdin", "AttachStdout", "AttachStderr", "ExposedPorts", "Tty"),
        *("OpenStdin", "StdinOnce", "Env", "Cmd", "ArgsEscaped", "Image", "WorkingDir"),
        *("Entrypoint", "OnBuild", "Labels", "StopSignal", "StopTimeout", "Shell"),
        *("HostConfig", "NetworkingConfig"),
    )
)


def made(
    store: ImageStore, asked: dict[str, Any], name: str, platform: str
) -> tuple[Container, list[str]]:
    """Returns the record of a new container, and the warnings for the client.

    Raises:
        BadParameter: When the request makes no sense, with dockerd's sentence.
        NotFound: When the image is not here.
        NotImplementedHere: When it asks for what only a real container has.
    """
    for field, value in asked.items():
        if value and field not in _KEPT and not _is_no_check(field, value):
            option = _OF_ISOLATION.get(field, field)
            raise NotImplementedHere(
                f"the practice engine cannot do {option}: its containers are programs of this "
                "computer, with nothing between them and it; leave the option out, or use your own "
                "Docker"
            )
    image = _image(store, str(asked.get("Image") or ""), platform)
    identity = secrets.token_hex(32)
    host = host_config.checked(asked.get("HostConfig") or {})
    host_config.check_endpoints(asked.get("NetworkingConfig") or {})
    config = _merged(asked, image)
    config["Hostname"] = config.get("Hostname") or identity[:_HOST_NAME]
    _check(config)
    container = Container(identity, name, image.id, config, host, root_size=size_of(store, image))
    if not container.command:
        raise BadParameter("No command specified")
    return container, _warnings(config)


def _is_no_check(field: str, value: object) -> bool:
    """Returns whether a field only switches off health checks, which never run here."""
    return (
        field == "Healthcheck"
        and isinstance(value, dict)
        and value.get("Test") in (None, [], ["NONE"])
    )


def _image(store: ImageStore, name: str, platform: str) -> Image:
    if not name:
        raise NotImplementedHere("a container needs an image, and none is given")
    image = store.resolve(name)
    if platform:
        wanted = platforms.parse(platform)
        document = image.document
        found = Platform(
            str(document.get("architecture") or ""),
            str(document.get("os") or platforms.OS),
            str(document.get("variant") or ""),
        )
        if not platforms.matches(wanted, found):
            raise NotFound(
                f"image with reference {name} was found but does not match the specified platform: "
                f"wanted {wanted}, actual: {found}"
            )
    return image


def _merged(asked: dict[str, Any], image: Image) -> dict[str, Any]:
    """Returns the config of a container: what was asked for, then what its image says."""
    base = image.run_config or {}
    config = {
        field: value
        for field, value in asked.items()
        if field not in ("HostConfig", "NetworkingConfig")
    }
    if not config.get("User"):
        config["User"] = base.get("User") or ""
    config["ExposedPorts"] = {
        **(base.get("ExposedPorts") or {}),
        **(config.get("ExposedPorts") or {}),
    }
    environment = list(config.get("Env") or ())
    names = {item.partition("=")[0] for item in environment}
    environment += [item for item in base.get("Env") or () if item.partition("=")[0] not in names]
    config["Env"] = environment
    config["Labels"] = {**(base.get("Labels") or {}), **(config.get("Labels") or {})}
    entrypoint = _words(config.get("Entrypoint"))
    command = _words(config.get("Cmd"))
    if not entrypoint:
        command = command or list(base.get("Cmd") or ()) or None
        if entrypoint is None:
            entrypoint = list(base.get("Entrypoint") or ()) or None
    if entrypoint == [""]:
        entrypoint = None
    config["Entrypoint"], config["Cmd"] = entrypoint, command
    for field in ("WorkingDir", "StopSignal", "Shell", "StopTimeout", "Volumes", "Healthcheck"):
        if not config.get(field) and base.get(field):
            config[field] = base[field]
    config["Volumes"] = config.get("Volumes") or None
    config["Env"] = image_config.run_config(config)["Env"]
    config["Image"] = asked["Image"]
    return config


def _words(value: object) -> list[str] | None:
    """Returns a command as a list of words; old clients send it as one text."""
    if isinstance(value, str):
        return [value]
    if value is None:
        return None
    if isinstance(value, list) and all(isinstance(word, str) for word in value):
        return value
    raise BadParameter(f"invalid command: {json.dumps(value)}")


def _check(config: dict[str, Any]) -> None:
    for item in config.get("Env") or ():
        if not isinstance(item, str) or item.startswith("=") or not item:
            raise BadParameter(f"invalid environment variable: {item}")
    directory = config.get("WorkingDir") or ""
    if directory and not directory.startswith("/"):
        raise BadParameter(
            f"the working directory '{directory}' is invalid, it needs to be an absolute path"
        )
    if config.get("StopSignal"):
        signals.number(config["StopSignal"])


def _warnings(config: dict[str, Any]) -> list[str]:
    checks = (config.get("Healthcheck") or {}).get("Test")
    if checks and checks != ["NONE"]:
        return ["The practice engine does not carry out the health check of the image"]
    return []
