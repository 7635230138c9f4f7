"""Layers as bytes: their tar, its gzip blob, and the tree of files that layers make together.

Builds, pulls, saves and loads write and read layers here; which image has which layer is the matter of
`images`. It may import `api`.
"""
