"""What dockerd made of a case is on record, for the cases that are played and no others."""

from collections import Counter
from pathlib import Path

import pytest

from tests.engine import dockerd_made
from tests.engine.build.test_builder_like_dockerd import HEADERS, IGNORED, PLACES
from tests.engine.dockerd_made import DockerdMade
from tests.engine.like_dockerd.lines import AT_A_REGISTRY
from tests.engine.like_dockerd.test_run_like_dockerd import DOCKERFILES, ENDINGS
from tests.engine.runtime.test_changes import SCRIPTS


def test_on_record_is_what_is_played_and_nothing_else() -> None:
    played = {
        "test_what_takes_the_place_of_something_else_is_as_dockerds": len(PLACES),
        "test_a_dockerignore_leaves_out_what_it_does_with_dockerd": len(IGNORED),
        "test_a_layer_has_dockerds_bytes_whatever_is_in_a_header": len(HEADERS),
        "test_changes_and_layer_are_dockerd_s": len(SCRIPTS),
        "test_answers_like_dockerd_at_both_registries": len(AT_A_REGISTRY),
        "test_run_is_like_dockerd_s": 2 * len(DOCKERFILES) - len(ENDINGS),
    }
    assert Counter(case.partition("[")[0] for case in dockerd_made.recorded()) == played


@pytest.fixture
def record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(dockerd_made, "RECORD", tmp_path / "record.json")
    monkeypatch.delenv("RECORD_DOCKERD", raising=False)
    dockerd_made.RECORD.write_text('{"test_a[b]": ["as", "ever"]}')
    return dockerd_made.RECORD


@pytest.mark.usefixtures("record")
def test_what_dockerd_makes_otherwise_now_is_told() -> None:
    made = DockerdMade("test_a[b]", lambda: "unix:///dockerd", asks=True)
    assert made(lambda _: ("as", "ever")) == ["as", "ever"]
    with pytest.raises(AssertionError, match="something else than is on record"):
        made(lambda _: ["as", "never"])


@pytest.mark.usefixtures("record")
def test_what_nobody_asked_dockerd_passes_for_no_case() -> None:
    made = DockerdMade("test_a[c]", lambda: "unix:///dockerd", asks=True)
    with pytest.raises(AssertionError):
        made(lambda _: ["as", "ever"])


def test_what_is_asked_to_be_written_is_written(
    record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RECORD_DOCKERD", "1")
    made = DockerdMade("test_a[c]", lambda: "unix:///dockerd", asks=True)
    assert made(lambda _: (b"\xff", 2000 * b"0")) == ["\xff", "2000 times b'0'"]
    assert set(dockerd_made.recorded()) == {"test_a[b]", "test_a[c]"}
