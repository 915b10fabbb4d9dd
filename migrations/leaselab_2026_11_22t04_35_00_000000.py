"""Indexes of the list of leads: by arrival, and by what a lead waits for."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from app.database import engine

ID = "2026-11-22T04:35:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "indexes of what leads wait for"

EVALUATED = "status = 'ai_evaluated' AND ai_recommendation"
INDEXES = {
    "idx_leads_arrived": "leads (site_id, created_at, id)",
    "idx_leads_to_verify": f"leads (site_id, ai_score DESC, id) WHERE {EVALUATED} = 'approve_with_verification'",
    "idx_leads_to_decide": f"leads (site_id, ai_score DESC, id) WHERE {EVALUATED} <> 'approve_with_verification'",
}


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="leaselab", description=DESCRIPTION)

    async def create_indexes() -> None:
        for name, columns in INDEXES.items():
            if engine().engine_type == "postgres":  # as the other orders by score
                columns = columns.replace("ai_score DESC", "ai_score DESC NULLS LAST")
            await engine().run_ddl(f"CREATE INDEX IF NOT EXISTS {name} ON {columns}")

    manager.add_raw(create_indexes)
    return manager
