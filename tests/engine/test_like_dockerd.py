"""The same lines, typed to a real dockerd and to ours: the same output, messages and exit codes.

Both push to and pull from the same practice Hub, by its own address. What may differ is masked as
whole tokens: digests and IDs (numbered, so that two that are the same must stay the same), and ages.
A stranger's push of layers that are there is left out: what dockerd says first depends on whether it
has ever seen these layers in a registry.
"""

import difflib
import re
from pathlib import Path

import pytest

from tests.engine.serving import PASSWORD, Client, RunningEngine, RunningHub

HERE = "HUB/demousr/demorep:1.0"
LOG_IN = f"echo '{PASSWORD}' | docker login -u demousr --password-stdin HUB"
BUILD = "docker build -q -t myimage:0.1 myimage"
PUSHED = (BUILD, f"docker tag myimage:0.1 {HERE}", LOG_IN, f"docker push {HERE}")

SCENARIOS: dict[str, tuple[str, ...]] = {
    "build": (
        "docker build -t myimage:0.1 myimage",
        "docker build -t myimage:0.1 myimage",
        "docker build -q -t myimage:0.1 myimage",
        "docker build --no-cache -t a:1 -t a:2 -t a:1 myimage",
        "docker images -f dangling=true",
        "docker build --label x=y --label a=b -t l:1 myimage",
        "docker inspect -f '{{json .Config.Labels}}' l:1",
        "docker build --build-arg foo=bar myimage",
        "docker build --platform linux/amd64 -t l:4 myimage",
    ),
    "build refused": (
        "docker build -t UP myimage",
        "docker build -t a:b:c myimage",
        "docker build -f Nope myimage",
        "docker build nope",
        "docker build --target x myimage",
        "docker build --squash myimage",
        "docker build",
        "printf '' | docker build -",
        "printf '# nothing\\n' | docker build -",
        "printf 'FOO bar' | docker build -",
        "printf 'FROM scratch\\nCOPPY a b\\n' | docker build -",
        "printf 'FROM scratch\\n' | docker build -",
        "printf 'FROM scratch\\nENV a\\n' | docker build -",
        "printf 'FROM scratch\\nENV a=b c\\n' | docker build -",
        "printf 'FROM scratch\\nCOPY x\\n' | docker build -",
        "printf 'FROM scratch\\nCOPY x /\\n' | docker build -",
        "printf 'FROM scratch\\nCOPY ../x /\\n' | docker build -",
        "printf 'FROM scratch\\nCOPY --foo x /\\n' | docker build -",
        "printf 'FROM scratch\\nCOPY --chmod=1 x /\\n' | docker build -",
        "printf 'FROM scratch\\nCOPY \"x y\" /\\n' | docker build -",
        "printf 'FROM scratch\\nEXPOSE x\\n' | docker build -",
        "printf 'FROM scratch\\nWORKDIR\\n' | docker build -",
        "printf 'FROM scratch\\nCMD [\"a\", 1]\\n' | docker build -",
        "printf 'FROM scratch\\nRUN --mount=type=cache,target=/x y\\n' | docker build -",
        "printf 'FROM UP\\n' | docker build -",
        "printf 'FROM\\n' | docker build -",
        "printf 'FROM a b\\n' | docker build -",
        "printf 'COPY x /\\n' | docker build -",
        "printf 'FROM scratch AS 1x\\n' | docker build -",
        "printf 'FROM scratch\\nENV a=${b\\n' | docker build -",
        "printf 'FROM scratch\\nENV a=${b:?say}\\n' | docker build -",
        "docker images -a --format '{{.Repository}}:{{.Tag}} {{.Size}}' | sort",
    ),
    "build instructions": (
        (
            'printf \'ARG V=1\\nFROM scratch\\nARG V\\nLABEL a="b c" v=$V\\nENV D old  style\\n'
            "ENV E=${D:-x} F=${N:+y}${N:-z}\\nWORKDIR /a/$E\\nWORKDIR b\\nEXPOSE 80 90/udp 1-2\\n"
            'USER 1:2\\nVOLUME /v\\nSTOPSIGNAL 9\\nENTRYPOINT x "y"\\nCMD ["a\\\\"<&>", "b"]\\n'
            'MAINTAINER me\\nSHELL ["s"]\\nCMD z\\n\' | docker build --build-arg V=7 -t i:1 -'
        ),
        "docker inspect -f '{{json .Config}} {{json .ContainerConfig.Cmd}} {{.Author}}' i:1",
        "docker history --no-trunc i:1",
        "printf 'FROM i:1 AS one\\nLABEL two=2\\nFROM one\\nCMD q\\n' | docker build -t i:2 -",
        "docker history i:2",
        "docker rmi i:1",
        "docker rmi i:2",
    ),
    "images": (
        BUILD,
        "docker tag myimage:0.1 demousr/demorep:1.0",
        "docker images | sort",
        "docker images -aq | wc -l",
        "docker images -q --no-trunc",
        "docker images myimage",
        "docker images 'demousr/*'",
        "docker images myimage:0.*",
        "docker images nope",
        "docker images --digests | sort",
        "docker images --filter foo=bar",
        "docker images --filter dangling=x",
        "docker images --filter before=nope",
        "docker images --filter since=myimage:0.1",
        "docker images --filter label=x",
        "docker images --format '{{.Repository}} {{.ID}} {{.Size}}' | sort",
        "docker history myimage:0.1",
        "docker history --no-trunc -H=false -q myimage:0.1",
        "docker history nope",
        "docker system df",
        "docker version --format '{{.Server.Os}}'",
    ),
    "inspect": (
        BUILD,
        "docker inspect nope",
        "docker image inspect nope",
        "docker image inspect UPPER",
        "docker image inspect myimage",
        "docker inspect --type container myimage:0.1",
        "docker inspect -f '{{.RepoTags}} {{.Size}} {{.Os}} {{.Architecture}} {{.Parent}}' myimage:0.1",
        "docker inspect -f '{{json .RootFS}} {{json .Config}}' $(docker images -q myimage)",
        "docker inspect -f '{{json .ContainerConfig}}' myimage:0.1 | sed 's/Hostname[^,]*//'",
    ),
    "tag": (
        BUILD,
        "docker tag myimage:0.1 demousr/demorep:1.0",
        "docker tag $(docker images -q myimage) demousr/demorep",
        "docker tag myimage demousr/demorep:1.0",
        "docker tag myimage:0.1 demousr/DEMO:1.0",
        "docker tag myimage:0.1 demousr/demorep:1,0",
        "docker tag myimage:0.1 demousr/demorep: 1.0",
        "docker tag myimage:0.1",
        "docker tag nope x",
        "docker tag myimage:0.1 x@sha256:" + "0" * 64,
        "docker tag myimage:0.1 " + "0" * 64,
        "docker images | sort",
    ),
    "remove": (
        BUILD,
        "docker tag myimage:0.1 demousr/demorep:1.0",
        "docker tag myimage:0.1 demousr/demorep:2.0",
        "docker rmi myimage",
        "docker rmi $(docker images -q myimage)",
        "docker rmi -f nope",
        "docker rmi nope nope2",
        "docker rmi UP",
        "docker rmi",
        "docker rmi myimage:0.1 demousr/demorep:1.0 nope",
        "docker build -q --label a=b -t child:1 myimage",
        "docker rmi $(docker images -q demousr/demorep)",
        "docker tag child:1 child:2",
        "docker rmi $(docker inspect -f '{{.Parent}}' child:1)",
        "docker rmi -f $(docker images -q child)",
        "docker images -a --format '{{.Repository}}:{{.Tag}} {{.Size}}' | sort",
        BUILD,
        "docker rmi --no-prune myimage:0.1",
        "docker images -a --format '{{.Repository}}:{{.Tag}} {{.Size}}' | sort",
        "docker image prune -f",
        BUILD,
        "docker image prune -a -f",
        "docker image prune -f --filter foo=bar",
    ),
    "no containers": (
        BUILD,
        "docker ps -a",
        "docker rm x",
        "docker rm -f x",
        "docker logs x",
        "docker start x",
        "docker stop x",
        "docker kill x",
        "docker exec x ls",
        "docker attach x",
        "docker wait x",
        "docker cp x:/a b",
        "docker diff x",
        "docker commit x",
        "docker rm myimage:0.1",
        "docker rmi x",
    ),
    "log in": (
        "echo wrong | docker login -u demousr --password-stdin HUB",
        f"echo '{PASSWORD}' | docker login -u nobody --password-stdin HUB",
        "echo x | docker login --password-stdin HUB",
        LOG_IN,
        "docker logout HUB",
    ),
    "push": (
        BUILD,
        f"docker tag myimage:0.1 {HERE}",
        f"docker push {HERE}",
        *PUSHED,
        f"docker push {HERE}",
        "docker push HUB/demousr/demorep",
        "docker push HUB/demousr/demorep:nope",
        "docker push HUB/demousr/nope:1",
        "docker push nope",
        "docker push UP",
        "docker push 127.0.0.1:1/nope",
        "docker tag myimage:0.1 HUB/demousr/demorep:2.0",
        "docker push -a HUB/demousr/demorep",
        "docker push -q HUB/demousr/demorep:2.0",
        "docker tag myimage:0.1 HUB/teacherdemo/demorep:1.0",
        "docker push HUB/teacherdemo/demorep:1.0",
        "docker tag myimage:0.1 HUB/library/myimage",
        "docker push HUB/library/myimage",
        "docker images --digests | sort",
        "docker inspect -f '{{.RepoDigests}}' myimage:0.1",
    ),
    "pull": (
        *PUSHED,
        "docker logout HUB",
        f"docker rmi myimage:0.1 {HERE}",
        "docker images -a --format '{{.Repository}}:{{.Tag}} {{.Size}}' | sort",
        f"docker pull {HERE}",
        f"docker pull {HERE}",
        f"docker pull -q {HERE}",
        "docker images --digests",
        f"docker history {HERE}",
        f"docker inspect -f '{{{{.RepoDigests}}}} [{{{{.Parent}}}}]' {HERE}",
        "docker pull HUB/demousr/demorep",
        "docker pull HUB/demousr/nope:1",
        "docker pull HUB/teacherdemo/welcome:1",
        "docker pull -a HUB/demousr/demorep",
        "docker pull HUB/demousr/demorep@sha256:" + "0" * 64,
        "docker pull $(docker images --digests --format '{{.Repository}}@{{.Digest}}')",
        "docker pull UP",
        "docker pull scratch",
        "docker rmi $(docker images --digests --format '{{.Repository}}@{{.Digest}}')",
        f"docker rmi {HERE}",
        f"docker pull {HERE}",
        f"docker tag {HERE} keep",
        f"docker rmi {HERE}",
        f"docker pull {HERE}",
        "docker rmi keep",
        f"docker rmi $(docker images -q {HERE})",
        f"printf 'FROM {HERE}\\nLABEL a=b\\n' | docker build -t x:2 -",
        f"docker rmi {HERE}",
        "docker rmi x:2",
        "docker images -a --format '{{.Repository}}:{{.Tag}} {{.Size}}' | sort",
    ),
    "save and load": (
        BUILD,
        "docker tag myimage:0.1 demousr/demorep:1.0",
        "docker save nope",
        "docker save -o a.tar myimage:0.1 demousr/demorep:1.0",
        "docker rmi myimage:0.1 demousr/demorep:1.0",
        "docker load -i a.tar",
        "docker load -q -i a.tar",
        "docker images | sort",
        "docker save -o b.tar $(docker images -q myimage)",
        "docker rmi myimage:0.1 demousr/demorep:1.0",
        "docker load -q < b.tar",
        "docker images",
    ),
    "events": (
        "sleep 1.1; date +%s > since",
        *PUSHED,
        f"docker rmi myimage:0.1 {HERE}",
        f"docker pull {HERE}",
        f"docker pull {HERE}",
        f"docker tag {HERE} keep",
        "docker save -o c.tar keep",
        f"docker rmi keep {HERE}",
        "docker load -q -i c.tar",
        "docker image prune -af",
        (
            "sleep 1.1; docker events --since $(cat since) --until $(date +%s) --filter type=image "
            "--format '{{.Action}} {{.ID}} {{json .Actor.Attributes}}'"
        ),
        (
            "docker events --since $(cat since) --until $(date +%s) --filter event=pull "
            "--format '{{.ID}} {{.Scope}} {{.Type}}'"
        ),
        (
            f"docker events --since $(cat since) --until $(date +%s) --filter image={HERE} "
            "--format '{{.Action}}'"
        ),
        "docker events --since 5 --until 3",
    ),
}

_HEX = re.compile(r"\b(?:sha256:)?(?:[0-9a-f]{64}|[0-9a-f]{12})\b")
_AGE = re.compile(r"Less than a second ago|About a minute ago|\d+ (?:second|minute)s? ago")
_LAYER = re.compile(r"^ID\d+: ")


def masked(text: str, seen: list[str]) -> str:
    """Number the IDs of an output in the order in which they came up, and mask ages."""

    def number(match: re.Match[str]) -> str:
        digits = match[0].removeprefix("sha256:")
        for position, other in enumerate(seen):
            if digits.startswith(other) or other.startswith(digits):
                return f"ID{position}"
        seen.append(digits)
        return f"ID{len(seen) - 1}"

    text = _AGE.sub("AGE", _HEX.sub(number, text))
    return "\n".join(_calm([re.sub(r" +", " ", line) for line in text.split("\n")]))


def _calm(lines: list[str]) -> list[str]:
    """Layers come and go at the same time: leave their order, and which is which, out.

    A small layer is verified so fast that dockerd does not always come to say it.
    """
    layers = [_LAYER.sub("LAYER: ", line) for line in lines if _LAYER.match(line)]
    others = [line for line in lines if not _LAYER.match(line)]
    return sorted(line for line in layers if line != "LAYER: Verifying Checksum") + others


def transcript(client: Client, hub: str, lines: tuple[str, ...]) -> list[str]:
    """Type the lines and write down everything that came of them."""
    client.run("docker rmi -f $(docker images -aq)")
    client.run("docker rmi -f $(docker images -aq)")
    seen: list[str] = []
    result: list[str] = []
    for line in lines:
        done = client.run(line.replace("HUB", hub))
        result.append(
            f"$ {line}\n{masked(done.stdout, seen)}\n! {masked(done.stderr, seen)}\n"
            f"= {done.returncode}"
        )
    return "\n".join(result).split("\n")


@pytest.mark.parametrize("scenario", SCENARIOS)
@pytest.mark.slow
def test_answers_like_dockerd(
    scenario: str,
    docker_cli: str,
    dockerd: str,
    practice_engine: RunningEngine,
    practice_hub: RunningHub,
    short_folder: Path,
    myimage: Path,
) -> None:
    lines = SCENARIOS[scenario]
    theirs = transcript(
        Client(docker_cli, dockerd, short_folder, "theirs"), practice_hub.host, lines
    )
    ours = transcript(
        Client(docker_cli, practice_engine.address, short_folder, "ours"), practice_hub.host, lines
    )
    difference = "\n".join(difflib.unified_diff(theirs, ours, "dockerd", "ours", lineterm=""))
    assert not difference, difference
