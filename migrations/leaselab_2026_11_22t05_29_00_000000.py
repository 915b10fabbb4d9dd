"""One correction of a field stands at a time; undone ones stay beside it."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from app.database import engine

ID = "2026-11-22T05:29:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "one standing correction for a field"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="leaselab", description=DESCRIPTION)

    async def create_index() -> None:
        await engine().run_ddl(
            "CREATE UNIQUE INDEX IF NOT EXISTS idx_fact_corrections_once"
            " ON fact_corrections (evaluation_id, document_position, field) WHERE undone_at IS NULL"
        )

    manager.add_raw(create_index)
    return manager
