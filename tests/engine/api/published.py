"""What Docker publishes of the Engine API, 1.24 to 1.55: each route's parameters, headers among them.

Also those that dockerd reads without saying so (`buildid`, `cgroupparent`, `cpusetmems`, `isolation`,
`securityopt`, `session`, `ulimits` of a build, `X-Registry-Auth` of a search, `X-Meta-*`).
"""

_ROUTES = """
GET /_ping
HEAD /_ping
GET /version
GET /info
GET /system/df: type verbose
GET /events: since until filters
POST /auth
GET /images/search: term limit filters X-Registry-Auth X-Meta-*
GET /images/json: all filters filter digests shared-size manifests identity
POST /images/prune: filters
POST /images/create: fromImage fromSrc repo tag message changes platform X-Registry-Auth X-Meta-*
GET /images/get: names platform
POST /images/load: quiet platform
GET /images/{}/json: manifests platform
GET /images/{}/history: platform
GET /images/{}/get: platform
POST /images/{}/push: tag platform X-Registry-Auth X-Meta-*
POST /images/{}/tag: repo tag
DELETE /images/{}: force noprune platforms
GET /distribution/{}/json: X-Registry-Auth
POST /build: dockerfile t remote q nocache cachefrom pull rm forcerm memory memswap cpushares cpusetcpus
  cpusetmems cpuperiod cpuquota cgroupparent buildargs shmsize squash labels networkmode extrahosts platform target
  outputs version buildid isolation securityopt session ulimits X-Registry-Config
POST /build/prune: keep-storage all filters reserved-space max-used-space min-free-space
POST /build/cancel: id
GET /volumes: filters
POST /volumes/prune: filters
DELETE /volumes/{}: force
GET /networks: filters
GET /networks/{}: verbose scope
DELETE /networks/{}
POST /networks/prune: filters
GET /plugins: filters
DELETE /plugins/{}: force
POST /commit: container repo tag comment author pause changes
POST /containers/create: name platform
GET /containers/json: all limit size filters
POST /containers/prune: filters
DELETE /containers/{}: v force link
GET /containers/{}/archive: path
HEAD /containers/{}/archive: path
PUT /containers/{}/archive: path noOverwriteDirNonDir copyUIDGID
POST /containers/{}/attach: detachKeys logs stream stdin stdout stderr
GET /containers/{}/attach/ws: detachKeys logs stream stdin stdout stderr
GET /containers/{}/changes
POST /containers/{}/exec
GET /containers/{}/export
GET /containers/{}/json: size
POST /containers/{}/kill: signal
GET /containers/{}/logs: follow stdout stderr since until timestamps tail
POST /containers/{}/pause
POST /containers/{}/rename: name
POST /containers/{}/resize: h w
POST /containers/{}/restart: t signal
POST /containers/{}/start: detachKeys
GET /containers/{}/stats: stream one-shot
POST /containers/{}/stop: t signal
GET /containers/{}/top: ps_args
POST /containers/{}/unpause
POST /containers/{}/update
POST /containers/{}/wait: condition
GET /exec/{}/json
POST /exec/{}/resize: h w
POST /exec/{}/start
"""

PUBLISHED: dict[str, set[str]] = {
    route: set(names.split())
    for route, _, names in (
        line.partition(":") for line in _ROUTES.replace("\n ", " ").strip().split("\n")
    )
}
"""Each route, its names in the path left out, and its parameters."""
