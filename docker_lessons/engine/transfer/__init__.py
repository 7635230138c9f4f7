"""Images on their way: push and pull between engine and registry, save and load as a tar archive.

Requests enter by `transfer_routes`; a build pulls its base image by `pull`. Other rooms keep the images
and know the registry. It may import `api`, `layers`, `images` and `registry`.
"""
