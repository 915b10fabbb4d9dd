"""A worker's sign of life, so that people see when nobody works on the queue."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from app.jobs.tables import Worker

log = logging.getLogger("leaselab.jobs")

BEAT_EVERY = timedelta(seconds=5)
FORGOTTEN_AFTER = timedelta(days=1)


class Heart:
    """Writes at most one row every five seconds, unless a sweep begins."""

    def __init__(self, worker_id: str) -> None:
        self.worker_id = worker_id
        self._beaten_at: datetime | None = None

    async def beat(self, now: datetime, *, is_sweep: bool = False) -> None:
        """Say that this worker lives; `is_sweep` also notes that it looks through the queue."""
        if self._beaten_at is not None and not is_sweep and now - self._beaten_at < BEAT_EVERY:
            return
        if self._beaten_at is None:
            await Worker.delete().where(Worker.last_seen_at < now - FORGOTTEN_AFTER)
        self._beaten_at = now
        await Worker.raw(
            "INSERT INTO workers (id, started_at, last_seen_at, last_sweep_at) VALUES ({}, {}, {}, {})"
            " ON CONFLICT (id) DO UPDATE SET last_seen_at = excluded.last_seen_at,"
            " last_sweep_at = COALESCE(excluded.last_sweep_at, workers.last_sweep_at)",
            self.worker_id, now, now, now if is_sweep else None,
        )  # fmt: skip

    async def beat_if_possible(self, now: datetime) -> None:
        """The same; a database that does not answer costs this sign of life, not the work that it is about."""
        try:
            await self.beat(now)
        except Exception as error:
            log.warning("heartbeat lost", extra={"worker_id": self.worker_id, "error": type(error).__name__})
