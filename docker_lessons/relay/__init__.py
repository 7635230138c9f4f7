"""The relay: a container that makes this computer's practice registry answer where an engine's own localhost is.

An engine in a virtual machine, or on another computer, reaches no port of this one. The relay listens on the port of
the practice registry over there, and carries what comes through its standard streams, which the engine's API brings
here (`docker_lessons.service.relay`). It is a static program of some hundred instructions, assembled when it is
needed: a learner's computer has no compiler, and nothing built is kept in the repository.
"""
