"""A lead whose documents were read and evaluated: real words, real checks, a real verdict; only the reading is given."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from app.database import new_id
from app.documents.tables import LeadDocument
from app.evaluations.applicant import applicant_of
from app.evaluations.tables import Evaluation
from app.jobs.tables import EvaluationJob
from app.leads.find import get_lead
from app.leads.tables import Lead
from app.screening.policy import Policy, load_policy
from app.screening.reading.pages import Page, ReadFile, Reading, Revision, Word
from app.screening.reading.stored import reading_to_json
from app.screening.reading.version import READER_VERSION
from app.screening.screen import screen
from app.sites.tables import Site
from app.storage import current_store
from tests.documents.files import pdf
from tests.factories import make_document, make_lead

Rows = Iterable[Iterable[tuple[float, str]]]


def page_of(rows: Rows, number: int = 1) -> Page:
    """Rows of `(left edge, text)`, 18 points apart, as words of a text layer."""
    words = []
    for line, items in enumerate(rows):
        top = 60.0 + 18 * line
        for left, text in items:
            x = left
            for part in text.split():
                width = 5.2 * len(part)
                words.append(Word(part, (x, top, x + width, top + 10), 1.0, "Helvetica", 10.0, top + 9))
                x += width + 3
    return Page(number, 612.0, 792.0, tuple(words), "text")


def stub_rows(
    gross: str = "3,000.00", paid: str = "11/13/2026", period: str = "10/26/2026 - 11/08/2026", ytd: str = "69,000.00"
) -> Rows:
    net = f"{float(gross.replace(',', '')) - 714.5:,.2f}"
    return [
        [(40, "ACME CORP")],
        [(40, "Earnings Statement")],
        [(40, "Employee Name:"), (140, "Jane Doe"), (330, "Pay Date:"), (430, paid)],
        [(40, "Pay Frequency:"), (140, "Biweekly"), (330, "Pay Period:"), (430, period)],
        [(40, "Employer:"), (140, "Acme Corp")],
        [(40, "Earnings"), (330, "Current"), (430, "YTD")],
        [(40, "Gross Pay"), (330, gross), (430, ytd)],
        [(40, "Total Deductions"), (330, "714.50"), (430, "16,433.50")],
        [(40, "Net Pay"), (330, net)],
    ]


LETTER = [
    [(40, "Acme Corp")],
    [(40, "November 2, 2026")],
    [(40, "To whom it may concern: employment verification letter")],
    [(40, "This letter confirms that Jane Doe")],
    [(40, "has been employed by Acme Corp since March 4, 2024.")],
    [(40, "The position is Analyst. The annual salary is $78,000.00.")],
    [(40, "Sincerely, Human Resources")],
]


@dataclass
class EvidenceCase:
    """What was made. `readings` by document id."""

    site: Site
    lead: Lead
    documents: dict[str, LeadDocument]
    evaluation: Evaluation
    readings: dict[str, Reading]

    @property
    def verdict(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.evaluation.verdict)
        return found

    @property
    def url(self) -> str:
        return f"/sites/{self.site.slug}/leads/{self.lead.id}/evidence"

    def position(self, name: str) -> int:
        return next(number for number, item in enumerate(self.verdict["documents"]) if item["file_name"] == name)

    def fact(self, name: str, field: str) -> dict[str, Any]:
        found: dict[str, Any] = self.verdict["documents"][self.position(name)]["fields"][field]
        return found

    def key(self, name: str, field: str) -> str:
        return f"{self.position(name)}.{field}"


async def make_case(site: Site, now: datetime, *, altered: bool = False, gross: str = "3,000.00") -> EvidenceCase:
    """Two stubs and a letter of Jane Doe. `altered`: the newest stub has an earlier state with another gross pay."""
    lead = await make_lead(site, now)
    before = (Revision(1, (page_of(stub_rows("2,100.00")),)),) if altered else ()
    pages = {
        "stub1.pdf": page_of(stub_rows(gross)),
        "stub2.pdf": page_of(stub_rows(gross, "10/30/2026", "10/12/2026 - 10/25/2026", "66,000.00")),
        "letter.pdf": page_of(LETTER),
    }
    documents, readings = {}, {}
    for name, page in pages.items():
        document = await keep_document(lead, now, name)
        revisions = before if name == "stub1.pdf" else ()
        readings[document.id] = await keep_reading(document, page, revisions)
        documents[name] = document
    evaluation = await evaluate(site, lead, documents.values(), readings, now)
    return EvidenceCase(site, lead, documents, evaluation, readings)


async def keep_document(lead: Lead, now: datetime, name: str) -> LeadDocument:
    document = await make_document(lead, now, file_name=name)
    await current_store().put(document.storage_key, pdf(), "application/pdf")
    await current_store().put(f"sizes-{document.sha256}", b"[[612, 792]]", "application/json")
    return document


async def keep_reading(document: LeadDocument, page: Page, revisions: tuple[Revision, ...] = ()) -> Reading:
    reading = Reading(
        document.sha256, "application/pdf", (page,), 1, revisions=revisions, reader_version=READER_VERSION
    )
    content = json.dumps(reading_to_json(reading)).encode()
    await current_store().put(f"reading-{document.sha256}-{READER_VERSION}", content, "application/json")
    return reading


async def evaluate(
    site: Site,
    lead: Lead,
    documents: Iterable[LeadDocument],
    readings: dict[str, Reading],
    now: datetime,
    policy: Policy | None = None,
    **values: Any,
) -> Evaluation:
    """A finished job with the verdict that the local evaluator gives."""
    files = [ReadFile(item.id, item.file_name, readings[item.id]) for item in documents]
    applicant = applicant_of(await get_lead(site.id, lead.id))
    verdict = screen(
        applicant, files, policy or load_policy(), now.astimezone(ZoneInfo(site.timezone)).date()
    ).to_json()
    job = EvaluationJob(
        id=new_id("job"), lead_id=lead.id, site_id=site.id, status="completed", requested_at=now, due_at=None,
        completed_at=now, created_at=now, updated_at=now, **values,
    )  # fmt: skip
    await job.save()
    evaluation = Evaluation(
        id=new_id("eval"), lead_id=lead.id, site_id=site.id, score=verdict["score"], label=verdict["label"],
        recommendation=verdict["recommendation"], verdict=json.dumps(verdict), policy_version=verdict["policy_version"],
        model_version=verdict["model_version"], workflow_instance_id=job.id, evaluated_at=now, created_at=now,
        updated_at=now,
    )  # fmt: skip
    await evaluation.save()
    return evaluation
