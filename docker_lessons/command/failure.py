"""What a cell raises when a `docker` line does not succeed: one line to read, never a traceback."""


class DockerFailed(Exception):
    """A `docker` line that did not succeed; `str(error)` is the sentence that is shown.

    Raising stops "run all"; IPython asks an exception for `_render_traceback_` before it draws a
    traceback of its own, and shows those lines instead.
    """

    def __init__(self, sentence: str, exit_code: int = 1) -> None:
        super().__init__(sentence)
        self.exit_code = exit_code

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


class NotDocker(DockerFailed):
    """The line cannot be a docker command: a shell's, a placeholder, a quote left open."""


class OpenBlank(DockerFailed):
    """The line still holds a blank (`___`)."""
