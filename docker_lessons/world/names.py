"""The names that the course uses, in one place: texts, checks and pictures all take them from here."""

import re
from dataclasses import dataclass

HUB_PAGES = "practice-hub"
"""Under this path of the Jupyter server stand the Hub's pages: `<base URL>practice-hub/`."""

NEW_COLUMNS = 29
"""The first release of the Docker client whose `docker images` prints IMAGE, ID, DISK USAGE, CONTENT SIZE, EXTRA."""

_NAME = re.compile(r"(?<![\w./-])(?:docker\.io/)?(?=(?:demousr|teacherdemo)/[a-z])")
_LOOPBACK = re.compile(r"(?:localhost|127(?:\.\d+){3}|0\.0\.0\.0|\[::1?\])(?::\d+)?(?=/|$)")
_ELSEWHERE = r"(?! [\w-]+[.:]\w)"  # no other address follows
_LOG_IN = re.compile(rf"\bdocker login -u (?!ACCOUNT\b|YOU\b)[\w{{}}-]+\b{_ELSEWHERE}")
_LOG_OUT = re.compile(rf"\bdocker logout\b{_ELSEWHERE}")


@dataclass(frozen=True)
class Names:
    """The course's images and repository, for one account.

    `registry` is the address that stands in front of `namespace/repository` where the Hub is not the engine's
    default registry: empty with the practice engine, `localhost:5056` and the like with the learner's own Docker.
    """

    username: str = "demousr"
    repository: str = "demorep"
    registry: str = ""
    client_release: int = 0
    """The release of the Docker client in use, 29 of `29.0.1`; 0 where it is not known."""
    image: str = "myimage:0.1"
    """The image that the chapter starts from, as the host names it."""
    tag: str = "1.0"
    """The tag under which it is published."""
    second_image: str = "myimage:0.2"
    """The image of the round that learners do alone."""
    second_tag: str = "2.0"
    """The tag under which that one is published."""

    @classmethod
    def at(cls, ports: tuple[int, int] | None) -> "Names":
        """The names where the practice registry's address stands in them; `ports` are a world's, once it has some."""
        return cls(registry=f"localhost:{ports[0]}" if ports else "")

    @property
    def id_column(self) -> str:
        """How `docker images` heads the column of image IDs."""
        return "ID" if self.client_release >= NEW_COLUMNS else "IMAGE ID"

    @property
    def bear_an_address(self) -> bool:
        """Whether the registry's address stands in front of them (see `Capabilities`)."""
        return bool(self.registry)

    @property
    def prefix(self) -> str:
        """The registry's address with its slash, as it begins a name; empty where names carry none."""
        return f"{self.registry}/" if self.bear_an_address else ""

    @property
    def hub_repository(self) -> str:
        """The repository at the Hub, `namespace/name`, without a registry's address."""
        return f"{self.username}/{self.repository}"

    @property
    def target_repository(self) -> str:
        """The repository that the course publishes to, without a tag."""
        return f"{self.prefix}{self.username}/{self.repository}"

    @property
    def target(self) -> str:
        """The name that the course pushes."""
        return f"{self.target_repository}:{self.tag}"

    @property
    def second_target(self) -> str:
        """The name under which that image is published."""
        return f"{self.target_repository}:{self.second_tag}"

    @property
    def course(self) -> frozenset[str]:
        """Every name that the course gives to an image."""
        return frozenset({self.image, self.target, self.second_image, self.second_target})

    @property
    def form(self) -> str:
        """In words, what a name for the Hub is made of here."""
        address = "the registry's address, slash, " if self.bear_an_address else ""
        return f"{address}account, slash, repository, colon, tag"

    def path(self, name: str) -> str:
        """`name` without the address of the course's registry in front."""
        return name.removeprefix(self.prefix or "docker.io/")

    def lacks_address(self, name: str) -> bool:
        """Whether `name` is the course's repository without the registry's address, which it needs here."""
        path = name.removeprefix("docker.io/")
        repository = re.escape(f"{self.username}/{self.repository}")
        return self.bear_an_address and re.fullmatch(rf"{repository}(?:[:@].*)?", path) is not None

    def is_courses(self, name: str) -> bool:
        """Whether this is a name of the course's, its repository with any tag, or a slip for one."""
        return (
            name in self.course
            or name.partition("@")[0] == self.target_repository
            or name.rpartition(":")[0] == self.target_repository
            or self.lacks_address(name)
            or bool(self.other_loopback(name))
        )

    def other_loopback(self, name: str) -> str:
        """The address in front of `name` if it is this computer's and not the registry's, else ''."""
        found = _LOOPBACK.match(name)
        return found[0] if self.bear_an_address and found and found[0] != self.registry else ""

    @property
    def credential_key(self) -> str:
        """Under this key of config.json's `auths` the Docker client keeps the course's log-in."""
        if self.bear_an_address:
            return self.registry
        from docker_lessons.oci.reference import INDEX_SERVER  # no start needs it

        return INDEX_SERVER

    @property
    def log_in(self) -> str:
        """The command that logs the course's account in."""
        return self._at_registry(f"docker login -u {self.username}")

    @property
    def log_out(self) -> str:
        """The command that forgets that log-in."""
        return self._at_registry("docker logout")

    def rendered(self, text: str) -> str:
        """Put this world's names into the chapter's words: what pages, and scenarios that are typed, go through.

        `demousr/demorep` gets the registry's address in front, and so do log-in and log-out behind.
        """
        if not self.bear_an_address:
            return text
        text = _NAME.sub(self.prefix, text)
        for command in (_LOG_IN, _LOG_OUT):
            text = command.sub(lambda found: self._at_registry(found[0]), text)
        return text

    def _at_registry(self, command: str) -> str:
        return f"{command} {self.registry}" if self.bear_an_address else command
