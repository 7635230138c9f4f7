"""A client as the distribution specification's conformance programme is one, and what it sends.

Source: opencontainers/distribution-spec, `conformance/` (which requests it makes, what it expects of the answers,
how it asks for tokens and keeps them).
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import re
import tarfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

import requests

from tests.hub.running import PASSWORD

if TYPE_CHECKING:
    from tests.hub.running import RunningHub

OCI = "application/vnd.oci.image."
MANIFEST, INDEX, CONFIG = f"{OCI}manifest.v1+json", f"{OCI}index.v1+json", f"{OCI}config.v1+json"
LAYER, LAYER_GZIP = f"{OCI}layer.v1.tar", f"{OCI}layer.v1.tar+gzip"
EMPTY = "application/vnd.oci.empty.v1+json"
EXAMPLE, EXAMPLE_2 = "application/vnd.example.oci.conformance.v1", "application/octet-stream"
BYTES = "application/octet-stream"
REPOSITORY, OTHER = "demousr/repo1", "demousr/repo2"


def digest_of(data: bytes, algorithm: str = "sha256") -> str:
    return f"{algorithm}:{hashlib.new(algorithm, data).hexdigest()}"


class Programme:
    """Speaks to one registry; asks for a token when it is challenged, with the challenge's scope, and keeps it."""

    def __init__(self, hub: RunningHub) -> None:
        self.base = hub.registry
        self._kept: dict[tuple[str, str], str] = {}

    def ask(self, method: str, place: str, *, status: int | tuple[int, ...], **how: Any) -> Any:
        """Send a request; `status` is what the answer has to have."""
        url = place if place.startswith("http") else self.base + place
        found = re.search(r"/v2/(.+?)/(?:blobs|manifests|tags|referrers)/", url)
        key = (found[1] if found else "", {"GET": "pull", "HEAD": "pull"}.get(method, "push"))
        if method == "DELETE":
            key = (key[0], "DELETE")
        headers = how.pop("headers", {})

        def send() -> requests.Response:
            kept = {"Authorization": self._kept[key]} if key in self._kept else {}
            return requests.request(
                method, url, headers={**headers, **kept}, timeout=60, allow_redirects=False, **how
            )

        answer = send()
        if answer.status_code == 401:
            self._kept[key] = self._token(answer.headers["WWW-Authenticate"])
            answer = send()
        expected = status if isinstance(status, tuple) else (status,)
        assert answer.status_code in expected, (method, place, answer.status_code, answer.text)
        return answer

    def located(self, answer: requests.Response) -> str:
        """Give the address in an answer's Location."""
        return urljoin(answer.url, answer.headers["Location"])

    def _token(self, challenge: str) -> str:
        said = dict(re.findall(r'(\w+)="(.+?)"', challenge))
        answer = requests.get(
            said["realm"],
            params={name: said[name] for name in ("service", "scope") if name in said},
            auth=("demousr", PASSWORD),
            timeout=60,
        )
        assert answer.status_code == 200
        return f"Bearer {answer.json()['token']}"


@dataclass
class Data:
    """What one test pushes: blobs, manifests in their order, tags; and the referrers that are then expected."""

    algorithm: str = "sha256"
    with_data: bool = False
    extra: bool = False
    """Whether manifests and configs have a field that the specification does not know."""
    blobs: dict[str, bytes] = field(default_factory=dict)
    manifests: dict[str, bytes] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    referrers: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    tag_by_parameter: bool = False

    def blob(self, data: bytes, kind: str = BYTES, **fields: Any) -> dict[str, Any]:
        """Add a blob and give its descriptor."""
        digest = digest_of(data, self.algorithm)
        self.blobs[digest] = data
        return self._descriptor(kind, digest, data, **fields)

    def layer(self, kind: str = LAYER_GZIP) -> tuple[dict[str, Any], str]:
        """Add a layer and give its descriptor, and its digest without compression."""
        buffer = io.BytesIO()
        with tarfile.open(fileobj=buffer, mode="w") as archive:
            text = os.urandom(8).hex().encode()
            entry = tarfile.TarInfo("./conformance.txt")
            entry.size = len(text)
            archive.addfile(entry, io.BytesIO(text))
        plain = buffer.getvalue()
        data = gzip.compress(plain) if kind.endswith("gzip") else plain
        return self.blob(data, kind), digest_of(plain, self.algorithm)

    def image(
        self,
        tag: str = "",
        *,
        layers: list[dict[str, Any]] | None = None,
        number: int = 2,
        layer_kind: str = LAYER_GZIP,
        config: dict[str, Any] | None = None,
        platform: str = "amd64",
        subject: dict[str, Any] | None = None,
        annotations: dict[str, str] | None = None,
        artifact: str = "",
    ) -> dict[str, Any]:
        """Add an image with config and layers, and give the descriptor of its manifest."""
        if layers is None:
            made = [self.layer(layer_kind) for _ in range(number)]
            layers = [one for one, _ in made]
            diff_ids = [digest for _, digest in made]
        else:
            diff_ids = [str(one["digest"]) for one in layers]
        document = {
            "author": "OCI Conformance Test",
            "architecture": platform,
            "os": "linux",
            "config": {},
            "rootfs": {"type": "layers", "diff_ids": diff_ids},
        }
        config = config or self.blob(self._json(document), CONFIG)
        parts = {"config": config, "layers": layers}
        return self._manifest(MANIFEST, parts, tag, subject, annotations, artifact, config)

    def artifact(self, tag: str = "", **how: Any) -> dict[str, Any]:
        """Add an artifact packaged as an image, and give the descriptor of its manifest."""
        layers = how.pop("layers", None) or [self.blob(os.urandom(64), EXAMPLE)]
        how.setdefault("artifact", EXAMPLE)
        return self.image(tag, layers=layers, config=self.blob(b"{}", EMPTY), **how)

    def index(
        self, tag: str = "", entries: list[dict[str, Any]] | None = None, **how: Any
    ) -> dict[str, Any]:
        """Add an index and give its descriptor."""
        if entries is None:
            entries = [self.image(platform=one) for one in ("amd64", "arm64")]
        subject, annotations = how.pop("subject", None), how.pop("annotations", None)
        parts = {"manifests": entries}
        return self._manifest(
            INDEX, parts, tag, subject, annotations, how.pop("artifact", ""), None
        )

    def _manifest(
        self,
        kind: str,
        parts: dict[str, Any],
        tag: str,
        subject: dict[str, Any] | None,
        annotations: dict[str, str] | None,
        artifact: str,
        config: dict[str, Any] | None,
    ) -> dict[str, Any]:
        document: dict[str, Any] = {"schemaVersion": 2, "mediaType": kind, **parts}
        if artifact:
            document["artifactType"] = artifact
        if subject:
            document["subject"] = subject
        if annotations:
            document["annotations"] = annotations
        data = self._json(document)
        digest = digest_of(data, self.algorithm)
        self.manifests[digest] = data
        if tag:
            self.tags[tag] = digest
        described = self._descriptor(kind, digest, data)
        if subject:
            goal = {name: described[name] for name in ("mediaType", "digest", "size")}
            goal["artifactType"] = artifact or (config["mediaType"] if config else "")
            goal["annotations"] = annotations or {}
            self.referrers.setdefault(subject["digest"], []).append(goal)
        return described

    def _json(self, document: dict[str, Any]) -> bytes:
        if self.extra:
            document = {**document, f"org.{os.urandom(4).hex()}": os.urandom(4).hex()}
        return json.dumps(document).encode()

    def _descriptor(self, kind: str, digest: str, data: bytes, **fields: Any) -> dict[str, Any]:
        import base64

        if self.with_data:
            fields["data"] = base64.b64encode(data).decode()
        return {"mediaType": kind, "digest": digest, "size": len(data), **fields}
