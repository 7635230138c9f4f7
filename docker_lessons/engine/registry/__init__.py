"""The one registry that the engine reaches, the practice Hub: its names, credentials, log-in and search.

Requests enter by `registry_routes`, other rooms by `registries`. It moves no image, that is `transfer`.
It may import `api`.
"""
