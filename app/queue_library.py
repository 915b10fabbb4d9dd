"""Huey without the Redis client that it takes along: 9 MB of every process, which only REDIS_URL needs."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from app.environment import environment

__all__ = ["Consumer", "Huey", "RedisHuey", "SqliteHuey", "crontab"]


@contextmanager
def _without_redis() -> Iterator[None]:
    """Huey looks for the client when it is imported, and does without where there is none."""
    is_hidden = not environment().get("REDIS_URL") and "redis" not in sys.modules
    if is_hidden:
        sys.modules["redis"] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        if is_hidden:
            del sys.modules["redis"]


with _without_redis():
    from huey import Huey, RedisHuey, SqliteHuey, crontab
    from huey.consumer import Consumer
