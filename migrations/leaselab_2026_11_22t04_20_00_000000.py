"""Indexes of schedules, decisions, applicants' links and the rest of the workspace; e-mail keys of leads that exist."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from app.database import engine

ID = "2026-11-22T04:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "indexes of the workspace and the schedules"

INDEXES = {
    "idx_ai_audit_sequence": "UNIQUE|ai_evaluation_audit (site_id, sequence) WHERE sequence IS NOT NULL",
    "idx_ai_audit_unsealed": "|ai_evaluation_audit (site_id, created_at, id) WHERE sequence IS NULL",
    "idx_ai_audit_actor": "|ai_evaluation_audit (site_id, actor_id, created_at DESC)",
    "idx_ai_audit_action": "|ai_evaluation_audit (site_id, action, created_at DESC)",
    "idx_leads_email_key": "|leads (site_id, email_key) WHERE email_key <> ''",
    "idx_leads_phone_key": "|leads (site_id, phone_key) WHERE phone_key <> ''",
    "idx_documents_sha256": "|lead_documents (site_id, sha256) WHERE deleted_at IS NULL",
    "idx_activities_lead": "|lead_activities (lead_id, happened_at DESC)",
    "idx_activities_site": "|lead_activities (site_id, happened_at, lead_id, kind)",
    "idx_showings_site": "|showings (site_id, scheduled_at)",
    "idx_showings_lead": "|showings (lead_id)",
    "idx_showings_unit": "|showings (unit_id)",
    "idx_leases_site": "|leases (site_id, signed_at)",
    "idx_leases_unit": "|leases (unit_id)",
    "idx_leases_lead": "|leases (lead_id)",
    "idx_fact_corrections": "|fact_corrections (evaluation_id, corrected_at)",
    "idx_bulk_evaluations_site": "|bulk_evaluations (site_id, requested_at DESC)",
    "idx_llm_usage_site_day": "UNIQUE|llm_usage (site_id, day)",
    "idx_preferences_once": "UNIQUE|notification_preferences (user_id, site_id, kind)",
    "idx_outbox_mail_once": "UNIQUE|outbox_mail (cause, to_address)",
    "idx_outbox_mail_due": "|outbox_mail (next_at) WHERE status = 'waiting'",
    "idx_outbox_webhooks_once": "UNIQUE|outbox_webhooks (cause, url)",
    "idx_outbox_webhooks_due": "|outbox_webhooks (next_at) WHERE status = 'waiting'",
    "idx_tasks_open": "|agent_tasks (site_id, created_at) WHERE done_at IS NULL",
    "idx_tasks_lead": "|agent_tasks (lead_id)",
    "idx_policy_versions_number": "UNIQUE|policy_versions (site_id, number)",
    "idx_decisions_lead": "|lead_decisions (lead_id, decided_at DESC)",
    "idx_decisions_site": "|lead_decisions (site_id, decided_at DESC)",
    "idx_evidence_views_once": "UNIQUE|evidence_views (evaluation_id, user_id)",
    "idx_adverse_notices_decision": "UNIQUE|adverse_notices (decision_id)",
    "idx_adverse_notices_lead": "|adverse_notices (lead_id)",
    "idx_applicant_links_secret": "UNIQUE|applicant_links (secret_hash)",
    "idx_applicant_links_lead": "|applicant_links (lead_id, created_at DESC)",
    "idx_applicant_statements_lead": "|applicant_statements (lead_id, stated_at DESC)",
    "idx_identity_matches_pair": "UNIQUE|identity_matches (lead_id, other_lead_id)",
    "idx_identity_matches_site": "|identity_matches (site_id, status, found_at DESC)",
    "idx_identity_matches_other": "|identity_matches (other_lead_id)",
    "idx_erasures_site": "|erasures (site_id, erased_at DESC)",
    "idx_job_runs_once": "UNIQUE|job_runs (schedule, due_at, site_id)",
    "idx_job_runs_site": "|job_runs (site_id, schedule, due_at DESC)",
    "idx_job_runs_open": "|job_runs (claimed_until) WHERE status = 'running'",
    "idx_job_run_changes_run": "UNIQUE|job_run_changes (run_id, position)",
    "idx_job_run_lines_run": "|job_run_lines (run_id, logged_at)",
    "idx_showing_metrics_day": "UNIQUE|showing_metrics (site_id, day, window_days, dimension, dimension_id)",
    "idx_absorption_day": "UNIQUE|absorption_rates (site_id, day, property_id, bedrooms)",
    "idx_vacancy_alerts_open": "UNIQUE|vacancy_alerts (site_id, property_id, bedrooms, kind) WHERE resolved_at IS NULL",
    "idx_quota_forecasts_day": "UNIQUE|quota_forecasts (site_id, day)",
    "idx_triggers_site": "|triggers (site_id)",
    "idx_trigger_executions_cause": "|trigger_executions (trigger_id, cause, executed_at DESC)",
    "idx_trigger_executions_site": "|trigger_executions (site_id, executed_at DESC)",
    "idx_alerts_open": "UNIQUE|alerts (site_id, rule, subject) WHERE closed_at IS NULL",
    "idx_alerts_site": "|alerts (site_id, opened_at DESC)",
    "idx_alert_deliveries_once": "UNIQUE|alert_deliveries (alert_id, channel, target)",
}


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="leaselab", description=DESCRIPTION)

    async def create_indexes() -> None:
        for name, definition in INDEXES.items():
            kind, columns = definition.split("|")
            await engine().run_ddl(f"CREATE {kind} INDEX IF NOT EXISTS {name} ON {columns}")

    async def fill_keys() -> None:
        await engine().run_ddl("UPDATE leads SET email_key = lower(trim(email)) WHERE email_key = ''")

    manager.add_raw(create_indexes)
    manager.add_raw(fill_keys)
    return manager
