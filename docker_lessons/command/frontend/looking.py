"""`images`, `history` and `inspect`: commands that change nothing."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, cast

from docker_lessons.command.frontend import filters, human, table, template
from docker_lessons.command.frontend.invocation import Failed, Invocation

_NONE = "<none>"
_IMAGE_COLUMNS = {
    "Repository": "REPOSITORY",
    "Tag": "TAG",
    "Digest": "DIGEST",
    "ID": "IMAGE ID",
    "CreatedSince": "CREATED",
    "CreatedAt": "CREATED AT",
    "Size": "SIZE",
    "Containers": "CONTAINERS",
    "VirtualSize": "SIZE",
    "SharedSize": "SHARED SIZE",
    "UniqueSize": "UNIQUE SIZE",
}
_HISTORY_COLUMNS = {
    "ID": "IMAGE",
    "CreatedSince": "CREATED",
    "CreatedAt": "CREATED AT",
    "CreatedBy": "CREATED BY",
    "Size": "SIZE",
    "Comment": "COMMENT",
}
_CREATED_BY = 45
"""Characters after which an instruction is cut."""


def images(call: Invocation) -> int:
    """Runs `docker images`: a row for each name of each image."""
    chosen_by = filters.read(call, "images")
    if call.operands:
        chosen_by.setdefault("reference", []).append(call.operands[0])
    with call.errors():
        found = call.engine.images(all=call.has("all"), filters=chosen_by)
    chosen = call.value("format")
    digests = call.has("digests") or ".Digest" in chosen
    rows = [
        row for image in found for row in _rows(image, full=call.has("no-trunc"), digests=digests)
    ]
    if call.has("quiet") and not chosen:
        chosen = "{{.ID}}"
    default = ["Repository", "Tag", "ID", "CreatedSince", "Size"]
    if digests:
        default.insert(2, "Digest")
    for line in table.lines(rows, _IMAGE_COLUMNS, chosen, default):
        call.print(line)
    return 0


def _rows(image: dict[str, Any], *, full: bool, digests: bool) -> Iterator[dict[str, str]]:
    created = datetime.fromtimestamp(image["Created"], UTC)
    size = human.size(image["Size"])
    for repository, tag, digest in _names(image, digests=digests):
        yield {
            "Containers": "N/A",
            "CreatedAt": f"{created:%Y-%m-%d %H:%M:%S} +0000 UTC",
            "CreatedSince": human.age(created),
            "Digest": digest,
            "ID": image["Id"] if full else human.short_id(image["Id"]),
            "Repository": repository,
            "SharedSize": "N/A",
            "Size": size,
            "Tag": tag,
            "UniqueSize": "N/A",
            "VirtualSize": size,
        }


def _names(image: dict[str, Any], *, digests: bool) -> Iterator[tuple[str, str, str]]:
    """Returns repository, tag and digest of each of an image's rows, by the client's rules."""
    tags: dict[str, list[str]] = {}
    for name in image["RepoTags"] or []:
        repository, _, tag = name.rpartition(":")
        if repository != _NONE:
            tags.setdefault(repository, []).append(tag)
    kept: dict[str, list[str]] = {}
    for name in image["RepoDigests"] or []:
        repository, _, digest = name.partition("@")
        if repository != _NONE:
            kept.setdefault(repository, []).append(digest)
    if not tags and not kept:
        yield _NONE, _NONE, _NONE
    for repository, its_tags in tags.items():
        its_digests = kept.pop(repository, [])
        for tag in its_tags:
            for digest in (its_digests if digests else []) or [_NONE]:
                yield repository, tag, digest
    for repository, its_digests in kept.items():
        for digest in its_digests if digests else [_NONE]:
            yield repository, _NONE, digest


def history(call: Invocation) -> int:
    """Runs `docker history`: an image's layers, the newest first."""
    with call.errors():
        found = cast("Any", call.engine).history(call.operands[0])
    full = call.has("no-trunc")
    rows = []
    for entry in found:
        created = datetime.fromtimestamp(entry["Created"], UTC)
        by = entry["CreatedBy"].replace("\t", " ")
        rows.append(
            {
                "Comment": entry["Comment"],
                "CreatedAt": f"{created:%Y-%m-%dT%H:%M:%SZ}",
                "CreatedBy": by if full or len(by) <= _CREATED_BY else by[: _CREATED_BY - 1] + "…",
                "CreatedSince": human.age(created),
                "ID": entry["Id"] if full else human.short_id(entry["Id"]),
                "Size": human.size(entry["Size"]),
            }
        )
    chosen = call.value("format") or ("{{.ID}}" if call.has("quiet") else "")
    default = ["ID", "CreatedSince", "CreatedBy", "Size", "Comment"]
    for line in table.lines(rows, _HISTORY_COLUMNS, chosen, default):
        call.print(line)
    return 0


def inspect(call: Invocation) -> int:
    """Runs `docker inspect`: everything that the engine knows of containers and images."""
    found: list[Any] = []
    missing: list[str] = []
    for name in call.operands:
        known = _known(call, name)
        if known is None:
            missing.append(f"Error: No such object: {name}")
        else:
            found.append(known)
    chosen = call.value("format")
    if chosen in {"", "json"}:
        text = json.dumps(found, indent=4 if not chosen else None, ensure_ascii=False)
        call.print(text)
    for each in found if chosen not in {"", "json"} else []:
        call.print(template.render(chosen, each))
    if missing:
        raise Failed("\n".join(missing))
    return 0


def _known(call: Invocation, name: str) -> Any:
    from docker.errors import NotFound

    engine = cast("Any", call.engine)
    kinds = {"container": engine.inspect_container, "image": engine.inspect_image}
    for kind in [call.value("type")] if call.has("type") else kinds:
        if kind not in kinds:
            raise Failed(f'"{kind}" is not a valid value for --type')
        with call.errors():
            try:
                return kinds[kind](name)
            except NotFound:
                continue
    return None
