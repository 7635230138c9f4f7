"""Builds with the classic builder: Dockerfile, instructions, build context, copying, cache.

Requests enter by `build_routes`. It executes no command and has no BuildKit. It may import `api`,
`layers`, `images`, `registry` and `transfer`.
"""
