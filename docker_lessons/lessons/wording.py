"""Where facts and sentences meet: what was found, in words, with the course's names in them.

No other module of the lessons puts a fact into a sentence.
"""

from __future__ import annotations

import functools

from docker_lessons.findings.finding import Facts, Finding, worded
from docker_lessons.lessons import any_step, elsewhere
from docker_lessons.lessons.diagnosis import Observation, Words
from docker_lessons.lessons.judgement import Judgement
from docker_lessons.lessons.step import Step
from docker_lessons.lessons.verdict import PASSED, Verdict
from docker_lessons.world.names import Names


@functools.lru_cache(maxsize=4)  # asked for every sentence of every line of /watch
def placeholders(names: Names) -> Facts:
    """Returns what each of the course's own placeholders stands for."""
    return {
        "image": names.image,
        "target": names.target,
        "repository": names.target_repository,
        "hub_repository": names.hub_repository,
        "repository_name": names.repository,
        "username": names.username,
        "second_image": names.second_image,
        "second_target": names.second_target,
        "log_in": names.log_in,
        "log_out": names.log_out,
        "form": names.form,
        "id_column": names.id_column,
        "registry": names.registry,
        "prefix": names.prefix,
    }


def written(text: str, names: Names) -> str:
    """Puts the course's names into one of its texts."""
    return worded(text, placeholders(names))


def verdict(judgement: Judgement, step: Step, names: Names) -> Verdict:
    """Returns what is said of a judgement."""
    finding = judgement.finding
    words = _words(step, finding)
    # Where something went elsewhere, what to do next is still what the step itself says.
    mended = judgement.beneath or finding
    repair = said(_words(step, mended).repair, mended, names)
    remarks = [said(_words(step, one).text, one, names) for one in judgement.remarks]
    return Verdict(
        step=step.id,
        verdict=judgement.verdict,
        cause=None if judgement.verdict == PASSED else finding.cause,
        seen=said(words.seen, finding, names),
        wanted=said(words.wanted, finding, names),
        repair=repair or None,
        text=" ".join((said(words.text, finding, names), *remarks)),
    )


def said(sentence: str | None, finding: Finding, names: Names) -> str:
    """Returns a sentence with the course's names and the facts of a finding in it, '' for none."""
    return worded(sentence or "", {**placeholders(names), **finding.facts})


def _words(step: Step, finding: Finding) -> Words:
    """The words for a finding: its variant's, and its cause's where the variant has none."""
    observation = _observation(step, finding.cause)
    if not finding.variant:
        return observation.words
    other = observation.variants[finding.variant]
    whole = observation.words
    return Words(
        seen=whole.seen if other.seen is None else other.seen,
        wanted=whole.wanted if other.wanted is None else other.wanted,
        repair=whole.repair if other.repair is None else other.repair,
        text=whole.text if other.text is None else other.text,
    )


def _observation(step: Step, cause: str) -> Observation:
    everywhere = (*any_step.OBSERVATIONS, *elsewhere.CAUSES)
    return next(one for one in (*step.diagnoses.all, *everywhere) if one.id == cause)
