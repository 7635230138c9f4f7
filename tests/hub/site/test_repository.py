"""The pages of repositories: created, looked at, changed and deleted, by whom it belongs to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.hub.reader import Reader, shown, words
from tests.hub.running import TEACHERS_PASSWORD

if TYPE_CHECKING:
    from tests.hub.running import RunningHub


def fill_with_tags(it: Any, number: int) -> None:
    it.ensure_repository("demousr", "many")
    it.ensure_image("demousr", "many", "first", {"a.txt": b"a"})
    it.database.execute(
        """WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ?)
        INSERT INTO tags (repository, name, digest, pushed, pusher)
        SELECT repository, 't' || n, digest, pushed + n, pusher FROM tags, numbers""",
        number - 1,
    )


def test_tags_are_shown_by_pages_with_a_way_to_all_of_them(hub: RunningHub, member: Reader) -> None:
    hub.call(lambda it: fill_with_tags(it, 61))
    place, names = "/r/demousr/many/tags", []
    for number in (1, 2, 3):
        page = member.open(place)
        assert f"Page {number} of 3" in shown(page)
        names += re.findall(r'id="tag-(\w+)"', page.text)
        following = re.search(r'href="[^"]*(/r/demousr/many/tags\?page=\d)">Older', page.text)
        assert (following is None) == (number == 3)
        place = following[1] if following else ""
    assert names == [*(f"t{number}" for number in range(60, 0, -1)), "first"]
    assert "Newer" in page.text
    assert "page=2&amp;as=stranger" in member.open("/r/demousr/many/tags?as=stranger").text


@pytest.mark.parametrize("page", ["0", "4", "-1", "x", "9" * 5000, ""])
def test_a_page_of_tags_that_is_not_there_is_said_to_be_none(
    hub: RunningHub, member: Reader, page: str
) -> None:
    hub.call(lambda it: fill_with_tags(it, 61))
    answer = member.open(f"/r/demousr/many/tags?page={page}")
    assert answer.status_code == 404
    assert "have 3 pages" in words(answer)


def test_a_repository_is_created_by_the_form(hub: RunningHub, member: Reader) -> None:
    answer = member.send(
        "/repositories/create",
        "/repositories/create",
        namespace="demousr",
        name="demorep",
        description="my <b>first</b>",
        visibility="public",
    )
    assert answer.url.endswith("/r/demousr/demorep?done=created")
    assert "docker pull demousr/demorep<" in answer.text
    assert "my &lt;b&gt;first&lt;/b&gt;" in answer.text
    assert "No tags yet" in answer.text
    repository = hub.call(lambda it: it.repositories.find("demousr", "demorep"))
    assert (repository.is_private, repository.description) == (False, "my <b>first</b>")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": "Demorep"}, "try “demorep”"),
        ({"name": "x"}, "too short"),
        ({"visibility": ""}, "public or private"),
        ({"namespace": "teacherdemo"}, "in the namespace “teacherdemo”"),
        ({"description": "x" * 101}, "100 is the limit"),
        ({"name": "taken"}, "already have"),
    ],
)
def test_a_refused_form_keeps_what_was_typed_and_says_why(
    hub: RunningHub, member: Reader, fields: dict[str, str], sentence: str
) -> None:
    hub.call(lambda it: it.ensure_repository("demousr", "taken"))
    typed = {
        "namespace": "demousr",
        "name": "demorep",
        "description": "words of mine",
        "visibility": "private",
        **fields,
    }
    answer = member.send("/repositories/create", "/repositories/create", **typed)
    assert answer.status_code == 422
    assert sentence in words(answer)
    assert f'value="{typed["name"]}"' in answer.text
    assert sentence in hub.refusals()[-1].message
    assert hub.call(lambda it: it.repositories.find("demousr", "demorep")) is None


def test_the_tags_page_shows_digest_size_and_when(reader: Reader, demorep: Any) -> None:
    page = reader.open("/r/demousr/demorep/tags").text
    shown = re.sub(r"<[^>]+>", "", page)
    assert demorep.digest in shown
    assert f"{demorep.full_size} B" in shown
    assert "just now" in shown
    assert "docker pull demousr/demorep:1.0" in shown


def test_commands_and_pull_names_carry_the_registrys_address(
    hub: RunningHub, member: Reader, demorep: Any
) -> None:
    hub.put_before_names("localhost:31999/")
    name = "localhost:31999/demousr/demorep"
    overview = shown(member.open("/r/demousr/demorep"))
    assert f"docker pull {name}\n" in overview
    assert f"docker push {name}:tagname" in overview
    assert f"docker pull {name}:1.0" in shown(member.open("/r/demousr/demorep/tags"))
    assert f"pull {name}:1.0 anymore" in shown(member.open("/r/demousr/demorep/tags/1.0/delete"))
    assert (
        "localhost:31999" not in member.open("/repositories").text
    )  # a Hub's own names have no address
    answer = member.open("/v2/namespaces/demousr/repositories/demorep").text
    assert "localhost:31999" not in answer


def test_commands_names_and_digests_are_not_translated(reader: Reader, demorep: Any) -> None:
    for place in ("", "/tags"):
        page = reader.open(f"/r/demousr/demorep{place}").text
        for code in re.findall(r"<code[^>]*>", page):
            assert 'translate="no"' in code
        assert '<h1 translate="no">' in page


def test_a_stranger_sees_a_public_repository_without_its_forms(
    reader: Reader, demorep: Any
) -> None:
    page = reader.open("/r/demousr/demorep").text
    assert "docker pull demousr/demorep" in page
    assert "docker push" not in page
    assert "Settings" not in page


def test_visibility_is_changed_and_seen_by_others(
    hub: RunningHub, member: Reader, demorep: Any
) -> None:
    settings = "/r/demousr/demorep/settings"
    answer = member.send(settings, f"{settings}/visibility", visibility="private")
    assert "private now" in answer.text
    assert Reader(hub).open("/r/demousr/demorep").status_code == 404
    assert member.open("/r/demousr/demorep").status_code == 200
    assert member.open("/r/demousr/demorep?as=stranger").status_code == 404
    member.send(settings, f"{settings}/visibility", visibility="public")
    assert Reader(hub).open("/r/demousr/demorep").status_code == 200


def test_a_repository_goes_only_when_its_name_was_typed(
    hub: RunningHub, member: Reader, demorep: Any
) -> None:
    settings = "/r/demousr/demorep/settings"
    answer = member.send(settings, f"{settings}/delete", confirmation="demorepo")
    assert answer.status_code == 422
    assert "Nothing was deleted" in answer.text
    assert hub.call(lambda it: it.repositories.find("demousr", "demorep"))
    answer = member.send(settings, f"{settings}/delete", confirmation="demorep")
    assert answer.url.endswith("/repositories?done=deleted")
    assert hub.call(lambda it: it.repositories.find("demousr", "demorep")) is None
    assert hub.call(lambda it: list(it.content.blobs)) == []


def test_a_tag_is_deleted(hub: RunningHub, member: Reader, demorep: Any) -> None:
    place = "/r/demousr/demorep/tags/1.0/delete"
    assert "The tag has been deleted" in member.send(place, place).text
    assert member.open(place).status_code == 404
    assert hub.call(lambda it: it.repositories.find("demousr", "demorep")).tags == 0


@pytest.mark.parametrize(
    "place",
    [
        "settings",
        "settings/visibility",
        "settings/description",
        "settings/delete",
        "tags/1.0/delete",
    ],
)
def test_somebody_elses_repository_cannot_be_changed(
    hub: RunningHub, demorep: Any, place: str
) -> None:
    teacher = Reader(hub)
    teacher.sign_in("teacherdemo", TEACHERS_PASSWORD)
    address = f"/r/demousr/demorep/{place}"
    if place != "settings":
        answer = teacher.send("/", address, visibility="private", confirmation="demorep")
    else:
        answer = teacher.open(address)
    assert answer.status_code == 403
    assert "belongs to demousr" in answer.text
    repository = hub.call(lambda it: it.repositories.find("demousr", "demorep"))
    assert (repository.is_private, repository.tags) == (False, 1)


def test_a_private_and_a_missing_repository_look_the_same(hub: RunningHub, member: Reader) -> None:
    hub.call(lambda it: it.ensure_repository("teacherdemo", "plans", private=True))
    private = member.open("/r/teacherdemo/plans")
    missing = member.open("/r/teacherdemo/plant")
    assert private.status_code == missing.status_code == 404
    assert private.text == missing.text.replace("plant", "plans")


def test_the_404_page_explains(reader: Reader, demorep: Any) -> None:
    assert "did you mean demousr/demorep?" in words(reader.open("/r/demousr/Demorep"))
    assert "no account called nobody" in words(reader.open("/r/nobody/demorep"))
    assert "belongs to nobody" in words(reader.open("/u/library"))
    assert reader.open("/nothing").status_code == 404


def test_the_page_of_another_account_shows_what_is_public(hub: RunningHub, member: Reader) -> None:
    hub.call(lambda it: it.ensure_repository("teacherdemo", "hello"))
    hub.call(lambda it: it.ensure_repository("teacherdemo", "plans", private=True))
    page = member.open("/u/teacherdemo").text
    assert "hello" in page
    assert "plans" not in page
    assert "plans" not in member.open("/search").text
