"""One index of what leads wait for, that holds all that the list and the overview look at.

The two partial ones that it replaces were not used by SQLite, which went to 100,000 rows instead.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from app.database import engine

ID = "2026-11-22T05:58:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "one index of what leads wait for"

COLUMNS = (
    "site_id, status, ai_recommendation, ai_label, ai_score, last_activity_at, last_name, first_name, created_at, id"
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="leaselab", description=DESCRIPTION)

    async def change_indexes() -> None:
        await engine().run_ddl(f"CREATE INDEX IF NOT EXISTS idx_leads_waits ON leads ({COLUMNS})")
        for name in ("idx_leads_to_verify", "idx_leads_to_decide"):
            await engine().run_ddl(f"DROP INDEX IF EXISTS {name}")

    manager.add_raw(change_indexes)
    return manager
