"""A lead whose evaluation has numbers with places, over a file that lies in the store."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from app.database import new_id
from app.decisions.tables import EvidenceView
from app.documents.tables import LeadDocument
from app.evaluations.tables import Evaluation
from app.leads.tables import Lead
from app.sites.tables import Site, User
from app.storage import current_store
from tests.documents.files import pdf
from tests.factories import make_document, make_lead


async def make_evaluated(site: Site, now: datetime, **values: Any) -> tuple[Lead, str]:
    """A lead with status `ai_evaluated` and the id of its evaluation; `recommendation` and lead columns may be given."""
    recommendation = values.pop("recommendation", "approve")
    lead = await make_lead(site, now, status="ai_evaluated", ai_score=64, ai_label="B", **values)
    await Lead.update({Lead.ai_evaluated_at: now, Lead.ai_recommendation: recommendation}).where(Lead.id == lead.id)
    document = await make_document(lead, now, file_name="paystub.pdf", document_type="paystub")
    await current_store().put(document.storage_key, pdf(), "application/pdf")
    card = await make_document(lead, now, file_name="licence.pdf", document_type="government_id")
    await current_store().put(card.storage_key, pdf("Licence"), "application/pdf")
    return lead, await make_evaluation(lead, now, recommendation, [document, card])


async def make_evaluation(
    lead: Lead, now: datetime, recommendation: str, documents: list[LeadDocument] | None = None
) -> str:
    verdict = make_verdict(recommendation, documents or [])
    columns = {name: verdict[name] for name in ("score", "label", "recommendation", "summary")}
    evaluation = Evaluation(
        id=new_id("eval"), lead_id=lead.id, site_id=lead.site_id, verdict=json.dumps(verdict), model_version="local-9",
        policy_version="default-1", workflow_instance_id=new_id("job"), evaluated_at=now, created_at=now,
        updated_at=now, **columns,
    )  # fmt: skip
    await evaluation.save()
    return str(evaluation.id)


async def open_evidence(lead: Lead, evaluation_id: str, user: User, now: datetime) -> None:
    """What the evidence page notes when a person opens it."""
    await EvidenceView(
        id=new_id("view"), site_id=lead.site_id, lead_id=lead.id, evaluation_id=evaluation_id, user_id=user.id,
        viewed_at=now,
    ).save()  # fmt: skip


def make_verdict(recommendation: str, documents: list[LeadDocument]) -> dict[str, Any]:
    places = [_place(item) for item in documents]
    return {
        "score": 64, "label": "B", "recommendation": recommendation, "summary": "Income covers the rent 2.6 times.",
        "missing_documents": [], "caps": [], "policy_version": "default-1", "model_version": "local-9",
        "factors": [
            {"name": "income_verification", "points": 20, "max_points": 30, "assessed": True,
             "reason": "Income is 2.6 times the rent basis.", "evidence": places},
            {"name": "financial_health", "points": 0, "max_points": 10, "assessed": False,
             "reason": "No statement <b>was</b> read.", "evidence": []},
        ],
        "signals": [
            {"code": "altered_paystub", "severity": "review", "check": "net_pay", "observation": "Net pay does not follow.",
             "expected": "$2,400.00", "actual": "$2,900.00", "innocent_explanations": ["a reimbursement"],
             "next_step": "Ask for the next stub.", "evidence": places[:1]},
        ],
        "documents": [
            {"file_id": item.id, "file_name": item.file_name, "document_type": item.document_type, "readable": True,
             "error": None, "page_from": 1, "page_to": 1,
             "fields": {
                 "transactions": {"value": [{"description": "NOODLE HOUSE", "amount": "-12.00"}], "text": "", "page": 1},
                 "payroll_deposits": {"value": [{"date": "2026-11-13", "amount": "2400.00", "description": "ACME"}],
                                      "text": "", "page": 1},
                 "gross_pay": {"value": "5204.17", "text": "$5,204.17", "confidence": 0.99, "page": 1,
                                      "box": [72, 60, 220, 76]}}}
            for item in documents
        ],
    }  # fmt: skip


def _place(item: LeadDocument) -> dict[str, Any]:
    return {"file_id": item.id, "file_name": item.file_name, "page": 1, "box": [72, 60, 220, 76], "text": "$5,204.17"}
