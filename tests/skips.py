"""Which skips continuous integration allows: the rows of `allowed_skips.toml`."""

import os
import platform
import re
import sys
import tomllib
from pathlib import Path

ROWS = tomllib.loads(Path(__file__).with_name("allowed_skips.toml").read_text("utf-8"))["skip"]


def in_ci() -> bool:
    """Returns whether a skip is a failure in this run."""
    return os.environ.get("CI") == "true"


def allowed(reason: str) -> bool:
    """Returns whether a row allows a skip for this reason, on this platform."""
    reason = reason.removeprefix("Skipped: ")
    return any(
        sys.platform.startswith(row["platform"])
        and platform.machine().startswith(row.get("machine", ""))
        and re.match(row["reason"], reason)
        for row in ROWS
    )
