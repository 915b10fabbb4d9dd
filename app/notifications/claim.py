"""The right to send a row of an outbox: taking the next one, and saying what became of it.

Claiming moves `next_at` ahead and counts the attempt, before anything is sent. So two workers never send one row at
the same time, and a worker that dies while sending loses nothing: the row is tried again, which may send it a second
time. The count is the claim's proof: a worker that was overtaken changes nothing.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from app.database import PooledSQLiteEngine, engine
from app.notifications.tables import OutboxHook, OutboxMail

MOST_ATTEMPTS = 8
CLAIM_LENGTH = timedelta(minutes=5)
"""Much longer than one sending takes."""
FIRST_WAIT = timedelta(minutes=2)
"""Each wait is three times the one before: the eighth attempt is a day and a half after the first."""

Outbox = type[OutboxMail] | type[OutboxHook]


def wait_after(attempt: int) -> timedelta:
    """How long after an attempt (1 to 7) that did not work the next one is due."""
    return timedelta(seconds=FIRST_WAIT.total_seconds() * 3 ** (attempt - 1))


async def claim_next(outbox: Outbox, now: datetime) -> dict[str, Any] | None:
    """The row that has been due longest, with its columns, claimed; None when nothing is due.

    One statement. Its outer condition is judged again once the row is locked: without it PostgreSQL gives a row to two.
    """
    name = outbox._meta.tablename
    lock = "" if isinstance(engine(), PooledSQLiteEngine) else "FOR UPDATE SKIP LOCKED"
    rows = await outbox.raw(
        f"UPDATE {name} SET next_at = {{}}, attempts = attempts + 1"  # noqa: S608 - our own table names
        f" WHERE id = (SELECT id FROM {name} WHERE status = 'waiting' AND next_at <= {{}} AND attempts < {{}}"
        f" ORDER BY next_at LIMIT 1 {lock}) AND status = 'waiting' AND next_at <= {{}} RETURNING *",
        now + CLAIM_LENGTH, now, MOST_ATTEMPTS, now,
    )  # fmt: skip
    return rows[0] if rows else None


async def mark_sent(outbox: Outbox, row: dict[str, Any], now: datetime) -> None:
    """It arrived, as far as can be known."""
    changes: dict[Any, Any] = {outbox.status: "sent", outbox.sent_at: now, outbox.next_at: None, outbox.last_error: ""}
    await outbox.update(changes).where(_mine(outbox, row))


async def mark_not_sent(
    outbox: Outbox, row: dict[str, Any], reason: str, now: datetime, *, is_final: bool = False
) -> None:
    """Keep the reason and wait; after the last attempt, or where another is of no use, the row has failed."""
    changes: dict[Any, Any] = {outbox.last_error: reason[:255], outbox.next_at: now + wait_after(row["attempts"])}
    if is_final or row["attempts"] >= MOST_ATTEMPTS:
        changes |= {outbox.status: "failed", outbox.next_at: None}
    await outbox.update(changes).where(_mine(outbox, row))


async def give_up_interrupted(outbox: Outbox, now: datetime) -> None:
    """A row whose last attempt was cut off by a worker's death has failed."""
    over = (outbox.status == "waiting") & (outbox.attempts >= MOST_ATTEMPTS) & (outbox.next_at <= now)
    reason = "The worker ended during the last attempt."
    await outbox.update({outbox.status: "failed", outbox.next_at: None, outbox.last_error: reason}).where(over)


def _mine(outbox: Outbox, row: dict[str, Any]) -> Any:
    return (outbox.id == row["id"]) & (outbox.attempts == row["attempts"]) & (outbox.status == "waiting")
