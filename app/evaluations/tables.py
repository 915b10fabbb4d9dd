"""Evaluations: the stored results, what they cost of the quota, and where a person decided otherwise."""

from __future__ import annotations

from piccolo.columns import JSON, ForeignKey, OnDelete, Text, Timestamptz, Varchar
from piccolo.table import Table

from app.columns import Choice, Whole
from app.leads.tables import Lead
from app.screening.verdict import Label, Recommendation
from app.sites.tables import Site, Tier


class Evaluation(Table, tablename="lead_ai_evaluations"):
    """Never updated. `verdict` is the whole verdict; the columns beside it are those that outsiders read.

    `sent` says what left for a model: prompt version, model, tokens, redactions, fallback. Empty for the local one.
    """

    id = Varchar(length=40, primary_key=True, default=None)
    lead_id = ForeignKey(Lead, on_delete=OnDelete.restrict, null=False)
    site_id = ForeignKey(Site, on_delete=OnDelete.restrict, null=False)
    score = Whole(least=0, most=100, default=0)
    label = Choice(words=list(Label), length=1, default="C")
    recommendation = Choice(words=list(Recommendation), default=Recommendation.approve_with_verification.value)
    summary = Text(default="")
    risk_flags = JSON(default="[]")
    fraud_signals = JSON(default="[]")
    extracted_data = JSON(default="{}")
    factors = JSON(default="[]")
    signals = JSON(default="[]")
    documents = JSON(default="[]")
    verdict = JSON(default="{}")
    sent = JSON(default="{}")
    model_version = Varchar(length=120, default="")
    policy_version = Varchar(length=60, default="")
    document_fingerprint = Varchar(length=64, default="")
    workflow_instance_id = Varchar(length=40)
    evaluated_at = Timestamptz(default=None)
    created_at = Timestamptz(default=None)
    updated_at = Timestamptz(default=None)


class Usage(Table, tablename="ai_evaluation_usage"):
    """Evaluations counted against a site's month (UTC)."""

    id = Varchar(length=40, primary_key=True, default=None)
    site_id = ForeignKey(Site, on_delete=OnDelete.restrict, null=False)
    month = Varchar(length=7)
    evaluation_count = Whole(default=0)
    quota_limit = Whole(default=20)
    tier = Choice(words=list(Tier), default=Tier.free.value)
    created_at = Timestamptz(default=None)
    updated_at = Timestamptz(default=None)


class Override(Table, tablename="evaluation_overrides"):
    """A person's judgement against the recommendation, kept beside it; `decision_id` where it came with a decision."""

    id = Varchar(length=40, primary_key=True, default=None)
    lead_id = ForeignKey(Lead, on_delete=OnDelete.restrict, null=False)
    site_id = ForeignKey(Site, on_delete=OnDelete.restrict, null=False)
    evaluation_id = ForeignKey(Evaluation, on_delete=OnDelete.restrict, null=False)
    original_recommendation = Choice(words=list(Recommendation), default=Recommendation.reject.value)
    new_recommendation = Choice(words=list(Recommendation), default=Recommendation.reject.value)
    reason = Text(default="")
    overridden_by = Varchar(length=40, default="")
    overridden_at = Timestamptz(default=None)
    decision_id = Varchar(length=40, default=None, null=True)


class FactCorrection(Table, tablename="fact_corrections"):
    """What a person read where the machine read otherwise. Kept beside the machine's value, never over it."""

    id = Varchar(length=40, primary_key=True, default=None)
    lead_id = ForeignKey(Lead, on_delete=OnDelete.restrict, null=False)
    site_id = ForeignKey(Site, on_delete=OnDelete.restrict, null=False)
    evaluation_id = ForeignKey(Evaluation, on_delete=OnDelete.cascade, null=False)
    document_id = Varchar(length=40, default="")
    document_position = Whole(default=0)
    field = Varchar(length=60)
    machine_value = Varchar(length=255, default=None, null=True)
    corrected_value = Varchar(length=255, default="")
    reason = Varchar(length=500, default="")
    corrected_by = Varchar(length=40, default="")
    corrected_at = Timestamptz(default=None)
    undone_at = Timestamptz(default=None, null=True)


class BulkEvaluation(Table, tablename="bulk_evaluations"):
    """Evaluations asked for together. `outcomes` lists per lead the job or the refusal."""

    id = Varchar(length=40, primary_key=True, default=None)
    site_id = ForeignKey(Site, on_delete=OnDelete.restrict, null=False)
    requested_by = Varchar(length=40, default="")
    requested_at = Timestamptz(default=None)
    outcomes = JSON(default="[]")


class ModelUsage(Table, tablename="llm_usage"):
    """Calls and tokens that a site's day (UTC) has cost."""

    id = Varchar(length=40, primary_key=True, default=None)
    site_id = ForeignKey(Site, on_delete=OnDelete.restrict, null=False)
    day = Varchar(length=10)
    calls = Whole(default=0)
    tokens = Whole(default=0)


class Breaker(Table, tablename="circuit_breakers"):
    """Failures in a row of something outside, and until when it is left alone. Shared by all workers."""

    name = Varchar(length=60, primary_key=True, default=None)
    failures = Whole(default=0)
    opened_until = Timestamptz(default=None, null=True)
    last_error = Varchar(length=255, default="")
    updated_at = Timestamptz(default=None)
