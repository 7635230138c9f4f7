"""Docker's SDK for Python finds ours like a real dockerd: the same JSON, the same exceptions."""

import difflib
import gzip
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docker
import docker.errors
import pytest

from tests.engine.like_dockerd.differences import ROWS
from tests.engine.like_dockerd.normaliser import Normaliser
from tests.engine.serving import PASSWORD, ServedEngine, ServedHub
from tests.engine.stored import tar_of

pytestmark = pytest.mark.timeout(900)  # a slow machine is no fault

API = "1.41"
"""The version of the API that dockerd 20.10 and ours both speak."""
OWN = ("GraphDriver", "DockerVersion")
"""The fields that `differences.toml` explains."""
NO_NAME = re.compile(
    "invalid (?:reference format: repository name must be lowercase|tag format"
    "|repository name [(][0-9a-f]{64}[)], cannot specify 64-byte hexadecimal strings)"
)
NO_NAME_STATUS = next(row for row in ROWS if row.name == "invalid-name-status")
"""What is said of a name that is none, and the row that has each side's status for it."""
MOVING = {"Pushing", "Downloading", "Extracting", "Loading layer", "Waiting", "Verifying Checksum"}
"""What a layer says while it is on its way, as often as there is time for it."""

DOCKERFILE = b"FROM scratch\nCOPY Dockerfile /\nLABEL a=b\nCMD x\n"
MINE = {"username": "demousr", "password": PASSWORD}
NULL = "0" * 64

Api = docker.APIClient
Case = Callable[[Api, str], Any]


def built(api: Api, text: bytes, **options: Any) -> list[dict[str, Any]]:
    context = tar_of({"Dockerfile": text})
    return list(api.build(fileobj=context, custom_context=True, decode=True, rm=True, **options))


def saved(api: Api, name: str) -> bytes:
    return b"".join(api.get_image(name))


CASES: dict[str, tuple[Case, ...]] = {
    "build": (
        lambda api, hub: built(api, DOCKERFILE, tag="myimage:0.1"),
        lambda api, hub: built(api, DOCKERFILE, tag="myimage:0.1", quiet=True),
        lambda api, hub: built(api, DOCKERFILE, labels={"x": "y"}, nocache=True),
        lambda api, hub: built(api, b"FROM myimage:0.1\nENV c=d\n", tag="child:1"),
        lambda api, hub: built(api, b"ARG V\nFROM scratch\nLABEL v=$V\n", buildargs={"V": "7"}),
        lambda api, hub: built(api, b""),
        lambda api, hub: built(api, b"FROM scratch\n"),
        lambda api, hub: built(api, b"FROM scratch\nCOPPY a b\n"),
        lambda api, hub: built(api, b"FROM scratch\nCOPY a /\n"),
        lambda api, hub: built(api, DOCKERFILE, tag="UP"),
        lambda api, hub: built(api, DOCKERFILE, target="nope"),
    ),
    "images": (
        lambda api, hub: api.images(),
        lambda api, hub: api.images("myimage"),
        lambda api, hub: len(api.images(all=True, quiet=True)),
        lambda api, hub: api.images(filters={"label": "a=b"}),
        lambda api, hub: api.images(filters={"dangling": True}),
        lambda api, hub: api.images(filters={"nope": "x"}),
        lambda api, hub: api.images(filters={"dangling": "x"}),
        lambda api, hub: api.images(filters={"before": "nope"}),
        lambda api, hub: api.images(filters={"since": "UP"}),
        lambda api, hub: api.images(filters={"until": "x"}),
    ),
    "tag": (
        lambda api, hub: api.tag("myimage:0.1", "demousr/demorep", "1.0"),
        lambda api, hub: api.tag("myimage:0.1", "demousr/demorep"),
        lambda api, hub: api.tag("myimage:0.1", f"{hub}/demousr/demorep", "1.0"),
        lambda api, hub: api.tag("child:1", f"{hub}/demousr/demorep", "2.0"),
        lambda api, hub: api.tag("child:1", "other", "x", force=True),
        lambda api, hub: api.tag("nope", "x"),
        lambda api, hub: api.tag("myimage:0.1", "UP"),
        lambda api, hub: api.tag("myimage:0.1", "x", "a b"),
        lambda api, hub: api.tag("myimage:0.1", f"x@sha256:{NULL}"),
        lambda api, hub: api.tag("myimage:0.1", NULL),
    ),
    "inspect": (
        lambda api, hub: api.inspect_image("myimage:0.1"),
        lambda api, hub: api.inspect_image("child:1"),
        lambda api, hub: api.inspect_image(api.inspect_image("child:1")["Id"]),
        lambda api, hub: api.inspect_image(api.inspect_image("child:1")["Id"][7:19]),
        lambda api, hub: api.inspect_image("demousr/demorep"),
        lambda api, hub: api.inspect_image("nope"),
        lambda api, hub: api.inspect_image("UP"),
        lambda api, hub: api.inspect_image(NULL),
        lambda api, hub: api.inspect_image("myimage:9"),
        lambda api, hub: api.inspect_image(f"nope@sha256:{NULL}"),
    ),
    "history": (
        lambda api, hub: api.history("myimage:0.1"),
        lambda api, hub: api.history("child:1"),
        lambda api, hub: api.history("demousr/demorep"),
        lambda api, hub: api.history("other:x"),
        lambda api, hub: api.history(api.inspect_image("child:1")["Id"]),
        lambda api, hub: api.history("nope"),
        lambda api, hub: api.history("UP"),
        lambda api, hub: api.history(NULL),
        lambda api, hub: api.history("child:9"),
        lambda api, hub: api.history(f"nope@sha256:{NULL}"),
    ),
    "login": (
        lambda api, hub: api.login(**MINE, registry=hub, reauth=True),
        lambda api, hub: api.login(**MINE, registry=f"http://{hub}", reauth=True),
        lambda api, hub: api.login(**MINE, registry=f"http://{hub}/v2/", reauth=True),
        lambda api, hub: api.login(**MINE, registry=hub, reauth=True, email="a@b.c"),
        lambda api, hub: api.login(**MINE, registry=f"{hub}/", reauth=True),
        lambda api, hub: api.login("demousr", "wrong", registry=hub, reauth=True),
        lambda api, hub: api.login("Demousr", PASSWORD, registry=hub, reauth=True),
        lambda api, hub: api.login("nobody", PASSWORD, registry=hub, reauth=True),
        lambda api, hub: api.login("demousr", PASSWORD * 9, registry=hub, reauth=True),
        lambda api, hub: api.login("demousr ", PASSWORD, registry=hub, reauth=True),
        lambda api, hub: api.login("", PASSWORD, registry=hub, reauth=True),
        lambda api, hub: api.login("demousr", "", registry=hub, reauth=True),
    ),
    "push": (
        lambda api, hub: pushed(api, f"{hub}/demousr/demorep", tag="1.0", auth_config=MINE),
        lambda api, hub: pushed(api, f"{hub}/demousr/demorep", tag="1.0", auth_config=MINE),
        lambda api, hub: pushed(api, f"{hub}/demousr/demorep:2.0", auth_config=MINE),
        lambda api, hub: pushed(api, f"{hub}/demousr/demorep", auth_config=MINE),
        lambda api, hub: pushed(api, f"{hub}/demousr/demorep:1.0", auth_config=MINE),
        lambda api, hub: pushed(api, f"{hub}/demousr/demorep", tag="9", auth_config=MINE),
        lambda api, hub: pushed(api, f"{hub}/demousr/nope", auth_config=MINE),
        lambda api, hub: pushed(api, "UP", auth_config=MINE),
        lambda api, hub: pushed(api, f"{hub}/demousr/demorep", tag="a b", auth_config=MINE),
        lambda api, hub: pushed(api, f"{hub}/demousr/demorep@sha256:{NULL}", auth_config=MINE),
    ),
    "rmi": (
        lambda api, hub: removed(api, f"{hub}/demousr/demorep:1.0"),
        lambda api, hub: removed(api, f"{hub}/demousr/demorep:2.0"),
        lambda api, hub: removed(api, "demousr/demorep:1.0"),
        lambda api, hub: removed(api, "demousr/demorep:latest", noprune=True),
        lambda api, hub: removed(api, "other:x", force=True),
        lambda api, hub: removed(api, "nope"),
        lambda api, hub: removed(api, "UP"),
        lambda api, hub: removed(api, NULL),
        lambda api, hub: removed(api, "myimage:9", force=True),
        lambda api, hub: removed(api, api.inspect_image("myimage:0.1")["Id"]),
    ),
    "pull": (
        lambda api, hub: pulled(api, f"{hub}/demousr/demorep", tag="1.0"),
        lambda api, hub: pulled(api, f"{hub}/demousr/demorep:1.0"),
        lambda api, hub: pulled(api, f"{hub}/demousr/demorep", tag="2.0", auth_config=MINE),
        lambda api, hub: pulled(api, f"{hub}/demousr/demorep", tag="2.0", platform="linux/amd64"),
        lambda api, hub: pulled(api, f"{hub}/demousr/demorep", all_tags=True),
        lambda api, hub: pulled(api, f"{hub}/demousr/demorep", tag="9"),
        lambda api, hub: pulled(api, f"{hub}/demousr/nope", tag="1"),
        lambda api, hub: pulled(api, "UP"),
        lambda api, hub: pulled(api, "scratch"),
        lambda api, hub: pulled(api, f"{hub}/demousr/demorep@sha256:{NULL}"),
    ),
    "save": (
        *(
            lambda api, hub, name=name: len(saved(api, name.replace("HUB", hub))) > 0
            for name in (
                *("myimage:0.1", "child:1", "HUB/demousr/demorep:1.0"),
                *("HUB/demousr/demorep:2.0", "HUB/demousr/demorep"),
            )
        ),
        *(
            lambda api, hub, name=name: len(saved(api, name))
            for name in ("nope", "UP", "myimage:9", "a b", "x/UP:1")
        ),
    ),
    "load": (
        *(
            lambda api, hub, name=name: list(api.load_image(saved(api, name), quiet=True))
            for name in ("myimage:0.1", "child:1")
        ),
        *(
            lambda api, hub, tag=tag: list(
                api.load_image(saved(api, f"{hub}/demousr/demorep:{tag}"), quiet=True)
            )
            for tag in ("1.0", "2.0")
        ),
        lambda api, hub: list(api.load_image(gzip.compress(saved(api, "child:1")), quiet=True)),
        lambda api, hub: list(api.load_image(b"x")),
        lambda api, hub: list(api.load_image(b"x" * 600, quiet=True)),
        lambda api, hub: list(api.load_image(b"x" * 60_000)),
        lambda api, hub: list(api.load_image(saved(api, "child:1")[:300], quiet=True)),
        lambda api, hub: list(api.load_image(saved(api, "nope"), quiet=True)),
    ),
}


def pushed(api: Api, name: str, **options: Any) -> list[dict[str, Any]]:
    return _still(api.push(name, stream=True, decode=True, **options))


def pulled(api: Api, name: str, **options: Any) -> list[dict[str, Any]]:
    return _still(api.pull(name, stream=True, decode=True, **options))


def removed(api: Api, name: str, **options: Any) -> Any:
    return api.remove_image(name, **options)


def _still(lines: Any) -> list[dict[str, Any]]:
    """Leave out what a layer says on its way, and the order of layers that come at the same time."""
    rest: list[dict[str, Any]] = []
    layers: dict[str, list[dict[str, Any]]] = {}
    for line in lines:
        if line.get("status") in MOVING:
            continue
        if "id" in line and line.get("progressDetail") == {}:
            layers.setdefault(line["id"], []).append({**line, "id": "LAYER"})
        else:
            rest.append(line)
    return rest + [line for said in sorted(layers.values(), key=str) for line in said]


def outcome(side: str, command: str, case: Case, api: Api, hub: str) -> Any:
    """What a call gives at a side, or what it raises with what a program reads of it."""
    try:
        result = case(api, hub)
    except docker.errors.APIError as error:
        status, said = str(error.response.status_code), error.explanation
        if (
            command in {"tag", "push"}
            and NO_NAME.fullmatch(said)
            and status == getattr(NO_NAME_STATUS, side)
        ):
            status = NO_NAME_STATUS.name
        return [type(error).__name__, status, said]
    except docker.errors.DockerException as error:
        return [type(error).__name__, str(error)]
    if isinstance(result, dict):
        return {key: value for key, value in result.items() if key not in OWN}
    if isinstance(result, list) and any("Created" in each for each in result):
        # In seconds, which also makes dockerd's order of images one of chance.
        rows = [{**row, "Created": 0} for row in result]
        return sorted(rows, key=lambda row: str({**row, "Id": "", "ParentId": ""}))
    return result


@pytest.mark.slow
def test_the_sdk_gets_the_same_json_and_the_same_exceptions(
    empty_dockerd: str,
    practice_engine: ServedEngine,
    practice_hub: ServedHub,
    short_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DOCKER_CONFIG", str(short_folder))
    sides = []
    for side, address in (("dockerd", empty_dockerd), ("ours", practice_engine.address)):
        normalised, results = Normaliser(), []
        api = docker.APIClient(address, version=API)
        for command, cases in CASES.items():
            for number, case in enumerate(cases):
                found = outcome(side, command, case, api, practice_hub.host)
                text = normalised(json.dumps(found, indent=1, sort_keys=True))
                results.append(f"{command} {number}: {text}")
        api.close()
        sides.append("\n".join(results).split("\n"))
    difference = "\n".join(difflib.unified_diff(*sides, "dockerd", "ours", lineterm=""))
    assert not difference, difference
