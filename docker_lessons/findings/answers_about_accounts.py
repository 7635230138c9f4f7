"""What Docker Hub answers about an account and what it has room for.

Sources: Docker's documentation, "Personal access tokens", "Two-factor authentication" and "Usage and limits"; the
messages as people report them: docker/hub-feedback #1981 and #1585.
"""

from __future__ import annotations

from docker_lessons.findings.answer import Answer
from docker_lessons.oci.docker_hub import TOKENS_URL

ANSWERS: tuple[Answer, ...] = (
    Answer(
        "token-expired",
        r"personal access token is expired",
        "The access token that you're logged in with has expired. Generate a new one on the Hub's page under "
        "Account settings, and log in with that.",
    ),
    Answer(
        "token-inactive",
        r"personal access token is inactive",
        "The access token that you're logged in with has been deactivated. Activate it on the Hub's page under "
        "Account settings, or log in with another one.",
    ),
    Answer(
        "token-wanted",
        r"personal access token|two[- ]factor|\b2fa\b",
        "Docker Hub wants a personal access token instead of the password, probably because this account uses "
        f"two-factor authentication. Create a token that can read and write, at {TOKENS_URL}, and paste it when you're "
        "asked for the password.",
    ),
    Answer(
        "token-may-not-write",
        r"access token has insufficient scopes",
        "You're logged in with an access token that can only read. Generate one that can read and write, on the "
        "Hub's page under Account settings, and log in with that.",
        ("push",),
    ),
    Answer(
        "account-not-verified",
        r"account is not active|verif\w+ (?:your |the )?e-?mail|e-?mail (?:address )?(?:is )?(?:not |un)verified"
        r"|verified e-?mail",
        "Docker Hub wants you to confirm your email address first. Look for its message in your inbox, or have it "
        "sent again from your account's page: https://app.docker.com/settings",
    ),
    Answer(
        "private-quota",
        r"private repositor(?:y|ies)[^\n]*(?:limit|quota|exceed)|(?:limit|quota|exceed)[^\n]*private repositor",
        "Your plan has no room for another private repository. Make one of them public, in its settings on Docker Hub.",
        ("push",),
    ),
    Answer(
        "repository-limit",
        r"repositor(?:y|ies)[^\n]*(?:limit|quota)|(?:limit|quota)[^\n]*repositor",
        "Your account has no room for another repository. Delete one that you don't need, on its settings page on "
        "Docker Hub.",
        ("push",),
    ),
)

CAUSES = frozenset(each.cause for each in ANSWERS)
"""The causes that lie with an account or its token, and neither with a name nor with being logged out."""
