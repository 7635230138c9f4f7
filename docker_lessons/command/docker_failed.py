"""Errors of a cell whose `docker` line does not succeed: one line to read, never a traceback."""


class DockerFailed(Exception):
    """A `docker` line that did not succeed; its text is the sentence that is shown.

    Raising it stops "run all". IPython shows the lines of an exception's `_render_traceback_` in the place of
    a traceback.
    """

    def __init__(self, sentence: str, exit_code: int = 1) -> None:
        super().__init__(sentence)
        self.exit_code = exit_code

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


class NotDocker(DockerFailed):
    """The line cannot be a docker command, for example because of shell syntax, a placeholder or an open quote."""


class OpenBlank(DockerFailed):
    """The line still holds a blank (`___`)."""
