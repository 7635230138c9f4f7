"""The normaliser replaces the listed tokens, and nothing else."""

import pytest

from tests.engine.like_dockerd.normaliser import Normaliser

LONG, SHORT = "0123456789abcdef" * 4, "0123456789ab"


@pytest.mark.parametrize(
    ("text", "replaced"),
    [
        (f"Deleted: sha256:{LONG}", "Deleted: DIGEST0"),
        (f"{SHORT}: Pushed", "ID0: Pushed"),
        (f"{SHORT} {LONG} {'f' * 12}", "ID0 ID0 ID1"),
        ('"Created": "2026-11-24T08:55:03.123864048Z"', '"Created": "TIME"'),
        ("2026-11-24T08:55:03+01:00 push", "TIME push"),
        ("x   Less than a second ago   181B", "x   AGE 181B"),
        ("x   12 seconds ago      181B", "x   AGE 181B"),
        ("CREATED          SIZE", "CREATED SIZE"),
        ("127.0.0.1:40999/demousr/demorep", "HUB/demousr/demorep"),
        ('Get "http://127.0.0.1:40999/v2/": EOF', 'Get "http://HUB/v2/": EOF'),
    ],
)
def test_a_listed_token_is_replaced(text: str, replaced: str) -> None:
    assert Normaliser()(text) == replaced


@pytest.mark.parametrize(
    "text",
    [
        *("0" * 11, "0" * 13, "0" * 63, "0" * 65, "A" * 12, f"x{SHORT}", f"{SHORT}-a", "cafe"),
        *("sha256:12", f"sha512:{'0' * 128}", "2026-11-24", "08:55:03", "v2026-11-24T08:55:03Z"),
        *("3 steps ago", "seconds ago", "2 weeks ago", "181B", "4.655kB", "1.0", "size: 735"),
        *("127.0.0.1", "127.0.0.1:1", "10.0.0.1:5000", "localhost:5000", "docker.io"),
        "Error response from daemon: No such image: nope:latest",
        "denied: requested access to the resource is denied",
        "REPOSITORY   TAG       IMAGE ID       SIZE",
        "a  b   c\td\n\n\n",
        "",
    ],
)
def test_everything_else_stays(text: str) -> None:
    assert Normaliser()(text) == text
