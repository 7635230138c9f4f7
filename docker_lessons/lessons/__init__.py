"""What is taught: steps, their checks, the causes of a wrong turn, hints, solutions and memory.

A step is data and pure functions over what was observed (`docker_lessons.world.snapshot`) and what
is remembered (`memory`): the files of `steps/` can be read aloud. `Course` runs them inside a
world's service and answers on its control socket. It speaks the public protocols only and imports
neither the practice engine nor the practice Hub; it knows nothing of how a verdict is drawn.
"""
