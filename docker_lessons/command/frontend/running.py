"""`run`: a container of an image, started."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, cast

from docker_lessons.command.frontend import output, progress_lines
from docker_lessons.command.frontend.invocation import Failed, Invocation
from docker_lessons.command.frontend.naming import reference
from docker_lessons.oci.reference import InvalidReference

_NOT_STARTED, _CANNOT_RUN, _NOT_FOUND = 125, 126, 127
"""Exit codes of `docker run` where the program did not run."""
_WHOLE_ID = 64


def run(call: Invocation) -> int:
    """Runs `docker run`: a container of an image, whose exit code is the command's own."""
    name = call.operands[0]
    with _with_help():
        _check(name)
        container = _created(call, name)
    identity = container["Id"]
    for warning in container.get("Warnings") or ():
        call.warn(f"WARNING: {warning}")
    try:
        if call.has("detach"):
            _start(call, identity)
            call.print(identity)
            return 0
        with call.errors():
            # Before it starts: nothing of what it prints is missed.
            printed = cast("Any", call.engine).attach(identity, stream=True, demux=True)
        try:
            _start(call, identity)
            return _follow(call, identity, printed)
        finally:
            with suppress(OSError):  # of a connection that the engine has ended
                printed.close()
            # The SDK ends the connection and leaves its file open until somebody looks for garbage.
            printed._response.close()  # noqa: SLF001
    finally:
        # Not by AutoRemove, which may remove the container before its exit code was asked for.
        if call.has("rm") and not call.has("detach"):
            with call.errors():
                call.engine.remove_container(identity, v=True, force=True)


def _follow(
    call: Invocation, identity: str, printed: Iterable[tuple[bytes | None, bytes | None]]
) -> int:
    """Prints what a container prints until it ends; returns its exit code."""
    streams = output.STDOUT, output.STDERR
    pieces = (
        (stream, data)
        for both in printed
        for stream, data in zip(streams, both, strict=True)
        if data
    )
    try:
        with call.errors():
            output.show(call, pieces)
            return int(call.engine.wait(identity)["StatusCode"])
    except KeyboardInterrupt:
        with call.errors():
            cast("Any", call.engine).kill(identity, "SIGINT")
        raise


def _check(name: str) -> None:
    if len(name) == _WHOLE_ID:
        return
    try:
        reference(name)
    except InvalidReference as error:
        raise Failed(str(error)) from None


def _created(call: Invocation, name: str) -> dict[str, Any]:
    """Makes the container; pulls the image first if it is not here."""
    from docker.errors import ImageNotFound, NotFound

    def create() -> dict[str, Any]:
        with call.errors():
            engine = cast("Any", call.engine)
            return dict(
                engine.create_container_from_config(
                    _config(call, name), call.value("name") or None, call.value("platform") or None
                )
            )

    try:
        return create()
    except Failed as failure:
        if not isinstance(failure.__cause__, (NotFound, ImageNotFound)):
            raise
    named = reference(name).with_default_tag()
    call.warn(f"Unable to find image '{named.familiar}' locally")
    with call.errors():
        messages = call.engine.pull(
            named.name,
            tag=named.digest or named.tag,
            stream=True,
            decode=True,
            platform=call.value("platform") or None,
        )
        progress_lines.show(call, messages, call.err)
    return create()


def _config(call: Invocation, name: str) -> dict[str, Any]:
    """Returns what the engine is asked for (Engine API, ContainerCreate)."""
    config: dict[str, Any] = {
        "Image": name,
        "AttachStdout": not call.has("detach"),
        "AttachStderr": not call.has("detach"),
        "Env": [_variable(call, each) for each in call.options.get("env", [])],
        "Labels": {
            key: value
            for key, _, value in (each.partition("=") for each in call.options.get("label", []))
        },
        "User": call.value("user"),
        "WorkingDir": call.value("workdir"),
        "HostConfig": {"AutoRemove": call.has("rm") and call.has("detach")},
    }
    if len(call.operands) > 1:
        config["Cmd"] = list(call.operands[1:])
    if call.has("entrypoint"):
        config["Entrypoint"] = [call.value("entrypoint")]
    return config


def _variable(call: Invocation, text: str) -> str:
    """Returns `NAME=VALUE`; a name alone gets its value from the client's environment."""
    return text if "=" in text else f"{text}={call.environment.get(text, '')}"


def _start(call: Invocation, identity: str) -> None:
    with _with_help(), call.errors():
        call.engine.start(identity)


@contextmanager
def _with_help() -> Iterator[None]:
    """Turns an error from before the program ran into the client's message and exit code."""
    try:
        yield
    except Failed as failure:
        said = str(failure)
        code = _NOT_STARTED
        if "executable file not found" in said or "no such file or directory" in said:
            code = _NOT_FOUND
        elif "permission denied" in said or "is a directory" in said:
            code = _CANNOT_RUN
        raise Failed(
            f"docker: {said}\n\nRun 'docker run --help' for more information", code
        ) from failure
