"""Times as the Engine API writes and reads them."""

import pytest

from docker_lessons.engine.api import timestamp
from docker_lessons.engine.api.errors import BadParameter


@pytest.mark.parametrize(
    ("nanoseconds", "text"),
    [
        (0, "1970-01-01T00:00:00Z"),
        (1_795_504_037_467_424_520, "2026-11-24T07:07:17.46742452Z"),
        (-62_135_596_800 * timestamp.SECOND, timestamp.ZERO),
    ],
)
def test_times_there_and_back(nanoseconds: int, text: str) -> None:
    assert timestamp.rfc3339(nanoseconds) == text
    assert timestamp.nanoseconds(text) == nanoseconds


def test_other_time_zones_are_read() -> None:
    assert timestamp.nanoseconds("1970-01-01T01:00:00+01:00") == 0
    assert timestamp.nanoseconds("no time") == timestamp.nanoseconds(timestamp.ZERO)


@pytest.mark.parametrize(
    ("text", "nanoseconds"),
    [
        ("", None),
        ("5", 5 * timestamp.SECOND),
        ("5.25", 5_250_000_000),
        ("5.000000001", 5_000_000_001),
    ],
)
def test_since_and_until_are_seconds(text: str, nanoseconds: int | None) -> None:
    assert timestamp.parameter(text) == nanoseconds


@pytest.mark.parametrize("text", ["x", "5.x", "--5", "1e3"])
def test_other_parameters_are_refused(text: str) -> None:
    with pytest.raises(BadParameter, match="invalid syntax"):
        timestamp.parameter(text)


@pytest.mark.parametrize(
    ("text", "before"),
    [("10m", 600), ("1h30m", 5400), ("-24h", -86_400), ("+1m", 60), ("90", None), (".5h", 1800)],
)
def test_the_until_of_a_prune_may_be_a_duration(text: str, before: float | None) -> None:
    now = 1_000_000 * timestamp.SECOND
    expected = 90 * timestamp.SECOND if before is None else now - int(before * timestamp.SECOND)
    assert timestamp.before(text, now) == expected


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("1970-01-02Z", 86_400),
        ("1970-01-01T01+01:00", 0),
        ("1970-01-01T00:01Z", 60),
        ("1970-01-01T00:00:01.5Z", 1.5),
        ("0000-01-01Z", -62_167_219_200),
        ("0001-01-01Z", -62_135_596_800),
        ("7.25", 7.25),
    ],
)
def test_the_until_of_a_prune_may_be_a_time(text: str, seconds: float) -> None:
    assert timestamp.before(text, 0) == int(seconds * timestamp.SECOND)


@pytest.mark.parametrize("text", ["9" * 5000, "-" * 5000, "1." + "9" * 5000, "0000-02-30", "٣"])
def test_no_until_breaks_the_parser(text: str) -> None:
    with pytest.raises(BadParameter):
        timestamp.before(text, 0)
