"""The practice account and its password."""

import re

from docker_lessons.world import World, account
from docker_lessons.world.password_words import WORDS


def test_the_password_is_four_short_lower_case_words():
    assert re.fullmatch(r"[a-z]{3,6}(-[a-z]{3,6}){3}", account.new_password())


def test_there_are_words_enough_for_36_bits():
    assert len(set(WORDS)) == len(WORDS) >= 512


def test_each_world_has_its_own_and_keeps_it(tmp_path):
    one, other = World(tmp_path / "one"), World(tmp_path / "other")
    one.prepare()
    other.prepare()
    first = one.account()
    one.prepare()
    assert one.account() == first
    assert first.username == "demousr"
    assert first.password != other.account().password


def test_the_password_does_not_show_when_the_account_is_printed():
    assert "secret" not in repr(account.Account("demousr", "secret"))
