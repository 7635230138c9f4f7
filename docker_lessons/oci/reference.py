"""References: the names of images, ``[domain/]path[:tag][@digest]``.

The grammar, the defaults for parts that are left out and the error messages are those of the Go
package ``distribution/reference``, which Docker's clients and engine share.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from docker_lessons.oci import docker_hub
from docker_lessons.oci.digest import InvalidDigest, validate

DEFAULT_TAG = "latest"
"""The tag that Docker takes for a name without one."""

NAME_LENGTH = 255
"""Characters that domain and path may have together."""

_OFFICIAL = "library/"

_DOMAIN_COMPONENT = r"(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])"
_HOST = rf"(?:{_DOMAIN_COMPONENT}(?:\.{_DOMAIN_COMPONENT})*|\[[a-fA-F0-9:]+\])"
_DOMAIN = rf"{_HOST}(?::[0-9]+)?"
_COMPONENT = r"[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*"
_PATH = rf"{_COMPONENT}(?:/{_COMPONENT})*"
_TAG = r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}"
_DIGEST = r"[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}"
_REFERENCE = re.compile(
    rf"(?P<name>(?:(?P<domain>{_DOMAIN})/)?(?P<path>{_PATH}))(?::(?P<tag>{_TAG}))?"
    rf"(?:@(?P<digest>{_DIGEST}))?"
)
_TAG_ALONE = re.compile(_TAG)
_IDENTIFIER = re.compile(r"[a-f0-9]{64}")


class InvalidReference(ValueError):
    """A text that is not a reference; the message is Docker's."""


@dataclass(frozen=True)
class Reference:
    """The complete name of an image, with the defaults that Docker fills in.

    `domain` is the registry (``docker.io``, ``localhost:5000``), `path` the repository in it
    (``demousr/demorep``, ``library/hello-world``). `tag` and `digest` are None if they are not given.
    """

    domain: str
    path: str
    tag: str | None = None
    digest: str | None = None

    @classmethod
    def parse(cls, text: str) -> Reference:
        """Parses `text` as Docker does: ``demousr/demorep`` means ``docker.io/demousr/demorep``.

        Raises:
            InvalidReference: When it is not a reference, with Docker's message.
        """
        if _IDENTIFIER.fullmatch(text):
            raise InvalidReference(
                f"invalid repository name ({text}), cannot specify 64-byte hexadecimal strings"
            )
        domain, remainder = _split_domain(text)
        remote_name = remainder.partition(":")[0]
        if remote_name.lower() != remote_name:
            raise InvalidReference("invalid reference format: repository name must be lowercase")
        match = _REFERENCE.fullmatch(f"{domain}/{remainder}")
        if match is None:
            raise InvalidReference("invalid reference format")
        if len(match["name"]) > NAME_LENGTH:
            raise InvalidReference(
                f"repository name must not be more than {NAME_LENGTH} characters"
            )
        digest = match["digest"]
        if digest is not None:
            try:
                validate(digest)
            except InvalidDigest as error:
                raise InvalidReference(str(error)) from None
        # A first component such as `a_b` cannot be a registry, so it belongs to the path.
        return cls(match["domain"] or "", match["path"], match["tag"], digest)

    @property
    def familiar_name(self) -> str:
        """The repository without Docker's defaults: ``demousr/demorep``, ``hello-world``."""
        if self.domain != docker_hub.DOMAIN:
            return f"{self.domain}/{self.path}" if self.domain else self.path
        official = self.path.removeprefix(_OFFICIAL)
        return official if "/" not in official else self.path

    @property
    def familiar(self) -> str:
        """The reference without Docker's defaults: ``demousr/demorep:1.0``."""
        return self.familiar_name + self._suffix

    @property
    def name(self) -> str:
        """The repository in full: ``docker.io/demousr/demorep``."""
        return f"{self.domain}/{self.path}" if self.domain else self.path

    @property
    def full(self) -> str:
        """The reference in full: ``docker.io/demousr/demorep:1.0``."""
        return self.name + self._suffix

    @property
    def _suffix(self) -> str:
        tag = "" if self.tag is None else f":{self.tag}"
        return tag if self.digest is None else f"{tag}@{self.digest}"

    def with_default_tag(self) -> Reference:
        """Returns it with the tag ``latest`` if it has neither tag nor digest."""
        return self.with_tag(DEFAULT_TAG) if self.tag is None and self.digest is None else self

    def with_tag(self, tag: str) -> Reference:
        """Returns it with `tag`.

        Raises:
            InvalidReference: When `tag` is not a valid tag.
        """
        if not is_tag(tag):
            raise InvalidReference("invalid tag format")
        return replace(self, tag=tag)

    def with_digest(self, digest: str) -> Reference:
        """Returns it with `digest`.

        Raises:
            InvalidReference: When `digest` is not a valid digest.
        """
        try:
            return replace(self, digest=validate(digest))
        except InvalidDigest:
            raise InvalidReference("invalid digest format") from None

    def without_tag(self) -> Reference:
        """Returns the repository only, without tag and digest."""
        return Reference(self.domain, self.path)

    def __str__(self) -> str:
        return self.familiar


def short_form(name: str) -> str:
    """Returns an image's name as clients print it; Podman says `docker.io/library/myimage:0.1` for `myimage:0.1`."""
    if not name.startswith("docker.io/"):
        return name
    return name.removeprefix("docker.io/").removeprefix("library/")


def is_tag(text: str) -> bool:
    """Tells whether `text` is a valid tag: up to 128 letters, digits, ``_``, ``.`` and ``-``."""
    return _TAG_ALONE.fullmatch(text) is not None


def _split_domain(text: str) -> tuple[str, str]:
    """Splits `text` into the registry and the rest.

    The first component is a registry if it looks like a host: if it has a dot, a colon or a capital
    letter, or is ``localhost``.
    """
    first, slash, rest = text.partition("/")
    looks_like_host = "." in first or ":" in first or first == "localhost"
    if slash and (looks_like_host or first.lower() != first):
        domain, remainder = first, rest
    else:
        domain, remainder = docker_hub.DOMAIN, text
    if domain == docker_hub.INDEX:
        domain = docker_hub.DOMAIN
    if domain == docker_hub.DOMAIN and "/" not in remainder:
        remainder = _OFFICIAL + remainder
    return domain, remainder
