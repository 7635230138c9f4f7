"""What is typed to a real dockerd and to ours: lines by scenario; `HUB` stands for a registry's address."""

import base64
import json

from tests.engine.like_dockerd.container_lines import CONTAINER_SCENARIOS
from tests.engine.serving import PASSWORD

HERE = "HUB/demousr/demorep:1.0"
LOG_IN = f"echo '{PASSWORD}' | docker login -u demousr --password-stdin HUB"
BUILD = "docker build -q -t myimage:0.1 myimage"
AUTH = base64.urlsafe_b64encode(
    json.dumps({"username": "demousr", "password": PASSWORD}).encode()
).decode()
UNSEEN = "for file in hello message.txt; do date +%s%N > myimage/$file; done"
"""Makes the layers others than any that a dockerd may have seen before, which it remembers for ever."""
PUSHED = (BUILD, f"docker tag myimage:0.1 {HERE}", LOG_IN, f"docker push {HERE}")


def pushed_as(name: str) -> tuple[str, str]:
    """Lines that push the image under one more name."""
    return f"docker tag myimage:0.1 HUB/demousr/{name}", f"docker push HUB/demousr/{name}"


def api(method: str, path: str, auth: str = "") -> str:
    """A line that asks the engine itself, and gives the refusal as a client would."""
    header = f"-H 'X-Registry-Auth: {auth}' " if auth else ""
    return (
        f"curl -sg --unix-socket ${{DOCKER_HOST#unix://}} -X {method} {header}'http://d/v1.41{path}' "
        """| sed 's/^{"message":"\\(.*\\)"}$/\\1/' >&2; false"""
    )


SCENARIOS: dict[str, tuple[str, ...]] = {
    "addresses that Go does not read": tuple(
        f'echo x | docker login -u demousr --password-stdin "{address}"'
        for address in (
            *(
                "[",
                "[x",
                "localhost:5000]",
                "[::1",
                " ",
                "a b",
                "x:y",
                "%zz",
                "a%20b",
                "%2",
                "a:1:b",
            ),
            *(
                "a@b@:x",
                "é:x",
                "a^b",
                "a\\`b",
                "a|b",
                "a\\b",
                "{}",
                "YOUR_REGISTRY:PORT",
                "a b@c",
                "$(printf 'a\\tb')",
                "a%4@b",
            ),
        )
    ),
    "build parameters": (
        "printf 'FROM scratch\\nLABEL a=b\\n' > Dockerfile; docker build -q -t p:1 .",
        *(
            f"docker build -t p:2 --platform '{platform}' - < Dockerfile"
            for platform in (
                *("foobar", "a/b/c/d", " ", "linux/", "/amd64", "li nux", "windows/amd64"),
                *("darwin", "plan9/x", "LINUX", "x86_64", "Windows", "linux/amd64"),
            )
        ),
        *(
            f"printf 'FROM --platform={platform} scratch\\nLABEL a=b\\n' | docker build -"
            for platform in ("foobar", "windows", "a/b/c/d", "linux", "$TARGET", "")
        ),
        "printf 'FROM p:1\\nLABEL a=c\\n' | docker build --platform windows -",
        *(
            f"docker build --isolation {isolation} - < Dockerfile"
            for isolation in ("hyperv", "process", "foo", "default", "DEFAULT")
        ),
        "docker build --security-opt seccomp=x - < Dockerfile",
        "docker tag p:1 sha256:1",
        "docker tag p:1 sha256",
        "docker tag p:1 docker.io/library/sha256:x",
        "docker tag p:1 a/sha256:1",
        "docker tag p:1 sha512:1",
        "docker build -t p:3 -t sha256:1 -t p:4 - < Dockerfile",
        "docker images | sort",
    ),
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
    "compressed contexts": (
        "docker build --compress -t c:1 myimage",
        "tar c -C myimage . | gzip | docker build -t c:2 -",
        "tar c -C myimage . | bzip2 | docker build -t c:3 -",
        "tar c -C myimage . | xz | docker build -t c:4 -",
        # The client dates what it compresses, which takes a byte more or less.
        "docker build --compress -q -t c:5 - < myimage/Dockerfile 2>&1 | sed 's/daemon .*/daemon/' >&2; false",
        "docker inspect -f '{{json .RootFS}}' c:1 c:2 c:3 c:4",
        "docker images -q | sort -u | wc -l",
    ),
    "a file system": (
        (
            "rm -rf fs && mkdir -p fs/d/s fs/m && cd fs && echo f > f && echo a > d/a && echo b > d/s/b && ln -s d ld "
            "&& ln -s f lf && ln -s loop loop && ln -s /nowhere lb && echo x > m/f && ln m/f m/h && tar cf t.tar -C m f "
            "&& tar cf h.tar -C m f h && tar --delete -f h.tar f && mkdir -p m/f.d/f "
            "&& touch m/f.d/f/x && tar cf in.tar -C m/f.d f/x && head -c 700 t.tar > bare.tar "
            "&& head -c 2000 /dev/zero > m/big && tar c -C m big | head -c 1000 > cut.tar"
        ),
        *(
            f"printf 'FROM scratch\\n{steps}\\n' > fs/Dockerfile && docker build fs"
            for steps in (
                *("COPY f /x\\nCOPY d /x", "COPY f /x\\nCOPY d /x/y", "COPY f /x\\nCOPY f /x/y"),
                *("COPY f /x\\nCOPY f /x/", "COPY f /x\\nADD d /x", "COPY f /x\\nCOPY d /x/y/z"),
                *("COPY . /\\nCOPY f /lf/", "COPY . /\\nCOPY d /lf", "COPY f /x\\nCOPY f* /x/"),
                *(
                    "COPY f /x\\nWORKDIR /x",
                    "COPY f /x\\nWORKDIR /x/y/z",
                    "COPY . /\\nWORKDIR /lf/",
                ),
                *(
                    "COPY loop /x",
                    "COPY f/a /x",
                    "COPY lf/a /x",
                    "COPY d/a/ /x/",
                    "COPY d/a/. /x/",
                    'WORKDIR ""',
                ),
                *("COPY f /x\\nADD t.tar /x", "COPY f /x\\nADD t.tar /x/y", "ADD h.tar /"),
                *(
                    "COPY d /h\\nADD h.tar /",
                    "COPY d /f\\nADD h.tar /",
                    "COPY f /f\\nADD in.tar /",
                    "ADD cut.tar /",
                    "ADD bare.tar /",
                ),
                *("STOPSIGNAL foo", "STOPSIGNAL 0", 'STOPSIGNAL ""', "STOPSIGNAL SIGFOO"),
                *("STOPSIGNAL sigkill", "STOPSIGNAL RTMIN+3", "STOPSIGNAL -1"),
            )
        ),
        *(
            (
                f"printf 'FROM scratch\\nWORKDIR /app/\\nWORKDIR {path}\\nCMD a\\n' "
                "| docker build -q -t w:1 - && docker inspect -f '{{json .Config.WorkingDir}}' w:1"
            )
            for path in ("/q/", "q/", ".", "./", "../", "/", "//", "/a//b", "/a/../b/", "a/./b")
        ),
    ),
    "times": (
        "printf 'FROM scratch\\nLABEL a=b\\n' > Dockerfile; docker build -q .",
        *(
            f"docker image prune -f --filter 'until={time}'"
            for time in (
                *("2020-01-01", "2020-01-01T00", "2020-01-01T00:00", "2020-01-01T00:00:00", "24h"),
                *("2020-01-01T00:00:00Z", "2020-01-01T00:00:00.5", "2020-01-01T00:00:00+02:00"),
                *(
                    "2020-01-01Z",
                    "2020-01-01T00:00Z",
                    "2020-01-01-02:00",
                    "1h30m",
                    "+1h",
                    "1.5h",
                    ".5h",
                ),
                *(
                    "0",
                    "1577836800",
                    "1577836800.5",
                    "1577836800.1234567890",
                    "20200101",
                    "100000000000µs",
                ),
                *(
                    "yesterday",
                    "2020-13-01",
                    "2020-1-1",
                    "2020-02-30",
                    "2020-01-01T25:00:00Z",
                    "-5",
                ),
                *("2020-01-01T00:60", "2020-01-01T00:00:61", "2020-01-01T00:00:00.123456789123Z"),
                *(
                    "2020-01-01T0:0:0",
                    "2020-01-01 00:00:00",
                    "2020-01-01T",
                    "2020-",
                    "-",
                    "1d",
                    "1 h",
                ),
                *(
                    "1e3",
                    "",
                    " ",
                    "99999999999999999999",
                    "1577836800.",
                    "1577836800.x",
                    "h",
                    "1h1",
                ),
                *("9999999h", "2020-01-01z", "2020-01-01T00:00:00+0200", "today-1", "2021-02-29"),
                *("2020-01-01T00+02:00", "1.5", "-1.5", "+5", "1577836800.-5"),
            )
        ),
        "docker images -aq | wc -l",
        "docker image prune -f --filter until=-24h | tail -1",
        "docker images -aq | wc -l",
        *(
            f"docker events --since '{since}' --until 2"
            for since in ("1970-01-01", "1", "yesterday", "5", "1970-01-01T00:00:01Z")
        ),
        *(
            api("GET", f"/events?since={since}&until=2")
            for since in ("yesterday", "1970-01-01", "1.x", "1.", "99999999999999999999", "5")
        ),
    ),
    "prune after a push": (
        *PUSHED,
        "docker image prune -af",
        "docker images -a",
        *PUSHED,
        "docker tag myimage:0.1 HUB/demousr/other:1",
        "docker push HUB/demousr/other:1",
        "docker tag myimage:0.1 HUB/demousr/other:2",
        "docker rmi myimage:0.1 HUB/demousr/demorep:1.0",
        "docker image prune -af",
        "docker images -a",
    ),
    "health checks": (
        *(
            (
                f"printf 'FROM scratch\\nHEALTHCHECK {check}\\n' | docker build -t h:1 - "
                "&& docker inspect -f '{{json .Config.Healthcheck}}' h:1"
            )
            for check in (
                *("NONE", "none", "NONE x", "CMD x", "cmd x  y", 'CMD ["x", "y z"]', "CMD", ""),
                *("x", "CMD []", 'CMD ["x", 1]', 'CMD ["x"', "--interval=5s CMD x", "CMD \\\\\n x"),
                *(
                    "--interval=90m --timeout=1500ms --start-period=1h1s --retries=3 CMD x",
                    "--retries=0 CMD x",
                    "--retries=-1 CMD x",
                    "--retries=x CMD x",
                    "--retries=99999999999 CMD x",
                    "--retries=65 CMD x",
                    "--retries=39 CMD x",
                    "--retries=10 CMD x",
                    "--retries=55555 CMD x",
                    "--retries=2000000 CMD x",
                    "--interval=1us CMD x",
                    "--interval=999us CMD x",
                    "--interval=1ms CMD x",
                    "--interval=x CMD x",
                    "--interval=5 CMD x",
                    "--interval=5x CMD x",
                    "--interval=1h5 CMD x",
                    "--interval=5.s5s CMD x",
                    "--interval=.s CMD x",
                    "--interval=1-s CMD x",
                    "--timeout=0 CMD x",
                    "--start-period=-1s CMD x",
                    "--interval= CMD x",
                    "--interval CMD x",
                    "--foo=1 CMD x",
                    "--foo=1 NONE",
                    "--interval=1s --interval=2s CMD x",
                    "--start-interval=1s CMD x",
                    "--interval=1.5s --timeout=1m CMD x",
                ),
                *('CMD echo "a" $B', "CMD é \\t", "CMD a\\\\nb"),
            )
        ),
        'printf \'FROM scratch\\nHEALTHCHECK CMD a b\\nHEALTHCHECK CMD ["c","d"]\\nHEALTHCHECK NONE\\n\' | docker build -t h:2 -',
        "docker history --no-trunc h:2",
        "printf 'FROM h:1\\nHEALTHCHECK CMD q\\n' | docker build -t h:3 -",
        "printf 'FROM h:1\\nCMD q\\n' | docker build -q -t h:4 - && docker inspect -f '{{json .Config.Healthcheck}}' h:4",
    ),
    "triggers": (
        *(
            (
                f"printf 'FROM scratch\\nONBUILD {trigger}\\n' | docker build -t t:1 - "
                "&& docker inspect -f '{{json .Config.OnBuild}}' t:1"
            )
            for trigger in (
                *("CMD x", "cmd  x  y", "", "ONBUILD CMD x", "onbuild x", "FROM x", "MAINTAINER x"),
                *(
                    "FOO x",
                    "ENV a",
                    "ENV a=1 b=2",
                    "CMD [1]",
                    "COPY a",
                    "WORKDIR",
                    "HEALTHCHECK",
                    "from",
                ),
                *("--x CMD y", "LABEL a=$B", "ARG", "CMD a \\\\\n b", "  USER x", "MAINTAINER"),
            )
        ),
        "mkdir -p w && echo f > w/f && touch -d @1700000000 w/f",
        (
            "printf 'FROM scratch\\nONBUILD ENV A=1\\nONBUILD LABEL a=$A\\nONBUILD WORKDIR /w\\nONBUILD COPY f ./\\n"
            "ONBUILD HEALTHCHECK CMD y\\nONBUILD CMD z\\n' | docker build -t t:2 -"
        ),
        "docker history t:2",
        "printf 'FROM t:2\\nLABEL b=$A\\n' > w/Dockerfile; docker build -t t:3 w",
        "docker build -t t:3 w",
        "docker inspect -f '{{json .Config}} {{json .RootFS}}' t:3 | sed 's/\"Image\":[^,]*//'",
        "docker history --no-trunc t:3",
        "printf 'FROM t:3\\nLABEL c=d\\n' | docker build -t t:4 -",
        "printf 'FROM t:2 AS one\\nFROM one\\nLABEL c=d\\n' > w/Dockerfile; docker build -t t:5 w",
        "printf 'FROM scratch AS one\\nONBUILD LABEL a=b\\nFROM one\\nLABEL c=d\\n' | docker build -t t:6 -",
        "printf 'FROM scratch\\nONBUILD LABEL a=b\\n' | docker build -q -t t:7 -; printf 'FROM t:7\\n' | docker build -t t:8 -",
        "printf 'FROM t:7\\n' | docker build --no-cache -t t:8 -",
        *(
            f"printf 'FROM scratch\\nONBUILD {trigger}\\n' | docker build -q -t t:9 -; printf 'FROM t:9\\nLABEL c=d\\n' | docker build -"
            for trigger in ("FOO x", "COPY nope /", "USER", "EXPOSE x", "SHELL x", "LABEL ${a")
        ),
        "docker import --change 'ONBUILD LABEL a=b' --change 'ONBUILD ENV x=y' - t:10 < /dev/null",
        "printf 'FROM t:10\\nLABEL c=d\\n' | docker build -t t:11 -",
    ),
    "signals and shells": (
        *(
            (
                f"printf 'FROM scratch\\n{line}\\nCMD x\\nENTRYPOINT y\\n' | docker build -t s:1 - "
                "&& docker inspect -f '{{json .Config}}' s:1 | sed 's/\"Image\":[^,]*//'"
            )
            for line in (
                *(
                    'SHELL ["a", "b c"]',
                    "SHELL []",
                    "SHELL a",
                    "SHELL",
                    'SHELL ["a", 1]',
                    'shell ["$A"]',
                ),
                *('SHELL ["é", "\\\\""]', 'SHELL ["a"] x', 'SHELL --x ["a"]', 'SHELL ["a",]'),
                *("STOPSIGNAL SIGTERM", "STOPSIGNAL term", "STOPSIGNAL SIGterm", "STOPSIGNAL 99"),
                *(
                    "STOPSIGNAL 9 9",
                    "STOPSIGNAL",
                    "STOPSIGNAL 09",
                    "STOPSIGNAL +9",
                    "STOPSIGNAL 0x9",
                ),
                *(
                    "ARG S=9\\nSTOPSIGNAL $S",
                    "STOPSIGNAL $S",
                    "STOPSIGNAL RTMIN+15",
                    "STOPSIGNAL RTMIN+16",
                ),
                *(
                    "STOPSIGNAL RTMAX",
                    "STOPSIGNAL 99999999999999999999",
                    'STOPSIGNAL "9"',
                    "STOPSIGNAL SIG",
                ),
                *(
                    "STOPSIGNAL --x 9",
                    "ARG --x y",
                    "USER --x y",
                    "VOLUME --x y",
                    "LABEL --x a=b",
                    "EXPOSE --x 1",
                    "STOPSIGNAL 9\\nSTOPSIGNAL KILL",
                    'CMD ["a\\\\u00e9<&"]',
                    'CMD a "b" \\t',
                ),
            )
        ),
    ),
    "import": (
        (
            "mkdir -p t && echo f > t/f && touch -d @1700000000 t t/f && tar cf t.tar -C t . && gzip -kf t.tar && bzip2 -kf t.tar "
            "&& xz -kf t.tar && head -c 600 t.tar > cut.tar && : > empty.tar && echo text > text.tar"
        ),
        "docker import t.tar imp:1",
        "docker import - imp:2 < t.tar",
        *(f"docker import t.tar.{kind} imp:{kind}" for kind in ("gz", "bz2", "xz")),
        "docker import t.tar",
        "docker import t.tar imp",
        "docker import -m 'a message' t.tar msg:1",
        "docker inspect -f '{{json .RootFS}} {{json .Config}} {{.Comment}} {{.Os}} {{.Architecture}} {{.Author}}' imp:1 imp:gz msg:1",
        "docker history --no-trunc imp:1 | cut -c 1-200",
        "docker history msg:1",
        *(
            f"docker import --change '{change}' t.tar ch:1 && docker inspect -f '{{{{json .Config}}}}' ch:1"
            for change in (
                'CMD ["/f"]',
                *("CMD a b", "ENTRYPOINT x", "ENV A=1 B=$A", "EXPOSE 80", "LABEL a=b", "USER u"),
                *("VOLUME /v", "WORKDIR /w/", "WORKDIR w", "ONBUILD CMD x", "HEALTHCHECK NONE"),
                *("cmd x", "ENV A=1\nENV B=$A", "# nothing\nCMD x", ""),
                *("COPY a b", "RUN x", "FROM x", "STOPSIGNAL 9", 'SHELL ["a"]', "ARG a", "FOO x"),
                *("ENV A", "EXPOSE x", "WORKDIR", "MAINTAINER me", "CMD [1]", "LABEL", "ADD a b"),
            )
        ),
        "docker import --change 'ENV A=1' --change 'WORKDIR $A' --change 'WORKDIR $A' t.tar ch:2",
        "docker inspect -f '{{json .Config}}' ch:2",
        "docker import --platform linux t.tar pl:1",
        *(f"docker import {file}.tar bad:1" for file in ("cut", "text")),
        "docker import empty.tar bad:2",
        "docker import nope.tar bad:3",
        "docker import t.tar UP:1",
        "docker import t.tar x@sha256:" + "0" * 64,
        "docker import t.tar a:b:c",
        "docker images | grep -v none | sort",
        "docker images -q | sort -u | wc -l",
        "docker save imp:1 | docker load",
    ),
    "parameters of questions": (
        BUILD,
        *(
            api("GET", path)
            for path in (
                *(
                    "/networks/host?verbose=x",
                    "/networks/host?scope=swarm",
                    "/networks/none?scope=x",
                ),
                *(
                    "/images/json?filters=x",
                    "/images/search?term=x&limit=101",
                ),
                *("/images/search?term=x&limit=x", "/images/search?term=x&limit=-1"),
                *("/images/get?names=nope", "/images/get?names=nope:1", "/images/nope/history"),
            )
        ),
    ),
    "distribution": (
        *PUSHED,
        *(
            api("GET", f"/distribution/{name}/json", auth)
            for auth in ("", AUTH)
            for name in (
                *(HERE, "HUB/demousr/demorep", "HUB/demousr/demorep:nope", "HUB/demousr/nope:1"),
                *(
                    "HUB/teacherdemo/exam:1",
                    "HUB/demousr/demorep@sha256:" + "0" * 64,
                    "UP",
                    "a:b:c",
                ),
                *("sha256:" + "0" * 64, "0" * 64),
            )
        ),
    ),
    "what there is none of": (
        "docker volume ls",
        "docker volume ls -f dangling=x",
        "docker volume ls -f foo=x",
        "docker volume inspect nope",
        "docker volume rm nope",
        "docker volume rm -f nope",
        "docker volume prune -f --filter foo=x",
        "docker network ls --format '{{.Name}} {{.Driver}} {{.Scope}}' | sort",
        *(
            f"docker network ls -q -f {condition} | wc -l"
            for condition in (
                *("name=host", "name=o", "id=x", "type=builtin", "type=custom", "driver=null"),
                *("scope=local", "scope=swarm", "label=a", "dangling=true", "dangling=false"),
            )
        ),
        "docker network ls -f type=x",
        "docker network ls -f dangling=x",
        "docker network ls -f foo=x",
        "docker network inspect host none -f '{{.Name}} {{.Driver}} {{.Containers}}'",
        "docker network inspect nope",
        "docker network rm host",
        "docker network rm nope",
        *(
            f"docker {kind} prune -f{filters}"
            for kind in ("system", "container", "network")
            for filters in (
                "",
                " --filter until=1h",
                " --filter until=yesterday",
                " --filter foo=x",
            )
        ),
        "docker container prune -f --filter until=1h --filter until=2h",
        "docker builder prune -f",
        "docker builder prune -af --filter until=24h",
        "docker builder prune -f --filter until=yesterday",
        "docker builder prune -f --filter foo=x",
        "docker plugin ls",
        "docker plugin ls -f enabled=x",
        "docker plugin ls -f foo=x",
        "docker plugin rm nope",
        "docker plugin inspect nope",
        *(
            api(method, path)
            for method, path in (
                *(("POST", "/build/prune?keep-storage=x"), ("POST", "/build/prune?filters=[")),
                *(("POST", "/build/cancel"), ("GET", "/volumes?filters=[")),
                *(
                    ("GET", "/networks/host/x"),
                    ("DELETE", "/volumes/nope"),
                    ("DELETE", "/networks/none"),
                ),
            )
        ),
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
        "sleep 1.1; date +%s.%N > since",
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
    "build, more ways": (
        BUILD,
        "docker build -t a -f myimage/Dockerfile myimage",
        "docker build -t b - < myimage/Dockerfile",
        "tar c -C myimage . | docker build -q -t c -",
        "cat myimage/Dockerfile | docker build -q -f - -t d myimage",
        "docker build a b",
        "docker build --nope .",
        "docker build -f ../there-is-none myimage",
        "docker build -t '' myimage",
        "docker image build -q -t e:1 myimage",
        "docker build -q --iidfile id -t f:1 myimage; wc -c < id",
    ),
    "images, more ways": (
        BUILD,
        "docker images --filter since=nope",
        "docker images a b",
        "docker images --filter until=x",
        "docker images --filter 'reference=['",
        "docker images '['",
        "docker images --format '{{.Nope}}'",
        "docker images --nope",
        "docker images UP",
        "docker images --filter x",
        "docker image ls --filter label",
    ),
    "tag, more ways": (
        BUILD,
        "docker tag myimage:0.1 localhost:5000/x/y:1",
        "docker image tag myimage:0.1 a.b/c",
        "docker tag $(docker images -q --no-trunc myimage) x",
        "docker tag $(docker images -q myimage | cut -c1-6) short:1",
        "docker tag sha256:" + "0" * 64 + " x",
        "docker tag myimage:0.1 x:" + "a" * 129,
        "docker tag myimage:0.1 " + "a" * 256,
        "docker tag myimage:0.1 ''",
        "docker tag '' x",
        "docker tag myimage:0.1 x:1:2",
        "docker images | sort",
    ),
    "remove, more ways": (
        BUILD,
        "docker tag myimage:0.1 x:1",
        "docker rmi x:1 x:1",
        "docker rmi -f $(docker images -q myimage | cut -c1-5)",
        "docker rmi ''",
        "docker rmi 'a b'",
        "docker image rm nope",
        "docker rmi sha256:" + "0" * 64,
        "docker rmi nope@sha256:" + "0" * 64,
        BUILD,
        "docker image rm myimage:0.1",
        BUILD,
        "docker image remove myimage:0.1",
        "docker rmi --nope x",
    ),
    "inspect, more ways": (
        BUILD,
        "docker inspect",
        "docker image inspect",
        "docker inspect --type nope myimage:0.1",
        "docker inspect --type image nope",
        "docker inspect -f '{{.Nope}}' myimage:0.1",
        "docker inspect -f '{{' myimage:0.1",
        "docker inspect --type image -f '{{.Id}}' myimage:0.1",
        "docker image inspect -f '{{len .RootFS.Layers}}' myimage:0.1 nope",
        "docker inspect -f '{{.Created}} {{.Comment}} {{.Author}}' myimage:0.1",
        "docker image inspect 'a b'",
        "docker inspect myimage:0.1",
    ),
    "history": (
        BUILD,
        "docker history",
        "docker history a b",
        "docker history UP",
        "docker history " + "0" * 64,
        "docker history 000000000000",
        "docker history myimage:0.2",
        "docker history --format '{{.Nope}}' myimage:0.1",
        "docker history --format '{{.ID}} {{.CreatedBy}} {{.Size}}' myimage:0.1",
        "docker history -q myimage:0.1",
        "docker image history myimage:0.1",
        "docker history --no-trunc --format '{{.CreatedBy}}' myimage:0.1",
        "docker history -H=false --format '{{.Size}}' $(docker images -q)",
        "docker history nope@sha256:" + "0" * 64,
        "docker history ''",
    ),
    "save": (
        BUILD,
        "docker save",
        "docker save -o nope/a.tar myimage:0.1",
        "docker save UP",
        "docker save -o a.tar myimage:nope",
        "docker save -o a.tar myimage:0.1 nope",
        "ls a.tar",
        "docker image save -o b.tar myimage:0.1",
        "docker save -o c.tar $(docker images -q --no-trunc myimage)",
        "docker save -o d.tar myimage",
        "DOCKER_API_VERSION=1.41 docker save myimage:0.1 > e.tar",
        "docker save -o f.tar 'a b'",
        "tar xOf e.tar manifest.json",
        "tar xOf e.tar repositories",
        "tar tf e.tar | wc -l",
    ),
    "load": (
        BUILD,
        "docker save -o a.tar myimage:0.1",
        "docker rmi myimage:0.1",
        "docker load -i nope.tar",
        "docker load x",
        "docker load --nope",
        "printf x | docker load",
        "printf x | docker load -q",
        "head -c 600 /dev/zero | tr '\\0' x | docker load",
        "docker load --input a.tar",
        "docker image load -i a.tar",
        "docker load < a.tar",
        "gzip -c a.tar | docker load",
        "cat a.tar | docker load -q",
        "docker images",
    ),
    "log in, more ways": (
        LOG_IN,
        "docker login HUB",
        f"docker login -u demousr -p '{PASSWORD}' HUB",
        f"echo '{PASSWORD}' | docker login -u demousr --password-stdin http://HUB",
        f"echo '{PASSWORD}' | docker login --username demousr --password-stdin HUB/v2/",
        "docker login -u demousr -p x HUB",
        "docker login -p x HUB",
        "printf '' | docker login -u demousr --password-stdin HUB",
        "docker login -u demousr -p '' HUB",
        "docker login -u demousr --password-stdin HUB",
        "echo x | docker login -u demousr -p y --password-stdin HUB",
        "docker login a b",
        "docker logout HUB",
        "docker login HUB",
        "docker login -u demousr HUB",
        f"echo '{PASSWORD}' | docker login -u Demousr --password-stdin HUB",
        f"echo '{PASSWORD} ' | docker login -u demousr --password-stdin HUB",
        f"echo '{PASSWORD}' | docker login -u demousr@example.com --password-stdin HUB",
        f"printf '%s' '{PASSWORD}' | docker login -u demousr --password-stdin HUB",
        "docker logout a b",
        "docker logout HUB",
    ),
    "push to others": (
        UNSEEN,
        *PUSHED,
        "docker tag myimage:0.1 HUB/teacherdemo/demorep:1.0",
        "docker push HUB/teacherdemo/demorep:1.0",
        "docker tag myimage:0.1 HUB/library/myimage",
        "docker push HUB/library/myimage",
        f"docker push {HERE}",
        "docker logout HUB",
        f"docker push {HERE}",
        "docker tag myimage:0.1 HUB/demousr/other:1",
        "docker push HUB/demousr/other:1",
        "docker pull HUB/teacherdemo/exam:1",
        LOG_IN,
        "docker pull HUB/teacherdemo/exam:1",
        "docker tag myimage:0.1 HUB/teacherdemo/exam:1",
        "docker push HUB/teacherdemo/exam:1",
    ),
    "a stranger": (
        *PUSHED,
        "docker logout HUB",
        f"docker rmi myimage:0.1 {HERE}",
        f"docker pull {HERE}",
        "docker pull HUB/demousr/demorep",
        "docker pull HUB/demousr/nope:1",
        "docker pull -a HUB/demousr/demorep",
        "docker pull HUB/demousr/demorep@sha256:" + "0" * 64,
        f"printf 'FROM {HERE}\\nLABEL a=b\\n' | docker build -t x:2 -",
        "docker images --digests | sort",
    ),
    "push elsewhere": (
        UNSEEN,
        *PUSHED,
        *pushed_as("other:1"),
        *pushed_as("another:1"),
        f"docker push {HERE}",
        *pushed_as("third:1"),
        "docker rmi -f $(docker images -q | head -n 1)",
        "docker pull HUB/demousr/other:1",
        "docker tag HUB/demousr/other:1 HUB/demousr/fourth:1",
        "docker push HUB/demousr/fourth:1",
        "docker rmi -f $(docker images -q | head -n 1)",
        BUILD,
        *pushed_as("fifth:1"),
    ),
    "push, more ways": (
        *PUSHED,
        "docker push",
        "docker push a b",
        "docker push HUB/demousr/demorep:a:b",
        "docker push HUB/demousr/demorep@sha256:" + "0" * 64,
        f"docker image push {HERE}",
        "docker push -a HUB/demousr/demorep:1.0",
        f"docker push --quiet {HERE}",
        "docker push HUB/demousr/DEMO:1",
    ),
    "pull, more ways": (
        *PUSHED,
        "docker pull",
        "docker pull a b",
        "docker pull HUB/demousr/demorep:a:b",
        "docker pull -a HUB/demousr/demorep:1.0",
        "docker pull HUB/demousr/demorep:UP",
        "docker pull HUB/demousr/DEMO:1",
        f"docker pull --platform linux/arm64 {HERE}",
        f"docker pull --platform nope/x/y/z {HERE}",
        f"docker rmi {HERE}",
        f"docker image pull {HERE}",
        "docker pull -a -q HUB/demousr/demorep",
        "docker pull HUB/demousr/demorep@sha256:12",
    ),
    "what else is refused": (
        BUILD,
        "printf 'FROM scratch AS a\\nFROM scratch AS a\\n' | docker build -",
        "printf 'ARG X\\nFROM $X\\n' | docker build -",
        "printf 'FROM scratch\\nCOPY --from=5 a /\\n' | docker build -",
        "printf 'FROM scratch\\nCOPY http://x/y /\\n' | docker build -",
        "printf 'FROM scratch\\nENV =x\\n' | docker build -",
        "printf 'FROM scratch\\nARG =x\\n' | docker build -",
        "printf 'FROM scratch\\nEXPOSE\\n' | docker build -",
        "printf 'FROM scratch\\nSHELL x\\n' | docker build -",
        "printf 'FROM scratch\\nVOLUME [\"\"]\\n' | docker build -",
        "printf 'FROM scratch\\nEXPOSE 80/x\\n' | docker build -",
        "printf 'FROM scratch\\nCOPY --chown=1 --chown=2 a /\\n' | docker build -",
        "printf 'FROM scratch\\nCOPY --chown a /\\n' | docker build -",
        "printf 'FROM scratch\\nCOPY hello message.txt /x\\n' > myimage/D; docker build -f myimage/D myimage",
        "printf 'FROM scratch\\nCOPY hello /d/x\\nCOPY hello /d\\n' > myimage/D; docker build -f myimage/D myimage",
        "printf 'FROM scratch\\nCOPY --chown=a:b:c hello /\\n' > myimage/D; docker build -f myimage/D myimage",
        "rm myimage/D",
        "printf 'FROM scratch\\nLABEL a=b\\nCOPY --from=0 a /\\n' | docker build -q -",
        "printf '# escape=x\\nFROM scratch\\n' | docker build -",
        "printf '# escape=`\\n# escape=`\\nFROM scratch\\n' | docker build -",
        "printf 'FROM scratch\\nENV a=${\\n' | docker build -",
        "printf 'FROM scratch\\nENV a=${b:-\\n' | docker build -",
        "printf 'FROM scratch\\nENV a=${}\\n' | docker build -",
        "printf 'FROM scratch\\nENV a=${b:x}\\n' | docker build -",
        "printf 'FROM scratch\\nENV a=${b?}\\n' | docker build -",
        "printf 'FROM scratch\\nARG b=\\nENV a=${b:?}\\n' | docker build -q -",
        'printf "FROM scratch\\nUSER \'a\\n" | docker build -',
        "{ printf 'FROM scratch\\nLABEL a='; head -c 66000 /dev/zero | tr '\\0' x; } | docker build -",
        "docker build -t x@sha256:" + "0" * 64 + " myimage",
        "docker rmi ' '",
        "docker image prune -f --filter until=1h --filter until=2h",
        "docker tag myimage:0.1 sha256:" + "a" * 64,
        "printf 'FROM scratch\\nLABEL a=b\\n' | docker build -q -t e:1 -",
        "docker save -o e.tar e:1",
        "docker pull --platform '!' HUB/demousr/demorep:1.0",
        api("GET", "/images/json?filters=[]"),
        api("GET", '/images/json?filters={"label":1}'),
        api("POST", "/images/myimage:0.1/tag?repo=x&tag=a%20b"),
        api("GET", "/events?since=x"),
        api("POST", "/build?dockerfile=nope"),
        api("POST", "/auth"),
        api("POST", "/build?labels=x"),
        api("POST", "/build?buildargs=[]"),
    ),
    "any registry": (
        *PUSHED,
        f"docker push {HERE}",
        "docker push HUB/demousr/demorep:2.0",
        "docker tag myimage:0.1 HUB/demousr/demorep:2.0",
        "docker push -a HUB/demousr/demorep",
        f"docker rmi myimage:0.1 HUB/demousr/demorep:2.0 {HERE}",
        f"docker pull {HERE}",
        f"docker pull {HERE}",
        "docker pull -a HUB/demousr/demorep | sort",
        "docker pull HUB/demousr/demorep:3.0",
        "docker pull HUB/demousr/demorep@sha256:" + "0" * 64,
        "docker images --digests | sort",
        f"docker history {HERE}",
        LOG_IN,
        "docker logout HUB",
    ),
    **CONTAINER_SCENARIOS,
}

AT_A_REGISTRY = (
    "log in",
    "log in, more ways",
    "push",
    "push elsewhere",
    "push, more ways",
    "pull, more ways",
    "any registry",
    "a stranger",
)
"""The scenarios that are played at Debian's docker-registry too; it knows one account, and no tokens."""

STRANGER = "a stranger"
"""The one in which the two registries differ: without an account, docker-registry gives nothing."""

BY_CLIENT = (
    *("build", "images", "inspect", "tag", "remove"),
    *("log in", "push", "pull", "save and load", "run", "logs", "exec and top"),
)
"""The scenarios that the old client plays, too: each command, which it may ask and word otherwise."""

_ASKED_EACH_TIME = ("build", "compressed contexts", "tag", "pull")
ON_RECORD = tuple(name for name in SCENARIOS if name not in (*_ASKED_EACH_TIME, *AT_A_REGISTRY))
"""The scenarios of which all that dockerd answers is on record; `make soak` asks it again."""
