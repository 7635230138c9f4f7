"""What a failed docker command means, in one sentence for somebody who sees its message for the first time.

Docker's message is never replaced: this comes after it.  First the line itself is looked at (`slips`),
then the message (`failures`).
"""

from docker_lessons.command import address, failures, slips
from docker_lessons.command.told import Told


def explain(told: Told) -> str:
    """The sentence for `told`; empty where the command succeeded and nothing needs saying."""
    if told.exit_code == 0:
        return address.meaning(told) or failures.remark(told)
    return (
        slips.meaning(told)
        or address.meaning(told)
        or failures.meaning(told)
        or "Docker's message above says what it did not accept."
    )
