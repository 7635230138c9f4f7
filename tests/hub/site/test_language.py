"""The pages in the visitor's language; registry and API in Docker Hub's."""

from __future__ import annotations

import calendar
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from docker_lessons import language
from docker_lessons.hub.site.templating import readable_size
from docker_lessons.language import written
from docker_lessons.language.catalogue import OTHER_FOLDER
from docker_lessons.lessons import chapter
from tests import untranslated
from tests.hub.reader import Reader, shown
from tests.hub.running import PASSWORD
from translation import pseudo

if TYPE_CHECKING:
    from tests.hub.running import RunningHub

TOKENS = "/settings/personal-access-tokens"
NAMES = frozenset({"demousr", "teacherdemo", "demorep", "library", "Windows", *calendar.month_name})
"""What is the same in any language, and the month, whose name Babel knows."""


@pytest.fixture
def foreigner(member: Reader, pseudo_folder: str, monkeypatch: pytest.MonkeyPatch) -> Reader:
    monkeypatch.setenv(OTHER_FOLDER, pseudo_folder)
    member.session.headers["Accept-Language"] = "en-XA"
    return member


def lang_of(text: str) -> str:
    return text.partition('<html lang="')[2].partition('"')[0]


def test_every_page_is_in_the_visitors_language(
    hub: RunningHub, foreigner: Reader, demorep: Any
) -> None:
    hub.call(lambda it: it.ensure_repository("demousr", "empty", private=True))
    made = foreigner.send(
        f"{TOKENS}/create", f"{TOKENS}/create", label="laptop", expiry="", scope="repo:read"
    )
    number = hub.call(lambda it: it.access_tokens.all("demousr"))[0].uuid
    places = (
        "/",
        "/repositories",
        "/repositories/create",
        "/search",
        "/search?q=demo",
        "/search?q=nothing",
        "/u/demousr",
        "/u/teacherdemo",
        "/u/library",
        "/u/nobody",
        "/r/demousr/demorep?done=created",
        "/r/demousr/demorep?as=stranger",
        "/r/demousr/demorep/tags",
        "/r/demousr/demorep/tags?page=9",
        "/r/demousr/demorep/tags/1.0/delete",
        "/r/demousr/demorep/tags/2.0/delete",
        "/r/demousr/demorep/settings",
        "/r/demousr/empty",
        "/r/demousr/empty/tags",
        "/r/nobody/nothing",
        "/r/demousr/Nothing",
        "/r/teacherdemo/nothing/settings",
        "/nowhere",
        TOKENS,
        f"{TOKENS}/create",
        f"{TOKENS}/{number}",
        f"{TOKENS}/{number}/delete",
        f"{TOKENS}/none",
    )
    pages = [made, *map(foreigner.open, places)]
    names = ("", "a/b", "a:1", "a b", "Demo", "a", "n" * 256, "é", "a..b", "demorep")
    create = "/repositories/create"
    pages += [foreigner.send(create, create, name=name, visibility="public") for name in names]
    for form, fields in (
        ("visibility", {"visibility": "other"}),
        ("mutability", {"mutability": "specific"}),
        ("mutability", {"mutability": "specific", "rules": "(a"}),
        ("description", {"description": "d" * 101}),
        ("delete", {"confirmation": "other"}),
    ):
        settings = "/r/demousr/demorep/settings"
        pages.append(foreigner.send(settings, f"{settings}/{form}", **fields))
    pages += [foreigner.post("/logout"), foreigner.send("/repositories", "/logout")]
    pages += [foreigner.open("/"), foreigner.open("/search"), foreigner.sign_in(password="wrong")]
    known = NAMES | {"laptop", "nobody", "nothing", "empty", "other", "Nothing", "Demo", "demo"}
    assert {
        page.url: found for page in pages if (found := untranslated.of_page(page.text, known))
    } == {}


def test_a_link_in_the_footer_switches_the_language_of_this_page_and_those_after_it(
    foreigner: Reader,
) -> None:
    foreigner.session.headers["Accept-Language"] = "en"
    page = foreigner.open("/search?q=demo")
    assert lang_of(page.text) == "en"
    assert 'href="?q=demo&amp;lang=fr"' in page.text
    assert 'q" type="search" value="demo"' in foreigner.open("/search?q=demo&lang=en_XA").text
    assert lang_of(foreigner.open("/repositories").text) == "en-XA"


def test_a_language_that_was_chosen_for_the_world_comes_before_the_browsers(
    hub: RunningHub, foreigner: Reader
) -> None:
    language.prefer("en")
    try:
        assert lang_of(foreigner.open("/search").text) == "en"
    finally:
        language.prefer(None)


def test_registry_and_api_answer_in_english(hub: RunningHub, foreigner: Reader) -> None:
    session, site = foreigner.session, hub.site
    account = {"identifier": "demousr", "secret": PASSWORD}
    token = session.post(f"{site}/v2/auth/token", json=account, timeout=60).json()["access_token"]
    answer = session.post(
        f"{site}/v2/namespaces/demousr/repositories",
        json={"name": "Demo", "namespace": "demousr", "is_private": False},
        headers={"Authorization": f"Bearer {token}"},
        timeout=60,
    )
    assert "has capital letters" in answer.text
    assert session.get(f"{hub.registry}/v2/a/b/tags/list", timeout=60).text.isascii()


def test_dates_and_numbers_are_written_as_the_language_writes_them() -> None:
    when = datetime(2026, 11, 24, 7, 15, tzinfo=UTC)
    with language.speaking("en"):
        assert (written.date(when), written.time(when)) == ("24 November 2026", "07:15")
        assert readable_size(2_500_000) == "2.5 MB"
    with language.speaking("fr"):
        assert (written.date(when), written.time(when)) == ("24 novembre 2026", "07:15")
        assert written.number(2.5) == "2,5"
    assert (written.name("fr"), written.direction("fr")) == ("Français", "ltr")
    assert written.direction("ar") == "rtl"


def test_a_form_is_answered_in_the_language_in_which_it_was_sent(foreigner: Reader) -> None:
    answer = foreigner.send(
        "/repositories/create", "/repositories/create", name="Demo", visibility="public"
    )
    assert pseudo.accented("“{name}” has capital letters,").format(name="Demo") in shown(answer)


@pytest.mark.parametrize("place", ["/search", "/r/teacherdemo/hello"])
def test_the_course_s_own_description_is_told_in_the_visitors_language_and_a_learners_stays(
    hub: RunningHub, foreigner: Reader, place: str
) -> None:
    [course] = [one.description for one in chapter.SEED if one.description]
    own = "100 % {mine}, %(so)s"
    hub.call(lambda it: it.ensure_account("teacherdemo", None))
    hub.call(lambda it: it.ensure_repository("teacherdemo", "hello", description=course))
    hub.call(lambda it: it.ensure_repository("demousr", "hers", description=own))
    assert pseudo.accented(course) in shown(foreigner.open(place))
    assert own in shown(foreigner.open("/r/demousr/hers"))
    foreigner.session.headers["Accept-Language"] = "en"
    assert course in shown(foreigner.open(place))
