"""Every table there is, and where the migrations are."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from app.alerts.tables import Alert, AlertDelivery
from app.applicants.tables import ApplicantLink, ApplicantStatement
from app.decisions.tables import AdverseNotice, Decision, EvidenceView, Withdrawal
from app.documents.tables import LeadDocument
from app.evaluations.tables import Breaker, BulkEvaluation, Evaluation, FactCorrection, ModelUsage, Override, Usage
from app.insights.tables import AbsorptionRate, QuotaForecast, ShowingMetric, VacancyAlert
from app.jobs.tables import EvaluationJob, EvaluationStep, JobTrace, Worker
from app.leads.tables import Lead, LeadActivity, Lease, Showing
from app.matches.tables import IdentityMatch
from app.metrics import Metric
from app.notifications.tables import AgentTask, Notification, NotificationPreference, OutboxHook, OutboxMail
from app.policies.tables import PolicyVersion
from app.properties.tables import Property, Unit
from app.retention.tables import Erasure, StorePurge
from app.schedules.tables import JobRun, JobRunChange, JobRunLine
from app.sites.tables import ApiToken, AuditEntry, LoginFailure, Membership, Site, User, UserSession
from app.triggers.tables import Trigger, TriggerExecution

APP_CONFIG = AppConfig(
    app_name="leaselab",
    migrations_folder_path=str(Path(__file__).resolve().parent.parent / "migrations"),
    table_classes=[
        Site,
        User,
        Membership,
        UserSession,
        LoginFailure,
        ApiToken,
        AuditEntry,
        Property,
        Unit,
        Lead,
        LeadDocument,
        EvaluationJob,
        EvaluationStep,
        JobTrace,
        Worker,
        Evaluation,
        Usage,
        Override,
        Notification,
        Metric,
        LeadActivity,
        Showing,
        Lease,
        FactCorrection,
        BulkEvaluation,
        ModelUsage,
        Breaker,
        NotificationPreference,
        OutboxMail,
        OutboxHook,
        AgentTask,
        PolicyVersion,
        Decision,
        Withdrawal,
        EvidenceView,
        AdverseNotice,
        ApplicantLink,
        ApplicantStatement,
        IdentityMatch,
        Erasure,
        StorePurge,
        JobRun,
        JobRunChange,
        JobRunLine,
        ShowingMetric,
        AbsorptionRate,
        VacancyAlert,
        QuotaForecast,
        Trigger,
        TriggerExecution,
        Alert,
        AlertDelivery,
    ],
)
