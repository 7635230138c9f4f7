"""The connection of a kernel to its world: it changes over when another language is chosen."""

import pytest

from tests.practice import PracticeWorld

pytestmark = pytest.mark.whole

_READER = """
from docker_lessons import language
from docker_lessons.widgets.follower import follower
from docker_lessons.world import control

class Reader:
    def see(self, sight): pass

one, reader = follower(), Reader()
one.follow(reader.see)
assert one.wait(lambda sight: sight.link == "live", 60)
print(language.current())
control.ask(one.world, "POST", "/language", {"language": "fr"})
assert one.wait(lambda sight: sight.watch.get("language") == "fr", 60)
print(language.current(), one.sight.link)
"""


def test_a_kernel_changes_over_when_another_language_is_chosen(world: PracticeWorld) -> None:
    ended = world.python(_READER, LC_ALL="C")
    assert ended.stdout.split() == ["en", "fr", "live"], ended.stderr


_LEFT = """
import shutil, threading
from docker_lessons.widgets.follower import follower
from docker_lessons.widgets.panel import Panel
from docker_lessons.world import process

one = follower()
panel, shown = Panel(("tag",), one), threading.Event()
panel.observe(lambda change: shown.set(), "hub_url")
assert panel.hub_url or shown.wait(60)
known = panel.hub_url
process.stop(one.world)
shutil.rmtree(one.world.home)
assert one.wait(lambda sight: sight.link == "stopped", 60)
panel.see(one.sight)
print(panel.link, panel.hub_url == known)
"""


def test_a_panel_whose_world_was_removed_shows_that_it_has_stopped(world: PracticeWorld) -> None:
    ended = world.python(_LEFT)
    assert (ended.stdout.split(), ended.stderr) == (["stopped", "True"], "")
