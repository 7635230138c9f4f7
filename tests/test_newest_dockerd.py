"""The newest dockerd that Debian has: its tree is made once, and nothing is left of a daemon that has ended."""

import contextlib
import os
import threading
from pathlib import Path

import pytest

from tests import debian13, newest_dockerd, programs, servers

_UNPACKS = """\
#!/bin/sh
echo "$@" >>{folder}/calls
for word; do case "$word" in /*) mkdir -p "$word/etc/docker" "$word/usr" ;; esac; done
"""
_FAILS = """\
#!/bin/sh
for word; do case "$word" in /*) mkdir -p "$word/usr" ;; esac; done
echo "I: starting" >&2
echo "E: the mirror doesn't answer" >&2
exit 25
"""


@pytest.fixture
def unpacker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The path of what runs as `mmdebstrap`; the tree is to be made beside it, and apt has a mirror of its own."""
    monkeypatch.setattr(debian13, "TREE", tmp_path / "tree")
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    program = tmp_path / "mmdebstrap"
    (tmp_path / "apt-get").write_text("#!/bin/sh\necho http://mirror.example/debian\n")
    for each in (program, tmp_path / "apt-get"):
        each.touch()
        each.chmod(0o755)
    return program


def test_several_that_need_the_tree_at_once_get_one(unpacker: Path, tmp_path: Path):
    unpacker.write_text(_UNPACKS.format(folder=tmp_path))
    several = [threading.Thread(target=debian13.make) for _ in range(3)]
    for one in several:
        one.start()
    for one in several:
        one.join()
    (call,) = (tmp_path / "calls").read_text().splitlines()
    assert call.endswith(f"trixie {tmp_path}/tree.new http://mirror.example/debian")
    assert (tmp_path / "tree/etc/docker/daemon.json").exists()


def test_of_a_tree_that_fails_to_be_made_nothing_counts_and_the_reason_is_told(
    unpacker: Path, tmp_path: Path
):
    unpacker.write_text(_FAILS)
    with pytest.raises(debian13.NotMadeError, match="the mirror doesn't answer"):
        debian13.make()
    assert not (tmp_path / "tree").exists()
    unpacker.write_text(_UNPACKS.format(folder=tmp_path))
    assert debian13.make().exists()


@pytest.mark.whole
def test_where_the_tree_cannot_be_made_a_test_is_skipped_with_the_reason(unpacker: Path):
    unpacker.write_text(_FAILS)
    with pytest.raises(pytest.skip.Exception, match=r"the mirror doesn't answer|needs root"):
        newest_dockerd.tree.__wrapped__()


@pytest.mark.whole
@pytest.mark.parametrize("store", newest_dockerd.STORES)
def test_nothing_is_left_of_a_daemon_where_a_test_fails(
    store: newest_dockerd.Store,
):
    with contextlib.suppress(RuntimeError), servers.dockerd(store=store) as daemon:
        folder = Path(daemon.address.removeprefix("unix://")).parent
        shown = servers.docker(daemon.address, "info", "--format", "{{json .DriverStatus}}")
        assert ("io.containerd.snapshotter.v1" in shown) == (store == "containerd")
        assert servers.docker(daemon.address, "version", "--format", "{{.Server.Version}}") > "26"
        raise RuntimeError
    assert not folder.exists()
    assert str(folder) not in Path("/proc/mounts").read_text()
    assert not programs.running(str(folder))
