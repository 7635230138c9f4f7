"""An engine that is reached over ssh: what keeps ssh from getting there, and what Docker says on the other side.

Sources: OpenSSH, `sshconnect.c`, `sshconnect2.c` (what it complains with); docker/cli,
`cli/command/system/dial_stdio.go`.
"""

from __future__ import annotations

import re

from docker_lessons.doctor.checks.check import Found, Situation
from docker_lessons.doctor.checks.place import way_back
from docker_lessons.doctor.facts.gathering import Facts

_UNRESOLVED = re.compile(r"Could not resolve hostname", re.IGNORECASE)
_REFUSED = re.compile(r"port \d+: Connection refused", re.IGNORECASE)
_UNREACHABLE = re.compile(
    r"port \d+: .*(?:timed out|No route to host|unreachable)|timed out during banner exchange",
    re.IGNORECASE,
)
_CHANGED = re.compile(r"IDENTIFICATION HAS CHANGED|Host key for .+ has changed", re.IGNORECASE)
_UNKNOWN = re.compile(r"Host key verification failed", re.IGNORECASE)
_PASSWORD = re.compile(r"Permission denied \([^)]*(?:password|keyboard-interactive)", re.IGNORECASE)
_DENIED = re.compile(r"Permission denied \(|Too many authentication failures", re.IGNORECASE)
_NO_DOCKER = re.compile(
    r"docker['\"]?: (?:command )?not found|(?:command not found|Unknown command|No such file or directory):? '?docker\b"
    r"|docker: No such file",
    re.IGNORECASE,
)
_OLD_DOCKER = re.compile(
    r"(?:is not a docker command|unknown command).*|dial-stdio.*not", re.IGNORECASE
)
_NO_PERMISSION = re.compile(
    r"permission denied while trying to connect|dial unix [^:]+: connect: permission denied",
    re.IGNORECASE,
)
_STOPPED = re.compile(
    r"dial unix [^:]+: connect: (?:no such file or directory|connection refused)"
    r"|Cannot connect to the Docker daemon",
    re.IGNORECASE,
)


def _told(facts: Facts) -> dict[str, str]:
    """Returns what fills the sentences, including the ssh command with which learners can try it themselves."""
    place = facts.place
    said = facts.engine.ping.detail.splitlines()
    return {
        "address": place.address,
        "by": place.named_by,
        "host": place.host,
        "ssh": place.ssh,
        "said": said[-1].strip().rstrip(".") if said else "",
        "way": way_back(facts),
    }


def _said(facts: Facts, words: re.Pattern[str]) -> Found:
    """Returns what fills the sentences if ssh failed and said these words, None otherwise."""
    ping = facts.engine.ping
    is_so = ping.outcome == "ssh failed" and words.search(ping.detail)
    return _told(facts) if is_so else None


def no_ssh(facts: Facts) -> Found:
    """There is no ssh on this computer."""
    missing = facts.place.remote is not None and facts.engine.ping.outcome == "missing"
    return _told(facts) if missing else None


def unresolved(facts: Facts) -> Found:
    """The name of the computer is not known."""
    return _said(facts, _UNRESOLVED)


def refused(facts: Facts) -> Found:
    """No ssh server listens there."""
    return _said(facts, _REFUSED)


def unreachable(facts: Facts) -> Found:
    """There is no way there."""
    return _said(facts, _UNREACHABLE)


def changed(facts: Facts) -> Found:
    """The computer has another key than the one that is known."""
    return _said(facts, _CHANGED)


def unknown(facts: Facts) -> Found:
    """The computer's key is not known yet, and nobody was asked about it."""
    return _said(facts, _UNKNOWN)


def wants_password(facts: Facts) -> Found:
    """The computer accepts none of ssh's keys, and would ask for a password."""
    return _said(facts, _PASSWORD)


def not_let_in(facts: Facts) -> Found:
    """The computer does not take the key."""
    return _said(facts, _DENIED)


def no_docker(facts: Facts) -> Found:
    """There is no docker command on the other side."""
    return _said(facts, _NO_DOCKER)


def no_permission(facts: Facts) -> Found:
    """The user over there isn't allowed to use the socket."""
    return _said(facts, _NO_PERMISSION)


def stopped(facts: Facts) -> Found:
    """No engine runs over there."""
    return _said(facts, _STOPPED)


def old_docker(facts: Facts) -> Found:
    """The docker command over there has no `docker system dial-stdio` (before 18.09)."""
    return _said(facts, _OLD_DOCKER)


def silent(facts: Facts) -> Found:
    """Nothing came back in time, or ssh failed without saying why."""
    ping = facts.engine.ping
    return _told(facts) if ping.outcome == "ssh failed" and not ping.detail else None


def failed(facts: Facts) -> Found:
    """Anything else that ssh says."""
    return _told(facts) if facts.engine.ping.outcome == "ssh failed" else None


SITUATIONS: tuple[Situation, ...] = (
    Situation(
        "ssh-missing",
        no_ssh,
        seen="{by} says that Docker is at {address}, and this computer has no ssh command.",
        repair="Install OpenSSH's client (Debian, Ubuntu: sudo apt install openssh-client), or go back to Docker's default: "
        "{way}",
    ),
    Situation(
        "ssh-host-not-found",
        unresolved,
        seen="{by} says that Docker is at {address}, and ssh finds no computer called {host}.",
        repair="Check the spelling, and the names in ~/.ssh/config. If you don't need that Docker anymore, go back to "
        "Docker's default: {way}",
    ),
    Situation(
        "ssh-refused",
        refused,
        seen="{by} says that Docker is at {address}, and no ssh server listens there.",
        repair="Check the port, and that the ssh server runs on {host}. If you don't need that Docker anymore, go back to "
        "Docker's default: {way}",
    ),
    Situation(
        "ssh-out-of-reach",
        unreachable,
        seen="{by} says that Docker is at {address}, and ssh can't reach that computer: {said}.",
        repair="Check the network (is a VPN needed?), or go back to Docker's default: {way}",
    ),
    Situation(
        "ssh-host-changed",
        changed,
        seen="The computer at {address} ({by}) has another key than the one that your ssh knows. It may have been set up "
        "again, or somebody is in between.",
        repair="Ask the person who runs it. If it was set up again: ssh-keygen -R {host}, then {ssh} true, and compare the key "
        "that it shows.",
    ),
    Situation(
        "ssh-host-unknown",
        unknown,
        seen="Your ssh doesn't know the computer at {address} ({by}) yet, and has to ask you whether its key is the right "
        "one. The course's ssh can't ask.",
        repair="Connect once yourself, compare the key that it shows, and answer yes: {ssh} true",
    ),
    Situation(
        "ssh-wants-password",
        wants_password,
        seen="The computer at {address} ({by}) wants a password from your ssh, and the course's ssh can't ask for one.",
        repair="Set up a key once (ssh-keygen, then ssh-copy-id), or, if you have one with a passphrase, add it to the "
        "agent: ssh-add. It's done when this asks nothing anymore: {ssh} true",
    ),
    Situation(
        "ssh-not-let-in",
        not_let_in,
        seen="The computer at {address} ({by}) doesn't let your ssh in: {said}.",
        repair="Add your key to the agent (ssh-add), check the username in the address, or ask the person who runs that "
        "computer to add your key. It's done when this works: {ssh} true",
    ),
    Situation(
        "ssh-no-docker",
        no_docker,
        seen="ssh gets to the computer at {address} ({by}), but there's no docker command there: {said}.",
        repair="Install Docker there. If it's installed, its folder has to be on the PATH of commands that come by ssh: "
        "{ssh} 'command -v docker' shows whether it is.",
    ),
    Situation(
        "ssh-socket-forbidden",
        no_permission,
        seen="ssh gets to the computer at {address} ({by}), but your user there doesn't have permission to use Docker's "
        "socket: {said}.",
        repair="Have your user added to the group docker there (sudo usermod -aG docker USER). It counts from the next "
        "connection on.",
    ),
    Situation(
        "ssh-engine-stopped",
        stopped,
        seen="ssh gets to the computer at {address} ({by}), but no Docker engine answers there: {said}.",
        repair="Start it there: sudo systemctl start docker. If its socket is elsewhere, add the path to the address: "
        "ssh://USER@HOST/PATH/docker.sock",
    ),
    Situation(
        "ssh-docker-too-old",
        old_docker,
        seen="ssh gets to the computer at {address} ({by}), but the docker command there is too old for connections over "
        "ssh: {said}.",
        repair="Install Docker 18.09 or newer there.",
    ),
    Situation(
        "ssh-silent",
        silent,
        seen="{by} says that Docker is at {address}, and ssh brings nothing back from there in time.",
        repair="Look whether ssh gets there without a question: {ssh} true. If it's only slow, try again.",
    ),
    Situation(
        "ssh-failed",
        failed,
        seen="ssh doesn't get to the Docker at {address} ({by}): {said}.",
        repair="It's done when this works and asks nothing: {ssh} true. Or go back to Docker's default: {way}",
    ),
)
