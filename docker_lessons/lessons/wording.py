"""Where facts and sentences meet: what was found, in words, with the course's names in them.

No other module of the lessons puts a fact into a sentence.
"""

from __future__ import annotations

import functools

from docker_lessons.findings.finding import Facts, Finding
from docker_lessons.language import filled, translated
from docker_lessons.lessons import any_step, elsewhere
from docker_lessons.lessons.diagnosis import Observation, Words
from docker_lessons.lessons.diagnosis import elsewhere as there
from docker_lessons.lessons.judgement import Judgement
from docker_lessons.lessons.step import Step
from docker_lessons.lessons.verdict import PASSED, Verdict
from docker_lessons.oci import docker_hub
from docker_lessons.world.names import Names
from docker_lessons.world.which_hub import create_page, settings_page


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
        "place": names.place,
        "tokens_page": docker_hub.TOKENS_URL,
        "settings_page": settings_page(names),
        "hub_page": docker_hub.PAGES_URL,
        "create_page": create_page(names),
    }


def command(text: str, names: Names) -> str:
    """Puts the course's names into one of its commands, which is the same in every language."""
    return filled(text, placeholders(names))


def written(text: str, names: Names) -> str:
    """Puts the course's names into one of its texts, in the current language."""
    return filled(names.called(translated(text)), placeholders(names))


def verdict(judgement: Judgement, step: Step, names: Names) -> Verdict:
    """Returns what is said of a judgement."""
    finding = judgement.finding
    words = _words(step, finding, names)
    remarks = [said(_words(step, one, names).text, one, names) for one in judgement.remarks]
    return Verdict(
        step=step.id,
        verdict=judgement.verdict,
        cause=None if judgement.verdict == PASSED else finding.cause,
        seen=said(words.seen, finding, names),
        wanted=said(words.wanted, finding, names),
        repair=repair_of(judgement, step, names) or None,
        text=" ".join((said(words.text, finding, names), *remarks)),
    )


def repair_of(judgement: Judgement, step: Step, names: Names) -> str:
    """Returns the command that mends what was found, the same in every language; '' where there is none."""
    instead = next((one for one in judgement.remarks if one.cause in any_step.INSTEAD), None)
    # Where something went elsewhere, what to do next is still what the step itself says.
    mended = instead or judgement.beneath or judgement.finding
    repair = _words(step, mended, names).repair or ""
    return filled(repair, {**placeholders(names), **mended.facts})


def said(sentence: str | None, finding: Finding, names: Names) -> str:
    """Returns a sentence in the current language, the course's names and a finding's facts in it, '' for none."""
    sentence = names.called(translated(sentence or ""))
    return filled(sentence, {**placeholders(names), **finding.facts})


def _words(step: Step, finding: Finding, names: Names) -> Words:
    """The words for a finding: its variant's, and its cause's where the variant has none.

    On the real Docker Hub, or at a registry of the learner's choice, words for that place take precedence.
    """
    observation = _observation(step, finding.cause)
    words = observation.words
    if finding.variant:
        words = _over(words, observation.variants[finding.variant])
    for variant in dict.fromkeys(("", finding.variant)):
        words = _over(words, observation.variants.get(there(names.hub, variant), Words()))
    return words


def _over(whole: Words, other: Words) -> Words:
    return Words(
        seen=whole.seen if other.seen is None else other.seen,
        wanted=whole.wanted if other.wanted is None else other.wanted,
        repair=whole.repair if other.repair is None else other.repair,
        text=whole.text if other.text is None else other.text,
    )


def _observation(step: Step, cause: str) -> Observation:
    everywhere = (*any_step.OBSERVATIONS, *elsewhere.CAUSES)
    return next(one for one in (*step.diagnoses.all, *everywhere) if one.id == cause)
