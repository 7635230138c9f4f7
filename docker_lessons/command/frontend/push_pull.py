"""`push` and `pull`: images sent to a registry and fetched from it."""

from docker_lessons.command.frontend import progress_lines
from docker_lessons.command.frontend.invocation import Failed, Invocation
from docker_lessons.command.frontend.naming import reference
from docker_lessons.command.stream import PlainStream, Silent
from docker_lessons.oci.reference import InvalidReference, Reference


def push(call: Invocation) -> int:
    """Runs `docker push`: sends an image to the registry that its name says."""
    named = _named(call)
    with call.errors():
        messages = call.engine.push(named.name, tag=named.tag, stream=True, decode=True)
        progress_lines.show(call, messages, _to(call))
    if call.has("quiet"):
        call.print(named.full)
    return 0


def pull(call: Invocation) -> int:
    """Runs `docker pull`: fetches an image from the registry that its name says."""
    named = _named(call)
    platform = call.value("platform") or None
    with call.errors():
        messages = call.engine.pull(
            named.name,
            tag=named.digest or named.tag,
            stream=True,
            decode=True,
            platform=platform,
            all_tags=call.has("all-tags"),
        )
        progress_lines.show(call, messages, _to(call))
    call.print(named.full)
    return 0


def _named(call: Invocation) -> Reference:
    try:
        named = reference(call.operands[0])
    except InvalidReference as error:
        raise Failed(str(error)) from None
    if call.has("all-tags"):
        if named.tag or named.digest:
            raise Failed("tag can't be used with --all-tags/-a")
        return named
    whole = named.with_default_tag()
    if whole != named and not call.has("quiet"):
        call.print(f"Using default tag: {whole.tag}")
    return whole


def _to(call: Invocation) -> PlainStream:
    return PlainStream(Silent()) if call.has("quiet") else call.out
