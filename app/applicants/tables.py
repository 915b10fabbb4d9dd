"""The applicant's own way in: a link to one lead's upload page, and what the applicant states there."""

from __future__ import annotations

from piccolo.columns import ForeignKey, OnDelete, Text, Timestamptz, Varchar
from piccolo.table import Table

from app.columns import Whole
from app.leads.tables import Lead
from app.sites.tables import Site


class ApplicantLink(Table, tablename="applicant_links"):
    """Only the hash of the link's secret is kept."""

    id = Varchar(length=40, primary_key=True, default=None)
    site_id = ForeignKey(Site, on_delete=OnDelete.restrict, null=False)
    lead_id = ForeignKey(Lead, on_delete=OnDelete.restrict, null=False)
    secret_hash = Varchar(length=64)
    created_by = Varchar(length=40, default="")
    created_at = Timestamptz(default=None)
    expires_at = Timestamptz(default=None)
    revoked_at = Timestamptz(default=None, null=True)
    last_used_at = Timestamptz(default=None, null=True)
    uploads = Whole(default=0)


class ApplicantStatement(Table, tablename="applicant_statements"):
    """What the applicant wrote, in their own words: data, never an instruction."""

    id = Varchar(length=40, primary_key=True, default=None)
    site_id = ForeignKey(Site, on_delete=OnDelete.restrict, null=False)
    lead_id = ForeignKey(Lead, on_delete=OnDelete.restrict, null=False)
    link_id = ForeignKey(ApplicantLink, on_delete=OnDelete.restrict, null=False)
    text = Text(default="")
    stated_at = Timestamptz(default=None)
