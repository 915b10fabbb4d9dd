"""What to ask an applicant for, in neutral words."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass

from app.documents.tables import LeadDocument
from app.evaluations.tables import Evaluation
from app.leads.tables import EmploymentStatus
from app.policies.find import policy_of

WHY = {
    "government_id": ("Photo ID", "It shows that the application is yours."),
    "paystub": ("Pay stub", "Your newest pay stubs show your regular income."),
    "bank_statement": ("Bank statement", "Statements of the last two months show that the rent can be paid."),
    "employment_letter": ("Letter from your employer", "It shows since when you work there and your pay."),
    "tax_return": ("Tax return or 1099", "It shows your income when you work for yourself."),
}


@dataclass(frozen=True, slots=True)
class Ask:
    """A document that is still needed: how many, what it is called, and why."""

    many: int
    name: str
    why: str


async def list_asks(site_id: str, lead_id: str, employment_status: str) -> list[Ask]:
    """What the newest evaluation missed; before there is one, what is needed without what was sent under its name."""
    newest = (
        await Evaluation.select(Evaluation.verdict)
        .where(Evaluation.lead_id == lead_id)
        .order_by(Evaluation.evaluated_at, ascending=False)
        .first()
    )
    if newest is not None:
        missing = Counter(json.loads(newest["verdict"]).get("missing_documents", []))
    else:
        missing = await _not_sent(site_id, lead_id, employment_status)
    return [Ask(many, *WHY.get(kind, (kind.replace("_", " ").capitalize(), ""))) for kind, many in missing.items()]


async def _not_sent(site_id: str, lead_id: str, employment_status: str) -> Counter[str]:
    rule = (await policy_of(site_id)).completeness
    is_own_boss = employment_status == EmploymentStatus.self_employed
    needed = Counter(dict(rule.required_self_employed if is_own_boss else rule.required))
    if employment_status == EmploymentStatus.retired:
        del needed["paystub"]  # benefits and pensions have none
    live = (LeadDocument.lead_id == lead_id) & LeadDocument.deleted_at.is_null()
    sent = await LeadDocument.select(LeadDocument.document_type).where(live).output(as_list=True)
    return needed - Counter(kind for kind in sent if kind)
