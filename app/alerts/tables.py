"""Alerts: what is wrong now with the installation or a site, and who was told."""

from __future__ import annotations

from enum import StrEnum

from piccolo.columns import ForeignKey, OnDelete, Timestamptz, Varchar
from piccolo.table import Table

from app.columns import Choice, Whole
from app.sites.tables import Site


class Severity(StrEnum):
    warning = "warning"
    critical = "critical"


class AlertRule(StrEnum):
    schedule_failing = "schedule_failing"
    run_slow = "run_slow"
    many_records_failed = "many_records_failed"
    no_records = "no_records"
    run_missed = "run_missed"
    evaluation_waiting = "evaluation_waiting"
    store_unreachable = "store_unreachable"
    database_unreachable = "database_unreachable"


class Alert(Table, tablename="alerts"):
    """At most one is open per rule, subject and site; closed when the facts clear."""

    id = Varchar(length=40, primary_key=True, default=None)
    site_id = ForeignKey(Site, on_delete=OnDelete.restrict, null=False)
    rule = Choice(words=list(AlertRule), default=AlertRule.schedule_failing.value)
    subject = Varchar(length=120, default="")
    severity = Choice(words=list(Severity), default=Severity.warning.value)
    text = Varchar(length=255, default="")
    opened_at = Timestamptz(default=None)
    last_seen_at = Timestamptz(default=None)
    closed_at = Timestamptz(default=None, null=True)


class AlertDelivery(Table, tablename="alert_deliveries"):
    """That an alert was handed to a channel for somebody, once."""

    id = Varchar(length=40, primary_key=True, default=None)
    alert_id = ForeignKey(Alert, on_delete=OnDelete.cascade, null=False)
    channel = Choice(words=["notification", "mail", "webhook"], default="notification")
    target = Varchar(length=254, default="")
    status = Choice(words=["delivered", "failed"], default="delivered")
    attempts = Whole(least=0, most=1000, default=1)
    error = Varchar(length=255, default="")
    delivered_at = Timestamptz(default=None)
