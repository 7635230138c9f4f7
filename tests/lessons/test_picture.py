"""The picture tells layers by their digests, and keeps what there was before the last change."""

from typing import Any

from docker_lessons.lessons.attempt import Attempt
from docker_lessons.lessons.picture import ONE_CHANGE, BeforeAndNow, picture, sources
from docker_lessons.world.snapshot import (
    Container,
    Host,
    HostImage,
    Hub,
    HubTag,
    LogIn,
    Repository,
    Snapshot,
)

PROGRAM, FIRST_TEXT, SECOND_TEXT = (f"sha256:{letter * 64}" for letter in "abc")
LONG_AGO = 1000.0
LATER = LONG_AGO + 10 * ONE_CHANGE
NO_REPOSITORIES = Hub(())


def image(number: int, *names: str, layers: tuple[str, ...] = (PROGRAM, FIRST_TEXT)) -> HostImage:
    return HostImage(f"sha256:{number:064x}", names, (), layers, (), 0, 211)


def world(*images: HostImage, hub: Hub | None = NO_REPOSITORIES, **rest: Any) -> Snapshot:
    host = Host(images, rest.get("containers", ()), runs_containers=True)
    return Snapshot(0.0, host, "", hub, "", rest.get("log_in"))


def repository(name: str, *tags: HubTag, private: bool = False) -> Repository:
    return Repository("demousr", name, private, tags)


BUILT = image(1, "myimage:0.1")
TAGGED = image(1, "myimage:0.1", "demousr/demorep:1.0")


def test_layers_are_told_by_their_digests_so_that_two_versions_show_what_they_share():
    second = image(2, "myimage:0.2", layers=(PROGRAM, SECOND_TEXT))
    told = picture(world(second, BUILT))["host"]
    assert [one["layers"] for one in told] == [[PROGRAM, SECOND_TEXT], [PROGRAM, FIRST_TEXT]]


def test_layers_at_the_hub_have_the_same_digests_as_on_this_computer():
    tag = HubTag("1.0", "sha256:m", BUILT.id, BUILT.diff_ids)
    told = picture(world(BUILT, hub=Hub((repository("demorep", tag),))))
    [there] = told["hub"][0]["tags"]
    assert there["layers"] == told["host"][0]["layers"]


def test_the_blob_of_each_layer_at_the_hub_is_told_since_a_pull_prints_its_digest():
    tag = HubTag("1.0", "sha256:m", BUILT.id, BUILT.diff_ids, ("sha256:b1", "sha256:b2"))
    told = picture(world(hub=Hub((repository("demorep", tag),))))
    assert told["hub"][0]["tags"][0]["blobs"] == ["sha256:b1", "sha256:b2"]


def test_layers_that_nobody_read_are_unknown_and_no_layers_are_none():
    unread = HostImage("sha256:1", (), (), (), (), 0, 1 << 30, inspected=False)
    empty = image(2, "bare:1", layers=())
    index = HubTag("latest", "sha256:i", "", ())
    told = picture(world(unread, empty, hub=Hub((repository("demorep", index),))))
    assert [one["layers"] for one in told["host"]] == [None, []]
    assert told["hub"][0]["tags"][0]["layers"] is None


def test_what_a_registry_shows_after_a_login_alone_is_not_told_as_empty():
    told = picture(world(hub=Hub((), is_hidden=True)))
    assert (told["hub"], told["hub_hidden"]) == (None, True)
    assert picture(world())["hub_hidden"] is False


def test_a_hub_that_shows_only_what_is_public_is_told_as_that():
    assert picture(world(hub=Hub((), is_public_only=True)))["hub_public_only"] is True
    assert picture(world())["hub_public_only"] is False


def test_a_registry_without_pages_says_nothing_of_who_sees_a_repository():
    one = Repository("demousr", "demorep", private=False, tags=(), visibility_is_known=False)
    assert picture(world(hub=Hub((one,))))["hub"][0]["visibility"] is None


def tag(*arguments: str, refused: bool = False) -> Attempt:
    return Attempt(0.0, "tag", arguments, {}, refused, "", "", typed=False)


def test_a_new_name_is_told_with_the_one_it_was_given_to() -> None:
    newest_first = [
        tag("myimage:0.1", "a"),
        tag("352bb960af64", "b:2"),
        tag("other:1", "a:latest"),
        tag("nosuch:1", "c:1", refused=True),
        tag("myimage"),
    ]
    assert sources(newest_first) == {"a:latest": "myimage:0.1", "b:2": "352bb960af64"}


def test_an_empty_and_a_private_repository_are_told():
    told = picture(world(hub=Hub((repository("demorep"), repository("second", private=True)))))
    assert told["hub"] == [
        {"repository": "demousr/demorep", "visibility": "public", "tags": []},
        {"repository": "demousr/second", "visibility": "private", "tags": []},
    ]


def test_containers_of_the_course_s_images_are_told_and_the_others_counted():
    theirs = image(9, "team/secret:1")
    containers = (
        Container("1", "quirky", BUILT.id, "exited"),
        Container("2", "private-thing", theirs.id, "running"),
    )
    snapshot = world(BUILT, theirs, containers=containers)
    told = picture(snapshot, lambda one: one is BUILT)
    assert told["host"][0]["containers"] == [{"name": "quirky", "state": "exited"}]
    assert told["others"] == {"images": 1, "containers": 1}
    assert "secret" not in str(told)
    assert "private-thing" not in str(told)


def test_at_first_there_is_no_before():
    seen = BeforeAndNow()
    assert seen.see(picture(world()), LONG_AGO)["before"] is None
    assert seen.see(picture(world()), LATER)["before"] is None


def test_before_is_what_there_was_before_the_last_change():
    seen = BeforeAndNow()
    seen.see(picture(world()), LONG_AGO)
    told = seen.see(picture(world(BUILT)), LATER)
    assert told["before"] == picture(world())
    assert told["host"] == picture(world(BUILT))["host"]
    told = seen.see(picture(world(TAGGED)), 2 * LATER)
    assert told["before"] == picture(world(BUILT))


def test_before_stays_while_nothing_changes():
    seen = BeforeAndNow()
    seen.see(picture(world()), LONG_AGO)
    for time in (LATER, 2 * LATER, 3 * LATER):
        assert seen.see(picture(world(BUILT)), time)["before"] == picture(world())


def test_what_comes_of_one_command_is_one_change():
    seen = BeforeAndNow()
    seen.see(picture(world(TAGGED)), LONG_AGO)
    seen.see(picture(world(BUILT)), LATER)
    told = seen.see(picture(world()), LATER + ONE_CHANGE / 2)
    assert told["before"] == picture(world(TAGGED))


def test_what_is_undone_at_once_is_no_change():
    """A container that `docker run --rm` makes comes and goes."""
    seen = BeforeAndNow()
    run = picture(world(BUILT, containers=(Container("1", "quirky", BUILT.id, "running"),)))
    seen.see(picture(world()), LONG_AGO)
    seen.see(picture(world(BUILT)), LATER)
    seen.see(run, 2 * LATER)
    told = seen.see(picture(world(BUILT)), 2 * LATER + ONE_CHANGE / 2)
    assert told["before"] == picture(world())


def test_what_is_undone_later_is_a_change():
    seen = BeforeAndNow()
    seen.see(picture(world(BUILT)), LONG_AGO)
    seen.see(picture(world(TAGGED)), LATER)
    assert seen.see(picture(world(BUILT)), 2 * LATER)["before"] == picture(world(TAGGED))


def test_a_log_in_and_a_repository_are_changes():
    seen = BeforeAndNow()
    seen.see(picture(world()), LONG_AGO)
    empty = Hub((repository("demorep"),))
    assert seen.see(picture(world(hub=empty)), LATER)["before"]["hub"] == []
    log_in = LogIn("demousr", accepted=True, may_push=True)
    told = seen.see(picture(world(hub=empty, log_in=log_in)), 2 * LATER)
    assert (told["before"]["log_in"], told["log_in"]) == (None, "demousr")


def test_the_learner_s_other_images_come_and_go_without_a_change():
    seen = BeforeAndNow()
    ours = lambda one: one is BUILT  # noqa: E731
    seen.see(picture(world(), ours), LONG_AGO)
    seen.see(picture(world(BUILT), ours), LATER)
    told = seen.see(picture(world(BUILT, image(9, "team/secret:1")), ours), 2 * LATER)
    assert told["before"]["host"] == []
    assert told["others"]["images"] == 1


def test_a_world_that_stops_answering_leaves_before_as_it_was():
    seen = BeforeAndNow()
    seen.see(picture(world()), LONG_AGO)
    seen.see(picture(world(BUILT)), LATER)
    silent = seen.see(picture(world(BUILT, hub=None)), 2 * LATER)
    assert silent["hub"] is None
    assert silent["before"] == picture(world())
    assert seen.see(picture(world(BUILT)), 3 * LATER)["before"] == picture(world())


def test_after_a_reset_there_is_no_before():
    seen = BeforeAndNow()
    seen.see(picture(world(BUILT)), LONG_AGO)
    seen.see(picture(world(TAGGED)), LATER)
    seen.forget()
    assert seen.see(picture(world()), 2 * LATER)["before"] is None
