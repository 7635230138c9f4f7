"""Save: the archive is the one that dockerd makes of the same image."""

from tests import programs
from tests.engine.stored import add_image
from tests.engine.transfer.saving import members, saved
from tests.engine.transfer.transfers import said


async def test_dockerd_makes_the_same_archive_member_for_member(dockerd, store, tmp_path):
    add_image(store, "demousr/demorep:1.0")
    ours, theirs = tmp_path / "ours.tar", tmp_path / "theirs.tar"
    ours.write_bytes(await saved(store, "demousr/demorep:1.0"))
    docker = programs.required("docker")
    assert "Loaded image: demousr/demorep:1.0" in said(
        docker, "-H", dockerd, "load", "-i", str(ours)
    )
    said(docker, "-H", dockerd, "save", "-o", str(theirs), "demousr/demorep:1.0")
    assert members(ours.read_bytes()) == members(theirs.read_bytes())
