"""`login` and `logout`: the credential, kept in config.json as the client keeps it."""

import base64
import contextlib
import json
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from docker_lessons.command.frontend.invocation import Failed, Invocation
from docker_lessons.oci import gojson
from docker_lessons.oci.docker_hub import DOMAIN, INDEX_SERVER

_HUB_NAMES = frozenset({"", DOMAIN, INDEX_SERVER})
"""What a client keeps a credential for Docker Hub under its own key for; other hosts of the Hub have keys of theirs."""
_AUTHS = "map[string]types.AuthConfig"


def login(call: Invocation) -> int:
    """Runs `docker login -u NAME --password-stdin`: asks the engine, then keeps what it accepts."""
    if not call.has("password-stdin"):
        raise Failed("Error: Cannot perform an interactive login from a non TTY device")
    name = call.value("username")
    if not name:
        raise Failed("the --password-stdin option requires --username to be set")
    password = (sys.stdin.read() if call.feed is None else call.feed).rstrip("\r\n")
    if not password:
        raise Failed("Error: Cannot perform an interactive login from a non TTY device")
    server = _key(call)
    with call.errors():
        answer = call.engine.login(name, password, registry=server, reauth=True)
    token = answer.get("IdentityToken") or ""
    kept = base64.b64encode(f"{name}:{'' if token else password}".encode()).decode()
    entry = {"auth": kept} | ({"identitytoken": token} if token else {})

    def keep(settings: dict[str, Any]) -> None:
        settings["auths"][server] = entry

    _change(call.config, keep)
    call.warn(
        f"\nWARNING! Your credentials are stored unencrypted in '{call.config}'.\n"
        "Configure a credential helper to remove this warning. See\n"
        "https://docs.docker.com/go/credential-store/\n"
    )
    call.print(answer.get("Status") or "Login Succeeded")
    return 0


def logout(call: Invocation) -> int:
    """Runs `docker logout`: forgets that credential."""
    server = _key(call)
    call.print(f"Removing login credentials for {server}")

    def forget(settings: dict[str, Any]) -> None:
        settings["auths"].pop(server, None)

    _change(call.config, forget)
    return 0


def _key(call: Invocation) -> str:
    """Returns the key of `auths` under which the registry's credential is kept."""
    server = call.operands[0] if call.operands else ""
    if server in _HUB_NAMES:
        return INDEX_SERVER
    return server.removeprefix("https://").removeprefix("http://").partition("/")[0]


def _settings(config: Path) -> dict[str, Any]:
    """Returns what config.json holds, with `auths`; a file in another shape stays as it is, unlike with the client."""
    try:
        settings = gojson.unmarshal(config.read_bytes() or b"null")
        if not isinstance(settings, dict | None):
            raise gojson.Malformed(gojson.mismatch(settings, "configfile.ConfigFile"))
        auths = (settings or {}).get("auths")
        if not isinstance(auths, dict | None):
            raise gojson.Malformed(gojson.mismatch(auths, _AUTHS, "ConfigFile.auths"))
    except FileNotFoundError:
        return {"auths": {}}
    except (OSError, gojson.Malformed) as error:
        raise Failed(f"Error loading config file: {config}: {error}") from error
    return {**(settings or {}), "auths": auths or {}}


def _change(config: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """Changes config.json atomically, readable by its owner alone: a kill leaves the old file or the new one."""
    settings = _settings(config)
    change(settings)
    settings["auths"] = dict(sorted(settings["auths"].items()))
    config.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, made = tempfile.mkstemp(dir=config.parent, prefix=f"{config.name}.")  # 0600
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as written:
            json.dump(settings, written, indent="\t")
            written.flush()
            os.fsync(written.fileno())
        Path(made).replace(config)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            Path(made).unlink()
        raise
