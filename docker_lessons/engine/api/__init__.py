"""How the Engine API speaks: requests and answers, refusals, filters, times, JSON as Go writes it.

It knows the forms of the API and nothing of images, builds or registries; it also lists what the engine
does not serve at all (`unsupported`). A request enters a room by its ``*_routes`` module, which uses this
room. It imports no other room.
"""
