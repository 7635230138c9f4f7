"""What a new practice Hub holds: the learner's account, and the repositories of others that the course brings."""

from collections.abc import Iterable

from docker_lessons.hub import Hub
from docker_lessons.lessons import course_image
from docker_lessons.lessons.definition import SeedRepository
from docker_lessons.world import World


def seed(hub: Hub, world: World, repositories: Iterable[SeedRepository]) -> None:
    """Makes the accounts and the repositories that are missing. Nobody can sign in as the owner of these repositories.

    A description is kept in English; the Hub's pages tell it in the language of whoever reads them.
    """
    account = world.account()
    hub.ensure_account(account.username, account.password)
    for one in repositories:
        hub.ensure_account(one.namespace, None)
        hub.ensure_repository(
            one.namespace,
            one.name,
            private=one.private,
            description=one.description,
        )
        if one.tag:
            program = course_image.program(course_image.architecture())
            files = {"hello": program, "message.txt": one.message.encode()}
            hub.ensure_image(one.namespace, one.name, one.tag, files, ("/hello",))
