"""What was erased, so that it can be certified without keeping it."""

from __future__ import annotations

from piccolo.columns import JSON, ForeignKey, OnDelete, Timestamptz, Varchar
from piccolo.table import Table

from app.leads.tables import Lead
from app.sites.tables import Site


class Erasure(Table, tablename="erasures"):
    """A certificate: how much of what was erased, when, on whose request. `certificate_hash` is over its content."""

    id = Varchar(length=40, primary_key=True, default=None)
    site_id = ForeignKey(Site, on_delete=OnDelete.restrict, null=False)
    lead_id = ForeignKey(Lead, on_delete=OnDelete.restrict, null=False)
    requested_by = Varchar(length=40, default="")
    reason = Varchar(length=500, default="")
    counts = JSON(default="{}")
    certificate_hash = Varchar(length=64, default="")
    erased_at = Timestamptz(default=None)


class StorePurge(Table, tablename="store_purges"):
    """An object whose row is gone already and whose bytes must follow, with all that was derived from them."""

    id = Varchar(length=40, primary_key=True, default=None)
    storage_key = Varchar(length=120)
    sha256 = Varchar(length=64, default="")
    asked_at = Timestamptz(default=None)
