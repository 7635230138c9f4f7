"""What Docker answers, as clients 20.10 and 28, dockerd 20.10 and 26 and both builders word it, and what that means."""

import pytest

from docker_lessons.findings.docker_answers import (
    ANSWERS,
    NOT_THE_LEARNERS,
    SENTENCES,
    sentence_for,
    what_docker_said,
)
from docker_lessons.findings.wording import placeholders_of, tell
from docker_lessons.lessons.wording import placeholders
from docker_lessons.world import Names

DAEMON = "Error response from daemon: "
SOLVE = "ERROR: failed to solve: "
REF = "failed to calculate checksum of ref 8df35974-c646-401e::qd5nkuy596bhw18uylforguk7: "
DESKTOP = "docker-credential-desktop"

# A command, what was printed for it, the cause and the facts.
SAID = [
    # The engine
    ("images", 'permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock: Get "http://%2Fvar%2Frun%2Fdocker.sock/v1.24/images/json": dial unix /var/run/docker.sock: connect: permission denied', "engine-forbidden", {}),
    ("images", 'error during connect: this error may indicate that the docker daemon is not running: Get "http://%2F%2F.%2Fpipe%2Fdocker_engine/v1.24/images/json": open //./pipe/docker_engine: The system cannot find the file specified.', "engine-away", {}),
    ("images", "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?", "engine-away", {}),
    ("images", "request returned 500 Internal Server Error for API route and version http://%2F%2F.%2Fpipe%2FdockerDesktopLinuxEngine/v1.47/images/json, check if the server supports the requested API version", "engine-in-trouble", {}),
    ("ps", DAEMON + "client version 1.52 is too new. Maximum supported API version is 1.41", "versions-apart new", {}),
    ("ps", DAEMON + "client version 1.22 is too old. Minimum supported API version is 1.24, please upgrade your client to a newer version", "versions-apart old", {}),
    ("pull", "failed to register layer: write /usr/lib/libx.so: no space left on device", "disk-full", {}),
    ("build", SOLVE + "failed to copy files: copy file range failed: no space left on device", "disk-full", {}),
    # Helpers that keep passwords
    ("login", f'error getting credentials - err: exec: "{DESKTOP}": executable file not found in $PATH, out: ``', "credential-helper missing", {"helper": "desktop", "program": DESKTOP}),
    ("login", f'Error saving credentials: error storing credentials - err: exec: "{DESKTOP}.exe": executable file not found in %PATH%, out: ``', "credential-helper missing", {"helper": "desktop", "program": DESKTOP}),
    ("build", f'{SOLVE}node:20: failed to resolve source metadata for docker.io/library/node:20: error getting credentials - err: exec: "docker-credential-osxkeychain": executable file not found in $PATH, out: ``', "credential-helper missing", {"helper": "osxkeychain", "program": "docker-credential-osxkeychain"}),
    ("login", f"Error saving credentials: error storing credentials - err: {DESKTOP} resolves to executable in current directory (./{DESKTOP}), out: ``", "credential-helper missing", {"helper": "desktop", "program": DESKTOP}),
    ("pull", f"error getting credentials - err: fork/exec /usr/bin/{DESKTOP}.exe: exec format error, out: ``", "credential-helper broken", {"helper": "desktop", "program": DESKTOP}),
    ("login", "Error saving credentials: error storing credentials - err: exit status 1, out: `pass not initialized: exit status 1: Error: password store is empty.`", "credential-helper pass", {}),
    ("login", "Error saving credentials: error storing credentials - err: exit status 1, out: `User interaction is not allowed.`", "credential-helper locked", {}),
    ("pull", "error getting credentials - err: exit status 1, out: `A specified logon session does not exist. It may already have been terminated.`", "credential-helper locked", {}),
    ("login", "Error saving credentials: open /home/demousr/.docker/config.json3175: permission denied", "credential-helper read-only", {}),
    ("pull", "error getting credentials - err: exit status 127, out: ``", "credential-helper failing", {}),
    # What a client would do by itself, in the practice world
    ("manifest", 'failed to configure transport: error pinging v2 registry: Get "https://registry-1.docker.io/v2/": proxyconnect tcp: dial tcp 127.0.0.1:1: connect: connection refused', "kept-here", {}),
    ("build", "unable to prepare context: unable to 'git clone' to temporary context directory: error fetching: fatal: unable to access 'https://github.com/a/b.git/': Failed to connect to 127.0.0.1 port 1 after 0 ms: Couldn't connect to server", "kept-here", {}),
    ("push", "Error: error contacting notary server: dial tcp 127.0.0.1:1: connect: connection refused", "kept-here", {}),
    # Builds
    ("build", 'unable to prepare context: path "nosuch" not found', "no-such-folder", {"folder": "nosuch"}),
    ("build", "unable to prepare context: unable to evaluate symlinks in Dockerfile path: lstat /home/demousr/e/Dockerfile: no such file or directory", "no-dockerfile standard", {}),
    ("build", "unable to prepare context: unable to evaluate symlinks in Dockerfile path: lstat /home/demousr/x: no such file or directory", "no-dockerfile other", {"file": "x"}),
    ("build", SOLVE + "failed to read dockerfile: open Dockerfile: no such file or directory", "no-dockerfile standard", {}),
    ("build", SOLVE + "failed to read dockerfile: open Dockerfil: no such file or directory", "no-dockerfile other", {"file": "Dockerfil"}),
    ("build", DAEMON + "Cannot locate specified Dockerfile: Dockerfile", "no-dockerfile standard", {}),
    ("build", DAEMON + "the Dockerfile (Dockerfile) cannot be empty", "empty-dockerfile", {}),
    ("build", SOLVE + "the Dockerfile cannot be empty", "empty-dockerfile", {}),
    ("build", DAEMON + "failed to parse Dockerfile: file with no instructions", "empty-dockerfile", {}),
    ("build", SOLVE + "file with no instructions", "empty-dockerfile", {}),
    ("build", DAEMON + "dockerfile parse error line 7: unknown instruction: <!DOCTYPE", "dockerfile-is-a-web-page", {}),
    ("build", DAEMON + "dockerfile parse error line 2: unknown instruction: COPPY", "unknown-instruction near", {"number": 2, "word": "COPPY", "instruction": "COPY"}),
    ("build", SOLVE + "dockerfile parse error on line 2: unknown instruction: form (did you mean FROM?)", "unknown-instruction near", {"number": 2, "word": "form", "instruction": "FROM"}),
    # Podman 4.3's words
    ("build", 'building at STEP "COPPY ": Build error: Unknown instruction: "COPPY" &imagebuilder.Step{Env:[]string{"PATH=/bin"}, Command:"coppy", Args:[]string{""}, Message:"COPPY ", Original:"COPPY hello /hello"}', "unknown-instruction somewhere near", {"word": "COPPY", "instruction": "COPY"}),
    ("build", 'building at STEP "&& ": Build error: Unknown instruction: "&&" &imagebuilder.Step{Command:"&&"}', "unknown-instruction somewhere far", {"word": "&&"}),
    ("build", 'no contents in "/var/tmp/libpod_builder3953114783/build/Dockerfile"', "empty-dockerfile", {}),
    ("build", "building: no stages to build", "empty-dockerfile", {}),
    ("build", "no FROM statement found", "no-from-first", {}),
    ("build", "FROM requires either one argument, or three: FROM <source> [as <name>]", "instruction-arguments somewhere", {"word": "FROM"}),
    ("build", 'building at STEP "COPY hello": COPY requires at least one argument', "instruction-arguments somewhere", {"word": "COPY"}),
    ("build", "parsing main Dockerfile: /var/tmp/libpod_builder1958540066/build/Dockerfile: ENV must have two arguments", "instruction-arguments somewhere", {"word": "ENV"}),
    ("build", 'building at STEP "COPY helo /": checking on sources under "/var/tmp/libpod_builder4084472913/build": copier: stat: "/helo": no such file or directory', "file-not-in-context missing", {"file": "helo"}),
    ("build", 'building at STEP "COPY ../x /": checking on sources under "/var/tmp/libpod_builder3000512585/build": possible escaping context directory error: copier: stat: "/x": no such file or directory', "file-not-in-context outside", {"file": "x"}),
    ("build", 'error running container: from /usr/bin/runc creating container for [/bin/sh -c echo]: level=error msg="runc create failed: unable to start container process: exec: \\"/bin/sh\\": stat /bin/sh: no such file or directory"\n: exit status 1\nbuilding at STEP "RUN echo": while running runtime: exit status 1', "run-lacks-program", {"program": "/bin/sh"}),
    ("rmi", DAEMON + "failed to find image nosuch:1: docker.io/library/nosuch:1: image not known", "image-not-here named", {"name": "nosuch:1"}),
    ("save", DAEMON + "docker.io/library/nosuch: image not known", "image-not-here named", {"name": "docker.io/library/nosuch"}),
    ("rmi", DAEMON + 'unable to delete image "ebff15760e735472" by ID with more than one tag ([docker.io/library/myimage:0.1 a/b:1]): please force removal', "several-names", {}),
    ("rmi", DAEMON + "image a/b:1 is in use: image used by aea1c6e47459c70c4d008fb02cf88f6b5059cb45a80b44d0a28f48486b8d64cf: image is in use by a container: consider listing external containers and force-removing image", "used-by-container some", {"container": "aea1c6e47459"}),
    ("rm", DAEMON + 'no container with name or ID "abc" found: no such container', "no-such-container container", {"name": "abc"}),
    ("build", SOLVE + "dockerfile parse error on line 12: unknown instruction: &&", "unknown-instruction far", {"number": 12, "word": "&&"}),
    ("build", DAEMON + "no build stage in current context", "no-from-first", {}),
    ("build", SOLVE + "no build stage in current context", "no-from-first", {}),
    ("build", DAEMON + "dockerfile parse error line 2: COPY requires at least two arguments, but only one was provided. Destination could not be determined", "instruction-arguments line", {"number": 2, "word": "COPY"}),
    ("build", SOLVE + "dockerfile parse error on line 1: FROM requires either one or three arguments", "instruction-arguments line", {"number": 1, "word": "FROM"}),
    ("build", DAEMON + "failed to parse Dockerfile: ENV must have two arguments", "instruction-arguments somewhere", {"word": "ENV"}),
    ("build", "failed to solve with frontend dockerfile.v0: failed to create LLB definition: ENV must have two arguments", "instruction-arguments somewhere", {"word": "ENV"}),
    ("build", SOLVE + "LABEL must have two arguments", "instruction-arguments somewhere", {"word": "LABEL"}),
    ("build", DAEMON + "dockerfile parse error line 2: SHELL requires the arguments to be in JSON form", "dockerfile-line", {"number": 2, "said": "SHELL requires the arguments to be in JSON form"}),
    ("build", "COPY failed: file not found in build context or excluded by .dockerignore: stat helo: file does not exist", "file-not-in-context missing", {"file": "helo"}),
    ("build", "ADD failed: stat /var/lib/docker/tmp/docker-builder804/site/my page.html: no such file or directory", "file-not-in-context missing", {"file": "site/my page.html"}),
    ("build", f'{SOLVE}failed to compute cache key: {REF}"/helo": not found', "file-not-in-context missing", {"file": "helo"}),
    ("build", SOLVE + 'rpc error: code = Unknown desc = failed to compute cache key: "/helo" not found: not found', "file-not-in-context missing", {"file": "helo"}),
    ("build", f'1 warning found\n - CopyIgnoredFile: Attempting to Copy file "helo" that is excluded by .dockerignore (line 2)\n{SOLVE}failed to compute cache key: {REF}"/helo": not found', "file-not-in-context ignored", {"file": "helo"}),
    ("build", "COPY failed: forbidden path outside the build context: ../x ()", "file-not-in-context outside", {"file": "../x"}),
    ("build", SOLVE + "failed to walk /var/lib/docker/tmp/buildkit-mount123/site: lstat /var/lib/docker/tmp/buildkit-mount123/site: no such file or directory", "file-not-in-context missing", {"file": "site"}),
    ("build", "COPY failed: no source files were specified", "file-not-in-context none", {}),
    ("build", 'unable to start container process: exec: "/bin/sh": stat /bin/sh: no such file or directory: unknown', "run-lacks-program", {"program": "/bin/sh"}),
    ("build", "ERROR: the practice engine runs no containers", "nothing-runs-here", {}),
    ("run", "docker: Error response from daemon: this practice engine runs no containers: programs are not run here", "nothing-runs-here", {}),
    # The line
    ("pus", "docker: unknown command: docker pus\n\nRun 'docker --help' for more information", "unknown-command", {"typed": "pus"}),
    ("pus", "docker: 'pus' is not a docker command.\nSee 'docker --help'", "unknown-command", {"typed": "pus"}),
    ("build", 'ERROR: "docker buildx build" requires exactly 1 argument.', "word-count", {"command": "docker buildx build"}),
    ("tag", "docker: 'docker tag' requires 2 arguments", "word-count", {"command": "docker tag"}),
    ("images", "unknown flag: --nosuch\nSee 'docker images --help'.", "no-such-option", {"option": "--nosuch"}),
    ("build", "unknown shorthand flag: 'T' in -T", "no-such-option", {"option": "-T"}),
    ("build", "flag needs an argument: 't' in -t", "option-without-value", {"option": "-t"}),
    ("images", "template parsing error: template: :1: unclosed action", "wrong-template", {}),
    ("build", 'Failed to initialize: unable to resolve docker endpoint: context "foo": context not found: open /x: no such file', "no-such-context", {"name": "foo"}),
    ("images", 'context "foo" does not exist', "no-such-context", {"name": "foo"}),
    ("build", r'unable to prepare context: path "C:\\Users\\me" not found', "no-such-folder", {"folder": r"C:\Users\me"}),
    ("push", "tag can't be used with --all-tags/-a", "all-tags-with-tag", {}),
    ("pull", "tag can't be used with --all-tags/-a", "pull-all-tags-with-tag", {}),
    ("run", DAEMON + "image with reference a:1 was found but does not match the specified platform: wanted linux/arm64, actual: linux/amd64", "other-platform-asked", {"wanted": "linux/arm64"}),
    ("create", DAEMON + "image with reference a:1 was found but does not provide the specified platform (linux/arm64)", "other-platform-asked", {"wanted": "linux/arm64"}),
    ("run", "the input device is not a TTY", "no-terminal", {}),
    # Images and containers
    ("run", f"Unable to find image 'push:latest' locally\ndocker: {DAEMON}pull access denied for push, repository does not exist or may require 'docker login': denied: requested access to the resource is denied.", "two-commands", {"word": "push"}),
    ("rmi", DAEMON + "conflict: unable to delete 4c6f8497d662 (cannot be forced) - image has dependent child images", "child-images", {}),
    ("rmi", DAEMON + "conflict: unable to delete 4c6f8497d662 (must be forced) - image is referenced in multiple repositories", "several-names", {}),
    ("rmi", DAEMON + "conflict: unable to delete 4c6f8497d662 (must be forced) - image is referenced in one or more repositories", "several-names", {}),
    ("rmi", DAEMON + "conflict: unable to delete 93b207a75456 (cannot be forced) - image is being used by running container 8a3f33cea3aa", "used-by-container running", {"container": "8a3f33cea3aa"}),
    ("rmi", DAEMON + "conflict: unable to delete 93b207a75456 (must be forced) - image is being used by stopped container 8a3f33cea3aa", "used-by-container stopped", {"container": "8a3f33cea3aa"}),
    ("rmi", DAEMON + 'conflict: unable to remove repository reference "myimage:0.1" (must force) - container 8a3f33cea3aa is using its referenced image 93b207a75456', "used-by-container some", {"container": "8a3f33cea3aa"}),
    ("rm", DAEMON + 'cannot remove container "/n": container is running: stop the container before removing or force remove', "container-is-running", {}),
    ("rm", DAEMON + "You cannot remove a running container 8a3f33cea3aa. Stop the container before attempting removal or force remove", "container-is-running", {}),
    ("create", DAEMON + 'Conflict. The container name "/n" is already in use by container "8a3f33cea3aa".', "container-name-taken", {"name": "n"}),
    ("rm", "Error: No such container: web", "no-such-container container", {"name": "web"}),
    ("build", "unable to prepare context: context must be a directory: /home/me/myimage/Dockerfile", "file-for-folder", {}),
    ("remove", "Error: No such container: myimage:0.1", "no-such-container image", {"name": "myimage:0.1"}),
    ("rename", "Error response from daemon: No such container: myimage:0.1", "not-a-container image", {"name": "myimage:0.1"}),
    ("commit", "Error response from daemon: No such container: demousr/demorep:1.0", "not-a-container image", {"name": "demousr/demorep:1.0"}),
    ("start", "Error response from daemon: No such container: web", "not-a-container container", {"name": "web"}),
    ("rm", "Error: No such container: myimage:0.1", "no-such-container image", {"name": "myimage:0.1"}),
    ("rmi", "Error: No such image: myimage:0.1", "image-not-here named", {"name": "myimage:0.1"}),
    ("inspect", "Error: No such object: myimage:0.1", "image-not-here named", {"name": "myimage:0.1"}),
    ("push", "An image does not exist locally with the tag: demousr/demorep", "image-not-here named", {"name": "demousr/demorep"}),
    ("push", "tag does not exist: demousr/demorep:1.0", "image-not-here named", {"name": "demousr/demorep:1.0"}),
    ("run", "exec /message.txt: exec format error", "other-processor", {}),
    ("pull", DAEMON + "no matching manifest for linux/arm64/v8 in the manifest list entries", "other-processor", {}),
    ("run", "WARNING: The requested image's platform (linux/arm64/v8) does not match the detected host platform (linux/amd64/v3)", "other-processor", {}),
    ("run", f'docker: {DAEMON}failed to create task for container: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "nosuch": executable file not found in $PATH: unknown.', "no-such-program", {"program": "nosuch"}),
    ("run", f'docker: {DAEMON}OCI runtime create failed: exec: "/nosuch": stat /nosuch: no such file or directory: unknown.', "no-such-program", {"program": "/nosuch"}),
    ("run", f"docker: {DAEMON}No command specified", "no-command", {}),
    ("create", DAEMON + "no command specified", "no-command", {}),
    ("run", f'docker: {DAEMON}failed to create task: exec: "/message.txt": permission denied: unknown.', "program-not-executable", {"program": "/message.txt"}),
    # Log-ins
    ("login", "Must provide --username with --password-stdin", "username-missing", {}),
    ("login", DAEMON + 'unable to parse server address: parse "https://YOUR_REGISTRY:PORT": invalid port ":PORT" after host', "address-unreadable", {"address": "YOUR_REGISTRY:PORT"}),
    ("login", DAEMON + 'unable to parse server address: parse "http://a b": invalid character " " in host name', "address-unreadable", {"address": "a b"}),
    ("login", "Error: Cannot perform an interactive login from a non TTY device", "no-terminal-to-ask-in", {}),
    ("login", DAEMON + 'Get "https://registry-1.docker.io/v2/": unauthorized: your account must log in with a Personal Access Token (PAT)', "token-wanted", {}),
    ("login", DAEMON + "unauthorized: please use personal access token to login", "token-wanted", {}),
    ("login", DAEMON + "unauthorized: two-factor authentication is required", "token-wanted", {}),
    ("pull", DAEMON + "Account is not active", "account-not-verified", {}),
    ("push", "denied: please verify your email address", "account-not-verified", {}),
    ("login", DAEMON + "unauthorized: your email address is not verified", "account-not-verified", {}),
    ("push", "denied: you have exceeded the limit of private repositories for your plan", "private-quota", {}),
    ("push", "denied: private repository limit reached", "private-quota", {}),
    ("push", "denied: repository limit reached", "repository-limit", {}),
    ("login", "password is empty", "password-empty", {}),
    ("login", DAEMON + "too many failed login attempts for username or IP address", "too-many-tries", {}),
    ("pull", DAEMON + 'Head "https://registry-1.docker.io/v2/library/redis/manifests/alpine": unauthorized: personal access token is expired', "token-expired", {}),
    ("login", DAEMON + 'Get "https://registry-1.docker.io/v2/": unauthorized: personal access token is inactive', "token-inactive", {}),
    ("push", "denied: requested access to the resource is denied - This tag is already assigned to an image in this repository and cannot be updated due to immutability settings. To push this image, use a different tag.", "tag-immutable", {}),
    ("push", "unauthorized: access token has insufficient scopes", "token-may-not-write", {}),
    ("login", DAEMON + 'Get "https://registry-1.docker.io/v2/": unauthorized: incorrect username or password', "wrong-password", {}),
    ("login", DAEMON + "login attempt to http://localhost:5056/v2/ failed with status: 401 Unauthorized", "wrong-password", {}),
    ("pull", DAEMON + 'Head "https://registry-1.docker.io/v2/a/b/manifests/1": unauthorized: incorrect username or password', "stale-credentials", {}),
    ("pull", DAEMON + 'failed to resolve reference "docker.io/a/b:1": failed to authorize: failed to fetch oauth token: unexpected status from GET request to https://auth.docker.io/token?scope=repository%3Aa%2Fb%3Apull&service=registry.docker.io: 401 Unauthorized', "stale-credentials", {}),
    ("push", "failed to authorize: failed to fetch oauth token: unexpected status from POST request to https://auth.docker.io/token: 401 Unauthorized", "log-in-not-for-push", {}),
    ("build", SOLVE + "a/b:1: failed to resolve source metadata for docker.io/a/b:1: failed to authorize: failed to fetch oauth token: unexpected status: 401 Unauthorized", "stale-credentials", {}),
    ("pull", DAEMON + 'failed to resolve reference "docker.io/a/b:1": failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://auth.docker.io/token: 401 Unauthorized', "pull-denied unnamed", {}),
    # Rights
    ("pull", DAEMON + "pull access denied for a/b, repository does not exist or may require 'docker login': denied: requested access to the resource is denied", "pull-denied named", {"name": "a/b"}),
    ("build", SOLVE + "a/b: failed to resolve source metadata for docker.io/a/b:latest: pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed", "pull-denied unnamed", {}),
    ("pull", DAEMON + "denied", "pull-denied unnamed", {}),
    ("push", "denied: requested access to the resource is denied", "push-denied", {}),
    ("push", "push access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed", "push-denied", {}),
    ("push", "unauthorized: authentication required", "push-denied", {}),
    ("push", "no basic auth credentials", "push-denied", {}),
    ("pull", DAEMON + "manifest for a/b:9 not found: manifest unknown: manifest unknown", "tag-not-there named", {"name": "a/b:9"}),
    ("pull", DAEMON + 'failed to resolve reference "docker.io/a/b:9": docker.io/a/b:9: not found', "tag-not-there named", {"name": "a/b:9"}),
    ("build", SOLVE + "a/b:9: failed to resolve source metadata for docker.io/a/b:9: docker.io/a/b:9: not found", "tag-not-there named", {"name": "a/b:9"}),
    ("build", "failed to solve with frontend dockerfile.v0: failed to create LLB definition: a/b:9: not found", "tag-not-there named", {"name": "a/b:9"}),
    ("pull", DAEMON + "manifest unknown", "tag-not-there unnamed", {}),
    # The way to the registry, and the registry
    ("run", "docker: Error response from daemon: container create: no command or entrypoint provided, and no CMD or ENTRYPOINT from image", "no-command", {}),
    ("run", "unable to upgrade to tcp, received 409", "program-not-started", {}),
    ("pull", DAEMON + "toomanyrequests: You have reached your unauthenticated pull rate limit.", "rate-limit address", {}),
    ("pull", DAEMON + "toomanyrequests: You have reached your pull rate limit. You may increase the limit by authenticating and upgrading: https://www.docker.com/increase-rate-limit", "rate-limit address", {}),
    ("pull", DAEMON + "toomanyrequests: You have reached your pull rate limit as 'demousr': dckr_jti_x -- You may increase the limit by upgrading. https://www.docker.com/increase-rate-limit", "rate-limit account", {}),
    ("pull", DAEMON + 'failed to resolve reference "docker.io/a/b:1": unexpected status from HEAD request to https://registry-1.docker.io/v2/a/b/manifests/1: 429 Too Many Requests', "rate-limit requests", {}),
    ("push", "The push refers to repository [docker.io/a/b]\ntoomanyrequests: Too Many Requests (HAP429).", "rate-limit requests", {}),
    ("login", DAEMON + "toomanyrequests: retry later", "rate-limit requests", {}),
    ("login", DAEMON + 'Get "https://registry-1.docker.io/v2/": x509: certificate signed by unknown authority', "certificate-unknown", {}),
    ("pull", DAEMON + 'Get "https://registry-1.docker.io/v2/": tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time 2026-11-28T15:30:00Z is after 2026-01-01T00:00:00Z', "certificate-expired", {}),
    ("pull", DAEMON + 'Get "https://registry-1.docker.io/v2/": x509: certificate is valid for login.hotel.example, not registry-1.docker.io', "certificate-for-another", {}),
    ("push", 'Get "https://example.com:5000/v2/": http: server gave HTTP response to HTTPS client', "registry-without-tls", {}),
    ("build", SOLVE + 'a: failed to do request: Head "https://127.0.0.1:5998/v2/a/manifests/1": tls: first record does not look like a TLS handshake', "registry-without-tls", {}),
    ("pull", DAEMON + 'Get "https://registry-1.docker.io/v2/": proxyconnect tcp: dial tcp: lookup proxy.school.example on 10.0.0.1:53: no such host', "proxy-away", {}),
    ("push", 'Get "https://example.com/v2/": dial tcp: lookup example.com: this practice engine reaches only the Hub (docker.io), not other registries; leave the registry out of the name', "registry-not-reached", {}),
    ("pull", DAEMON + 'Get "https://registry-1.docker.io/v2/": dial tcp: lookup registry-1.docker.io on 192.168.65.7:53: no such host', "name-not-resolved named", {"host": "registry-1.docker.io"}),
    ("pull", DAEMON + 'Get "https://registry-1.docker.io/v2/": dial tcp: lookup registry-1.docker.io on [::1]:53: read udp [::1]:4->[::1]:53: read: connection refused', "name-not-resolved named", {"host": "registry-1.docker.io"}),
    ("pull", DAEMON + 'Get "https://registry-1.docker.io/v2/": dial tcp: lookup registry-1.docker.io: Temporary failure in name resolution', "name-not-resolved named", {"host": "registry-1.docker.io"}),
    ("login", "dial tcp: lookup auth.docker.io on 127.0.0.53:53: server misbehaving", "name-not-resolved named", {"host": "auth.docker.io"}),
    ("pull", DAEMON + 'Get "https://registry-1.docker.io/v2/": dial tcp 3.94.224.37:443: connect: network is unreachable', "network-unreachable", {}),
    ("pull", DAEMON + 'Get "https://registry-1.docker.io/v2/": dial tcp 3.94.224.37:443: connect: no route to host', "network-unreachable", {}),
    ("push", 'Get "http://localhost:5999/v2/": dial tcp 127.0.0.1:5999: connect: connection refused', "connection-refused named", {"host": "localhost:5999"}),
    ("push", "dial tcp 127.0.0.1:5999: connect: connection refused", "connection-refused named", {"host": "127.0.0.1:5999"}),
    ("pull", "dial tcp 10.0.0.9:443: connectex: No connection could be made because the target machine actively refused it.", "connection-refused unnamed", {}),
    ("pull", DAEMON + 'Get "https://registry-1.docker.io/v2/": net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)', "timed-out named", {"host": "registry-1.docker.io"}),
    ("pull", DAEMON + 'Get "https://registry-1.docker.io/v2/": net/http: TLS handshake timeout', "timed-out named", {"host": "registry-1.docker.io"}),
    ("pull", DAEMON + 'Get "https://example.com/v2/denied/unauthorized/manifests/1": net/http: TLS handshake timeout', "timed-out named", {"host": "example.com"}),
    ("push", "dial tcp 3.94.224.37:443: i/o timeout", "timed-out unnamed", {}),
    ("login", DAEMON + 'Get "https://registry-1.docker.io/v2/": context deadline exceeded', "timed-out named", {"host": "registry-1.docker.io"}),
    ("push", "unknown blob", "registry-lost-upload", {}),
    ("push", "blob upload unknown to registry", "registry-lost-upload", {}),
    ("push", "manifest blob unknown: blob unknown to registry", "registry-lost-upload", {}),
    ("pull", DAEMON + "received unexpected HTTP status: 503 Service Unavailable", "registry-error", {}),
    ("push", "received unexpected HTTP status: 500 Internal Server Error", "registry-error", {}),
    ("push", "unexpected status from POST request to https://registry-1.docker.io/v2/a/b/blobs/uploads/: 502 Bad Gateway", "registry-error", {}),
    ("login", DAEMON + "login attempt to http://localhost:5056/v2/ failed with status: 503 Service Unavailable", "registry-error", {}),
    ("pull", DAEMON + 'error parsing HTTP 429 response body: invalid character \'T\' looking for beginning of value: "Too Many Requests (HAP429).\\n"', "rate-limit requests", {}),
    ("pull", DAEMON + 'error parsing HTTP 403 response body: invalid character \'<\' looking for beginning of value: "<html>"', "answer-not-usable", {"status": "403"}),
    ("pull", DAEMON + 'error parsing HTTP 403 response body: invalid character \'<\' looking for beginning of value: "<html>\\n<h1>Access denied</h1>"', "answer-not-usable", {"status": "403"}),
    ("push", DAEMON + 'error parsing HTTP 403 response body: invalid character \'u\' looking for beginning of value: "unauthorized"', "answer-not-usable", {"status": "403"}),
    ("pull", DAEMON + 'error parsing HTTP 404 response body: json: cannot unmarshal string into Go value of type struct { Errors []errcode.Error }: "manifest unknown"', "answer-not-usable", {"status": "404"}),
    ("pull", DAEMON + 'error parsing HTTP 451 response body: invalid character \'<\' looking for beginning of value: "<p>connection refused by filter: no such host"', "answer-not-usable", {"status": "451"}),
    ("pull", DAEMON + 'Head "http://localhost:5056/v2/d/r/manifests/1": no realm specified for token auth challenge', "no-place-to-log-in", {}),
    ("login", DAEMON + 'Get "http://localhost:5056/v2/": invalid token auth challenge realm: parse "http://[::1": missing \']\' in host', "no-place-to-log-in", {}),
    ("push", DAEMON + 'Get "http://localhost:5056/v2/": Get "/token?scope=repository%3Ad%2Fr%3Apush%2Cpull": unsupported protocol scheme ""', "no-place-to-log-in", {}),
    ("pull", DAEMON + 'Head "http://localhost:5056/v2/d/r/manifests/1": Get "http:///token": http: no Host in request URL', "no-place-to-log-in", {}),
    ("pull", DAEMON + 'failed to resolve reference "localhost:5056/d/r:1": failed to authorize: failed to fetch anonymous token: Get "/token": unsupported protocol scheme ""', "no-place-to-log-in", {}),
    ("pull", DAEMON + 'Head "http://localhost:5056/v2/d/r/manifests/1": authorization server did not include a token in the response', "no-place-to-log-in", {}),
    ("login", DAEMON + "login attempt to http://localhost:5056/v2/ failed with status: 404 Not Found", "answer-not-usable", {"status": "404"}),
    ("pull", DAEMON + 'failed to resolve reference "a/b:1": unexpected status from HEAD request to https://registry-1.docker.io/v2/a/b/manifests/1: 403 Forbidden', "answer-not-usable", {"status": "403"}),
    ("pull", DAEMON + 'Head "https://registry-1.docker.io/v2/a/b/manifests/1": EOF', "connection-broken", {}),
    ("push", "The push refers to repository [docker.io/a/b]\nEOF", "connection-broken", {}),
    ("push", "write tcp 10.0.0.2:5->3.94.224.37:443: write: connection reset by peer", "connection-broken", {}),
]  # fmt: skip


@pytest.mark.parametrize(("verb", "text", "meant", "facts"), SAID)
def test_an_answer_is_known(verb: str, text: str, meant: str, facts: dict[str, object]) -> None:
    found = what_docker_said(verb, text)
    assert found is not None
    assert f"{found.cause} {found.variant}".strip() == meant
    assert found.facts == facts


@pytest.mark.parametrize(("verb", "text", "meant", "facts"), SAID)
def test_it_is_told_with_the_courses_names_and_what_was_read(
    verb: str, text: str, meant: str, facts: dict[str, object]
) -> None:
    found = what_docker_said(verb, text)
    assert found is not None
    course = placeholders(Names())
    assert placeholders_of(sentence_for(found)) <= {*course, *found.facts}
    told = tell(type(found)(found.cause, {**course, **found.facts}, found.variant), SENTENCES)
    assert all(str(fact) in told for fact in facts.values())
    assert not any(each in told for each in ("the host", "  ", "{", "None")) or "{{" in told


def test_every_answer_and_each_of_its_variants_is_here() -> None:
    wanted = {
        f"{each.cause} {variant}".strip()
        for each in ANSWERS
        for variant in ([""] if isinstance(each.sentence, str) else each.sentence)
    }
    seldom = {"image-not-here unnamed", "name-not-resolved unnamed"}
    assert wanted - seldom == {meant for *_, meant, _ in SAID}


@pytest.mark.parametrize(
    ("verb", "text"),
    [
        ("images", ""),
        ("exec", "Error: something that nobody foresaw"),
        ("pull", "1.0: Pulling from demousr/demorep\nStatus: Image is up to date for demousr/demorep:1.0"),
        ("push", "5f70bf18a086: Layer already exists\n1.0: digest: sha256:5005 size: 500"),
        ("tag", "COPY failed: this is no build"),
    ],
)  # fmt: skip
def test_what_no_row_knows_is_left_to_stand_for_itself(verb: str, text: str) -> None:
    assert what_docker_said(verb, text) is None


AT_EACH_LOGIN = [
    (
        " Info -> A Personal Access Token (PAT) can be used instead.\n"
        "         To create a PAT, visit https://app.docker.com/settings\n \n \n"
    ),
    "Info → A Personal Access Token (PAT) can be used instead.\n",
    (
        "Log in with your Docker ID or email address to push and pull images from Docker Hub. If you don't have a Docker ID, "
        "head over to https://hub.docker.com/ to create one.\nYou can log in with your password or a Personal Access Token "
        "(PAT). Using a limited-scope PAT grants better security and is required for organizations using SSO. Learn more at "
        "https://docs.docker.com/go/access-tokens/\n\n"
    ),
    (
        "Login with your Docker ID to push and pull images from Docker Hub. If you don't have a Docker ID, head over to "
        "https://hub.docker.com to create one.\n"
    ),
]


@pytest.mark.parametrize("told", AT_EACH_LOGIN)
def test_what_clients_tell_at_each_login_is_read_as_no_answer(told: str) -> None:
    assert what_docker_said("login", told) is None
    refused = "Error response from daemon: unauthorized: two-factor authentication is required"
    found = what_docker_said("login", f"Password: \n{told}{refused}")
    assert found is not None
    assert found.cause == "token-wanted"
    wrong = f"{DAEMON}unauthorized: incorrect username or password"
    assert what_docker_said("login", told + wrong) == what_docker_said("login", wrong)


@pytest.mark.parametrize("cause", sorted(NOT_THE_LEARNERS))
def test_what_is_not_the_learners_doing_blames_nobody(cause: str) -> None:
    sentences = SENTENCES[cause]
    for text in [sentences] if isinstance(sentences, str) else sentences.values():
        assert "your mistake" not in text
