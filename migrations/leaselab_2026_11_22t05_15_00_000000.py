"""The timeline of leads that exist already: when they were taken in, their documents and their evaluations."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from app.database import engine

ID = "2026-11-22T05:15:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "timeline of leads that exist"

INTO = "INSERT INTO lead_activities (id, site_id, lead_id, kind, text, actor_id, subject_id, happened_at) "
UNTOLD = (
    " AND NOT EXISTS (SELECT 1 FROM lead_activities a WHERE a.lead_id = l.id AND a.kind = '{}')"
    " AND l.erased_at IS NULL"
)
STATEMENTS = (
    "SELECT 'act_' || substr(l.id, 6), l.site_id, l.id, 'application', 'Applied', '', '', l.created_at"
    " FROM leads l WHERE l.created_at IS NOT NULL" + UNTOLD.format("application"),
    "SELECT 'act_' || substr(d.id, 5), l.site_id, l.id, 'document', 'A document arrived', d.uploaded_by, d.id,"
    " d.uploaded_at FROM lead_documents d JOIN leads l ON l.id = d.lead_id WHERE d.deleted_at IS NULL"
    + UNTOLD.format("document"),
    "SELECT 'act_' || substr(e.id, 6), l.site_id, l.id, 'evaluation', 'Evaluation ready', '', e.id, e.evaluated_at"
    " FROM lead_ai_evaluations e JOIN leads l ON l.id = e.lead_id WHERE e.evaluated_at IS NOT NULL"
    + UNTOLD.format("evaluation"),
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="leaselab", description=DESCRIPTION)

    async def tell() -> None:
        for statement in STATEMENTS:
            await engine().run_ddl(INTO + statement)

    manager.add_raw(tell)
    return manager
