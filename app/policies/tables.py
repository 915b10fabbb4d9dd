"""A site's own versions of the policy."""

from __future__ import annotations

from piccolo.columns import JSON, ForeignKey, OnDelete, Timestamptz, Varchar
from piccolo.table import Table

from app.columns import Whole
from app.sites.tables import Site


class PolicyVersion(Table, tablename="policy_versions"):
    """`changes` are laid over the published policy `base`; the newest number is the one in force."""

    id = Varchar(length=40, primary_key=True, default=None)
    site_id = ForeignKey(Site, on_delete=OnDelete.restrict, null=False)
    number = Whole(least=1, default=1)
    name = Varchar(length=60)
    base = Varchar(length=60, default="default-1")
    changes = JSON(default="{}")
    reason = Varchar(length=500, default="")
    created_by = Varchar(length=40, default="")
    created_at = Timestamptz(default=None)
