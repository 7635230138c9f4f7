"""`docker login` lines: who logs in where, and that a password is found however it is typed."""

import pytest

from docker_lessons.command.login import hide_password, read


@pytest.mark.parametrize(
    ("line", "username", "server", "password"),
    [
        ("login", "", "", None),
        ("login -u a", "a", "", None),
        ("login -ua", "a", "", None),
        ("login -u=a", "a", "", None),
        ("login --username a localhost:5056", "a", "localhost:5056", None),
        ("login --username=a -p b", "a", "", "b"),
        ("login -pb", "", "", "b"),
        ("login -p=b", "", "", "b"),
        ("login --password=b", "", "", "b"),
        ("login --password b", "", "", "b"),
        ("login -p a -p b", "", "", "b"),
        ("login -p", "", "", None),
        ("login -u a -- b", "a", "b", None),
        ("-c x login -u a -p b", "a", "", "b"),
        ("--context=x login -p b", "", "", "b"),
    ],
)
def test_a_log_in_is_read(line: str, username: str, server: str, password: str | None):
    found = read(line.split())
    assert found is not None
    assert (found.username, found.server, found.typed_password) == (username, server, password)


@pytest.mark.parametrize("line", ["images", "tag login -p b", "logout", "", "-c login images"])
def test_another_line_is_no_log_in(line: str):
    assert read(line.split()) is None
    assert hide_password(line.split()) == line.split()


@pytest.mark.parametrize(
    ("line", "kept", "hidden"),
    [
        ("login -u a -p b", "login -u a", "login -u a -p ***"),
        ("login -pb -u a", "login -u a", "login -p*** -u a"),
        ("login -p=b", "login", "login -p=***"),
        ("login --password=b c", "login c", "login --password=*** c"),
        ("login --password b c", "login c", "login --password *** c"),
        ("login a -p b -p c", "login a", "login a -p *** -p ***"),
        ("login -p", "login -p", "login -p"),
        ("-c x login -p b", "-c x login", "-c x login -p ***"),
    ],
)
def test_a_password_leaves_the_line(line: str, kept: str, hidden: str):
    found = read(line.split())
    assert found is not None
    assert " ".join(found.words) == kept
    assert " ".join(hide_password(line.split())) == hidden


@pytest.mark.parametrize(
    ("line", "option", "hidden"),
    [
        ("login -u a -password b", "-password", "login -u a -password ***"),
        ("login -u a --pass b", "--pass", "login -u a --pass ***"),
        ("login --pasword=b", "--pasword", "login --pasword=***"),
        ("login -P b", "-P", "login -P ***"),
        ("login \N{EN DASH}p b", "\N{EN DASH}p", "login \N{EN DASH}p ***"),
        ("login -u a -p b --pass", "--pass", "login -u a -p *** --pass"),
    ],
)
def test_a_password_behind_an_option_that_is_none_is_hidden_too(
    line: str, option: str, hidden: str
):
    found = read(line.split())
    assert found is not None
    assert found.odd_option == option
    assert " ".join(hide_password(line.split())) == hidden


@pytest.mark.parametrize(
    ("line", "hidden"),
    [
        ("login -u a hunter2", "login -u a ***"),
        ("login hunter2 -u a", "login *** -u a"),
        ("login -u a hunter2 localhost:5056", "login -u a *** localhost:5056"),
        ("login a hunter2", "login a ***"),
        ("login --user a hunter2", "login --user a ***"),
        ("login -u a -p b hunter2", "login -u a -p *** ***"),
    ],
)
def test_a_word_that_is_no_address_may_be_a_password(line: str, hidden: str):
    found = read(line.split())
    assert found is not None
    assert found.stray_word
    assert "hunter2" in found.secrets
    assert " ".join(hide_password(line.split())) == hidden


@pytest.mark.parametrize(
    "line",
    [
        *(
            "login -u a a",
            "login a",
            "login -user a",
            "login -u a localhost",
            "login -u a hub.docker.com",
        ),
        *("login -u a registry:5000", "login -u a https://example.com/v2"),
    ],
)
def test_a_username_and_an_address_are_no_passwords(line: str):
    found = read(line.split())
    assert found is not None
    assert not found.stray_word
    assert hide_password(line.split()) == line.split()


@pytest.mark.parametrize(
    "line", ["login -u a --password-stdin", "login -u pass", "login -pass1 -u a", "login pass"]
)
def test_what_is_no_such_option(line: str):
    found = read(line.split())
    assert found is not None
    assert found.odd_option == ""


def test_a_password_is_no_part_of_what_is_logged():
    assert "secret" not in repr(read(["login", "-u", "a", "-p", "secret"]))


def test_where_the_password_comes_from_and_help():
    found = read(["login", "--password-stdin", "-h"])
    assert found is not None
    assert found.reads_stdin
    assert found.asks_help
