"""Each message that a learner meets, provoked for real, is followed by its sentence."""

import base64
import contextlib
import http.server
import json
import os
import shlex
import socketserver
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from docker_lessons.command import failures
from docker_lessons.command.explain import explain, find
from docker_lessons.command.transcript import Transcript
from docker_lessons.findings import image_name, slips
from docker_lessons.oci.docker_hub import INDEX_SERVER
from tests import programs
from tests.command.conftest import BOTH_CLIENTS, NEW_CLIENT, Cell, Elsewhere
from tests.practice import COMMAND

HEX = "0123456789ab"

# What is typed in the practice world, logged out; the causes that it may have; its sentence.
# The clients say these things differently, or read these lines by themselves:
SAID_BY_THE_CLIENT = [
    ("docker pus demousr/demorep:1.0", "misspelt-command", "docker push demousr/demorep:1.0"),
    ("docker xyzzy", "misspelt-command", "no command of the name xyzzy"),
    ("docker images --nosuch", "no-such-option", "knows no option --nosuch here"),
    ("docker images -z", "no-such-option", "knows no option -z here"),
    ("docker build -t", "option-without-value", "Behind -t something is missing"),
    ("docker run -it demousr/demorep:1.0", "no-terminal nothing-runs-here", ""),
    ("docker build -t myapp", "number-of-arguments", "docker build takes one folder, as its last word"),
    ("docker build -t name-/foobar .", "name-part-ends", "begins and ends with a small letter or a digit"),
    ("docker build -t MyImage:0.1 myimage", "name-capitals", "no capital letters"),
    ("docker build -t myimage: 0.1 myimage", "gap-in-name", "docker build -t myimage:0.1 myimage"),
    ("docker tag demousr/demorep:1.0", "number-of-arguments", "docker tag takes two names"),
    ("docker tag myimage:0.1 demousr / demorep: 1.0", "gap-in-name", "docker tag myimage:0.1 demousr/demorep:1.0"),
    ("docker tag myimage:0.1 demousr/Demorep:1.0", "name-capitals", "no capital letters"),
    ("docker login --password-stdin", "username-missing", "docker login -u demousr --password-stdin"),
    ("docker push", "number-of-arguments", "docker push takes one name"),
    ("docker push -a demousr/demorep:1.0", "all-tags-with-tag", "docker push -a demousr/demorep"),
    ("docker push demousr / demorep:1.0", "gap-in-name", "docker push demousr/demorep:1.0"),
    ("docker run push demousr/demorep:1.0", "pushed-as-name", "docker push demousr/demorep:1.0"),
    ("docker rmi", "number-of-arguments", "docker rmi takes the names to remove"),
    ("docker rmi demousr/demorep", "left-out-tag", "Without a tag Docker looks for demousr/demorep:latest"),
    ("docker rmi myimage: 0.1", "gap-in-name", "docker rmi myimage:0.1"),
    ("docker rm myimage:0.1", "no-such-container", "docker rmi myimage:0.1"),
    ("docker pull demousr / demorep", "gap-in-name", "docker pull demousr/demorep"),
    ("docker run --rm demousr/demorep:1.0", "nothing-runs-here", "the practice engine starts no program"),
    ("docker run mymicroservice", "not-for-strangers", "The host has no image of the name mymicroservice"),
]  # fmt: skip
# What engine, Hub and registry say comes through every client as it is:
SAID_BEHIND_IT = [
    ("docker images --format '{{.Nosuch}}'", "wrong-template", "no right template"),
    ("docker build -t myapp nosuch", "no-such-folder", "There is no folder nosuch here"),
    ("docker build -t myapp empty", "no-dockerfile", "no file of exactly the name Dockerfile"),
    ("docker build -t myapp -f myimage/page myimage", "dockerfile-is-a-web-page", "is a web page that was saved"),
    ("docker build -t myapp -f myimage/misspelt myimage", "unknown-instruction", "Line 2 of the Dockerfile begins with COPPY"),
    ("docker build -t myapp -f myimage/missing myimage", "file-not-in-context", "COPY takes files of the build folder only"),
    ("docker build -t myapp -f myimage/runs myimage", "nothing-runs-here", "starts no program"),
    ("docker build -t myapp -f myimage/stranger myimage", "not-for-strangers", "The Hub shows no repository of that name"),
    ("docker build -t demousr/myapp:feature/foo .", "name-tag-slash", "A tag holds no /"),
    ("docker build \N{EN DASH}t myimage:0.1 myimage", "long-dash", "docker build -t myimage:0.1 myimage"),
    ("docker build myimage:0.1", "tag-without-option", "docker build -t myimage:0.1 myimage"),
    ("docker tag demousr/nosuch:1.0 myimage:0.1", "no-such-image", "docker tag myimage:0.1 demousr/nosuch:1.0"),
    ("docker tag myimage:0.l demousr/demorep", "no-such-image", "no image of the name myimage:0.l"),
    ("docker tag myimage demousr/demorep:1.0", "left-out-tag", "Without a tag Docker looks for myimage:latest"),
    (f"docker tag {HEX} demousr/demorep:1.0", "no-such-image", f"No image on the host has the ID {HEX}"),
    ("docker tag myimage:0.1 demousr/demorep :1.0", "gap-in-name", "docker tag myimage:0.1 demousr/demorep:1.0"),
    ("docker tag myimage:0.1 demousr / demorep:1.0", "gap-in-name", "docker tag myimage:0.1 demousr/demorep:1.0"),
    ("docker tag sudo docker myimage:0.1 demousr/demorep:1.0", "sudo", "Leave sudo out"),
    ("docker tag myimage:0.1 demousr/demorep:", "name-tag-missing", "Behind the : a tag is missing"),
    ("docker tag myimage:0.1 demousr/demorep::1.0", "name-two-colons", "not two"),
    ("docker tag myimage:0.1 demousr/demorep:1,0", "name-tag-comma", "write 1.0"),
    ("docker tag myimage:0.1 demousr//demorep", "name-part-empty", "Between two / something is missing"),
    ("docker tag myimage:0.1 'demousr\\demorep'", "name-backslash", "joined by /"),
    ("docker tag myimage:0.1 'demousr/my rep'", "name-space", "A name holds no space"),
    ("docker tag myimage:0.1 demousr/demorep:1+0", "name-tag-characters", "A tag holds letters, digits, and . _ -"),
    ("docker tag \N{LEFT DOUBLE QUOTATION MARK}myimage:0.1\N{RIGHT DOUBLE QUOTATION MARK} a", "curly-quotes", "docker tag myimage:0.1 a"),
    ("docker tag myimage:0.1 https://hub.docker.com/demousr/demorep", "web-address", "the address of a web page"),
    ("docker push myimage:0.1", "refused-by-hub", "myimage:0.1 has no account in front"),
    ("docker push demousr/demorep:1.0", "refused-by-hub", "Nobody is logged in"),
    ("docker push demousr/nosuch:1.0", "nothing-to-push", "the host has none of the name demousr/nosuch:1.0"),
    ("docker push demousr/demorep", "left-out-tag", "Without a tag Docker pushes demousr/demorep:latest"),
    ("docker rmi ID", "several-names", "This image has several names"),
    ("docker pull demousr/nosuch:1.0", "not-for-strangers", "private and you are not logged in"),
    ("docker inspect nosuch:1", "no-such-image", "no image of the name nosuch:1"),
]  # fmt: skip
LINES = [
    *((each, *row) for row in SAID_BY_THE_CLIENT for each in programs.DOCKER_CLIS),
    *((NEW_CLIENT, *row) for row in SAID_BEHIND_IT),
]


@pytest.mark.parametrize(("client", "line", "causes", "sentence"), LINES, indirect=["client"])
def test_a_line_that_fails_is_explained(unchanged: Cell, line: str, causes: str, sentence: str):
    if line.endswith(" ID"):
        line = line.replace("ID", unchanged.say("docker images -q myimage").out.strip())
    said = unchanged.say(line)
    assert said.exit_code != 0
    assert len((said.out + said.err).splitlines()) > 1, "Docker's own words come first"
    assert sentence in said.sentence
    transcript = transcript_of(unchanged, tuple(shlex.split(line)[1:]), said.out + said.err)
    found = find(transcript)
    assert found is not None
    assert found.cause in causes.split()


def transcript_of(cell: Cell, words: tuple[str, ...], text: str) -> Transcript:
    return Transcript(words, 1, text, cell.world.names, Path("/nosuch"), cell.world.engine)


# Rows that need more than a line typed in the practice world; the tests below provoke them.
ELSEWHERE = {
    "certificate-expired": "test_a_certificate_out_of_its_time",
    "certificate-unknown": "test_a_certificate_of_an_unknown_authority",
    "credentials-not-kept": "test_a_helper_that_cannot_keep_the_log_in",
    "disk-full": "test_what_only_another_engine_says",
    "engine-forbidden": "test_an_engine_that_one_may_not_speak_to",
    "engine-stopped": "test_an_engine_that_is_away",
    "no-such-host": "test_names_that_point_to_another_registry",
    "no-such-tag": "test_a_tag_that_was_never_pushed",
    "no-terminal": "test_a_terminal_is_wanted",
    "no-terminal-to-ask-in": "test_a_log_in_with_no_terminal_to_ask_in",
    "other-processor": "test_a_program_of_another_kind",
    "rate-limit": "test_what_only_another_engine_says",
    "slow-line": "test_a_line_that_breaks_off",
    "stale-credentials": "test_a_kept_log_in_that_is_no_longer_right",
    "token-may-not-write": "test_what_only_another_engine_says",
    "token-wanted": "test_what_only_another_engine_says",
    "too-many-tries": "test_what_only_another_engine_says",
    "up-to-date": "test_a_pull_that_fetches_nothing_says_so",
    "used-by-container": "test_an_image_that_a_container_uses",
    "wrong-password": "test_a_wrong_password",
}


def test_every_cause_is_provoked():
    provoked = {cause for *_, causes, _ in LINES for cause in causes.split()} | set(ELSEWHERE)
    assert provoked == {*failures.SENTENCES, *slips.SENTENCES, *image_name.SENTENCES} - {
        "placeholder"
    }
    assert all(name in globals() for name in ELSEWHERE.values())


def test_a_success_is_left_alone(unchanged: Cell):
    assert unchanged.say("docker tag myimage:0.1 demousr/demorep:1.0").err == ""


@pytest.mark.parametrize(
    ("line", "exit_code", "sentence"),
    [
        ("docker tag --help", 0, ""),
        ("docker images -q", 0, ""),
        ("docker login", 1, "Say who logs in, with -u and a name: docker login -u demousr. "),
        ("docker tag nosuch:1 a:1", 1, "The host has no image of the name nosuch:1"),
    ],
)
def test_the_exit_code_is_the_clients(unchanged: Cell, line: str, exit_code: int, sentence: str):
    said = unchanged.say(line)
    assert said.exit_code == exit_code
    assert sentence in said.err
    assert sentence or not said.err


def test_a_message_that_no_row_knows_stands_for_itself(unchanged: Cell):
    said = unchanged.say("docker exec x y")
    assert said.sentence == "Docker's message above says what it did not accept."


def test_a_wrong_password(unchanged: Cell):
    said = unchanged.say("docker login -u demousr", "not the password")
    assert "incorrect username or password" in said.err
    assert "The Hub does not take that name with that password" in said.sentence


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("teacherdemo/demorep:1.0", "teacherdemo is not you, you are logged in as demousr"),
        ("demousr/foo/bar:1.0", "two parts, account and repository, not 3"),
        ("myimage:0.1", "has no account in front"),
    ],
)
def test_a_push_that_the_hub_refuses_who_is_logged_in(cell: Cell, name: str, sentence: str):
    cell.log_in()
    cell.say(f"docker tag myimage:0.1 {name}")
    said = cell.say(f"docker push {name}")
    assert "denied: requested access to the resource is denied" in said.err
    assert sentence in said.sentence


@BOTH_CLIENTS
def test_names_that_point_to_another_registry(cell: Cell):
    cell.say("docker tag myimage:0.1 hub.docker.com/demousr/demorep:1.0")
    said = cell.say("docker push hub.docker.com/demousr/demorep:1.0")
    assert "hub.docker.com is the web page" in said.sentence
    assert "no address" in cell.say("docker login -u demousr hub.docker.com", "x").sentence
    cell.say("docker tag myimage:0.1 localhost:5000/demorep:1.0")
    assert "localhost:5000" in cell.say("docker push localhost:5000/demorep:1.0").sentence
    if (
        cell.say("docker tag myimage:0.1 Demousr/demorep:1.0").exit_code == 0
    ):  # not with the old client
        said = cell.say("docker push Demousr/demorep:1.0")
        assert "Demousr has a capital letter" in said.sentence


def test_a_tag_that_was_never_pushed(cell: Cell):
    cell.log_in()
    assert cell.say("docker push demousr/demorep:1.0").exit_code == 0
    assert "asks for demousr/demorep:latest" in cell.say("docker pull demousr/demorep").sentence
    assert "no tag of that name" in cell.say("docker pull demousr/demorep:9").sentence


def test_a_pull_that_fetches_nothing_says_so(cell: Cell):
    cell.log_in()
    cell.say("docker push demousr/demorep:1.0")
    said = cell.say("docker pull demousr/demorep:1.0")
    assert said.exit_code == 0
    assert said.sentence == "Nothing was fetched: the host had this image already."


def test_a_kept_log_in_that_is_no_longer_right(cell: Cell):
    wrong = base64.b64encode(b"demousr:wrong").decode()
    config = cell.world.docker_config / "config.json"
    config.write_text(
        json.dumps({"auths": {INDEX_SERVER: {"auth": wrong}, "practice.invalid": {}}})
    )
    said = cell.say("docker pull demousr/demorep:1.0")
    assert "incorrect username or password" in said.err
    assert "which is worse than none: docker logout" in said.sentence


@BOTH_CLIENTS
def test_an_engine_that_is_away(unchanged: Cell):
    away = Cell(Elsewhere(unchanged.world.home, "unix:///nosuch/docker.sock"))
    said = away.say("docker images")
    assert "Cannot connect to the Docker daemon" in said.err
    assert "docker-lessons start brings it back" in said.sentence


@BOTH_CLIENTS
def test_an_engine_that_one_may_not_speak_to(unchanged: Cell, client: str, short_folder: Path):
    socket = short_folder / "docker.sock"
    with canned(socket, 200, "") as engine:
        socket.chmod(0)
        short_folder.chmod(0o755)
        nobody = {"user": 65534} if os.geteuid() == 0 else {}
        done = subprocess.run(
            [Path(client).resolve(), "-H", engine, "images"],
            capture_output=True,
            text=True,
            check=False,
            **nobody,
        )
    assert done.returncode != 0
    transcript = transcript_of(unchanged, ("images",), done.stderr)
    assert "sudo usermod -aG docker $USER" in explain(transcript)


@BOTH_CLIENTS
def test_a_terminal_is_wanted(dockerd_cell: Cell):
    assert "-t wants a terminal" in dockerd_cell.say("docker run -it myimage:0.1").sentence


def test_an_image_that_a_container_uses(dockerd_cell: Cell):
    container = dockerd_cell.say("docker create myimage:0.1 x").out.strip()
    try:
        said = dockerd_cell.say("docker rmi myimage:0.1")
        assert f"docker rm {container[:12]}" in said.sentence
        image = dockerd_cell.say("docker images -q myimage").out.strip()
        assert f"docker rm {container[:12]}" in dockerd_cell.say(f"docker rmi {image}").sentence
    finally:
        dockerd_cell.say(f"docker rm {container}")


def test_a_program_of_another_kind(dockerd_cell: Cell):
    said = dockerd_cell.say("docker run --rm --network none myimage:0.1")
    assert "exec format error" in said.err
    assert "made for another kind of processor" in said.sentence


@BOTH_CLIENTS
def test_a_log_in_with_no_terminal_to_ask_in(cell: Cell):
    program = [str(COMMAND), "docker", "login", "-u", "demousr"]
    env = {**os.environ, "DOCKER_LESSONS_HOME": str(cell.world.home)}
    done = subprocess.run(program, env=env, input="", capture_output=True, text=True, check=False)
    assert "non TTY device" in done.stderr
    assert "has no terminal to ask in" in done.stderr.splitlines()[-1]


@BOTH_CLIENTS
def test_a_helper_that_cannot_keep_the_log_in(cell: Cell, tmp_path: Path, monkeypatch):
    helper = tmp_path / "docker-credential-broken"
    helper.write_text("#!/bin/sh\necho pass not initialized\nexit 1\n")
    helper.chmod(0o755)
    monkeypatch.setenv("PATH", f"{os.environ['PATH']}:{tmp_path}")
    config = cell.world.docker_config / "config.json"
    before = config.read_text()
    config.write_text(json.dumps({"auths": {"practice.invalid": {}}, "credsStore": "broken"}))
    try:
        said = cell.say("docker login -u demousr", cell.world.account().password)
    finally:
        config.write_text(before)
    assert "rror saving credentials" in said.err
    assert "credsStore" in said.sentence


@pytest.mark.parametrize(
    ("line", "status", "message", "sentence"),
    [
        (
            "docker login -u demousr",
            401,
            "Get https://registry-1.docker.io/v2/: unauthorized: your account must log in with a Personal Access Token (PAT)",
            "wants a token in the password's place",
        ),
        ("docker login -u demousr", 500, "too many wrong passwords for this account; wait 3 seconds", "waits for some seconds"),
        (
            "docker push demousr/demorep:1.0",
            500,
            "unauthorized: access token has insufficient scopes",
            "with a token that may only read",
        ),
        (
            "docker pull demousr/demorep:1.0",
            500,
            "toomanyrequests: You have reached your unauthenticated pull rate limit.",
            "The real Hub counts pulls by address",
        ),
        ("docker tag myimage:0.1 a:1", 500, "write /var/lib: no space left on device", "The disk of the engine is full"),
    ],
)  # fmt: skip
def test_what_only_another_engine_says(
    cell: Cell, short_folder: Path, line: str, status: int, message: str, sentence: str
):
    with canned(short_folder / "docker.sock", status, message) as engine:
        said = Cell(Elsewhere(cell.world.home, engine)).say(line, "a password")
    assert message in said.err
    assert sentence in said.sentence


@BOTH_CLIENTS
def test_a_log_in_whose_engine_breaks_off_goes_nowhere_else(
    cell: Cell, short_folder: Path, monkeypatch
):
    """The client's own way is to dial the real Hub then, with the password."""
    dialled: list[object] = []
    with (
        canned(short_folder / "docker.sock", 200, "") as engine,
        _listening(dialled.append) as port,
    ):
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{port}")
        said = Cell(Elsewhere(cell.world.home, engine)).say("docker login -u demousr", "a password")
    assert said.exit_code != 0
    assert dialled == []


def test_a_line_that_breaks_off(cell: Cell):
    with _listening(lambda connection: connection.close()) as port:
        said = cell.say(f"docker build -t myimage:0.2 http://127.0.0.1:{port}/x")
    assert "broke off" in said.sentence


@BOTH_CLIENTS
def test_a_certificate_of_an_unknown_authority(cell: Cell, tmp_path: Path):
    with _secure(tmp_path, days=1) as (port, _certificate):
        said = cell.say(f"docker build -t myimage:0.2 https://127.0.0.1:{port}/x")
    assert "x509: certificate signed by unknown authority" in said.err
    assert "a certificate of its own" in said.sentence


@BOTH_CLIENTS
def test_a_certificate_out_of_its_time(cell: Cell, tmp_path: Path, monkeypatch):
    with _secure(tmp_path, days=-1) as (port, certificate):
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        said = cell.say(f"docker build -t myimage:0.2 https://127.0.0.1:{port}/x")
    assert "certificate has expired or is not yet valid" in said.err
    assert "set date and time right" in said.sentence


@pytest.fixture
def dockerd_cell(dockerd: str, folder: Path, practice, client: str, monkeypatch) -> Cell:
    monkeypatch.chdir(folder)
    cell = Cell(Elsewhere(practice.home, dockerd))
    (folder / "myimage" / "message.txt").chmod(0o755)
    assert cell.say("docker build -q -t myimage:0.1 myimage").exit_code == 0
    return cell


@contextlib.contextmanager
def canned(path: Path, status: int, message: str) -> Iterator[str]:
    """An engine that answers all but pings with one error; with none, it breaks off what is POSTed."""

    class Answer(http.server.BaseHTTPRequestHandler):
        def answer(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            ping = self.path.endswith("/_ping")
            body = b"OK" if ping else json.dumps({"message": message}).encode()
            if not message and self.command == "POST":
                return  # breaks off
            if self.path.endswith("/version"):
                ping, body = True, json.dumps({"Version": "1", "ApiVersion": "1.41"}).encode()
            self.send_response(200 if ping else status)
            self.send_header("Api-Version", "1.41")
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        do_GET = do_POST = do_HEAD = answer  # noqa: N815

        def address_string(self) -> str:
            return "client"

        def log_message(self, *_arguments: object) -> None:
            """Say nothing."""

    class Server(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
        daemon_threads = True

    with Server(str(path), Answer) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"unix://{path}"
        finally:
            server.shutdown()
            thread.join()


@contextlib.contextmanager
def _listening(answer: Callable[[object], None]) -> Iterator[int]:
    """A loopback port where each connection is given to `answer`."""

    class Server(socketserver.TCPServer):
        allow_reuse_address = True

        def process_request(self, request, client_address) -> None:  # type: ignore[no-untyped-def]
            with contextlib.suppress(OSError):
                answer(request)
            self.shutdown_request(request)

    with Server(("127.0.0.1", 0), socketserver.BaseRequestHandler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()


@contextlib.contextmanager
def _secure(folder: Path, days: int) -> Iterator[tuple[int, Path]]:
    """A TLS port with a certificate that nobody vouches for and that ends in `days`."""
    import datetime as dt
    from ipaddress import ip_address

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=9))
        .not_valid_after(now + dt.timedelta(days=days))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    written = folder / "certificate.pem"
    written.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    private = folder / "key.pem"
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(written, private)

    def handshake(connection: object) -> None:
        context.wrap_socket(connection, server_side=True).close()  # type: ignore[arg-type]

    with _listening(handshake) as port:
        yield port, written
