"""`tag` and `rmi`: names put on images and taken off."""

import json

from docker_lessons.command.frontend.invocation import Failed, Invocation
from docker_lessons.oci.reference import InvalidReference, Reference


def reference(text: str) -> Reference:
    """Reads an image's name.

    Raises:
        InvalidReference: When it isn't a name; with the message of client 28.
    """
    try:
        return Reference.parse(text)
    except InvalidReference as error:
        message = str(error)
        if message.endswith("repository name must be lowercase"):
            path = text.partition("@")[0].rpartition(":")[0] or text
            path = text if "/" in text.rpartition(":")[2] else path
            whole = path if "/" in path else f"library/{path}"
            message = f"invalid reference format: repository name ({whole}) must be lowercase"
        raise InvalidReference(message) from None


def tag(call: Invocation) -> int:
    """Runs `docker tag`: one more name for an image."""
    source, target = call.operands
    for text in (source, target):
        try:
            reference(text)
        except InvalidReference as error:
            if text == source and len(source) == 64:
                continue  # a whole image ID
            raise Failed(
                f"Error parsing reference: {json.dumps(text, ensure_ascii=False)} is not a valid repository/tag: {error}"
            ) from None
    named = Reference.parse(target)
    if named.digest:
        raise Failed("refusing to create a tag with a digest reference")
    named = named.with_default_tag()
    with call.errors():
        call.engine.tag(source, named.name, named.tag)
    return 0


def rmi(call: Invocation) -> int:
    """Runs `docker rmi`: takes names off, and removes images that have no name left."""
    from docker.errors import NotFound

    missing: list[str] = []
    fatal = False
    for name in call.operands:
        try:
            with call.errors():
                done = call.engine.remove_image(
                    name, force=call.has("force"), noprune=call.has("no-prune")
                )
        except Failed as failure:
            missing.append(str(failure))
            fatal = fatal or not (call.has("force") and isinstance(failure.__cause__, NotFound))
            continue
        for each in done or []:
            call.print(
                f"Deleted: {each['Deleted']}"
                if "Deleted" in each
                else f"Untagged: {each['Untagged']}"
            )
    if missing:
        call.warn("\n".join(missing))
    return 1 if fatal else 0
