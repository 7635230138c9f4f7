"""Where it is decided that a repair is shown: for the panel and for its still text.

`docker-lessons check` is asked for by name, and answers with every repair.
"""

from __future__ import annotations

import re

from docker_lessons.lessons.judgement import Judgement
from docker_lessons.lessons.step import Step
from docker_lessons.lessons.verdict import NOT_YET, Verdict

_COMMAND = re.compile(r"docker ")


def repair_shown(step: Step, judgement: Judgement, said: Verdict) -> bool:
    """Tells whether the command that repairs a mistake is shown, once the step's `reveal_after` is over.

    It is not shown for a step that nobody has tried yet: that would solve it. An act at the Hub has no command;
    *show me* does it.
    """
    is_command = _COMMAND.match(said.repair or "") is not None
    return judgement.verdict == NOT_YET and is_command and not untouched(step, judgement)


def untouched(step: Step, judgement: Judgement) -> bool:
    """Tells whether nothing was tried yet, which is what the last cause of a step says."""
    return judgement.finding.cause == step.diagnoses.causes[-1].id
