"""The picture: layers that look the same wherever they are, and its two steps, before and now."""

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from docker_lessons.lessons.picture import BeforeAndNow, picture
from docker_lessons.widgets import source
from docker_lessons.world.snapshot import Host, HostImage, Hub, HubTag, Repository, Snapshot
from tests.widgets.bare import Bare, show
from tests.widgets.test_own_docker import STEP, panel

pytestmark = pytest.mark.browser
ONE_MORE = """async ([text, state]) => {
  const { render } = (await import(URL.createObjectURL(new Blob([text], { type: "text/javascript" })))).default;
  const el = document.createElement("div");
  el.id = "other";
  document.body.append(el);
  render({ model: { get: (name) => state[name], on() {}, off() {}, send() {} }, el });
}"""

PROGRAM, FIRST_TEXT, SECOND_TEXT = (
    f"sha256:{start}{'0' * 60}" for start in ("72ed", "a1b2", "c3d4")
)
BUILT = HostImage("sha256:1", ("myimage:0.1",), (), (PROGRAM, FIRST_TEXT), (), 0, 211)
SECOND = HostImage("sha256:2", ("myimage:0.2",), (), (PROGRAM, SECOND_TEXT), (), 0, 211)
PUSHED = HubTag("1.0", "sha256:m", "sha256:1", (PROGRAM, FIRST_TEXT))


def world(*images: HostImage, tags: tuple[HubTag, ...] = ()) -> Snapshot:
    """What is seen of a world with these images and tags."""
    hub = Hub((Repository("demousr", "demorep", private=False, tags=tags),))
    return Snapshot(0.0, Host(images, (), runs_containers=True), "", hub, "", None)


def told(*worlds: Snapshot) -> dict[str, Any]:
    """The picture of the last of these worlds, minutes after the one before it."""
    seen = BeforeAndNow()
    return [seen.see(picture(each), 60.0 * minute) for minute, each in enumerate(worlds)][-1]


def now(shown: Bare) -> Locator:
    return shown.widget.locator(".dl-scenes > .dl-world")


def before(shown: Bare) -> Locator:
    return shown.widget.locator(".dl-was > .dl-world")


def looks(layers: Locator) -> list[tuple[str | None, str | None]]:
    return [(one.text_content(), one.get_attribute("data-look")) for one in layers.all()]


def test_a_layer_has_one_look_on_this_computer_at_the_hub_and_in_both_versions(page: Page):
    shown = show(page, "panel", panel(picture=told(world(SECOND, BUILT, tags=(PUSHED,)))))
    found = looks(now(shown).locator(".dl-layer"))
    assert [name for name, _ in found] == ["c3d4", "72ed", "a1b2", "72ed", "a1b2", "72ed"]
    assert len(set(found)) == len({look for _, look in found}) == 3


def test_a_layer_keeps_its_look_when_its_image_is_deleted_and_pulled_back(page: Page):
    shown = show(page, "panel", panel(picture=told(world(BUILT))))
    first = looks(now(shown).locator(".dl-layer"))
    shown.change(picture=told(world(BUILT), world(SECOND)))
    shown.change(picture=told(world(SECOND), world(BUILT)))
    expect(now(shown).locator(".dl-image:not(.off)")).to_have_count(1)
    assert looks(now(shown).locator(".dl-image:not(.off) .dl-layer")) == first


def test_another_widget_of_the_page_gives_a_layer_the_same_look(page: Page):
    shown = show(page, "panel", panel(picture=told(world(SECOND, BUILT))))
    first = looks(now(shown).locator(".dl-layer"))
    page.evaluate(ONE_MORE, [source.script("panel"), panel(picture=told(world(SECOND)))])
    other = page.locator("#other .dl-scenes > .dl-world")
    assert looks(other.locator(".dl-layer")) == first[:2]
    assert len(set(first)) == 3


def test_layers_that_nobody_counted_are_drawn_as_unknown(page: Page):
    unread = HostImage("sha256:9", ("big:1",), (), (), (), 0, 1 << 30, inspected=False)
    index = HubTag("latest", "sha256:i", "", ())
    shown = show(page, "panel", panel(picture=told(world(unread, tags=(index,)))))
    expect(now(shown).locator(".dl-layer")).to_have_text(["?", "?"])
    words = shown.widget.locator(".dl-picture > .dl-away")
    expect(words).to_contain_text("named big:1, layers unknown")


def test_every_layer_of_a_high_stack_is_drawn_or_counted(page: Page):
    layers = tuple(f"sha256:{number:04x}{'0' * 60}" for number in range(12))
    high = HostImage("sha256:9", ("high:1",), (), layers, (), 0, 211)
    shown = show(page, "panel", panel(picture=told(world(high))))
    expect(now(shown).locator(".dl-layer")).to_have_text(
        ["000b", "000a", "0009", "6 more", "0002", "0001", "0000"]
    )


def test_before_and_now_are_turned_with_the_keyboard(page: Page):
    shown = show(page, "panel", panel(picture=told(world(), world(BUILT))))
    expect(now(shown)).to_be_visible()
    expect(before(shown)).not_to_be_visible()
    earlier = shown.widget.get_by_role("button", name="Before")
    earlier.focus()
    page.keyboard.press("Enter")
    expect(before(shown)).to_be_visible()
    expect(now(shown)).not_to_be_visible()
    expect(earlier).to_have_attribute("aria-pressed", "true")
    words = shown.widget.locator(".dl-picture > .dl-away")
    expect(words).to_contain_text("Before the last change. This computer: no images.")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(now(shown)).to_be_visible()
    expect(words).to_contain_text("This computer: image 1, named myimage:0.1")


def test_the_last_change_is_marked_in_both_steps_and_told(page: Page):
    shown = show(page, "panel", panel(picture=told(world(BUILT), world(SECOND))))
    expect(now(shown).locator(".dl-label.changed")).to_have_text("myimage:0.2")
    expect(before(shown).locator(".dl-label.changed")).to_have_text("myimage:0.1")
    expect(shown.widget.locator(".dl-change")).to_have_text(
        "Last change: myimage:0.2 is new on this computer; myimage:0.1 is gone from this computer."
    )


def test_without_a_change_there_is_no_before(page: Page):
    shown = show(page, "panel", panel(picture=told(world(BUILT))))
    expect(shown.widget.get_by_role("button", name="Before")).to_be_disabled()
    expect(shown.widget.locator(".dl-change")).to_have_text("No change seen yet.")


def test_a_change_turns_the_picture_back_to_now(page: Page):
    shown = show(page, "panel", panel(picture=told(world(), world(BUILT))))
    shown.widget.get_by_role("button", name="Before").click()
    expect(before(shown)).to_be_visible()
    shown.change(trouble="")
    expect(before(shown)).to_be_visible()
    shown.change(picture=told(world(BUILT), world(SECOND, BUILT)))
    expect(now(shown)).to_be_visible()


def test_of_a_side_that_falls_silent_nothing_is_struck_out(page: Page):
    whole = world(BUILT, tags=(PUSHED,))
    shown = show(page, "panel", panel(picture=told(whole)))
    silent = told(whole) | {"host": None, "hub": None}
    page.evaluate(
        """(silent) => {
          window.widget.change({ picture: silent });
          window.struck = document.querySelectorAll(".dl-picture .off").length;
        }""",
        silent,
    )
    assert page.evaluate("window.struck") == 0
    expect(now(shown)).to_contain_text("the engine isn’t answering")
    expect(now(shown)).to_contain_text("can’t be seen right now")
    expect(now(shown).locator(".dl-image")).to_have_count(0)


def test_of_a_side_that_answers_again_nothing_is_said_to_arrive(page: Page):
    whole = told(world(BUILT, tags=(PUSHED,)))
    shown = show(page, "panel", panel(picture=whole))
    shown.change(picture=whole | {"hub": None})
    page.evaluate(
        """(whole) => {
          window.widget.change({ picture: whole });
          window.flew = document.querySelectorAll(".dl-flying").length;
        }""",
        whole,
    )
    assert page.evaluate("window.flew") == 0
    expect(now(shown).locator(".dl-image")).to_have_count(2)


def test_a_push_is_seen_to_fly(page: Page):
    shown = show(page, "panel", panel(picture=told(world(BUILT))))
    page.evaluate(
        """(pushed) => {
          window.widget.change({ picture: pushed });
          window.flew = document.querySelectorAll(".dl-flying").length;
        }""",
        told(world(BUILT), world(BUILT, tags=(PUSHED,))),
    )
    assert page.evaluate("window.flew") == 1
    expect(shown.widget.locator(".dl-flying")).to_have_count(0)


def test_what_the_learner_is_asked_for_is_nowhere_in_the_page(page: Page):
    step = {**STEP, "question": {"text": "What is its ID?", "placeholder": "", "about": "image ID"}}
    secret = HostImage(f"sha256:{'5ec4e7' * 10}", ("myimage:0.1",), (), (PROGRAM,), (), 0, 211)
    again = HostImage(secret.id, ("myimage:0.1", "a:1"), (), (PROGRAM,), (), 0, 211)
    state = panel(steps=[step], picture=told(world(secret), world(again)))
    shown = show(page, "panel", state)
    expect(shown.widget.locator(".dl-facts").first).to_have_text("image ?")
    assert "5ec4e7" not in shown.widget.evaluate("(widget) => widget.outerHTML")


def test_a_turn_moves_nothing_below_the_picture(page: Page):
    shown = show(page, "panel", panel(picture=told(world(), world(SECOND, BUILT))))
    tall = shown.widget.bounding_box()
    shown.widget.get_by_role("button", name="Before").click()
    assert shown.widget.bounding_box() == tall


def test_an_empty_repository_has_its_name_and_a_private_one_its_mark(page: Page):
    hub = Hub(
        (
            Repository("demousr", "empty", private=False, tags=()),
            Repository("demousr", "secret", private=True, tags=()),
        )
    )
    host = Host((), (), runs_containers=True)
    shown = show(page, "panel", panel(picture=told(Snapshot(0.0, host, "", hub, "", None))))
    groups = now(shown).locator(".dl-side").last.locator(".dl-group")
    expect(groups).to_contain_text(["demousr/emptypublic", "demousr/secretprivate"])
    expect(groups).to_contain_text(["no tags yet", "no tags yet"])
