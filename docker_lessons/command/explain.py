"""What a failed docker command means, in one sentence for somebody who sees its message for the first time.

Docker's message is never replaced: this comes after it. First the line itself is looked at, if Docker did not
accept it as it was written (`findings.slips`, `findings.image_name`), then the message (`failures`).
"""

import re
from collections.abc import Iterator

from docker_lessons.command import address, failures
from docker_lessons.command.transcript import Transcript
from docker_lessons.findings import dashes, image_name, slips
from docker_lessons.findings.finding import Finding
from docker_lessons.findings.misspelling import NO_SUCH_COMMAND, is_real, lacks_plugin
from docker_lessons.findings.wording import Sentences, tell

_UNKNOWN = "unknown-message"

SENTENCES: Sentences = {
    **slips.SENTENCES,
    **dashes.SENTENCES,
    **image_name.SENTENCES,
    **address.SENTENCES,
    **failures.SENTENCES,
    _UNKNOWN: "Docker's message above says what went wrong.",
}

_LINE_REFUSED = re.compile(
    r"requires [^\n]*\d[^\n]* arguments?\b|accepts no arguments|invalid reference format|not a valid repository/tag"
    r"|invalid argument|unknown (?:shorthand )?flag|path .* not found|No such (?:image|object|container)"
    r"|unknown command|is not a docker command",
    re.IGNORECASE,
)
_REFUSED_TAG_OPTION = re.compile(r'invalid argument "(.*?)" for "-t')


def explain(transcript: Transcript, lacking: str = "") -> str:
    """Returns the sentence for a command; '' where it succeeded and nothing needs saying.

    `lacking` is what the course's own client says of something that it lacks: it counts where nothing else is found.
    """
    finding = find(transcript)
    if lacking and (finding is None or finding.cause == _UNKNOWN):
        return lacking
    return tell(finding, SENTENCES) if finding else ""


def find(transcript: Transcript) -> Finding | None:
    """Finds what a command's end means; returns None where it succeeded and nothing needs saying."""
    if transcript.exit_code == 0:
        return (
            address.find(transcript)
            or _find_odd_name(transcript)
            or dashes.in_pieces(transcript.line)
            or _find_lone_group(transcript)
            or failures.find_remark(transcript)
        )
    return (
        _find_slip(transcript)
        or address.find(transcript)
        or failures.find_failure(transcript)
        or Finding(_UNKNOWN)
    )


def _find_slip(transcript: Transcript) -> Finding | None:
    line, names = transcript.line, transcript.names
    early = (
        slips.sudo(line),
        slips.invisible_characters(line),
        _find_misspelt(transcript),
        slips.image_group(line),
        slips.output_in_line(line),
        slips.placeholder_left(line),
        dashes.in_pieces(line),
        slips.between_names(line, transcript.text),
    )
    if found := next((one for one in early if one), None):
        return found
    if not _LINE_REFUSED.search(transcript.text):
        return None
    return (
        dashes.long_dash(line)
        or dashes.number_of_dashes(line)
        or dashes.nearly(line)
        or slips.curly_quotes(line)
        or slips.web_address(line, names.target)
        or slips.gap_in_name(line)
        or slips.colon_and_slash(line, _of_the_course(transcript))
        or next(_wrong_names(transcript), None)
        or slips.tag_without_option(line)
    )


def _find_misspelt(transcript: Transcript) -> Finding | None:
    """Finds a word that is no command, taken from the line itself.

    If an option follows the word, clients refuse the option first. The old client then prints a usage so long that
    nothing else of its output is kept.
    """
    typed = "".join(transcript.line.command[:1])
    if not typed or not NO_SUCH_COMMAND.search(transcript.text):
        return None
    if is_real(typed) and not lacks_plugin(typed, transcript.text):
        return None
    return slips.misspelt_command(transcript.line, typed)


def _find_odd_name(transcript: Transcript) -> Finding | None:
    """Finds a name that Docker accepted although its / and : are swapped."""
    if transcript.verb != "tag":
        return None
    return slips.colon_and_slash(transcript.line, _of_the_course(transcript))


def _find_lone_group(transcript: Transcript) -> Finding | None:
    """Finds `docker image`, for which the client prints its usage."""
    return None if transcript.line.has("--help") else slips.image_group(transcript.line)


def _of_the_course(transcript: Transcript) -> tuple[str, ...]:
    names = transcript.names
    return (names.image, names.target, names.second_image, names.second_target)


def _wrong_names(transcript: Transcript) -> Iterator[Finding]:
    """Returns what is wrong in the names of the line, where Docker refused one."""
    if not image_name.NAME_REFUSED.search(transcript.text):
        return
    tagged = _REFUSED_TAG_OPTION.search(transcript.text)
    for name in [tagged[1]] if tagged else transcript.operands:
        if wrong := image_name.wrong_in_name(name):
            yield wrong
