"""What is said where the real Docker Hub gives no answer, for each thing that may be in the way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from docker_lessons.lessons.diagnosis import Words

_SHARED = (
    "Docker Hub answers only so many requests from one address, and this one has used them up. In a classroom, "
    "everybody may share that address. This isn't your fault, and nothing is lost."
)
_TEXTS = {
    "asking": "The course is asking Docker Hub for the first time. This takes a moment.",
    "rate-limit": f"{_SHARED} It didn't say how long that lasts: try again in an hour, or from another network.",
    "rate-limit-timed": f"{_SHARED} It asks you to wait: the course looks again in {{minutes}} min.",
    "asked-enough": "The course asks Docker Hub 60 times an hour at most, and it has. What you do counts all the same. "
    "The course looks again in {minutes} min.",
    "outage": "Docker Hub itself is having trouble. This isn't your fault, and nothing is lost. "
    "https://www.dockerstatus.com says what's wrong; the course looks again by itself.",
    "clock": "The connection to {host} can't be trusted: going by this computer's clock, the certificate isn't valid. "
    "Docker Hub renews its certificates in time, so the clock is probably wrong. Check the date and the time, and "
    "set them.",
    "certificate": "The connection to {host} can't be trusted: this computer doesn't know who signed its certificate. "
    "On the network of a company or a school, a proxy may open every connection. Ask for its root certificate, or use "
    "another network. Docker says the same as x509: certificate signed by unknown authority.",
    "proxy": "There's a proxy between you and Docker Hub, and it doesn't let the course through. Check HTTPS_PROXY, or "
    "ask the people who run the network.",
    "name-resolution": "This computer can't find {host}: it can't look up names right now. Check that you're online.",
    "offline": "This computer can't reach {host}. Check that you're online, and that no firewall is in the way.",
    "timed-out": "{host} takes too long to answer. Check that you're online; a firewall can look like this, too. The "
    "course looks again by itself.",
    "broken-off": "The connection to {host} was cut off. The course looks again by itself.",
    "no-account": "There's no account {username} on Docker Hub. Is it spelled right? Your Docker ID is the name at the "
    "top right when you're signed in at {hub_page}.",
    "refused": "Docker Hub refused to answer, and the course doesn't know why. It looks again by itself.",
}
_ANSWERED = "an answer that the course can't use ({reason})"
_NOT_ASKED = "no answer, since the course hasn't asked ({reason})"
_UNTRUSTED = "a certificate that can't be trusted ({reason})"
_SEEN = {
    "asking": _NOT_ASKED,
    "asked-enough": _NOT_ASKED,
    "rate-limit": _ANSWERED,
    "rate-limit-timed": _ANSWERED,
    "outage": _ANSWERED,
    "no-account": _ANSWERED,
    "refused": _ANSWERED,
    "clock": _UNTRUSTED,
    "certificate": _UNTRUSTED,
}
"""What was seen, where it was something else than that no answer came."""
_REPAIRS = {
    "clock": "date",
    "no-account": "docker-lessons start --hub docker.io --account YOURID",
}

DOCKER_HUB_AWAY: Final[Mapping[str, Words]] = {
    kind: Words(
        seen=_SEEN.get(kind),
        wanted="an answer from Docker Hub",
        repair=_REPAIRS.get(kind, ""),
        text=text,
    )
    for kind, text in _TEXTS.items()
}
"""By the kind of trouble (`world.hub_trouble`), the words for it."""
