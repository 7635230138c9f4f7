"""`version`: this front end, and the engine that it speaks to."""

import platform
from datetime import datetime
from typing import Any

from docker_lessons.command.frontend import template
from docker_lessons.command.frontend.invocation import Failed, Invocation
from docker_lessons.language import gettext
from docker_lessons.version import __version__

_COLUMN = 20


def version(call: Invocation) -> int:
    """Runs `docker version`: the client's part is the front end's own, the engine's as the client shows it."""
    client: dict[str, Any] = {
        "Version": __version__,
        "Name": "docker-lessons",
        "PythonVersion": platform.python_version(),
    }
    engine: dict[str, Any] | None = None
    failure: Failed | None = None
    try:
        with call.errors():
            engine = call.engine.version()
            client["ApiVersion"] = call.engine.api_version
    except Failed as error:
        failure = error
    chosen = call.value("format")
    if chosen:
        if failure and ".Server" in chosen:
            call.print()
            raise failure
        whole = {"Client": client, "Server": engine}
        call.print(template.as_json(whole) if chosen == "json" else template.render(chosen, whole))
        return 0
    who = gettext("docker-lessons, which answers where there is no docker client")
    call.print(f"Client: {who}")
    _row(call, " Version:", client["Version"])
    _row(call, " API version:", client.get("ApiVersion", "-"))
    _row(call, " Python version:", client["PythonVersion"])
    if failure:
        raise failure
    _server(call, engine or {})
    return 0


def _server(call: Invocation, engine: dict[str, Any]) -> None:
    name = (engine.get("Platform") or {}).get("Name") or ""
    call.print(f"\nServer:{f' {name}' if name else ''}")
    for part in engine.get("Components") or []:
        detail = part.get("Details") or {}
        call.print(f" {part['Name']}:")
        _row(call, "  Version:", part["Version"])
        if part["Name"] != "Engine":
            for key, value in detail.items():
                _row(call, f"  {key}:", value)
            continue
        lowest = detail.get("MinAPIVersion", "")
        _row(call, "  API version:", f"{detail.get('ApiVersion', '')} (minimum version {lowest})")
        _row(call, "  Go version:", detail.get("GoVersion", ""))
        _row(call, "  Git commit:", detail.get("GitCommit", ""))
        _row(call, "  Built:", _day(detail.get("BuildTime", "")))
        _row(call, "  OS/Arch:", f"{detail.get('Os', '')}/{detail.get('Arch', '')}")
        _row(call, "  Experimental:", detail.get("Experimental", ""))


def _day(time: str) -> str:
    """Writes a time as C's `asctime` does; anything else as it is."""
    try:
        return f"{datetime.fromisoformat(time):%a %b %e %H:%M:%S %Y}"
    except ValueError:
        return time


def _row(call: Invocation, name: str, value: str) -> None:
    call.print(f"{name.ljust(_COLUMN)}{value}")
