"""Docker's messages and what each means: a table, from top to bottom, the first that fits counts.

The patterns hold for clients 20.10 to 28 and for engines with the classic and the containerd image
store. Messages that only the real Docker Hub has are here too, for learners who work with it.
"""

from docker_lessons.command import reasons
from docker_lessons.command.messages import Message
from docker_lessons.command.transcript import Transcript
from docker_lessons.findings import slips
from docker_lessons.findings.finding import Finding
from docker_lessons.findings.wording import Sentences


def find_failure(transcript: Transcript) -> Finding | None:
    """Finds what the message of a command that failed stands for."""
    return next((found for each in FAILURES if (found := each.find(transcript))), None)


def find_remark(transcript: Transcript) -> Finding | None:
    """Finds what the message of a command that succeeded stands for; mostly nothing."""
    return next((found for each in REMARKS if (found := each.find(transcript))), None)


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
        {
            "here": "The engine does not answer, which is no mistake of yours, and nothing is lost. {advice}",
            "docker-desktop": "The engine is not running, which is no mistake of yours: open Docker Desktop and wait "
            "until it says that it runs, then run the line again.",
            "colima": "The engine is not running, which is no mistake of yours: colima start, then run the line "
            "again.",
            "rancher-desktop": "The engine is not running, which is no mistake of yours: open Rancher Desktop and "
            "wait until it says that it runs, then run the line again.",
            "orbstack": "The engine is not running, which is no mistake of yours: open OrbStack, then run the line "
            "again.",
        },
        reason=reasons.engine_stopped,
    ),
    # The line
    Message(
        "misspelt-command",
        r"unknown command: docker (?P<typed>[^\n]+)",
        slips.SENTENCES["misspelt-command"],
        reason=reasons.misspelt,
    ),
    Message(
        "misspelt-command",
        r"docker: '(?P<typed>[^']+)' is not a docker command",
        slips.SENTENCES["misspelt-command"],
        reason=reasons.misspelt,
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
        "number-of-arguments",
        r"requires .*argument|accepts no arguments",
        {
            "tag": "docker tag takes two names with a space between them: the image that you have, then its new name.",
            "push": "docker push takes one name, in one piece: that of the image to send.",
            "pull": "docker pull takes one name, in one piece: that of the image to fetch.",
            "rmi": "docker rmi takes the names to remove, one or more, with a space between them.",
            "images": "docker images takes one name at most, or none to list all.",
            "inspect": "docker inspect takes the name of what to look at.",
            "history": "docker history takes the name of one image.",
            "build": "docker build takes one folder, as its last word: the one that holds the Dockerfile "
            "(a dot means the folder where you are).",
            "login": "docker login takes a name behind -u, and at most one address.",
        },
        reason=reasons.number_of_arguments,
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
        "docker push sends an image by its name on the host, and the host has none of the name {name}: "
        "docker images shows the names, docker tag gives one more.",
        ("push",),
        reason=reasons.nothing_to_push,
    ),
    # Names
    Message(
        "no-such-image",
        r"no such (?:image|object)",
        {
            "swapped": "The image that you have comes first, its new name second: docker tag {source} {target}",
            "id": "No image on the host has the ID {name}: docker images shows the IDs.",
            "name": "The host has no image of the name {name}: docker images shows the names that it has.",
        },
        reason=reasons.no_such_image,
    ),
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
        r"(?:image is being used by (?:stopped|running) container |container (?=\w+ is using its referenced image))"
        r"(?P<container>\w+)",
        "A container made from this image is still there: docker rm {container}, then remove the image.",
        ("rmi",),
    ),
    # Pull, run
    Message(
        "pushed-as-name",
        r"unable to find image '(?:push|pull|tag|build|login|rmi)(?::latest)?' locally",
        "Two commands stand in one line: {mended}",
        ("run",),
        reason=reasons.two_commands,
    ),
    Message(
        "no-such-tag",
        r"manifest for \S+ not found|manifest unknown",
        "The repository is there, but has no tag of that name ({name}): the Hub's page lists its tags.",
        reason=reasons.no_such_tag,
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
        {
            "nowhere": "The host has no image of the name {name}, and the Hub has none either: "
            "docker images shows the names that the host has, with their tags.",
            "misspelt": "The Hub shows no repository of that name to you: it is spelt differently.",
            "private": "The Hub shows no repository of that name to you: it is spelt differently, or it is private and "
            "you are not logged in ({log_in}).",
        },
        ("pull", "run", "build"),
        reason=reasons.not_for_strangers,
    ),
    Message(
        "refused-by-hub",
        r"denied: requested access to the resource is denied|push access denied"
        r"|insufficient_scope: authorization failed|unauthorized: authentication required",
        {
            "no-account": "{name} has no account in front, so Docker takes it for library/{name}, where you may not "
            "write: give the image a name that begins with {username}/, and push that.",
            "parts": "A name on the Hub has two parts, account and repository, not {count}: {target}",
            "stranger": "Nobody is logged in on this client, and the Hub takes nothing from strangers: {log_in} comes "
            "first.",
            "other-account": "The first part of a name says whose it is: {account} is not you, you are logged in as "
            "{logged_in}. Your name for it: {target}",
            "owner": "The Hub knows you as {logged_in}, and still does not let you write to {name}: "
            "look at that repository on the Hub's page.",
        },
        ("push",),
        reason=reasons.refused_by_hub,
    ),
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
    Message(
        "no-such-host",
        r"dial tcp|no such host|connection refused",
        {
            "web-page-log-in": "hub.docker.com is the web page; a log-in to the Hub has no address: {log_in}",
            "web-page": "hub.docker.com is the web page; a name for the Hub has no address in front: {target}",
            "web-page-for-address": "hub.docker.com is the web page; a name for the Hub begins with another address: "
            "{target}",
            "practice-registry": "The practice registry does not answer, which is no mistake of yours: "
            "docker-lessons start brings it back.",
            "capital": "{host} has a capital letter, so Docker takes it for the address of a registry: "
            "an account is written in small letters, {mended}",
            "other": "Docker takes {host}, the first part of the name, for a registry's address, and nobody answers "
            "there.",
        },
        reason=reasons.no_such_host,
    ),
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

SENTENCES: Sentences = {each.cause: each.sentence for each in (*FAILURES, *REMARKS)}
