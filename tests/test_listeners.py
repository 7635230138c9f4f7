"""Nothing of ours can be reached from another computer."""

import psutil

from tests.practice import PracticeWorld


def test_a_world_listens_on_loopback_alone(shared_world: PracticeWorld):
    service = psutil.Process(shared_world.addresses["pid"])
    listening = [each.laddr for each in service.net_connections("inet") if each.status == "LISTEN"]
    assert {address.ip for address in listening} == {"127.0.0.1"}
    ports = {shared_world.addresses[name].rpartition(":")[2] for name in ("registry", "hub")}
    assert {str(address.port) for address in listening} == ports
