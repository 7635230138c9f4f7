"""The commands of the front end: options, how many operands, and the client's messages for what is wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from docker_lessons.command.frontend import lacking
from docker_lessons.command.frontend.invocation import Failed
from docker_lessons.findings.command_line import CommandLine, Option
from docker_lessons.findings.docker_options import OptionKind, kinds

_FALSE = frozenset({"0", "f", "F", "false", "FALSE", "False"})
"""What turns an option off that takes no value (pkg.go.dev/strconv#ParseBool)."""


@dataclass(frozen=True)
class Usage:
    """How one command is written."""

    line: str
    """Behind `Usage:  docker`."""
    about: str
    options: str = ""
    """The long names of the options that the front end has, as `--help` lists them."""
    least: int = 0
    most: int | None = 0
    """Operands; None: any number."""

    @property
    def verb(self) -> str:
        """The command's name."""
        return self.line.split()[0]

    @property
    def kinds(self) -> Mapping[str, OptionKind]:
        """The options that the front end has, by long name with its dashes."""
        return {f"--{name}": kinds(self.verb)[f"--{name}"] for name in self.options.split()}

    def read(self, line: CommandLine) -> dict[str, list[str]]:
        """Returns the line's options by long name, without dashes: their values, `""` where there is none.

        Raises:
            Failed: When an option or the number of operands is wrong; with the client's message.
            Lacking: When Docker's client has an option that the front end has not.
        """
        options: dict[str, list[str]] = {}
        for each in line.options:
            if each.name not in {*self.kinds, "--help"}:
                if each.known:
                    raise lacking.option(self.verb, each.typed)
                raise self._wrong_option(line, each, "unknown")
            if each.lacks_value:
                raise self._wrong_option(line, each, "flag needs an argument")
            if kinds(self.verb)[each.name].takes_value or each.value not in _FALSE:
                options.setdefault(each.name.removeprefix("--"), []).append(each.value or "")
        if "help" not in options:
            self._count(line.operands)
        return options

    def _count(self, operands: Sequence[str]) -> None:
        count = len(operands)
        if count >= self.least and (self.most is None or count <= self.most):
            return
        if self.most == 0:
            wanted = "accepts no arguments"
        else:
            number = self.least or self.most or 0
            plural = "" if number == 1 else "s"
            if self.most is None:
                bound = "at least "
            elif self.least == self.most:
                bound = ""
            else:
                bound = "at most "
            wanted = f"requires {bound}{number} argument{plural}"
        see = "See" if self.most is None else "Run"
        raise Failed(
            f"docker: 'docker {self.verb}' {wanted}\n\nUsage:  docker {self.line}\n\n"
            f"{see} 'docker {self.verb} --help' for more information"
        )

    def _wrong_option(self, line: CommandLine, option: Option, what: str) -> Failed:
        unknown = what == "unknown"
        if option.typed.startswith("--"):
            message = f"{'unknown flag' if unknown else what}: {option.typed}"
        else:
            letter, word = option.typed[1], line.words[option.at]
            letters = word[word.index(letter, 1) :]  # pflag has dropped those in front
            message = f"{'unknown shorthand flag' if unknown else what}: {letter!r} in -{letters}"
        return Failed(
            f"{message}\n\nUsage:  docker {self.line}\n\n"
            f"Run 'docker {self.verb} --help' for more information",
            125,
        )

    def help(self) -> str:
        """Returns what `--help` prints."""
        lines = [f"Usage:  docker {self.line}", "", self.about]
        if self.options:
            lines += ["", "Options:"]
        for kind in self.kinds.values():
            value = " value" if kind.takes_value else ""
            lines.append(f"  {f'{kind.short}, ' if kind.short else '    '}{kind.long}{value}")
        return "\n".join(lines)


COMMANDS = {
    usage.verb: usage
    for usage in (
        Usage(
            "build [OPTIONS] PATH | URL | -",
            "Build an image from a Dockerfile",
            "quiet no-cache platform pull tag file",
            *(1, 1),
        ),
        Usage(
            "history [OPTIONS] IMAGE",
            "Show the history of an image",
            "no-trunc quiet format",
            1,
            1,
        ),
        Usage(
            "images [OPTIONS] [REPOSITORY[:TAG]]",
            "List images",
            "all digests no-trunc quiet filter format",
            *(0, 1),
        ),
        Usage(
            "inspect [OPTIONS] NAME|ID [NAME|ID...]",
            "Return low-level information on Docker objects",
            "size format type",
            *(1, None),
        ),
        Usage(
            "login [OPTIONS] [SERVER]",
            "Authenticate to a registry.\nDefaults to Docker Hub if no server is specified.",
            "password-stdin password username",
            *(0, 1),
        ),
        Usage(
            "logout [SERVER]",
            "Log out from a registry.\nIf no server is specified, the default is defined by the daemon.",
            most=1,
        ),
        Usage(
            "logs [OPTIONS] CONTAINER",
            "Fetch the logs of a container",
            "follow tail timestamps",
            *(1, 1),
        ),
        Usage(
            "ps [OPTIONS]",
            "List containers",
            "all filter format last latest no-trunc quiet",
        ),
        Usage(
            "pull [OPTIONS] NAME[:TAG|@DIGEST]",
            "Download an image from a registry",
            "all-tags quiet platform",
            *(1, 1),
        ),
        Usage(
            "push [OPTIONS] NAME[:TAG]",
            "Upload an image to a registry",
            "all-tags quiet",
            1,
            1,
        ),
        Usage(
            "rm [OPTIONS] CONTAINER [CONTAINER...]",
            "Remove one or more containers",
            "force volumes",
            *(1, None),
        ),
        Usage(
            "rmi [OPTIONS] IMAGE [IMAGE...]",
            "Remove one or more images",
            "force no-prune",
            *(1, None),
        ),
        Usage(
            "run [OPTIONS] IMAGE [COMMAND] [ARG...]",
            "Create and run a new container from an image",
            "detach entrypoint env label name platform rm user workdir",
            *(1, None),
        ),
        Usage(
            "tag SOURCE_IMAGE[:TAG] TARGET_IMAGE[:TAG]",
            "Create a tag TARGET_IMAGE that refers to SOURCE_IMAGE",
            "",
            *(2, 2),
        ),
        Usage("version [OPTIONS]", "Show the Docker version information", "format"),
    )
}
