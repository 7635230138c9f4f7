"""Containers: this engine has none yet, and answers as a dockerd without any.

Requests enter by `container_routes`; what images have to know of containers, `Containers` answers in the
form of `images.image_use`. It may import `api` and `images`.
"""
