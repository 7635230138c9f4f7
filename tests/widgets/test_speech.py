"""What the scripts of the widgets say, in the language of the kernel."""

import json

from docker_lessons.language import speaking
from docker_lessons.language.catalogue import OTHER_FOLDER
from docker_lessons.widgets import speech
from docker_lessons.world.names import Names
from translation import front, pseudo


def test_the_list_of_the_front_ends_messages_is_that_of_its_source():
    """`python -m translation update` writes it."""
    assert speech.MESSAGES.read_text("utf-8") == front.text()


def test_in_english_nothing_is_sent_but_plurals():
    with speaking("en"):
        spoken = speech.spoken()
    assert spoken["tag"] == "en"
    assert all(isinstance(told, dict) for told in spoken["messages"].values())


def test_at_a_registry_of_ones_own_choice_the_hub_is_called_that():
    with speaking("en"):
        spoken = speech.spoken(Names(hub="registry"))
    assert spoken["messages"]["{name} is gone from the Hub"] == "{name} is gone from the registry"
    assert "Hint" not in spoken["messages"]


def test_a_translation_is_sent_for_every_message(tmp_path, monkeypatch):
    monkeypatch.setenv(OTHER_FOLDER, str(pseudo.folder(tmp_path)))
    with speaking(pseudo.LANGUAGE):
        spoken = speech.spoken()
    wanted = json.loads(speech.MESSAGES.read_text("utf-8"))
    assert spoken["messages"]["Hint"] == pseudo.accented("Hint")
    plural = spoken["messages"]["{number} minute"]
    assert plural["forms"] == [
        pseudo.accented(f"{{number}} {word}") for word in ("minutes", "minute")
    ]
    assert plural["which"].startswith("010")
    assert {one if isinstance(one, str) else one[0] for one in wanted} - set(
        spoken["messages"]
    ) == {one for one in wanted if isinstance(one, str) and pseudo.accented(one) == one}
