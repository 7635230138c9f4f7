"""The relay: a container that makes this computer's practice registry answer at an engine's own localhost.

An engine in a virtual machine, or on another computer, cannot reach this computer's ports. The relay listens where the
engine looks for the practice registry, and passes on what comes through its standard streams, which the engine's API
connects to this computer (`docker_lessons.service.relay`). It is a static program of some hundred instructions,
assembled when it is needed: a learner's computer has no compiler, and nothing built is kept in the repository.
"""
