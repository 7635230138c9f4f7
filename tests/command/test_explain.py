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

from docker_lessons.command import failures, slips
from docker_lessons.command.explain import explain
from docker_lessons.command.told import Told
from docker_lessons.oci.docker_hub import INDEX_SERVER
from docker_lessons.world import Names, World
from docker_lessons.world.engine import DOCKER, Engine
from tests.command.conftest import Cell, Elsewhere
from tests.practice import COMMAND

HEX = "0123456789ab"

# What is typed in the practice world, logged out; the row that explains it; its sentence.
LINES = [
    # daemon, line
    ("docker pus demousr/demorep:1.0", "unknown-command not-a-command", "docker push demousr/demorep:1.0"),
    ("docker xyzzy", "unknown-command not-a-command", "no command of the name xyzzy"),
    ("docker images --nosuch", "no-such-option", "knows no option --nosuch here"),
    ("docker images -z", "no-such-option", "knows no option -z here"),
    ("docker build -t", "option-without-value", "Behind -t something is missing"),
    ("docker images --format '{{.Nosuch}}'", "wrong-template", "no right template"),
    ("docker run -it demousr/demorep:1.0", "no-terminal nothing-runs-here", ""),
    # build
    ("docker build -t myapp", "number-of-arguments", "docker build takes one folder, as its last word"),
    ("docker build -t myapp nosuch", "no-such-folder", "There is no folder nosuch here"),
    ("docker build -t myapp empty", "no-dockerfile", "no file of exactly the name Dockerfile"),
    ("docker build -t myapp -f myimage/page myimage", "dockerfile-is-a-web-page", "is a web page that was saved"),
    ("docker build -t myapp -f myimage/misspelt myimage", "unknown-instruction", "Line 2 of the Dockerfile begins with COPPY"),
    ("docker build -t myapp -f myimage/missing myimage", "file-not-in-context", "COPY takes files of the build folder only"),
    ("docker build -t myapp -f myimage/runs myimage", "nothing-runs-here", "starts no program"),
    ("docker build -t myapp -f myimage/stranger myimage", "not-for-strangers", "The Hub shows no repository of that name"),
    ("docker build -t demousr/myapp:feature/foo .", "_invalid_name", "A tag holds no /"),
    ("docker build -t name-/foobar .", "_invalid_name", "begins and ends with a small letter or a digit"),
    ("docker build -t MyImage:0.1 myimage", "_invalid_name", "no capital letters"),
    ("docker build -t myimage: 0.1 myimage", "_gap_in_name", "docker build -t myimage:0.1 myimage"),
    ("docker build \N{EN DASH}t myimage:0.1 myimage", "_long_dash", "docker build -t myimage:0.1 myimage"),
    ("docker build myimage:0.1", "_tag_without_option", "docker build -t myimage:0.1 myimage"),
    # tag
    ("docker tag demousr/nosuch:1.0 myimage:0.1", "no-such-image", "docker tag myimage:0.1 demousr/nosuch:1.0"),
    ("docker tag myimage:0.l demousr/demorep", "no-such-image", "no image of the name myimage:0.l"),
    ("docker tag myimage demousr/demorep:1.0", "no-such-image", "Without a tag Docker looks for myimage:latest"),
    (f"docker tag {HEX} demousr/demorep:1.0", "no-such-image", f"No image on the host has the ID {HEX}"),
    ("docker tag demousr/demorep:1.0", "number-of-arguments", "docker tag takes two names"),
    ("docker tag myimage:0.1 demousr/demorep :1.0", "_gap_in_name", "docker tag myimage:0.1 demousr/demorep:1.0"),
    ("docker tag myimage:0.1 demousr / demorep:1.0", "_gap_in_name", "docker tag myimage:0.1 demousr/demorep:1.0"),
    ("docker tag myimage:0.1 demousr / demorep: 1.0", "_gap_in_name", "docker tag myimage:0.1 demousr/demorep:1.0"),
    ("docker tag sudo docker myimage:0.1 demousr/demorep:1.0", "_sudo", "Leave sudo out"),
    ("docker tag myimage:0.1 demousr/demorep:", "_invalid_name", "Behind the : a tag is missing"),
    ("docker tag myimage:0.1 demousr/Demorep:1.0", "_invalid_name", "no capital letters"),
    ("docker tag myimage:0.1 demousr/demorep::1.0", "_invalid_name", "not two"),
    ("docker tag myimage:0.1 demousr/demorep:1,0", "_invalid_name", "write 1.0"),
    ("docker tag myimage:0.1 demousr//demorep", "_invalid_name", "Between two / something is missing"),
    ("docker tag myimage:0.1 'demousr\\demorep'", "_invalid_name", "joined by /"),
    ("docker tag myimage:0.1 'demousr/my rep'", "_invalid_name", "A name holds no space"),
    ("docker tag myimage:0.1 demousr/demorep:1+0", "_invalid_name", "A tag holds letters, digits, and . _ -"),
    ("docker tag \N{LEFT DOUBLE QUOTATION MARK}myimage:0.1\N{RIGHT DOUBLE QUOTATION MARK} a", "_curly_quotes", "docker tag myimage:0.1 a"),
    ("docker tag myimage:0.1 https://hub.docker.com/demousr/demorep", "_web_address", "the address of a web page"),
    # login
    ("docker login --password-stdin", "username-missing", "docker login -u demousr --password-stdin"),
    # push
    ("docker push", "number-of-arguments", "docker push takes one name"),
    ("docker push myimage:0.1", "refused-by-hub", "myimage:0.1 has no account in front"),
    ("docker push demousr/demorep:1.0", "refused-by-hub", "Nobody is logged in"),
    ("docker push demousr/nosuch:1.0", "nothing-to-push", "the host has none of the name demousr/nosuch:1.0"),
    ("docker push demousr/demorep", "nothing-to-push", "Without a tag Docker pushes demousr/demorep:latest"),
    ("docker push -a demousr/demorep:1.0", "all-tags-with-tag", "docker push -a demousr/demorep"),
    ("docker push demousr / demorep:1.0", "_gap_in_name", "docker push demousr/demorep:1.0"),
    ("docker run push demousr/demorep:1.0", "pushed-as-name", "docker push demousr/demorep:1.0"),
    # rmi
    ("docker rmi", "number-of-arguments", "docker rmi takes the names to remove"),
    ("docker rmi ID", "several-names", "This image has several names"),
    ("docker rmi demousr/demorep", "no-such-image", "Without a tag Docker looks for demousr/demorep:latest"),
    ("docker rmi myimage: 0.1", "_gap_in_name", "docker rmi myimage:0.1"),
    ("docker rm myimage:0.1", "no-such-container", "docker rmi myimage:0.1"),
    # pull
    ("docker pull demousr / demorep", "_gap_in_name", "docker pull demousr/demorep"),
    ("docker pull demousr/nosuch:1.0", "not-for-strangers", "private and you are not logged in"),
    ("docker inspect nosuch:1", "no-such-image", "no image of the name nosuch:1"),
    # run
    ("docker run --rm demousr/demorep:1.0", "nothing-runs-here", "the practice engine starts no program"),
    ("docker run mymicroservice", "not-for-strangers", "The host has no image of the name mymicroservice"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "rows", "sentence"), LINES)
def test_a_line_that_fails_is_explained(cell: Cell, line: str, rows: str, sentence: str):
    if line.endswith(" ID"):
        line = line.replace("ID", cell.say("docker images -q myimage").out.strip())
    said = cell.say(line)
    assert said.exit_code != 0
    assert len((said.out + said.err).splitlines()) > 1, "Docker's own words come first"
    assert sentence in said.sentence
    told = told_of(cell, tuple(shlex.split(line)[1:]), 1, said.out + said.err)
    assert row(told) in rows.split()


def told_of(cell: Cell, words: tuple[str, ...], code: int, text: str) -> Told:
    return Told(words, code, text, cell.world.names, Path("/nosuch"), cell.world.engine)


def row(told: Told) -> str | None:
    """Which row of the tables explains `told`."""
    if slips.meaning(told):
        return next(slip.__name__ for slip in slips._SLIPS if slip(told))
    return next((each.name for each in failures.FAILURES if each.meaning(told)), None)


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


def test_every_row_is_provoked():
    provoked = {name for _, rows, _ in LINES for name in rows.split()} | set(ELSEWHERE)
    rows = {each.name for each in (*failures.FAILURES, *failures.REMARKS)}
    assert rows | {slip.__name__ for slip in slips._SLIPS} == provoked
    assert all(name in globals() for name in ELSEWHERE.values())


def test_a_success_is_left_alone(cell: Cell):
    assert cell.say("docker tag myimage:0.1 demousr/demorep:1.0").err == ""


def test_a_message_that_no_row_knows_stands_for_itself(cell: Cell):
    assert (
        cell.say("docker exec x y").sentence
        == "Docker's message above says what it did not accept."
    )


def test_a_wrong_password(cell: Cell):
    said = cell.say("docker login -u demousr", "not the password")
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


def test_an_engine_that_is_away(cell: Cell):
    away = Cell(Elsewhere(cell.world.home, "unix:///nosuch/docker.sock"))
    said = away.say("docker images")
    assert "Cannot connect to the Docker daemon" in said.err
    assert "docker-lessons start brings it back" in said.sentence


def test_an_engine_that_one_may_not_speak_to(cell: Cell, short_folder: Path):
    socket = short_folder / "docker.sock"
    with canned(socket, 200, "") as engine:
        socket.chmod(0)
        short_folder.chmod(0o755)
        nobody = {"user": 65534} if os.geteuid() == 0 else {}
        done = subprocess.run(
            ["docker", "-H", engine, "images"],
            capture_output=True,
            text=True,
            check=False,
            **nobody,
        )
    told = told_of(cell, ("images",), done.returncode, done.stderr)
    assert "sudo usermod -aG docker $USER" in explain(told)


@pytest.mark.parametrize(
    ("message", "socket", "how"),
    [
        (
            "error during connect: open //./pipe/docker_engine: The system cannot find the file specified.",
            "/x/practice.sock",
            "open Docker Desktop",
        ),
        (
            "Cannot connect to the Docker daemon at unix:///Users/demousr/.docker/run/docker.sock.",
            "/x/practice.sock",
            "open Docker Desktop",
        ),
        (
            "Cannot connect to the Docker daemon at unix:///x/engine.sock. Is the docker daemon running?",
            "/Users/demousr/.colima/default/docker.sock",
            "colima start",
        ),
        (
            "Cannot connect to the Docker daemon at unix:///x/engine.sock. Is the docker daemon running?",
            "/var/run/docker.sock",
            "Start your Docker as you always do",
        ),
    ],
)
def test_an_engine_that_is_not_there_is_started_where_it_lives(message: str, socket: str, how: str):
    engine = Engine(DOCKER, Path(socket))
    assert how in explain(
        Told(("images",), 1, message, Names(registry="localhost:5056"), Path("/nosuch"), engine)
    )


def test_a_terminal_is_wanted(cell: Cell, dockerd_cell: Cell):
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


def test_a_log_in_with_no_terminal_to_ask_in(cell: Cell):
    program = [str(COMMAND), "docker", "login", "-u", "demousr"]
    env = {**os.environ, "DOCKER_LESSONS_HOME": str(cell.world.home)}
    done = subprocess.run(program, env=env, input="", capture_output=True, text=True, check=False)
    assert "non TTY device" in done.stderr
    assert "has no terminal to ask in" in done.stderr.splitlines()[-1]


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


def test_a_certificate_of_an_unknown_authority(cell: Cell, tmp_path: Path):
    with _secure(tmp_path, days=1) as (port, _certificate):
        said = cell.say(f"docker build -t myimage:0.2 https://127.0.0.1:{port}/x")
    assert "x509: certificate signed by unknown authority" in said.err
    assert "a certificate of its own" in said.sentence


def test_a_certificate_out_of_its_time(cell: Cell, tmp_path: Path, monkeypatch):
    with _secure(tmp_path, days=-1) as (port, certificate):
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        said = cell.say(f"docker build -t myimage:0.2 https://127.0.0.1:{port}/x")
    assert "certificate has expired or is not yet valid" in said.err
    assert "set date and time right" in said.sentence


@pytest.fixture
def dockerd_cell(dockerd: str, folder: Path, practice, only: str, monkeypatch) -> Cell:
    monkeypatch.chdir(folder)
    cell = Cell(Elsewhere(World.find(practice.home).home, dockerd))
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
