"""What `--filter` chooses, for `images` and `ps`."""

from docker_lessons.command.frontend.invocation import Failed, Invocation
from docker_lessons.command.frontend.usage import COMMANDS


def read(call: Invocation, verb: str) -> dict[str, list[str]]:
    """Returns the values of each filter, as the engine takes them.

    Raises:
        Failed: When one is not written as `name=value`.
    """
    filters: dict[str, list[str]] = {}
    for each in call.options.get("filter", []):
        name, equals, value = each.partition("=")
        if not equals:
            raise Failed(
                f'invalid argument "{each}" for "-f, --filter" flag: bad format of filter (expected name=value)\n\n'
                f"Usage:  docker {COMMANDS[verb].line}\n\nRun 'docker {verb} --help' for more information",
                125,
            )
        filters.setdefault(name.strip().lower(), []).append(value.strip())
    return filters
