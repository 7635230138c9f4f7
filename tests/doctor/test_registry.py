"""The way to a registry: servers on loopback that are what a network has in between."""

import contextlib
import os
import time

import pytest

from tests import programs
from tests.doctor.certificates import Authority
from tests.doctor.engines import Server

WEEK = 7 * 86_400


@pytest.fixture
def authority(short_folder):
    """An authority that this computer does not know."""
    return Authority(short_folder / "authority")


def examine(user, registry: str, **env: str):
    """What is found on the way to a registry with TLS."""
    return user.examine("--hub", registry, engine="practice", **env)


def local(address: str) -> str:
    """The same server by an address of this computer that clients do not take for its own."""
    return address.replace("127.0.0.1", "0.0.0.0")


def trusted(authority: Authority) -> dict[str, str]:
    return {"SSL_CERT_FILE": str(authority.ca)}


def served(authority: Authority, name: str = "0.0.0.0", **answer):
    return Server(tls=authority.signs(name, days=answer.pop("days", 0)).server(), **answer)


def test_a_registry_that_answers(patient, authority):
    with served(authority) as server:
        found = examine(patient, local(server.address), **trusted(authority))
    assert found.in_the_way == []
    assert found.row("registry")["state"] == "fine"


def test_an_intercepting_certificate_and_whose_it_is(patient, authority):
    with served(authority) as server:
        row = examine(patient, local(server.address)).row("certificate-intercepted")
    assert "A school's filter" in row["seen"]
    assert "update-ca-certificates" in row["repair"]


def test_the_registry_that_was_chosen_with_an_authority_of_its_own(patient, authority):
    with served(authority) as server:
        address = local(server.address)
        patient.publishes_to(address)
        lacking = patient.examine(engine="practice")
        patient.publishes_to(address, authority.ca.read_text())
        given = patient.examine(engine="practice")
    assert lacking.in_the_way == ["certificate-of-its-own"]
    assert "--registry-ca FILE" in lacking.row("certificate-of-its-own")["repair"]
    assert given.in_the_way == []
    assert given.document["hub"] == address


def test_a_chosen_registry_that_is_away(patient):
    address = f"127.0.0.1:{programs.free_port()}"
    patient.publishes_to(address)
    assert patient.examine(engine="practice").in_the_way == ["registry-refuses"]


def test_a_certificate_for_another_name(patient, authority):
    with served(authority, "login.hotel.example") as server:
        found = examine(patient, local(server.address), **trusted(authority))
    assert found.in_the_way == ["certificate-for-another"]


def test_a_clock_that_is_wrong_is_found_before_the_certificate_is_blamed(patient, authority):
    with served(authority, days=-30, date=time.time() - 30 * 86_400) as server:
        found = examine(patient, local(server.address), **trusted(authority))
    assert found.in_the_way == ["clock-wrong"]
    assert "30 days ahead of" in found.row("clock")["seen"]


def test_a_certificate_that_is_not_valid_anymore(patient, authority):
    with served(authority, days=-30) as server:
        found = examine(patient, local(server.address), **trusted(authority))
    assert found.in_the_way == ["certificate-expired"]


def test_a_clock_that_is_some_hours_behind(patient, authority):
    with served(authority, date=time.time() + 3 * 3600 + 60) as server:
        row = examine(patient, local(server.address), **trusted(authority)).row("clock-wrong")
    assert "3 hours behind" in row["seen"]


def test_a_registry_without_tls(patient):
    with Server() as server:
        found = examine(patient, local(server.address))
    assert found.in_the_way == ["registry-without-tls"]


def test_a_registry_that_refuses_the_connection(patient):
    found = examine(patient, f"127.0.0.1:{programs.free_port()}")
    assert found.in_the_way == ["registry-refuses"]


def test_a_registry_that_nobody_knows(patient):
    found = examine(patient, "nowhere.invalid", http_proxy="", https_proxy="", HTTPS_PROXY="")
    assert found.in_the_way in (["name-not-resolved"], ["offline"])


def test_a_registry_that_says_nothing(patient, silent_port):
    found = examine(patient, f"0.0.0.0:{silent_port}")
    assert found.in_the_way == ["registry-silent"]


@pytest.fixture
def docker_hub(patient, authority):
    """Servers at Docker Hub's three names, in the patient's /etc/hosts alone; each may be closed."""
    pid = os.getpid()
    mine = f"{pid >> 8 & 255}.{pid & 255}"  # of this process alone
    names = ("registry-1.docker.io", "auth.docker.io", "hub.docker.com")
    addresses = {name: f"127.{number}.{mine}" for number, name in enumerate(names, 78)}
    hosts = patient.folder / "hosts"
    lines = [f"{address} {name}" for name, address in addresses.items()]
    hosts.write_text("\n".join(["127.0.0.1 localhost", *lines, ""]))
    patient.is_inside("-m", f"mount --bind {hosts} /etc/hosts")
    patient.env |= trusted(authority) | {"HTTPS_PROXY": "", "https_proxy": ""}
    with contextlib.ExitStack() as stack:
        served_at = {
            name: stack.enter_context(
                Server(
                    401 if name == names[0] else 404,
                    tls=authority.signs(name, stem=name).server(),
                    host=address,
                    port=443,
                )
            )
            for name, address in addresses.items()
        }
        yield served_at


def test_docker_hub_that_answers_at_all_its_names(patient, docker_hub):
    found = patient.examine("--hub", "docker.io", engine="practice")
    assert found.in_the_way == []
    assert [len(server.asked) for server in docker_hub.values()] == [1, 1, 1]


@pytest.mark.parametrize("name", ["registry-1.docker.io", "auth.docker.io", "hub.docker.com"])
def test_one_of_docker_hubs_names_that_a_firewall_refuses(patient, docker_hub, name):
    docker_hub[name].close()
    found = patient.examine("--hub", "docker.io", engine="practice")
    assert found.in_the_way == ["registry-refuses"]
    assert name in found.row("registry")["seen"]


def test_a_registry_with_the_limit_reached(patient, authority):
    with served(authority, status=429, headers={"Retry-After": "60"}) as server:
        row = examine(patient, local(server.address), **trusted(authority)).row("registry-limits")
    assert "60 seconds" in row["repair"]


def test_a_registry_in_trouble(patient, authority):
    with served(authority, status=503) as server:
        found = examine(patient, local(server.address), **trusted(authority))
    assert found.in_the_way == ["registry-in-trouble"]


@pytest.mark.parametrize("status", [403, 302, 511, 404])
def test_a_page_in_the_place_of_a_registry(patient, authority, status):
    page = {"Content-Type": "text/html"}
    with served(authority, status=status, headers=page, body=b"<h1>Blocked") as server:
        found = examine(patient, local(server.address), **trusted(authority))
    assert found.in_the_way in (["not-a-registry"], ["registry-in-trouble"])


def test_a_proxy_that_is_not_there(patient):
    proxy = f"http://demousr:open-sesame@127.0.0.1:{programs.free_port()}"
    found = examine(patient, "registry.example", HTTPS_PROXY=proxy, NO_PROXY="")
    assert found.in_the_way == ["proxy-away"]
    assert "nothing listens there" in found.row("registry")["seen"]
    assert "open-sesame" not in found.text
    assert "demousr" not in found.row("registry")["seen"]


def test_a_proxy_that_nobody_knows(patient):
    found = examine(patient, "registry.example", https_proxy="proxy.invalid:3128", NO_PROXY="")
    assert found.in_the_way == ["proxy-away"]


@pytest.mark.parametrize("proxy", ["http://", "not a proxy", "http://127.0.0.1:port", "://"])
def test_a_proxy_that_is_no_address(patient, proxy):
    found = examine(patient, "registry.example", HTTPS_PROXY=proxy, NO_PROXY="")
    assert found.exit_code == 9


@pytest.mark.parametrize("status", [403, 407])
def test_a_proxy_that_does_not_let_you_through(patient, status):
    with Server(status=status) as proxy:
        found = examine(
            patient, "registry.example", HTTPS_PROXY=f"http://{proxy.address}", NO_PROXY=""
        )
    assert found.in_the_way == ["proxy-refuses"]
    assert str(status) in found.row("registry")["seen"]


def test_what_is_asked_of_a_registry(patient, authority):
    with served(authority) as server:
        examine(patient, local(server.address), **trusted(authority))
    assert server.asked == ["GET /v2/"]


def test_a_python_that_knows_no_authority_accuses_nobody(patient, authority):
    nothing = {"SSL_CERT_FILE": "/nonexistent", "SSL_CERT_DIR": "/nonexistent"}
    with served(authority) as server:
        found = examine(patient, local(server.address), **nothing)
    assert found.in_the_way == []
    assert found.row("registry")["state"] == "not looked at"
