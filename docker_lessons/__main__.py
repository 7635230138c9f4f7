"""`python -m docker_lessons` is `docker-lessons`."""

from docker_lessons.cli import main

main()
