"""Which names the practice engine reaches: those of its ``docker.io``, or those of a registry of one's own choice."""

import pytest

from docker_lessons.engine.api.errors import SystemFailure
from docker_lessons.engine.registry.registries import Registries

OWN = Registries(
    "https://registry.example.com:5000", "a test", own_name="registry.example.com:5000"
)


def test_a_registry_of_ones_own_choice_is_reached_under_its_own_name():
    OWN.check("registry.example.com:5000")


@pytest.mark.parametrize(
    ("domain", "asked"),
    [
        ("docker.io", "registry-1.docker.io"),
        ("index.docker.io", "registry-1.docker.io"),
        ("registry.example.com", "registry.example.com"),
        ("localhost:5000", "localhost:5000"),
        ("quay.io", "quay.io"),
    ],
)
def test_every_other_one_is_refused_docker_hub_too(domain: str, asked: str):
    with pytest.raises(SystemFailure) as refused:
        OWN.check(domain)
    assert str(refused.value).startswith(f'Get "https://{asked}/v2/": dial tcp: lookup ')
    assert "begin the name with registry.example.com:5000/" in str(refused.value)
