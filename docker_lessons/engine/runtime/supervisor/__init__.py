"""A small process beside each running program: it starts it, and ends all that it started when the engine is gone.

It is started as a program of its own, with `runtime` as the outermost package, so it needs the standard library
and imports what is around it by relative names.
"""
