"""What a look tells of the step `push`: each cause and each remark, with its facts and its words."""

import pytest

from docker_lessons.findings.finding import ImageNames
from tests.lessons.looks import (
    FIRST,
    LAYERS,
    OTHER,
    OTHER_LAYERS,
    REBUILT,
    REGISTRY,
    Case,
    LookBuilder,
    cases_of,
    digest_of,
    look,
    remarks,
)

TARGET = "demousr/demorep:1.0"
ONE = '"docker push" requires exactly 1 argument.'
DENIED = "denied: requested access to the resource is denied"
STALE_IN_CONTAINERD = (
    "failed to authorize: failed to fetch oauth token: unexpected status from GET request to "
    "http://127.0.0.1:1/token: 401 Unauthorized"
)
KEPT_IN_CONTAINERD = (
    "failed commit: unexpected status from PUT request to "
    "http://127.0.0.1:1/v2/demousr/demorep/manifests/1.0: 403 Forbidden"
)
NO_HELPER = 'error getting credentials - err: exec: "docker-credential-desktop": executable file not found in $PATH, out: ``'
ABSENT = "An image does not exist locally with the tag"


def ready() -> LookBuilder:
    return look().built().tagged()


def pushed(name: str, said: str = DENIED) -> LookBuilder:
    return ready().typed(f"docker push {name}", said)


case = cases_of("push")
CASES = (
    case(
        "push-tag-deleted",
        ready().docker_hub().fact("image", FIRST).fact("digest", digest_of(FIRST)),
        "no public repository demousr/demorep on Docker Hub anymore",
        variant="unseen",
    ),
    case(
        "push-tag-deleted",
        ready().docker_hub().shows_private().fact("image", FIRST).fact("digest", digest_of(FIRST)),
        "no repository demousr/demorep on Docker Hub anymore",
        variant="gone",
    ),
    case(
        "push-not-allowed",
        look()
        .own_docker()
        .docker_hub()
        .built()
        .tagged()
        .keeps_log_in()
        .typed(
            "docker push demousr/demorep:1.0", "denied: requested access to the resource is denied"
        ),
        "demousr/demorep:1.0 was denied, and your client has a login for Docker Hub",
        "docker login -u demousr",
        facts={"given": "demousr/demorep:1.0"},
    ),
    case(
        "push-unknown-image",
        look().docker_hub().built().tagged().published_from_elsewhere(),
        "the Hub's 1.0 is sha256:9bbbbbbbbbbb, which no image on this computer has been pushed or pulled as",
        "docker push demousr/demorep:1.0",
        facts={"digest": "9bbbbbbbbbbb", "next": "docker push demousr/demorep:1.0"},
    ),
    case(
        "push-refused",
        pushed(TARGET, "denied: private repository quota exceeded").logged_in(),
        f"docker push {TARGET}: denied: private repository quota exceeded",
        f"docker push {TARGET}",
        variant="private-quota",
        facts={"mend": f"docker push {TARGET}"},
    ),
    case(
        "push-refused",
        pushed(TARGET, NO_HELPER).asks_helper("desktop"),
        f"docker push {TARGET}: {NO_HELPER}",
        "docker-lessons solve log-in",
        variant="credential-helper/missing",
        facts={"mend": "docker-lessons solve log-in", "helper": "desktop"},
    ),
    case(
        "push-refused",
        look().built().typed(f"docker push {TARGET}", "connection reset by peer"),
        f"docker push {TARGET}: connection reset by peer",
        f"docker tag myimage:0.1 {TARGET}",
        variant="connection-broken",
        facts={"mend": f"docker tag myimage:0.1 {TARGET}"},
    ),
    *(
        case(  # the login isn't a stranger's, nor another account's
            "push-refused",
            seen,
            f"docker push {TARGET}: {DENIED}",
            f"docker push {TARGET}",
            variant="push-denied",
            facts={"mend": f"docker push {TARGET}"},
        )
        for seen in (
            pushed(TARGET).logged_in(may_push=False),
            pushed(TARGET).asks_helper("desktop"),
        )
    ),
    *(
        case(  # what asks the real Hub, and isn't denied
            "push-refused",
            seen.typed(f"docker push {name}", "timeout"),
            f"docker push {name}: timeout",
            f"docker push {target}",
            facts={
                "line": f"docker push {name}",
                "said": "timeout",
                "mend": f"docker push {target}",
            },
        )
        for seen, name, target in (
            (ready(), "myimage:0.1", TARGET),
            (look().own_docker().built().tagged(), "nosuch:1", f"{REGISTRY}/{TARGET}"),
        )
    ),
    case(
        "push-no-namespace",
        look().own_docker().built().tagged().typed("docker push myimage:0.1", "timeout"),
        "a push of myimage:0.1: no account in the name",
        f"docker push {REGISTRY}/{TARGET}",
        facts={"given": "myimage:0.1", "path": "myimage"},
    ),
    case(
        "push-no-such-name",  # the name that's meant isn't here either
        look().built().typed("docker push demousr/demorep:1.00", ABSENT),
        "no demousr/demorep:1.00 here; this computer has myimage:0.1",
        f"docker tag myimage:0.1 {TARGET}",
        variant="untagged",
        facts={"given": "demousr/demorep:1.00", "here": ImageNames(("myimage:0.1",))},
    ),
    case(
        "push-missing",  # somebody has logged in since, and isn't anymore
        pushed(TARGET).typed("docker login -u demousr", fails=False),
        "nothing of yours on the Hub",
        f"docker push {TARGET}",
    ),
    case(
        "push-not-logged-in",
        pushed(TARGET).typed(
            "docker login -u demousr", "unauthorized: incorrect username or password"
        ),
        f"a push of {TARGET} that was denied; no saved login",
        "docker login -u demousr",
    ),
    case(
        "push-holds",
        ready().pushed().passed("create-repository"),
        "the Hub's demousr/demorep:1.0 is 9a0000000000, the image aa0000000000",
        facts={"digest": "9a0000000000", "id": "aa0000000000"},
    ),
    case(
        "push-holds",
        look().in_containerd().published().passed("create-repository"),
        "the Hub's demousr/demorep:1.0 is 9a0000000000, the image 9a0000000000",
        facts={"digest": "9a0000000000", "id": "9a0000000000"},
    ),
    case(
        "push-all-tags-with-tag",
        ready().typed(f"docker push -a {TARGET}", "tag can't be used with --all-tags/-a"),
        "docker push -a demousr/demorep:1.0: all tags and one tag",
        "docker push demousr/demorep:1.0",
        facts={"line": "docker push -a demousr/demorep:1.0"},
    ),
    case(
        "push-blanks",
        pushed("demousr/demorep:1.0 to hub", ONE),
        "docker push demousr/demorep:1.0 to hub: the word to among the names",
        "docker push demousr/demorep:1.0",
        variant="between",
        facts={"line": "docker push demousr/demorep:1.0 to hub", "word": "to"},
    ),
    case(
        "push-blanks",
        pushed("demousr / demorep:1.0", ONE),
        "docker push demousr / demorep:1.0: 3 words after push",
        "docker push demousr/demorep:1.0",
        facts={"line": "docker push demousr / demorep:1.0", "count": 3},
    ),
    case(
        "push-blanks",
        pushed("", ONE),
        "docker push: no name after push",
        "docker push demousr/demorep:1.0",
        variant="none",
        facts={"line": "docker push", "count": 0},
    ),
    case(
        "push-bad-name",
        pushed("demousr/demo+rep:1.0", "invalid reference format"),
        "docker push demousr/demo+rep:1.0: a name that Docker can't read",
        "docker push demousr/demorep:1.0",
        facts={"line": "docker push demousr/demo+rep:1.0"},
    ),
    case(
        "push-misspelled",
        ready().typed(f"docker psh {TARGET}", "docker: unknown command: docker psh"),
        "docker psh demousr/demorep:1.0: no command called psh",
        "docker push demousr/demorep:1.0",
        facts={"line": "docker psh demousr/demorep:1.0", "word": "psh"},
    ),
    case(
        "push-run-push",
        ready().typed(f"docker run push {TARGET}", "Unable to find image push:latest locally"),
        "docker run push ...: Docker looked for an image called push",
        "docker push demousr/demorep:1.0",
    ),
    case(
        "push-capital-namespace",
        pushed("DemoUsr/demorep:1.0", "no such host"),
        "DemoUsr/demorep:1.0: Docker looked for a registry called DemoUsr",
        "docker push demousr/demorep:1.0",
        facts={"given": "DemoUsr/demorep:1.0", "first": "DemoUsr"},
    ),
    case(
        "push-capital-namespace",
        look().built().typed("docker push DemoUsr/demorep:1.0", "no such host"),
        "DemoUsr/demorep:1.0: Docker looked for a registry called DemoUsr",
        "docker tag myimage:0.1 demousr/demorep:1.0",
        variant="untagged",
        facts={"given": "DemoUsr/demorep:1.0", "first": "DemoUsr"},
    ),
    case(
        "push-website",
        pushed("hub.docker.com/demousr/demorep:1.0", "not found"),
        "hub.docker.com/demousr/demorep:1.0: a push to the address of the web pages",
        "docker push demousr/demorep:1.0",
        facts={"given": "hub.docker.com/demousr/demorep:1.0"},
    ),
    case(
        "push-website",
        look().built().typed("docker push hub.docker.com/demousr/demorep:1.0", "not found"),
        "hub.docker.com/demousr/demorep:1.0: a push to the address of the web pages",
        "docker tag myimage:0.1 demousr/demorep:1.0",
        variant="untagged",
        facts={"given": "hub.docker.com/demousr/demorep:1.0"},
    ),
    case(
        "push-no-such-name",
        pushed("zzz:1", ABSENT),
        "no zzz:1 here; this computer has myimage:0.1 and demousr/demorep:1.0",
        "docker push demousr/demorep:1.0",
        facts={
            "given": "zzz:1",
            "here": ImageNames(shown=("myimage:0.1", "demousr/demorep:1.0"), more=0),
        },
    ),
    case(
        "push-no-such-name",
        pushed("demousr/demorep:1.1", ABSENT),
        "no demousr/demorep:1.1 here; this computer has myimage:0.1 and demousr/demorep:1.0",
        "docker push demousr/demorep:1.0",
        variant="near",
        facts={
            "given": "demousr/demorep:1.1",
            "here": ImageNames(shown=("myimage:0.1", "demousr/demorep:1.0"), more=0),
            "near": "demousr/demorep:1.0",
        },
    ),
    case(
        "push-no-such-name",
        ready().named("demousr/demorep:10").typed("docker push demousr/demorep", ABSENT),
        "no demousr/demorep here; this computer has myimage:0.1, demousr/demorep:1.0 and demousr/demorep:10",
        "docker push demousr/demorep:1.0",
        variant="near",
        facts={
            "given": "demousr/demorep",
            "here": ImageNames(
                shown=("myimage:0.1", "demousr/demorep:1.0", "demousr/demorep:10"), more=0
            ),
            "near": "demousr/demorep:1.0",
        },
    ),
    case(
        "push-no-such-name",
        look().built().typed("docker push zzz:1", ABSENT),
        "no zzz:1 here; this computer has myimage:0.1",
        "docker tag myimage:0.1 demousr/demorep:1.0",
        variant="untagged",
        facts={"given": "zzz:1", "here": ImageNames(shown=("myimage:0.1",), more=0)},
    ),
    case(
        "push-no-such-name",
        look().built().typed("docker push myimage:1.0", ABSENT),
        "no myimage:1.0 here; this computer has myimage:0.1",
        "docker tag myimage:0.1 demousr/demorep:1.0",
        variant="near-untagged",
        facts={
            "given": "myimage:1.0",
            "here": ImageNames(shown=("myimage:0.1",), more=0),
            "near": "myimage:0.1",
        },
    ),
    case(
        "push-no-namespace",
        pushed("myimage:0.1"),
        "a push of myimage:0.1: no account in the name",
        "docker push demousr/demorep:1.0",
        facts={"given": "myimage:0.1", "path": "myimage"},
    ),
    case(
        "push-no-namespace",
        look().built().typed("docker push myimage:0.1", DENIED),
        "a push of myimage:0.1: no account in the name",
        "docker tag myimage:0.1 demousr/demorep:1.0",
        variant="untagged",
        facts={"given": "myimage:0.1", "path": "myimage"},
    ),
    case(
        "push-no-namespace",
        look()
        .own_docker()
        .built()
        .tagged()
        .typed("docker push myimage:0.1", "dial tcp: no such host"),
        "a push of myimage:0.1: no account in the name",
        "docker push localhost:5056/demousr/demorep:1.0",
        facts={"given": "myimage:0.1", "path": "myimage"},
    ),
    case(
        "push-three-parts",
        pushed("demousr/foo/bar:1.0"),
        "demousr/foo/bar:1.0 was denied: more than two parts",
        "docker push demousr/demorep:1.0",
        facts={"given": "demousr/foo/bar:1.0"},
    ),
    case(
        "push-three-parts",
        look().built().typed("docker push demousr/foo/bar:1.0", DENIED),
        "demousr/foo/bar:1.0 was denied: more than two parts",
        "docker tag myimage:0.1 demousr/demorep:1.0",
        variant="untagged",
        facts={"given": "demousr/foo/bar:1.0"},
    ),
    case(
        "push-somebody-elses",
        pushed("teacherdemo/demorep:1.0"),
        "teacherdemo/demorep:1.0 was denied: it belongs to teacherdemo",
        "docker push demousr/demorep:1.0",
        facts={"given": "teacherdemo/demorep:1.0", "account": "teacherdemo"},
    ),
    case(
        "push-somebody-elses",
        look().built().typed("docker push teacherdemo/demorep:1.0", DENIED),
        "teacherdemo/demorep:1.0 was denied: it belongs to teacherdemo",
        "docker tag myimage:0.1 demousr/demorep:1.0",
        variant="untagged",
        facts={"given": "teacherdemo/demorep:1.0", "account": "teacherdemo"},
    ),
    case(
        "push-other-config",
        pushed(TARGET).logged_in(),
        "a push of demousr/demorep:1.0 without a login, while demousr is logged in here",
        "docker push demousr/demorep:1.0",
        facts={"given": "demousr/demorep:1.0", "account": "demousr"},
    ),
    case(
        "push-immutable",
        pushed(
            TARGET, f"{DENIED} - This tag cannot be updated due to immutability settings"
        ).logged_in(),
        "demousr/demorep:1.0 was denied: on the Hub, that tag is immutable",
        "docker push demousr/demorep:1.0",
        facts={"given": "demousr/demorep:1.0"},
    ),
    case(
        "push-read-only",
        pushed(TARGET, "unauthorized: access token has insufficient scopes").logged_in(
            may_push=False
        ),
        "demousr/demorep:1.0 was refused: the access token can't push",
        "docker login -u demousr",
        facts={"given": "demousr/demorep:1.0"},
    ),
    case(
        "push-refused-log-in",
        pushed(TARGET).logged_in(accepted=False),
        "a push with a saved login as demousr that the Hub refuses",
        "docker login -u demousr",
        facts={"account": "demousr"},
    ),
    case(
        "push-read-only",
        pushed(TARGET, STALE_IN_CONTAINERD).logged_in(may_push=False),
        f"{TARGET} was refused: the access token can't push",
        "docker login -u demousr",
        facts={"given": TARGET},
    ),
    case(
        "push-immutable",
        pushed(TARGET, KEPT_IN_CONTAINERD).logged_in(),
        f"{TARGET} was denied: on the Hub, that tag is immutable",
        "docker push demousr/demorep:1.0",
        facts={"given": TARGET},
    ),
    case(
        "push-refused-log-in",
        pushed(TARGET, STALE_IN_CONTAINERD).logged_in(accepted=False),
        "a push with a saved login as demousr that the Hub refuses",
        "docker login -u demousr",
        facts={"account": "demousr"},
    ),
    case(
        "push-not-logged-in",
        pushed(TARGET),
        "a push of demousr/demorep:1.0 that was denied; no saved login",
        "docker login -u demousr",
    ),
    case(
        "push-rebuilt",
        ready().published().built(REBUILT),
        "the Hub's 1.0 is the image aa0000000000; myimage:0.1 is dd0000000000",
        "docker tag myimage:0.1 demousr/demorep:1.0",
        facts={"there": "aa0000000000", "built": "dd0000000000"},
    ),
    case(
        "push-overwritten",
        ready().pushed().image(OTHER, "theirs:1").published(image=OTHER),
        "the Hub's 1.0 is sha256:9c0000000000, the image cc0000000000",
        "docker push demousr/demorep:1.0",
        variant="tagged",
        facts={
            "digest": "9c0000000000",
            "there": "cc0000000000",
            "pushed": "9a0000000000",
            "published": "aa0000000000",
        },
    ),
    case(
        "push-overwritten",
        look().built().pushed().published(image=OTHER),
        "the Hub's 1.0 is sha256:9c0000000000, the image cc0000000000",
        "docker tag myimage:0.1 demousr/demorep:1.0",
        variant="untagged",
        facts={
            "digest": "9c0000000000",
            "there": "cc0000000000",
            "pushed": "9a0000000000",
            "published": "aa0000000000",
            "source": "myimage:0.1",
        },
    ),
    case(
        "push-overwritten",
        look().image(FIRST, "keep:me").pushed().passed("delete-local").published(image=OTHER),
        "the Hub's 1.0 is sha256:9c0000000000, the image cc0000000000",
        "docker tag aa0000000000 demousr/demorep:1.0",
        variant="untagged",
        facts={
            "digest": "9c0000000000",
            "there": "cc0000000000",
            "pushed": "9a0000000000",
            "published": "aa0000000000",
            "source": "aa0000000000",
        },
    ),
    case(
        "push-overwritten",
        look().pushed().published(image=OTHER),
        "the Hub's 1.0 is sha256:9c0000000000, the image cc0000000000",
        "docker-lessons solve push",
        facts={
            "digest": "9c0000000000",
            "there": "cc0000000000",
            "pushed": "9a0000000000",
            "published": "aa0000000000",
        },
    ),
    case(
        "push-other-image",
        ready().published(image=OTHER),
        "the Hub's 1.0 is the image cc0000000000, digest sha256:9c0000000000",
        "docker push demousr/demorep:1.0",
        facts={"there": "cc0000000000", "digest": "9c0000000000", "published": "aa0000000000"},
    ),
    case(
        "push-other-image",
        look().built().published(image=OTHER),
        "the Hub's 1.0 is the image cc0000000000, digest sha256:9c0000000000",
        "docker tag myimage:0.1 demousr/demorep:1.0",
        variant="untagged",
        facts={"there": "cc0000000000", "digest": "9c0000000000", "published": "aa0000000000"},
    ),
    case(
        "push-other-image",
        look().published(image=OTHER),
        "the Hub's 1.0 is the image cc0000000000, digest sha256:9c0000000000",
        "docker-lessons solve push",
        variant="not-built",
        facts={"there": "cc0000000000", "digest": "9c0000000000", "published": "myimage:0.1"},
    ),
    case(
        "push-tag-deleted",
        ready().fact("image", FIRST).fact("digest", digest_of(FIRST)),
        "demousr/demorep:1.0 isn't on the Hub anymore",
        "docker push demousr/demorep:1.0",
        facts={"next": "docker push demousr/demorep:1.0"},
    ),
    case(
        "push-latest-only",
        ready().logged_in().published("latest"),
        "demousr/demorep on the Hub has the tag latest, digest sha256:9a0000000000",
        "docker push demousr/demorep:1.0",
        facts={"digest": "9a0000000000", "next": "docker push demousr/demorep:1.0"},
    ),
    case(
        "push-other-tag",
        ready().published("1").published("0.1"),
        "in demousr/demorep on the Hub: 1 and 0.1",
        "docker push demousr/demorep:1.0",
        facts={"tags": ("1", "0.1"), "next": "docker push demousr/demorep:1.0"},
    ),
    case(
        "push-other-repository",
        ready().logged_in().published(repository="demorepo"),
        "demousr/demorepo on the Hub has the image; demousr/demorep doesn't",
        "docker push demousr/demorep:1.0",
        facts={"near": "demousr/demorepo", "next": "docker push demousr/demorep:1.0"},
    ),
    case(
        "push-not-tagged",
        look().built(),
        "no demousr/demorep:1.0 on this computer; it has myimage:0.1",
        "docker tag myimage:0.1 demousr/demorep:1.0",
        facts={"here": ImageNames(shown=("myimage:0.1",), more=0)},
    ),
    case(
        "push-not-tagged",
        look(),
        "no demousr/demorep:1.0 on this computer; it has no images",
        "docker build -t myimage:0.1 myimage",
        variant="not-built",
        facts={"here": ImageNames(shown=(), more=0)},
    ),
    case("push-missing", ready(), "nothing of yours on the Hub", "docker push demousr/demorep:1.0"),
    case(
        "push-missing",
        ready().repository(),
        "demousr/demorep on the Hub has no tags",
        "docker push demousr/demorep:1.0",
        variant="empty-repository",
    ),
    case(
        "push-layers-exist",
        ready().pushed().pushed(),
        "Layer already exists isn't an error: the Hub had those layers, so they weren't sent again. The line with digest: shows that all is well.",
    ),
    case(
        "push-all-tags",
        ready().pushed("demousr/demorep").published("0.1"),
        "With -a, Docker pushed every tag of the repository: 0.1 as well as 1.0.",
        facts={"others": ("0.1",)},
    ),
    case(
        "push-all-tags",
        ready()
        .pushed("demousr/demorep")
        .published("0.1")
        .pushed("demousr/demorep:later")
        .published("later"),
        "With -a, Docker pushed every tag of the repository: 0.1 as well as 1.0.",
        facts={"others": ("0.1",)},
    ),
    case(
        "push-made-repository",
        ready().pushed(),
        "The repository didn't exist before. The Hub created it by itself, and it's public. Check its visibility.",
    ),
    case(
        "push-made-repository",
        ready().repository(private=True).pushed(),
        "The repository didn't exist before. The Hub created it by itself, and it's private. Check its visibility.",
        variant="private",
    ),
    case(
        "push-tag-deleted",
        look().image(FIRST, TARGET).fact("digest", digest_of(FIRST)).logged_in(),
        "demousr/demorep:1.0 isn't on the Hub anymore",
        "docker push demousr/demorep:1.0",
        facts={"next": "docker push demousr/demorep:1.0"},
    ),
    case(
        "push-tag-deleted",
        look().built().fact("digest", digest_of(FIRST)),
        "demousr/demorep:1.0 isn't on the Hub anymore",
        "docker tag myimage:0.1 demousr/demorep:1.0",
        facts={"next": "docker tag myimage:0.1 demousr/demorep:1.0"},
    ),
    case(
        "push-tag-deleted",
        look().fact("digest", digest_of(FIRST)),
        "demousr/demorep:1.0 isn't on the Hub anymore",
        "docker-lessons solve push",
        facts={"next": "docker-lessons solve push"},
    ),
    case(
        "push-missing",
        ready()
        .typed("docker push myimage:0.1", DENIED)
        .typed("docker login -u demousr", fails=False)
        .logged_in(),
        "nothing of yours on the Hub",
        "docker push demousr/demorep:1.0",
    ),
    case(
        "push-rebuilt",
        ready().image(REBUILT, TARGET).event("tag", REBUILT, TARGET).published(image=REBUILT),
        "the Hub's 1.0 is the image dd0000000000; myimage:0.1 is aa0000000000",
        "docker tag myimage:0.1 demousr/demorep:1.0",
        variant="newer",
        facts={"there": "dd0000000000", "built": "aa0000000000"},
    ),
    case(
        "push-no-such-name",
        pushed("aa0000000000", ABSENT),
        "aa0000000000, an image ID",
        "docker push demousr/demorep:1.0",
        variant="by-id",
        facts={
            "given": "aa0000000000",
            "here": ImageNames(shown=("myimage:0.1", "demousr/demorep:1.0"), more=0),
        },
    ),
    case(
        "push-no-such-name",
        look().built().typed("docker push aa0000000000", ABSENT),
        "aa0000000000, an image ID",
        "docker tag myimage:0.1 demousr/demorep:1.0",
        variant="by-id-untagged",
        facts={"given": "aa0000000000", "here": ImageNames(shown=("myimage:0.1",), more=0)},
    ),
    case(
        "push-no-such-name",
        look().typed(f"docker push {TARGET}", ABSENT),
        "no demousr/demorep:1.0 here; this computer has no images",
        "docker build -t myimage:0.1 myimage",
        variant="unbuilt",
        facts={"given": TARGET, "here": ImageNames(shown=(), more=0)},
    ),
    case(
        "push-other-registry",
        pushed("registry.hub.docker.com/demousr/demorep:1.0"),
        "registry.hub.docker.com/demousr/demorep:1.0 was denied: it goes to registry.hub.docker.com",
        "docker push demousr/demorep:1.0",
        facts={
            "given": "registry.hub.docker.com/demousr/demorep:1.0",
            "first": "registry.hub.docker.com",
        },
    ),
    case(
        "push-other-registry",
        look().built().typed("docker push ghcr.io/demousr/demorep:1.0", DENIED),
        "ghcr.io/demousr/demorep:1.0 was denied: it goes to ghcr.io",
        "docker tag myimage:0.1 demousr/demorep:1.0",
        variant="untagged",
        facts={"given": "ghcr.io/demousr/demorep:1.0", "first": "ghcr.io"},
    ),
    case(
        "push-not-logged-in",
        pushed(TARGET).typed("docker images", fails=False),
        "a push of demousr/demorep:1.0 that was denied; no saved login",
        "docker login -u demousr",
    ),
    case(
        "push-not-logged-in",
        ready()
        .typed("docker login -u demousr", fails=False)
        .typed(f"docker push {TARGET}", DENIED),
        "a push of demousr/demorep:1.0 that was denied; no saved login",
        "docker login -u demousr",
    ),
    case(
        "push-missing",
        pushed(TARGET).typed("docker login -u demousr", fails=False),
        "nothing of yours on the Hub",
        "docker push demousr/demorep:1.0",
    ),
    case(
        "push-run-push",
        ready().typed(f"docker pull push {TARGET}", "pull access denied for push"),
        "docker run push ...: Docker looked for an image called push",
        "docker push demousr/demorep:1.0",
    ),
    case(
        "push-missing",
        ready()
        .passed("push")
        .typed(f"docker psuh {TARGET}", "docker: 'psuh' is not a docker command."),
        "nothing of yours on the Hub",
        "docker push demousr/demorep:1.0",
    ),
    case(
        "push-capital-namespace",
        ready().named("Demousr/a/demorep:1.0").typed("docker push Demousr/a/demorep:1.0", DENIED),
        "Demousr/a/demorep:1.0: Docker looked for a registry called Demousr",
        "docker push demousr/demorep:1.0",
        facts={"given": "Demousr/a/demorep:1.0", "first": "Demousr"},
    ),
    case(
        "push-other-account",
        look()
        .built()
        .tagged()
        .logged_in("other", may_push=False)
        .typed(f"docker push {TARGET}", DENIED),
        "demousr/demorep:1.0 was denied: you are logged in as other",
        "docker login -u demousr",
        facts={"given": TARGET, "account": "other"},
    ),
    case(
        "push-refused",
        look()
        .built()
        .tagged()
        .logged_in()
        .typed(f"docker push {TARGET}", "something that nobody foresaw"),
        "docker push demousr/demorep:1.0: something that nobody foresaw",
        "docker push demousr/demorep:1.0",
        facts={
            "line": f"docker push {TARGET}",
            "said": "something that nobody foresaw",
            "mend": f"docker push {TARGET}",
        },
    ),
    *(
        case(
            "push-refused",
            look().built().tagged().logged_in().typed(f"docker push {TARGET}", said),
            f"docker push demousr/demorep:1.0: {said}",
            "docker push demousr/demorep:1.0",
        )
        for said in ("received unexpected HTTP status: 503 Service Unavailable", "unknown blob")
    ),
    case(
        "push-again",
        look()
        .built()
        .tagged()
        .typed(f"docker push {TARGET}", DENIED)
        .typed("docker login -u demousr", "Login Succeeded", fails=False)
        .logged_in(),
        "a push that was refused, and a login since then",
        "docker push demousr/demorep:1.0",
    ),
    case(
        "push-other-image",
        look()
        .built()
        .image(OTHER, TARGET, layers=(*LAYERS, *OTHER_LAYERS))
        .published(image=OTHER, layers=(*LAYERS, *OTHER_LAYERS)),
        "the Hub's 1.0 is the image cc0000000000, digest sha256:9c0000000000",
        "docker tag myimage:0.1 demousr/demorep:1.0",
        variant="child",
        facts={"there": "cc0000000000", "digest": "9c0000000000", "published": "aa0000000000"},
    ),
    # The last push is the one that is answered.
    *(
        case(
            "push-other-repository",
            ready()
            .logged_in()
            .published(tag)
            .event("push", f"demousr/demorep:{tag}")
            .published(repository="demorepo")
            .event("push", "demousr/demorepo:1.0"),
            "demousr/demorepo on the Hub has the image; demousr/demorep doesn't",
            "docker push demousr/demorep:1.0",
            facts={"near": "demousr/demorepo", "next": "docker push demousr/demorep:1.0"},
        )
        for tag in ("latest", "0.1")
    ),
    case(
        "push-blanks",
        look()
        .built()
        .tagged()
        .typed(
            "docker push demousr/demorep:1.0 The push refers to repository [docker.io/demousr/demorep]",
            "requires 1 argument",
        ),
        "docker push demousr/demorep:1.0 The push refers to repository [docker.io/demousr/demorep]: from The on, what Docker printed",
        "docker push demousr/demorep:1.0",
        variant="output",
        facts={
            "line": "docker push demousr/demorep:1.0 The push refers to repository [docker.io/demousr/demorep]",
            "word": "The",
        },
    ),
    *(
        case(
            "push-latest-only",  # which is this repository, and no other one
            ready().logged_in().published("latest").event("push", given),
            "demousr/demorep on the Hub has the tag latest, digest sha256:9a0000000000",
            "docker push demousr/demorep:1.0",
            facts={"digest": "9a0000000000", "next": "docker push demousr/demorep:1.0"},
        )
        for given in ("demousr/demorep:latest", "demousr/demorep")
    ),
    case(
        "push-missing",  # and nothing was tried, of which Docker could have said something
        look().own_docker().repository().built().tagged().logged_in(),
        "demousr/demorep on the Hub has no tags",
        f"docker push {REGISTRY}/demousr/demorep:1.0",
        variant="empty-repository",
    ),
)


@pytest.mark.parametrize("one", CASES, ids=str)
def test_tells(one: Case) -> None:
    one.check()


@pytest.mark.parametrize(
    ("seen", "found"),
    [
        (ready().pushed(), []),
        (ready().pushed("demousr/demorep"), []),
        (ready().pushed().published("0.1"), []),
        (ready().pushed().pushed("theirs/other:1"), []),
        (ready().pushed().pushed(), ["push-layers-exist"]),
    ],
)
def test_remarks_only_what_happened(seen: LookBuilder, found: list[str]) -> None:
    assert remarks("push", seen.passed("create-repository")) == found
