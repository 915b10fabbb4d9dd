"""The record of a decision as a PDF: what it holds, what it never holds, and how it is set."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import pikepdf
import pypdfium2 as pdfium

from app.decisions.criteria import criteria_of, find_policy
from app.decisions.decide import NewDecision, decide
from app.decisions.pdf_sheet import REPLACED, Sheet
from app.decisions.pdf_text import Setter
from app.decisions.pictures import MOST_PICTURES, evidence_places
from app.documents.tables import LeadDocument
from app.evaluations.tables import FactCorrection
from app.sites.tables import AuditEntry
from tests.browsing import person
from tests.decisions.evaluated import make_evaluated, make_verdict
from tests.factories import World, make_lead


def text_of(pdf: bytes) -> str:
    document = pdfium.PdfDocument(pdf)
    words = " ".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    return " ".join(words.split())


async def record_of(app: Any, email: str, lead_id: str, decision_id: str) -> Any:
    async with person(app, email) as somebody:
        return await somebody.get(f"/sites/oak/leads/{lead_id}/decisions/{decision_id}/record.pdf")


async def test_the_record_says_who_decided_what_on_which_facts(app: Any, world: World, now: datetime) -> None:
    lead, evaluation_id = await make_evaluated(
        world.oak, now, recommendation="reject", first_name="Zoë", last_name="Ñandú"
    )
    await make_evaluated(world.elm, now, first_name="Elmira", last_name="Stranger")
    await FactCorrection(
        id="corr_1", lead_id=lead.id, site_id=world.oak.id, evaluation_id=evaluation_id, field="gross_pay",
        machine_value="5204.17", corrected_value="5240.71", reason="Digits swapped.", corrected_by=world.bob.id, corrected_at=now,
    ).save()  # fmt: skip
    new = NewDecision("approve", override_reason="A guarantor signed.", note="Called <b>twice</b>.")
    made = await decide(world.oak.id, lead.id, new, world.bob.id, now)
    answer = await record_of(app, "bob@oak.example", lead.id, made.id)
    assert answer.status_code == 200 and answer.headers["content-type"] == "application/pdf"
    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.headers["content-disposition"].startswith("attachment;")
    text = text_of(answer.content)
    for told in (
        *("Zoë Ñandú", "Bob Birch", "Approved", "A guarantor signed.", "Called <b>twice</b>.", "Reject", evaluation_id),
        *("5204.17", "paystub.pdf, p. 1", "20 of 30", "not assessed", "No statement <b>was</b> read.", "local-9"),
        *("default-1", "3 or more: 30", "5240.71", "Digits swapped.", "Net pay does not follow.", "a reimbursement"),
        *("America/New_York", "Page 1 of", made.id),
    ):
        assert told in text, told
    assert "2026-11-13 2400.00" in text and "rows read: 1" in text and "NOODLE" not in text and "ACME" not in text
    assert "Elmira" not in text and "Stranger" not in text
    assert await AuditEntry.count().where(AuditEntry.action == "decision_record_downloaded") == 1


async def test_the_record_has_a_title_a_language_and_bookmarks(app: Any, world: World, now: datetime) -> None:
    lead, _ = await make_evaluated(world.oak, now)
    made = await decide(world.oak.id, lead.id, NewDecision("approve"), world.bob.id, now)
    answer = await record_of(app, "alice@oak.example", lead.id, made.id)
    with pikepdf.open(io.BytesIO(answer.content)) as opened:
        assert str(opened.Root.Lang) == "en-US" and made.id in str(opened.docinfo.Title)
        with opened.open_outline() as outline:
            titles = [item.title for item in outline.root]
        pictures = [name for page in opened.pages for name in page.get_images()]
    assert {"Decision", "Criteria", "Facts", "Evidence"} <= set(titles)
    assert len(pictures) == 1  # the pay stub's region; the licence is never shown
    assert len(answer.content) < 400_000


async def test_a_removed_document_is_no_longer_shown(app: Any, world: World, now: datetime) -> None:
    lead, _ = await make_evaluated(world.oak, now)
    made = await decide(world.oak.id, lead.id, NewDecision("approve"), world.bob.id, now)
    await LeadDocument.update({LeadDocument.deleted_at: now}).where(LeadDocument.lead_id == lead.id)
    answer = await record_of(app, "bob@oak.example", lead.id, made.id)
    assert "no longer kept" in text_of(answer.content)


async def test_a_decision_without_an_evaluation_has_a_short_record(app: Any, world: World, now: datetime) -> None:
    lead = await make_lead(world.oak, now)
    made = await decide(world.oak.id, lead.id, NewDecision("approve"), world.bob.id, now)
    text = text_of((await record_of(app, "bob@oak.example", lead.id, made.id)).content)
    assert "was not made before this decision" in text and "Page 1 of 1" in text


def test_letters_without_a_glyph_do_not_vanish() -> None:
    setter = Setter()
    assert setter.plain("Łucja Đặng Ελένη Жанна") == "Łucja Đặng Ελένη Жанна" and not setter.has_replaced
    assert setter.plain("Li 张伟!") == "Li [U+5F20 U+4F1F]!" and setter.has_replaced
    assert Setter().plain("\u202eevil\u200b") == "evil"
    assert Setter()("<img src='file:///etc/passwd'/>") == "&lt;img src='file:///etc/passwd'/&gt;"
    sheet = Sheet("张")
    sheet.add("name")
    assert REPLACED in text_of(sheet.build(""))


def test_a_long_note_and_a_long_table_are_set_over_pages() -> None:
    sheet = Sheet("Long")
    sheet.add("word " * 4000)
    sheet.pairs([("Note", "long " * 4000), ("Nothing", "")])
    sheet.table(("A", "B"), [(number, "unbreakable" * 60) for number in range(60)], (0.3, 0.7))
    assert "Page 1 of" in text_of(sheet.build(""))


def test_places_on_an_id_are_left_out_and_pictures_are_few() -> None:
    card = LeadDocument(_ignore_missing=True, id="doc_card", file_name="card.pdf", document_type="government_id")
    stubs = [
        LeadDocument(_ignore_missing=True, id=f"doc_{number}", file_name="stub.pdf", document_type="paystub")
        for number in range(12)
    ]
    places = evidence_places(make_verdict("approve", [card, *stubs]))
    assert {place.file_id for place in places} == {stub.id for stub in stubs} and len(places) > MOST_PICTURES


async def test_the_criteria_are_those_of_the_version_that_was_used(world: World, now: datetime) -> None:
    policy = await find_policy(world.oak.id, "default-1")
    assert policy is not None and sum(points for _, points, _ in criteria_of(policy)) == 100
    assert await find_policy(world.oak.id, "gone-7") is None
