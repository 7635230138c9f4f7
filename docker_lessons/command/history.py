"""Passwords that were typed in a line, taken out of IPython's history again."""

from typing import TYPE_CHECKING

from docker_lessons.command import login
from docker_lessons.command.docker_failed import DockerFailed
from docker_lessons.command.shell_words import split

if TYPE_CHECKING:
    from IPython.core.history import HistoryManager
    from IPython.core.interactiveshell import InteractiveShell

_LAST_INPUTS = ("_i00", "_i", "_ii", "_iii")
"""Attributes of IPython's history manager that hold the last inputs until they become the user's names."""


def forget_password(shell: "InteractiveShell", line: str) -> None:
    """Hides everything that is or may be a password in a docker line, in the history's lists, names and database.

    The cell itself still shows it; only its author can change that.
    """
    try:
        asked = login.read(split(line))
    except DockerFailed:
        return
    history = shell.history_manager
    if asked is None or history is None:
        return
    for secret in filter(None, asked.secrets):
        _forget(shell, history, secret)


def _forget(shell: "InteractiveShell", history: "HistoryManager", password: str) -> None:
    def hidden(text: str) -> str:
        return text.replace(password, login.HIDDEN)

    for kept in (history.input_hist_parsed, history.input_hist_raw):
        kept[:] = map(hidden, kept)
    for name in _LAST_INPUTS:
        setattr(history, name, hidden(getattr(history, name, "")))
    for name, value in list(shell.user_ns.items()):
        if name.startswith("_i") and isinstance(value, str):
            shell.user_ns[name] = hidden(value)
    if history.enabled:
        history.writeout_cache()
        with history.db as database:
            database.execute("PRAGMA secure_delete = ON")
            database.execute(
                "UPDATE history SET source = replace(source, ?, ?), source_raw = replace(source_raw, ?, ?)"
                " WHERE session = ?",
                (password, login.HIDDEN, password, login.HIDDEN, history.session_number),
            )
