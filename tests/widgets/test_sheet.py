"""The sheet to take away: seven commands with one's own Docker ID, and what was only shown."""

import pytest
from playwright.sync_api import Page, expect

from tests.practice import PracticeWorld
from tests.widgets.bare import show

STATE = {
    "account": "demousr",
    "commands": ["docker login -u demousr", "docker push demousr/demorep:1.0"],
    "shown": [{"title": "Log in", "href": "04-push.ipynb"}],
}
SAID = """
import time
from docker_lessons import sheet
made = sheet()
while not (made.commands and made.shown): time.sleep(0.01)
print(made._repr_mimebundle_()[0]["text/plain"])
print(*(one["title"] for one in made.shown), sep="; ")
"""


def test_it_has_the_seven_commands_and_the_steps_that_were_shown(shared_world: PracticeWorld):
    shared_world.solve("build-image")
    name, heading, *commands, _, first, _, shown = shared_world.python(SAID).stdout.splitlines()
    assert (name, heading) == ("sheet()", "Your commands")
    assert first.strip() == shown
    assert [command.split()[1] for command in commands] == [
        *("build", "images", "tag", "login", "push", "rmi", "pull")
    ]
    assert shown == "Build the image"


@pytest.mark.browser
def test_on_docker_hub_it_knows_the_docker_id(page: Page):
    known = {**STATE, "account": "ada4", "docker_id": "ada4", "commands": ["docker login -u ada4"]}
    sheet = show(page, "sheet", known).widget
    expect(sheet.get_by_label("Your Docker ID")).to_have_value("ada4")
    expect(sheet.locator("pre")).to_have_text("docker login -u ada4")


@pytest.mark.browser
def test_the_learner_s_own_docker_id_stands_in_the_commands(page: Page):
    sheet = show(page, "sheet", STATE).widget
    expect(sheet.locator("pre")).to_have_text("docker login -u YOU\ndocker push YOU/demorep:1.0")
    sheet.get_by_label("Your Docker ID").fill("ada4")
    expect(sheet.locator("pre")).to_have_text("docker login -u ada4\ndocker push ada4/demorep:1.0")


@pytest.mark.browser
def test_what_cannot_be_a_docker_id_is_said_and_not_put_in(page: Page):
    sheet = show(page, "sheet", STATE).widget
    sheet.get_by_label("Your Docker ID").fill("Ada L.")
    expect(sheet).to_contain_text("A Docker ID has 4 to 30 lowercase letters and digits")
    expect(sheet.locator("pre")).to_contain_text("docker login -u YOU")


@pytest.mark.browser
def test_a_step_that_was_shown_has_a_way_to_do_it_by_hand(page: Page):
    sheet = show(page, "sheet", STATE).widget
    expect(sheet.get_by_role("link", name="Log in")).to_have_attribute("href", "04-push.ipynb")
