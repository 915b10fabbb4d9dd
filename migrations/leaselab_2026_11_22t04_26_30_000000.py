"""The audit is append-only: the database itself refuses to change or delete an entry; a seal is filled in once."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from app.database import engine

ID = "2026-11-22T04:26:30:000000"
VERSION = "1.38.0"
DESCRIPTION = "append-only audit, indexes of withdrawals"

INDEXES = {
    "idx_withdrawals_lead": "|lead_withdrawals (lead_id, withdrawn_at DESC)",
    "idx_overrides_decision": "|evaluation_overrides (decision_id) WHERE decision_id IS NOT NULL",
}
CONTENT = ("id", "site_id", "actor_id", "action", "subject_id", "details", "reason", "request_id", "created_at")
SAME = "IS NOT DISTINCT FROM"
REFUSAL = "the audit is append-only"

SQLITE = [
    f"""CREATE TRIGGER IF NOT EXISTS audit_refuses_delete BEFORE DELETE ON ai_evaluation_audit
    BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END""",
    f"""CREATE TRIGGER IF NOT EXISTS audit_refuses_update BEFORE UPDATE ON ai_evaluation_audit
    WHEN NOT (OLD.sequence IS NULL AND NEW.sequence IS NOT NULL AND OLD.entry_hash = '' AND length(NEW.entry_hash) = 64
    AND {" AND ".join(f"OLD.{name} IS NEW.{name}" for name in CONTENT)})
    BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END""",
]
POSTGRES = [
    f"""CREATE OR REPLACE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'UPDATE' AND OLD.sequence IS NULL AND NEW.sequence IS NOT NULL
        AND OLD.entry_hash = '' AND length(NEW.entry_hash) = 64
        AND {" AND ".join(f"OLD.{name}{'::text' if name == 'details' else ''} {SAME} NEW.{name}{'::text' if name == 'details' else ''}" for name in CONTENT)}
        THEN RETURN NEW; END IF;
        RAISE EXCEPTION '{REFUSAL}';
    END $$""",
    "DROP TRIGGER IF EXISTS audit_refuses_change ON ai_evaluation_audit",
    """CREATE TRIGGER audit_refuses_change BEFORE UPDATE OR DELETE ON ai_evaluation_audit
    FOR EACH ROW EXECUTE FUNCTION refuse_audit_change()""",
    "DROP TRIGGER IF EXISTS audit_refuses_truncate ON ai_evaluation_audit",
    """CREATE TRIGGER audit_refuses_truncate BEFORE TRUNCATE ON ai_evaluation_audit
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()""",
]


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="leaselab", description=DESCRIPTION)

    async def create_indexes() -> None:
        for name, definition in INDEXES.items():
            kind, columns = definition.split("|")
            await engine().run_ddl(f"CREATE {kind} INDEX IF NOT EXISTS {name} ON {columns}")

    async def close_the_audit() -> None:
        for statement in POSTGRES if engine().engine_type == "postgres" else SQLITE:
            await engine().run_ddl(statement)

    manager.add_raw(create_indexes)
    manager.add_raw(close_the_audit)
    return manager
