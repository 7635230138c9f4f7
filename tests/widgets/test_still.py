"""A panel where no widget is shown, and what importing the package costs."""

import pytest

from docker_lessons.widgets import source, still
from docker_lessons.world import choice
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


SPOKEN = """
import time
from docker_lessons import lesson
made = lesson("build-image")
while made.link != "live": time.sleep(0.01)
print([one["tag"] for one in made.languages], made.language["tag"])
made._heard(None, {"do": "speak", "language": "fr"}, [])
while made.language["tag"] != "fr": time.sleep(0.01)
made._heard(None, {"do": "speak", "language": ""}, [])
made._heard(None, {"do": "speak", "language": "tlh"}, [])
print(made._follower.world.language)
"""


def test_an_opening_is_told_which_language_to_speak(shared_world: PracticeWorld):
    try:
        said = shared_world.python(SPOKEN).stdout
    finally:
        choice.speak(shared_world.world, "")
    assert said.splitlines() == ["['en', 'fr'] en", "fr"]


def test_where_a_variable_chose_the_language_none_is_offered(shared_world: PracticeWorld):
    said = shared_world.python(SPOKEN.partition("made._heard")[0], DOCKER_LESSONS_LANG="fr").stdout
    assert said.splitlines() == ["[] fr"]


STEP = {"step": "tag", "title": "Tag", "goal": "A name.", "hands": "blank"}


def stilled(verdict: str, shown: str, revealed: tuple[str, ...] = ("tag",)) -> str:
    """What is told of a step whose repair is shown so."""
    return bundled(verdict, shown, revealed)["text/plain"]


def bundled(verdict: str, shown: str, revealed: tuple[str, ...] = ("tag",)) -> still.Bundle:
    """A step whose repair is shown so, as text and as HTML."""
    said = {"verdict": verdict, "seen": "a", "wanted": "b", "text": "It differs."}
    verdicts = {"tag": said | {"repair": "docker tag a b", "repair_shown": shown}}
    return still.bundle("panel", still.steps([STEP], verdicts, {}, revealed))


@pytest.mark.parametrize(
    ("verdict", "shown", "revealed", "told"),
    [
        ("not yet", "open", ("tag",), True),
        ("could not check", "open", ("tag",), True),
        ("not yet", "open", (), False),
        ("not yet", "behind the button", ("tag",), False),
        ("not yet", "withheld", ("tag",), False),
    ],
)
def test_the_text_tells_a_repair_that_the_panel_has_opened(
    verdict: str, shown: str, revealed: tuple[str, ...], told: bool
):
    said = bundled(verdict, shown, revealed)
    assert all(("docker tag a b" in text) is told for text in said.values())


def test_a_command_in_html_is_not_for_a_translator():
    assert '<code translate="no">docker tag a b</code>' in bundled("not yet", "open")["text/html"]


def test_the_text_says_goal_what_is_seen_what_is_wanted_and_why():
    said = stilled("not yet", "withheld").splitlines()

    assert said[2:] == [
        "  Goal: A name.",
        "  seen: a",
        "  wanted: b",
        "  why: It differs.",
        still.GO_ON,
    ]


def test_html_needs_nothing_from_elsewhere(shared_world: PracticeWorld):
    code = FOLLOWED + "print(made._repr_mimebundle_()[0]['text/html'])"

    html = shared_world.python(code).stdout

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


def test_a_panel_whose_cell_ran_again_hears_the_world_in_peace(shared_world: PracticeWorld):
    """What it raised would end the thread that all panels of the kernel hear by."""
    code = FOLLOWED + "made.close()\nmade.see(made._follower.sight)\nprint('peace')"

    assert shared_world.python(code).stdout == "peace\n"
