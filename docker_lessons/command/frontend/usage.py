"""The commands of the front end: options, how many operands, and the client's messages for what is wrong."""

import getopt
from collections.abc import Sequence
from dataclasses import dataclass

from docker_lessons.command.frontend.call import Failed


@dataclass(frozen=True)
class Usage:
    """How one command is written."""

    line: str
    """Behind `Usage:  docker`."""
    about: str
    flags: str = ""
    """Options without a value: `f/force q/quiet`; `-/` before one that has no short form."""
    values: str = ""
    """Options with a value, likewise."""
    least: int = 0
    most: int | None = 0
    """Operands; None: any number."""

    @property
    def verb(self) -> str:
        """The command's name."""
        return self.line.split()[0]

    def read(self, words: Sequence[str]) -> tuple[dict[str, list[str]], list[str]]:
        """Options and operands of `words` (behind the command).  Raises: Failed with the client's message."""
        shorts, longs = "hf", ["help"]
        names = {"-h": "help"}
        shorts = "h"
        for group, mark in ((self.flags, ""), (self.values, ":")):
            for short, _, long in (each.partition("/") for each in group.split()):
                longs.append(long + mark.replace(":", "="))
                if short != "-":
                    shorts += short + mark
                    names[f"-{short}"] = long
        try:
            found, operands = getopt.gnu_getopt(list(words), shorts, longs)
        except getopt.GetoptError as error:
            raise Failed(self._wrong_option(words, error), 125) from None
        options: dict[str, list[str]] = {}
        for name, value in found:
            options.setdefault(names.get(name, name.lstrip("-")), []).append(value)
        if "help" not in options:
            self._count(operands)
        return options, operands

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

    def _wrong_option(self, words: Sequence[str], error: getopt.GetoptError) -> str:
        name = error.opt
        if len(name) == 1:
            word = next(
                (w for w in words if w.startswith("-") and w[1:2] != "-" and name in w), f"-{name}"
            )
            message = (
                f"flag needs an argument: {name!r} in {word}"
                if "requires argument" in error.msg
                else f"unknown shorthand flag: {name!r} in {word}"
            )
        elif "requires argument" in error.msg:
            message = f"flag needs an argument: --{name}"
        else:
            message = f"unknown flag: --{name}"
        return (
            f"{message}\n\nUsage:  docker {self.line}\n\n"
            f"Run 'docker {self.verb} --help' for more information"
        )

    def help(self) -> str:
        """What `--help` prints."""
        lines = [f"Usage:  docker {self.line}", "", self.about]
        options = [
            *((each, "") for each in self.flags.split()),
            *((each, " value") for each in self.values.split()),
        ]
        if options:
            lines += ["", "Options:"]
        for each, value in options:
            short, _, long = each.partition("/")
            lines.append(f"  {'    ' if short == '-' else f'-{short}, '}--{long}{value}")
        return "\n".join(lines)


COMMANDS = {
    usage.verb: usage
    for usage in (
        Usage(
            "build [OPTIONS] PATH | URL | -",
            "Build an image from a Dockerfile",
            "q/quiet -/no-cache -/pull",
            "t/tag f/file",
            *(1, 1),
        ),
        Usage(
            "history [OPTIONS] IMAGE",
            "Show the history of an image",
            "-/no-trunc q/quiet",
            "-/format",
            1,
            1,
        ),
        Usage(
            "images [OPTIONS] [REPOSITORY[:TAG]]",
            "List images",
            "a/all -/digests -/no-trunc q/quiet",
            "f/filter -/format",
            *(0, 1),
        ),
        Usage(
            "inspect [OPTIONS] NAME|ID [NAME|ID...]",
            "Return low-level information on Docker objects",
            "s/size",
            "f/format -/type",
            *(1, None),
        ),
        Usage(
            "login [OPTIONS] [SERVER]",
            "Authenticate to a registry.\nDefaults to Docker Hub if no server is specified.",
            "-/password-stdin",
            "p/password u/username",
            *(0, 1),
        ),
        Usage(
            "logout [SERVER]",
            "Log out from a registry.\nIf no server is specified, the default is defined by the daemon.",
            most=1,
        ),
        Usage(
            "pull [OPTIONS] NAME[:TAG|@DIGEST]",
            "Download an image from a registry",
            "a/all-tags q/quiet",
            "-/platform",
            *(1, 1),
        ),
        Usage(
            "push [OPTIONS] NAME[:TAG]",
            "Upload an image to a registry",
            "a/all-tags q/quiet",
            "",
            1,
            1,
        ),
        Usage(
            "rmi [OPTIONS] IMAGE [IMAGE...]",
            "Remove one or more images",
            "f/force -/no-prune",
            "",
            *(1, None),
        ),
        Usage(
            "tag SOURCE_IMAGE[:TAG] TARGET_IMAGE[:TAG]",
            "Create a tag TARGET_IMAGE that refers to SOURCE_IMAGE",
            *("", ""),
            *(2, 2),
        ),
        Usage("version [OPTIONS]", "Show the Docker version information", "", "f/format"),
    )
}
