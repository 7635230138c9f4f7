"""References in requests: what a pull asks for."""

import pytest

from docker_lessons.engine.api.errors import BadParameter
from docker_lessons.engine.api.references import pull_reference

DIGEST = f"sha256:{'a' * 64}"


@pytest.mark.parametrize(
    ("name", "tag", "reference"),
    [
        ("demousr/demorep", "", "demousr/demorep"),
        ("demousr/demorep", "1.0", "demousr/demorep:1.0"),
        ("demousr/demorep:", "1.0", "demousr/demorep:1.0"),
        ("demousr/demorep:2.0", "1.0", "demousr/demorep:1.0"),
        ("demousr/demorep:2.0", DIGEST, f"demousr/demorep@{DIGEST}"),
    ],
)
def test_a_pull_asks_for_the_tag_or_the_digest(name: str, tag: str, reference: str) -> None:
    assert str(pull_reference(name, tag)) == reference


@pytest.mark.parametrize("name", ["", ":demorep", "demorepX", "Demorep"])
def test_a_malformed_name_is_refused(name: str) -> None:
    with pytest.raises(BadParameter, match="invalid reference format"):
        pull_reference(name, "")
