"""`ps`, `logs` and `rm`: containers listed, read and removed."""

import json
from datetime import UTC, datetime
from typing import Any, cast
from urllib.parse import quote

from docker_lessons.command.frontend import filters, human, output, table
from docker_lessons.command.frontend.invocation import Failed, Invocation

_COLUMNS = {
    "Command": "COMMAND",
    "CreatedAt": "CREATED AT",
    "ID": "CONTAINER ID",
    "Image": "IMAGE",
    "Labels": "LABELS",
    "LocalVolumes": "LOCAL VOLUMES",
    "Mounts": "MOUNTS",
    "Names": "NAMES",
    "Networks": "NETWORKS",
    "Ports": "PORTS",
    "RunningFor": "CREATED",
    "Size": "SIZE",
    "State": "STATE",
    "Status": "STATUS",
}
_SHOWN = ("ID", "Image", "Command", "RunningFor", "Status", "Ports", "Names")
_COMMAND = 20
"""Characters after which a command is cut."""


def ps(call: Invocation) -> int:
    """Runs `docker ps`: the containers that run, or all of them."""
    chosen_by = filters.read(call, "ps")
    last = 1 if call.has("latest") else int(call.value("last", "-1"))
    with call.errors():
        found = call.engine.containers(all=call.has("all"), limit=last, filters=chosen_by)
    rows = [_row(each, full=call.has("no-trunc")) for each in found]
    chosen = call.value("format") or ("{{.ID}}" if call.has("quiet") else "")
    for line in table.lines(rows, _COLUMNS, chosen, _SHOWN):
        call.print(line)
    return 0


def _row(container: dict[str, Any], *, full: bool) -> dict[str, str | None]:
    created = datetime.fromtimestamp(container["Created"], UTC)
    labels = container.get("Labels") or {}
    command, image = container["Command"], container["Image"]
    if not full:
        if len(command) > _COMMAND:
            command = f"{command[: _COMMAND - 1]}…"
        if human.short_id(image) == human.short_id(container["ImageID"]):
            image = human.short_id(image)
    return {
        "Command": json.dumps(command, ensure_ascii=False),
        "CreatedAt": f"{created:%Y-%m-%d %H:%M:%S} +0000 UTC",
        "ID": container["Id"] if full else human.short_id(container["Id"]),
        "Image": image or "<no image>",
        "Labels": ",".join(f"{key}={value}" for key, value in labels.items()),
        "LocalVolumes": "0",
        "Mounts": "",
        "Names": ",".join(name.removeprefix("/") for name in container["Names"]),
        "Networks": ",".join((container.get("NetworkSettings") or {}).get("Networks") or {}),
        "Platform": None,
        "Ports": "",
        "RunningFor": human.age(created),
        "Size": "0B",
        "State": container["State"],
        "Status": container["Status"],
    }


def rm(call: Invocation) -> int:
    """Runs `docker rm`: removes containers, running ones only with --force."""
    from docker.errors import NotFound

    failed: list[str] = []
    fatal = False
    for name in call.operands:
        try:
            with call.errors():
                call.engine.remove_container(name, v=call.has("volumes"), force=call.has("force"))
        except Failed as failure:
            failed.append(str(failure))
            fatal = fatal or not (call.has("force") and isinstance(failure.__cause__, NotFound))
        else:
            call.print(name)
    if failed:
        call.warn("\n".join(failed))
    return 1 if fatal else 0


def logs(call: Invocation) -> int:
    """Runs `docker logs`: what a container printed."""
    name = call.operands[0]
    with call.errors():
        engine = cast("Any", call.engine)
        raw = engine.inspect_container(name)["Config"]["Tty"]
        answer = engine.get(
            f"{engine.base_url}/v{engine.api_version}/containers/{quote(name, safe='')}/logs",
            params={
                "stdout": 1,
                "stderr": 1,
                "follow": int(call.has("follow")),
                "timestamps": int(call.has("timestamps")),
                "tail": call.value("tail", "all"),
            },
            stream=True,
            timeout=None,
        )
        with answer:
            _raise_refusal(answer)
            if raw:
                output.show(call, ((output.STDOUT, data) for data in answer.iter_content(None)))
            else:
                output.show(call, output.pieces_of(answer.raw.read))
    return 0


def _raise_refusal(answer: Any) -> None:
    from docker.errors import create_api_error_from_http_exception
    from requests import HTTPError

    try:
        answer.raise_for_status()
    except HTTPError as error:
        create_api_error_from_http_exception(error)
