"""A person's values stand beside the machine's: the same rules give another result, and nothing that was found is lost."""

from __future__ import annotations

import asyncio
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from app.database import new_id
from app.documents.reader import current_reader
from app.errors import NotFound, ValidationFailed
from app.evaluations.applicant import applicant_of
from app.evaluations.correct import Given, NotTheNewest, correct_fact, given_of, list_corrections, undo_correction
from app.evaluations.correct_result import (
    Bench,
    Corrected,
    corrected_documents,
    documents_of,
    strong_signals,
    with_corrections,
)
from app.evaluations.readings import Readings
from app.evaluations.tables import Evaluation, FactCorrection
from app.leads.find import get_lead
from app.policies.find import policy_of, version_row
from app.policies.tables import PolicyVersion
from app.screening.policy import load_policy
from app.screening.reading.pages import ReadFile
from app.screening.screen import conclude
from app.sites.tables import AuditEntry
from app.storage import current_store
from tests.browsing import person, text_of
from tests.evaluations.evidence_case import EvidenceCase, evaluate, make_case
from tests.factories import World

REASON = "Read on the original."


@pytest.fixture
async def case(world: World, now: datetime) -> EvidenceCase:
    return await make_case(world.oak, now)


def given(case: EvidenceCase, name: str, field: str, value: str, reason: str = REASON) -> Given:
    return Given(case.evaluation.id, case.position(name), field, value, reason)


async def correct(case: EvidenceCase, name: str, field: str, value: str, who: str, at: datetime) -> FactCorrection:
    return await correct_fact(case.site.id, case.lead.id, given(case, name, field, value), who, at)


async def result_of(case: EvidenceCase) -> Corrected | str:
    readings = Readings(current_store(), current_reader().read)
    bench = Bench(readings, load_policy(), case.site.timezone)
    stored = {"verdict": case.verdict, "evaluated_at": case.evaluation.evaluated_at}
    lead = await get_lead(case.site.id, case.lead.id)
    return await with_corrections(stored, lead, await list_corrections(case.evaluation.id), bench)


def concluded(case: EvidenceCase, lead: dict[str, Any], corrections: list[dict[str, Any]]) -> dict[str, Any]:
    """What the library says by itself."""
    files = [ReadFile(item.id, item.file_name, case.readings[item.id]) for item in case.documents.values()]
    documents = corrected_documents(documents_of(case.verdict), corrections)
    verdict = conclude(
        applicant_of(lead), files, documents, load_policy(), date(2026, 11, 21), kept=strong_signals(case.verdict)
    )
    return verdict.to_json()


async def test_a_correction_gives_exactly_what_the_scorecard_gives(
    case: EvidenceCase, world: World, now: datetime
) -> None:
    await correct(case, "letter.pdf", "start_date", "2026-03-04", world.bob.id, now)
    found = await result_of(case)
    assert isinstance(found, Corrected)
    expected = concluded(case, await get_lead(case.site.id, case.lead.id), await list_corrections(case.evaluation.id))
    for name in ("score", "label", "recommendation", "risk_flags", "caps", "checks"):
        assert found.verdict[name] == expected[name], name
    assert (case.verdict["score"], found.verdict["score"]) == (79, 78)
    assert [(change.what, change.before, change.after) for change in found.moved.changes] == [
        ("employment stability", "20 of 20", "10 of 20")
    ]
    assert found.otherwise == ""


async def test_without_corrections_the_same_rules_give_the_stored_result(case: EvidenceCase) -> None:
    lead = await get_lead(case.site.id, case.lead.id)
    assert concluded(case, lead, []) == case.verdict


async def test_the_stored_evaluation_is_never_changed(case: EvidenceCase, world: World, now: datetime) -> None:
    before = await Evaluation.select().where(Evaluation.id == case.evaluation.id).first()
    await correct(case, "stub1.pdf", "gross_pay", "5,000", world.bob.id, now)
    await result_of(case)
    assert await Evaluation.select().where(Evaluation.id == case.evaluation.id).first() == before
    row = await FactCorrection.objects().first()
    assert row is not None and (row.machine_value, row.corrected_value) == ("3000.00", "5000.00")


async def test_a_corrected_value_says_whose_it_is_and_claims_no_box(
    case: EvidenceCase, world: World, now: datetime
) -> None:
    await correct(case, "stub1.pdf", "gross_pay", "4000", world.bob.id, now)
    found = await result_of(case)
    assert isinstance(found, Corrected)
    fact = found.verdict["documents"][case.position("stub1.pdf")]["fields"]["gross_pay"]
    assert fact["text"] == "4000.00 (corrected by Bob Birch)" and fact["box"] is None
    places = [place for factor in found.verdict["factors"] for place in factor["evidence"]]
    assert any("corrected by Bob Birch" in place["text"] and place["box"] is None for place in places)
    assert any(place["box"] for place in places)


async def test_a_correction_does_not_silence_a_strong_signal(world: World, now: datetime) -> None:
    case = await make_case(world.oak, now, altered=True)
    await correct(case, "stub1.pdf", "gross_pay", "2100.00", world.bob.id, now)
    await correct(case, "stub1.pdf", "net_pay", "1385.50", world.bob.id, now)
    found = await result_of(case)
    assert isinstance(found, Corrected)
    strong = [signal for signal in found.verdict["signals"] if signal["severity"] == "strong"]
    assert strong == [signal for signal in case.verdict["signals"] if signal["severity"] == "strong"] and strong
    assert found.verdict["score"] <= 49 and found.verdict["recommendation"] == "reject"
    assert any(cap.startswith("Capped at 49") for cap in found.verdict["caps"])


async def test_a_value_that_was_not_read_is_added_and_one_that_is_not_there_taken_away(
    case: EvidenceCase, world: World, now: datetime
) -> None:
    added = await correct(case, "stub1.pdf", "hours", "80", world.bob.id, now)
    assert (added.machine_value, added.corrected_value) == (None, "80.00")
    await correct(case, "letter.pdf", "annual_salary", "", world.bob.id, now)
    found = await result_of(case)
    assert isinstance(found, Corrected)
    documents = found.verdict["documents"]
    assert documents[case.position("stub1.pdf")]["fields"]["hours"]["value"] == "80.00"
    assert "annual_salary" not in documents[case.position("letter.pdf")]["fields"]


async def test_an_undone_correction_leaves_the_machine_s_value_alone(
    case: EvidenceCase, world: World, now: datetime
) -> None:
    made = await correct(case, "letter.pdf", "start_date", "2026-03-04", world.bob.id, now)
    for _ in range(2):
        await undo_correction(case.site.id, case.lead.id, made.id, world.alice.id, now)
    assert await list_corrections(case.evaluation.id) == []
    assert await AuditEntry.count().where(AuditEntry.action == "correction_undone") == 1
    with pytest.raises(NotFound):
        await undo_correction(world.elm.id, case.lead.id, made.id, world.charlie.id, now)
    with pytest.raises(NotFound):
        await undo_correction(case.site.id, case.lead.id, new_id("corr"), world.bob.id, now)


async def test_the_same_correction_twice_is_one_and_another_closes_it(
    case: EvidenceCase, world: World, now: datetime
) -> None:
    first = await correct(case, "letter.pdf", "start_date", "2026-03-04", world.bob.id, now)
    again = await correct(case, "letter.pdf", "start_date", "2026-03-04", world.alice.id, now)
    assert again.id == first.id
    await correct(case, "letter.pdf", "start_date", "2025-03-04", world.alice.id, now)
    assert [row["corrected_value"] for row in await list_corrections(case.evaluation.id)] == ["2025-03-04"]
    assert await FactCorrection.count() == 2


async def test_of_corrections_at_the_same_moment_one_stands(case: EvidenceCase, world: World, now: datetime) -> None:
    days = [f"2025-0{month}-04" for month in range(1, 7)]
    await asyncio.gather(*(correct(case, "letter.pdf", "start_date", day, world.bob.id, now) for day in days))
    assert len(await list_corrections(case.evaluation.id)) == 1
    assert await FactCorrection.count() == 6


async def test_only_the_newest_evaluation_is_corrected(case: EvidenceCase, world: World, now: datetime) -> None:
    await evaluate(case.site, case.lead, case.documents.values(), case.readings, now + timedelta(days=1))
    with pytest.raises(NotTheNewest):
        await correct(case, "letter.pdf", "start_date", "2026-03-04", world.bob.id, now)


NO_SUCH_VALUES = [
    ("stub1.pdf", "gross_pay", "3.000,00", REASON),
    ("stub1.pdf", "gross_pay", "3000.00", REASON),
    ("stub1.pdf", "pay_date", "11/13/2026", REASON),
    ("stub1.pdf", "pay_frequency", "fortnightly", REASON),
    ("stub1.pdf", "hours", "", REASON),
    ("stub1.pdf", "nonsense", "1", REASON),
    ("letter.pdf", "gross_pay", "1", REASON),
    ("letter.pdf", "pay_unit", "month", REASON),
    ("stub1.pdf", "employee_name", "x" * 121, REASON),
    ("stub1.pdf", "gross_pay", "4000", "ok"),
    ("stub1.pdf", "gross_pay", "4000", "x" * 501),
]


async def test_what_is_no_such_value_is_refused(case: EvidenceCase, world: World, now: datetime) -> None:
    for name, field, value, reason in NO_SUCH_VALUES:
        with pytest.raises(ValidationFailed):
            await correct_fact(case.site.id, case.lead.id, given(case, name, field, value, reason), world.bob.id, now)
    assert await FactCorrection.count() == 0


async def test_a_fact_that_is_not_there_is_not_found(case: EvidenceCase, world: World, now: datetime) -> None:
    for fact in ("", "x.gross_pay", "99.gross_pay", "-1.gross_pay"):
        with pytest.raises(NotFound):
            asked = given_of(case.evaluation.id, fact, "1", REASON)
            await correct_fact(case.site.id, case.lead.id, asked, world.bob.id, now)


async def test_a_change_of_the_rules_or_the_rent_is_not_taken_for_the_correction_s_work(
    case: EvidenceCase, world: World, now: datetime
) -> None:
    await correct(case, "letter.pdf", "start_date", "2026-03-04", world.bob.id, now)
    lead = {**await get_lead(case.site.id, case.lead.id), "monthly_rent": 3000}
    bench = Bench(Readings(current_store(), current_reader().read), load_policy(), case.site.timezone)
    stored = {"verdict": case.verdict, "evaluated_at": case.evaluation.evaluated_at}
    found = await with_corrections(stored, lead, await list_corrections(case.evaluation.id), bench)
    assert isinstance(found, Corrected)
    assert found.otherwise
    assert [change.what for change in found.moved.changes] == ["employment stability"]


async def test_the_rules_are_those_by_which_the_evaluation_was_made(
    app: Any, case: EvidenceCase, world: World, now: datetime
) -> None:
    row = version_row(world.oak.id, 1, "oak", {"labels": {"a": 70}}, REASON, world.alice.id, now, new_id("pol"))
    await PolicyVersion.insert(row)
    own = await policy_of(world.oak.id)
    at = now + timedelta(hours=1)
    newest = await evaluate(world.oak, case.lead, case.documents.values(), case.readings, at, policy=own)
    case.evaluation = newest
    await correct(case, "letter.pdf", "start_date", "2026-03-04", world.bob.id, at)
    async with person(app, "bob@oak.example") as bob:
        words = text_of(await bob.get(case.url))
    assert "With your corrections: 78 A approve with verification" in words
    assert "By the present rules" not in words
