"""Panels on a learner's own Docker: other images beside the course's, long names, another engine that stops."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from docker_lessons.lessons.picture import picture
from docker_lessons.widgets.sheet import for_docker_hub
from docker_lessons.world.names import Names
from docker_lessons.world.snapshot import Container, Host, HostImage, Snapshot
from tests.widgets.bare import show

pytestmark = pytest.mark.browser
NAMES = Names(registry="localhost:27771")
STEP = {
    "step": "tag",
    "number": 4,
    "page": "03-tag",
    "title": "Tag the image for the Hub",
    "goal": f"`myimage:0.1` has a second name, {NAMES.target}.",
    "hands": "blank",
    "hints": ["What there is comes first.", f"docker tag myimage:0.1 {NAMES.target}"],
}
NOT_YET = {
    "step": "tag",
    "verdict": "not yet",
    "cause": "tag-latest",
    "seen": f"{NAMES.target_repository}:latest",
    "wanted": NAMES.target,
    "repair": f"docker tag myimage:0.1 {NAMES.target}",
    "text": f"Docker wrote {NAMES.target_repository}:latest.",
    "repair_shown": "behind the button",
}
ENGINE_STOPPED = {
    "step": "tag",
    "verdict": "could not check",
    "cause": "engine-stopped",
    "seen": "no answer",
    "wanted": "an engine that answers",
    "repair": "docker-lessons start --engine practice",
    "text": "Your Docker does not answer. Start it as you always do.",
    "repair_shown": "open",
}


def image(number: int, *names: str) -> HostImage:
    return HostImage(f"sha256:{number:064x}", names, (), ("sha256:1", "sha256:2"), (), 0, 211)


def crowded() -> dict[str, Any]:
    """The picture of a computer with two images of the course's, 80 others and three containers."""
    course = [image(1, "myimage:0.1", NAMES.target), image(2, "myimage:0.2")]
    others = [image(100 + number, f"team/some-image-{number}:v1") for number in range(80)]
    containers = [Container(str(n), f"c{n}", others[n].id, "running") for n in range(3)]
    containers.append(Container("9", "ours", course[0].id, "exited"))
    host = Host((*course, *others), tuple(containers), runs_containers=True)
    return picture(Snapshot(0.0, host, "", None, "", None), lambda one: one in course)


def panel(**state: Any) -> dict[str, Any]:
    """What a panel of the step `tag` is sent."""
    kept = ("verdicts", "answers", "tried", "busy", "said", "marks", "line_words")
    return {
        **{name: {} for name in kept},
        "steps": [STEP],
        "course": {"steps": [STEP], "pages": []},
        "link": "live",
        "trouble": "",
        "revealed": ["tag"],
        "picture": crowded(),
        "activities": [],
        "own_docker": True,
        "next_page": None,
        **state,
    }


def opening(**state: Any) -> dict[str, Any]:
    """What the head of page 03 is sent."""
    page = {"page": "03-tag", "title": "A name for the Hub", "minutes": 15, "steps": ["tag"]}
    return {
        "page": page,
        "course": {"steps": [STEP], "pages": [{"page": "00-start"}, page]},
        "link": "live",
        "trouble": "",
        "halted": "",
        "engine": "your own Docker",
        "marks": {},
        "missing": [],
        "account": "demousr",
        "hub_url": "",
        "proxy": "",
        "next_page": None,
        "busy": False,
        **state,
    }


def test_of_many_images_the_course_s_are_drawn_and_the_others_counted(page: Page):
    widget = show(page, "panel", panel()).widget
    expect(widget.locator(".dl-image")).to_have_count(2)
    expect(widget.locator(".dl-besides").first).to_have_text("and 80 other images and 3 containers")
    words = widget.locator(".dl-picture > .dl-away")
    expect(words).to_contain_text("It also has 80 other images and 3 containers.")


def test_alone_with_others_images_it_has_none_of_the_course(page: Page):
    empty = crowded() | {"host": [], "others": {"images": 1, "containers": 0}}
    side = show(page, "panel", panel(picture=empty)).widget.locator(".dl-side").first
    expect(side).to_contain_text("no course images")
    expect(side).to_contain_text("and 1 other image")


def test_where_only_the_course_s_images_are_nothing_is_said_of_others(page: Page):
    alone = crowded() | {"others": {"images": 0, "containers": 0}}
    widget = show(page, "panel", panel(picture=alone)).widget
    expect(widget.locator(".dl-besides").first).to_be_empty()


@pytest.mark.parametrize("width", [320, 390, 700, 1100])
def test_long_names_fit_at_every_width(page: Page, width: int):
    shown = show(page, "panel", panel(verdicts={"tag": NOT_YET}), width)
    expect(shown.widget).to_have_attribute("data-state", "not-yet")
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width
    for label in shown.widget.locator(".dl-label").all():
        outer, inner = label.locator("xpath=..").bounding_box(), label.bounding_box()
        assert outer
        assert inner
        assert inner["x"] + inner["width"] <= outer["x"] + outer["width"] + 1


def test_the_way_on_is_whole_in_a_narrow_column(page: Page):
    following = {"title": "Delete it, and pull it back from the Hub", "href": "05-pull-back.ipynb"}
    passed = panel(verdicts={"tag": {"step": "tag", "verdict": "passed"}}, next_page=following)
    shown = show(page, "panel", passed, 260)
    link, whole = shown.widget.locator(".dl-next").bounding_box(), shown.widget.bounding_box()
    assert link
    assert whole
    assert link["x"] + link["width"] <= whole["x"] + whole["width"]


def test_a_name_with_an_address_is_one_piece_of_code(page: Page):
    widget = show(page, "panel", panel(verdicts={"tag": NOT_YET})).widget
    expect(widget.locator(".dl-goal code").last).to_have_text(NAMES.target)
    expect(widget.locator("dd code").first).to_have_text(f"{NAMES.target_repository}:latest")
    expect(widget.locator("dd mark")).to_have_text(["latest", "1.0"])


def test_the_head_says_which_engine_is_in_use(page: Page):
    shown = show(page, "opening", opening())
    where = shown.widget.locator(".dl-where")
    expect(where).to_have_text("15 minutes · your account: demousr · your own Docker")
    shown.change(engine="practice engine")
    expect(where).to_contain_text("practice engine")


def test_an_engine_that_stopped_is_told_in_the_verdict_s_own_words(page: Page):
    widget = show(page, "panel", panel(verdicts={"tag": ENGINE_STOPPED})).widget
    expect(widget).to_have_attribute("data-state", "stopped")
    expect(widget).to_contain_text("Your Docker does not answer. Start it as you always do.")
    expect(widget.get_by_role("button", name="Start it again")).to_be_hidden()


def test_an_engine_of_ours_that_stopped_is_started_by_one_button(page: Page):
    ours = ENGINE_STOPPED | {"repair": "docker-lessons start"}
    shown = show(page, "panel", panel(verdicts={"tag": ours}))
    shown.widget.get_by_role("button", name="Start it again").click()
    assert shown.sent() == [{"do": "start"}]


def test_the_head_does_not_offer_to_catch_up_while_the_engine_is_away(page: Page):
    missing = [{"step": "tag", "title": "Tag"}]
    shown = show(page, "opening", opening(halted=ENGINE_STOPPED["text"]))
    expect(shown.widget).to_contain_text("Your Docker does not answer.")
    expect(shown.widget.get_by_role("button", name="Do these for me")).to_be_hidden()
    shown.change(halted="", missing=missing)
    expect(shown.widget.get_by_role("button", name="Do these for me")).to_be_visible()


def test_where_nobody_tells_what_is_under_way_no_strip_says_that_it_shows(page: Page):
    shown = show(page, "panel", panel())
    expect(shown.widget.locator(".dl-strip")).to_be_hidden()
    shown.change(own_docker=False)
    expect(shown.widget.locator(".dl-strip")).to_be_visible()


def test_the_sheet_is_for_the_real_hub(page: Page):
    commands = [
        for_docker_hub(command, NAMES)
        for command in (f"docker push {NAMES.target}", NAMES.log_in, "docker images")
    ]
    state = {"account": "demousr", "commands": commands, "shown": []}
    shown = show(page, "sheet", state)
    shown.widget.get_by_label("Your Docker ID").fill("ada4")
    expect(shown.widget.locator("pre")).to_have_text(
        "docker push ada4/demorep:1.0\ndocker login -u ada4\ndocker images"
    )
