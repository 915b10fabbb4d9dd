"""Sites, the people who work for them, how they prove who they are, and the record of what they did."""

from __future__ import annotations

from enum import StrEnum

from piccolo.columns import JSON, BigInt, Boolean, ForeignKey, OnDelete, Text, Timestamptz, Varchar
from piccolo.table import Table

from app.columns import Choice, Whole


class Role(StrEnum):
    agent = "agent"
    manager = "manager"


class Tier(StrEnum):
    free = "free"
    pro = "pro"
    enterprise = "enterprise"


class Site(Table, tablename="sites"):
    """A tenant with its settings.

    `quota_limit` replaces the tier's where it is set; an empty `evaluator` is the installation's; a budget of 0 has no
    limit; `is_first_come` means that leads of a unit are never ranked by score.
    """

    id = Varchar(length=40, primary_key=True, default=None)
    slug = Varchar(length=60)
    name = Varchar(length=120)
    timezone = Varchar(length=60, default="America/New_York")
    tier = Choice(words=list(Tier), default=Tier.free.value)
    quota_limit = Whole(default=None, null=True)
    ai_enabled = Boolean(default=True)
    auto_evaluate = Boolean(default=False)
    evaluator = Varchar(length=20, default="")
    llm_daily_calls = Whole(default=0)
    llm_daily_tokens = Whole(default=0)
    is_first_come = Boolean(default=False)
    retention_documents_days = Whole(least=1, most=36_500, default=1095)
    retention_id_days = Whole(least=1, most=36_500, default=90)
    retention_evaluations_days = Whole(least=1, most=36_500, default=1825)
    alert_webhook_url = Varchar(length=500, default="")
    alert_webhook_secret = Varchar(length=80, default="")
    created_at = Timestamptz(default=None)


class User(Table, tablename="users"):
    id = Varchar(length=40, primary_key=True, default=None)
    email = Varchar(length=254)
    name = Varchar(length=120)
    password_hash = Varchar(length=255)
    is_super_admin = Boolean(default=False)
    created_at = Timestamptz(default=None)
    disabled_at = Timestamptz(default=None, null=True)


class Membership(Table, tablename="memberships"):
    id = Varchar(length=40, primary_key=True, default=None)
    user_id = ForeignKey(User, on_delete=OnDelete.cascade, null=False)
    site_id = ForeignKey(Site, on_delete=OnDelete.cascade, null=False)
    role = Choice(words=list(Role), default=Role.agent.value)


class UserSession(Table, tablename="user_sessions"):
    """A log-in. Only the hash of the cookie's secret is kept."""

    id = Varchar(length=64, primary_key=True, default=None)
    user_id = ForeignKey(User, on_delete=OnDelete.cascade, null=False)
    created_at = Timestamptz(default=None)
    expires_at = Timestamptz(default=None)


class LoginFailure(Table, tablename="login_failures"):
    """A failed log-in, by the hash of the e-mail address or of the client's address."""

    id = Varchar(length=40, primary_key=True, default=None)
    subject = Varchar(length=64)
    failed_at = Timestamptz(default=None)


class ApiToken(Table, tablename="api_tokens"):
    """A bearer token of one user for one site. Only its hash is kept."""

    id = Varchar(length=40, primary_key=True, default=None)
    user_id = ForeignKey(User, on_delete=OnDelete.cascade, null=False)
    site_id = ForeignKey(Site, on_delete=OnDelete.cascade, null=False)
    token_hash = Varchar(length=64)
    created_at = Timestamptz(default=None)
    last_used_at = Timestamptz(default=None, null=True)
    revoked_at = Timestamptz(default=None, null=True)


class AuditEntry(Table, tablename="ai_evaluation_audit"):
    """Who did what to which record. Append-only; `details` never holds names, amounts or a document's text.

    `sequence`, `previous_hash` and `entry_hash` are filled once, when the entry is sealed into its site's chain.
    """

    id = Varchar(length=40, primary_key=True, default=None)
    site_id = ForeignKey(Site, on_delete=OnDelete.restrict, null=False)
    actor_id = Varchar(length=40, default="")
    action = Varchar(length=60)
    subject_id = Varchar(length=60)
    details = JSON(default="{}")
    reason = Text(default="")
    request_id = Varchar(length=40, default="")
    created_at = Timestamptz(default=None)
    sequence = BigInt(default=None, null=True)
    previous_hash = Varchar(length=64, default="")
    entry_hash = Varchar(length=64, default="")
