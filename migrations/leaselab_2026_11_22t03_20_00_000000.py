"""An index for the search of the lead list on PostgreSQL, which finds the middle of a word by its trigrams only."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from app.database import engine

ID = "2026-11-22T03:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "search index on PostgreSQL"

MAY_ADD = (
    "SELECT 1 FROM pg_available_extensions WHERE name = 'pg_trgm'"
    " AND (installed_version IS NOT NULL OR has_database_privilege(current_database(), 'CREATE'))"
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="leaselab", description=DESCRIPTION)

    async def create_index() -> None:
        if engine().engine_type != "postgres" or not await engine().run_ddl(MAY_ADD):
            return  # without it a search reads the site's leads one by one, and finds the same
        await engine().run_ddl("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        await engine().run_ddl(
            "CREATE INDEX IF NOT EXISTS idx_leads_trigrams ON leads USING gin (search_text gin_trgm_ops)"
        )

    manager.add_raw(create_index)
    return manager
