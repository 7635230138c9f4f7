"""What Docker's answers mean where the text alone says it: a table that cells and panels share.

From top to bottom, the first row that fits counts. Answers that mean different things for different names,
log-ins or engines are no rows here: `command.failures` and the steps of the lessons tell those apart.

Sources: docker/cli, moby and BuildKit for the clients 20.10 to 28 and the engines 20.10 to 26 with either image
store; distribution's error codes (https://distribution.github.io/distribution/spec/api/#errors-2).
"""

from __future__ import annotations

import re

from docker_lessons.findings import (
    answers_about_accounts,
    answers_about_builds,
    answers_about_images,
    answers_on_the_way,
)
from docker_lessons.findings.answer import Answer
from docker_lessons.findings.finding import Finding
from docker_lessons.findings.podman_words import in_dockers_words
from docker_lessons.findings.wording import Sentences

ANSWERS: tuple[Answer, ...] = (
    *answers_on_the_way.ENGINE,
    *answers_on_the_way.CREDENTIAL_HELPERS,
    *answers_about_accounts.ANSWERS,
    *answers_about_builds.ANSWERS,
    *answers_about_images.ANSWERS,
    *answers_on_the_way.REGISTRY,
)

SENTENCES: Sentences = {each.cause: each.sentence for each in ANSWERS}
"""Each cause's sentence; beside its facts it may name the course's own placeholders, such as `{log_in}`."""

NOT_THE_LEARNERS: frozenset[str] = frozenset(
    each.cause for each in ANSWERS if not each.learner_can_mend
)
"""The causes that no other command line would have avoided: the network, the registry or the computer is the matter."""

_SHOWN_ANSWER = re.compile(r'(error parsing HTTP \d{3} response body: [^\n]*?): "[^\n]*')
"""An answer that Docker could not read, which it shows: what stands in a filter's page is not what Docker says."""

_TOLD_AT_EACH_LOGIN = re.compile(
    r"[^\n]*(?:A Personal Access Token \(PAT\) can be used instead|To create a PAT, visit|Log ?in with your Docker ID"
    r"|You can log in with your password or a Personal Access Token|limited-privilege personal access token"
    r"|To sign in with credentials on the command line)[^\n]*\n?"
)
"""What clients from 20.10 to 28 tell at a terminal before they ask for a password, or after it: of no refusal."""

ONLY_TIME_HELPS: frozenset[str] = frozenset(each.cause for each in ANSWERS if each.only_time_helps)
"""The causes after which the same command line is the one to run, later."""


def what_docker_said(verb: str, text: str) -> Finding | None:
    """Returns what an answer of Docker's means, None where no row knows it.

    `verb` is the command's short name, `rmi` for `image rm` too. `text` is what was printed or answered, or its end.
    The facts come from the text; `SENTENCES` has the words.
    """
    said = about_the_failure(in_dockers_words(text))
    return next((found for each in ANSWERS if (found := each.find(verb, said))), None)


def about_the_failure(text: str) -> str:
    """Returns what Docker said of a failure: not the unreadable answer that it quotes, nor what it tells at each login."""
    return _SHOWN_ANSWER.sub(r"\1", _TOLD_AT_EACH_LOGIN.sub("", text))


def is_about_account(verb: str, text: str) -> bool:
    """Tells whether an answer is about the account or its token, rather than about a name or a missing log-in."""
    found = what_docker_said(verb, text)
    return found is not None and found.cause in answers_about_accounts.CAUSES


def sentence_for(finding: Finding) -> str:
    """Returns the sentence of a finding of `what_docker_said`, its placeholders not yet filled."""
    sentence = SENTENCES[finding.cause]
    return sentence if isinstance(sentence, str) else sentence[finding.variant]
