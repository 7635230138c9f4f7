"""Clocks: this computer's, the registry's and the engine's."""

from __future__ import annotations

from docker_lessons.doctor.checks.check import Check, Found, Situation, by_system
from docker_lessons.doctor.facts.gathering import Facts
from docker_lessons.language import N_, gettext, ngettext

MOST_SECONDS_OFF = 300
"""Seconds that a clock may be off; tokens of registries are good for five minutes."""

_SET_CLOCK = by_system(
    linux="Set the clock by the network: sudo timedatectl set-ntp true",
    macos="Turn on System Settings, General, Date & Time, Set time and date automatically; then restart Docker Desktop.",
    wsl="In PowerShell: wsl --shutdown (a WSL that has slept keeps the time at which it fell asleep). Then open a new "
    "terminal.",
)


def _amount(seconds: int) -> str:
    size = abs(seconds)
    if size >= 2 * 86_400:
        return ngettext("{number} day", "{number} days", size // 86_400)
    if size >= 7200:
        return ngettext("{number} hour", "{number} hours", size // 3600)
    return ngettext("{number} minute", "{number} minutes", size // 60)


def this_clock(facts: Facts) -> Found:
    """The registry's clock says another time than this computer's."""
    seconds = facts.registry.seconds_off
    if seconds is None or abs(seconds) <= MOST_SECONDS_OFF:
        return None
    told = {"amount": _amount(seconds), "whose": facts.registry.address}
    if seconds > 0:
        return {"clocks": gettext("This computer's clock is {amount} behind {whose}'s.", **told)}
    return {"clocks": gettext("This computer's clock is {amount} ahead of {whose}'s.", **told)}


def dockers_clock(facts: Facts) -> Found:
    """The engine's clock says another time, as in a virtual machine that has slept."""
    seconds = facts.engine.seconds_off
    if seconds is None or abs(seconds) <= MOST_SECONDS_OFF:
        return None
    amount = _amount(seconds)
    if seconds < 0:
        sentence = N_("Docker's clock is {amount} behind this computer's.")
    else:
        sentence = N_("Docker's clock is {amount} ahead of this computer's.")
    return {"clocks": gettext(sentence, amount=amount)}


CLOCK = Check(
    name="clock",
    title="clock",
    asks=("engine", "registry"),
    applies=lambda facts: (facts.engine.seconds_off, facts.registry.seconds_off) != (None, None),
    tells=lambda facts: {},
    fine="the clocks agree",
    situations=(
        Situation(
            "clock-wrong",
            this_clock,
            seen="{clocks} Certificates and logins are only good for some time, so a wrong clock makes good ones look "
            "expired.",
            repair=_SET_CLOCK,
        ),
        Situation(
            "docker-clock-wrong",
            dockers_clock,
            seen="{clocks} That happens when the virtual machine in which Docker runs has slept.",
            repair=by_system(
                linux="Restart Docker: sudo systemctl restart docker. If it runs in a virtual machine, restart that.",
                macos="Restart Docker Desktop: click its icon in the menu bar, then Restart.",
                wsl="In PowerShell: wsl --shutdown. Then start Docker Desktop again.",
            ),
        ),
    ),
)
