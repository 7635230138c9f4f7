"""Every mistake of `scenarios/creating.py` gets its cause, and its repair mends it."""

from docker_lessons.course_check.scenarios import creating
from tests.course_check.playing import scenarios_of

test_mistake = scenarios_of(creating)
