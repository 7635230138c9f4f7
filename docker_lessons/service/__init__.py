"""The one background process of a world: `python -m docker_lessons.service HOME`.

The composition root: here, and only here, practice engine, practice Hub and lessons meet. It listens on the engine's
unix socket, on loopback for registry and Hub, on a unix socket for the Hub's pages as Jupyter proxies them, and on
the control socket that `docker_lessons.world.control` speaks to. A lock on a file in the world's directory keeps a
second service from starting.
"""
