"""What the nightly schedules work out about a portfolio, a row a day."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from piccolo.columns import JSON, Date, ForeignKey, Numeric, OnDelete, Timestamptz, Varchar
from piccolo.table import Table

from app.columns import Choice, Whole
from app.properties.tables import Property
from app.sites.tables import Site


class Dimension(StrEnum):
    site = "site"
    property = "property"
    agent = "agent"
    source = "source"


class VacancyKind(StrEnum):
    low_supply = "low_supply"
    no_supply = "no_supply"
    oversupply = "oversupply"


class ShowingMetric(Table, tablename="showing_metrics"):
    """The way from showing to application to lease over the last 7, 30 or 90 days, seen from one day."""

    id = Varchar(length=40, primary_key=True, default=None)
    site_id = ForeignKey(Site, on_delete=OnDelete.restrict, null=False)
    day = Date(default=None)
    window_days = Whole(least=1, most=3650, default=30)
    dimension = Choice(words=list(Dimension), default=Dimension.site.value)
    dimension_id = Varchar(length=60, default="")
    showings = Whole(default=0)
    applications = Whole(default=0)
    leases = Whole(default=0)
    days_to_application = Numeric(digits=(10, 2), default=None, null=True)
    days_to_lease = Numeric(digits=(10, 2), default=None, null=True)


class AbsorptionRate(Table, tablename="absorption_rates"):
    """How fast units of a kind are leased; rates are units a day over the last 90 days."""

    id = Varchar(length=40, primary_key=True, default=None)
    site_id = ForeignKey(Site, on_delete=OnDelete.restrict, null=False)
    property_id = ForeignKey(Property, on_delete=OnDelete.restrict, null=False)
    day = Date(default=None)
    bedrooms = Whole(least=0, most=20, default=1)
    units = Whole(default=0)
    available = Whole(default=0)
    leased = Whole(default=0)
    per_day = Numeric(digits=(10, 4), default=Decimal(0))
    days_of_supply = Numeric(digits=(10, 1), default=None, null=True)
    full_on = Date(default=None, null=True)
    weekday_factors = JSON(default="[]")
    month_factors = JSON(default="[]")


class VacancyAlert(Table, tablename="vacancy_alerts"):
    """A kind of unit that runs out, has run out, or stands empty too long. Open while `resolved_at` is null."""

    id = Varchar(length=40, primary_key=True, default=None)
    site_id = ForeignKey(Site, on_delete=OnDelete.restrict, null=False)
    property_id = ForeignKey(Property, on_delete=OnDelete.restrict, null=False)
    bedrooms = Whole(least=0, most=20, default=1)
    kind = Choice(words=list(VacancyKind), default=VacancyKind.low_supply.value)
    opened_at = Timestamptz(default=None)
    resolved_at = Timestamptz(default=None, null=True)


class QuotaForecast(Table, tablename="quota_forecasts"):
    """When the month's evaluations run out at the present pace; `runs_out_on` null: not this month."""

    id = Varchar(length=40, primary_key=True, default=None)
    site_id = ForeignKey(Site, on_delete=OnDelete.restrict, null=False)
    day = Date(default=None)
    used = Whole(default=0)
    quota_limit = Whole(default=0)
    per_day = Numeric(digits=(10, 4), default=Decimal(0))
    runs_out_on = Date(default=None, null=True)
