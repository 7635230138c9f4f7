"""The whole course by hand, in a real browser: eight pages, the Hub's pages, a terminal."""

import contextlib
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FrameLocator, Locator, expect

from tests.e2e.course import PATIENCE, Course, opened
from tests.lab import Lab, start
from tests.own_docker import untouched
from tests.practice import PracticeWorld
from tests.servers import docker

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.timeout(400),
    pytest.mark.xdist_group("lab"),
]


def see(output: Locator, *texts: str | re.Pattern[str]) -> str:
    """What a cell printed, which may come in pieces; it must come to hold these texts."""
    for text in texts:
        expect(output).to_contain_text(text, timeout=PATIENCE)
    return output.inner_text()


def is_green(panel: Locator) -> None:
    expect(panel.locator(".dl-state.large")).to_contain_text("Passed", timeout=PATIENCE)


def answer(panel: Locator, text: str) -> None:
    panel.get_by_role("textbox").fill(text)
    panel.get_by_role("button", name="Check").click()


def sign_in(hub: FrameLocator) -> str:
    """Sign in with what the sign-in page tells its owner; the password."""
    hub.get_by_role("link", name="Sign in").first.click()
    password = hub.locator(".shown dd code").nth(1).inner_text()
    hub.get_by_label("Username").fill("demousr")
    hub.get_by_label("Password").fill(password)
    hub.get_by_role("button", name="Sign in").click()
    return password


def begin(course: Course) -> None:
    course.run("open")
    expect(course.cell("open").locator("section.dl")).to_be_visible()
    see(course.run("build"), "Successfully tagged myimage:0.1")
    is_green(course.panel("panel-build-image"))


def images(course: Course) -> None:
    course.next_page("01-images")
    course.run("open")
    row = re.compile(r"myimage\s+0\.1\s+([0-9a-f]{12})\s")
    image = row.search(see(course.run("images"), row))
    assert image is not None
    panel = course.panel("panel-list-images")
    answer(panel, "0.1")  # the tag, a slip that has its own cause
    expect(panel).to_contain_text("IMAGE ID")
    answer(panel, image[1])
    is_green(panel)


def repository(course: Course) -> str:
    course.next_page("02-repository")
    course.run("open")
    course.open_beside("the Hub")
    hub = course.hub()
    password = sign_in(hub)
    hub.get_by_role("link", name="Create repository").click()
    hub.get_by_label("Repository name").fill("demorep")
    hub.get_by_role("button", name="Create").click()
    panel = course.panel("panel-create-repository")
    command = hub.locator("code", has_text="docker pull").first.inner_text()
    assert command == f"docker pull {course.names.target_repository}"
    answer(panel, command)
    is_green(panel)
    return password


def tag(course: Course) -> None:
    course.next_page("03-tag")
    course.run("open")
    see(course.run("tag"), "blank")
    panel = course.panel("panel-tag")
    course.run("tag", f"docker tag myimage:0.1 {course.names.target}")
    is_green(panel)
    repository = course.names.target_repository
    see(course.run("images"), repository)
    course.run("tag-latest")
    see(course.run("broken"), "latest")
    see(course.run("untag-latest"), f"Untagged: {repository}:latest")


def push(course: Course, password: str) -> None:
    course.next_page("04-push")
    course.run("open")
    send = f"docker push {course.names.target}"
    see(course.run("push-refused", send), "denied", "logged in")
    output = course.run("login", course.names.log_in)
    asked = course.cell("login").locator(".jp-Stdin-input")
    asked.fill(password)
    asked.press("Enter")
    assert password not in see(output, "Login Succeeded")
    is_green(course.panel("panel-log-in"))
    pushed = re.compile(r"digest: (sha256:[0-9a-f]{64})")
    digest = pushed.search(see(course.run("push", send), pushed))
    is_green(course.panel("panel-push"))
    assert digest is not None
    course.open_beside("the Hub")
    hub = course.hub()
    hub.get_by_role("link", name="My repositories").first.click()
    expect(hub.get_by_role("heading", name="My repositories")).to_be_visible(timeout=PATIENCE)
    hub.get_by_role("link", name=re.compile("demorep")).first.click()
    expect(hub.get_by_role("heading", name=re.compile("demorep"))).to_be_visible(timeout=PATIENCE)
    hub.get_by_role("link", name=re.compile("^Tags")).click()
    expect(hub.locator("code", has_text=digest[1][:19]).first).to_be_visible()
    panel = course.panel("panel-see-tag")
    answer(panel, digest[1][7:19])
    is_green(panel)


def pull_back(course: Course) -> None:
    course.next_page("05-pull-back")
    course.run("open")
    target = course.names.target
    see(course.run("rmi", f"docker rmi myimage:0.1 {target}"), "Deleted")
    is_green(course.panel("panel-delete-local"))
    course.run("images")
    see(course.run("logout"), "Removing login credentials")
    panel = course.panel("panel-pull-back")
    course.open_beside("a terminal")
    course.type_in_terminal(f"docker pull {target}")
    is_green(panel)
    run(course)


def run(course: Course) -> None:
    """It prints the message, which is asked for."""
    see(course.run("run", f"docker run --rm {course.names.target}"), "Image created")
    panel = course.panel("panel-run-it")
    answer(panel, "Image created")
    is_green(panel)


def alone(course: Course, password: str) -> None:
    course.next_page("06-alone")
    course.run("open")
    panel = course.panel("panel-second")
    course.open_beside("a terminal")
    image, target = course.names.second_image, course.names.second_target
    build = f"docker build -q -t {image} myimage && docker tag {image} {target} && echo tag''ged"
    for line, until in (
        ("echo Another message > myimage/message.txt", None),
        (build, "tagged"),
        (course.names.log_in, "Password:"),
        (password, "Login Succeeded"),
        (f"docker push {target}", "2.0: digest: sha256:"),
        (f"docker rmi {image} {target}", f"Untagged: {target}"),
        (f"docker pull {target}", f"Status: Downloaded newer image for {target}"),
    ):
        course.type_in_terminal(line, until)
    is_green(panel)


def after(course: Course) -> None:
    course.next_page("07-after")
    course.run("open")
    see(course.run("encoded"), "demousr:not-my-password")
    see(course.run("logout"), "Removing login credentials")
    see(course.run("images"), "2.0")
    names = f"{course.names.target} {course.names.second_target}"
    see(course.run("rmi", f"docker rmi {names}"), "Deleted")
    is_green(course.panel("panel-clean-up"))


def the_course(course: Course) -> None:
    """All of it, from the first page."""
    begin(course)
    images(course)
    password = repository(course)
    tag(course)
    push(course, password)
    pull_back(course)
    alone(course, password)
    after(course)
    assert password not in "".join(path.read_text() for path in course.pages.glob("*.ipynb"))


def test_the_course_by_hand(browser: Browser, shared_lab: Lab):
    shared_lab.begin_anew()
    with opened(browser, shared_lab) as course:
        the_course(course)


def take_own_docker(course: Course, given: str = "") -> None:
    """What the last page offers: a line in a terminal, and the course from its first page.

    `given` stands before the line, for a terminal whose learner names their Docker only there.
    """
    course.run("open")
    shown = course.show("engine").inner_text()
    (offer,) = re.findall("^docker-lessons start --engine docker$", shown, re.MULTILINE)
    course.open_beside("a terminal")
    course.wait_until_saved()
    course.type_in_terminal(given + offer)
    course.wait_for_text("Back to the practice engine")  # the page is shown as it was written anew
    assert course.names.registry
    course.next_page("00-start")


def test_the_last_page_leads_to_a_docker_of_one_s_own(
    browser: Browser, shared_lab: Lab, dockerd: str, short_folder: Path
):
    shared_lab.begin_anew()
    with (
        untouched(short_folder, dockerd),
        opened(browser, shared_lab, first="07-after") as course,
    ):
        take_own_docker(course, f"DOCKER_HOST={dockerd} ")
        begin(course)
        assert "myimage:0.1" in docker(dockerd, "images", "--format", "{{.Repository}}:{{.Tag}}")
        shared_lab.practice.command("reset", "--yes")


@pytest.mark.soak
def test_the_course_by_hand_on_a_docker_of_one_s_own(
    browser: Browser, beside_docker: PracticeWorld, dockerd: str, short_folder: Path
):
    lab = start(beside_docker, short_folder / "pages")
    with (
        contextlib.ExitStack() as at_the_end,
        untouched(short_folder, dockerd),
        opened(browser, lab, first="07-after") as course,
    ):
        at_the_end.callback(lab.end)
        take_own_docker(course)
        the_course(course)
