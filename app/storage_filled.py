"""Whether there must be objects in the store, from the database: what an empty folder is held against."""

from __future__ import annotations

import asyncio
from contextvars import Context

from piccolo.apps.migrations.tables import Migration

from app.database_outage import DatabaseUnreachable
from app.storage import StorageError


async def has_documents() -> bool:
    """Whether any site has a document, whoever asks; none where there are no tables yet. Raises StorageError while the
    database is away: nobody knows then whether something is lost."""
    try:
        return await asyncio.create_task(_ask(), context=Context())
    except DatabaseUnreachable as error:
        raise StorageError from error


async def _ask() -> bool:
    if not await Migration.table_exists():
        return False
    query = "SELECT 1 AS one FROM lead_documents WHERE storage_key <> '' AND deleted_at IS NULL LIMIT 1"
    return bool(await Migration.raw(query))
