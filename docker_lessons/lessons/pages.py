"""The pages of the course, and how long each takes in a class of two hours."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    """One notebook; `minutes` is what a class needs for it."""

    page: str
    title: str
    minutes: int


PAGES = (
    Page("00-start", "Start: build an image", 8),
    Page("01-images", "Look at your images", 10),
    Page("02-repository", "Make a place at the Hub", 10),
    Page("03-tag", "A name for the Hub", 15),
    Page("04-push", "Log in and push", 20),
    Page("05-pull-back", "Delete it, and pull it back", 15),
    Page("06-alone", "Once more, alone", 20),
    Page("07-after", "Afterwards", 7),
)
