"""The mistakes that a course about Docker has to know, each made with real clients and mended again.

A scenario makes its mistake on a `Stage`: a throwaway world in which the steps before are done. It reads the
verdict from `docker-lessons check --json` in another process, and does what the verdict's repair says,
until the step passes. Nothing in it builds an event, a snapshot or a verdict.
"""
