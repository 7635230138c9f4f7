"""Lines that are nearly docker lines, each with one sentence that says how to write it."""

from docker_lessons.command import transformer
from docker_lessons.command.docker_failed import NotDocker
from docker_lessons.findings import slips
from docker_lessons.findings.finding import Finding
from docker_lessons.findings.prompt import without_prompt
from docker_lessons.findings.wording import Sentences, tell

SENTENCES: Sentences = {
    "sudo": slips.SENTENCES["sudo"],
    "command-of-the-course": "docker-lessons is a command for the terminal. Type it there: {line}",
    "prompt-copied": "{prompt} is the terminal's prompt, which says that it is waiting. Leave it out: {line}",
    "docker-in-capitals": "Type docker in lowercase: {mended}",
    "docker-left-out": "Begin the line with docker: docker {line}",
    "docker-twice": "One docker is enough: docker {line}",
    "output-pasted": "This line is what Docker printed, not a command: {line} . Delete it and the lines that came "
    "with it.",
    "line-broken": "This looks like the end of the line above: {line} . Put both on one line, or end the first one "
    "with \\.",
}


def explained(line: str) -> NotDocker:
    """Returns the error for a line that `transformer.is_nearly_docker` has found."""
    return NotDocker(tell(find(line), SENTENCES))


def docker_twice(words: list[str]) -> NotDocker:
    """Returns the error for `docker docker WORDS`."""
    return NotDocker(tell(Finding("docker-twice", {"line": " ".join(words)}), SENTENCES))


def find(line: str) -> Finding:
    """Finds what keeps a line from being a docker line. Facts: `line` or `mended`, and the `prompt` that was copied."""
    if transformer.was_printed(line.strip()):
        return Finding("output-pasted", {"line": line.strip()})
    prompt, behind = without_prompt(line.strip())
    words = behind.lstrip("$#> \t").split()
    if "sudo" in words[:2]:
        return slips.without_sudo(_without_sudo(words))
    text = " ".join(words)
    if words[0] == "docker-lessons":
        return Finding("command-of-the-course", {"line": text})
    if words[0] == "docker":
        return Finding("prompt-copied", {"prompt": prompt or line.strip()[0], "line": text})
    if words[0].lower() == "docker":
        return Finding("docker-in-capitals", {"mended": " ".join(["docker", *words[1:]])})
    if transformer.is_pasted(text):
        return Finding("line-broken", {"line": text})
    return Finding("docker-left-out", {"line": text})


def _without_sudo(words: list[str]) -> list[str]:
    """Returns the command behind `sudo docker`; `tag sudo docker ...` is a `tag` in the wrong place."""
    behind = words[words.index("docker") + 1 :] if "docker" in words else []
    verb = [] if words[0] == "sudo" else words[:1]
    return behind if verb == behind[:1] else [*verb, *behind]
