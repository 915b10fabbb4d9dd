"""Indexes, the partial and the unique ones too: raw SQL, which runs unchanged on SQLite and PostgreSQL."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from app.database import engine

ID = "2026-11-22T02:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "indexes"

INDEXES = {
    "idx_sites_slug": "UNIQUE|sites (slug)",
    "idx_users_email": "UNIQUE|users (email)",
    "idx_memberships_user_site": "UNIQUE|memberships (user_id, site_id)",
    "idx_user_sessions_user_id": "|user_sessions (user_id)",
    "idx_user_sessions_expires_at": "|user_sessions (expires_at)",
    "idx_login_failures_subject": "|login_failures (subject, failed_at)",
    "idx_api_tokens_token_hash": "UNIQUE|api_tokens (token_hash)",
    "idx_api_tokens_site_id": "|api_tokens (site_id)",
    "idx_ai_audit_site": "|ai_evaluation_audit (site_id, created_at DESC)",
    "idx_ai_audit_subject": "|ai_evaluation_audit (subject_id, created_at DESC)",
    "idx_properties_site_id": "|properties (site_id)",
    "idx_units_site_id": "|units (site_id)",
    "idx_units_property_id": "|units (property_id)",
    "idx_leads_score": "|leads (site_id, ai_score DESC, id)",
    "idx_leads_label_score": "|leads (site_id, ai_label, ai_score DESC, id)",
    "idx_leads_status_score": "|leads (site_id, status, ai_score DESC, id)",
    "idx_leads_filters": "|leads (site_id, ai_label, status, last_activity_at, last_name, first_name, ai_score, id)",
    "idx_leads_name": "|leads (site_id, last_name, first_name, id)",
    "idx_leads_activity": "|leads (site_id, last_activity_at DESC, id)",
    "idx_leads_search": "|leads (site_id, search_text, id)",
    "idx_leads_unit_id": "|leads (unit_id)",
    "idx_documents_lead_id": "|lead_documents (lead_id, uploaded_at)",
    "idx_documents_site_id": "|lead_documents (site_id)",
    "idx_documents_same_file": "UNIQUE|lead_documents (lead_id, sha256) WHERE deleted_at IS NULL",
    "idx_ai_jobs_lead_id": "|ai_evaluation_jobs (lead_id)",
    "idx_ai_jobs_site_id": "|ai_evaluation_jobs (site_id)",
    "idx_ai_jobs_status": "|ai_evaluation_jobs (status)",
    "idx_ai_jobs_requested_at": "|ai_evaluation_jobs (requested_at DESC)",
    "idx_ai_jobs_lead_status": "|ai_evaluation_jobs (lead_id, status)",
    "idx_ai_jobs_pending": "|ai_evaluation_jobs (status, requested_at) WHERE status = 'pending'",
    "idx_ai_jobs_due": "|ai_evaluation_jobs (due_at) WHERE due_at IS NOT NULL",
    "idx_ai_jobs_site_status": "|ai_evaluation_jobs (site_id, status, requested_at)",
    "idx_ai_jobs_one_open": "UNIQUE|ai_evaluation_jobs (lead_id) WHERE status IN ('pending', 'processing')",
    "idx_ai_steps_job_name": "UNIQUE|ai_evaluation_steps (job_id, name)",
    "idx_ai_steps_finished": "|ai_evaluation_steps (finished_at)",
    "idx_workers_last_seen": "|workers (last_seen_at)",
    "idx_evaluations_lead": "|lead_ai_evaluations (lead_id, evaluated_at DESC)",
    "idx_evaluations_site": "|lead_ai_evaluations (site_id, evaluated_at DESC)",
    "idx_evaluations_job": "UNIQUE|lead_ai_evaluations (workflow_instance_id)",
    "idx_ai_usage_site_month": "UNIQUE|ai_evaluation_usage (site_id, month)",
    "idx_overrides_lead": "|evaluation_overrides (lead_id, overridden_at DESC)",
    "idx_overrides_evaluation": "|evaluation_overrides (evaluation_id)",
    "idx_notifications_user": "|notifications (user_id, read_at, created_at DESC)",
    "idx_notifications_once": "UNIQUE|notifications (user_id, cause)",
}


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="leaselab", description=DESCRIPTION)

    async def create_indexes() -> None:
        for name, definition in INDEXES.items():
            kind, columns = definition.split("|")
            if engine().engine_type == "postgres":  # SQLite sorts nulls last by itself, and cannot be told to
                columns = columns.replace("ai_score DESC", "ai_score DESC NULLS LAST")
            await engine().run_ddl(f"CREATE {kind} INDEX IF NOT EXISTS {name} ON {columns}")

    manager.add_raw(create_indexes)
    return manager
