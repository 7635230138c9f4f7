"""What Docker answers where something between the learner and the registry is the matter.

The engine, the helper that keeps passwords, the network, the registry: mostly no other line would have helped.
"""

from __future__ import annotations

import re

from docker_lessons.findings.answer import Answer, named
from docker_lessons.findings.finding import Facts, Variant

_SETTINGS = "config.json (in the folder $DOCKER_CONFIG, or ~/.docker if that isn't set)"
_URL = r'https?://(?P<host_{0}>[^/"\s]+)[^\n]*?'


def _helper(found: re.Match[str]) -> Variant:
    for kind in ("missing", "broken"):
        if helper := found.groupdict().get(kind):
            helper = helper.removesuffix(".exe")
            return Variant(kind, {"helper": helper, "program": f"docker-credential-{helper}"})
    said = found["said"].lower()
    if "pass not initialized" in said or "pass store is uninitialized" in said:
        return Variant("pass")
    if "keychain" in said or "interaction is not allowed" in said or "logon session" in said:
        return Variant("locked")
    return Variant("read-only" if re.search(r"config\.json|read-only", said) else "failing")


def _limit(found: re.Match[str]) -> Variant:
    return Variant(next((name for name, text in found.groupdict().items() if text), "requests"))


def _status(found: re.Match[str]) -> Facts:
    return {"status": next(text for text in found.groupdict().values() if text)}


ENGINE_ELSEWHERE = "{option} sends the command to another engine than the course's, and that one isn't answering. Leave {option} out."
"""What it means that the engine is away where the line itself names it. Facts: `option`."""

ENGINE: tuple[Answer, ...] = (
    Answer(
        "no-such-context",
        r'context "(?P<name>[^"\n]+)"(?:: context not found| does not exist)',
        "Docker has no context called {name} here. A context says which engine a command goes to: leave it out, and the "
        "command goes to the course's.",
    ),
    Answer(
        "engine-forbidden",
        r"permission denied while trying to connect to the docker|docker_engine: Access is denied",
        "Your account on this computer doesn't have permission to use Docker. On Linux, run sudo usermod -aG docker "
        "$USER, then log out of the computer and in again (a window that's already open won't notice).",
        learner_can_mend=False,
    ),
    Answer(
        "engine-away",
        r"cannot connect to the docker daemon|error during connect|failed to connect to the docker api",
        "Docker's engine isn't answering. This isn't your fault. Start Docker the way you always do, then run the "
        "command again.",
        learner_can_mend=False,
    ),
    Answer(
        "engine-in-trouble",
        r"request returned [^\n]*for API route and version",
        "Docker's engine had an error of its own. This isn't your fault. Restart Docker, then run the command again.",
        learner_can_mend=False,
    ),
    Answer(
        "versions-apart",
        r"client version [\d.]+ is too (?P<which>new|old)",
        {
            "new": "The docker command is too new for this engine: they come from different versions of Docker. Update "
            "the engine.",
            "old": "The docker command is too old for this engine: they come from different versions of Docker. Update "
            "the command.",
        },
        read=lambda found: Variant(found["which"].lower()),
        learner_can_mend=False,
    ),
    Answer(
        "disk-full",
        r"no space left on device|disk quota exceeded|not enough space on the disk",
        "The disk where Docker keeps its images is full. Free up some space, then run the command again.",
        learner_can_mend=False,
    ),
)

CREDENTIAL_HELPERS: tuple[Answer, ...] = (
    Answer(
        "credential-helper",
        (
            r'exec: "docker-credential-(?P<missing>[\w.-]+)": executable file not found',
            r"docker-credential-(?P<missing>[\w.-]+) resolves to executable in current directory",
            r"fork/exec \S*docker-credential-(?P<broken>[\w.-]+):",
            r"error (?:getting|saving|storing) credentials(?P<said>[^\n]*)",
        ),
        {
            "missing": "Docker is set up to keep passwords with a helper, {program}, which isn't on this computer. "
            f'Remove the line with "{{helper}}" (credsStore or credHelpers) from {_SETTINGS}, then log in again.',
            "broken": "Docker is set up to keep passwords with a helper, {program}, which doesn't start on this "
            f'computer. Remove the line with "{{helper}}" (credsStore or credHelpers) from {_SETTINGS}, then log in again.',
            "pass": "Docker keeps passwords with a program called pass, which isn't set up on this computer. "
            f'Set it up (pass init), or remove the line "credsStore" from {_SETTINGS}; then log in again.',
            "locked": "Docker keeps passwords in this computer's keychain, which is locked. Unlock "
            f'it, or remove the line "credsStore" from {_SETTINGS}; then log in again.',
            "read-only": "Docker can't write to the file where it keeps your login. Make that file your own, then log "
            "in again.",
            "failing": "The helper that keeps passwords on this computer failed. Set it up, or remove the line "
            f'"credsStore" from {_SETTINGS}; then log in again.',
        },
        read=_helper,
        learner_can_mend=False,
    ),
)

REGISTRY: tuple[Answer, ...] = (
    Answer(
        "rate-limit",
        (
            r"(?P<account>pull rate limit as)\b",
            r"(?P<address>pull rate limit)",
            r"toomanyrequests|429 too many requests|HTTP 429\b",
        ),
        {
            "address": "Docker Hub limits downloads by address, and yours (perhaps a whole classroom's) has used up its "
            "share. Log in, or wait a while.",
            "account": "Docker Hub limits what one account downloads, and yours has used up its share for now. Wait an "
            "hour or more, then run the command again.",
            "requests": "The registry limits how much comes from one address, and yours (perhaps a whole classroom's) "
            "has used up its share for now. Wait a while, then run the command again.",
        },
        read=_limit,
        learner_can_mend=False,
        only_time_helps=True,
    ),
    Answer(
        "certificate-unknown",
        r"certificate signed by unknown authority|certificate is not trusted|self[- ]signed certificate",
        "The registry, or something between you and it (often a company's filter), shows a certificate that this "
        "computer doesn't trust. Add its root certificate to this computer, then restart Docker.",
        learner_can_mend=False,
    ),
    Answer(
        "certificate-expired",
        r"certificate has expired or is not yet valid",
        "According to this computer's clock, the registry's certificate isn't valid. Check the date and time, then "
        "restart Docker.",
        learner_can_mend=False,
    ),
    Answer(
        "certificate-for-another",
        r"x509: (?:certificate is (?:not )?valid for|cannot validate certificate for)",
        "The server that answered has a certificate for another name. Check the address at the start of the image's name; "
        "on a public network, sign in to the network first.",
        learner_can_mend=False,
    ),
    Answer(
        "registry-without-tls",
        r"server gave HTTP response to HTTPS client|first record does not look like a TLS handshake",
        "The registry at that address doesn't use HTTPS, which Docker requires except for localhost. Check the "
        "address at the start of the image's name.",
    ),
    Answer(
        "kept-here",
        r"(?:proxyconnect tcp: dial tcp|lookup|dial tcp:?) 127\.0\.0\.1:1\b|connect to 127\.0\.0\.1 port 1 ",
        "That would have gone to the internet, and the practice world connects to nothing outside this computer, so "
        "nothing was sent. In your own terminal, outside the course, your Docker does it.",
    ),
    Answer(
        "proxy-away",
        r"proxyconnect tcp",
        "Docker is set up to use a proxy, and the proxy isn't answering. This isn't your fault. Check Docker's proxy "
        "settings, then run the command again.",
        learner_can_mend=False,
    ),
    Answer(
        "registry-not-reached",
        r"practice engine reaches only",
        "The practice engine connects to the course's registry and to no other one. Write the name as in {target}.",
    ),
    Answer(
        "address-unreadable",
        r'unable to parse server address: parse "(?:https?://)?(?P<address>[^"\n]+)"',
        "Docker can't read {address} as the address of a registry. An address is a computer's name, with :PORT after it "
        "where there is one, and nothing else. For this course, log in with: {log_in}",
    ),
    Answer(
        "name-not-resolved",
        r"lookup (?P<host_a>[\w.-]+)(?: on \S+)?: |no such host|server misbehaving|failure in name resolution"
        r"|name or service not known",
        {
            "named": "Docker couldn't find {host} on the network, which usually means that this computer is offline "
            "or its DNS isn't working. Check the connection, then run the command again.",
            "unnamed": "Docker couldn't find the registry on the network, which usually means that this computer is "
            "offline or its DNS isn't working. Check the connection, then run the command again.",
        },
        read=named("host"),
        learner_can_mend=False,
    ),
    Answer(
        "network-unreachable",
        r"network is unreachable|no route to host|host is down",
        "This computer can't reach the registry at the moment. This isn't your fault. Check the network connection, "
        "then run the command again.",
        learner_can_mend=False,
    ),
    Answer(
        "connection-refused",
        _URL.format("a")
        + r"connection refused|dial tcp (?P<host_b>\S+): connect: connection refused"
        r"|connection refused|actively refused it",
        {
            "named": "{host} refused the connection: the registry there isn't running, or a firewall is in the way. "
            "Check the address; if it's right, try again later.",
            "unnamed": "The connection was refused: the registry isn't running, or a firewall is in the way. Check the "
            "address; if it's right, try again later.",
        },
        read=named("host"),
        learner_can_mend=False,
    ),
    Answer(
        "timed-out",
        _URL.format("a")
        + r"(?:i/o timeout|TLS handshake timeout|context deadline exceeded|Client\.Timeout exceeded)"
        r"|i/o timeout|TLS handshake timeout|context deadline exceeded|Client\.Timeout exceeded"
        r"|request canceled while waiting for connection|(?:connection|operation) timed out|DeadlineExceeded",
        {
            "named": "{host} took too long to answer: the network is slow, or something blocks the connection. This "
            "isn't your fault. Run the command again; what has already arrived is kept.",
            "unnamed": "The registry took too long to answer: the network is slow, or something blocks the connection. "
            "This isn't your fault. Run the command again; what has already arrived is kept.",
        },
        read=named("host"),
        learner_can_mend=False,
    ),
    Answer(
        "registry-lost-upload",
        r"unknown blob|blob (?:upload )?unknown|blob upload invalid|BLOB_UPLOAD_(?:UNKNOWN|INVALID)",
        "The registry lost part of what was sent. This isn't your fault. Run the command again; the layers that "
        "arrived are kept.",
        learner_can_mend=False,
    ),
    Answer(
        "registry-error",
        r"\b5\d\d (?:Internal Server Error|Bad Gateway|Service (?:Temporarily )?Unavailable|Gateway Time-?out)"
        r"|unexpected (?:HTTP )?status[^\n]*: 5\d\d\b|error parsing HTTP 5\d\d response",
        "The registry has a problem of its own. This isn't your fault. Run the command again; if that doesn't help, "
        "wait a few minutes first.",
        learner_can_mend=False,
        only_time_helps=True,
    ),
    Answer(
        "answer-not-usable",
        r"error parsing HTTP (?P<status_a>4\d\d) response body|failed with status: (?P<status_b>4\d\d)\b"
        r"|unexpected status from (?:GET|HEAD) request to \S+: (?P<status_c>4\d\d)\b",
        "Docker can't use that answer (HTTP {status}). It may come from a network's sign-in page, a filter or a proxy. On a "
        "public network, sign in to the network first; otherwise, check the registry's address, and whether you have "
        "permission there.",
        read=_status,
        learner_can_mend=False,
    ),
    Answer(
        "no-place-to-log-in",
        r"no realm specified for token auth challenge|invalid token auth challenge realm"
        r"|authorization server did not include a token"
        r'|(?:/v2/[^"\n]*": |token: )Get "[^"\n]*": (?:unsupported protocol scheme|http: no Host in request URL)',
        "Docker can't use what the registry says about logging in. This isn't your fault. Check the registry's address; "
        "if it's right, only the people who run the registry can fix this.",
        learner_can_mend=False,
    ),
    Answer(
        "connection-broken",
        r"(?:(?m:^)|: |unexpected )EOF\b|connection reset|server closed idle connection|broken pipe|use of closed network connection"
        r"|forcibly closed",
        "The connection to the registry was interrupted. This isn't your fault. Run the command again; the layers "
        "that arrived are kept.",
        learner_can_mend=False,
    ),
)
