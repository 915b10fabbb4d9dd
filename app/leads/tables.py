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


class LeadSource(StrEnum):
    unknown = "unknown"
    website = "website"
    listing = "listing"
    referral = "referral"
    walk_in = "walk_in"
    phone = "phone"
    other = "other"


class EngagementClass(StrEnum):
    hot = "hot"
    warm = "warm"
    cool = "cool"
    dormant = "dormant"


class ActivityKind(StrEnum):
    message = "message"
    call = "call"
    showing = "showing"
    application = "application"
    document = "document"
    evaluation = "evaluation"
    decision = "decision"


class ShowingOutcome(StrEnum):
    scheduled = "scheduled"
    attended = "attended"
    no_show = "no_show"
    cancelled = "cancelled"


class Lead(Table, tablename="leads"):
    """`search_text` is the lower-case name, e-mail and phone, kept for the search of the list.

    `email_key` and `phone_key` are their normal forms, for finding the same person twice. `held_at` is a legal hold:
    nothing of the lead is deleted. `merged_into` names the lead under which this one's history stands.
    """

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
    source = Choice(words=list(LeadSource), default=LeadSource.unknown.value)
    agent_id = Varchar(length=40, default=None, null=True)
    engagement_class = Choice(words=list(EngagementClass), default=None, null=True)
    engagement_changed_at = Timestamptz(default=None, null=True)
    email_key = Varchar(length=254, default="")
    phone_key = Varchar(length=40, default="")
    held_at = Timestamptz(default=None, null=True)
    hold_reason = Varchar(length=500, default="")
    erased_at = Timestamptz(default=None, null=True)
    merged_into = Varchar(length=40, default=None, null=True)
    last_activity_at = Timestamptz(default=None)
    created_at = Timestamptz(default=None)
    updated_at = Timestamptz(default=None)


class LeadActivity(Table, tablename="lead_activities"):
    """Something that happened with a lead, for its timeline and for how engaged it is. `actor_id` is empty for the
    applicant and for the machine; `subject_id` names the showing, document, evaluation or decision."""

    id = Varchar(length=40, primary_key=True, default=None)
    site_id = ForeignKey(Site, on_delete=OnDelete.restrict, null=False)
    lead_id = ForeignKey(Lead, on_delete=OnDelete.cascade, null=False)
    kind = Choice(words=list(ActivityKind), default=ActivityKind.message.value)
    text = Varchar(length=500, default="")
    actor_id = Varchar(length=40, default="")
    subject_id = Varchar(length=40, default="")
    happened_at = Timestamptz(default=None)


class Showing(Table, tablename="showings"):
    """A visit to a unit, and what came of it."""

    id = Varchar(length=40, primary_key=True, default=None)
    site_id = ForeignKey(Site, on_delete=OnDelete.restrict, null=False)
    unit_id = ForeignKey(Unit, on_delete=OnDelete.restrict, null=False)
    lead_id = ForeignKey(Lead, on_delete=OnDelete.restrict, null=True)
    agent_id = Varchar(length=40, default=None, null=True)
    scheduled_at = Timestamptz(default=None)
    outcome = Choice(words=list(ShowingOutcome), default=ShowingOutcome.scheduled.value)
    created_at = Timestamptz(default=None)
    updated_at = Timestamptz(default=None)


class Lease(Table, tablename="leases"):
    """One that was `taken_back_at` was a mistake: it stays on record and counts nowhere. The `…_before` say where
    its lead stood, so that it returns there."""

    id = Varchar(length=40, primary_key=True, default=None)
    site_id = ForeignKey(Site, on_delete=OnDelete.restrict, null=False)
    unit_id = ForeignKey(Unit, on_delete=OnDelete.restrict, null=False)
    lead_id = ForeignKey(Lead, on_delete=OnDelete.restrict, null=True)
    monthly_rent = Numeric(digits=(12, 2), default=Decimal(0))
    starts_on = Date(default=None, null=True)
    ends_on = Date(default=None, null=True)
    signed_at = Timestamptz(default=None)
    created_at = Timestamptz(default=None)
    lead_status_before = Varchar(length=40, default="")
    lead_unit_before = Varchar(length=40, default="")
    taken_back_at = Timestamptz(default=None, null=True)
