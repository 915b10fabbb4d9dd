"""Notifications: what happened while a person looked elsewhere."""

from __future__ import annotations

from piccolo.columns import ForeignKey, OnDelete, Timestamptz, Varchar
from piccolo.table import Table

from app.sites.tables import Site, User


class Notification(Table, tablename="notifications"):
    """`cause` names what it is about (a job), so that it notifies a person once. `text` holds no applicant's name."""

    id = Varchar(length=40, primary_key=True, default=None)
    site_id = ForeignKey(Site, on_delete=OnDelete.restrict, null=False)
    user_id = ForeignKey(User, on_delete=OnDelete.cascade, null=False)
    cause = Varchar(length=60)
    text = Varchar(length=255)
    lead_id = Varchar(length=40, default=None, null=True)
    created_at = Timestamptz(default=None)
    read_at = Timestamptz(default=None, null=True)
