"""`docker` where there is no client: the chapter's commands, through the `docker` SDK.

Each command has the options that the course uses, the client's own output on the same stream, its
messages and its exit codes; a test holds them to the real client's (28), line by line.  What is
missing says how to get the client.  The SDK is imported when a command runs.
"""

from docker_lessons.command.frontend.dispatch import main

__all__ = ["main"]
