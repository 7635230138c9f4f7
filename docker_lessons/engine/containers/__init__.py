"""Containers as the Engine API has them: programs of an image, started, watched, and looked at.

Requests enter by the `*_routes`; `Containers` tells images what they have to know of containers, in the form of
`images.image_use`. How a program is started is the matter of `runtime`. It may import `api`, `layers`,
`images` and `runtime`.
"""
