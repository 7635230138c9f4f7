"""What is in the way of the course on this computer: `docker-lessons doctor`.

`facts/` asks everything once, each question within seconds, and changes nothing. `checks/` is a table of pure
functions from these facts to a finding. `examination` puts them together.
"""
