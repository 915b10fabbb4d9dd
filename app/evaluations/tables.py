"""Evaluations: the stored results, what they cost of the quota, and where a person decided otherwise."""

from __future__ import annotations

from piccolo.columns import JSON, ForeignKey, OnDelete, Text, Timestamptz, Varchar
from piccolo.table import Table

from app.columns import Choice, Whole
from app.leads.tables import Lead
from app.screening.verdict import Label, Recommendation
from app.sites.tables import Site, Tier


class Evaluation(Table, tablename="lead_ai_evaluations"):
    """Never updated. `verdict` is the whole verdict; the columns beside it are those that outsiders read."""

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
    """A person's decision against the recommendation, kept beside it."""

    id = Varchar(length=40, primary_key=True, default=None)
    lead_id = ForeignKey(Lead, on_delete=OnDelete.restrict, null=False)
    site_id = ForeignKey(Site, on_delete=OnDelete.restrict, null=False)
    evaluation_id = ForeignKey(Evaluation, on_delete=OnDelete.restrict, null=False)
    original_recommendation = Choice(words=list(Recommendation), default=Recommendation.reject.value)
    new_recommendation = Choice(words=list(Recommendation), default=Recommendation.reject.value)
    reason = Text(default="")
    overridden_by = Varchar(length=40, default="")
    overridden_at = Timestamptz(default=None)
