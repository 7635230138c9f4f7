"""The client's settings: a config.json of one's own, and helpers that would tell if they were called."""

import os

import pytest

_TELLS = "#!/bin/sh\ntouch {mark}\n"


def test_settings_that_are_not_there_yet_are_fine(user, engine):
    row = user.examine().row("settings")
    assert (row["state"], "isn't there yet" in row["seen"]) == ("fine", True)


def test_settings_that_are_not_json(user):
    user.has_settings('{\n  "auths": {},\n}\n')
    row = user.examine().row("config-not-json")
    assert "line 3" in row["seen"]
    assert str(user.config) in row["repair"]


@pytest.mark.parametrize("text", ["[]", "null", '"auths"', "", "\xff"])
def test_settings_that_are_something_else(user, text):
    user.has_settings(text)
    assert "config-not-json" in user.examine().in_the_way


def test_broken_settings_do_not_stop_an_engine_that_answers(user, engine):
    user.has_settings("{")
    found = user.examine()
    assert found.worth_knowing == ["config-not-json"]
    assert found.exit_code == 0


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root (a second user): sudo make test")
def test_settings_that_sudo_left_behind(user):
    user.has_settings({"auths": {}})
    user.is_user(64_321, 64_321)
    os.chown(user.config, 0, 0)
    user.config.chmod(0o600)
    row = user.examine().row("config-unreadable")
    assert "Permission denied" in row["seen"]
    assert "sudo chown" in row["repair"]


def test_settings_that_are_a_folder(user):
    user.config.mkdir()
    assert "it's a folder" in user.examine().row("config-not-json")["seen"]


def test_docker_config_that_leads_to_nothing(user):
    row = user.examine(DOCKER_CONFIG=f"{user.home}/gone").row("config-no-folder")
    assert row["repair"].startswith("unset DOCKER_CONFIG")


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root (a second user): sudo make test")
def test_a_folder_in_which_no_login_can_be_saved(user, engine):
    user.has_settings({"auths": {}})
    user.is_user(64_321, 64_321)
    os.chown(user.config.parent, 0, 0)
    (user.folder / "engine.sock").chmod(0o777)
    user.config.parent.chmod(0o755)
    assert "config-not-writable" in user.examine().worth_knowing
    assert "config-not-writable" in user.examine("--hub", "127.0.0.1:1").in_the_way


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root (a second user): sudo make test")
def test_what_sudo_looks_at_is_roots(user, engine):
    row = user.examine(SUDO_USER="demousr").row("run-with-sudo")
    assert (row["state"], "demousr's" in row["seen"]) == ("worth knowing", True)


def test_a_helper_that_is_not_there(user, engine):
    user.has_settings({"credsStore": "desktop"})
    row = user.examine().row("helper-missing")
    assert row["state"] == "worth knowing"  # the practice Hub's logins are kept elsewhere
    assert "docker-credential-desktop" in row["seen"]
    assert '"credsStore": "desktop"' in row["repair"]


def test_with_docker_hub_a_missing_helper_is_in_the_way(user, engine):
    user.has_settings({"credHelpers": {"docker.io": "osxkeychain"}})
    assert "helper-missing" in user.examine("--hub", "127.0.0.1:1").in_the_way


@pytest.mark.parametrize("how", ["may not be run", "dead link", "folder"])
def test_a_helper_that_cannot_be_run(user, engine, how):
    path = user.bin / "docker-credential-desktop"
    if how == "may not be run":
        user.has_program(path.name, "#!/bin/sh\n", 0o644)
    elif how == "dead link":
        path.symlink_to("/Applications/Docker.app/helper")
    else:
        path.mkdir()
    user.has_settings({"credsStore": "desktop"})
    assert "helper-broken" in user.examine().worth_knowing


def test_pass_that_is_not_set_up(user, engine):
    user.has_program("docker-credential-pass", "#!/bin/sh\n")
    user.has_settings({"credsStore": "pass"})
    assert "helper-not-set-up" in user.examine().worth_knowing
    store = user.home / ".password-store"
    store.mkdir()
    (store / ".gpg-id").write_text("demousr")
    assert user.examine().row("saved-logins")["state"] == "fine"


def test_no_helper_is_ever_called(user, engine):
    mark = user.folder / "called"
    for name in ("desktop", "secretservice", "pass", "osxkeychain"):
        user.has_program(f"docker-credential-{name}", _TELLS.format(mark=mark))
    user.has_settings(
        {"credsStore": "desktop", "credHelpers": {"docker.io": "pass", "quay.io": "osxkeychain"}}
    )
    user.examine()
    user.examine("--hub", "127.0.0.1:1")
    assert not mark.exists()


def test_what_is_saved_in_the_settings_is_told_nowhere(user, engine):
    user.has_settings(
        {"auths": {"https://index.docker.io/v1/": {"auth": "c2VjcmV0OnNlY3JldA=="}}}
        | {"proxies": {"default": {"httpsProxy": "http://me:open-sesame@proxy:3128"}}}
    )
    said = user.examine().text + user.run("--engine", "docker").stdout
    assert "c2VjcmV0" not in said
    assert "open-sesame" not in said
