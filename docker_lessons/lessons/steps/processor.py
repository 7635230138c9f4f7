"""An image for another processor than the engine's."""

from __future__ import annotations

from docker_lessons.findings.finding import Facts, Variant
from docker_lessons.lessons.diagnosis import Found
from docker_lessons.lessons.look import Look
from docker_lessons.world.snapshot import HostImage

SAYS_PROCESSOR = (
    "An image says which kind of processor it's for, and this one says {processor}, because --platform or the variable "
    "DOCKER_DEFAULT_PLATFORM asked for that. Docker runs on {wanted} here."
)
BUILD_FOR_THIS = (
    "Build it again, for {wanted}, and with --no-cache: older versions of Docker take what they built for another "
    "processor from the build cache."
)
HAS_PROGRAM = (
    "A program is made for one kind of processor, and the one in this image is for {processor}. Docker runs on {wanted} "
    "here, so it couldn't start it."
)


def for_another_processor(look: Look, found: HostImage | None) -> Found:
    """The course's image, for another processor than the engine's; the variant `program` if its program is, too."""
    processor = look.made_for(found) if found else look.architecture
    if not found or processor == look.architecture:
        return None
    facts: Facts = {"id": found.short, "processor": processor, "wanted": look.architecture}
    has_program = look.contents.program_for(found.diff_ids) == processor
    return Variant("program", facts) if has_program else facts
