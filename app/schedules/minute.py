"""What is looked after every minute, besides the schedules: small things that must not wait for a slow one."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

log = logging.getLogger("leaselab.schedules")

MinuteTick = Callable[[datetime], Awaitable[object]]
"""Given the time. Must be safe to run twice at once, since every worker does."""


async def look_after(
    ticks: Sequence[MinuteTick], clock: Callable[[], datetime], is_stopping: Callable[[], bool]
) -> list[str]:
    """Do each in turn, until a stop is asked; the names of those that failed, which kept none of the others back."""
    failed = []
    for tick in ticks:
        if is_stopping():
            break
        try:
            await tick(clock())
        except Exception as error:
            name = getattr(tick, "__qualname__", type(tick).__name__)
            log.warning("minute tick failed", extra={"tick": name, "error": type(error).__name__})
            failed.append(name)
    return failed
