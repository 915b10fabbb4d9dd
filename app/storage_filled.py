"""Whether there must be objects in the store, from the database: what an empty folder is held against."""

from __future__ import annotations

from piccolo.apps.migrations.tables import Migration

from app.database_outage import DatabaseUnreachable
from app.database_scope import every_site
from app.storage import StorageError


@every_site("whether an empty store has lost something")
async def has_documents() -> bool:
    """Whether any site has a document, whoever asks; none where there are no tables yet. Raises StorageError while the
    database is away: nobody knows then whether something is lost."""
    try:
        query = "SELECT 1 AS one FROM lead_documents WHERE storage_key <> '' AND deleted_at IS NULL LIMIT 1"
        return await Migration.table_exists() and bool(await Migration.raw(query))
    except DatabaseUnreachable as error:
        raise StorageError from error
