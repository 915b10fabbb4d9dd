"""What is let: properties and their units."""

from __future__ import annotations

from decimal import Decimal

from piccolo.columns import Date, ForeignKey, Numeric, OnDelete, Timestamptz, Varchar
from piccolo.table import Table

from app.columns import Whole
from app.sites.tables import Site


class Property(Table, tablename="properties"):
    id = Varchar(length=40, primary_key=True, default=None)
    site_id = ForeignKey(Site, on_delete=OnDelete.restrict, null=False)
    name = Varchar(length=120)
    address = Varchar(length=255, default="")
    created_at = Timestamptz(default=None)


class Unit(Table, tablename="units"):
    """`available_from` null means not to let; `leased_at` is set while somebody has it."""

    id = Varchar(length=40, primary_key=True, default=None)
    site_id = ForeignKey(Site, on_delete=OnDelete.restrict, null=False)
    property_id = ForeignKey(Property, on_delete=OnDelete.restrict, null=False)
    name = Varchar(length=60)
    bedrooms = Whole(least=0, most=20, default=1)
    monthly_rent = Numeric(digits=(12, 2), default=Decimal(0))
    available_from = Date(default=None, null=True)
    leased_at = Timestamptz(default=None, null=True)
    created_at = Timestamptz(default=None)
