"""What is taught: a course, its steps, what is told of each, and what is remembered.

A step is data and pure functions over a `Look`: what was observed (`docker_lessons.world.snapshot`) and
what is remembered (`view`). The files of `steps/` can be read aloud. `course.Course` runs a
`CourseDefinition` inside a world's service, and `routes` answers for it on the control socket. It speaks the
public protocols only and imports neither the practice engine nor the practice Hub; it knows nothing of how a
verdict is drawn.
"""
