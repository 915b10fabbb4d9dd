"""Leads: rental applicants for a unit, and how far each has come."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from piccolo.columns import Date, ForeignKey, Numeric, OnDelete, Timestamptz, Varchar
from piccolo.table import Table

from app.columns import Choice, Whole
from app.properties.tables import Unit
from app.sites.tables import Site


class LeadStatus(StrEnum):
    new = "new"
    documents_received = "documents_received"
    ai_evaluating = "ai_evaluating"
    ai_evaluated = "ai_evaluated"
    approved = "approved"
    approved_with_conditions = "approved_with_conditions"
    declined = "declined"
    withdrawn = "withdrawn"
    leased = "leased"


class EmploymentStatus(StrEnum):
    unknown = "unknown"
    employed = "employed"
    self_employed = "self_employed"
    retired = "retired"
    student = "student"
    unemployed = "unemployed"


class Lead(Table, tablename="leads"):
    """`search_text` is the lower-case name, e-mail and phone, kept for the search of the list."""

    id = Varchar(length=40, primary_key=True, default=None)
    site_id = ForeignKey(Site, on_delete=OnDelete.restrict, null=False)
    unit_id = ForeignKey(Unit, on_delete=OnDelete.restrict, null=True)
    first_name = Varchar(length=80)
    last_name = Varchar(length=80)
    email = Varchar(length=254, default="")
    phone = Varchar(length=40, default="")
    search_text = Varchar(length=460, default="")
    move_in_date = Date(default=None, null=True)
    monthly_rent = Numeric(digits=(12, 2), default=Decimal(0))
    housing_subsidy = Numeric(digits=(12, 2), default=Decimal(0))
    employment_status = Choice(words=list(EmploymentStatus), default=EmploymentStatus.unknown.value)
    status = Choice(words=list(LeadStatus), default=LeadStatus.new.value)
    ai_score = Whole(least=0, most=100, default=None, null=True)
    ai_label = Choice(words=["A", "B", "C"], default=None, null=True, length=1)
    ai_recommendation = Varchar(length=40, default=None, null=True)
    ai_evaluated_at = Timestamptz(default=None, null=True)
    last_activity_at = Timestamptz(default=None)
    created_at = Timestamptz(default=None)
    updated_at = Timestamptz(default=None)
