"""What is typed to a real dockerd and to ours about containers; the image is a busybox, from Debian's `busybox-static`."""

SHELL = (
    "mkdir -p shell && cp /bin/busybox shell/ "
    "&& printf 'FROM scratch\\nCOPY busybox /bin/busybox\\nRUN_\\nCMD [\"/bin/sh\"]\\n' "
    "| sed 's|RUN_|COPY busybox /bin/sh|' > shell/Dockerfile && docker build -q -t shell shell"
)
"""Builds an image with a shell."""

COUNTS = "while :; do echo x >> /{}; busybox sleep 0.01; done"
TRAPS = 'trap "exit 7" TERM; while :; do busybox sleep 0.1; done'


def asked(method: str, path: str, body: str = "") -> str:
    """A line that asks the engine itself, and gives the status and what it answers."""
    given = f"-H 'Content-Type: application/json' -d '{body}' " if body else ""
    return (
        f"curl -sg --unix-socket ${{DOCKER_HOST#unix://}} -X {method} {given}"
        f"-w ' %{{http_code}}\\n' 'http://d/v1.41{path}'"
    )


def refused(method: str, path: str, body: str = "") -> str:
    """A line that asks the engine itself, and gives the refusal as a client would."""
    given = f"-H 'Content-Type: application/json' -d '{body}' " if body else ""
    return (
        f"curl -sg --unix-socket ${{DOCKER_HOST#unix://}} -X {method} {given}'http://d/v1.41{path}' "
        """| sed 's/^{"message":"\\(.*\\)"}$/\\1/' >&2; false"""
    )


def created(body: str) -> str:
    """A line that asks for a container that cannot be."""
    return refused("POST", "/containers/create", body)


TELLS = (
    "sleep 1.1; docker events --since $(cat since) --until $(date +%s) -f container={} "
    "--format '{{{{.Action}}}} {{{{json .Actor.Attributes}}}}'"
)

ODD_TEXTS = {
    "half": r"\\ud83d",
    "other_half": r"\\udc33",
    "wrong_order": r"\\udc33\\ud83d",
    "before_escape": r"\\ud83d\\n",
    "pair": r"\\ud83d\\udc33",
    "escaped": r"\\\\ud83d",
    "byte": r"\377",
    "half_sequence": r"\342\202",
    "surrogate": r"\355\240\200",
}
"""What stands in a text in JSON, as `printf` takes it."""

CONTAINER_SCENARIOS: dict[str, tuple[str, ...]] = {
    "images where containers are meant": (
        *(
            f"docker {line}"
            for line in (
                *(
                    "start demousr/demorep:1.0",
                    "exec demousr/demorep:1.0 /hello",
                    "logs demousr/demorep:1.0",
                ),
                *(
                    "rename demousr/demorep:1.0 other",
                    "stop a/b",
                    "kill a/b",
                    "wait a/b",
                    "attach a/b",
                    "top a/b",
                ),
                *(
                    "diff a/b",
                    "restart a/b",
                    "pause a/b",
                    "unpause a/b",
                    "export -o out a/b",
                    "cp a/b:/x out",
                ),
            )
        ),
    ),
    "run": (
        SHELL,
        "docker run --rm shell busybox echo a 'b  c'",
        "docker run --rm shell sh -c 'echo o; echo e >&2; exit 7'",
        "docker run --rm shell nope",
        "docker run --rm shell /bin/nope",
        "docker run --rm shell /bin",
        "docker run --rm --entrypoint busybox shell echo x",
        "docker run --rm --entrypoint '' shell busybox echo y",
        "docker run --rm --entrypoint '' shell",
        "docker run --rm -e A=1 -e B=2 shell sh -c 'echo $A$B $PATH'",
        "printf 'A=3\\n#no\\nB\\n' > e; docker run --rm --env-file e shell sh -c 'echo $A$B'",
        "docker run --rm -w /made/here shell sh -c pwd",
        "docker run --rm -w here shell sh -c pwd",
        "docker run --rm -u 1000:1001 shell busybox id",
        "docker run --rm -u nobody shell busybox id",
        "docker run --rm --hostname there shell sh -c 'echo $HOSTNAME'",
        "echo hello | docker run --rm -i shell busybox cat",
        "echo hello | docker run --rm shell busybox cat",
        "docker run --rm shell sh -c 'kill -9 $$'",
        "docker run --rm -a stdout shell sh -c 'echo a; echo b >&2'",
        "docker run --rm -a stderr shell sh -c 'echo a; echo b >&2'",
        "docker run -it shell",
        "docker run -d -a stdout shell",
        "docker run --rm --stop-signal FOO shell",
        "docker run UP",
        "docker run -d --rm --restart always shell",
        "docker create",
        "docker ps -a",
    ),
    "create": (
        SHELL,
        *(
            created(f'{{"Image":"shell",{rest}}}')
            for rest in (
                '"Cmd":["x"],"WorkingDir":"a"',
                '"Env":["=a"]',
                '"StopSignal":"FOO"',
                '"HostConfig":{"RestartPolicy":{"Name":"foo"}}',
                '"HostConfig":{"RestartPolicy":{"Name":"always","MaximumRetryCount":2}}',
                '"HostConfig":{"RestartPolicy":{"Name":"on-failure","MaximumRetryCount":-2}}',
                '"HostConfig":{"AutoRemove":true,"RestartPolicy":{"Name":"always"}}',
            )
        ),
        created('{"Image":"nope"}'),
        created("{}"),
        created("null"),
        "printf 'FROM scratch\\nLABEL a=b\\n' | docker build -q -t bare -",
        "docker create bare",
        "docker create --platform foobar shell",
        "docker create --name x shell",
        "docker create --name a/b shell",
        "docker create --name first shell; docker create --name first shell",
        "docker rename first first",
        "docker rename first a",
        "docker rename first 'a b'",
        "docker rename first ''",
        "docker rename nope second",
        "docker create --name second shell",
        "docker rename second first",
        "docker rename second third; docker ps -a --format '{{.Names}}'",
        "docker start nope",
        "docker rm nope; docker rm -f nope; docker rm third first",
        refused("DELETE", "/containers/"),
        refused("DELETE", "/containers/a/b"),
    ),
    "containers": (
        SHELL,
        "docker run --name ended -l k=v --label z shell sh -c 'exit 3'",
        "docker run -d --name goes shell busybox sleep 100",
        "docker create --name waits shell",
        "docker ps --format '{{.Names}} {{.State}}'",
        "docker ps -a --no-trunc --format '{{.Names}} {{.Command}} {{.Image}} {{.Ports}} {{.State}} {{.Labels}}'",
        "docker ps -aq | wc -l",
        "docker ps -l --format '{{.Names}}'",
        "docker ps -n 2 --format '{{.Names}}'",
        *(
            f"docker ps {'' if rest.startswith('-a ') else '-a '}-f {rest} --format '{{{{.Names}}}}'"
            for rest in (
                *("name=e", "name=^ended$", "name=^/ended$", "name='['", "id=zz", "label=k=v"),
                *(
                    "label=k=w",
                    "label=z",
                    "exited=3",
                    "exited=0",
                    "status=exited",
                    "status=running",
                ),
                *(
                    "status=created",
                    "ancestor=shell",
                    "ancestor=nope",
                    "since=ended",
                    "before=goes",
                ),
                *("network=bridge", "network=none", "volume=x", "publish=80", "expose=80"),
                *("health=none", "is-task=true", "status=bar", "exited=x", "before=nope"),
                *("since=nope", "health=x", "is-task=maybe", "foo=bar"),
            )
        ),
        "docker ps -f exited=3 -q; docker ps -f status=exited --format '{{.Names}}'",
        "docker inspect -f '{{.State.Status}} {{.State.ExitCode}} {{.Path}} {{.Args}} {{.Name}}' ended goes waits",
        "docker inspect -f '{{json .Config.Cmd}} {{json .Config.Labels}} {{.Config.Image}}' ended waits",
        "docker container inspect nope",
        "docker inspect --type container nope",
        "docker pause waits; docker pause goes; docker pause goes",
        "docker ps -f name=goes --format '{{.State}}'",
        "docker start goes",
        "docker attach goes",
        "docker rm goes",
        "docker unpause goes; docker unpause goes",
        refused("GET", "/containers/goes/top?ps_args=%00"),
        "docker rm goes",
        "docker kill -s FOO goes; docker kill -s 0 goes; docker kill nope; docker kill ended",
        "docker kill -s 99 goes",
        "docker stop -t 0 goes; docker wait goes",
        "docker stop goes",
        "docker restart -t 0 goes; docker restart nope",
        "docker kill goes; docker wait goes ended",
        "docker wait nope",
        refused("POST", "/containers/goes/stop?t=x"),
        refused("POST", "/containers/goes/resize?h=a&w=1"),
        refused("POST", "/containers/goes/resize?h=1&w=1"),
        refused("GET", "/containers/json?limit=x"),
        refused("DELETE", "/containers/goes?link=1"),
        "docker info -f '{{.Containers}} {{.ContainersRunning}} {{.ContainersPaused}} {{.ContainersStopped}}'",
        "docker container prune -f --filter label=k=v | tail -1; docker ps -a --format '{{.Names}}'",
        "docker container prune -f --filter foo=bar",
        "docker container prune -f | tail -1",
    ),
    "texts that are not Unicode": (
        SHELL,
        *(
            line
            for name, text in ODD_TEXTS.items()
            for line in (
                f"""printf '{{"Image":"shell","Labels":{{"a":"{text}"}},"Env":["B={text}"],"Cmd":["sh","{text}"]}}' > body""",
                asked("POST", f"/containers/create?name={name}", "@body"),
                f"docker inspect --format '{{{{json .Config.Labels}}}} {{{{json .Config.Env}}}} {{{{json .Args}}}}' {name}",
            )
        ),
        "docker ps -a --format '{{.Names}} {{.Labels}}'",
        r"docker run -d --name prints shell busybox printf '\342\202 \377 \303\251 \355\240\200\n'",
        "docker wait prints",
        "docker logs prints",
        """printf 'FROM shell\nCMD ["\\\\ud83d"]\nLABEL a="\\\\ud83d"\n' | docker build -q -t halves -""",
        "docker inspect --format '{{json .Config.Cmd}} {{json .Config.Labels}}' halves",
        """printf 'FROM shell\nCMD [NaN]\n' | docker build -q -t number -""",
        "docker inspect --format '{{json .Config.Cmd}}' number",
    ),
    "bodies that are not JSON": (
        *(created(body) for body in ('{"Image":"a"', '{"Image":nul', "x", '{"a":NaN}', '{"a":01}')),
        created('{"a":-Infinity}'),
    ),
    "exposed": (
        SHELL,
        "docker create --name open --expose 80 --expose 53/udp --expose 7000-7002 shell",
        "docker create --name shut shell",
        *(
            f"docker ps -a -f expose={port} --format '{{{{.Names}}}}'"
            for port in (
                *("80", "80/tcp", "80/udp", "53", "53/udp", "9999/tcp", "7001", "79-81", "81-90"),
                *(
                    "50-60/udp",
                    "0",
                    "65536",
                    "x",
                    "''",
                    "/",
                    "/tcp",
                    "80/",
                    "80/foo",
                    "80:80",
                    "90-80",
                    "1-2-3",
                ),
                *(
                    "80 -f expose=x",
                    "9 -f expose=53/udp",
                    "00080",
                    "+80",
                    "80- ",
                    "-80",
                    "99999999999",
                ),
            )
        ),
        "docker ps -a -f publish=80/tcp -q; docker ps -a -f publish=x; docker ps -a -f publish=80:80",
        refused("GET", '/containers/json?filters={"expose":["x"]}'),
    ),
    "logs": (
        SHELL,
        "docker run --name four shell sh -c 'echo 1; busybox sleep 0.1; echo 2 >&2; busybox sleep 0.1; echo 3; printf 4'",
        "docker logs four",
        "docker logs -n 2 four 2>&1 | cat",
        *(
            f"docker logs {rest} four 2>/dev/null"
            for rest in (
                *("--tail 0", "--tail all", "--tail x", "-f", "--details", "--since 1h"),
                *("--since 2999-01-01", "--until 2000-01-01", "--until -1s", "--since x"),
            )
        ),
        "docker logs -t four 2>/dev/null | sed 's/^[^ ]* /T /'",
        "docker logs nope",
        refused("GET", "/containers/four/logs"),
        refused("GET", "/containers/four/logs?stdout=1&since=x"),
        "docker run --rm --log-driver none shell busybox echo x",
        "docker run -d --log-driver none --name mute shell busybox echo x > id; docker logs mute",
        "docker run -t --name terminal shell sh -c 'echo 1; echo 2 >&2' | od -c",
        "docker logs terminal | od -c",
        "docker create --name late shell busybox echo late > id; docker logs -f late",
        "docker start -a late; docker start -a late; docker logs late; docker attach late",
        (
            "docker run -d --name slow shell sh -c 'for i in 1 2 3; do echo $i; busybox sleep 0.2; done' "
            "> id; docker logs -f slow"
        ),
        "docker run --name many shell busybox seq 1 50000 | md5sum",
        "docker logs many | md5sum; docker logs --tail 3 many",
        (
            "docker run --name long shell sh -c 'busybox head -c 40000 /dev/zero | busybox tr \"\\0\" x' "
            "| md5sum; docker logs long | md5sum"
        ),
    ),
    "container events": (
        SHELL,
        "sleep 1.1; date +%s.%N > since",
        "docker run --rm --name told1 shell sh -c 'exit 3'",
        "docker run -d --name told2 -l a=b shell busybox sleep 100 > id",
        "docker rename told2 told3; docker pause told3; docker unpause told3",
        "docker kill -s WINCH told3; docker restart -t 0 told3; docker stop -t 0 told3",
        "docker start told3; docker kill told3; docker rm told3",
        "docker run --name told4 shell nope; docker container prune -f > pruned",
        *(TELLS.format(name) for name in ("told1", "told3", "told4")),
        (
            "docker events --since $(cat since) --until $(date +%s) -f label=a=b -f event=die "
            "--format '{{.Action}} {{.From}} {{.Status}} {{.Type}}'"
        ),
        "docker events --since $(cat since) --until $(date +%s) -f image=shell -f event=start --format '{{.Action}}'",
    ),
    "paused": (
        SHELL,
        "date +%s.%N > since",
        f"docker run -d --name counts shell sh -c '({COUNTS.format('below')}) & {COUNTS.format('own')}' > id",
        f"docker exec -d counts sh -c '{COUNTS.format('beside')}'; sleep 1",
        "docker pause counts; for at in own below beside; do docker cp counts:/$at $at; done",
        (
            "sleep 0.3; for at in own below beside; do docker cp counts:/$at 2$at; cmp $at 2$at && echo $at rests; "
            "done"
        ),
        "docker unpause counts; sleep 0.5",
        "for at in own below beside; do docker cp counts:/$at 3$at; cmp -s $at 3$at || echo $at goes on; done",
        *(
            line
            for ends in ("stop -t 5", "kill", "kill -s TERM", "rm -f")
            for line in (
                f"docker run -d --name rests shell sh -c '{TRAPS}' > id; sleep 0.2; docker pause rests",
                f"docker {ends} rests; docker wait rests; docker inspect -f '{{{{.State.Status}}}} {{{{.State.ExitCode}}}}' rests",
                "docker rm -f rests",
            )
        ),
        "docker run -d --name asks --stop-signal USR1 shell busybox sleep 100 > id; docker pause asks",
        "docker kill -s TERM asks; docker ps --format '{{.Names}} {{.State}}'",
        "docker kill -s USR1 asks; sleep 0.5; docker ps --format '{{.Names}} {{.State}}'",
        TELLS.format("rests"),
    ),
    "exec and top": (
        SHELL,
        "date +%s.%N > since; docker run -d --name host1 shell busybox sleep 100 > id",
        "docker exec host1 sh -c 'echo o; echo e >&2; exit 4'",
        "docker exec host1 nope",
        "docker exec nope ls",
        "docker exec -i host1 busybox cat < shell/Dockerfile",
        "docker exec -e A=5 -w /bin host1 sh -c 'echo $A; pwd'",
        "docker exec -u 12:13 host1 busybox id",
        "docker exec -u nobody host1 busybox id",
        "docker exec -d host1 sh -c 'echo hi > /made'; sleep 0.5; docker exec host1 busybox cat /made",
        "docker exec -t host1 sh -c 'echo x; echo y >&2' | od -c",
        "docker top host1 -o args; docker top host1 foo; docker top nope",
        "docker pause host1; docker exec host1 ls; docker unpause host1",
        "docker exec -d host1 busybox sleep 0.7; docker top host1 -o pid,args | cut -d ' ' -f 2- | tr -s ' '; sleep 1",
        refused("POST", "/containers/host1/exec", "{}"),
        refused("POST", "/exec/nope/start", "{}"),
        refused("GET", "/exec/nope/json"),
        "docker stop -t 0 host1; docker exec host1 ls; docker top host1",
        TELLS.format("host1"),
        "docker events --since $(cat since) --until $(date +%s) -f event=exec_create -f container=host1 | wc -l",
    ),
    "copying in and out": (
        SHELL,
        "date +%s.%N > since",
        (
            "docker run -d --name files shell sh -c 'echo hi > /f; busybox mkdir -p /d/e; echo a > /d/e/a; "
            "busybox ln -s /d /l; busybox ln -s d/e/a /rel; busybox ln -s /none /dang; busybox ln /f /hard; "
            "busybox mkfifo /pipe; busybox chmod 4751 /f; busybox sleep 600' > id; sleep 1"
        ),
        *(
            f"rm -rf o; docker cp {how} files:{path} o; find o -printf '%M %p %l\\n' | sort"
            for path, how in (
                *(("/f", ""), ("f", ""), ("/d", ""), ("/d/", ""), ("/d/.", ""), ("/l", "")),
                *(("/l", "-L"), ("/l/", ""), ("/l/.", ""), ("/rel", ""), ("/rel", "-L")),
                *(("/dang", ""), ("/dang", "-L"), ("/dang/", ""), ("/nope", ""), ("/f/", "")),
                *(("/f/x", ""), ("/hard", ""), ("/bin/../f", ""), ("/d/e/../..//f", "")),
            )
        ),
        "docker cp files:/ - | tar t 2>/dev/null | grep -v '^/proc' | sort | head -50",
        "docker cp files:/pipe - | tar tv | cut -c1-10; docker cp files:/l/. - | tar t | sort",
        "echo new > n; mkdir -p dir/sub; echo x > dir/sub/x",
        *(
            f"docker cp {source} files:{target} && docker exec files busybox find /d /n2 /q -type f | sort"
            for source, target in (
                *(("n", "/n2"), ("n", "/d"), ("n", "/nodir/x"), ("n", "/f/x"), ("n", "/f")),
                *(("n", "/l/zz"), ("n", "/rel"), ("n", "/dang"), ("dir", "/q"), ("dir", "/q")),
                *(("dir/.", "/q"), ("n", "/q/dir"), ("nope", "/"), ("n", "d/../d/n5")),
            )
        ),
        "tar c n dir | docker cp - files:/d; tar cz n | docker cp - files:/q/; docker exec files busybox find /d /q | sort",
        "echo junk | docker cp - files:/d; tar c n | docker cp - files:/f; tar c n | docker cp - files:/nope",
        "docker cp -a n files:/na; docker exec files busybox stat -c '%u %g' /na",
        "docker cp nope:/f n3; docker cp files:/f files:/g",
        "docker create --name still shell > id; docker cp n still:/n; docker cp still:/n - | tar t",
        "docker export files | tar t | grep -v '^proc/' | sort; docker export nope",
        refused("GET", "/containers/files/archive"),
        *(
            f"curl -sI --unix-socket ${{DOCKER_HOST#unix://}} 'http://d/v1.41/containers/files/archive?path={path}' "
            "| grep -i ^x-docker | sed 's/.*: //' | tr -d '\\r' | base64 -d | sed 's/\"size\":4096/\"size\":SIZE/; "
            's/"size":[0-9]*,"mode":2147/"size":SIZE,"mode":2147/\'; echo'
            for path in ("/f", "/d", "/d/", "/l", "/dang", "/pipe", "/rel", "/nope", "/d/.")
        ),
        *(TELLS.format(name) for name in ("files", "still")),
        "docker rm -f files still",
    ),
    "diff and commit": (
        SHELL,
        (
            "docker run --name made -e X=1 -l k=v shell sh -c 'echo a > /a; busybox mkdir -p /dd/e; "
            "echo b > /dd/e/f; busybox ln -s a /ln; busybox chmod 600 /bin/busybox; busybox rm /bin/sh'"
        ),
        "docker run --name same shell busybox true",
        "docker diff made | sort; docker diff same; docker diff nope",
        "docker commit same",
        "docker commit -m 'a word' -a me made one:1",
        (
            "docker image inspect -f '{{json .Config}} {{.Author}} {{.Comment}} {{len .RootFS.Layers}} "
            "{{.Container}}' one:1"
        ),
        "docker history --no-trunc --format '{{.CreatedBy}} {{.Size}} {{.Comment}}' one:1",
        "docker run --rm one:1 busybox find /dd /a /ln /bin | sort; docker run --rm one:1",
        "docker commit same two:1; docker image inspect -f '{{len .RootFS.Layers}}' two:1",
        "docker history --format '{{.CreatedBy}} {{.Size}}' two:1",
        (
            "docker commit -c 'CMD [\"busybox\",\"echo\",\"q\"]' -c 'ENV A=b C=d' -c 'LABEL z=y' "
            "-c 'WORKDIR /tmp' -c 'USER 5' -c 'EXPOSE 80' -c 'VOLUME /v' -c 'ENTRYPOINT [\"busybox\"]' "
            "-c 'WORKDIR x' same three:1; docker image inspect -f '{{json .Config}}' three:1"
        ),
        "docker run --rm three:1 pwd",
        *(
            f"docker commit {rest}"
            for rest in (
                *(
                    "-c 'RUN x' same no:1",
                    "-c foo same no:1",
                    "-c ENV same no:1",
                    "-c '' same no:1",
                ),
                *("same UP", "same no@sha256:" + "0" * 64, "nope no:1", "same sha256:1"),
            )
        ),
        (
            "date +%s.%N > since; docker run -d --name still shell busybox sleep 60 > id; "
            "docker commit still four:1; docker commit -p=false still five:1; "
            "docker ps --format '{{.Names}} {{.State}}'"
        ),
        TELLS.format("still"),
        (
            "DOCKER_API_VERSION=1.41 docker save one:1 | tar xO --wildcards '*/layer.tar' | tar tvi --numeric-owner "
            "| sed 's/ 20..-..-.. ..:..//' | sort"
        ),
        "docker image prune -f > gone; docker ps -a -s --format '{{.Names}} {{.Size}}'; docker system df",
    ),
    "images in use": (
        SHELL,
        "docker run --name used shell busybox true",
        "docker rmi shell",
        "docker rmi $(docker images -q shell)",
        "docker tag shell other; docker rmi other; docker image prune -af",
        "docker rm used; docker run -d --name used shell busybox sleep 50 > id",
        "docker rmi shell; docker rmi -f $(docker images -q shell)",
        "docker rm -f used; docker rmi shell | grep -c Deleted > count; docker images -q",
        SHELL,
        "docker run --name used shell busybox true; docker rmi -f shell > gone; docker ps -a --format '{{.Image}}' | wc -c",
        "docker start -a used; docker rm used; docker ps -aq",
    ),
}
