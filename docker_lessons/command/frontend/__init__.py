"""`docker` where there is no client: the chapter's commands, through the `docker` SDK.

Each command has the options that the course uses, and the output, messages and exit codes of client 28;
tests compare them with the real client, line by line. For any other command a sentence says how to get the
client. The SDK is imported when a command runs.
"""

from docker_lessons.command.frontend.dispatch import main
from docker_lessons.command.frontend.lacking import Lacking

__all__ = ["Lacking", "main"]
