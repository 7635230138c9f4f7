"""Archives that are broken, and some that only look so, are loaded as a real dockerd loads them.

dockerd unpacks an archive before it looks into it, into a folder with a random name that its sentences
begin a path with. Ours reads it where it is: its sentences have the path in the archive alone, and this
test takes the folder, and nothing else, out of dockerd's.
"""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from tests import programs
from tests.engine.like_dockerd.comparison import Answer, compare, hold_to_the_record, played
from tests.engine.like_dockerd.lines import BUILD
from tests.engine.serving import Client, ServedEngine
from tests.engine.transfer.archives import BROKEN, LOADED, NAMED_WRONG

pytestmark = pytest.mark.timeout(900)  # a slow machine is no fault

UNPACKED = re.compile(r"^((?:open|read) )/[\w./-]+/docker-import-\d+/?", re.MULTILINE)
LINES = (
    *(f"docker load -i '{name}.tar'" for name in BROKEN),
    "docker images -aq",
    *(f"docker load -i '{name}.tar'" for name in NAMED_WRONG),
    *(
        line
        for name in LOADED
        for line in (f"docker load -i '{name}.tar'", "docker rmi -f $(docker images -aq)")
    ),
)


def in_the_archive(answer: Answer) -> Answer:
    return replace(answer, err=UNPACKED.sub(r"\1", answer.err))


@pytest.mark.slow
def test_archives_are_loaded_and_refused_as_by_dockerd(
    dockerd: str,
    practice_engine: ServedEngine,
    short_folder: Path,
    myimage: Path,
) -> None:
    theirs, ours = (
        Client(programs.docker_cli(programs.DOCKER_CLIS[0]), address, short_folder, name)
        for name, address in (("theirs", dockerd), ("ours", practice_engine.address))
    )
    theirs.run(f"{BUILD} && docker save -o good.tar myimage:0.1")
    good = (short_folder / "good.tar").read_bytes()
    for name, broken in (BROKEN | NAMED_WRONG | LOADED).items():
        (short_folder / f"{name}.tar").write_bytes(broken(good))
    said = [in_the_archive(answer) for answer in played(theirs, "", LINES)]
    compare(said, played(ours, "", LINES))
    hold_to_the_record("archives", said)
