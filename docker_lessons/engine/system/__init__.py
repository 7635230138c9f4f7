"""The engine about itself: ping, version, info, disk usage, and the stream of events.

Requests enter by `system_routes` and `event_routes`. It only reads; events are logged where images change,
in `images`. It may import `api` and `images`.
"""
