"""The service's log: a file of limited size, without headers or bodies of requests."""

import logging
import logging.handlers
from pathlib import Path

LIMIT = 1_000_000
"""Bytes of the file, and of the one older file that is kept."""


def open_log(path: Path) -> None:
    """Sends the warnings of every library, and what this package logs, to `path`.

    Nothing is raised: a log that cannot be written (a full disk) must not end the service.
    """
    logging.raiseExceptions = False
    try:
        handler: logging.Handler = logging.handlers.RotatingFileHandler(
            path, maxBytes=LIMIT, backupCount=1, encoding="utf-8"
        )
    except OSError:
        handler = logging.NullHandler()
    handler.addFilter(_without_bytes)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger("docker_lessons").setLevel(logging.INFO)


def _without_bytes(record: logging.LogRecord) -> bool:
    """Leaves out the bytes of a request that is no HTTP, which aiohttp logs, and which may be a secret."""
    from aiohttp.http_exceptions import HttpProcessingError

    error = record.exc_info[1] if record.exc_info else None
    if isinstance(error, HttpProcessingError):
        record.msg, record.args = "A request was no HTTP: %s", (type(error).__name__,)
        record.exc_info = record.exc_text = None
    return True
