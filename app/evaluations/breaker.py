"""A model that is down is left alone for a while, by all workers together, instead of being asked by every job."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from app.database import write_transaction
from app.evaluations.tables import Breaker

MODEL = "model"
FAILURES = 5
PAUSE = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class BreakerState:
    """`opened_until` is the moment until which the model is not asked, or None when it may be asked."""

    failures: int
    opened_until: datetime | None
    last_error: str

    @property
    def is_open(self) -> bool:
        return self.opened_until is not None


async def breaker_state(now: datetime) -> BreakerState:
    """Where the model's breaker stands, for pages and commands."""
    row = await _row()
    if row is None:
        return BreakerState(0, None, "")
    until = row["opened_until"]
    return BreakerState(row["failures"], until if until is not None and until > now else None, row["last_error"])


async def closed_until(now: datetime) -> datetime | None:
    """None when the model may be asked now, else the moment from which on.

    After a pause one worker gets None, to see how the model is; the others wait another pause, or until it succeeds.
    """
    row = await _row()
    until: datetime | None = row["opened_until"] if row else None
    if until is None or until > now:
        return until
    async with write_transaction():
        mine = await Breaker.raw(
            "UPDATE circuit_breakers SET opened_until = {}, updated_at = {} WHERE name = {} AND opened_until = {}"
            " RETURNING name",
            now + PAUSE, now, MODEL, until,
        )  # fmt: skip
    return None if mine else now + PAUSE


async def record_failure(sentence: str, now: datetime, pause: timedelta = PAUSE) -> None:
    """Another failure in a row; from the fifth on the model is left alone for `pause`, at least a minute."""
    until = now + max(pause, PAUSE)
    async with write_transaction():
        await Breaker.raw(
            "INSERT INTO circuit_breakers (name, failures, opened_until, last_error, updated_at)"
            " VALUES ({}, 1, NULL, {}, {}) ON CONFLICT (name) DO UPDATE SET failures = circuit_breakers.failures + 1,"
            " last_error = excluded.last_error, updated_at = excluded.updated_at, opened_until ="
            " CASE WHEN circuit_breakers.failures >= {} THEN {} ELSE circuit_breakers.opened_until END",
            MODEL, sentence[:255], now, FAILURES - 1, until,
        )  # fmt: skip


async def record_success(now: datetime) -> None:
    """The model answers: the row of failures is over."""
    row = await _row()
    if row is None or not row["failures"]:
        return
    async with write_transaction():
        await Breaker.raw(
            "UPDATE circuit_breakers SET failures = 0, opened_until = NULL, updated_at = {} WHERE name = {}", now, MODEL
        )


async def _row() -> dict[str, Any] | None:
    rows: list[dict[str, Any]] = await Breaker.raw(
        "SELECT failures, opened_until, last_error FROM circuit_breakers WHERE name = {}", MODEL
    )
    return rows[0] if rows else None
