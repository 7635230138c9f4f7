"""A server that gives out tokens for a registry, as the distribution project's token specification describes it.

`demousr` with the servers' password may do everything in a namespace of that name, whoever asks without a name may
pull there, and a wrong password is refused.
"""

from __future__ import annotations

import base64
import datetime as dt
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

SERVICE, ISSUER = "registry.test", "tokens of a test"


class Tokens:
    """Signs tokens; the registry that is told its `settings` believes them."""

    def __init__(self, folder: Path, account: str, password: str) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._whole = "Basic " + base64.b64encode(f"{account}:{password}".encode()).decode()
        self._account = account
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, ISSUER)])
        now = dt.datetime.now(dt.UTC)
        certificate = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(self._key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - dt.timedelta(days=1))
            .not_valid_after(now + dt.timedelta(days=1))
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .sign(self._key, hashes.SHA256())
        )
        self._bundle = folder / "tokens.pem"
        self._bundle.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        der = certificate.public_bytes(serialization.Encoding.DER)
        self._chain = [base64.b64encode(der).decode()]
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())

    @property
    def settings(self) -> dict[str, str]:
        """What a registry's settings say of it (`auth: token:`)."""
        return {
            "realm": f"http://127.0.0.1:{self._server.server_port}/token",
            "service": SERVICE,
            "issuer": ISSUER,
            "rootcertbundle": str(self._bundle),
        }

    @contextmanager
    def serving(self) -> Iterator[Tokens]:
        """Answers for the `with` block."""
        thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            self._server.server_close()
            thread.join(10)

    def token(self, scopes: list[str], *, known: bool) -> str:
        """Returns a token for as much of the scopes as is granted."""
        access = []
        for scope in " ".join(scopes).split():
            kind, _, rest = scope.partition(":")
            name, _, wanted = rest.rpartition(":")
            may = {"pull", "push", "delete"} if known else {"pull"}
            granted = sorted(may & set(wanted.split(","))) if self._is_theirs(name) else []
            access.append({"type": kind, "name": name, "actions": granted})
        now = int(time.time())
        claims: dict[str, Any] = {
            "iss": ISSUER,
            "sub": self._account if known else "",
            "aud": SERVICE,
            "nbf": now - 10,
            "iat": now,
            "exp": now + 300,
            "jti": secrets.token_hex(8),
            "access": access,
        }
        return jwt.encode(claims, self._key, "ES256", headers={"x5c": self._chain})

    def _is_theirs(self, name: str) -> bool:
        return self._account in name.split("/")[:-1]

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        tokens = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                given = self.headers.get("Authorization", "")
                if given and given != tokens._whole:
                    self._answer(401, {"details": "incorrect username or password"})
                    return
                scopes = parse_qs(urlsplit(self.path).query).get("scope", [])
                token = tokens.token(scopes, known=bool(given))
                self._answer(200, {"token": token, "expires_in": 300})

            def _answer(self, status: int, document: dict[str, Any]) -> None:
                body = json.dumps(document).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Keeps quiet."""

        return Handler
