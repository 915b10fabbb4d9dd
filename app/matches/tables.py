"""Leads that may be the same person."""

from __future__ import annotations

from enum import StrEnum

from piccolo.columns import JSON, ForeignKey, OnDelete, Timestamptz, Varchar
from piccolo.table import Table

from app.columns import Choice
from app.leads.tables import Lead
from app.sites.tables import Site


class MatchStatus(StrEnum):
    open = "open"
    merged = "merged"
    dismissed = "dismissed"


class IdentityMatch(Table, tablename="identity_matches"):
    """`lead_id` is the older lead. `signals` lists what they share: email, phone, document."""

    id = Varchar(length=40, primary_key=True, default=None)
    site_id = ForeignKey(Site, on_delete=OnDelete.restrict, null=False)
    lead_id = ForeignKey(Lead, on_delete=OnDelete.restrict, null=False)
    other_lead_id = ForeignKey(Lead, on_delete=OnDelete.restrict, null=False)
    signals = JSON(default="[]")
    status = Choice(words=list(MatchStatus), default=MatchStatus.open.value)
    found_at = Timestamptz(default=None)
    decided_by = Varchar(length=40, default=None, null=True)
    decided_at = Timestamptz(default=None, null=True)
