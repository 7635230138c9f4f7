"""A client of the registry in small: one repository, a token for everything, each answer as it came."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

import requests

if TYPE_CHECKING:
    from tests.hub.running import RunningHub

OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json"
OCI_INDEX = "application/vnd.oci.image.index.v1+json"
OWN = "demousr/demorep"


def digest_of(data: bytes) -> str:
    return "sha256:" + hashlib.sha256(data).hexdigest()


def code(answer: requests.Response) -> str:
    return str(answer.json()["errors"][0]["code"])


class Client:
    """Speaks the protocol for one repository, with a token for everything."""

    def __init__(self, hub: RunningHub, path: str = OWN, account: str | None = "demousr") -> None:
        self.hub, self.path = hub, path
        self.session = requests.Session()
        self.session.headers.update(hub.token(f"repository:{path}:pull,push,delete", account))

    def ask(self, method: str, place: str, **how: Any) -> requests.Response:
        base = (
            self.hub.registry
            if place.startswith("/v2/")
            else f"{self.hub.registry}/v2/{self.path}/"
        )
        return self.session.request(method, base + place, timeout=60, **how)

    def push_blob(self, data: bytes) -> str:
        begun = self.ask("POST", "blobs/uploads/")
        assert begun.status_code == 202
        put = self.ask(
            "PUT", begun.headers["Location"], params={"digest": digest_of(data)}, data=data
        )
        assert put.status_code == 201, put.text
        return digest_of(data)

    def push_manifest(self, reference: str | None = "1.0", **extra: Any) -> tuple[str, bytes]:
        config, layer = b"{}", b"a layer"
        body = json.dumps(
            {
                "schemaVersion": 2,
                "mediaType": OCI_MANIFEST,
                "config": {
                    "mediaType": "application/vnd.oci.image.config.v1+json",
                    "digest": self.push_blob(config),
                    "size": len(config),
                },
                "layers": [
                    {
                        "mediaType": "application/vnd.oci.image.layer.v1.tar",
                        "digest": self.push_blob(layer),
                        "size": len(layer),
                    }
                ],
                **extra,
            }
        ).encode()
        put = self.put_manifest(reference or digest_of(body), body)
        assert put.status_code == 201, put.text
        return digest_of(body), body

    def put_manifest(
        self, reference: str, body: bytes, media_type: str = OCI_MANIFEST
    ) -> requests.Response:
        return self.ask(
            "PUT", f"manifests/{reference}", data=body, headers={"Content-Type": media_type}
        )
