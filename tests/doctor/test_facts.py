"""Questions that hang or fail, secrets in addresses, and the limits of a disk."""

import threading
import time
from pathlib import Path

import pytest

from docker_lessons.doctor.facts.asking import Deadline, together
from docker_lessons.doctor.facts.computer import room
from docker_lessons.doctor.facts.registry import issuer_of
from docker_lessons.doctor.facts.secrets import masked


def test_a_question_that_hangs_keeps_nobody_waiting():
    over = threading.Event()
    started = time.monotonic()
    answers = together({"quick": lambda: 1, "hangs": over.wait}, Deadline(), 0.2)
    over.set()
    assert time.monotonic() - started < 5
    assert answers.came == {"quick": 1}
    assert list(answers.missing) == ["hangs"]


def test_a_question_that_fails_does_not_take_the_others_with_it():
    answers = together({"right": lambda: 1, "wrong": lambda: 1 // 0}, Deadline(), 5)
    assert answers.came == {"right": 1}
    assert answers.missing == {"wrong": "asking failed, ZeroDivisionError"}


def test_questions_are_asked_side_by_side():
    both = threading.Barrier(2, timeout=5)
    assert together({"a": both.wait, "b": both.wait}, Deadline(), 10).missing == {}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("http://me:secret@proxy:3128", "http://***@proxy:3128"),
        ("http://token@proxy", "http://***@proxy"),
        ("http://me:s@cr@t@proxy/", "http://***@proxy/"),
        ("tcp://me:secret@far:2375 and http://a:b@c", "tcp://***@far:2375 and http://***@c"),
        ("ssh://demousr@far", "ssh://demousr@far"),
        ("ssh://demousr:secret@far", "ssh://demousr:***@far"),
        ("unix:///var/run/docker.sock", "unix:///var/run/docker.sock"),
        (
            "https://hub.docker.com/u/x?mail=a@b.example",
            "https://hub.docker.com/u/x?mail=a@b.example",
        ),
    ],
)
def test_secrets_in_addresses(text, shown):
    assert masked(text) == shown


def test_the_room_of_a_folder_that_is_not_there_yet(tmp_path: Path):
    found = room(tmp_path / "not" / "yet")
    assert found.folder == str(tmp_path)
    assert found.is_writable
    assert found.bytes > 0


@pytest.mark.parametrize("certificate", [b"", b"\x06\x03\x55\x04\x03", b"nothing of the kind"])
def test_a_certificate_that_names_nobody(certificate):
    assert issuer_of(certificate) == ""
