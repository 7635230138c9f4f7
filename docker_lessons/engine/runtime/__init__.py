"""Runs programs in the files of an image: what `docker run`, `docker exec` and `RUN` start.

It knows nothing of containers and requests: `containers` and `build` ask it. It may import `api` and `layers`.
"""
