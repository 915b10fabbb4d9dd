"""What people decided about leads, on what evidence, and what they wrote to the applicant."""

from __future__ import annotations

from enum import StrEnum

from piccolo.columns import JSON, ForeignKey, OnDelete, Text, Timestamptz, Varchar
from piccolo.table import Table

from app.columns import Choice
from app.leads.tables import Lead
from app.sites.tables import Site


class DecisionKind(StrEnum):
    approve = "approve"
    approve_with_conditions = "approve_with_conditions"
    decline = "decline"


class NoticeStatus(StrEnum):
    draft = "draft"
    sent = "sent"


class Decision(Table, tablename="lead_decisions"):
    """A person's decision. `recommendation` is the machine's at that time; undone ones stay, with who undid them."""

    id = Varchar(length=40, primary_key=True, default=None)
    lead_id = ForeignKey(Lead, on_delete=OnDelete.restrict, null=False)
    site_id = ForeignKey(Site, on_delete=OnDelete.restrict, null=False)
    evaluation_id = Varchar(length=40, default=None, null=True)
    kind = Choice(words=list(DecisionKind), default=DecisionKind.approve.value)
    recommendation = Varchar(length=40, default=None, null=True)
    reason_codes = JSON(default="[]")
    conditions = Text(default="")
    note = Text(default="")
    override_reason = Text(default="")
    previous_status = Varchar(length=40, default="")
    decided_by = Varchar(length=40, default="")
    decided_at = Timestamptz(default=None)
    undone_by = Varchar(length=40, default=None, null=True)
    undone_at = Timestamptz(default=None, null=True)


class Withdrawal(Table, tablename="lead_withdrawals"):
    """The applicant withdrew; undone when the applicant is back."""

    id = Varchar(length=40, primary_key=True, default=None)
    lead_id = ForeignKey(Lead, on_delete=OnDelete.restrict, null=False)
    site_id = ForeignKey(Site, on_delete=OnDelete.restrict, null=False)
    note = Text(default="")
    previous_status = Varchar(length=40, default="")
    withdrawn_by = Varchar(length=40, default="")
    withdrawn_at = Timestamptz(default=None)
    undone_by = Varchar(length=40, default=None, null=True)
    undone_at = Timestamptz(default=None, null=True)


class EvidenceView(Table, tablename="evidence_views"):
    """That a person opened the evidence of an evaluation; once per person and evaluation."""

    id = Varchar(length=40, primary_key=True, default=None)
    site_id = ForeignKey(Site, on_delete=OnDelete.restrict, null=False)
    lead_id = ForeignKey(Lead, on_delete=OnDelete.restrict, null=False)
    evaluation_id = Varchar(length=40)
    user_id = Varchar(length=40)
    viewed_at = Timestamptz(default=None)


class AdverseNotice(Table, tablename="adverse_notices"):
    """A notice of adverse action, editable until it is sent."""

    id = Varchar(length=40, primary_key=True, default=None)
    site_id = ForeignKey(Site, on_delete=OnDelete.restrict, null=False)
    lead_id = ForeignKey(Lead, on_delete=OnDelete.restrict, null=False)
    decision_id = ForeignKey(Decision, on_delete=OnDelete.restrict, null=False)
    body = JSON(default="{}")
    status = Choice(words=list(NoticeStatus), default=NoticeStatus.draft.value)
    created_by = Varchar(length=40, default="")
    created_at = Timestamptz(default=None)
    updated_at = Timestamptz(default=None)
    sent_by = Varchar(length=40, default=None, null=True)
    sent_at = Timestamptz(default=None, null=True)
