"""Builds: what is in a layer, one transaction, several at once."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.engine.build.saved import layers
from tests.engine.serving import Client, Loop, ServedEngine

TIME = 1_700_000_000


def test_another_time_of_a_file_is_another_layer(
    practice_engine: ServedEngine, new_client: Client, myimage: Path, short_folder: Path
) -> None:
    new_client.run("docker build -t a:1 myimage")
    os.utime(myimage / "message.txt", (TIME + 1, TIME + 1))
    new_client.run("docker build --no-cache -t a:2 myimage")
    first, second = (layers(new_client, name, short_folder) for name in ("a:1", "a:2"))
    assert [one == other for (one, _), (other, _) in zip(first, second, strict=True)] == [
        True,
        False,
    ]


def test_a_failed_build_leaves_its_good_steps_to_the_cache(practice_engine: ServedEngine) -> None:
    practice_engine.build("FROM scratch\nLABEL a=1\nCOPY nope /\n", "t=myimage:0.1")
    [image] = practice_engine.ask("GET", "/images/json")[1]
    assert image["RepoTags"] == []
    _, text = practice_engine.build("FROM scratch\nLABEL a=1\nLABEL b=2\n", "t=myimage:0.1")
    assert text.count("Using cache") == 1


@pytest.mark.parametrize(
    "digits",
    ["\N{SUPERSCRIPT TWO}", "\N{ARABIC-INDIC DIGIT FIVE}", "9" * 5000],
    ids=["a power", "Arabic", "many"],
)
@pytest.mark.parametrize(
    ("line", "refusal"),
    [
        ("COPY --from={} f /", "invalid from flag value"),
        ("COPY --chown={} f /", "can't find uid for user"),
        ("COPY --chown=1:{} f /", "can't find gid for group"),
        ("EXPOSE {}", "Invalid containerPort"),
        ("EXPOSE 1-{}", "Invalid containerPort"),
    ],
)
def test_digits_that_are_no_number_to_go_are_refused_as_names(
    practice_engine: ServedEngine, line: str, refusal: str, digits: str
) -> None:
    dockerfile = f"FROM scratch\n{line.format(digits)}\n"
    assert refusal in practice_engine.build(dockerfile, files={"f": b"f"})[1]


def test_copy_from_another_stage(new_client: Client, myimage: Path, short_folder: Path) -> None:
    (myimage / "Dockerfile").write_text(
        "FROM scratch AS first\nCOPY hello /bin/hello\nCOPY . /all/\n"
        "FROM scratch\nCOPY --from=first /bin/hello /hello\nCOPY --from=0 /all/mess* /\n"
    )
    done = new_client.run("docker build -t two:1 myimage")
    assert done.returncode == 0, done.stdout + done.stderr
    found = layers(new_client, "two:1", short_folder)
    assert [members[0].split()[0] for _, members in found] == ["hello", "message.txt"]


def test_builds_at_once_get_in_nobodys_way(practice_engine: ServedEngine) -> None:
    def build(number: int) -> str:
        _, text = practice_engine.build(
            f"FROM scratch\nLABEL same=1\nLABEL own={number % 3}\n", f"t=a:{number}"
        )
        return text

    with ThreadPoolExecutor(8) as pool:
        texts = list(pool.map(build, range(24)))
    assert all("Successfully tagged" in text for text in texts)
    images = practice_engine.ask("GET", "/images/json")[1]
    assert sum(len(image["RepoTags"]) for image in images) == 24


def test_removals_during_builds_break_none(practice_engine: ServedEngine) -> None:
    def build(number: int) -> str:
        _, text = practice_engine.build("FROM scratch\nLABEL a=1\nLABEL b=2\n", f"t=a:{number}")
        practice_engine.ask("DELETE", f"/images/a:{number}")
        return text

    with ThreadPoolExecutor(8) as pool:
        texts = list(pool.map(build, range(40)))
    assert all("Successfully tagged" in text for text in texts)
    assert practice_engine.ask("GET", "/images/json?all=1")[1] == []


def test_a_full_disk_is_a_sentence_and_leaves_nothing_half(
    loop: Loop, small_disk: Path, short_folder: Path
) -> None:
    engine = ServedEngine(
        loop, small_disk / "engine", "http://127.0.0.1:1", short_folder / "small.sock"
    )
    try:
        big = {"big": os.urandom(6 << 20)}
        _, text = engine.build("FROM scratch\nCOPY big /\n", "t=big:1", big)
        assert "the disk is full" in str(text)
        assert engine.ask("GET", "/images/json?all=1")[1] == []
        assert list((small_disk / "engine" / "blobs" / "sha256").iterdir()) == []
        _, text = engine.build("FROM scratch\nCOPY big /\n", "t=big:1", {"big": b"small"})
        assert "Successfully tagged big:1" in text
    finally:
        engine.stop()
