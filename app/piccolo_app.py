"""Every table there is, and where the migrations are."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from app.documents.tables import LeadDocument
from app.evaluations.tables import Evaluation, Override, Usage
from app.jobs.tables import EvaluationJob, EvaluationStep, Worker
from app.leads.tables import Lead
from app.metrics import Metric
from app.notifications.tables import Notification
from app.properties.tables import Property, Unit
from app.sites.tables import ApiToken, AuditEntry, LoginFailure, Membership, Site, User, UserSession

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
        Worker,
        Evaluation,
        Usage,
        Override,
        Notification,
        Metric,
    ],
)
