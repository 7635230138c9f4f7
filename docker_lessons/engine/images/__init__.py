"""The images that are here: the store with its names and events, and list, inspect, tag and remove.

Requests enter by `image_routes`, other rooms by `image_store`. How images come and go is the matter of
`build` and `transfer`; `image_use` tells which containers use an image. It may import `api` and `layers`.
"""
