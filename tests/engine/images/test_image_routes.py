"""Images by any part of an ID, and what each version of the API says of them."""

import re

from tests.engine.serving import ServedEngine


def test_an_image_is_found_by_any_start_of_its_id(practice_engine: ServedEngine) -> None:
    practice_engine.build("FROM scratch\nCMD x\n", "t=myimage:0.1")
    _, image = practice_engine.ask("GET", "/images/myimage:0.1/json")
    whole = image["Id"]
    assert re.fullmatch(r"sha256:[0-9a-f]{64}", whole)
    for text in (whole, whole[:20], whole[7:], whole[7:19], whole[7:10]):
        assert practice_engine.ask("GET", f"/images/{text}/json")[1]["Id"] == whole


def test_what_newer_versions_of_the_api_leave_out(practice_engine: ServedEngine) -> None:
    practice_engine.build("FROM scratch\nCMD x\n")
    for version, sizes, tags in (("1.41", True, ["<none>:<none>"]), ("1.44", False, [])):
        [summary] = practice_engine.ask("GET", f"/v{version}/images/json")[1]
        assert ("VirtualSize" in summary) is sizes
        assert summary["RepoTags"] == tags
