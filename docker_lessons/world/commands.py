"""The first folder on a world's PATH: `docker-lessons`, and a `docker` that keeps the real client on this computer.

A Docker client does some things by itself, whatever engine it has: it asks the real Docker Hub for manifests
and signatures, and downloads the folder of a build. The world's `docker` passes such command lines to
`docker-lessons docker`, and all others to the real client, with a proxy that leads nowhere.
"""

import shlex
import sys
from pathlib import Path

from docker_lessons.world import file
from docker_lessons.world.environment import NO_WAY_OUT

ASKED_ABOUT = (
    *("login", "manifest", "trust", "buildx", "ai", "cloud", "hub", "mcp", "model", "offload"),
    *("pass", "sandbox", "sbom", "scan", "scout", "*://*", "git@*", "github.com/*"),
    *("--disable-content-trust*", "[!./-]*.*/*", "[!./-]*:*/*"),
)
"""Words of a line that `docker-lessons docker` looks at first, as a shell's patterns; any other line is as fast as ever."""

_NOBODY_TYPES = (
    '[ -n "$JPY_PARENT_PID" ] && [ -t 0 ] && exec </dev/null  # !docker: nobody can type there\n'
)
"""Of a terminal that IPython makes for `!docker`, the input ends, so that no client waits for an answer forever."""

_DOCKER = """\
#!/bin/sh
# Made by docker-lessons: docker in its practice world, which connects to nothing outside of this computer.
{nobody_types}\
ours() {{ exec {python} -m docker_lessons docker "$@"; }}
engine={engine} practice={practice} held_here={held_here} client= start=
set -f
IFS=:
for folder in $PATH; do
  client=$folder/docker
  [ -f "$client" ] && [ -x "$client" ] && ! [ "$client" -ef {own} ] && break
  client=
done
unset IFS
set +f
[ -n "$client" ] || ours "$@"
IFS= read -r start < "$client"
case $start in "#!"*) ours "$@" ;; esac  # a script, which may be Podman's
[ "$DOCKER_HOST" = "unix://$engine" ] || exec "$client" "$@"
case $1 in -H* | --host* | -c | --context*) exec "$client" "$@" ;; esac
if [ -L "$engine" ] && [ -S "$engine" ] && ! [ "$engine" -ef "$practice" ]; then
  held_here=
fi
if [ -z "$held_here" ]; then
  case $1 in login) ours "$@" ;; esac  # with a silent engine, a client sends the password to the real Docker Hub
  exec "$client" "$@"
fi
[ -z "$DOCKER_CONTENT_TRUST" ] || ours "$@"
for word do
  case $word in {asked_about}) ours "$@" ;; esac
done
export {ways_out}
exec "$client" "$@"
"""


def make(folder: Path, engine_socket: Path, practice_socket: Path, *, held_here: bool) -> None:
    """Makes both commands in `folder`, unless they are there as they should be.

    Without `held_here` a client may connect to any host, as it must for the real Docker Hub.
    """
    with file.explained(folder):
        folder.mkdir(mode=0o700, exist_ok=True)
    python = shlex.quote(sys.executable)
    docker = _DOCKER.format(
        python=python,
        own=shlex.quote(str(folder / "docker")),
        engine=shlex.quote(str(engine_socket)),
        practice=shlex.quote(str(practice_socket)),
        held_here="yes" if held_here else "",
        asked_about=" | ".join(ASKED_ABOUT),
        nobody_types=_NOBODY_TYPES,
        ways_out=" ".join(f"{name}={value}" for name, value in NO_WAY_OUT.items()),
    )
    lessons = f'#!/bin/sh\n{_NOBODY_TYPES}exec {python} -m docker_lessons "$@"\n'
    for name, script in (("docker-lessons", lessons), ("docker", docker)):
        path = folder / name
        if not path.is_file() or path.read_bytes() != script.encode():
            file.write(path, script.encode(), 0o700)
