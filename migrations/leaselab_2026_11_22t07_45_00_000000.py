"""Indexes that hold all that the list of leads filters, searches and orders by: one for each order, two for counts.

They take the place of those that held a part of it, from which SQLite went to the table for every lead that it passed.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from app.database import engine

ID = "2026-11-22T07:45:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "covering indexes of the list of leads"

FILTERS = "status, ai_recommendation, ai_label"
INDEXES = {
    "idx_leads_by_score": f"site_id, ai_score DESC, id, {FILTERS}, search_text",
    "idx_leads_by_name": f"site_id, last_name, first_name, id, {FILTERS}, search_text",
    "idx_leads_by_activity": f"site_id, last_activity_at DESC, id, {FILTERS}, search_text",
    "idx_leads_by_arrived": f"site_id, created_at, id, {FILTERS}, search_text",
    "idx_leads_search": f"site_id, search_text, {FILTERS}, id",
    "idx_leads_counts": f"site_id, {FILTERS}, id",
}
REPLACED = ("score", "label_score", "status_score", "filters", "name", "activity", "search", "waits", "arrived")


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="leaselab", description=DESCRIPTION)

    async def change_indexes() -> None:
        for name in REPLACED:
            await engine().run_ddl(f"DROP INDEX IF EXISTS idx_leads_{name}")
        for name, columns in INDEXES.items():
            if engine().engine_type == "postgres":  # SQLite puts them there, and takes no such words in an index
                columns = columns.replace("ai_score DESC", "ai_score DESC NULLS LAST")
            await engine().run_ddl(f"CREATE INDEX IF NOT EXISTS {name} ON leads ({columns})")

    manager.add_raw(change_indexes)
    return manager
