"""What the world's own servers were asked, as the memory keeps it: the learner's acts, and no chatter."""

from __future__ import annotations

from collections.abc import Callable

from docker_lessons.lessons.memory import Memory
from docker_lessons.lessons.overheard import as_engine, is_for_us
from docker_lessons.lessons.view import Act
from docker_lessons.trace import OWN_AGENT, Activity, Request
from docker_lessons.world.capabilities import Capabilities
from docker_lessons.world.names import Names


class RequestListener:
    """Keeps the requests that say what a learner did; tells by `poke` that the world may have changed."""

    def __init__(
        self,
        memory: Memory,
        capabilities: Capabilities,
        names: Names,
        poke: Callable[[], None],
        progress: Callable[[], None],
    ) -> None:
        """Tells by `progress` that a transfer went on."""
        self._memory = memory
        self._capabilities = capabilities
        self._names = names
        self._poke = poke
        self._progress = progress

    def hear(self, news: Request | Activity) -> None:
        """Hears one request that was answered, or how far a transfer is."""
        if isinstance(news, Activity):
            self._progress()
            return
        if news.agent.startswith(OWN_AGENT) or is_for_us(news):
            return
        if not self._capabilities.hears_refused_requests and (act := as_engine(news, self._names)):
            self._memory.add_act(act)
            self._poke()
        if news.method in ("GET", "HEAD"):
            return
        if news.server in ("engine", "hub"):
            self._memory.add_act(_act(news))
        if news.server != "registry" or (
            news.path.startswith("/v2/") and "/manifests/" in news.path
        ):
            self._poke()


def _act(request: Request) -> Act:
    return Act(
        request.time,
        request.server,
        request.method,
        request.path,
        request.status,
        request.message,
        request.account,
    )
