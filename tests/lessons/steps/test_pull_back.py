"""What a look tells of the step `pull-back`: each cause and each remark, with its facts and its words."""

import time

import pytest

from docker_lessons.lessons import chapter
from docker_lessons.lessons.judgement import judge
from tests.lessons.looks import (
    FIRST,
    OTHER,
    REBUILT,
    REGISTRY,
    START,
    Case,
    LookBuilder,
    cases_of,
    digest_of,
    look,
    remarks,
)

TARGET = "demousr/demorep:1.0"
OWN_TARGET = "registry.example.com:5000/class/demousr/demorep:1.0"
ONE = '"docker pull" requires exactly 1 argument.'
LONG = "no " * 80
SHOWN = "... " + LONG.strip()[-200:].partition(" ")[2]
"""More than is shown of what Docker said."""
UNKNOWN = "manifest unknown"
BY_DIGEST = f"demousr/demorep@sha256:{'0' * 64}"


def unlisted_by_containerd() -> LookBuilder:
    """Pulled after it was forced away, while containerd's store lists nothing of it."""
    before = look().in_containerd().published().fact("digest", digest_of(FIRST))
    gone = before.fact("image", digest_of(FIRST)).unnamed("myimage:0.1", TARGET)
    return gone.event("pull", TARGET, TARGET)


def unknown_to_containerd(name: str) -> str:
    """What a daemon with containerd's image store says where the repository has no such tag."""
    return f'failed to resolve reference "{name}": {name}: not found'


def published() -> LookBuilder:
    return look().built().tagged().digested(TARGET).pushed()


def gone() -> LookBuilder:
    return published().unnamed("myimage:0.1", TARGET).passed("delete-local")


def gone_without_hub() -> LookBuilder:
    """It was pushed, and the Hub has nothing of it anymore."""
    pushed = look().built().tagged().digested(TARGET).event("push", TARGET)
    known = pushed.fact("image", FIRST).fact("digest", digest_of(FIRST))
    return known.unnamed("myimage:0.1", TARGET).passed("delete-local")


def gone_at_registry() -> LookBuilder:
    own = look().at_registry().built().named(OWN_TARGET).digested(OWN_TARGET).pushed()
    return own.unnamed("myimage:0.1", OWN_TARGET).passed("delete-local")


def clock(seconds: int) -> str:
    """The time of day so long after a look's story begins, where this test runs."""
    return time.strftime("%H:%M:%S", time.localtime(START + seconds))


def refused(line: str, said: str) -> LookBuilder:
    return gone().typed(line, said)


case = cases_of("pull-back")
CASES = (
    case(  # it passed once, and a word that's no command is no explanation anymore
        "pull-missing",
        gone()
        .passed("pull-back")
        .typed(f"docker pul {TARGET}", "docker: unknown command: docker pul"),
        f"no {TARGET} on this computer",
        f"docker pull {TARGET}",
    ),
    case(
        "pull-hub-lost-it",
        look().docker_hub().fact("digest", digest_of(FIRST)),
        "no public repository demousr/demorep on Docker Hub anymore",
        variant="unseen",
    ),
    case(
        "pull-hub-lost-it",
        look().docker_hub().shows_private().fact("digest", digest_of(FIRST)),
        "no repository demousr/demorep on Docker Hub anymore",
        variant="gone",
    ),
    case(
        "pull-no-such-repository",
        gone_at_registry().typed(f"docker pull {OWN_TARGET}", "denied: does not exist"),
        f"a pull of {OWN_TARGET} that the registry refused",
        "docker login -u demousr registry.example.com:5000",
        variant="own",
        facts={"given": OWN_TARGET, "other": "class/demousr/demorep"},
    ),
    case(
        "pull-missing",  # it was private, and is public since
        refused("docker pull demousr/demorep:1.0", "denied: does not exist"),
        "no demousr/demorep:1.0 on this computer",
        "docker pull demousr/demorep:1.0",
    ),
    case(
        "pull-no-such-repository",
        refused("docker pull demousr/demorep:1.0", "denied: does not exist").docker_hub(),
        "a pull of demousr/demorep:1.0 that the Hub refused",
        variant="own",
        facts={"given": "demousr/demorep:1.0", "other": "demousr/demorep"},
    ),
    case(
        "pull-no-namespace",
        gone_at_registry().typed("docker pull registry.example.com:5000/demorep:1.0", "denied"),
        "a pull of registry.example.com:5000/demorep:1.0, without an account",
        f"docker pull {OWN_TARGET}",
        facts={"given": "registry.example.com:5000/demorep:1.0"},
    ),
    case(
        "pull-logged-in",
        gone_at_registry().pulled().logged_in(),
        "You're logged in. Whether a stranger could pull this, too, is up to registry.example.com:5000: "
        "docker logout registry.example.com:5000, and try.",
    ),
    case(
        "pull-misspelled",
        refused("docker download demousr/demorep:1.0", "docker: unknown command: docker download"),
        "docker download demousr/demorep:1.0: no command called download",
        "docker pull demousr/demorep:1.0",
        facts={"line": "docker download demousr/demorep:1.0", "word": "download"},
    ),
    case(
        "pull-back-holds",
        gone().pulled(),
        "a pull brought demousr/demorep:1.0 back: image aa0000000000, digest sha256:9a0000000000",
        facts={"id": "aa0000000000", "digest": "9a0000000000"},
    ),
    *(
        case(
            "pull-back-holds",
            seen,
            "a pull brought demousr/demorep:1.0 back: image aa0000000000, digest sha256:9a0000000000",
            facts={"id": "aa0000000000", "digest": "9a0000000000"},
        )
        for seen in (
            gone().pulled().published(image=OTHER),  # pushed over since
            gone()
            .pulled()
            .fact("digest", f"sha256:{64 * '1'}"),  # the Hub has it under another one now
            gone_without_hub().pulled(),
        )
    ),
    case(
        "pull-nothing-published",
        look(),
        "the Hub doesn't have your demousr/demorep:1.0",
        "docker-lessons solve push",
    ),
    case(
        "pull-nothing-published",
        look().built().tagged(),
        "the Hub doesn't have your demousr/demorep:1.0",
        "docker push demousr/demorep:1.0",
        variant="tagged",
    ),
    *(
        case(
            "pull-nothing-published",
            seen,
            "the Hub's demousr/demorep:1.0, which the course hasn't seen you push",
            repair,
            variant=variant,
        )
        for seen, repair, variant in (
            (look().published(), "docker-lessons solve push", "unseen-push"),
            (look().published().pulled(), "docker-lessons solve push", "unseen-push"),
            (
                look().published().built().tagged(),
                "docker push demousr/demorep:1.0",
                "unseen-push-tagged",
            ),
        )
    ),
    case(
        "pull-blanks",
        refused("docker pull image demousr/demorep:1.0", ONE),
        "docker pull image demousr/demorep:1.0: the word image among the names",
        "docker pull demousr/demorep:1.0",
        variant="between",
        facts={"line": "docker pull image demousr/demorep:1.0", "word": "image"},
    ),
    case(
        "pull-blanks",
        refused("docker pull demousr / demorep", ONE),
        "docker pull demousr / demorep: 3 words after pull",
        "docker pull demousr/demorep:1.0",
        facts={"line": "docker pull demousr / demorep", "count": 3},
    ),
    case(
        "pull-bad-name",
        refused("docker pull demousr/demo+rep:1.0", "invalid reference format"),
        "docker pull demousr/demo+rep:1.0: a name that Docker can't read",
        "docker pull demousr/demorep:1.0",
        facts={"line": "docker pull demousr/demo+rep:1.0"},
    ),
    case(
        "pull-no-latest",
        refused("docker pull demousr/demorep", UNKNOWN),
        "a pull of demousr/demorep:latest, which the Hub doesn't have",
        "docker pull demousr/demorep:1.0",
    ),
    case(
        "pull-unknown-tag",
        refused("docker pull demousr/demorep:1.1", UNKNOWN),
        "a pull of demousr/demorep:1.1; tags of demousr/demorep on the Hub: 1.0",
        "docker pull demousr/demorep:1.0",
        facts={"given": "demousr/demorep:1.1", "tags": ("1.0",)},
    ),
    case(
        "pull-unknown-tag",
        look().fact("digest", digest_of(FIRST)).typed("docker pull demousr/demorep:1.1", UNKNOWN),
        "a pull of demousr/demorep:1.1; tags of demousr/demorep on the Hub: none",
        "docker pull demousr/demorep:1.0",
        variant="no-repository",
        facts={"given": "demousr/demorep:1.1"},
    ),
    case(
        "pull-unlisted",
        unlisted_by_containerd(),
        "demousr/demorep:1.0 was pulled, and docker images doesn't list it",
        "docker rmi demousr/demorep:1.0",
    ),
    case(
        "pull-unlisted",
        unlisted_by_containerd().container("keeps", image=digest_of(FIRST)),
        "demousr/demorep:1.0 was pulled, and docker images doesn't list it",
        "docker rm -f keeps",
        variant="container",
        facts={"name": "keeps", "all": "keeps"},
    ),
    case(
        "pull-unlisted",
        unlisted_by_containerd()
        .container("keeps", image=digest_of(FIRST))
        .container("too", image=digest_of(FIRST)),
        "demousr/demorep:1.0 was pulled, and docker images doesn't list it",
        "docker rm -f keeps too",
        variant="container",
        facts={"name": "keeps", "all": "keeps too"},
    ),
    case(
        "pull-missing",  # what was pulled is gone again, and the engine told nothing of that
        gone().event("pull", TARGET, TARGET),
        "no demousr/demorep:1.0 on this computer",
        "docker pull demousr/demorep:1.0",
    ),
    case(
        "pull-missing",
        unlisted_by_containerd().event("untag", digest_of(FIRST)).event("delete", digest_of(FIRST)),
        "no demousr/demorep:1.0 on this computer",
        "docker pull demousr/demorep:1.0",
    ),
    case(
        "pull-no-latest",
        refused("docker pull demousr/demorep", unknown_to_containerd("demousr/demorep:latest")),
        "a pull of demousr/demorep:latest, which the Hub doesn't have",
        "docker pull demousr/demorep:1.0",
    ),
    case(
        "pull-unknown-tag",
        refused("docker pull demousr/demorep:1.1", unknown_to_containerd("demousr/demorep:1.1")),
        "a pull of demousr/demorep:1.1; tags of demousr/demorep on the Hub: 1.0",
        "docker pull demousr/demorep:1.0",
        facts={"given": "demousr/demorep:1.1", "tags": ("1.0",)},
    ),
    case(
        "pull-unknown-tag",
        refused(f"docker pull {BY_DIGEST}", unknown_to_containerd(BY_DIGEST)),
        f"a pull of {BY_DIGEST}; tags of demousr/demorep on the Hub: 1.0",
        "docker pull demousr/demorep:1.0",
        facts={"given": BY_DIGEST, "tags": ("1.0",)},
    ),
    case(
        "pull-stored-log-in",
        refused(
            f"docker pull {TARGET}",
            f'failed to resolve reference "{TARGET}": failed to authorize: failed to fetch oauth token: '
            "unexpected status from GET request to http://127.0.0.1:1/token: 401 Unauthorized",
        ),
        "a pull with a saved login that the Hub refuses",
        "docker logout",
    ),
    case(
        "pull-stored-log-in",
        refused(f"docker pull {TARGET}", "unauthorized: incorrect username or password"),
        "a pull with a saved login that the Hub refuses",
        "docker logout",
    ),
    case(
        "pull-private",
        look().repository(private=True).pushed().typed(f"docker pull {TARGET}", "denied"),
        "demousr/demorep is private, and you are not logged in",
        "docker-lessons solve create-repository",
    ),
    case(
        "pull-private",
        look()
        .docker_hub()
        .repository(private=True)
        .pushed()
        .typed(f"docker pull {TARGET}", "denied"),
        "demousr/demorep is private, and you are not logged in",
        "docker login -u demousr",
    ),
    case(
        "pull-no-namespace",
        refused("docker pull demorep:1.0", "denied"),
        "a pull of demorep:1.0, without an account",
        "docker pull demousr/demorep:1.0",
        facts={"given": "demorep:1.0"},
    ),
    case(
        "pull-no-namespace",
        look()
        .own_docker()
        .built()
        .tagged()
        .pushed()
        .unnamed("myimage:0.1", f"{REGISTRY}/demousr/demorep:1.0")
        .typed("docker pull demorep:1.0", "denied"),
        "a pull of demorep:1.0, without an account",
        f"docker pull {REGISTRY}/demousr/demorep:1.0",
        variant="address",
        facts={"given": "demorep:1.0"},
    ),
    case(
        "pull-no-namespace",
        gone().docker_hub().typed("docker pull demorep:1.0", "denied"),
        "a pull of demorep:1.0, without an account",
        "docker pull demousr/demorep:1.0",
        facts={"given": "demorep:1.0"},
    ),
    case(
        "pull-no-such-repository",
        refused("docker pull demousr/demorepo:1.0", "denied: does not exist"),
        "a pull of demousr/demorepo:1.0 that the Hub refused",
        "docker pull demousr/demorep:1.0",
        facts={"given": "demousr/demorepo:1.0", "other": "demousr/demorepo"},
    ),
    case(
        "pull-refused",
        refused(f"docker pull {TARGET}", "connection reset by peer"),
        "docker pull demousr/demorep:1.0: connection reset by peer",
        "docker pull demousr/demorep:1.0",
        facts={"line": "docker pull demousr/demorep:1.0", "said": "connection reset by peer"},
    ),
    case(
        "pull-overwritten",
        gone().published(image=OTHER),
        "the Hub's 1.0 is sha256:9c0000000000 now, the image cc0000000000",
        "docker-lessons solve push",
        facts={
            "digest": "9c0000000000",
            "id": "cc0000000000",
            "pushed": "9a0000000000",
            "published": "aa0000000000",
        },
    ),
    case(
        "pull-overwritten",
        gone().published(image=OTHER).pulled(image=OTHER),
        "the Hub's 1.0 is sha256:9c0000000000 now, the image cc0000000000, and so is demousr/demorep:1.0 here",
        "docker-lessons solve push",
        variant="pulled",
        facts={
            "digest": "9c0000000000",
            "id": "cc0000000000",
            "pushed": "9a0000000000",
            "published": "aa0000000000",
        },
    ),
    case(
        "pull-outdated",
        gone().pulled(image=OTHER),
        "demousr/demorep:1.0 here is cc0000000000; the Hub's is aa0000000000",
        "docker pull demousr/demorep:1.0",
        facts={"id": "cc0000000000", "there": "aa0000000000"},
    ),
    case(
        "nobody-watched",
        gone().unwatched().image(FIRST, TARGET).event("load", FIRST),
        f"the image aa0000000000 is back; the course wasn't watching between {clock(6)} and {clock(66)}",
        "docker rmi demousr/demorep:1.0",
        facts={
            "id": "aa0000000000",
            "begin": clock(6),
            "end": clock(66),
            "left": "demousr/demorep:1.0",
        },
    ),
    case(
        "pull-not-deleted",
        published().event("pull", TARGET, TARGET),
        "a pull of demousr/demorep:1.0 while the image was still here",
        "docker rmi myimage:0.1 demousr/demorep:1.0",
        facts={"left": "myimage:0.1 demousr/demorep:1.0"},
    ),
    case(
        "pull-retagged",
        published().unnamed(TARGET).tagged(),
        "demousr/demorep:1.0 came back with docker tag; the image was never gone",
        "docker rmi myimage:0.1 demousr/demorep:1.0",
        facts={"left": "myimage:0.1 demousr/demorep:1.0"},
    ),
    case(
        "pull-loaded",
        gone().image(FIRST, TARGET).event("load", FIRST),
        "the image aa0000000000 came back with docker load, not with a pull",
        "docker rmi demousr/demorep:1.0",
        facts={"id": "aa0000000000", "action": "load", "left": "demousr/demorep:1.0"},
    ),
    case(
        "pull-loaded",  # from BuildKit's cache, which tells nothing but its name
        gone().built(),
        "the image aa0000000000 came back with a build or docker tag, not with a pull",
        "docker rmi myimage:0.1",
        variant="built",
        facts={"id": "aa0000000000", "left": "myimage:0.1"},
    ),
    case(
        "pull-loaded",  # on Podman
        gone().image(FIRST, "myimage:0.1").event("build", FIRST),
        "the image aa0000000000 came back with a build or docker tag, not with a pull",
        "docker rmi myimage:0.1",
        variant="built",
        facts={"id": "aa0000000000", "left": "myimage:0.1"},
    ),
    case(
        "pull-rebuilt",
        gone().built(REBUILT).named(TARGET, image=REBUILT),
        "demousr/demorep:1.0 is dd0000000000, named here; the Hub's is aa0000000000",
        "docker rmi myimage:0.1 demousr/demorep:1.0",
        facts={
            "id": "dd0000000000",
            "published": "aa0000000000",
            "left": "myimage:0.1 demousr/demorep:1.0",
        },
    ),
    case(
        "pull-other-name",
        gone().pulled("demousr/demorep:latest"),
        "the image came back with a pull of demousr/demorep:latest",
        "docker rmi demousr/demorep:latest",
        facts={"other": "demousr/demorep:latest", "left": "demousr/demorep:latest"},
    ),
    case(
        "pull-still-here",  # under the name that it was built with
        published().unnamed(TARGET),
        "the image aa0000000000 is still here; it hasn't been removed yet",
        "docker rmi myimage:0.1",
        facts={"id": "aa0000000000", "left": "myimage:0.1"},
    ),
    case(
        "pull-built-only",
        gone().built(REBUILT),
        "myimage:0.1 is dd0000000000, built again; no demousr/demorep:1.0",
        "docker rmi myimage:0.1",
        variant="same-layers",
        facts={"id": "dd0000000000"},
    ),
    case(
        "pull-built-only",
        gone().image(OTHER, "myimage:0.1").event("tag", OTHER, "myimage:0.1"),
        "myimage:0.1 is cc0000000000, built again; no demousr/demorep:1.0",
        "docker pull demousr/demorep:1.0",
        facts={"id": "cc0000000000"},
    ),
    case(
        "pull-layers-here",
        gone().built(REBUILT).pulled(),
        "myimage:0.1 had every layer of demousr/demorep:1.0 before the pull",
        "docker rmi myimage:0.1 demousr/demorep:1.0",
        facts={"keeper": "myimage:0.1", "left": f"myimage:0.1 {TARGET}"},
    ),
    case(
        "pull-layers-here",
        gone().built(REBUILT).named("extra:1", image=REBUILT).pulled(),
        "myimage:0.1 extra:1 had every layer of demousr/demorep:1.0 before the pull",
        f"docker rmi myimage:0.1 {TARGET} extra:1",
        facts={"keeper": "myimage:0.1 extra:1", "left": f"myimage:0.1 {TARGET} extra:1"},
    ),
    case(
        "pull-layers-kept",
        gone().image(REBUILT, "a:1", "b:1"),
        "a:1 b:1 has every layer of the image",
        "docker rmi a:1 b:1",
        facts={"keeper": "a:1 b:1"},
    ),
    case(
        "pull-hub-lost-it",
        look()
        .fact("digest", digest_of(FIRST))
        .repository()
        .typed(f"docker pull {TARGET}", UNKNOWN),
        "demousr/demorep:1.0 isn't on the Hub anymore",
        "docker-lessons solve push",
    ),
    case(
        "pull-hub-lost-it",
        look()
        .fact("digest", digest_of(FIRST))
        .typed(f"docker pull {TARGET}", "denied: does not exist"),
        "demousr/demorep:1.0 isn't on the Hub anymore",
        "docker-lessons solve push",
    ),
    case(
        "pull-back-holds",
        gone().pulled().built(REBUILT),
        "a pull brought demousr/demorep:1.0 back: image aa0000000000, digest sha256:9a0000000000",
        facts={"id": "aa0000000000", "digest": "9a0000000000"},
    ),
    case(
        "pull-name-removed",
        gone().pulled().named("keep:me").unnamed(TARGET),
        "the image aa0000000000 is here, but not as demousr/demorep:1.0",
        "docker pull demousr/demorep:1.0",
        facts={"id": "aa0000000000"},
    ),
    case(
        "pull-still-here",
        published(),
        "the image aa0000000000 is still here; it hasn't been removed yet",
        "docker rmi myimage:0.1 demousr/demorep:1.0",
        facts={"id": "aa0000000000", "left": "myimage:0.1 demousr/demorep:1.0"},
    ),
    case(
        "pull-still-here",
        gone().image(FIRST, TARGET),
        f"the image aa0000000000 was gone and is here again; no pull of {TARGET} was seen",
        f"docker rmi {TARGET}",
        variant="again",
        facts={"id": "aa0000000000", "left": TARGET},
    ),
    case(
        "pull-layers-kept",
        gone().image(REBUILT, "other:1"),
        "other:1 has every layer of the image",
        "docker rmi other:1",
        facts={"keeper": "other:1"},
    ),
    case(
        "pull-missing",
        gone(),
        "no demousr/demorep:1.0 on this computer",
        "docker pull demousr/demorep:1.0",
    ),
    case(
        "pull-logged-in",
        gone().pulled().logged_in(),
        "You're logged in. The pull also works without a login, because the repository is public: docker logout, and try.",
    ),
    case(
        "pull-logged-in",
        look()
        .repository(private=True)
        .built()
        .tagged()
        .digested(TARGET)
        .pushed()
        .unnamed("myimage:0.1", TARGET)
        .passed("delete-local")
        .pulled()
        .logged_in(),
        "You're logged in, and the repository is private: the pull wouldn't work without a login. On the repository's "
        "page, you can make it public.",
        variant="private",
    ),
    case(
        "pull-all-tags",
        gone().image(FIRST, TARGET).digested(TARGET).event("pull", "demousr/demorep"),
        "With -a, Docker pulled every tag of the repository.",
    ),
    case(
        "pull-no-latest",
        refused("docker pull demousr/demorep:latest", UNKNOWN),
        "a pull of demousr/demorep:latest, which the Hub doesn't have",
        "docker pull demousr/demorep:1.0",
    ),
    case(
        "pull-refused",
        refused("docker pull demousr/demorep", "no route to host"),
        "docker pull demousr/demorep: no route to host",
        "docker pull demousr/demorep:1.0",
        facts={"line": "docker pull demousr/demorep", "said": "no route to host"},
    ),
    case(
        "pull-no-such-repository",
        refused("docker pull demousr/other:1", "pull access denied, repository does not exist"),
        "a pull of demousr/other:1 that the Hub refused",
        "docker pull demousr/demorep:1.0",
        facts={"given": "demousr/other:1", "other": "demousr/other"},
    ),
    case(
        "pull-refused",
        refused("docker pull zzz/x", LONG),
        f"docker pull zzz/x: {SHOWN}",
        "docker pull demousr/demorep:1.0",
        facts={"line": "docker pull zzz/x", "said": SHOWN},
    ),
    case(
        "pull-rebuilt",
        refused("docker pull zzz/x", "no").built(REBUILT).named(TARGET, image=REBUILT),
        "demousr/demorep:1.0 is dd0000000000, named here; the Hub's is aa0000000000",
        "docker rmi myimage:0.1 demousr/demorep:1.0",
        facts={"id": "dd0000000000", "published": "aa0000000000", "left": f"myimage:0.1 {TARGET}"},
    ),
    case(
        "pull-rebuilt",
        gone().pulled(image=OTHER).named(TARGET, image=REBUILT),
        "demousr/demorep:1.0 is dd0000000000, named here; the Hub's is aa0000000000",
        "docker rmi demousr/demorep:1.0",
        facts={"id": "dd0000000000", "published": "aa0000000000", "left": TARGET},
    ),
    case(
        "pull-outdated",
        gone().pulled(image=OTHER).named("zzz:1", image=OTHER),
        "demousr/demorep:1.0 here is cc0000000000; the Hub's is aa0000000000",
        "docker pull demousr/demorep:1.0",
        facts={"id": "cc0000000000", "there": "aa0000000000"},
    ),
    case(
        "pull-outdated",
        gone().named(TARGET, image=OTHER).pulled(image=OTHER),
        "demousr/demorep:1.0 here is cc0000000000; the Hub's is aa0000000000",
        "docker pull demousr/demorep:1.0",
        facts={"id": "cc0000000000", "there": "aa0000000000"},
    ),
    case(
        "pull-rebuilt",
        gone().pulled("theirs:1", OTHER).image(OTHER, TARGET),
        "demousr/demorep:1.0 is cc0000000000, named here; the Hub's is aa0000000000",
        "docker rmi demousr/demorep:1.0",
        facts={"id": "cc0000000000", "published": "aa0000000000", "left": TARGET},
    ),
    case(
        "pull-still-here",
        published().unwatched(),
        "the image aa0000000000 is still here; it hasn't been removed yet",
        "docker rmi myimage:0.1 demousr/demorep:1.0",
        facts={"id": "aa0000000000", "left": f"myimage:0.1 {TARGET}"},
    ),
    case(
        "nobody-watched",
        gone().unwatched().unwatched().image(FIRST, TARGET).event("load", FIRST),
        f"the image aa0000000000 is back; the course wasn't watching between {clock(66)} and {clock(126)}",
        "docker rmi demousr/demorep:1.0",
        facts={"id": "aa0000000000", "begin": clock(66), "end": clock(126), "left": TARGET},
    ),
    case(
        "pull-other-digest",
        gone().pulled().digested_as(TARGET, "sha256:" + "8" * 64),
        "demousr/demorep:1.0 is the image aa0000000000, pulled as 888888888888",
        "docker rmi demousr/demorep:1.0",
        facts={
            "id": "aa0000000000",
            "digests": ("888888888888",),
            "published": ("9a0000000000",),
            "left": TARGET,
        },
    ),
    case(
        "pull-hub-lost-it",
        look().fact("digest", digest_of(FIRST)).fact("image", FIRST).repository(),
        "demousr/demorep:1.0 isn't on the Hub anymore",
        "docker-lessons solve push",
    ),
    case(
        "pull-hub-lost-it",
        look().built().tagged().fact("digest", digest_of(FIRST)).repository(),
        "demousr/demorep:1.0 isn't on the Hub anymore",
        "docker push demousr/demorep:1.0",
        variant="tagged",
    ),
    case(
        "pull-blanks",
        refused("docker pull demousr/demorep:1.0 1.0: Pulling from demousr/demorep", ONE),
        "docker pull demousr/demorep:1.0 1.0: Pulling from demousr/demorep: from 1.0: on, what Docker printed",
        "docker pull demousr/demorep:1.0",
        variant="output",
        facts={
            "line": "docker pull demousr/demorep:1.0 1.0: Pulling from demousr/demorep",
            "word": "1.0:",
        },
    ),
)


@pytest.mark.parametrize("one", CASES, ids=str)
def test_tells(one: Case) -> None:
    one.check()


def test_nothing_is_remarked_of_a_strangers_pull_of_one_tag() -> None:
    assert remarks("pull-back", gone().pulled()) == []


@pytest.mark.parametrize(
    ("built", "said"),
    [
        (look(), "toomanyrequests: You have reached your pull rate limit."),
        (look(), "received unexpected HTTP status: 503 Service Unavailable"),
        (look().docker_hub(), "dial tcp: lookup registry-1.docker.io: no such host"),
        (look().docker_hub().keeps_log_in(), "denied: requested access to the resource is denied"),
    ],
)
def test_what_docker_said_is_not_explained_by_a_private_repository_that_is_not_the_matter(
    built: LookBuilder, said: str
) -> None:
    seen = built.repository(private=True).pushed().typed(f"docker pull {TARGET}", said).see()
    definition = chapter.definition()
    found = judge(definition, definition.by_id["pull-back"], seen)
    assert found.finding.cause != "pull-private"
