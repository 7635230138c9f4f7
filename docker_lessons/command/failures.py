"""Docker's messages and what each means: a table, from top to bottom, the first that fits counts.

The patterns hold for clients 20.10 to 28 and for engines with the classic and the containerd image
store; what a real Hub alone says is here too, for whoever works with one.
"""

from docker_lessons.command import reasons
from docker_lessons.command.messages import Message
from docker_lessons.command.told import Told


def meaning(told: Told) -> str | None:
    """The sentence for the message of a command that failed."""
    return next((said for each in FAILURES if (said := each.meaning(told))), None)


def remark(told: Told) -> str:
    """The sentence for the message of a command that succeeded; mostly none."""
    return next((said for each in REMARKS if (said := each.meaning(told))), "")


_REFUSED_BY_HUB = (
    r"denied: requested access to the resource is denied|push access denied"
    r"|insufficient_scope: authorization failed|unauthorized: authentication required"
)

FAILURES: tuple[Message, ...] = (
    # The engine
    Message(
        "engine-forbidden",
        r"permission denied while trying to connect to the docker",
        "The engine is there, but only root and the group docker may speak to it: "
        "sudo usermod -aG docker $USER, then log out of the computer and in again (a window that is open already "
        "does not notice).",
    ),
    Message(
        "engine-stopped",
        r"cannot connect to the docker daemon|error during connect|failed to connect to the docker api",
        reasons.engine_away,
    ),
    # The line
    Message(
        "unknown-command", r"unknown command: docker (?P<typed>[^\n]+)", reasons.unknown_command
    ),
    Message(
        "not-a-command",
        r"docker: '(?P<typed>[^']+)' is not a docker command",
        reasons.unknown_command,
    ),
    Message(
        "no-such-option",
        r"unknown (?:shorthand )?flag: (?:'\w' in )?(?P<option>\S+)",
        "Docker knows no option {option} here: the command's name with --help behind it lists those "
        "that it has.",
    ),
    Message(
        "option-without-value",
        r"flag needs an argument: (?:'\w' in )?(?P<option>\S+)",
        "Behind {option} something is missing: the option wants a word after it.",
    ),
    Message(
        "wrong-template",
        r"template parsing error",
        "What stands behind --format is no right template: {{{{.ID}}}} or {{{{json .}}}} are some that are.",
    ),
    Message(
        "all-tags-with-tag",
        r"tag can't be used with --all-tags",
        "-a means every tag of a repository, so it wants the name alone, with no tag: "
        "docker push -a {repository}",
    ),
    Message(
        "number-of-arguments", r"requires .*argument|accepts no arguments", reasons.too_few_or_many
    ),
    Message(
        "no-terminal",
        r"the input device is not a TTY",
        "-t wants a terminal, and a cell is none: leave -it out, or type the line in a terminal.",
    ),
    # Build
    Message(
        "no-such-folder",
        r'unable to prepare context: path "(?P<folder>.*?)" not found',
        "There is no folder {folder} here: the word at the end of docker build is the folder that holds the "
        "Dockerfile, myimage in this course.",
        ("build",),
    ),
    Message(
        "no-dockerfile",
        r"failed to read dockerfile|unable to evaluate symlinks in Dockerfile path"
        r"|Cannot locate specified Dockerfile",
        "That folder holds no file of exactly the name Dockerfile (capital D, no ending): name the folder that "
        "does, or the file itself behind -f.",
        ("build",),
    ),
    Message(
        "dockerfile-is-a-web-page",
        r"unknown instruction: <(?:!DOCTYPE|html)",
        "The Dockerfile is a web page that was saved under that name: what it shows belongs in the file, not "
        "the page's own source.",
        ("build",),
    ),
    Message(
        "unknown-instruction",
        r"parse error (?:on )?line (?P<number>\d+): unknown instruction: (?P<word>\S+)",
        "Line {number} of the Dockerfile begins with {word}, which is no instruction: it is misspelt, or the "
        "line before it should end with a backslash.",
        ("build",),
    ),
    Message(
        "file-not-in-context",
        r"COPY failed|ADD failed",
        "COPY takes files of the build folder only, and this one is not in it: compare the name in the "
        "Dockerfile with the folder.",
        ("build",),
    ),
    Message(
        "nothing-runs-here",
        r"runs no containers|runs nothing",
        "This is no mistake of yours: the practice engine starts no program, and the course goes on without.",
    ),
    # Log-in
    Message(
        "username-missing",
        r"must provide --username with --password-stdin|--password-stdin option requires --username",
        "Who logs in is missing: {log_in} --password-stdin",
        ("login",),
    ),
    Message(
        "no-terminal-to-ask-in",
        r"cannot perform an interactive login from a non TTY device",
        "The client wants to ask for a name or a password and has no terminal to ask in: give the name "
        "behind -u, and the password when it is asked for.",
        ("login",),
    ),
    Message(
        "token-wanted",
        r"personal access token",
        "This account has two-factor sign-in, so the Hub wants a token in the password's place: make one on the "
        "Hub under Account settings, and paste it where the password is asked for.",
    ),
    Message(
        "credentials-not-kept",
        r"error saving credentials",
        "The log-in was right, but the helper that keeps passwords on this computer could not keep it: take "
        "the line credsStore out of the client's config.json, or set that helper up.",
        ("login",),
    ),
    Message(
        "too-many-tries",
        r"too many (?:wrong passwords|failed log-?in|unsuccessful|tries)",
        "After several wrong passwords the Hub waits for some seconds: read the password again, then log in.",
        ("login",),
    ),
    Message(
        "wrong-password",
        r"incorrect username or password|unauthorized:? (?:incorrect|authentication required)"
        r"|no basic auth credentials|401 unauthorized",
        "The Hub does not take that name with that password: both must be exactly those of your account, "
        "and what you type is not shown.",
        ("login",),
    ),
    Message(
        "stale-credentials",
        r"incorrect username or password",
        "The log-in that this client keeps is no longer right, which is worse than none: {log_out}, then "
        "{log_in}",
        ("pull", "push", "run"),
    ),
    # Push
    Message(
        "token-may-not-write",
        r"access token has insufficient scopes",
        "You are logged in with a token that may only read: make one that may read and write, and log in "
        "with that.",
        ("push",),
    ),
    Message(
        "nothing-to-push",
        r"an image does not exist locally with the tag|tag does not exist",
        reasons.nothing_to_push,
        ("push",),
    ),
    # Names
    Message("no-such-image", r"no such (?:image|object)", reasons.no_such_image),
    Message(
        "no-such-container",
        r"no such container",
        "docker rm removes containers; an image is removed by docker rmi: docker rmi {first}",
        ("rm",),
    ),
    # Remove
    Message(
        "several-names",
        r"image is referenced in (?:multiple|one or more) repositories",
        "This image has several names, and an ID would take all of them at once: remove it by its names, "
        "all in one line.",
        ("rmi",),
    ),
    Message(
        "used-by-container",
        r"image is being used by (?:stopped|running) container (?P<container>\w+)"
        r"|container (?P<other>\w+) is using its referenced image",
        "A container made from this image is still there: docker rm {container}{other}, then remove the image.",
        ("rmi",),
    ),
    # Pull, run
    Message(
        "pushed-as-name",
        r"unable to find image '(?:push|pull|tag|build|login|rmi)(?::latest)?' locally",
        reasons.two_commands,
        ("run",),
    ),
    Message(
        "no-such-tag", r"manifest for (?P<name>\S+) not found|manifest unknown", reasons.no_such_tag
    ),
    Message(
        "rate-limit",
        r"toomanyrequests|pull rate limit",
        "The real Hub counts pulls by address, and this one (perhaps a whole classroom's) has used its share: "
        "log in, or wait.",
    ),
    Message(
        "not-for-strangers",
        r"pull access denied|repository does not exist or may require|not found: does not exist",
        reasons.not_for_strangers,
        ("pull", "run", "build"),
    ),
    Message("refused-by-hub", _REFUSED_BY_HUB, reasons.refused, ("push",)),
    Message(
        "other-processor",
        r"exec format error|no matching manifest for|requested image's platform",
        "The image was made for another kind of processor than this computer's: build it for this one, "
        "docker build --platform linux/amd64 ...",
    ),
    # The way there
    Message(
        "certificate-unknown",
        r"certificate signed by unknown authority",
        "Something between you and the registry (often a company's filter) shows a certificate of its own: its root "
        "certificate belongs into this computer, then Docker is started again.",
    ),
    Message(
        "certificate-expired",
        r"certificate has expired or is not yet valid",
        "By this computer's clock the registry's certificate is not valid: set date and time right, then start "
        "Docker again.",
    ),
    Message("no-such-host", r"dial tcp|no such host|connection refused", reasons.dial),
    Message(
        "slow-line",
        r"TLS handshake timeout|i/o timeout|\bEOF\b|connection reset|server closed idle connection",
        "The line to the registry broke off: run the command again, the layers that arrived stay there "
        "(behind a proxy, Docker must be told of it).",
    ),
    Message(
        "disk-full",
        r"no space left on device",
        "The disk of the engine is full: make room on it, then run the command again.",
    ),
)

REMARKS: tuple[Message, ...] = (
    Message(
        "up-to-date",
        r"Status: Image is up to date for (?P<name>\S+)",
        "Nothing was fetched: the host had this image already.",
        ("pull",),
    ),
)
