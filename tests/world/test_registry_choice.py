"""A registry of one's own choice: its address, whether it answers, and what a world keeps of it."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from docker_lessons.world import World, choice
from docker_lessons.world.capabilities import LEARNERS_DOCKER, PRACTICE_ENGINE
from docker_lessons.world.engine import DOCKER, Engine
from docker_lessons.world.failure import HubChoiceError, RegistryAwayError
from docker_lessons.world.registry_address import RegistryAddress, account
from docker_lessons.world.which_hub import REGISTRY, WhichHub, choose, choose_registry
from tests.doctor.certificates import Authority, Pair

OWN = WhichHub(REGISTRY, "maria", registry="registry.example.com", folder="class/b")
VERSION = ("Docker-Distribution-Api-Version", "registry/2.0")
BASIC = ("WWW-Authenticate", 'Basic realm="r"')
BEARER = ("WWW-Authenticate", 'Bearer realm="http://127.0.0.1/token",service="s"')
PAGE = ("Content-Type", "text/html")


@pytest.mark.parametrize(
    ("typed", "host", "folder"),
    [
        ("localhost:5000", "localhost:5000", ""),
        (" registry.example.com ", "registry.example.com", ""),
        ("registry.example.com/school/docker/", "registry.example.com", "school/docker"),
        ("127.0.0.1:80/a-b/c_d/e.f", "127.0.0.1:80", "a-b/c_d/e.f"),
        ("[::1]:5000", "[::1]:5000", ""),
        ("nas:5000/class", "nas:5000", "class"),
        ("localhost/v2", "localhost", ""),
    ],
)
def test_an_address(typed: str, host: str, folder: str) -> None:
    assert RegistryAddress.parse(typed) == RegistryAddress(host, folder)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "empty"),
        ("https://registry.example.com/class", "--registry registry.example.com/class"),
        ("http://localhost:5000/v2/", "--registry localhost:5000"),
        ("docker.io", "--hub docker.io"),
        ("index.docker.io/maria", "--hub docker.io"),
        ("hub.docker.com", "--hub docker.io"),
        ("registry", "registry:443"),
        ("maria/demorep", "account on Docker Hub"),
        ("local host:5000", "isn't a registry's address"),
        ("localhost:", "isn't a registry's address"),
        ("-x.example.com", "isn't a registry's address"),
        ("localhost:five", "five isn't a port"),
        ("localhost:70000", "70000 isn't a port"),
        ("localhost:\N{ARABIC-INDIC DIGIT FIVE}000", "isn't a port"),
        ("localhost:\N{SUPERSCRIPT TWO}", "isn't a port"),
        ("localhost:5000/Class", "--registry localhost:5000/class"),
        ("localhost:5000/demorep:1.0", "an image with a tag"),
        ("localhost:5000/a b", "can't be a part"),
        ("localhost:5000/a//b", "can't be a part"),
        ("localhost:5000/" + "a" * 128, "too long"),
    ],
)
def test_what_is_no_address_is_told_what_it_looks_like(typed: str, said: str) -> None:
    with pytest.raises(HubChoiceError) as refused:
        RegistryAddress.parse(typed)
    assert said in str(refused.value)


def test_a_password_in_an_address_is_not_repeated() -> None:
    with pytest.raises(HubChoiceError) as refused:
        RegistryAddress.parse("maria:secret@registry.example.com")
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    ("given", "said"),
    [("Maria", "--account maria"), ("maria@example.org", "username"), ("a b", "username")],
)
def test_an_account_has_to_be_a_part_of_a_name(given: str, said: str) -> None:
    assert account(" maria.b ") == "maria.b"
    with pytest.raises(HubChoiceError, match=said):
        account(given)


@contextmanager
def answering(status: int, *headers: tuple[str, str], tls: Pair | None = None) -> Iterator[str]:
    """Gives `127.0.0.1:PORT`, where every request is answered so."""

    class Handler(BaseHTTPRequestHandler):
        def handle(self) -> None:
            if tls is not None or self.connection.recv(1, socket.MSG_PEEK) != b"\x16":
                super().handle()  # else it's TLS, which a server without it hangs up on

        def do_GET(self) -> None:
            assert "Authorization" not in self.headers
            self.send_response(status)
            for name, value in headers:
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Keeps quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if tls is not None:
        server.socket = tls.server().wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)


@pytest.mark.parametrize(
    ("status", "header", "asks"), [(200, VERSION, False), (401, BASIC, True), (401, BEARER, True)]
)
def test_the_protocol_says_whether_a_login_is_wanted(
    status: int, header: tuple[str, str], asks: bool
) -> None:
    with answering(status, header) as address:
        found = choose_registry(WhichHub(), address, "maria")
    assert (found.scheme, found.asks_for_log_in, found.registry) == ("http", asks, address)


@pytest.mark.parametrize(
    ("status", "header", "said"),
    [
        (200, PAGE, "isn't a registry (HTTP 200"),
        (404, PAGE, "isn't a registry (HTTP 404"),
        (401, ("WWW-Authenticate", "Negotiate"), "isn't a registry (HTTP 401"),
        (503, VERSION, "an error of its own (HTTP 503)"),
    ],
)
def test_what_is_no_registry_is_told(status: int, header: tuple[str, str], said: str) -> None:
    with answering(status, header) as address, pytest.raises(RegistryAwayError) as refused:
        choose_registry(WhichHub(), address, None)
    assert said in str(refused.value)


def test_nobody_there_is_told() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(RegistryAwayError, match=f"No registry answers at {address}"):
            choose_registry(WhichHub(), address, None)


def test_a_name_that_nobody_knows_is_told() -> None:
    with pytest.raises(RegistryAwayError, match=r"can't find registry\.invalid"):
        choose_registry(WhichHub(), "registry.invalid", None)


def test_http_elsewhere_than_on_this_computer_is_what_docker_refuses() -> None:
    with answering(200, VERSION) as address, pytest.MonkeyPatch.context() as patch:
        patch.setattr(RegistryAddress, "is_loopback", False)
        with pytest.raises(RegistryAwayError, match="insecure-registries"):
            choose_registry(WhichHub(), address, None)


def test_the_account_is_asked_for_where_a_login_is_wanted_and_only_there() -> None:
    with answering(401, BASIC) as address, pytest.raises(HubChoiceError, match="never a password"):
        choose_registry(WhichHub(), address, None)
    with answering(200, VERSION) as address:
        assert choose_registry(WhichHub(), address, None).account == "demousr"
        kept = choose_registry(WhichHub(), address, "maria")
        assert choose_registry(kept, address, None).account == "maria"


def test_an_authority_of_its_own(tmp_path: Path) -> None:
    authority = Authority(tmp_path / "authority")
    other = Authority(tmp_path / "other", "Somebody else")
    with answering(401, BASIC, tls=authority.signs("127.0.0.1")) as address:
        found = choose_registry(WhichHub(), address, "maria", str(authority.ca))
        assert (found.scheme, found.authorities) == ("https", authority.ca.read_text())
        with pytest.raises(RegistryAwayError, match="--registry-ca FILE"):
            choose_registry(WhichHub(), address, "maria")
        with pytest.raises(RegistryAwayError, match="isn't from the authority that you gave"):
            choose_registry(WhichHub(), address, "maria", str(other.ca))


def test_the_authority_that_docker_has_for_it_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority = Authority(tmp_path / "authority")
    monkeypatch.setenv("HOME", str(tmp_path))
    with answering(401, BASIC, tls=authority.signs("127.0.0.1")) as address:
        folder = tmp_path / ".config" / "docker" / "certs.d" / address
        folder.mkdir(parents=True)
        (folder / "ca.crt").write_bytes(authority.ca.read_bytes())
        assert choose_registry(WhichHub(), address, "maria").scheme == "https"


def test_a_file_without_a_certificate_is_refused(tmp_path: Path) -> None:
    pair = Authority(tmp_path / "authority").signs("localhost")
    empty, text = tmp_path / "empty", tmp_path / "text"
    empty.touch()
    text.write_text("not a certificate")
    for file, said in (
        (tmp_path / "missing", "Can't read"),
        (empty, "isn't a certificate"),
        (text, "isn't a certificate"),
        (pair.key, "private key"),
    ):
        with pytest.raises(HubChoiceError, match=said):
            choose_registry(WhichHub(), "localhost:5000", None, str(file))


def test_no_password_of_a_netrc_is_sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login maria password secret\n")
    (tmp_path / ".netrc").chmod(0o600)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(RegistryAddress, "is_loopback", False)  # so that a proxy may lead there
    authority = Authority(tmp_path / "authority")
    pair = authority.signs("127.0.0.1")
    with answering(200, VERSION, tls=pair) as address:  # which refuses who sends a password
        choose_registry(WhichHub(), address, None, str(authority.ca))


def made(tmp_path: Path) -> World:
    world = World(tmp_path / "world")
    world.prepare()
    world.keep_ports(5001, 5002)
    return world


def test_names_client_and_addresses_follow_the_registry(tmp_path: Path) -> None:
    world = made(tmp_path)
    before = world.memory
    world.keep_hub(OWN)
    assert world.which_hub == OWN
    assert world.names.target == "registry.example.com/class/b/maria/demorep:1.0"
    assert world.names.log_in == "docker login -u maria registry.example.com"
    assert world.names.hub_repository == "class/b/maria/demorep"
    assert world.registry_in_use() == "https://registry.example.com"
    assert world.way == "practice-on-registry"
    theirs = tmp_path / "home" / ".docker" / "config.json"
    world.keep_engine(Engine(DOCKER, tmp_path / "docker.sock", "DOCKER_HOST", theirs))
    assert world.client_config == world.docker_config  # what is typed stays in this world
    assert not world.keeps_own_log_in
    assert world.memory != before


def test_each_registry_folder_and_account_has_its_own_progress(tmp_path: Path) -> None:
    world = made(tmp_path)
    found = set()
    for hub in (
        OWN,
        WhichHub(REGISTRY, "maria", registry="registry.example.com"),
        WhichHub(REGISTRY, "maria", registry="localhost:5000"),
        WhichHub(REGISTRY, "paul", registry="localhost:5000"),
    ):
        world.keep_hub(hub)
        found.add(world.memory)
    assert len(found) == 4


@pytest.mark.parametrize("engine", [PRACTICE_ENGINE, LEARNERS_DOCKER])
def test_what_such_a_world_can(engine) -> None:
    can = OWN.beside(engine)
    assert (can.names_bear_an_address, can.creates_on_pages) == (True, False)
    assert can.asks_for_log_in
    assert can.engine_is_shared == engine.engine_is_shared


@pytest.mark.parametrize("broken", [{"kind": REGISTRY}, {"kind": REGISTRY, "account": "maria"}])
def test_what_is_kept_and_cannot_be_read_is_the_practice_hub(broken: object) -> None:
    assert WhichHub.parse(broken) == WhichHub()


def test_back_to_a_hub_nothing_of_the_registry_is_left() -> None:
    assert choose(OWN, "practice", None) == WhichHub()
    assert choose(OWN, "docker.io", "yourname") == WhichHub("docker.io", "yourname")
    with pytest.raises(HubChoiceError, match="Docker ID, never a password"):
        choose(OWN, "docker.io", None)  # an account elsewhere is none there


def test_the_environment_chooses_for_a_new_world(tmp_path: Path) -> None:
    world = made(tmp_path)
    with answering(401, BASIC) as address:
        variables = {
            "DOCKER_LESSONS_REGISTRY": f"{address}/class",
            "DOCKER_LESSONS_ACCOUNT": "maria",
        }
        found = choice.wanted_hub(world, variables)
    assert found == WhichHub(
        REGISTRY, "maria", registry=address, folder="class", scheme="http", asks_for_log_in=True
    )


def test_pages_are_told_with_its_names_and_call_it_a_registry() -> None:
    names = OWN.names
    page = "Push demousr/demorep:1.0 (docker login -u demousr) as `demousr`. It's on the Hub, not on Docker Hub."
    assert names.called(names.rendered(page)) == (
        "Push registry.example.com/class/b/maria/demorep:1.0 (docker login -u maria registry.example.com) as `maria`. "
        "It's in the registry, not on Docker Hub."
    )
