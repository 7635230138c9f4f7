"""The registry as this computer reaches it."""

from __future__ import annotations

from docker_lessons.doctor.checks.check import Check, Found, Situation, by_system, with_a_network
from docker_lessons.doctor.facts.conversation import Outcome
from docker_lessons.doctor.facts.gathering import Facts
from docker_lessons.findings.finding import Facts as Told
from docker_lessons.language import N_, gettext, ngettext


def _answer(facts: Facts, *outcomes: Outcome) -> dict[str, str] | None:
    registry = facts.registry
    if registry.answer.outcome not in outcomes:
        return None
    return {
        "registry": registry.address,
        "why": registry.answer.detail,
        "proxy": registry.proxy,
        "issuer": registry.issuer or gettext("somebody unknown"),
    }


_SILENT = N_("nothing comes back from there")
_PROXY_IS: dict[Outcome, str] = {
    "unresolved": N_("there's no computer with that name"),
    "refused": N_("nothing listens there"),
}


def proxy_away(facts: Facts) -> Found:
    """The proxy in this computer's settings does not answer."""
    registry = facts.registry
    outcome = registry.proxy_answer.outcome
    if not registry.proxy or outcome in {"answered", "unasked"}:
        return None
    why = gettext(_PROXY_IS.get(outcome, _SILENT))
    return {"proxy": registry.proxy, "why": why}


def proxy_refuses(facts: Facts) -> Found:
    """The proxy answers, and does not let the request through."""
    return _answer(facts, "proxy")


def ipv6_only(facts: Facts) -> Found:
    """This computer reaches the internet by IPv6 only, and the registry does not answer."""
    computer, registry = facts.computer, facts.registry
    if computer.reaches_ipv4 or not computer.reaches_ipv6 or registry.answer.is_answer:
        return None
    return {"registry": registry.address}


def offline(facts: Facts) -> Found:
    """There is no way to the internet at all."""
    computer, registry = facts.computer, facts.registry
    if (
        computer.reaches_ipv4
        or computer.reaches_ipv6
        or registry.answer.is_answer
        or registry.proxy
    ):
        return None
    return None if registry.answer.outcome == "refused" else {"registry": registry.address}


def unresolved(facts: Facts) -> Found:
    """No name server knows the registry."""
    return _answer(facts, "unresolved")


def refused(facts: Facts) -> Found:
    """Nobody listens, or a firewall says no."""
    return _answer(facts, "refused")


def silent(facts: Facts) -> Found:
    """Nothing comes back."""
    return _answer(facts, "silent", "unreachable", "failed")


def intercepted(facts: Facts) -> Found:
    """Nobody that this computer trusts vouches for the certificate."""
    return _answer(facts, "untrusted")


def of_its_own(facts: Facts) -> Found:
    """The registry that the learner chose has its own certificate authority, which is not known here."""
    return _answer(facts, "untrusted") if facts.subject.is_chosen else None


def for_another(facts: Facts) -> Found:
    """The certificate is for another name, as on a network that wants a sign-in first."""
    return _answer(facts, "other name")


def expired(facts: Facts) -> Found:
    """The certificate is not good now, and the clock is right."""
    return _answer(facts, "expired")


def no_tls(facts: Facts) -> Found:
    """The registry speaks plain http."""
    return _answer(facts, "speaks no tls", "wants tls", "no http")


def in_trouble(facts: Facts) -> Found:
    """The registry has an error of its own."""
    status = facts.registry.answer.status
    return {"registry": facts.registry.address, "status": status} if status >= 500 else None


def limited(facts: Facts) -> Found:
    """Too many downloads."""
    registry = facts.registry
    if registry.answer.status != 429:
        return None
    told = registry.answer.headers.get("retry-after", "")
    wait = gettext("some hours")
    if told.isdecimal():
        wait = ngettext("{number} second", "{number} seconds", int(told))
    return {"registry": registry.address, "wait": wait}


def not_a_registry(facts: Facts) -> Found:
    """A page answers: a filter's, or that of a network that wants a sign-in."""
    registry = facts.registry
    if not registry.answer.is_answer or registry.is_registry:
        return None
    return {"registry": registry.address, "status": registry.answer.status}


def _unknown(facts: Facts) -> str:
    registry = facts.registry
    if registry.knows_authorities or registry.answer.outcome != "untrusted":
        return ""
    return gettext("this Python knows no certificate authorities")


def _told(facts: Facts) -> Told:
    registry = {"registry": facts.registry.address}
    if not facts.registry.proxy:
        return {"state": gettext("{registry} answers this computer", **registry)}
    sentence = N_("{registry} answers this computer, through the proxy {proxy}")
    return {"state": gettext(sentence, proxy=facts.registry.proxy, **registry)}


_PROXY = "Correct it (echo $HTTPS_PROXY shows it), or leave it out: unset HTTPS_PROXY https_proxy"

REGISTRY = Check(
    name="registry",
    title="registry",
    asks=("registry", "computer"),
    needs=("clock",),
    applies=with_a_network,
    skips=_unknown,
    tells=_told,
    fine="{state}",
    situations=(
        Situation(
            "proxy-away",
            proxy_away,
            seen="This computer is set to use the proxy {proxy}, and {why}.",
            repair=_PROXY,
        ),
        Situation(
            "proxy-refuses",
            proxy_refuses,
            seen="The proxy {proxy} doesn't let you through to {registry}: {why}.",
            repair="Ask the person who runs that network to allow {registry}, or for the name and password that the proxy wants. "
            f"{_PROXY}",
        ),
        Situation(
            "offline",
            offline,
            seen="This computer isn't connected to the internet, so it can't reach {registry}.",
            repair="Connect it. Until then, the practice Hub needs no network: docker-lessons start",
        ),
        Situation(
            "ipv6-only",
            ipv6_only,
            seen="This computer only has IPv6, and {registry} doesn't answer that way.",
            repair="Ask the person who runs that network for IPv4 or NAT64 with DNS64, or use another network. The practice Hub "
            "needs no network: docker-lessons start",
        ),
        Situation(
            "name-not-resolved",
            unresolved,
            seen="This computer can't find {registry} on the network: its name server (DNS) doesn't know the name or isn't "
            "answering.",
            repair="Check the connection and any VPN. On a network that blocks {registry}, ask the person who runs it, or use the "
            "practice Hub: docker-lessons start",
        ),
        Situation(
            "registry-refuses",
            refused,
            seen="{registry} refuses the connection: nothing listens there, or a firewall is in the way.",
            repair="Check the address. If it's right, ask the person who runs that network or registry.",
        ),
        Situation(
            "registry-silent",
            silent,
            seen="Nothing comes back from {registry}: the network is slow, or a firewall is in the way.",
            repair="Try again in a minute, or from another network. If this network needs a proxy: export "
            "HTTPS_PROXY=http://PROXY:PORT",
        ),
        Situation(
            "certificate-of-its-own",
            of_its_own,
            seen="This computer doesn't know {issuer}, who signed the certificate of {registry}.",
            repair="Ask the person who runs that registry for the certificate of its authority (CA), and give it to the course: "
            "docker-lessons start --registry {registry} --registry-ca FILE",
        ),
        Situation(
            "certificate-intercepted",
            intercepted,
            seen="Something between you and {registry} (often a company's or school's filter) shows a certificate of its "
            "own, from {issuer}, which this computer doesn't trust.",
            repair=by_system(
                linux="Ask for the filter's root certificate and add it: sudo cp ROOT.crt /usr/local/share/ca-certificates/, "
                "sudo update-ca-certificates, then sudo systemctl restart docker",
                macos="Ask for the filter's root certificate, open it in Keychain Access, set it to Always Trust, then "
                "restart Docker Desktop.",
                wsl="Ask for the filter's root certificate and add it here and on Windows: sudo cp ROOT.crt "
                "/usr/local/share/ca-certificates/, sudo update-ca-certificates, then restart Docker Desktop.",
            ),
        ),
        Situation(
            "certificate-for-another",
            for_another,
            seen="What answers at {registry} has a certificate for another name.",
            repair="On a public network, open any web page and sign in to the network first. Otherwise check the address.",
        ),
        Situation(
            "certificate-expired",
            expired,
            seen="The certificate of {registry} isn't valid now ({why}), and this computer's clock is right.",
            repair="Ask the person who runs that registry, or the filter before it, for a new certificate.",
        ),
        Situation(
            "registry-without-tls",
            no_tls,
            seen="{registry} doesn't use HTTPS, which Docker requires except for localhost.",
            repair="Check the address and the port.",
        ),
        Situation(
            "registry-limits",
            limited,
            seen="{registry} limits downloads by address, and yours (perhaps a whole classroom's) has used up its share.",
            repair="Log in (docker login), which gives you a share of your own, or wait: {wait}.",
        ),
        Situation(
            "registry-in-trouble",
            in_trouble,
            seen="{registry} has an error of its own (HTTP {status}). This isn't your fault.",
            repair="Try again later; https://www.dockerstatus.com/ tells how Docker Hub is.",
        ),
        Situation(
            "not-a-registry",
            not_a_registry,
            seen="What answers at {registry} isn't a registry (HTTP {status}): a filter's page, perhaps, or the sign-in page "
            "of a public network.",
            repair="Open any web page and sign in to the network, or ask the person who runs it to allow {registry}.",
        ),
    ),
)
