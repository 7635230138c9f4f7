"""The course's own test: every step, solution and mistake, played in throwaway worlds with real clients.

`check` runs it, several worlds at a time; `run` plays scenarios, each on a `stage`: a throwaway world in which
commands are typed. This package may import the lessons and the `docker` command of the cells, since it does what a
learner does; the service never imports it.
"""
