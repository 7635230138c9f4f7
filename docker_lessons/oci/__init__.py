"""The vocabulary of images and registries, usable alone.

References, digests, descriptors, manifests and configs as the OCI specifications and Docker have
them, a store of blobs, and a client of the distribution protocol. It knows nothing of engines, Hubs
or lessons, and imports nothing of the other packages.
"""
