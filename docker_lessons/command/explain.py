"""What a failed docker command means, in one sentence for somebody who sees its message for the first time.

Docker's message is never replaced: this comes after it. First the line itself is looked at, if Docker did not
accept it as it was written (`findings.slips`, `findings.image_name`), then the message (`failures`).
"""

import re
from collections.abc import Iterator

from docker_lessons.command import address, failures
from docker_lessons.command.transcript import Transcript
from docker_lessons.findings import image_name, slips
from docker_lessons.findings.finding import Finding
from docker_lessons.findings.wording import Sentences, tell

SENTENCES: Sentences = {
    **slips.SENTENCES,
    **image_name.SENTENCES,
    **address.SENTENCES,
    **failures.SENTENCES,
    "unknown-message": "Docker's message above says what it did not accept.",
}

_LINE_REFUSED = re.compile(
    r"requires .*argument|accepts no arguments|invalid reference format|not a valid repository/tag"
    r"|invalid argument|unknown (?:shorthand )?flag|path .* not found|No such (?:image|object|container)"
    r"|unknown command|is not a docker command",
    re.IGNORECASE,
)
_NAME_REFUSED = re.compile(r"invalid reference format|not a valid repository/tag")
_REFUSED_TAG_OPTION = re.compile(r'invalid argument "(.*?)" for "-t')


def explain(transcript: Transcript) -> str:
    """Returns the sentence for a command; '' where it succeeded and nothing needs saying."""
    finding = find(transcript)
    return tell(finding, SENTENCES) if finding else ""


def find(transcript: Transcript) -> Finding | None:
    """Finds what a command's end means; returns None where it succeeded and nothing needs saying."""
    if transcript.exit_code == 0:
        return address.find(transcript) or failures.find_remark(transcript)
    return (
        _find_slip(transcript)
        or address.find(transcript)
        or failures.find_failure(transcript)
        or Finding("unknown-message")
    )


def _find_slip(transcript: Transcript) -> Finding | None:
    if not _LINE_REFUSED.search(transcript.text):
        return None
    line = transcript.line
    return (
        slips.sudo(line)
        or slips.long_dash(line)
        or slips.curly_quotes(line)
        or slips.web_address(line, transcript.names.target)
        or slips.gap_in_name(line)
        or next(_wrong_names(transcript), None)
        or slips.tag_without_option(line)
    )


def _wrong_names(transcript: Transcript) -> Iterator[Finding]:
    """Returns what is wrong in the names of the line, where Docker refused one."""
    if not _NAME_REFUSED.search(transcript.text):
        return
    tagged = _REFUSED_TAG_OPTION.search(transcript.text)
    for name in [tagged[1]] if tagged else transcript.operands:
        if wrong := image_name.wrong_in_name(name):
            yield wrong
