"""What a solution can do: the real calls of engine, Hub and registry, and the client's config.json.

It serves *show me*, catching up and the tests. Each act is noted in the words of the command that
a learner would have typed.
"""

from __future__ import annotations

import base64
import json
import tempfile
from pathlib import Path
from typing import Any

from docker_lessons.lessons.course_image import ImageContents
from docker_lessons.lessons.look import Look
from docker_lessons.lessons.theirs import refuse_removal
from docker_lessons.world import World, file
from docker_lessons.world.host import HostError
from docker_lessons.world.observer import Observer, is_key


class Solution:
    """The hands of one solution in one world."""

    def __init__(self, world: World, observer: Observer, contents: ImageContents) -> None:
        self._world = world
        self._contents = contents
        self._names = observer.names
        self._observer = observer
        self._host = observer.host
        self.did: list[str] = []
        self._answer: str | None = None

    def answer(self, text: str) -> None:
        """Answers the step's question."""
        self._answer = text

    def take_answer(self) -> str | None:
        """Returns what was answered, and forgets it."""
        answer, self._answer = self._answer, None
        return answer

    async def build(self, name: str, message: str | None = None) -> None:
        """Builds the course's image, with another message if one is given."""
        with tempfile.TemporaryDirectory(prefix="docker-lessons-") as made:
            contents = self._contents
            folder = Path(made) / contents.folder
            contents.write(folder, message=message or contents.message, world_id=self._world.label)
            await self._host.build(folder, name)
        self._note(f"docker build -t {name} {self._contents.folder}")

    async def tag(self, source: str, name: str) -> None:
        """Gives an image another name."""
        await self._host.tag(source, name)
        self._note(f"docker tag {source} {name}")

    async def push(self, name: str) -> None:
        """Pushes a name as the world's account."""
        account = self._world.account()
        key = self._names.credential_key
        await self._host.push(name, account.username, account.password, key)
        self._note(f"docker push {name}")

    async def pull(self, name: str) -> None:
        """Pulls a name as a stranger."""
        await self._host.pull(name)
        self._note(f"docker pull {name}")

    async def remove(self, look: Look, *names: str) -> None:
        """Removes names, and with the last one the image; a nameless image by its ID.

        Raises:
            EngineError: When one is the learner's own, before anything is removed.
        """
        refuse_removal(look, names)
        for name in names:
            try:
                await self._host.remove(name, force=name.startswith("sha256:"))
            except HostError as error:
                if error.status != 404:
                    raise
        self._note(f"docker rmi {' '.join(names)}")

    async def run(self, name: str) -> None:
        """Runs a container from an image and removes it again."""
        await self._host.run(name)
        self._note(f"docker run --rm {name}")

    async def create_repository(self, name: str) -> None:
        """Creates a public repository at the Hub."""
        await self._observer.hub.create_repository(self._names.username, name)
        self._note(f"create the repository {name} on the Hub, public")

    async def make_public(self, name: str) -> None:
        """Makes a repository at the Hub public."""
        await self._observer.hub.make_public(self._names.username, name)
        self._note(f"make the repository {name} public on the Hub")

    async def point_hub_tag(self, repository: str, tag: str, digest: str) -> None:
        """Points a tag at the Hub at a manifest that the repository still holds."""
        registry = self._observer.registry
        media_type, _, manifest = await registry.manifest(repository, digest)
        await registry.put_manifest(repository, tag, media_type, manifest)
        self._note(f"put {digest} back under {repository}:{tag} on the Hub")

    def log_in(self) -> None:
        """Keeps the world's credential in the client's config.json, as `docker login` does."""
        account = self._world.account()
        pair = f"{account.username}:{account.password}".encode()
        config = self._config()
        entry = {"auth": base64.b64encode(pair).decode()}
        config.setdefault("auths", {})[self._names.credential_key] = entry
        self._write_config(config)
        self._note(self._names.log_in)

    def log_out(self) -> None:
        """Takes the course's credential out of the client's config.json, as `docker logout` does."""
        config = self._config()
        auths = config.get("auths") or {}
        kept = {key: value for key, value in auths.items() if not is_key(key, self._names)}
        if len(kept) == len(auths):
            return
        config["auths"] = kept
        self._write_config(config)
        self._note(self._names.log_out)

    def _config(self) -> dict[str, Any]:
        return file.read_json(self._world.docker_config / "config.json") or {}

    def _write_config(self, config: dict[str, Any]) -> None:
        data = json.dumps(config, indent="\t").encode()
        file.write(self._world.docker_config / "config.json", data, 0o600)
        self._observer.forget_log_in()

    def _note(self, act: str) -> None:
        self.did.append(act)
