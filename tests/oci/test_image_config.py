"""Image configs: those that an engine could not read later are refused."""

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docker_lessons.oci.digest import sha256
from docker_lessons.oci.fields import InvalidManifest
from docker_lessons.oci.image_config import ImageConfig

ROOTFS = {"rootfs": {"type": "layers", "diff_ids": []}}
REAL = {
    "architecture": "amd64",
    "os": "linux",
    "created": "2024-01-02T03:04:05.123456789Z",
    "author": "demousr",
    "config": {
        "Hostname": "",
        "User": "1000",
        "AttachStdin": False,
        "ExposedPorts": {"80/tcp": {}},
        "Env": ["PATH=/bin"],
        "Cmd": ["/hello"],
        "Entrypoint": None,
        "Healthcheck": {"Test": ["CMD", "true"], "Interval": 30_000_000_000},
        "Volumes": {"/data": {}},
        "Labels": {"a": "b"},
        "StopTimeout": 3,
        "unknown": [1],
    },
    "history": [{"created": "2024-01-02T03:04:05+01:00", "created_by": "x", "empty_layer": True}],
    "rootfs": {"type": "layers", "diff_ids": []},
}


def config(**fields: Any) -> bytes:
    return json.dumps({**ROOTFS, **fields}).encode()


def run(**fields: Any) -> bytes:
    return config(config=fields)


def test_a_config_has_its_diff_ids_in_order():
    diff_ids = [sha256(b"one"), sha256(b"two")]
    assert ImageConfig.parse(config(rootfs={"diff_ids": diff_ids})).diff_ids == tuple(diff_ids)


def test_a_real_config_is_read():
    parsed = ImageConfig.parse(json.dumps(REAL).encode())
    assert str(parsed.platform) == "linux/amd64"
    assert parsed.config["Labels"] == {"a": "b"}


@pytest.mark.parametrize(
    "when",
    [
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59.999999999Z",
        "2024-02-29T12:00:00+14:00",
    ],
)
def test_a_time_that_exists_is_read(when):
    assert ImageConfig.parse(config(created=when)).created == when


@pytest.mark.parametrize(
    "when",
    [
        *("2026-13-01T00:00:00Z", "2026-02-30T00:00:00Z", "2023-02-29T00:00:00Z"),
        *("2026-01-01T24:00:00Z", "2026-01-01T00:60:00Z", "0000-01-01T00:00:00Z"),
        *("2026-01-01T00:00:00+99:00", "2026-01-01T00:00:00", "2026-01-01", "yesterday", ""),
        *("9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+01:00", "12026-01-01T00:00:00Z"),
        *("٢٠٢٦-01-01T00:00:00Z", 1_700_000_000, True, {}),
    ],
)
def test_a_time_that_does_not_exist_is_refused_in_image_and_history(when):
    for data in (config(created=when), config(history=[{"created": when}])):
        with pytest.raises(InvalidManifest, match="created"):
            ImageConfig.parse(data)


@pytest.mark.parametrize(
    "data",
    [
        *(run(Labels=value) for value in ({"a": 1}, {"a": None}, {"a": ["b"]}, ["a=b"], "a=b", 1)),
        *(run(Env=value) for value in ("PATH=/bin", [1], [None], {"PATH": "/bin"})),
        *(run(Cmd=value) for value in (1, [1], {"a": "b"})),
        *(run(ExposedPorts=value) for value in (["80"], {"80/tcp": 1}, "80")),
        *(run(Volumes=value) for value in (["/data"], {"/data": "x"})),
        *(run(User=1), run(WorkingDir=[]), run(StopSignal=9), run(Hostname={})),
        *(run(Tty="yes"), run(StopTimeout="3"), run(StopTimeout=2**64), run(OnBuild="RUN x")),
        *(run(Healthcheck=[]), run(Healthcheck={"Test": "x"}), run(Healthcheck={"Retries": "x"})),
        *(config(config=[]), config(config="x"), config(container_config={"Env": 1})),
        *(config(architecture=1), config(os=[]), config(variant={}), config(author=7)),
        *(config(history={}), config(history=[1]), config(history=[{"empty_layer": "yes"}])),
        *(config(rootfs=None), config(rootfs=[]), config(rootfs={"diff_ids": "x"})),
        *(config(rootfs={"diff_ids": [1]}), config(rootfs={"diff_ids": ["sha256:1"]})),
        config(**{"os.features": "win32k"}),
        b'{"rootfs": {}, "author": "\\ud800"}',
        b'{"rootfs": {}, "config": {"Labels": {"\\udfff": "x"}}}',
    ],
)
def test_a_field_of_another_type_is_refused(data):
    with pytest.raises(InvalidManifest):
        ImageConfig.parse(data)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
)


@given(st.sampled_from(sorted(REAL["config"])), anything)
def test_any_value_of_a_field_is_read_or_refused(field, value):
    with contextlib.suppress(InvalidManifest):
        ImageConfig.parse(run(**{field: value}))
