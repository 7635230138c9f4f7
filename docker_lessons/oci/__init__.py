"""The data structures and protocols of images and registries, usable without the rest.

References, digests, descriptors, manifests and configs as the OCI specifications and Docker define
them, a store of blobs, and a client of the distribution protocol. It knows nothing about engines,
Hubs or lessons, and imports none of the other packages.
"""
