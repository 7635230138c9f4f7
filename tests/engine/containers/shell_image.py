"""An image with a shell: busybox, linked statically, from Debian's `busybox-static`."""

import io
import tarfile
from pathlib import Path

from tests import programs
from tests.engine.serving import EngineSocket

_DOCKERFILE = b"""
FROM scratch
COPY busybox /bin/busybox
COPY busybox /bin/sh
CMD ["/bin/sh"]
"""


def build_shell(engine: EngineSocket, name: str = "shell") -> None:
    """Build the image on an engine."""
    busybox = Path(programs.required("busybox")).read_bytes()
    context = io.BytesIO()
    with tarfile.open(fileobj=context, mode="w") as tar:
        for path, content in {"Dockerfile": _DOCKERFILE, "busybox": busybox}.items():
            member = tarfile.TarInfo(path)
            member.size, member.mode = len(content), 0o755
            tar.addfile(member, io.BytesIO(content))
    status, answer = engine.ask("POST", f"/build?t={name}", context.getvalue(), raw=True)
    assert status == 200
    assert "Successfully tagged" in answer
