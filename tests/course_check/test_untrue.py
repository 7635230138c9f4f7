"""Every mistake of `scenarios/untrue.py` gets its cause, and its repair mends it."""

from docker_lessons.course_check.scenarios import untrue
from tests.course_check.playing import scenarios_of

test_mistake = scenarios_of(untrue)
