"""The bytes follow: objects on the list are deleted from the store, with previews and readings made from them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from app.database import new_id, write_transaction
from app.database_scope import every_site
from app.documents.tables import LeadDocument
from app.notifications.tables import DeliveryStatus, OutboxHook, OutboxMail
from app.retention.tables import StorePurge
from app.storage import DocumentStore

MOST_AT_ONCE = 200
LONGEST_UPLOAD = timedelta(hours=1)
OUTBOX_KEPT = timedelta(days=30)
"""What was sent, kept or given up: long enough to answer whether somebody was written to."""


@every_site("whether any document still names an object")
async def purge_store(store: DocumentStore, now: datetime) -> int:
    """Delete what is listed; how many entries were done. Safe at once in several workers, since deleting twice is.

    What another document still names stays. Raises StorageError; the list is kept and done at the next try.
    """
    due = StorePurge.asked_at <= now
    listed = await StorePurge.objects().where(due).order_by(StorePurge.asked_at).limit(MOST_AT_ONCE)
    if not listed:
        return 0
    keys = await _unnamed("storage_key", {item.storage_key for item in listed})
    hashes = await _unnamed("sha256", {item.sha256 for item in listed if item.sha256})
    for key in keys:
        await store.delete(key)
    for key in await store.list_keys() if hashes else ():
        if any(part in hashes for part in key.split("-")):
            await store.delete(key)
    await StorePurge.delete().where(StorePurge.id.is_in([item.id for item in listed]))
    return len(listed)


async def expect(keys: Sequence[str], now: datetime) -> None:
    """Objects will be put, and their rows written after them: those that stay without a row, because a process or the
    network died in between, are on the list already."""
    if not keys:
        return
    async with write_transaction():
        await StorePurge.insert(
            *(StorePurge(id=new_id("purge"), storage_key=key, sha256="", asked_at=now + LONGEST_UPLOAD) for key in keys)
        )


async def arrived(keys: Sequence[str]) -> None:
    """Take objects off the list, in the transaction that writes their rows."""
    await StorePurge.delete().where(StorePurge.storage_key.is_in(list(keys)))


@every_site("old mails of every site")
async def empty_outboxes(now: datetime) -> None:
    """Delete mails and calls that nothing will happen with any more: they hold addresses."""
    for table in (OutboxMail, OutboxHook):
        is_done = table.status != DeliveryStatus.waiting.value
        await table.delete().where(is_done & (table.created_at < now - OUTBOX_KEPT))


async def _unnamed(column: str, values: set[str]) -> set[str]:
    """Those that no document whose bytes are kept has."""
    if not values:
        return set()
    marks = ", ".join("{}" for _ in values)
    rows = await LeadDocument.raw(
        f"SELECT DISTINCT {column} AS value FROM lead_documents WHERE storage_key <> '' AND {column} IN ({marks})",  # noqa: S608
        *values,
    )
    return values - {row["value"] for row in rows}
