"""Puts new entries of the audit into their site's chain, away from the requests that wrote them.

The order is the order of sealing: an entry that was committed late simply comes later. One sealer works on a site at a
time, so that the chain never forks.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from app.audit.chain import GENESIS, entry_hash
from app.audit.readable import COLUMNS, readable
from app.database import write_transaction
from app.database_scope import every_site, site_scope
from app.sites.tables import AuditEntry

BATCH = 500
"""Entries in one short transaction: 2,000 values, far below what either database takes in one statement."""
MOST_A_MINUTE = 20
"""Batches of one site at a tick; a worker that was away for a week catches up over some minutes."""


async def seal_tick(now: datetime) -> int:
    """What the worker does every minute; harmless when two do it at once. Returns how many entries were sealed."""
    return await seal_everything(MOST_A_MINUTE)


async def seal_everything(most_batches: int | None = None) -> int:
    """Seal what is not sealed yet, of every site. Returns how many entries."""
    with every_site("which sites have new entries"):
        rows = await AuditEntry.raw("SELECT DISTINCT site_id FROM ai_evaluation_audit WHERE sequence IS NULL")
    return sum([await seal_site(row["site_id"], most_batches) for row in rows])


async def seal_site(site_id: str, most_batches: int | None = None) -> int:
    """Seal a site's new entries in batches. Returns how many."""
    sealed, batches = 0, 0
    while most_batches is None or batches < most_batches:
        with site_scope(site_id):
            batch = await _seal_batch(site_id)
        sealed, batches = sealed + batch, batches + 1
        if batch < BATCH:
            break
    return sealed


async def _seal_batch(site_id: str) -> int:
    async with write_transaction():
        # Changes nothing, but holds the site: on PostgreSQL a second sealer waits here and then sees the new head.
        await AuditEntry.raw("UPDATE sites SET name = name WHERE id = {}", site_id)
        head = await AuditEntry.raw(
            "SELECT sequence, entry_hash FROM ai_evaluation_audit WHERE site_id = {} AND sequence IS NOT NULL"
            " ORDER BY sequence DESC LIMIT 1",
            site_id,
        )
        entries = await AuditEntry.raw(
            f"SELECT {COLUMNS} FROM ai_evaluation_audit a WHERE a.site_id = {{}} AND a.sequence IS NULL"  # noqa: S608
            " ORDER BY a.created_at, a.id LIMIT {}",
            site_id, BATCH,
        )  # fmt: skip
        if entries:
            sequence, before = (head[0]["sequence"], head[0]["entry_hash"]) if head else (0, GENESIS)
            await _store(_links(readable(entries), sequence, before))
    return len(entries)


def _links(entries: list[dict[str, Any]], sequence: int, before: str) -> list[tuple[str, int, str, str]]:
    """Id, sequence, previous hash and hash of each entry."""
    links = []
    for entry in entries:
        sequence += 1
        sealed = entry_hash(entry, sequence, before)
        links.append((entry["id"], sequence, before, sealed))
        before = sealed
    return links


async def _store(links: list[tuple[str, int, str, str]]) -> None:
    """All seals in one statement. The database lets a seal be filled in, once, and nothing else."""
    rows = ", ".join("({}, CAST({} AS BIGINT), {}, {})" for _ in links)
    await AuditEntry.raw(
        f"WITH seals (id, sequence, previous_hash, entry_hash) AS (VALUES {rows})"  # noqa: S608 - placeholders only
        " UPDATE ai_evaluation_audit SET sequence = seals.sequence, previous_hash = seals.previous_hash,"
        " entry_hash = seals.entry_hash FROM seals WHERE ai_evaluation_audit.id = seals.id"
        " AND ai_evaluation_audit.sequence IS NULL",
        *[value for link in links for value in link],
    )
