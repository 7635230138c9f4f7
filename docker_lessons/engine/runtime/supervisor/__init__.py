"""A small process beside each running program: starts it, and ends it with all its children when the engine is gone.

It runs as a program of its own, with `runtime` as the outermost package: so it needs only the standard library, and
imports the modules around it by relative names.
"""
