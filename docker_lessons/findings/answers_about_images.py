"""What Docker answers about options, images, containers and log-ins."""

from __future__ import annotations

import re

from docker_lessons.findings.answer import Answer, named
from docker_lessons.findings.finding import Variant

# A word of the registry's, and not a part of a name.
_DENIED = r"(?<!permission )(?<![\w/.-])denied(?![\w/.-])"
_UNAUTHORIZED = r"(?<![\w/.-])unauthorized(?![\w/.-])"
_RMI = ("rmi",)
_FETCHING = ("pull", "run", "build", "create")


def _in_use(found: re.Match[str]) -> Variant:
    groups = found.groupdict()
    kind = next(kind for kind in ("running", "stopped", "some") if groups[kind])
    return Variant(kind, {"container": groups[kind]})


def _image_or_container(found: re.Match[str]) -> Variant:
    """Tells whether an unknown name looks like an image's or a container's: only an image's has a slash or a colon."""
    name = found["name"]
    return Variant("image" if re.search("[:/]", name) else "container", {"name": name})


ANSWERS: tuple[Answer, ...] = (
    # The line
    Answer(
        "unknown-command",
        r"unknown command: docker (?P<typed>[^\n]+)|docker: '(?P<typed_old>[^'\n]+)' is not a docker command",
        "Docker has no command called {typed}. docker --help lists the ones it has.",
        read=lambda found: {
            "typed": (found["typed"] or found["typed_old"]).split()[-1].strip("\"'")
        },
    ),
    Answer(
        "word-count",
        r"[\"'](?P<command>docker [\w -]+)[\"'] (?:requires [^\n]*argument|accepts no arguments)",
        "{command} needs more words after it, or fewer. Add --help to see how it's used.",
    ),
    Answer(
        "no-such-option",
        r"unknown (?:shorthand )?flag: (?:'.' in )?(?P<option>\S+)",
        "This command has no option {option}. Add --help after the command's name to see its options.",
    ),
    Answer(
        "option-without-value",
        r"flag needs an argument: (?:'.' in )?(?P<option>\S+)",
        "The option {option} needs a value after it, but the line ends there.",
    ),
    Answer(
        "wrong-template",
        r"template parsing error",
        "Docker can't read what comes after --format. Try {{{{.ID}}}} or {{{{json .}}}}.",
    ),
    Answer(
        "all-tags-with-tag",
        r"tag can't be used with --all-tags",
        "-a pushes every tag in a repository, so leave the tag out: docker push -a {repository}",
        ("push",),
    ),
    Answer(
        "pull-all-tags-with-tag",
        r"tag can't be used with --all-tags",
        "-a pulls every tag in a repository, so it takes no tag. For one tag, leave -a out: docker pull {target}",
        ("pull",),
    ),
    Answer(
        "no-terminal",
        r"the input device is not a TTY",
        "-t needs a terminal, and there isn't one here. Leave out -it, or type the command in a terminal.",
    ),
    # Images and containers
    Answer(
        "two-commands",
        r"unable to find image '(?P<word>push|pull|tag|build|login|rmi)(?::latest)?' locally",
        "Docker took {word} for the name of an image to run. Leave out run: docker {word} ...",
        ("run", "create"),
    ),
    Answer(
        "child-images",
        r"image has dependent child images",
        "Another image was built on top of this one and still needs its layers. Remove that image first, then this "
        "one; docker images -a lists them all.",
        _RMI,
    ),
    Answer(
        "several-names",
        r"image is referenced in (?:multiple|one or more) repositories",
        "This image has more than one name, so Docker won't remove it by its ID. Remove its names instead, all "
        "in one command; docker images shows them.",
        _RMI,
    ),
    Answer(
        "used-by-container",
        r"image is being used by (?:running container (?P<running>\w+)|stopped container (?P<stopped>\w+))"
        r"|container (?P<some>\w+) is using its referenced image",
        {
            "running": "The container {container} is running from this image. Stop it and remove it, then remove the "
            "image: docker rm -f {container}",
            "stopped": "A stopped container, {container}, was made from this image and still needs it. Remove the "
            "container, then the image: docker rm {container}",
            "some": "The container {container} was made from this image and still needs it. Remove the container "
            "(docker rm {container}; add -f if it is still running), then the image.",
        },
        _RMI,
        read=_in_use,
    ),
    Answer(
        "container-is-running",
        r"cannot remove (?:a running )?container[^\n]*(?:running|stop the container)",
        "That container is still running. Stop it with docker stop, then remove it.",
        ("rm",),
    ),
    Answer(
        "container-name-taken",
        r'container name "/?(?P<name>[^"]+)" is already in use',
        "There's already a container called {name}. Remove it (docker rm {name}), or choose another name.",
    ),
    Answer(
        "no-such-container",
        r"no such container: (?P<name>\S+)",
        {
            "image": "There's no container called {name}. docker rm removes containers; to remove an image: docker rmi "
            "{name}",
            "container": "There's no container called {name}. docker ps -a lists the containers that are here.",
        },
        ("rm", "remove"),
        read=_image_or_container,
    ),
    Answer(
        "not-a-container",
        r"no such container: (?P<name>\S+)",
        {
            "image": "{name} is an image's name, and this command is for containers. docker run starts a container from an "
            "image, and docker tag gives an image another name.",
            "container": "There's no container called {name}. docker ps -a lists the containers that are here.",
        },
        read=_image_or_container,
    ),
    Answer(
        "image-not-here",
        r"no such image:? (?P<name_a>[^\s,]+)|no such object: (?P<name_b>\S+)"
        r"|does not exist locally with the tag: (?P<name_c>\S+)|tag does not exist: (?P<name_d>\S+)"
        r"|no such image|tag does not exist",
        {
            "named": "This computer has no image called {name}. docker images shows the names it has, with their tags.",
            "unnamed": "This computer has no image with that name. docker images shows the names it has, with "
            "their tags.",
        },
        read=named("name"),
    ),
    Answer(
        "other-platform-asked",
        r"does not (?:match|provide) the specified platform(?:: wanted | \()(?P<wanted>[\w/.-]+)",
        "The command asked for {wanted}, with --platform or the variable DOCKER_DEFAULT_PLATFORM, and the image isn't for "
        "that. Leave it out to take the image as it is.",
    ),
    Answer(
        "other-processor",
        r"exec format error|no matching manifest for|requested image's platform"
        r"|but its platform [^\n]* does not match|does not (?:provide|match) the (?:specified|detected) (?:host )?platform",
        "The image was made for a different kind of processor than this computer's. Build it here, or for this computer: "
        "docker build --platform linux/amd64 (or linux/arm64) ...",
    ),
    Answer(
        "no-such-program",
        r'exec: "(?P<program>(?!docker-credential)[^"]+)": (?:executable file not found|stat [^\n]*no such file)',
        "The image has no program called {program}. After the image's name comes the program to start; leave it "
        "out to start the image's own.",
        ("run", "create", "exec"),
    ),
    Answer(
        "program-not-started",
        r"unable to upgrade to tcp, received 409",
        "Podman couldn't start the program in the container; most likely the image doesn't have it. Check what's after "
        "the image's name, or CMD in the image's Dockerfile.",
        ("run", "create", "exec"),
    ),
    Answer(
        "no-command",
        r"no command specified",
        "The image doesn't say which program to start. Name one after the image.",
        ("run", "create"),
    ),
    Answer(
        "program-not-executable",
        r'exec: "(?P<program>[^"]+)": permission denied',
        "The file {program} in the image isn't marked as executable. Run chmod +x on it before you build.",
        ("run", "create", "exec"),
    ),
    # Log-ins
    Answer(
        "username-missing",
        r"must provide --username with --password-stdin|--password-stdin option requires --username",
        "Docker needs to know who is logging in: {log_in} --password-stdin",
        ("login",),
    ),
    Answer(
        "no-terminal-to-ask-in",
        r"cannot perform an interactive login from a non TTY device",
        "Docker wants to ask for a username or a password, but there's no terminal to ask in. Put your username "
        "after -u (is a variable there empty?), and type the password when you're asked for it.",
        ("login",),
    ),
    Answer(
        "password-empty",
        r"password is empty|password required",
        "The password was empty, so Docker didn't log you in. Type {log_in}, then the password when you're asked for it.",
        ("login",),
    ),
    Answer(
        "too-many-tries",
        r"too many (?:wrong passwords|failed log-?in|unsuccessful|tries)",
        "After several wrong passwords, the Hub makes you wait a moment. Check the password, then log in again.",
        ("login",),
    ),
    Answer(
        "wrong-password",
        r"incorrect username or password|unauthorized:? (?:incorrect|authentication required)"
        r"|no basic auth credentials|401 unauthorized",
        "The Hub didn't accept that username with that password. Check both; nothing shows while you type the "
        "password.",
        ("login",),
    ),
    Answer(
        "log-in-not-for-push",  # containerd's image store leaves out why
        r"oauth token: [^\n]*401 unauthorized",
        "The registry doesn't take the login that Docker keeps on this computer: it isn't valid anymore, or "
        "it belongs to an access token that can only read. Log in again ({log_in}), then push again.",
        ("push",),
    ),
    Answer(
        "stale-credentials",
        r"incorrect username or password|oauth token: [^\n]*401 unauthorized",
        "The login that Docker keeps on this computer is no longer valid, so even a public image is refused. Log out "
        "and in again: {log_out}, then {log_in}",
        ("pull", "push", "run", "build"),
    ),
    Answer(
        "tag-immutable",
        r"cannot be updated due to immutability settings",
        "On the Hub, that tag already names another image, and its repository keeps tags as they are. Give your image "
        "a new tag and push that, or change the setting on the repository's page under Settings.",
        ("push",),
    ),
    # Rights
    Answer(
        "pull-denied",
        r"pull access denied(?: for (?P<name>[^\s,]+))?|repository does not exist or may require"
        rf"|not found: does not exist|insufficient_scope|{_DENIED}|{_UNAUTHORIZED}",
        {
            "named": "The Hub doesn't show you a repository called {name}. Either its name is spelled differently, or it's "
            "private and you need to log in ({log_in}).",
            "unnamed": "The Hub doesn't show you a repository with that name. Either its name is spelled differently, or "
            "it's private and you need to log in ({log_in}).",
        },
        _FETCHING,
        read=named("name"),
    ),
    Answer(
        "push-denied",
        rf"{_DENIED}|{_UNAUTHORIZED}|insufficient_scope|no basic auth credentials",
        "You don't have permission to push to that repository. Log in ({log_in}), and push a name that begins "
        "with your own account, such as {target}.",
        ("push",),
    ),
    Answer(
        "tag-not-there",
        r"manifest for (?P<name_a>\S+) not found"
        r'|failed to resolve reference "(?:docker\.io/)?(?P<name_b>[^"]+)":[^\n]*: not found'
        r"|failed to resolve source metadata for (?:docker\.io/)?(?P<name_c>\S+): [^\n]*: not found"
        r"|failed to create LLB definition: (?P<name_d>\S+): not found|manifest unknown"
        r"|[Nn]o such manifest: (?:docker\.io/)?(?P<name_e>\S+)",
        {
            "named": "The repository has no such tag ({name}). Its page on the Hub lists its tags; without a tag, "
            "Docker asks for latest.",
            "unnamed": "The repository has no such tag. Its page on the Hub lists its tags; without a tag, "
            "Docker asks for latest.",
        },
        read=named("name"),
    ),
)
