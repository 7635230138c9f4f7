"""The service's log: a file of its own, bounded, without requests' headers or bodies."""

import logging
import logging.handlers
from pathlib import Path

LIMIT = 1_000_000
"""Bytes of the file, and of the one older file that is kept."""


def open_log(path: Path) -> None:
    """Send warnings of every library, and what we say ourselves, to `path`.

    A log that cannot be written (a full disk) must never end the service, so nothing is raised.
    """
    logging.raiseExceptions = False
    try:
        handler: logging.Handler = logging.handlers.RotatingFileHandler(
            path, maxBytes=LIMIT, backupCount=1, encoding="utf-8"
        )
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger("docker_lessons").setLevel(logging.INFO)
