"""What Go says of an address that it can't read. Source: Go's ``net/url/url.go``, ``parse`` and ``parseHost``."""

from __future__ import annotations

import re
import string

from docker_lessons.oci.goquote import quoted

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_PORT = re.compile(r"(?::[0-9]*)?")
_ESCAPE = re.compile(r"%[0-9a-fA-F]{2}")
_IN_USER = re.compile(r"[\w\-.:~!$&'()*+,;=%@]*", re.ASCII)
_IN_HOST = frozenset(string.ascii_letters + string.digits + "-_.~!$&'()*+,;=:[]<>\"")


def why_unreadable(address: str) -> str:
    """Returns why Go can't read an address that begins with a scheme, '' if it can: ``parse "https://[": missing ...``."""
    if _CONTROL.search(address):
        problem = "net/url: invalid control character in URL"
    else:
        rest = address.partition("://")[2]
        problem = _problem(rest.partition("#")[0].partition("?")[0])
    return f"parse {quoted(address)}: {problem}" if problem else ""


def _problem(rest: str) -> str:
    authority, slash, path = rest.partition("/")
    user, at, host = authority.rpartition("@")
    if at and not _IN_USER.fullmatch(user):
        return "net/url: invalid userinfo"
    return _wrong_escape(user) or _wrong_host(host) or _wrong_escape(slash + path)


def _wrong_host(host: str) -> str:
    if host.startswith("["):
        _, bracket, port = host.rpartition("]")
        if not bracket:
            return "missing ']' in host"
    else:
        port = host[host.rindex(":") :] if ":" in host else ""
    if not _PORT.fullmatch(port):
        return f"invalid port {quoted(port)} after host"
    if problem := _wrong_escape(host):
        return problem
    for index, sign in enumerate(host):
        if sign == "%" and host[index + 1] < "8" and host[index : index + 3] != "%25":
            return f"invalid URL escape {quoted(host[index : index + 3])}"
        if sign.isascii() and sign != "%" and sign not in _IN_HOST:
            return f"invalid character {quoted(sign)} in host name"
    return ""


def _wrong_escape(text: str) -> str:
    at = text.find("%")
    while at >= 0:
        if not _ESCAPE.match(text, at):
            return f"invalid URL escape {quoted(text[at : at + 3])}"
        at = text.find("%", at + 3)
    return ""
