"""Containers as requests see them: what is refused, and where nothing can be run."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engine.serving import Loop, ServedEngine

JSON = {"Content-Type": "application/json"}


def create(engine: ServedEngine, **asked: object) -> tuple[int, dict]:
    """Ask for a container of an image."""
    body = {"Image": "myimage:0.1", **asked}
    return engine.ask("POST", "/containers/create", json.dumps(body).encode(), JSON)


@pytest.fixture
def engine_without_a_runtime(
    loop: Loop, short_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[ServedEngine]:
    """An engine on a computer on which nothing can be run."""
    monkeypatch.setenv("DOCKER_LESSONS_RUNTIME", "none")
    engine = ServedEngine(loop, short_folder / "engine", "http://127.0.0.1:1")
    yield engine
    engine.stop()


@pytest.fixture
def engine(practice_engine: ServedEngine) -> ServedEngine:
    """An engine with an image that names a command."""
    practice_engine.build("FROM scratch\nCMD x\n", "t=myimage:0.1")
    return practice_engine


def test_where_nothing_can_be_run_a_container_is_refused_with_the_reason(
    engine_without_a_runtime: ServedEngine,
) -> None:
    engine_without_a_runtime.build("FROM scratch\nCMD x\n", "t=myimage:0.1")
    status, answer = create(engine_without_a_runtime)
    assert status == 501
    assert "runs no containers" in answer["message"]
    assert "DOCKER_LESSONS_RUNTIME" in answer["message"]
    assert engine_without_a_runtime.ask("GET", "/containers/json?all=1") == (200, [])
    info = engine_without_a_runtime.ask("GET", "/info")[1]
    assert info["Runtimes"] == {}
    assert "DOCKER_LESSONS_RUNTIME is none" in info["Warnings"][0]


def test_a_container_of_an_image_that_is_not_here_is_not_found(engine: ServedEngine) -> None:
    assert create(engine, Image="nope") == (404, {"message": "No such image: nope:latest"})


@pytest.mark.parametrize(
    ("field", "value", "option"),
    [
        ("Binds", ["/tmp:/x"], "-v"),
        ("Mounts", [{"Type": "bind"}], "--mount"),
        ("PortBindings", {"80/tcp": [{"HostPort": "8080"}]}, "-p"),
        ("PublishAllPorts", True, "-P"),
        ("Privileged", True, "--privileged"),
        ("CapAdd", ["SYS_ADMIN"], "--cap-add"),
        ("CapDrop", ["ALL"], "--cap-drop"),
        ("Devices", [{"PathOnHost": "/dev/kvm"}], "--device"),
        ("Memory", 1 << 30, "--memory"),
        ("NanoCpus", 10**9, "--cpus"),
        ("PidsLimit", 10, "--pids-limit"),
        ("ReadonlyRootfs", True, "--read-only"),
        ("NetworkMode", "bridge", "--network bridge"),
        ("NetworkMode", "container:x", "--network container:x"),
        ("Tmpfs", {"/run": ""}, "--tmpfs"),
        ("Dns", ["1.1.1.1"], "--dns"),
        ("RestartPolicy", {"Name": "always"}, "--restart always"),
        ("LogConfig", {"Type": "syslog"}, "--log-driver"),
        ("IpcMode", "shareable", "--ipc"),
        ("FieldOfTheFuture", 1, "HostConfig.FieldOfTheFuture"),
    ],
)
def test_what_needs_isolation_is_refused_with_a_sentence(
    engine: ServedEngine, field: str, value: object, option: str
) -> None:
    status, answer = create(engine, HostConfig={field: value})
    assert status == 501
    assert option in answer["message"]
    assert engine.ask("GET", "/containers/json?all=1") == (200, [])


@pytest.mark.parametrize(
    ("field", "value", "option"),
    [
        ("Volumes", {"/data": {}}, "-v"),
        ("MacAddress", "02:42:ac:11:00:02", "--mac-address"),
        ("Domainname", "example.org", "--domainname"),
        ("Healthcheck", {"Test": ["CMD", "x"]}, "--health-cmd"),
    ],
)
def test_a_config_that_needs_isolation_is_refused_with_a_sentence(
    engine: ServedEngine, field: str, value: object, option: str
) -> None:
    status, answer = create(engine, **{field: value})
    assert status == 501
    assert option in answer["message"]


@pytest.mark.parametrize("network", ["default", "none", "host"])
def test_networks_that_need_none_are_taken(engine: ServedEngine, network: str) -> None:
    asked = {"EndpointsConfig": {network: {"IPAddress": "", "Links": None}}}
    status, _ = create(engine, HostConfig={"NetworkMode": network}, NetworkingConfig=asked)
    assert status == 201


def test_an_address_in_a_network_is_refused(engine: ServedEngine) -> None:
    asked = {"EndpointsConfig": {"default": {"IPAddress": "10.0.0.2"}}}
    status, answer = create(engine, NetworkingConfig=asked)
    assert status == 501
    assert "IPAddress" in answer["message"]


ODD_TEXTS = {
    "half of a surrogate pair": rb"\ud83d",
    "the other half": rb"\udc33",
    "two halves in the wrong order": rb"\udc33\ud83d",
    "a half before an escape": rb"\ud83d\n",
    "a byte that isn't UTF-8": b"\xff",
    "half a sequence of UTF-8": b"\xe2\x82",
    "a surrogate in UTF-8": b"\xed\xa0\x80",
}
READ_AS = {
    "two halves in the wrong order": "\ufffd" * 2,
    "a half before an escape": "\ufffd\n",
    "half a sequence of UTF-8": "\ufffd" * 2,
    "a surrogate in UTF-8": "\ufffd" * 3,
}


@pytest.mark.parametrize("kind", ODD_TEXTS)
def test_a_text_that_is_not_unicode_is_read_as_dockerd_reads_it(
    engine: ServedEngine, kind: str
) -> None:
    text = ODD_TEXTS[kind]
    body = b'{"Image":"myimage:0.1","Labels":{"a":"%b"},"Env":["B=%b"],"Cmd":["x","%b"]}' % (
        text,
        text,
        text,
    )
    status, answer = engine.ask("POST", "/containers/create", body, JSON)
    assert status == 201, answer
    wanted = READ_AS.get(kind, "\ufffd")
    (listed,) = engine.ask("GET", "/containers/json?all=1")[1]
    assert listed["Labels"] == {"a": wanted}
    inspected = engine.ask("GET", f"/containers/{answer['Id']}/json")[1]
    assert f"B={wanted}" in inspected["Config"]["Env"]
    assert inspected["Args"] == [wanted]


@pytest.mark.parametrize(
    ("text", "read_as"), [(rb"\ud83d\udc33", "\U0001f433"), (rb"\\ud83d", r"\ud83d")]
)
def test_what_only_looks_like_half_of_a_pair_stays(
    engine: ServedEngine, text: bytes, read_as: str
) -> None:
    body = b'{"Image":"myimage:0.1","Labels":{"a":"%b"}}' % text
    assert engine.ask("POST", "/containers/create", body, JSON)[0] == 201
    (listed,) = engine.ask("GET", "/containers/json?all=1")[1]
    assert listed["Labels"] == {"a": read_as}


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b'{"Image":"a","StopTimeout":NaN}', "invalid character 'N' looking for beginning of value"),
        (b'{"Image":"a","HostConfig":{"NanoCpus":-Infinity}}', "invalid character 'I' in numeric literal"),
        (b'{"Image":"a"', "unexpected EOF"),
        (b'{"Image":nul', "unexpected EOF"),
        (b" ", "EOF"),
        (b'\xef\xbb\xbf{"Image":"a"}', "invalid character '\u00ef' looking for beginning of value"),
        ('{"Image":"a"}'.encode("utf-16"), "invalid character '\u00ff' looking for beginning of value"),
        (b'{"Image":"a"} x', "unexpected content after JSON"),
    ],
)  # fmt: skip
def test_a_body_that_is_not_json_is_refused_as_by_dockerd(
    engine: ServedEngine, body: bytes, sentence: str
) -> None:
    assert engine.ask("POST", "/containers/create", body, JSON) == (400, {"message": sentence})
