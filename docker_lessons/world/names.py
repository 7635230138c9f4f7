"""The names that the course uses, for its texts, checks and pictures."""

import re
from dataclasses import dataclass

from docker_lessons.language import Later, gettext, later
from docker_lessons.world.capabilities import HubKind

HUB_PAGES = "practice-hub"
"""The path of the Hub's pages on the Jupyter server: `<base URL>practice-hub/`."""

NEW_COLUMNS = 29
"""The first release of the Docker client whose `docker images` prints IMAGE, ID, DISK USAGE, CONTENT SIZE, EXTRA."""

_NAME = re.compile(r"(?<![\w./-])(?:docker\.io/)?(?=(?:demousr|teacherdemo)/[a-z])")
_ACCOUNT = re.compile(r"(?<![\w-])demousr(?![\w-])")
_LOOPBACK = re.compile(r"(?:localhost|127(?:\.\d+){3}|0\.0\.0\.0|\[::1?\])(?::\d+)?(?=/|$)")
_ELSEWHERE = r"(?! [\w-]+[.:]\w)"  # no other address follows
_LOG_IN = re.compile(rf"\bdocker login -u (?!ACCOUNT\b|YOU\b)[\w{{}}-]+\b{_ELSEWHERE}")
_LOG_OUT = re.compile(rf"\bdocker logout\b{_ELSEWHERE}")
_BEFORE_NAME, _ADDRESS = "\ue000", "\ue001"
"""Placeholders for the beginning of a name and for the registry's address: private-use characters, which no text contains."""


@dataclass(frozen=True)
class Names:
    """The course's images and repository, for one account.

    `registry` is the address that precedes `namespace/repository` if the Hub is not the engine's default
    registry: '' with the practice engine, such as `localhost:5056` with the learner's own Docker.
    """

    username: str = "demousr"
    repository: str = "demorep"
    registry: str = ""
    folder: str = ""
    """The folder of the registry in which the account's repositories are, such as `school/docker`; '' for none."""
    hub: HubKind = "practice"
    """The Hub that names lead to."""
    client_release: int = 0
    """The major release of the Docker client in use, 29 of `29.0.1`; 0 if it is not known."""
    image: str = "myimage:0.1"
    """The name of the image that the chapter starts with."""
    tag: str = "1.0"
    """The tag under which it is published."""
    second_image: str = "myimage:0.2"
    """The name of the image that learners build in the second round, on their own."""
    second_tag: str = "2.0"
    """The tag under which that one is published."""

    @classmethod
    def at(cls, ports: tuple[int, int] | None) -> "Names":
        """Returns the names with the practice registry's address; `ports` are the world's, None before its start."""
        return cls(registry=f"localhost:{ports[0]}" if ports else "")

    @property
    def id_column(self) -> str:
        """The heading of the column of image IDs in `docker images`."""
        return "ID" if self.client_release >= NEW_COLUMNS else "IMAGE ID"

    @property
    def bear_an_address(self) -> bool:
        """True if they begin with the registry's address (see `Capabilities`)."""
        return bool(self.registry)

    @property
    def prefix(self) -> str:
        """The registry's address with a slash, as names begin with it; '' if names have no address."""
        return f"{self.registry}/" if self.bear_an_address else ""

    @property
    def place(self) -> str:
        """The registry's address and the folder in it, as `--registry` takes them; '' without an address."""
        return f"{self.prefix}{self.folder}".rstrip("/")

    @property
    def namespace(self) -> str:
        """What precedes the repository's own name at the Hub: the account, in its folder if there is one."""
        return f"{self.folder}/{self.username}" if self.folder else self.username

    @property
    def hub_repository(self) -> str:
        """The repository at the Hub, `namespace/name`, without a registry's address."""
        return f"{self.namespace}/{self.repository}"

    @property
    def target_repository(self) -> str:
        """The repository that the course publishes to, without a tag."""
        return f"{self.prefix}{self.hub_repository}"

    @property
    def target(self) -> str:
        """The name that the course pushes."""
        return f"{self.target_repository}:{self.tag}"

    @property
    def second_target(self) -> str:
        """The name under which the image of the second round is published."""
        return f"{self.target_repository}:{self.second_tag}"

    @property
    def course(self) -> frozenset[str]:
        """Every name that the course gives to an image."""
        return frozenset({self.image, self.target, self.second_image, self.second_target})

    @property
    def form(self) -> Later:
        """The parts of a name for the Hub, in words."""
        if self.folder:
            return later(
                "the registry's address, slash, folder, slash, account, slash, repository, colon, tag"
            )
        if self.bear_an_address:
            return later("the registry's address, slash, account, slash, repository, colon, tag")
        return later("account, slash, repository, colon, tag")

    def path(self, name: str) -> str:
        """Returns `name` without the address of the course's registry."""
        return name.removeprefix(self.prefix or "docker.io/")

    def within(self, name: str) -> str:
        """Returns `name` without the address of the course's registry and without the folder there."""
        return self.path(name).removeprefix(f"{self.folder}/") if self.folder else self.path(name)

    def lacks_address(self, name: str) -> bool:
        """Tells whether `name` is the course's repository without the address, with or without the folder."""
        path = name.removeprefix("docker.io/").removeprefix(f"{self.folder}/")
        repository = re.escape(f"{self.username}/{self.repository}")
        return self.bear_an_address and re.fullmatch(rf"{repository}(?:[:@].*)?", path) is not None

    def with_address(self, name: str) -> str:
        """Returns a name that lacks the registry's address, or the folder there, with both."""
        path = name.removeprefix("docker.io/").removeprefix(f"{self.folder}/")
        return f"{self.prefix}{self.folder}/{path}" if self.folder else f"{self.prefix}{path}"

    def is_courses(self, name: str) -> bool:
        """Tells whether `name` is one of the course's, its repository with any tag, or a mistaken form of it."""
        return (
            name in self.course
            or name.partition("@")[0] == self.target_repository
            or name.rpartition(":")[0] == self.target_repository
            or self.lacks_address(name)
            or bool(self.other_loopback(name))
        )

    def other_loopback(self, name: str) -> str:
        """Returns the address in `name` if it is this computer's and not the registry's, else ''."""
        found = _LOOPBACK.match(name)
        return found[0] if self.bear_an_address and found and found[0] != self.registry else ""

    @property
    def credential_key(self) -> str:
        """The key of the course's credential in `auths` of the Docker client's config.json."""
        if self.bear_an_address:
            return self.registry
        from docker_lessons.oci.docker_hub import INDEX_SERVER  # not needed for a start

        return INDEX_SERVER

    @property
    def log_in(self) -> str:
        """The command that logs the course's account in."""
        return self._at_registry(f"docker login -u {self.username}")

    @property
    def log_out(self) -> str:
        """The command that logs it out."""
        return self._at_registry("docker logout")

    def rendered(self, text: str) -> str:
        """Returns `text`, of a page or a scenario, with this world's names in it.

        The account is this one's; the registry's address, if names bear it, is added before `demousr/demorep`
        and after `docker login` and `docker logout`.
        """
        if not self.bear_an_address:
            return _ACCOUNT.sub(self.username, text)
        text = _NAME.sub(_BEFORE_NAME, text)
        for command in (_LOG_IN, _LOG_OUT):
            text = command.sub(lambda found: f"{found[0]} {_ADDRESS}", text)
        text = _ACCOUNT.sub(
            self.username, text
        )  # before an address comes in that may have that word
        before = f"{self.prefix}{self.folder}/" if self.folder else self.prefix
        return text.replace(_BEFORE_NAME, before).replace(_ADDRESS, self.registry)

    def called(self, text: str) -> str:
        """Returns one of the course's texts, in the current language, with the Hub called what it is here.

        A registry of the learner's own choice has no pages and is no Hub: there the same sentences say "registry".
        """
        if self.hub != "registry":
            return text
        kept = {name: name for name in ("Docker Hub", gettext("practice Hub"), gettext("real Hub"))}
        words = kept | {
            gettext("on the Hub"): gettext("in the registry"),
            gettext("Hub"): gettext("registry"),
        }
        either = "|".join(re.escape(word) for word in words)
        return re.sub(rf"\b(?:{either})\b", lambda found: words[found[0]], text)

    def _at_registry(self, command: str) -> str:
        return f"{command} {self.registry}" if self.bear_an_address else command
