"""Lines that are nearly docker lines, each with one sentence that says how to write it."""

from docker_lessons.command.docker_failed import NotDocker
from docker_lessons.findings import slips
from docker_lessons.findings.finding import Finding
from docker_lessons.findings.wording import Sentences, tell

SENTENCES: Sentences = {
    "sudo": slips.SENTENCES["sudo"],
    "command-of-the-course": "docker-lessons is a command for the terminal. Type it there: {line}",
    "prompt-copied": "The $ is only the terminal's sign that it waits. Write the line without it: {line}",
    "docker-in-capitals": "The word is docker, in small letters: {mended}",
    "docker-left-out": "The line begins with the word docker: docker {line}",
    "docker-twice": "One docker is enough: docker {line}",
}


def explained(line: str) -> NotDocker:
    """Returns the error for a line that `transformer.is_nearly_docker` has found."""
    return NotDocker(tell(find(line), SENTENCES))


def docker_twice(words: list[str]) -> NotDocker:
    """Returns the error for `docker docker WORDS`."""
    return NotDocker(tell(Finding("docker-twice", {"line": " ".join(words)}), SENTENCES))


def find(line: str) -> Finding:
    """Finds what keeps a line from being a docker line. Facts: `line`, or `mended`."""
    words = line.lstrip("$#> \t").split()
    if "sudo" in words[:2]:
        return slips.without_sudo(_without_sudo(words))
    text = " ".join(words)
    if words[0] == "docker-lessons":
        return Finding("command-of-the-course", {"line": text})
    if words[0] == "docker":
        return Finding("prompt-copied", {"line": text})
    if words[0].lower() == "docker":
        return Finding("docker-in-capitals", {"mended": " ".join(["docker", *words[1:]])})
    return Finding("docker-left-out", {"line": text})


def _without_sudo(words: list[str]) -> list[str]:
    """Returns the command behind `sudo docker`; `tag sudo docker ...` is a `tag` in the wrong place."""
    behind = words[words.index("docker") + 1 :] if "docker" in words else []
    verb = [] if words[0] == "sudo" else words[:1]
    return behind if verb == behind[:1] else [*verb, *behind]
