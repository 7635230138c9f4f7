"""Every mistake of `scenarios/logging_in.py` gets its cause, and its repair mends it."""

from docker_lessons.course_check.scenarios import logging_in
from tests.course_check.playing import scenarios_of

test_mistake = scenarios_of(logging_in)
