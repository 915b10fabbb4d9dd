"""The one Reader of this process, started with its first use."""

from __future__ import annotations

from functools import cache

from app.screening.reading.reader import Reader


@cache
def current_reader() -> Reader:
    """Shared by all requests; it bounds how many files are parsed at once."""
    return Reader()


def close_reader() -> None:
    """End the reader's child processes, where there are any."""
    if current_reader.cache_info().currsize:
        current_reader().close()
        current_reader.cache_clear()
