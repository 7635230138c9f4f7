"""The JSON documents of the API, with the published names.

Source: Docker's documentation, "Docker HUB API", the schemas of content/reference/api/hub/latest.yaml.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docker_lessons.hub.accounts import AccessToken, Account
    from docker_lessons.hub.content import Repository, Tag, TaggedImage


def account_document(account: Account) -> dict[str, Any]:
    """Returns an account as `/v2/users/{namespace}` describes it."""
    return {
        "id": f"{account.id:032x}",
        "username": account.name,
        "full_name": "",
        "location": "",
        "company": "",
        "profile_url": "",
        "date_joined": _time(account.joined),
        "type": "User",
    }


def repository_entry(repository: Repository, viewer: str | None) -> dict[str, Any]:
    """Returns a repository as an entry of a list."""
    return {
        "name": repository.name,
        "namespace": repository.namespace,
        "repository_type": "image",
        "status": 1 if repository.tags else 0,
        "status_description": "active" if repository.tags else "initialized",
        "description": repository.description,
        "is_private": repository.is_private,
        "star_count": 0,
        "pull_count": repository.pulls,
        "last_updated": _time(repository.updated),
        "last_modified": _time(repository.updated or repository.registered),
        "date_registered": _time(repository.registered),
        "affiliation": "owner" if viewer == repository.namespace else "",
        "media_types": [],
        "content_types": ["image"] if repository.tags else [],
        "categories": [],
        "storage_size": repository.storage_size,
    }


def repository_document(repository: Repository, viewer: str | None) -> dict[str, Any]:
    """Returns a repository in full."""
    is_owner = viewer == repository.namespace
    return {
        "user": repository.namespace,
        **repository_entry(repository, viewer),
        "is_automated": False,
        "collaborator_count": 0,
        "hub_user": repository.namespace,
        "has_starred": False,
        "full_description": repository.full_description,
        "permissions": {"read": True, "write": is_owner, "admin": is_owner},
        "immutable_tags_settings": {
            "enabled": repository.immutable_tags,
            "rules": list(repository.immutable_tags_rules),
        },
        "source": None,
    }


def tag_document(tag: Tag, repository: Repository, pusher_id: int) -> dict[str, Any]:
    """Returns a tag in full; `pusher_id` is the ID of the account that pushed it last."""
    return {
        "creator": pusher_id,
        "id": tag.id,
        "images": [_image(image, tag) for image in tag.images],
        "last_updated": _time(tag.pushed),
        "last_updater": pusher_id,
        "last_updater_username": tag.pusher,
        "name": tag.name,
        "repository": repository.id,
        "full_size": tag.full_size,
        "v2": True,
        "tag_status": "active",
        "status": "active",
        "tag_last_pulled": _time(tag.pulled),
        "tag_last_pushed": _time(tag.pushed),
        "media_type": tag.media_type,
        "content_type": "image",
        "digest": tag.digest,
    }


def access_token_document(token: AccessToken, secret: str | None = None) -> dict[str, Any]:
    """Returns a personal access token; only the answer to its creation has the token itself."""
    return {
        "uuid": token.uuid,
        "client_id": "HUB",
        "creator_ip": token.creator_ip,
        "creator_ua": token.creator_ua,
        "created_at": _time(token.created),
        "last_used": _time(token.used),
        "generated_by": "manual",
        "is_active": token.is_active,
        "token": secret or "***",
        "token_label": token.label,
        "scopes": list(token.scopes),
        "expires_at": _time(token.expires),
    }


def search_result(repository: Repository) -> dict[str, Any]:
    """Returns a repository as a result of `/v2/search/repositories`."""
    return {
        "repo_name": repository.path,
        "short_description": repository.description,
        "star_count": 0,
        "pull_count": repository.pulls,
        "repo_owner": "",
        "is_automated": False,
        "is_official": False,
    }


def _image(image: TaggedImage, tag: Tag) -> dict[str, Any]:
    return {
        "architecture": image.architecture or "unknown",
        "features": "",
        "variant": image.variant or None,
        "digest": image.digest,
        "os": image.os or "unknown",
        "os_features": "",
        "os_version": None,
        "size": image.size,
        "status": "active",
        "last_pulled": _time(tag.pulled),
        "last_pushed": _time(tag.pushed),
    }


def _time(when: float | None) -> str | None:
    if when is None:
        return None
    return datetime.fromtimestamp(when, UTC).isoformat(timespec="microseconds")[:-6] + "Z"
