"""Every slip of `scenarios/typing.py` gets its sentence in the cell, and what is proposed there leads on."""

from docker_lessons.course_check.scenarios import typing
from tests.course_check.playing import scenarios_of

test_mistake = scenarios_of(typing)
