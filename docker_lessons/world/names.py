"""The names that the course uses, in one place: texts, checks and pictures all take them from here."""

from dataclasses import dataclass

HUB_PAGES = "practice-hub"
"""Under this path of the Jupyter server stand the Hub's pages: `<base URL>practice-hub/`."""


@dataclass(frozen=True)
class Names:
    """The course's images and repository, for one account.

    `prefix` is what stands before `namespace/repository` where the registry is not the engine's
    default one: empty in the practice world, `127.0.0.1:5056/` and the like elsewhere.
    """

    username: str = "demousr"
    repository: str = "demorep"
    prefix: str = ""

    @property
    def image(self) -> str:
        """The image that the chapter starts from, as the host names it."""
        return "myimage:0.1"

    @property
    def target_repository(self) -> str:
        """The repository that the course publishes to, without a tag."""
        return f"{self.prefix}{self.username}/{self.repository}"

    @property
    def target(self) -> str:
        """The name that the course pushes."""
        return f"{self.target_repository}:1.0"

    @property
    def second_image(self) -> str:
        """The image of the round that learners do alone."""
        return "myimage:0.2"

    @property
    def second_target(self) -> str:
        """The name under which that image is published."""
        return f"{self.target_repository}:2.0"
