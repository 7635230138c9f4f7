"""The names of Docker Hub: its hosts, the default registry, the key of its credential.

Sources: distribution/reference, `normalize.go` (`docker.io`, `index.docker.io`); docker/cli,
`cli/config/configfile` and moby, `registry/config.go` (the index server, `registry-1.docker.io`).
"""

DOMAIN = "docker.io"
"""The registry that Docker takes when a name gives none."""

INDEX = "index.docker.io"
"""An older name of that registry, still read as `docker.io`."""

REGISTRY = "registry-1.docker.io"
"""The host that the registry's requests go to."""

OLD_REGISTRY = "registry.hub.docker.com"
"""An older host of the registry."""

PAGES = "hub.docker.com"
"""The host of the pages, which people also give to `docker login`."""

INDEX_SERVER = f"https://{INDEX}/v1/"
"""The key of Docker Hub's credential in config.json, as Docker's clients write it."""

REGISTRY_HOSTS = frozenset({DOMAIN, INDEX, REGISTRY})
"""The hosts that `docker login` reads as Docker Hub."""

CREDENTIAL_KEYS = REGISTRY_HOSTS | {INDEX_SERVER, f"https://{DOMAIN}", f"https://{REGISTRY}"}
"""Keys of config.json's `auths` under which a client may keep a credential for Docker Hub."""
