"""The picture of this computer and the Hub, exactly as they were observed, and as they were before."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Any

from docker_lessons.findings.image_name import is_image_id, with_tag
from docker_lessons.lessons.attempt import Attempt
from docker_lessons.world.snapshot import Host, HostImage, HubTag, Repository, Snapshot

ONE_CHANGE = 0.5
"""Seconds in which changes count as one: a command may remove several names, one after the other."""

_COMPARED = ("host", "hub", "log_in")


def picture(
    snapshot: Snapshot | None,
    concerns: Callable[[HostImage], bool] = lambda _: True,
) -> dict[str, Any]:
    """Returns the snapshot as JSON for drawing.

    `concerns` tells which images are drawn; the others, and their containers, are only counted. Layers are given by
    their diff IDs, which are the same on both sides; None where they are not known. `log_in` is the user name, '' where
    it is not known, None where no log-in is accepted. `hub` is None where the Hub does not answer, and, with
    `hub_hidden`, where it shows nothing to somebody who is not logged in; with `hub_public_only` a repository that
    isn't there may be private. A repository's `visibility` is None where it is not known.
    """
    host, hub = (snapshot.host, snapshot.hub) if snapshot else (None, None)
    shown = [image for image in host.images if concerns(image)] if host else []
    log_in = snapshot.log_in if snapshot else None
    return {
        "host": None if host is None else [_image(image, host) for image in shown],
        "others": _others(host, shown),
        "hub": None
        if hub is None or hub.is_hidden
        else [_repository(one) for one in hub.repositories],
        "hub_hidden": hub is not None and hub.is_hidden,
        "hub_public_only": hub is not None and hub.is_public_only,
        "log_in": log_in.username if log_in and log_in.accepted else None,
    }


def _image(image: HostImage, host: Host) -> dict[str, Any]:
    return {
        "id": image.id,
        "names": list(image.names),
        "layers": list(image.diff_ids) if image.inspected else None,
        "containers": [
            {"name": one.name, "state": one.state}
            for one in host.containers
            if one.image_id == image.id
        ],
    }


def _repository(repository: Repository) -> dict[str, Any]:
    visibility = "private" if repository.private else "public"
    return {
        "repository": repository.full_name,
        "visibility": visibility if repository.visibility_is_known else None,
        "tags": [_tag(tag) for tag in repository.tags],
    }


def _tag(tag: HubTag) -> dict[str, Any]:
    return {
        "name": tag.name,
        "digest": tag.digest,
        "image": tag.image,
        "layers": list(tag.diff_ids) if tag.image else None,
        "blobs": list(tag.blobs),
    }


def _others(host: Host | None, shown: list[HostImage]) -> dict[str, int]:
    if host is None:
        return {"images": 0, "containers": 0}
    ours = {image.id for image in shown}
    return {
        "images": len(host.images) - len(shown),
        "containers": sum(container.image_id not in ours for container in host.containers),
    }


def sources(tries: Iterable[Attempt]) -> dict[str, str]:
    """Returns the name or ID that each new name was given to, as `docker tag` was told; `tries`: newest first."""
    tagged = [one.arguments for one in tries if one.verb == "tag" and not one.refused]
    found = {new: old for old, new in reversed([each for each in tagged if len(each) == 2])}
    return {with_tag(new): old if is_image_id(old) else with_tag(old) for new, old in found.items()}


class BeforeAndNow:
    """Keeps the picture that was before the last change.

    The service keeps it and not a widget, since a panel is often shown only after the command that it is about.
    """

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Starts over: the next picture is the first."""
        self._before: dict[str, Any] | None = None
        self._earlier: dict[str, Any] | None = None
        self._now: dict[str, Any] | None = None
        self._began = -math.inf

    def see(self, now: dict[str, Any], time: float) -> dict[str, Any]:
        """Returns this picture, with the one from before the last change as `before`, None if there is none.

        A side that does not answer is no change, nor is what the learner does with other images.
        """
        if now["host"] is not None and now["hub"] is not None:
            self._keep(now, time)
        return now | {"before": self._before}

    def _keep(self, now: dict[str, Any], time: float) -> None:
        last, self._now = self._now, now
        if last is None or not _differ(last, now):
            return
        if time - self._began >= ONE_CHANGE:
            self._earlier, self._before, self._began = self._before, last, time
        elif self._before is not None and not _differ(self._before, now):
            self._before, self._began = self._earlier, -math.inf  # all was undone at once


def _differ(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return any(one[key] != other[key] for key in _COMPARED)
