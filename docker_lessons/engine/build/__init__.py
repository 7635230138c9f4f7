"""Builds with the classic builder: Dockerfile, instructions, build context, copying, cache.

Requests enter by `build_routes`. `runtime` executes the commands of RUN; there is no BuildKit. It may
import `api`, `layers`, `images`, `registry`, `transfer` and `runtime`.
"""
