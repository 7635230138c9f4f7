"""A panel where no widget is shown, and what importing the package costs."""

import pytest

from docker_lessons.widgets import source, still
from tests.practice import PracticeWorld

FOLLOWED = """
import time
from docker_lessons import panel
made = panel("tag")
while made.link != "live" or not made.verdicts: time.sleep(0.01)
with made._lock: pass  # all of it is taken over
"""


def test_text_and_html_stand_beside_the_widget_and_say_what_the_panel_says(
    shared_world: PracticeWorld,
):
    code = (
        FOLLOWED
        + "bundle = made._repr_mimebundle_()[0]\nprint(*sorted(bundle))\nprint(bundle['text/plain'])"
    )

    said = shared_world.python(code).stdout

    kinds, name, state, *rest = said.splitlines()
    assert kinds == "application/vnd.jupyter.widget-view+json text/html text/plain"
    assert name == "panel('tag')"
    assert state.endswith(": not yet")
    verdict = shared_world.check("tag")
    assert f"  wanted: {verdict['wanted']}" in rest


@pytest.mark.parametrize(
    ("shown", "after", "revealed", "told"),
    [
        (True, 0, [], True),
        (True, 300, [], False),
        (True, 300, ["tag"], True),
        (False, 0, [], False),
    ],
)
def test_the_text_withholds_a_repair_that_the_panel_withholds(
    shown: bool, after: int, revealed: list[str], told: bool
):
    verdict = {"verdict": "not yet", "seen": "a", "wanted": "b", "repair": "docker tag a b"}
    verdicts = {"tag": verdict | {"repair_shown": shown, "repair_after": after}}
    step = {"step": "tag", "title": "Tag", "goal": "A name."}

    said = still.text("panel", still.views([step], verdicts, {}, "live", revealed))

    assert ("docker tag a b" in said) is told


def test_html_needs_nothing_from_elsewhere(shared_world: PracticeWorld):
    code = FOLLOWED + "print(made._repr_mimebundle_()[0]['text/html'])"

    html = shared_world.python(code).stdout

    assert 'translate="no"' in html
    for foreign in ("http:", "https:", "<script", "<link", "src="):
        assert foreign not in html


@pytest.mark.parametrize("name", ["panel", "opening", "sheet"])
def test_the_scripts_name_no_address_but_that_of_svg(name: str):
    text = source.script(name).replace("http://www.w3.org/2000/svg", "")

    assert "http:" not in text
    assert "https:" not in text
    assert "url(" not in source.style()


def test_importing_the_package_imports_no_widget(shared_world: PracticeWorld):
    code = "import sys, docker_lessons; print([m for m in sys.modules if 'widgets' in m or 'aiohttp' in m])"

    assert shared_world.python(code).stdout == "[]\n"


def test_a_step_that_the_course_does_not_have_is_said_in_a_sentence(shared_world: PracticeWorld):
    code = FOLLOWED.replace('"tag"', '"tga", "tag"') + "print(made.steps[0]['goal'])"

    assert shared_world.python(code).stdout.startswith(
        "The course has no step `tga`. Its steps are: build-image,"
    )


def test_show_me_and_commands_are_kept_back_until_their_time(shared_world: PracticeWorld):
    early = FOLLOWED.replace('"tag"', '"tag", "second-build"') + "print(made.revealed)"
    late = early.replace(
        "made =",
        "from docker_lessons.widgets.follower import follower\n"
        "follower().opened['second-build'] = time.monotonic() - 301\nmade =",
    )

    assert shared_world.python(early).stdout == "['tag']\n"
    assert shared_world.python(late).stdout == "['tag', 'second-build']\n"


def test_load_ext_brings_a_kernel_into_the_world(shared_world: PracticeWorld):
    code = (
        "from IPython.core.interactiveshell import InteractiveShell\n"
        "shell = InteractiveShell()\nshell.run_line_magic('load_ext', 'docker_lessons')\n"
        "import os; print(os.environ['DOCKER_HOST'], 'docker' in shell.magics_manager.magics['line'])"
    )
    env = {"DOCKER_HOST": "unix:///nowhere"}

    assert shared_world.python(code, **env).stdout.split() == [
        shared_world.addresses["engine"],
        "True",
    ]
