"""References: the names of images, ``[domain/]path[:tag][@digest]``.

The grammar, the filling-in of what people leave out and the sentences for what is wrong are
those of the Go package ``distribution/reference``, which Docker's clients and engine share.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from docker_lessons.oci import docker_hub
from docker_lessons.oci.digest import InvalidDigest, validate

DEFAULT_TAG = "latest"
"""What Docker takes for the tag when a name says none."""

NAME_LENGTH = 255
"""How many characters domain and path may have together."""

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
    """A text is no reference; the message is the sentence that Docker has for it."""


@dataclass(frozen=True)
class Reference:
    """The whole name of an image, with everything that Docker fills in.

    `domain` is the registry (``docker.io``, ``localhost:5000``), `path` the repository in it
    (``demousr/demorep``, ``library/hello-world``). `tag` and `digest` are None where none is said.
    """

    domain: str
    path: str
    tag: str | None = None
    digest: str | None = None

    @classmethod
    def parse(cls, text: str) -> Reference:
        """Read `text` as Docker does: ``demousr/demorep`` means ``docker.io/demousr/demorep``.

        Raises:
            InvalidReference: With Docker's own sentence.
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
        # A first part such as `a_b` cannot be a registry; it is then the path's first part.
        return cls(match["domain"] or "", match["path"], match["tag"], digest)

    @property
    def familiar_name(self) -> str:
        """The repository as people write it: ``demousr/demorep``, ``hello-world``."""
        if self.domain != docker_hub.DOMAIN:
            return f"{self.domain}/{self.path}" if self.domain else self.path
        official = self.path.removeprefix(_OFFICIAL)
        return official if "/" not in official else self.path

    @property
    def familiar(self) -> str:
        """The reference as people write it: ``demousr/demorep:1.0``."""
        return self.familiar_name + self._suffix

    @property
    def name(self) -> str:
        """The repository with nothing left out: ``docker.io/demousr/demorep``."""
        return f"{self.domain}/{self.path}" if self.domain else self.path

    @property
    def full(self) -> str:
        """The reference with nothing left out: ``docker.io/demousr/demorep:1.0``."""
        return self.name + self._suffix

    @property
    def _suffix(self) -> str:
        tag = "" if self.tag is None else f":{self.tag}"
        return tag if self.digest is None else f"{tag}@{self.digest}"

    def with_default_tag(self) -> Reference:
        """Return it with ``latest`` for a tag, if it says neither tag nor digest."""
        return self.with_tag(DEFAULT_TAG) if self.tag is None and self.digest is None else self

    def with_tag(self, tag: str) -> Reference:
        """Return it with `tag`.

        Raises:
            InvalidReference: If `tag` is none.
        """
        if not is_tag(tag):
            raise InvalidReference("invalid tag format")
        return replace(self, tag=tag)

    def with_digest(self, digest: str) -> Reference:
        """Return it with `digest`.

        Raises:
            InvalidReference: If `digest` is none.
        """
        try:
            return replace(self, digest=validate(digest))
        except InvalidDigest:
            raise InvalidReference("invalid digest format") from None

    def without_tag(self) -> Reference:
        """Return the repository alone, with neither tag nor digest."""
        return Reference(self.domain, self.path)

    def __str__(self) -> str:
        return self.familiar


def is_tag(text: str) -> bool:
    """Say whether `text` can be a tag: up to 128 letters, digits, ``_``, ``.`` and ``-``."""
    return _TAG_ALONE.fullmatch(text) is not None


def _split_domain(text: str) -> tuple[str, str]:
    """Part the registry from the rest; a first part is one if it looks like a host.

    That is: with a dot, a colon or a capital letter in it, or ``localhost``.
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
