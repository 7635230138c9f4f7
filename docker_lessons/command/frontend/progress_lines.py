"""What an engine streams during build, push and pull, as the client prints it where there is no terminal."""

from collections.abc import Iterable
from typing import Any

from docker_lessons.command.frontend.invocation import Failed, Invocation
from docker_lessons.command.stream import PlainStream


def show(call: Invocation, messages: Iterable[dict[str, Any]], to: PlainStream) -> None:
    """Writes each message to `to`, without bars, which the client draws in a terminal alone.

    Raises:
        Failed: At the first error message.
    """
    for message in messages:
        if "error" in message:
            detail = message.get("errorDetail") or {}
            raise Failed(detail.get("message") or message["error"], detail.get("code") or 1)
        bar = message.get("progressDetail") or {}
        if bar.get("current") or bar.get("total"):
            continue
        if "stream" in message:
            to.write(message["stream"])
        elif "status" in message:
            layer = f"{message['id']}: " if message.get("id") else ""
            to.write(f"{layer}{message['status']}\n")
