"""What went elsewhere than to the practice registry is told apart from the mistakes of the step."""

import pytest

from tests.lessons.looks import FIRST, REGISTRY, SECOND, Case, LookBuilder, case, digest_of, look

TARGET = f"{REGISTRY}/demousr/demorep:1.0"
BARE = "demousr/demorep:1.0"
OWN_TARGET = "registry.example.com:5000/class/demousr/demorep:1.0"
LOOPBACK = "127.0.0.1:5056"


def own() -> LookBuilder:
    return look().own_docker()


def tagged() -> LookBuilder:
    return own().built().tagged()


CASES = (
    case(
        "push",
        "registry-bare-name",
        look()
        .at_registry()
        .built()
        .named(OWN_TARGET)
        .typed("docker push class/demousr/demorep:1.0"),
        "class/demousr/demorep:1.0, without an address",
        f"docker push {OWN_TARGET}",
        facts={"name": "class/demousr/demorep:1.0", "path": "class/demousr/demorep:1.0"},
    ),
    case(
        "push",
        "registry-bare-name",
        look().at_registry().built().named(OWN_TARGET).typed(f"docker push {BARE}"),
        "demousr/demorep:1.0, without an address",
        f"docker push {OWN_TARGET}",
        facts={"name": BARE, "path": "class/demousr/demorep:1.0"},  # the folder lacks, too
    ),
    case(
        "tag",
        "registry-bare-name",
        look().at_registry().built().named(f"docker.io/{BARE}"),
        "docker.io/demousr/demorep:1.0, without an address",
        f"docker tag myimage:0.1 {OWN_TARGET}",
        facts={"name": f"docker.io/{BARE}", "path": "class/demousr/demorep:1.0"},
    ),
    case(
        "log-in",
        "registry-bare-name",
        look().at_registry().typed("docker login -u demousr", "unauthorized"),
        "docker login -u demousr: no address",
        "docker login -u demousr registry.example.com:5000",
        variant="log-in-tried",
        facts={"line": "docker login -u demousr"},
    ),
    case(
        "push",
        "sudo-docker",
        tagged().typed(f"sudo docker push {TARGET}"),
        "sudo docker push localhost:5056/demousr/demorep:1.0: as root",
        "docker push localhost:5056/demousr/demorep:1.0",
        facts={"line": "sudo docker push localhost:5056/demousr/demorep:1.0"},
    ),
    case(
        "tag",
        "registry-bare-name",
        own().built().named(BARE),
        "demousr/demorep:1.0, without an address",
        "docker tag myimage:0.1 localhost:5056/demousr/demorep:1.0",
        facts={"name": "demousr/demorep:1.0", "path": "demousr/demorep:1.0"},
    ),
    case(
        "push",
        "registry-bare-name",
        tagged().typed(f"docker push {BARE}"),
        "demousr/demorep:1.0, without an address",
        "docker push localhost:5056/demousr/demorep:1.0",
        facts={"name": "demousr/demorep:1.0", "path": "demousr/demorep:1.0"},
    ),
    case(
        "create-repository",
        "registry-bare-name",
        own().repository().answered("docker pull demousr/demorep"),
        "demousr/demorep, without an address",
        "docker-lessons check create-repository --answer 'docker pull localhost:5056/demousr/demorep'",
        facts={"name": "demousr/demorep", "path": "demousr/demorep"},
    ),
    case(
        "pull-back",
        "registry-bare-name",
        own().typed(f"docker pull docker.io/{BARE}"),
        "docker.io/demousr/demorep:1.0, without an address",
        "docker-lessons solve push",
        facts={"name": "docker.io/demousr/demorep:1.0", "path": "demousr/demorep:1.0"},
    ),
    case(
        "pull-back",
        "registry-bare-name",
        own().published().fact("digest", digest_of(FIRST)).event("pull", BARE),
        "demousr/demorep:1.0, without an address",
        "docker pull localhost:5056/demousr/demorep:1.0",
        facts={"name": "demousr/demorep:1.0", "path": "demousr/demorep:1.0"},
    ),
    case(
        "second-push",
        "registry-bare-name",
        own().built_second().named("demousr/demorep:2.0", image=SECOND),
        "demousr/demorep:2.0, without an address",
        "docker tag myimage:0.2 localhost:5056/demousr/demorep:2.0",
        facts={"name": "demousr/demorep:2.0", "path": "demousr/demorep:2.0"},
    ),
    case(
        "log-in",
        "registry-bare-name",
        own().typed("docker login -u demousr", "denied"),
        "docker login -u demousr: no address",
        "docker login -u demousr localhost:5056",
        variant="log-in-tried",
        facts={"line": "docker login -u demousr"},
    ),
    case(
        "log-in",
        "registry-bare-name",
        own().logged_in_elsewhere("https://index.docker.io/v1/"),
        "a login to the real Docker Hub",
        "docker login -u demousr localhost:5056",
        variant="log-in-kept",
    ),
    case(
        "tag",
        "registry-loopback-name",
        own().built().named(f"{LOOPBACK}/{BARE}"),
        "127.0.0.1:5056/demousr/demorep:1.0: the address 127.0.0.1:5056",
        "docker tag myimage:0.1 localhost:5056/demousr/demorep:1.0",
        facts={"name": "127.0.0.1:5056/demousr/demorep:1.0", "other": "127.0.0.1:5056"},
    ),
    case(
        "log-in",
        "registry-loopback-name",
        own().logged_in_elsewhere(LOOPBACK),
        "127.0.0.1:5056: the address 127.0.0.1:5056",
        "docker login -u demousr localhost:5056",
        facts={"name": "127.0.0.1:5056", "other": "127.0.0.1:5056"},
    ),
    case(
        "push",
        "registry-loopback-name",
        tagged().typed(f"docker push {LOOPBACK}/{BARE}"),
        "127.0.0.1:5056/demousr/demorep:1.0: the address 127.0.0.1:5056",
        "docker push localhost:5056/demousr/demorep:1.0",
        facts={"name": "127.0.0.1:5056/demousr/demorep:1.0", "other": "127.0.0.1:5056"},
    ),
    case(
        "log-in",
        "login-outside",
        own().logged_in_outside(),
        "a login to localhost:5056 in /home/demousr/.docker/config.json, outside of this world",
        "docker login -u demousr localhost:5056",
        facts={"config": "/home/demousr/.docker/config.json"},
    ),
)


@pytest.mark.parametrize("one", CASES, ids=str)
def test_tells(one: Case) -> None:
    one.check()
