"""`docker` where there is no client."""

from collections.abc import Mapping, Sequence

from docker_lessons.command.stream import PlainStream


def main(
    words: Sequence[str],
    environment: Mapping[str, str],
    out: PlainStream,
    err: PlainStream,
    *,
    feed: str | None = None,
) -> int:
    """Run `docker WORDS`; the client's exit code."""
    err.write(
        "There is no docker client on this computer. Get it: https://docs.docker.com/engine/install/\n"
    )
    return 1
