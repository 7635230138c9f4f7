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
"""The host of the pages and of the API, which people also give to `docker login`."""

REGISTRY_URL = f"https://{REGISTRY}"
"""The registry's address. It names the token service, auth.docker.io, in its challenge."""

PAGES_URL = f"https://{PAGES}"
"""The address of the pages and of the API."""

TOKENS_URL = "https://app.docker.com/settings/personal-access-tokens"
"""The page on which people create a personal access token."""

INDEX_SERVER = f"https://{INDEX}/v1/"
"""The key of Docker Hub's credential in config.json, the only one that Docker's clients read."""

ACCESS_TOKEN_PREFIX = "dckr_pat_"  # noqa: S105  # of every token, and so no secret
"""How a personal access token begins, which somebody may end at the Hub at any time."""

REGISTRY_HOSTS = frozenset({DOMAIN, INDEX, REGISTRY})
"""The hosts of Docker Hub's registry, as engines reach it."""

CREDENTIAL_KEYS = REGISTRY_HOSTS | {INDEX_SERVER, f"https://{DOMAIN}", f"https://{REGISTRY}"}
"""Keys of config.json's `auths` that show that somebody logged in to Docker Hub, by whatever address."""
