"""The course's names, with and without a registry's address in front."""

from docker_lessons.world import Names


def test_the_chapters_own_names():
    names = Names()
    assert names.image == "myimage:0.1"
    assert names.target == "demousr/demorep:1.0"
    assert names.second_target == "demousr/demorep:2.0"


def test_another_registry_stands_in_front():
    assert Names(registry="localhost:5056").target == "localhost:5056/demousr/demorep:1.0"
