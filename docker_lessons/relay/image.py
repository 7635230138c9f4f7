"""The relay's image, from scratch: the program and nothing else, as an archive that `docker load` takes.

Source: moby `image/spec/v1.2.md`.
"""

from __future__ import annotations

import hashlib
import io
import json
import tarfile

from docker_lessons.relay.program import program


def digest(machine: str) -> str:
    """Returns a hash that identifies the program, 16 hexadecimal digits.

    Raises:
        KeyError: For another machine than `amd64` and `arm64`.
    """
    return hashlib.sha256(program(machine)).hexdigest()[:16]


def archive(machine: str, image: str, labels: dict[str, str]) -> bytes:
    """Returns the image with this name and these labels; the same bytes each time.

    Raises:
        KeyError: For another machine than `amd64` and `arm64`.
    """
    layer = _tar({"relay": program(machine)}, 0o755)
    config = {
        "architecture": machine,
        "os": "linux",
        "created": "2024-01-01T00:00:00Z",
        "config": {"Entrypoint": ["/relay"], "Labels": labels},
        "rootfs": {"type": "layers", "diff_ids": [f"sha256:{hashlib.sha256(layer).hexdigest()}"]},
        "history": [{"created": "2024-01-01T00:00:00Z", "created_by": "docker-lessons relay"}],
    }
    document = json.dumps(config, sort_keys=True).encode()
    config_name = f"{hashlib.sha256(document).hexdigest()}.json"
    manifest = [{"Config": config_name, "RepoTags": [image], "Layers": ["layer.tar"]}]
    return _tar(
        {
            "layer.tar": layer,
            config_name: document,
            "manifest.json": json.dumps(manifest).encode(),
        },
        0o644,
    )


def _tar(files: dict[str, bytes], mode: int) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.USTAR_FORMAT) as archive_:
        for path, content in files.items():
            entry = tarfile.TarInfo(path)
            entry.size, entry.mode = len(content), mode
            archive_.addfile(entry, io.BytesIO(content))
    return buffer.getvalue()
