"""What a solution can do: the real calls of engine, Hub and registry, and the client's config.json.

It serves *show me*, catching up and the tests. Each act is noted in the words of the command that
a learner would have typed, or in a sentence in the language that is current then.
"""

from __future__ import annotations

import base64
import json
import tempfile
from pathlib import Path
from typing import Any

from docker_lessons.language import gettext
from docker_lessons.lessons.course_image import ImageContents
from docker_lessons.lessons.look import Look
from docker_lessons.lessons.theirs import containers_in_the_way, refuse_removal
from docker_lessons.oci.errors import RegistryError
from docker_lessons.world import World, file
from docker_lessons.world.client_config import is_key
from docker_lessons.world.failure import YoursAloneError
from docker_lessons.world.host import HostError
from docker_lessons.world.observer import Observer
from docker_lessons.world.which_hub import create_page, settings_page


class Solution:
    """What one solution does in one world."""

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
            contents.write(
                folder,
                self._world.engine.architecture,
                message=message or contents.message,
                world_id=self._world.label,
            )
            await self._host.build(folder, name)
            self._note(f"docker build -t {name} {self._contents.folder}")
            if await self._is_for_another_processor(name):
                await self._host.build(folder, name, cached=False)
                self._note(f"docker build --no-cache -t {name} {self._contents.folder}")

    async def tag(self, source: str, name: str) -> None:
        """Gives an image another name."""
        await self._host.tag(source, name)
        self._note(f"docker tag {source} {name}")

    async def push(self, name: str) -> None:
        """Pushes a name as the world's account."""
        self._leave_to_learner(f"docker push {name}")
        account = self._world.account()
        key = self._names.credential_key
        await self._host.push(name, account.username, account.password, key)
        self._note(f"docker push {name}")

    async def _is_for_another_processor(self, name: str) -> bool:
        """Whether the build gave another processor's image, from dockerd 20.10's cache, which ignores processors."""
        own = self._world.engine.architecture
        return bool(own) and (await self._host.image(name)).get("Architecture") != own

    def become_stranger(self, look: Look) -> None:
        """Logs out, for a pull as anybody can do it.

        Raises:
            YoursAloneError: Where the registry may want a log-in for that.
        """
        self.leave_pull(look, look.names.target)
        self.log_out()

    def leave_pull(self, look: Look, name: str) -> None:
        """Leaves a pull to the learner where the registry may want a log-in for it.

        Raises:
            YoursAloneError: With the pull that the learner can do.
        """
        if look.capabilities.leaves_pulls:
            self._leave_to_learner(f"docker pull {name}")

    async def pull(self, name: str) -> None:
        """Pulls a name as a stranger."""
        await self._host.pull(name)
        self._note(f"docker pull {name}")

    async def remove(self, look: Look, *names: str) -> None:
        """Removes names, and with the last one the image; a nameless image by its ID.

        Containers that keep such an image go first, on an engine on which everything is the course's.

        Raises:
            EngineError: When one is the learner's own, before anything is removed.
        """
        refuse_removal(look, names)
        keepers = () if look.capabilities.engine_is_shared else containers_in_the_way(look, names)
        if keepers:
            for container in keepers:
                await self._host.remove_container(container.id)
            self._note(f"docker rm -f {' '.join(one.name for one in keepers)}")
        for name in names:
            try:
                await self._host.remove(name, force=name.startswith("sha256:"))
            except HostError as error:
                if error.status != 404:
                    raise
        self._note(f"docker rmi {' '.join(names)}")

    async def run(self, name: str, *command: str) -> None:
        """Runs a container from an image, with this command or else the image's own, and removes it again."""
        await self._host.run(name, *command)
        self._note(" ".join(("docker run --rm", name, *command)))

    async def create_repository(self, name: str) -> None:
        """Creates a public repository at the Hub."""
        self._leave_to_learner(
            gettext(
                "create the repository {name}, public, at {page}",
                name=name,
                page=create_page(self._names),
            )
        )
        await self._observer.hub.create_repository(self._names.username, name)
        self._note(gettext("create the repository {name} on the Hub, public", name=name))

    async def make_public(self, name: str) -> None:
        """Makes a repository at the Hub public."""
        self._leave_to_learner(
            gettext("make {name} public, at {page}", name=name, page=settings_page(self._names))
        )
        await self._observer.hub.make_public(self._names.username, name)
        self._note(gettext("make the repository {name} public on the Hub", name=name))

    async def point_hub_tag(self, repository: str, tag: str, digest: str) -> bool:
        """Points a tag at the Hub at a manifest, and tells whether the repository still holds that.

        It does not where the tag was deleted in the meantime, since its manifest went with it.
        """
        self._leave_to_learner(f"docker push {repository}:{tag}")
        registry = self._observer.registry
        try:
            media_type, _, manifest = await registry.manifest(repository, digest)
        except RegistryError as error:
            if error.status == 404:
                return False
            raise
        await registry.put_manifest(repository, tag, media_type, manifest)
        self._note(
            gettext(
                "put {digest} back under {name} on the Hub",
                digest=digest,
                name=f"{repository}:{tag}",
            )
        )
        return True

    def log_in(self) -> None:
        """Keeps the world's credential in the client's config.json, as `docker login` does.

        A credential helper that this config.json names would be asked in its place, so that is taken out.
        """
        self._leave_to_learner(self._names.log_in)
        account = self._world.account()
        pair = f"{account.username}:{account.password}".encode()
        config = self._config()
        entry = {"auth": base64.b64encode(pair).decode()}
        config.setdefault("auths", {})[self._names.credential_key] = entry
        helpers = [config.pop(key, None) for key in ("credsStore", "credHelpers")]
        if any(helpers):
            self._note(gettext("take the credential helper out of config.json"))
        self._write_config(config)
        self._note(self._names.log_in)

    def log_out(self) -> None:
        """Takes the course's credential out of the client's config.json, as `docker logout` does.

        The learner's own log-in for the real Docker Hub stays.
        """
        if self._world.keeps_own_log_in:
            return
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

    def _leave_to_learner(self, act: str) -> None:
        """Stops before anything that only the learner may do: elsewhere than at the practice Hub it is their account.

        Raises:
            YoursAloneError: On the real Docker Hub and at a registry of their own, with what the learner can do.
        """
        hub = self._world.which_hub
        if not hub.has_pages:
            raise YoursAloneError(
                gettext(
                    "What's at {registry} is yours, and the course changes nothing there, so it leaves this to you: {act}",
                    registry=hub.registry,
                    act=act,
                )
            )
        if hub.is_real:
            raise YoursAloneError(
                gettext(
                    "Docker Hub is the real one, and your account there is yours, so the course leaves this to you: {act}",
                    act=act,
                )
            )

    def _note(self, act: str) -> None:
        self.did.append(act)
