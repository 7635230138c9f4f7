"""Lines that are nearly docker lines, each with one sentence that says how to write it."""

from docker_lessons.command.failure import NotDocker


def explained(line: str) -> NotDocker:
    """The sentence for a line that `transformer.is_nearly_docker` has found."""
    words = line.lstrip("$#> \t").split()
    if "sudo" in words[:2]:
        behind = words[words.index("docker") + 1 :] if "docker" in words else []
        verb = [] if words[0] == "sudo" else words[:1]
        if verb == behind[:1]:
            verb = []
        return NotDocker(without_sudo([*verb, *behind]))
    if words[0] == "docker-lessons":
        return NotDocker(
            f"docker-lessons is a command for the terminal. Type it there: {' '.join(words)}"
        )
    if words[0] == "docker":
        return NotDocker(
            f"The $ is only the terminal's sign that it waits. Write the line without it: {' '.join(words)}"
        )
    if words[0].lower() == "docker":
        return NotDocker(
            f"The word is docker, in small letters: {' '.join(['docker', *words[1:]])}"
        )
    return NotDocker(f"The line begins with the word docker: docker {' '.join(words)}")


def without_sudo(words: list[str]) -> str:
    """The sentence for `sudo docker WORDS`."""
    return (
        "Leave sudo out: docker needs none here, and root has a log-in of its own, which is not yours. "
        f"Write: {' '.join(['docker', *words])}"
    )
