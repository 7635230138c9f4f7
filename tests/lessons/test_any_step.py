"""What may be the case in any step: the world is the matter, or a later step undid this one."""

import pytest

from docker_lessons.lessons import chapter
from docker_lessons.lessons.judgement import judge, unwritable
from docker_lessons.lessons.wording import verdict
from docker_lessons.world.hub_trouble import Kind
from tests.lessons.looks import Case, case, look

FULL = "write /layer: no space left on device"

ANSWERED, NOT_ASKED, UNTRUSTED, SILENT = (
    "an answer that the course can't use",
    "no answer, since the course hasn't asked",
    "a certificate that can't be trusted",
    "the Hub doesn't answer",
)

AWAY: tuple[tuple[Kind, float, str, str, str | None], ...] = (
    ("asking", 0, NOT_ASKED, "", None),
    ("rate-limit", 0, ANSWERED, "", None),
    ("rate-limit", 600, ANSWERED, "rate-limit-timed", None),
    ("asked-enough", 1800, NOT_ASKED, "", None),
    ("outage", 0, ANSWERED, "", None),
    ("clock", 0, UNTRUSTED, "", "date"),
    ("certificate", 0, UNTRUSTED, "", None),
    ("proxy", 0, SILENT, "", None),
    ("name-resolution", 0, SILENT, "", None),
    ("offline", 0, SILENT, "", None),
    ("timed-out", 0, SILENT, "", None),
    ("broken-off", 0, SILENT, "", None),
    ("no-account", 0, ANSWERED, "", "docker-lessons start --hub docker.io --account YOURID"),
    ("refused", 0, ANSWERED, "", None),
)

CASES = (
    case(
        "tag",
        "engine-stopped",
        look().without_engine(),
        "the engine doesn't answer (No such file or directory)",
        "docker-lessons start",
        facts={"reason": "No such file or directory"},
    ),
    case(
        "tag",
        "engine-stopped",
        look().own_docker().without_engine(),
        "the engine doesn't answer (No such file or directory)",
        "docker-lessons start --engine practice",
        variant="learners-docker",
        facts={"reason": "No such file or directory"},
    ),
    *(
        case(
            step,
            "relay-down",
            look().own_docker().relay_down("it has ended"),
            "the container docker-lessons-relay-1 isn't running (it has ended)",
            "docker-lessons start --engine docker",
            facts={"relay": "docker-lessons-relay-1", "reason": "it has ended"},
        )
        for step in ("log-in", "push", "pull-back", "second-push", "second-pull")
    ),
    case(
        "push",
        "hub-unreachable",
        look().without_hub(),
        "the Hub doesn't answer (Connection refused)",
        "docker-lessons start",
        facts={"reason": "Connection refused"},
    ),
    *(
        case(
            "push",
            "hub-unreachable",
            look().docker_hub_away(kind, "what it said", wait),
            f"{seen} (hub.docker.com: what it said)",
            repair,
            variant=variant or kind,
            facts={
                "reason": "hub.docker.com: what it said",
                "host": "hub.docker.com",
                "minutes": max(1, int(wait // 60)),
            },
        )
        for kind, wait, seen, variant, repair in AWAY
    ),
    case(
        "push",
        "hub-unreachable",
        look().at_registry().without_hub(),
        "the registry doesn't answer (Connection refused)",
        "docker-lessons doctor",
        facts={"reason": "Connection refused"},
    ),
    case(
        "push",
        "hub-unreachable",
        look().registry_away("offline", "connection refused"),
        "the registry doesn't answer (registry.example.com:5000: connection refused)",
        "docker-lessons doctor",
        variant="offline",
        facts={
            "reason": "registry.example.com:5000: connection refused",
            "host": "registry.example.com:5000",
            "minutes": 1,
        },
    ),
    case(
        "push",
        "hub-unreachable",
        look().registry_away("outage", "HTTP 503"),
        "an answer that the course can't use (registry.example.com:5000: HTTP 503)",
        "docker-lessons doctor",
        variant="outage",
        facts={
            "reason": "registry.example.com:5000: HTTP 503",
            "host": "registry.example.com:5000",
            "minutes": 1,
        },
    ),
    case(
        "push",
        "hub-hidden",
        look().at_registry(hidden=True),
        "registry.example.com:5000 shows nothing to anyone who isn't logged in",
        "docker login -u demousr registry.example.com:5000",
    ),
    case(
        "push",
        "seen-earlier",
        look().at_registry(hidden=True).passed("push"),
        "it passed earlier; registry.example.com:5000 shows nothing to anyone who isn't logged in",
    ),
    case(
        "tag",
        "disk-full",
        look().built().typed("docker build -t a myimage", FULL),
        "docker build -t a myimage: write /layer: no space left on device",
        facts={
            "line": "docker build -t a myimage",
            "said": "write /layer: no space left on device",
        },
    ),
    case(
        "tag",
        "undone-since",
        look().passed("tag", "delete-local"),
        "it passed earlier; the step delete-local undoes it",
        facts={"later": "delete-local"},
    ),
)


@pytest.mark.parametrize("one", CASES, ids=str)
def test_tells(one: Case) -> None:
    one.check()


def test_a_memory_that_cannot_be_written_is_the_disks_matter() -> None:
    step, names = chapter.definition().by_id["tag"], chapter.definition().names
    said = verdict(unwritable(step, "database or disk is full"), step, names)
    assert (said.verdict, said.cause, said.repair) == ("could not check", "disk-full", None)
    assert said.seen == "the course can't write to its memory (database or disk is full)"
    assert "Free up some space, then check again." in said.text


def test_docker_hub_s_wait_is_told_in_minutes() -> None:
    seen = look().docker_hub_away("rate-limit", "HTTP 429", 90).see()
    definition = chapter.definition()
    step = definition.by_id["push"]
    told = verdict(judge(definition, step, seen), step, seen.names)
    assert told.verdict == "could not check"
    assert "looks again in 2 min" in told.text


def test_a_step_that_needs_no_hub_is_judged_without_it() -> None:
    seen = look().docker_hub_away("offline").built().see()
    definition = chapter.definition()
    assert judge(definition, definition.by_id["build-image"], seen).verdict == "passed"
