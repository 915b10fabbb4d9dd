"""The evaluations of a lead, what changed between them, and evaluating the same documents again on purpose."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from app.clock import utc_now
from app.evaluations.fingerprint import document_fingerprint
from app.evaluations.history import list_evaluations
from app.evaluations.tables import Evaluation
from app.jobs.tables import EvaluationJob
from app.sites.tables import AuditEntry
from tests.browsing import person, text_of
from tests.evaluations.evidence_case import (
    EvidenceCase,
    evaluate,
    keep_document,
    keep_reading,
    make_case,
    page_of,
    stub_rows,
)
from tests.factories import World


@pytest.fixture
async def case(world: World, now: datetime) -> EvidenceCase:
    return await make_case(world.oak, now)


async def evaluated_again(case: EvidenceCase, at: datetime) -> Evaluation:
    """The newest stub is replaced by one with other pay, and the lead evaluated again."""
    better = await keep_document(case.lead, at, "stub1.pdf")
    page = page_of(stub_rows("2,000.00", ytd="68,000.00"))
    readings = {**case.readings, better.id: await keep_reading(better, page)}
    documents = [better, case.documents["stub2.pdf"], case.documents["letter.pdf"]]
    return await evaluate(case.site, case.lead, documents, readings, at)


async def test_the_lead_says_in_a_line_what_changed_and_lists_its_evaluations(
    app: Any, case: EvidenceCase, now: datetime
) -> None:
    later = await evaluated_again(case, now + timedelta(days=7))
    lead_url = case.url.removesuffix("/evidence")
    async with person(app, "bob@oak.example") as bob:
        answer = await bob.get(lead_url)
        fragment = await bob.get(f"{lead_url}/evaluation")
    for html in (answer.text, fragment.text):
        assert "since Nov 21, 2026" in html
        assert f"evidence?evaluation={case.evaluation.id}" in html and f"evidence?evaluation={later.id}" in html
    assert "newest" in answer.text


async def test_the_evidence_page_lists_the_changes(app: Any, case: EvidenceCase, now: datetime) -> None:
    await evaluated_again(case, now + timedelta(days=7))
    async with person(app, "bob@oak.example") as bob:
        words = text_of(await bob.get(case.url))
        first = text_of(await bob.get(f"{case.url}?evaluation={case.evaluation.id}"))
    assert "changes since Nov 21, 2026" in words
    assert "Gross pay (paystub, stub1.pdf)" in words and "$3,000.00 → is now $2,000.00" in words
    assert "since Nov 21, 2026" not in first


async def test_one_evaluation_has_no_history_and_no_changes(app: Any, case: EvidenceCase) -> None:
    async with person(app, "bob@oak.example") as bob:
        html = (await bob.get(case.url.removesuffix("/evidence"))).text
    assert "history-title" not in html and 'class="compared' not in html


async def test_history_belongs_to_the_site_and_knows_what_was_forced(
    case: EvidenceCase, world: World, now: datetime
) -> None:
    at = now + timedelta(days=1)
    await evaluate(
        case.site, case.lead, case.documents.values(), case.readings, at, forced_reason="The scan was turned."
    )
    rows = await list_evaluations(world.oak.id, case.lead.id)
    assert [row["forced_reason"] for row in rows] == ["The scan was turned.", ""]
    assert [row["corrections"] for row in rows] == [0, 0]
    assert await list_evaluations(world.elm.id, case.lead.id) == []


async def test_a_super_admin_forces_with_a_written_reason_without_scripts(app: Any, case: EvidenceCase) -> None:
    prints = document_fingerprint(item.sha256 for item in case.documents.values())
    await Evaluation.update({Evaluation.document_fingerprint: prints, Evaluation.evaluated_at: utc_now()}, force=True)
    url = f"{case.url.removesuffix('/evidence')}/evaluations"
    async with person(app, "alice@oak.example") as alice:
        refused = await alice.post(url)
        assert refused.status_code == 409 and 'name="reason"' not in refused.text
        assert (await alice.post(url, {"reason": "I should like to."})).status_code == 403
    async with person(app, "dora@leaselab.example") as dora:
        offered = await dora.post(url)
        assert offered.status_code == 409
        assert 'name="reason" required' in offered.text and "counts against the quota" in offered.text
        forced = await dora.post(url, {"reason": "The reader was mended."})
        assert forced.status_code == 303
    job = await EvaluationJob.objects().where(EvaluationJob.forced_reason == "The reader was mended.").first()
    assert job is not None
    assert await AuditEntry.exists().where(AuditEntry.action == "evaluation_forced")
