"""What a new practice Hub holds: the learner's account, and a teacher's with two repositories."""

from docker_lessons.hub import Hub
from docker_lessons.lessons import image
from docker_lessons.world import World

TEACHER = "teacherdemo"
"""An account that nobody can sign in as: somebody else's namespace, for pushes that are denied."""

PUBLIC_REPOSITORY = "welcome"
PRIVATE_REPOSITORY = "answers"


def seed(hub: Hub, world: World) -> None:
    """Makes the accounts and the teacher's repositories that are missing."""
    account = world.account()
    hub.ensure_account(account.username, account.password)
    hub.ensure_account(TEACHER, None)
    hub.ensure_repository(
        TEACHER, PUBLIC_REPOSITORY, private=False, description="A greeting to pull, look at and run"
    )
    hub.ensure_repository(TEACHER, PRIVATE_REPOSITORY, private=True)
    hub.ensure_image(
        TEACHER,
        PUBLIC_REPOSITORY,
        "1.0",
        {"hello": image.program(image.architecture()), "message.txt": b"Welcome to the class\n"},
        ("/hello",),
    )
