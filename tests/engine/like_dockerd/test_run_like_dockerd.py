"""RUN beside dockerd's classic builder: what is printed, the configs and the layers are alike."""

import io
import json
import re
import tarfile
from pathlib import Path
from typing import Any

import pytest

from tests import servers
from tests.engine.build.test_run import BASE, root_tar
from tests.engine.dockerd_made import DockerdMade, plain
from tests.engine.serving import EngineSocket, ServedEngine, _UnixConnection

DOCKERFILES = {
    "both streams": "RUN echo out\nRUN echo err >&2\n",
    "exec form": 'RUN ["echo", "a  b", "$HOME"]\n',
    "failing": "RUN exit 3\n",
    "failing in exec form": 'RUN ["sh", "-c", "exit 4"]\n',
    "killed": "RUN sh -c 'kill -9 $$'\n",
    "nothing": "RUN\n",
    "files": "RUN echo x >/f; mkdir /d; ln -s f /l; ln /f /h; chmod 4755 /f\n",
    "removed": "RUN rm -r /etc/group /home\nRUN mkdir /home; touch /home/f\n",
    "owners": "RUN touch /f; chown 5:6 /f /tmp\nUSER app\nRUN touch /tmp/g\n",
    "arguments": "ARG A=1\nARG B\nENV B=2\nRUN echo $A $B; env | grep -v HOSTNAME | sort\n",
    "working directory": "WORKDIR /w/x\nRUN pwd; touch f\n",
    "a relative program": 'WORKDIR /bin\nRUN ["./busybox", "echo", "hi"]\n',
    "shell": 'SHELL ["/bin/sh", "-e", "-c"]\nRUN false; echo never\n',
    "entrypoint and command stay": 'ENTRYPOINT ["/e"]\nCMD ["c"]\nRUN echo hi\n',
    "volume": "VOLUME /data /tmp\nRUN touch /data/f /tmp/f; ls /data /tmp\n",
    "missing user": "USER nosuch\nRUN id\n",
    "missing program": 'RUN ["nosuch", "x"]\n',
    "a directory as program": 'RUN ["/bin"]\n',
    "no program": "RUN printf 'echo hi' >/bin/x; chmod 755 /bin/x\nRUN [\"/bin/x\"]\n",
    "missing shell": "RUN rm /bin/sh\nRUN echo hi\n",
    "a flag": "RUN --mount=type=cache,target=/x echo hi\n",
    "an old flag": "RUN --nosuch echo hi\n",
    "lines": "RUN echo a && \\\n    # remark\n    echo b\n",
    "nothing changed": "RUN true\n",
    "background": "RUN sleep 1000 & echo hi\n",
    "labels and health": "LABEL a=b\nHEALTHCHECK CMD x\nSTOPSIGNAL 9\nEXPOSE 80\nRUN echo hi\n",
    "multi-stage": "RUN echo x >/f\nFROM scratch\nCOPY --from=0 /f /g\n",
    "bytes that are no text": "RUN printf 'a\\377b\\n'\n",
}

BUILT = ("t=x:1",)
AGAIN = ("t=x:1", "t=x:1", "t=x:1&nocache=1&rm=0", "t=x:1&nocache=1&forcerm=1")
"""Built, found in the cache, and built anew with its containers left or removed."""
ENDINGS = ("both streams", "failing", "multi-stage")
"""The ways in which a build ends: what is found in the cache and left of its containers hangs on nothing else."""


class Dockerd(EngineSocket):
    """The daemon at an address, with nothing on it."""

    def __init__(self, address: str) -> None:
        servers.empty(address)
        self.socket = Path(address.removeprefix("unix://"))


@pytest.mark.parametrize(
    ("name", "queries"),
    [
        *(pytest.param(name, BUILT, id=name) for name in DOCKERFILES if name not in ENDINGS),
        *(
            pytest.param(
                name,
                AGAIN,
                id=f"{name}, again",
                marks=() if name in ENDINGS else pytest.mark.soak,
            )
            for name in DOCKERFILES
        ),
    ],
)
@pytest.mark.whole
def test_run_is_like_dockerd_s(
    dockerd_made: DockerdMade, practice_engine: ServedEngine, name: str, queries: tuple[str, ...]
) -> None:
    dockerfile = BASE + DOCKERFILES[name]
    ours_is = plain(built(practice_engine, dockerfile, queries))
    assert ours_is == dockerd_made(lambda address: built(Dockerd(address), dockerfile, queries))


def built(engine: EngineSocket, dockerfile: str, queries: tuple[str, ...]) -> dict[str, Any]:
    """What builds print, one after the other, and the image that the last one made."""
    tar = {"root.tar": root_tar()}
    said = [printed(engine.build(dockerfile, query, tar)[1]) for query in queries]
    failed = '"error"' in said[-1] or '"message"' in said[-1]
    made = {"said": said, "image": None if failed else image(engine)}
    servers.empty(f"unix://{engine.socket}")
    return made


def printed(text: str) -> str:
    """What a build printed, without its random numbers; output that came in pieces is one line."""
    lines = [json.loads(line) for line in text.splitlines()]
    streams = "".join(line["stream"] for line in lines if "stream" in line)
    others = [json.dumps(line) for line in lines if line.keys() & {"error", "message"}]
    whole = "\n".join([streams.replace("\x1b[0m\x1b[91m", ""), *others])
    return re.sub(r"\b[0-9a-f]{12}\b", "ID", whole)


def image(engine: EngineSocket) -> list:
    """An image's config and layers, without what differs from run to run."""
    connection = _UnixConnection(engine.socket)
    connection.request("GET", "/v1.41/images/x:1/get")
    saved = connection.getresponse().read()
    connection.close()
    with tarfile.open(fileobj=io.BytesIO(saved)) as archive:
        (manifest,) = json.load(archive.extractfile("manifest.json"))
        text = archive.extractfile(manifest["Config"]).read().decode()
        config = json.loads(re.sub(r"file:[0-9a-f]{64}", "file:HASH", text))
        layers = [archive.extractfile(name).read() for name in manifest["Layers"]]
    for each in ("created", "container", "docker_version", "rootfs"):
        config.pop(each, None)
    for each in config["history"]:
        each.pop("created", None)
    for each in (config["config"], config.get("container_config", {})):
        each["Image"] = each["Hostname"] = ""
    return [config, [members(layer) for layer in layers[1:]]]


def members(tar: bytes) -> list[tuple]:
    with tarfile.open(fileobj=io.BytesIO(tar)) as archive:
        return [
            (
                *(each.name, each.type, oct(each.mode), each.uid, each.gid, each.linkname),
                *(each.size, "now" if each.mtime > 1_700_000_001 else each.mtime),
                (archive.extractfile(each) or io.BytesIO()).read() if each.isreg() else b"",
            )
            for each in archive
        ]
