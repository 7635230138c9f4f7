"""Containers by Docker's SDK, and by a docker client at a terminal."""

import io
import os
import pty
import subprocess
import tarfile
from collections.abc import Iterator

import docker
import pytest

from tests.engine.containers.shell_image import build_shell
from tests.engine.serving import Client, ServedEngine


@pytest.fixture
def sdk(practice_engine: ServedEngine) -> Iterator[docker.DockerClient]:
    """Docker's SDK for that engine, which has an image with a shell."""
    build_shell(practice_engine)
    client = docker.DockerClient(base_url=practice_engine.address)
    yield client
    client.close()


def test_a_program_prints_and_fails(sdk: docker.DockerClient) -> None:
    assert sdk.containers.run("shell", ["busybox", "echo", "hi"], remove=True) == b"hi\n"
    with pytest.raises(docker.errors.ContainerError) as failure:
        sdk.containers.run("shell", ["sh", "-c", "echo no >&2; exit 4"], remove=True)
    assert (failure.value.exit_status, failure.value.stderr) == (4, b"no\n")
    with pytest.raises(docker.errors.APIError, match="executable file not found"):
        sdk.containers.run("shell", "nope", remove=True)
    assert [one.status for one in sdk.containers.list(all=True)] == ["created"]


def test_a_container_lives_as_the_sdk_sees_it(sdk: docker.DockerClient) -> None:
    script = "trap 'exit 7' TERM; echo up; while true; do busybox sleep 0.05; done"
    container = sdk.containers.run("shell", ["sh", "-c", script], detach=True, name="lives")
    follow = container.logs(stream=True, follow=True)
    assert next(follow) == b"up\n"
    code, out = container.exec_run(["sh", "-c", "echo o; echo e >&2; exit 3"], demux=True)
    assert (code, out) == (3, (b"o\n", b"e\n"))
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w") as tar:
        member = tarfile.TarInfo("f")
        member.size = 3
        tar.addfile(member, io.BytesIO(b"abc"))
    assert container.put_archive("/bin", content.getvalue())
    chunks, about = container.get_archive("/bin/f")
    with tarfile.open(fileobj=io.BytesIO(b"".join(chunks))) as tar:
        assert tar.extractfile("f").read() == b"abc"
    assert about["size"] == 3
    assert {"Path": "/bin/f", "Kind": 1} in container.diff()
    assert "lives" in [one.name for one in sdk.containers.list(filters={"status": "running"})]
    container.pause()
    container.reload()
    assert container.status == "paused"
    container.unpause()
    image = container.commit("kept", "1", message="with f")
    container.stop()
    assert container.wait()["StatusCode"] == 7
    assert list(follow) == []
    container.restart()
    container.rename("other")
    container.remove(force=True)
    assert sdk.containers.run(image, ["busybox", "cat", "/bin/f"], remove=True) == b"abc"


def test_a_commit_leaves_out_what_is_in_a_volume(practice_engine: ServedEngine, sdk) -> None:
    build_shell(practice_engine)
    practice_engine.build("FROM shell\nVOLUME /data\n", "t=keeps")
    container = sdk.containers.create("keeps", ["sh", "-c", "echo a > /data/f; echo b > /g"])
    container.start()
    assert container.wait()["StatusCode"] == 0
    image = container.commit("kept", "1")
    look = "busybox test -e /data/f && echo kept; busybox cat /g"
    assert sdk.containers.run(image, ["sh", "-c", look], remove=True) == b"b\n"


def test_an_interactive_shell_at_a_terminal(
    docker_cli: str, practice_engine: ServedEngine, short_folder, myimage
) -> None:
    build_shell(practice_engine)
    client = Client(docker_cli, practice_engine.address, short_folder, "ours")
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        ["docker", "run", "-it", "--rm", "shell"],
        env=client._environment,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    ) as process:
        os.close(theirs)
        seen = b""
        while b"/ # " not in seen:
            seen += os.read(ours, 1000)
        os.write(ours, b"busybox tty; exit 6\n")
        while b"/dev/" not in seen:
            seen += os.read(ours, 1000)
        assert process.wait(30) == 6
    os.close(ours)
    assert practice_engine.ask("GET", "/containers/json?all=1") == (200, [])
