"""Notifications: what happened while a person looked elsewhere."""

from __future__ import annotations

from enum import StrEnum

from piccolo.columns import JSON, Boolean, ForeignKey, OnDelete, Text, Timestamptz, Varchar
from piccolo.table import Table

from app.columns import Choice, Whole
from app.sites.tables import Site, User


class NotificationKind(StrEnum):
    evaluation_finished = "evaluation_finished"
    evaluation_failed = "evaluation_failed"
    verification_due = "verification_due"
    alert = "alert"
    trigger = "trigger"
    applicant = "applicant"


class DeliveryStatus(StrEnum):
    waiting = "waiting"
    sent = "sent"
    failed = "failed"
    kept = "kept"


class Notification(Table, tablename="notifications"):
    """`cause` names what it is about (a job), so that it notifies a person once. `text` holds no applicant's name."""

    id = Varchar(length=40, primary_key=True, default=None)
    site_id = ForeignKey(Site, on_delete=OnDelete.restrict, null=False)
    user_id = ForeignKey(User, on_delete=OnDelete.cascade, null=False)
    cause = Varchar(length=60)
    text = Varchar(length=255)
    lead_id = Varchar(length=40, default=None, null=True)
    kind = Choice(words=list(NotificationKind), default=NotificationKind.evaluation_finished.value)
    created_at = Timestamptz(default=None)
    read_at = Timestamptz(default=None, null=True)


class NotificationPreference(Table, tablename="notification_preferences"):
    """Whether a person wants mail for a kind of news of a site. Without a row: no mail."""

    id = Varchar(length=40, primary_key=True, default=None)
    user_id = ForeignKey(User, on_delete=OnDelete.cascade, null=False)
    site_id = ForeignKey(Site, on_delete=OnDelete.cascade, null=False)
    kind = Choice(words=list(NotificationKind), default=NotificationKind.evaluation_finished.value)
    by_mail = Boolean(default=False)


class OutboxMail(Table, tablename="outbox_mail"):
    """A mail to send. `cause` and address together are sent once; without SMTP_URL it stays `kept`."""

    id = Varchar(length=40, primary_key=True, default=None)
    site_id = ForeignKey(Site, on_delete=OnDelete.restrict, null=False)
    to_address = Varchar(length=254)
    subject = Varchar(length=255)
    text = Text(default="")
    html = Text(default="")
    cause = Varchar(length=160)
    status = Choice(words=list(DeliveryStatus), default=DeliveryStatus.waiting.value)
    attempts = Whole(least=0, most=1000, default=0)
    next_at = Timestamptz(default=None, null=True)
    last_error = Varchar(length=255, default="")
    created_at = Timestamptz(default=None)
    sent_at = Timestamptz(default=None, null=True)


class OutboxHook(Table, tablename="outbox_webhooks"):
    """A signed call to an address that a manager configured."""

    id = Varchar(length=40, primary_key=True, default=None)
    site_id = ForeignKey(Site, on_delete=OnDelete.restrict, null=False)
    url = Varchar(length=500)
    secret = Varchar(length=80, default="")
    body = JSON(default="{}")
    cause = Varchar(length=160)
    status = Choice(words=list(DeliveryStatus), default=DeliveryStatus.waiting.value)
    attempts = Whole(least=0, most=1000, default=0)
    next_at = Timestamptz(default=None, null=True)
    last_error = Varchar(length=255, default="")
    created_at = Timestamptz(default=None)
    sent_at = Timestamptz(default=None, null=True)


class AgentTask(Table, tablename="agent_tasks"):
    """Something that a person should do; without `user_id` anybody of the site."""

    id = Varchar(length=40, primary_key=True, default=None)
    site_id = ForeignKey(Site, on_delete=OnDelete.restrict, null=False)
    user_id = Varchar(length=40, default=None, null=True)
    lead_id = Varchar(length=40, default=None, null=True)
    text = Varchar(length=255)
    cause = Varchar(length=160, default="")
    created_at = Timestamptz(default=None)
    done_at = Timestamptz(default=None, null=True)
    done_by = Varchar(length=40, default="")
