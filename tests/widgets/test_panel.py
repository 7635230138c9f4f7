"""The panel in a real JupyterLab, over a real practice world that other processes change."""

import re
import shutil
import subprocess

import pytest
from playwright.sync_api import Locator, expect

from docker_lessons.world import control
from tests import programs
from tests.lab import Lab
from tests.practice import PracticeWorld
from tests.widgets.notebook import Notebook

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("lab")]

TARGET = "demousr/demorep:1.0"
BUSY = "import time\ntime.sleep(170)"
KEEP_DASHED = """panel => {
  window.dashed = new Set();
  const look = () => { for (const label of panel.querySelectorAll(".dl-label.off")) window.dashed.add(label.textContent); };
  new MutationObserver(look).observe(panel, { subtree: true, attributeFilter: ["class"] });
}"""


@pytest.fixture
def tagless(shared_lab: Lab) -> PracticeWorld:
    """The lab's world with everything before `tag` done, and `tag` not."""
    shared_lab.practice.solve("create-repository")
    docker(shared_lab.practice, "rmi", "--force", TARGET, "demousr/demorep:latest")
    return shared_lab.practice


@pytest.fixture
def panel(notebook: Notebook, tagless: PracticeWorld) -> Locator:
    """The panel of `tag`, which is not done yet."""
    shown = notebook.show('panel("tag")')
    expect(shown).to_have_attribute("data-state", "not-yet")
    return shown


@pytest.fixture
def untried(notebook: Notebook, lab_world: PracticeWorld) -> Locator:
    """The panel of `tag` in a world in which nobody has tried it."""
    lab_world.solve("create-repository")
    shown = notebook.show('panel("tag")')
    expect(shown).to_have_attribute("data-state", "not-yet")
    return shown


def docker(world: PracticeWorld, *arguments: str) -> subprocess.CompletedProcess[str]:
    """What a learner types in a terminal of this world."""
    program = shutil.which("docker", path=world.env["PATH"])
    assert program
    return subprocess.run(
        [program, *arguments],
        env=world.env,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_command_in_a_terminal_turns_the_panel_green_while_the_kernel_is_busy(
    notebook: Notebook, tagless: PracticeWorld
):
    panel = notebook.show('panel("tag")', BUSY)
    expect(panel).to_have_attribute("data-state", "not-yet")

    docker(tagless, "tag", "myimage:0.1", TARGET)

    expect(panel).to_have_attribute("data-state", "passed")
    expect(panel.locator(".dl-word").first).to_have_text("Passed")
    expect(notebook.page.locator(".jp-InputPrompt").last).to_have_text("[*]:")


def test_a_mistake_shows_what_is_seen_what_is_wanted_and_what_differs(
    panel: Locator, tagless: PracticeWorld
):
    docker(tagless, "tag", "myimage:0.1", "demousr/demorep")

    verdict = tagless.check("tag")
    expect(panel.locator("dt:visible")).to_have_text(["Seen", "Wanted", "What differs"])
    seen, wanted, differs = panel.locator("dd").all()
    expect(seen).to_have_text(verdict["seen"])
    expect(wanted).to_have_text(verdict["wanted"])
    expect(differs).to_have_text(f"The tag is latest, not 1.0. {verdict['text']}")
    expect(panel.locator("dd mark")).to_have_text(["latest", "1.0"])
    expect(panel.locator(".dl-repair:visible")).to_have_count(0)


def test_the_command_that_mends_a_mistake_is_a_button_away_by_keyboard_and_can_be_copied(
    untried: Locator, lab_world: PracticeWorld
):
    docker(lab_world, "tag", "myimage:0.1", "demousr/demorep")

    verdict = lab_world.check("tag")
    button = untried.get_by_role("button", name="Show the command")
    expect(button).to_have_attribute("aria-expanded", "false")
    button.focus()
    button.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(button).to_be_focused()
    shown = untried.locator(".dl-repair:visible")
    expect(shown.locator("code")).to_have_text(verdict["repair"])
    assert button.get_attribute("aria-controls") == shown.get_attribute("id")
    untried.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    untried.get_by_role("button", name="Copy").first.click()
    assert untried.page.evaluate("() => navigator.clipboard.readText()") == verdict["repair"]


def test_a_second_failure_opens_the_command_and_says_so(untried: Locator, lab_world: PracticeWorld):
    typed = {"argv": ["docker", "tag", "myimage:0.1", "demousr/demorep:0,1"], "exit_code": 1}
    said = {"stderr_tail": "invalid reference format"}
    control.ask(lab_world.world, "POST", "/commands", typed | said, 10)
    expect(untried.get_by_role("button", name="Show the command")).to_be_visible()
    expect(untried.locator(".dl-repair:visible")).to_have_count(0)

    control.ask(lab_world.world, "POST", "/commands", typed | said, 10)

    expect(untried.locator(".dl-repair:visible code")).to_have_text(
        lab_world.check("tag")["repair"]
    )
    expect(untried.get_by_role("status")).to_contain_text("The command is shown.")


def test_the_picture_says_in_words_which_names_an_image_has(panel: Locator, tagless: PracticeWorld):
    docker(tagless, "tag", "myimage:0.1", TARGET)

    words = panel.locator(".dl-picture > .dl-away")
    expect(words).to_contain_text("named demousr/demorep:1.0 and myimage:0.1")
    expect(panel.locator(".dl-scenes > .dl-world .dl-label.changed")).to_have_text(TARGET)


def test_a_name_that_goes_is_dashed_for_a_moment(panel: Locator, tagless: PracticeWorld):
    docker(tagless, "tag", "myimage:0.1", TARGET)
    expect(panel.locator(".dl-scenes > .dl-world .dl-label", has_text=TARGET)).to_be_visible()
    panel.evaluate(KEEP_DASHED)

    docker(tagless, "rmi", TARGET)

    panel.page.wait_for_function("() => window.dashed.size")
    assert panel.page.evaluate("() => [...window.dashed]") == [TARGET]
    expect(panel.locator(".dl-label.off")).to_have_count(0)


def test_nothing_moves_up_from_one_mistake_to_the_next(panel: Locator, tagless: PracticeWorld):
    docker(tagless, "tag", "myimage:0.1", "demousr/demorep:latest")
    expect(panel.locator("dt", has_text="What differs")).to_be_visible()
    before = panel.bounding_box()

    docker(tagless, "rmi", "demousr/demorep:latest")
    expect(panel.locator("dt", has_text="What differs")).to_be_hidden()

    after = panel.bounding_box()
    assert before
    assert after
    assert after["height"] == before["height"]


def test_a_hint_that_is_put_away_leaves_no_blank(untried: Locator, lab_world: PracticeWorld):
    docker(lab_world, "tag", "myimage:0.1", "demousr/demorep")
    expect(untried.get_by_role("button", name="Show the command")).to_be_visible()
    height = lambda: untried.bounding_box()["height"]  # noqa: E731
    before, hint = height(), untried.get_by_role("button", name="Hint")
    hint.click()
    expect(untried.locator(".dl-hint")).to_be_visible()

    hint.click()
    expect(untried.locator(".dl-hint")).to_be_hidden()

    programs.wait_for("the panel is as tall as before", lambda: height() == before)


def test_a_panel_that_passed_is_no_taller_than_what_it_says(panel: Locator, tagless: PracticeWorld):
    docker(tagless, "tag", "myimage:0.1", "demousr/demorep:latest")
    panel.get_by_role("button", name="Hint").click()
    panel.get_by_role("button", name="Show the command").click()
    docker(tagless, "tag", "myimage:0.1", TARGET)
    expect(panel).to_have_attribute("data-state", "passed")

    blank = """panel => {
      const bottom = (element) => element.getBoundingClientRect().bottom;
      const shown = [...panel.querySelectorAll(".dl-step *, .dl-scene *")];
      return bottom(panel) - Math.max(...shown.map(bottom));
    }"""
    assert panel.evaluate(blank) < 20


def test_a_screen_reader_hears_the_verdict_and_nothing_else(
    panel: Locator, notebook: Notebook, tagless: PracticeWorld
):
    expect(panel).to_contain_text(tagless.check("tag")["text"])  # what was done before it is known
    panel = notebook.show('panel("tag")')
    region = panel.get_by_role("status")
    expect(region).to_have_count(1)
    expect(region).to_be_empty()

    docker(tagless, "tag", "myimage:0.1", TARGET)

    expect(region).to_contain_text("Passed.")
    assert panel.locator("[aria-live]").count() == 1


def test_show_me_does_the_step_and_marks_it_as_shown(panel: Locator, tagless: PracticeWorld):
    panel.get_by_role("button", name="Show me").click()

    expect(panel).to_have_attribute("data-state", "passed")
    assert tagless.check("tag")["verdict"] == "passed"


def test_a_hint_points_first_and_the_command_can_be_asked_for_then_by_keyboard_alone(
    untried: Locator,
):
    hint = untried.locator(".dl-help .dl-hint")
    hint_button = untried.get_by_role("button", name="Hint")
    keyboard = untried.page.keyboard

    def is_outlined_when_a_key_leads_there() -> bool:
        hint_button.focus()  # which a notebook that comes to the front may take
        keyboard.press("Shift+Tab")
        keyboard.press("Tab")
        return bool(
            hint_button.evaluate("button => getComputedStyle(button).outlineStyle") == "solid"
        )

    programs.wait_for("the button is outlined", is_outlined_when_a_key_leads_there)

    expect(untried.get_by_role("button", name="Show the command")).to_be_hidden()
    keyboard.press("Enter")
    expect(hint).to_be_visible()
    expect(untried.locator(".dl-help .dl-repair")).to_be_hidden()
    keyboard.press("Tab")
    expect(untried.get_by_role("button", name="Show the command")).to_be_focused()
    keyboard.press("Space")

    expect(untried.locator(".dl-help .dl-repair code")).to_have_text(
        "docker tag myimage:0.1 demousr/demorep:1.0"
    )


def test_a_wrong_answer_is_echoed_and_a_right_one_stays(
    notebook: Notebook, lab_world: PracticeWorld
):
    lab_world.solve("build-image")
    panel = notebook.show('panel("list-images")')
    field = panel.get_by_role("textbox")
    image_id = docker(lab_world, "images", "--quiet", "myimage:0.1").stdout.strip()
    expect(panel.locator(".dl-facts").first).not_to_contain_text(image_id)

    field.fill("0.1")
    field.press("Enter")
    expect(panel.locator(".dl-echo")).to_have_text("You answered 0.1")
    expect(panel).to_have_attribute("data-state", "not-yet")

    field.fill(image_id)
    field.press("Enter")
    expect(panel).to_have_attribute("data-state", "passed")
    notebook.run_all()
    expect(panel.get_by_role("textbox")).to_have_value(image_id)


def test_progress_of_a_push_is_shown_layer_by_layer(notebook: Notebook, lab_world: PracticeWorld):
    lab_world.solve("log-in")
    panel = notebook.show('panel("push")')

    pushed = docker(lab_world, "push", TARGET)
    assert pushed.returncode == 0, pushed.stderr

    bars = panel.get_by_role("progressbar")
    expect(bars).to_have_count(2)
    expect(bars.first).to_have_accessible_name(
        re.compile("^Layer [0-9a-f]{12}: (Pushed|Layer already exists)$")
    )
    expect(panel.locator(".dl-strip")).to_contain_text("Pushed")


def test_a_stopped_world_looks_unlike_a_mistake_and_mends_by_one_click(
    panel: Locator, tagless: PracticeWorld
):
    tagless.command("stop")
    expect(panel).to_have_attribute("data-state", "stopped")
    expect(panel).to_contain_text("This isn’t your fault")
    panel.get_by_role("button", name="Start it again").click()

    expect(panel).to_have_attribute("data-state", "not-yet", timeout=20_000)
    docker(tagless, "tag", "myimage:0.1", TARGET)
    expect(panel).to_have_attribute("data-state", "passed")


def test_the_page_alone_has_five_lines_and_keeps_its_commands_back(notebook: Notebook):
    panel = notebook.show('panel("second-build", "second-push", "second-delete", "second-pull")')

    expect(panel.locator(".dl-line")).to_have_count(5)
    expect(panel.locator(".dl-state.large")).to_contain_text("of 5")
    expect(panel.get_by_role("button", name="Show me")).to_have_count(0)
    expect(panel.locator(".dl-repair:visible")).to_have_count(0)


def test_no_request_leaves_this_computer(notebook: Notebook):
    asked: list[str] = []
    notebook.page.on("request", lambda request: asked.append(request.url))
    notebook.show('lesson("tag")', 'panel("tag")')
    expect(notebook.panel(1)).not_to_have_attribute("data-state", "waiting")

    here = (notebook.lab.url, "data:", "blob:")
    foreign = [url for url in asked if not url.startswith(here)]
    assert not foreign, f"The panels ask other computers: {foreign}"
