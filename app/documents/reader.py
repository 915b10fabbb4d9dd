"""The one Reader of this process, and what draws earlier states, each started with its first use."""

from __future__ import annotations

from functools import cache

from app.screening.reading.reader import Reader
from app.screening.reading.revision_pages import RevisionPages


@cache
def current_reader() -> Reader:
    """Shared by all requests; it bounds how many files are parsed at once."""
    return Reader()


@cache
def current_revision_pages() -> RevisionPages:
    """Shared by all requests, like the reader."""
    return RevisionPages()


def close_reader() -> None:
    """End the reader's child processes, where there are any."""
    if current_revision_pages.cache_info().currsize:
        current_revision_pages().close()
        current_revision_pages.cache_clear()
    if current_reader.cache_info().currsize:
        current_reader().close()
        current_reader.cache_clear()
