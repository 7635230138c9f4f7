"""The whole course by hand, in a real browser: eight pages, the Hub's pages, a terminal."""

import contextlib
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FrameLocator, Locator, expect

from tests.browsers import Browsers
from tests.e2e.course import HUB, PATIENCE, TERMINAL, Course, opened, opened_in
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


def is_green(course: Course, panel: Locator) -> None:
    expect(panel.locator(".dl-state.large")).to_contain_text(
        course.said("Passed"), timeout=PATIENCE
    )


def answer(course: Course, panel: Locator, text: str) -> None:
    panel.get_by_role("textbox").fill(text)
    panel.get_by_role("button", name=course.said("Check")).click()


def mistaken(course: Course, panel: Locator, text: str, cause: str) -> None:
    """Answer something else, and be told what it is."""
    answer(course, panel, text)
    course.explains(panel, cause)


def sign_in(course: Course, hub: FrameLocator) -> str:
    """Sign in with what the sign-in page tells its owner; the password."""
    hub.get_by_role("link", name=course.said("Sign in")).first.click()
    password = hub.locator(".shown dd code").nth(1).inner_text()
    hub.get_by_label(course.said("Username")).fill("demousr")
    hub.get_by_label(course.said("Password")).fill(password)
    hub.get_by_role("button", name=course.said("Sign in")).click()
    return password


def begin(course: Course) -> None:
    course.run("open")
    expect(course.cell("open").locator("section.dl")).to_be_visible()
    see(course.run("build", "docker build -t myimage:0.1"), "requires")  # no folder
    course.wait_until_idle()
    panel = course.panel("panel-build-image")
    course.explains(panel, "build-no-context")
    see(course.run("build", "docker build -t myimage:0.1 myimage"), "Successfully tagged")
    is_green(course, panel)


def images(course: Course) -> None:
    course.next_page("01-images")
    course.run("open")
    row = re.compile(r"myimage\s+0\.1\s+([0-9a-f]{12})\s")
    image = row.search(see(course.run("images"), row))
    assert image is not None
    panel = course.panel("panel-list-images")
    mistaken(course, panel, "0.1", "images-answer-tag")
    answer(course, panel, image[1])
    is_green(course, panel)


def repository(course: Course) -> str:
    course.next_page("02-repository")
    course.run("open")
    course.open_beside(HUB)
    hub = course.hub()
    password = sign_in(course, hub)
    hub.get_by_role("link", name=course.said("Create repository")).click()
    create = hub.get_by_role("button", name=course.said("Create"), exact=True)
    hub.get_by_label(course.said("Repository name")).fill("Demorep")
    create.click()
    expect(hub.locator("#name-problem")).to_contain_text("demorep", timeout=PATIENCE)
    panel = course.panel("panel-create-repository")
    course.explains(panel, "repository-capitals")
    hub.get_by_label(course.said("Repository name")).fill("demorep")
    create.click()
    command = hub.locator("code", has_text="docker pull").first.inner_text()
    assert command == f"docker pull {course.names.target_repository}"
    mistaken(course, panel, command.replace("pull", "push"), "repository-answer-push")
    answer(course, panel, command)
    is_green(course, panel)
    return password


def tag(course: Course) -> None:
    repository = course.names.target_repository
    course.next_page("03-tag")
    course.run("open")
    see(course.run("tag"), "___")
    course.run("tag", f"docker tag myimage:0.1 {repository}")
    panel = course.panel("panel-tag")
    course.explains(panel, "tag-latest")
    course.run("tag", f"docker tag myimage:0.1 {course.names.target}")
    is_green(course, panel)
    see(course.run("images"), repository)
    course.run("tag-latest")
    see(course.run("broken"), "latest")
    see(course.run("untag-latest"), f"Untagged: {repository}:latest")


def log_in(course: Course, password: str) -> Locator:
    """Type the line and the password; what the cell prints."""
    output = course.run("login", course.names.log_in)
    asked = course.cell("login").locator(".jp-Stdin-input")
    asked.fill(password)
    asked.press("Enter")
    return output


def push(course: Course, password: str) -> None:
    course.next_page("04-push")
    course.run("open")
    send = f"docker push {course.names.target}"
    see(course.run("push-refused", send), "denied", course.names.log_in)
    see(log_in(course, "forgotten"), "unauthorized")
    course.wait_until_idle()
    panel = course.panel("panel-log-in")
    course.explains(panel, "login-wrong-password")
    assert password not in see(log_in(course, password), "Login Succeeded")
    is_green(course, panel)
    see(course.run("push", f"docker push {course.names.target_repository}"), "does not exist")
    course.wait_until_idle()
    panel = course.panel("panel-push")
    course.explains(panel, "push-no-such-name", "near-untagged")
    pushed = re.compile(r"digest: (sha256:[0-9a-f]{64})")
    digest = pushed.search(see(course.run("push", send), pushed))
    is_green(course, panel)
    assert digest is not None
    course.open_beside(HUB)
    hub = course.hub()
    mine = course.said("My repositories")
    hub.get_by_role("link", name=mine).first.click()
    expect(hub.get_by_role("heading", name=mine)).to_be_visible(timeout=PATIENCE)
    hub.get_by_role("link", name=re.compile("demorep")).first.click()
    expect(hub.get_by_role("heading", name=re.compile("demorep"))).to_be_visible(timeout=PATIENCE)
    hub.get_by_role("link", name=re.compile(f"^{course.said('Tags')}")).click()
    expect(hub.locator("code", has_text=digest[1][:19]).first).to_be_visible()
    panel = course.panel("panel-see-tag")
    mistaken(course, panel, "1.0", "digest-answer-tag")
    answer(course, panel, digest[1][7:19])
    is_green(course, panel)


def pull_back(course: Course) -> None:
    course.next_page("05-pull-back")
    course.run("open")
    target = course.names.target
    see(course.run("rmi", "docker rmi myimage:0.1"), "Untagged")
    panel = course.panel("panel-delete-local")
    course.explains(panel, "delete-one-left")
    see(course.run("rmi", f"docker rmi {target}"), "Deleted")
    is_green(course, panel)
    course.run("images")
    see(course.run("logout"), "Removing login credentials")
    panel = course.panel("panel-pull-back")
    course.open_beside(TERMINAL)
    course.type_in_terminal(f"docker pull {course.names.target_repository}", "latest not found")
    course.explains(panel, "pull-no-latest")
    course.type_in_terminal(f"docker pull {target}")
    is_green(course, panel)
    run(course)


def run(course: Course) -> None:
    """It prints the message, which is asked for."""
    see(course.run("run", f"docker run --rm {course.names.target}"), "Image created")
    panel = course.panel("panel-run-it")
    mistaken(course, panel, "hello", "run-answer-wrong")
    answer(course, panel, "Image created")
    is_green(course, panel)


def alone(course: Course, password: str) -> None:
    course.next_page("06-alone")
    course.run("open")
    panel = course.panel("panel-second")
    course.open_beside(TERMINAL)
    image, target = course.names.second_image, course.names.second_target
    build = f"docker build -q -t {image} myimage && docker tag {image} {target} && echo tag''ged"
    course.type_in_terminal(build, "tagged")
    course.explains(panel, "second-same-message")
    course.type_in_terminal("echo Another message > myimage/message.txt")
    course.type_in_terminal(f"clear; {build}", "tagged")
    course.type_in_terminal(f"docker push {target}", "denied")
    course.explains(panel, "second-push-not-logged-in")
    course.type_in_terminal(course.names.log_in, "Password:")
    course.type_in_terminal(password, "Login Succeeded")
    course.type_in_terminal(f"docker push {target}", "2.0: digest: sha256:")
    course.type_in_terminal(f"docker rmi {image}", f"Untagged: {image}")
    course.explains(panel, "second-delete-left")
    course.type_in_terminal(f"docker rmi {target}", f"Untagged: {target}")
    course.type_in_terminal(f"docker pull {course.names.target_repository}", "latest not found")
    # Through the practice Hub's address, Docker says no more than "manifest unknown".
    name = "unnamed" if course.names.registry else "named"
    course.explains(panel, "second-pull-refused", f"tag-not-there/{name}")
    course.type_in_terminal(f"docker pull {target}", f"Status: Downloaded newer image for {target}")
    is_green(course, panel)


def after(course: Course) -> None:
    course.next_page("07-after")
    course.run("open")
    see(course.run("encoded"), "demousr:not-my-password")
    see(course.run("rmi", f"docker rmi {course.names.target}"), "Untagged")
    panel = course.panel("panel-clean-up")
    course.explains(panel, "clean-log-in-left")
    see(course.run("logout"), "Removing login credentials")
    course.explains(panel, "clean-images-left")
    see(course.run("images"), "2.0")
    see(course.run("rmi", f"docker rmi {course.names.second_target}"), "Deleted")
    course.explains(panel, "clean-nameless")  # the build with the old message
    see(course.run("rmi", course.lab.practice.check("clean-up")["repair"]), "Deleted")
    is_green(course, panel)


def the_course(course: Course) -> None:
    """All of it, from the first page, with a mistake on every step."""
    begin(course)
    images(course)
    password = repository(course)
    tag(course)
    push(course, password)
    pull_back(course)
    alone(course, password)
    after(course)
    assert password not in "".join(path.read_text() for path in course.pages.glob("*.ipynb"))


@pytest.mark.parametrize("language", ["fr", pytest.param("en", marks=pytest.mark.soak)])
def test_the_course_by_hand(browser: Browser, shared_lab: Lab, language: str):
    shared_lab.begin_anew(language)
    with opened(browser, shared_lab) as course:
        the_course(course)


def take_own_docker(course: Course, given: str = "") -> None:
    """What the last page offers: a line in a terminal, and the course from its first page.

    `given` stands before the line, for a terminal whose learner names their Docker only there.
    """
    course.run("open")
    shown = course.show("engine").inner_text()
    (offer,) = re.findall("^docker-lessons start --engine docker$", shown, re.MULTILINE)
    course.open_beside(TERMINAL)
    course.wait_until_saved()
    course.type_in_terminal(given + offer)
    course.wait_for_text("Back to the practice engine")  # the page is shown as it was written anew
    assert course.names.registry
    course.next_page("00-start")


def test_the_last_page_leads_to_a_docker_of_one_s_own(
    browsers: Browsers, shared_lab: Lab, dockerd: str, short_folder: Path
):
    shared_lab.begin_anew()
    with (
        untouched(dockerd),
        opened_in(browsers, shared_lab, first="07-after") as course,
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
        untouched(dockerd),
        opened(browser, lab, first="07-after") as course,
    ):
        at_the_end.callback(lab.end)
        take_own_docker(course)
        the_course(course)
