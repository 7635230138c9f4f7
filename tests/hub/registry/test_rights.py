"""Rights: who may do what with which repository."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

import pytest

from docker_lessons.hub import Hub
from docker_lessons.hub.registry.rights import Rights
from docker_lessons.trace import Trace

ALL = ["pull", "push", "delete"]


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Hub]:
    """A Hub with a public repository, and a private one."""
    hub = Hub(
        tmp_path / "hub",
        registry_url="http://127.0.0.1:1",
        site_url="http://127.0.0.1:2",
        trace=Trace(),
    )
    hub.ensure_account("demousr", "calm river stone")
    hub.ensure_repository("demousr", "open")
    hub.ensure_repository("demousr", "closed", private=True)
    yield hub
    hub.close()


@pytest.mark.parametrize(
    ("account", "path", "wanted", "granted"),
    [
        ("demousr", "demousr/closed", ["pull"], ["pull"]),
        ("demousr", "demousr/closed", ["*"], ALL),
        ("demousr", "demousr/missing", ["*"], ALL),
        ("demousr", "demousr/missing", ["pull"], ["pull"]),
        ("demousr", "demousr/missing", ["pull", "push"], ["pull", "push"]),
        ("demousr", "demousr/missing", ["delete"], ["delete"]),
        ("demousr", "demousr/a/b", ["push"], []),
        ("demousr", "x/demousr/open", ["pull"], []),
        ("teacher", "demousr/closed", ["*"], []),
        ("teacher", "demousr/open", ["*"], ["pull"]),
        (None, "demousr/open", ["pull", "push"], ["pull"]),
        (None, "demousr/closed", ["pull"], []),
        ("nobody", "nobody/x1", ["push"], []),
    ],
)
def test_an_account_may_do_all_in_its_namespace_and_others_pull_what_is_public(
    hub: Hub, account: str | None, path: str, wanted: Collection[str], granted: list[str]
) -> None:
    rights = Rights(hub.accounts, hub.repositories)
    assert rights.granted(account, path, wanted) == granted
