"""Lines by which a client itself would leave this computer: what is said, and what the practice Hub answers."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from docker_lessons.command import outside
from docker_lessons.findings.command_line import parse
from tests.command.conftest import BOTH_CLIENTS, Cell
from tests.practice import COMMAND, PracticeWorld

NAME = "demousr/demorep:1.0"


def cause(line: str, **environment: str) -> str:
    found = outside.find(parse(line.split()), environment)
    return "" if found is None else f"{found.cause} {found.variant}".strip()


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("docker trust inspect a", "outside-signatures command"),
        ("docker trust signer add --key k alice a", "outside-signatures command"),
        ("docker trust", ""),
        ("docker trust key generate alice", ""),
        ("docker trust inspect --help", ""),
        ("docker pull --disable-content-trust=false a", "outside-signatures option"),
        ("docker image push --disable-content-trust=F a", "outside-signatures option"),
        ("docker pull --disable-content-trust a", ""),
        ("docker pull --disable-content-trust=false --disable-content-trust=true a", ""),
        ("docker build https://github.com/a/b.git", "outside-build"),
        ("docker build -t a:1 git@github.com:a/b.git#main:x", "outside-build"),
        ("docker image build github.com/a/b", "outside-build"),
        ("docker buildx build github.com/a/b", "outside-build"),
        ("docker build github.company", ""),
        ("docker build .", ""),
        ("docker build http://127.0.0.1:8000/x", ""),
        ("docker build http://localhost/x.git", ""),
        ("docker build http://localhost.example.com/x", "outside-build"),
        ("docker build http://127.0.0.1.example.com/x", "outside-build"),
        ("docker build http://me@example.com/x", "outside-build"),
        ("docker build http://127.0.0.1@example.com/x", "outside-build"),
        ("docker build --label url=https://a.b .", ""),
        ("docker buildx imagetools inspect a", "outside-imagetools"),
        ("docker buildx ls", ""),
        ("docker scout quickview a", "outside-service"),
        ("docker search quay.io/a", "outside-registry"),
        ("docker search a", ""),
        ("docker plugin install example.com/a/b", "outside-registry"),
        ("docker plugin install vieux/sshfs", ""),
        ("docker run --pull always quay.io/a", "outside-registry"),
        ("docker run --pull always a", ""),
        ("docker run quay.io/a", ""),
        ("docker run a quay.io/b", ""),
        ("docker pull quay.io/a", ""),
        ("docker ps", ""),
        ("docker", ""),
    ],
)
def test_what_is_not_run_has_its_cause(line: str, expected: str) -> None:
    assert cause(line) == expected


@pytest.mark.parametrize(
    ("line", "value", "expected"),
    [
        ("docker pull a", "1", "outside-signatures variable"),
        ("docker pull a", "true", "outside-signatures variable"),
        ("docker pull a", "0", ""),
        ("docker pull a", "", ""),
        ("docker pull --disable-content-trust a", "1", ""),
        ("docker images", "1", ""),
    ],
)
def test_the_variable_for_signatures_counts(line: str, value: str, expected: str) -> None:
    assert cause(line, DOCKER_CONTENT_TRUST=value) == expected


@pytest.mark.parametrize(
    ("line", "sent"),
    [
        ("docker run quay.io/a x", "run --pull=never quay.io/a x"),
        ("docker create -e A=b reg.io/a:1", "create -e A=b --pull=never reg.io/a:1"),
        ("docker run a quay.io/b", "run a quay.io/b"),
        ("docker run localhost:5000/a", "run localhost:5000/a"),
        ("docker run 127.0.0.1:5000/a", "run 127.0.0.1:5000/a"),
        ("docker pull quay.io/a", "pull quay.io/a"),
    ],
)
def test_an_image_of_another_registry_is_not_asked_for_when_it_is_run(line: str, sent: str) -> None:
    assert " ".join(outside.held_here(parse(line.split()))) == sent


# In a world --------------------------------------------------------------------------------------


@pytest.fixture
def published(cell: Cell) -> Cell:
    cell.log_in()
    assert cell.say(f"docker push {NAME}").exit_code == 0
    return cell


@BOTH_CLIENTS
def test_a_manifest_comes_from_the_practice_hub(published: Cell, client: str) -> None:
    said = published.say(f"docker manifest inspect {NAME}")
    assert said.exit_code == 0, said
    assert json.loads(said.out)["config"]["digest"].startswith("sha256:")
    said = published.say(f"docker manifest inspect --verbose docker.io/{NAME}")
    assert json.loads(said.out)["Ref"] == f"docker.io/{NAME}"


@BOTH_CLIENTS
def test_a_list_of_manifests_is_made_and_pushed(published: Cell, client: str) -> None:
    published.say("docker manifest rm demousr/demorep:all")
    for line in (
        f"docker manifest create demousr/demorep:all {NAME}",
        f"docker manifest annotate --arch arm64 demousr/demorep:all {NAME}",
        "docker manifest push demousr/demorep:all",
    ):
        said = published.say(line)
        assert said.exit_code == 0, (line, said)
    found = json.loads(published.say("docker manifest inspect demousr/demorep:all").out)
    assert [entry["platform"]["architecture"] for entry in found["manifests"]] == ["arm64"]


def test_the_login_is_lent_and_not_left(published: Cell) -> None:
    published.say(f"docker manifest inspect {NAME}")
    folder = published.world.docker_config
    kept = [path.name for path in folder.rglob("*") if path.is_file()]
    assert [name for name in kept if name == "config.json"] == ["config.json"]
    assert list(json.loads((folder / "config.json").read_text())["auths"]) != [
        published.world.registry_url
    ]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("docker manifest inspect demousr/demorep:nope", "but it has no such tag"),
        ("docker manifest inspect quay.io/a/b", "Leave quay.io out of the name: docker manifest"),
        (f"docker trust inspect {NAME}", "The practice Hub keeps no signatures"),
        ("docker build https://example.com/x.tar", "Build from a folder"),
        ("docker pull quay.io/a/b", "reaches only the Hub (docker.io)"),
        ("docker push quay.io/a/b", "no image here is called quay.io/a/b"),
    ],
)
def test_what_is_not_there_or_not_run_is_a_sentence(
    published: Cell, line: str, sentence: str
) -> None:
    said = published.say(line)
    assert said.exit_code != 0
    assert sentence in said.err, said


def test_it_is_so_in_a_terminal_and_in_what_a_terminal_runs(
    published: Cell, practice: PracticeWorld, client: str, folder: Path
) -> None:
    path = f"{practice.world.bin}:{Path(client).parent}:/usr/bin:/bin"
    for line in (
        f"docker manifest inspect {NAME}",
        f"sh -c 'docker manifest inspect {NAME}'",
        f"{COMMAND} docker manifest inspect {NAME}",
    ):
        done = subprocess.run(
            ["sh", "-c", line],
            env={**os.environ, **practice.env, "PATH": path},
            capture_output=True,
            text=True,
            check=False,
            cwd=folder,
        )
        assert json.loads(done.stdout)["schemaVersion"] == 2, done
