"""Who may decide what, when, and what stays on the record."""

from __future__ import annotations

import asyncio
import json
from datetime import datetime, timedelta

import pytest

from app.decisions.decide import NewDecision, decide
from app.decisions.find import find_standing, list_recent_decisions
from app.decisions.refusals import (
    DecidedMeanwhile,
    DecisionDuringEvaluation,
    EvidenceNotOpened,
    NewerEvaluation,
    NotDecidable,
    UndoTooLate,
)
from app.decisions.tables import Decision
from app.decisions.undo import undo_decision
from app.decisions.withdraw import bring_back, withdraw_lead
from app.errors import Forbidden, NotFound, ValidationFailed
from app.evaluations.override import override_recommendation
from app.evaluations.request import request_evaluation
from app.evaluations.tables import Override
from app.leads.tables import Lead, LeadActivity
from app.sites.current import CurrentSite
from app.sites.tables import AuditEntry
from tests.decisions.evaluated import make_evaluated, make_evaluation, open_evidence
from tests.factories import World, make_document, make_lead

DECLINE = NewDecision("decline", ("income_insufficient",))


async def status_of(lead: Lead) -> str:
    return str((await Lead.select(Lead.status).where(Lead.id == lead.id).first())["status"])


async def test_a_decision_moves_the_lead_and_leaves_its_traces(world: World, now: datetime) -> None:
    lead, evaluation_id = await make_evaluated(world.oak, now)
    made = await decide(world.oak.id, lead.id, NewDecision("approve", note="A good fit."), world.bob.id, now)
    assert await status_of(lead) == "approved"
    kept = await Decision.objects().get(Decision.id == made.id)
    assert (kept.kind, kept.recommendation, kept.evaluation_id) == ("approve", "approve", evaluation_id)
    assert (kept.previous_status, kept.decided_by, kept.note) == ("ai_evaluated", world.bob.id, "A good fit.")
    assert await LeadActivity.exists().where(LeadActivity.subject_id == made.id, LeadActivity.kind == "decision")
    entry = await AuditEntry.objects().get(AuditEntry.action == "lead_decided")
    assert entry.subject_id == lead.id and "good fit" not in json.dumps(entry.to_dict(), default=str)
    assert [row["id"] for row in await list_recent_decisions(world.oak.id)] == [made.id]
    assert await list_recent_decisions(world.elm.id) == []


async def test_declining_needs_the_evidence_of_the_newest_evaluation_opened_by_this_person(
    world: World, now: datetime
) -> None:
    lead, old = await make_evaluated(world.oak, now, recommendation="reject")
    await open_evidence(lead, old, world.bob, now)
    newest = await make_evaluation(lead, now + timedelta(minutes=1), "reject")
    await open_evidence(lead, newest, world.alice, now)
    with pytest.raises(EvidenceNotOpened):
        await decide(world.oak.id, lead.id, DECLINE, world.bob.id, now)
    await open_evidence(lead, newest, world.bob, now)
    await decide(world.oak.id, lead.id, DECLINE, world.bob.id, now)
    assert await status_of(lead) == "declined"


async def test_declining_without_an_evaluation_needs_a_note(world: World, now: datetime) -> None:
    lead = await make_lead(world.oak, now)
    with pytest.raises(ValidationFailed, match="note"):
        await decide(world.oak.id, lead.id, DECLINE, world.bob.id, now)
    new = NewDecision("decline", ("unit_unavailable",), note="Leased to an earlier applicant.")
    made = await decide(world.oak.id, lead.id, new, world.bob.id, now)
    assert made.recommendation is None and await Override.count() == 0


@pytest.mark.parametrize(
    ("new", "field"),
    [
        (NewDecision("decline"), "reason_codes"),
        (NewDecision("decline", ("age",)), "reason_codes"),
        (NewDecision("approve_with_conditions"), "conditions"),
        (NewDecision("hang"), "decision"),
        (NewDecision("approve", note="\0"), "note"),
    ],
)
async def test_what_is_missing_is_said_at_its_field(world: World, now: datetime, new: NewDecision, field: str) -> None:
    lead = await make_lead(world.oak, now)
    with pytest.raises(ValidationFailed) as refused:
        await decide(world.oak.id, lead.id, new, world.bob.id, now)
    assert field in refused.value.details["fields"]


async def test_a_decision_against_the_recommendation_is_kept_with_the_original(world: World, now: datetime) -> None:
    lead, evaluation_id = await make_evaluated(world.oak, now, recommendation="reject")
    with pytest.raises(ValidationFailed, match="recommended"):
        await decide(world.oak.id, lead.id, NewDecision("approve"), world.bob.id, now)
    new = NewDecision("approve", override_reason="A guarantor signed.")
    made = await decide(world.oak.id, lead.id, new, world.bob.id, now)
    override = await Override.objects().get(Override.decision_id == made.id)
    assert (override.original_recommendation, override.new_recommendation) == ("reject", "approve")
    assert override.reason == made.override_reason == "A guarantor signed."
    assert str(override.evaluation_id) == evaluation_id


async def test_a_managers_override_of_the_recommendation_serves_as_the_reason(world: World, now: datetime) -> None:
    lead, _ = await make_evaluated(world.oak, now, recommendation="reject")
    given = (world.oak.id, lead.id, "approve", "Employer confirmed by phone.", world.alice.id, now)
    await override_recommendation(*given, is_manager=True)
    made = await decide(world.oak.id, lead.id, NewDecision("approve"), world.bob.id, now)
    assert made.override_reason == "Employer confirmed by phone." and await Override.count() == 1


async def test_approving_after_verification_follows_the_recommendation(world: World, now: datetime) -> None:
    lead, _ = await make_evaluated(world.oak, now, recommendation="approve_with_verification")
    made = await decide(world.oak.id, lead.id, NewDecision("approve"), world.bob.id, now)
    assert made.override_reason == ""


async def test_nobody_decides_during_an_evaluation(world: World, now: datetime) -> None:
    lead = await make_lead(world.oak, now)
    await make_document(lead, now)
    await request_evaluation(CurrentSite(world.oak.id, "oak", "Oak", "UTC", "free"), lead.id, world.bob.id, now)
    with pytest.raises(DecisionDuringEvaluation):
        await decide(world.oak.id, lead.id, NewDecision("approve"), world.bob.id, now)
    with pytest.raises(DecisionDuringEvaluation):
        await withdraw_lead(world.oak.id, lead.id, "", world.bob.id, now)


async def test_who_looked_at_an_older_evaluation_is_told_so(world: World, now: datetime) -> None:
    lead, old = await make_evaluated(world.oak, now)
    await make_evaluation(lead, now + timedelta(minutes=1), "approve")
    with pytest.raises(NewerEvaluation):
        await decide(world.oak.id, lead.id, NewDecision("approve", seen_evaluation=old), world.bob.id, now)


async def test_of_decisions_at_the_same_time_one_wins(world: World, now: datetime) -> None:
    lead, _ = await make_evaluated(world.oak, now)
    wishes = [
        decide(world.oak.id, lead.id, NewDecision("approve", note=str(number)), user.id, now)
        for number, user in enumerate([world.alice, world.bob] * 3)
    ]
    answers = await asyncio.gather(*wishes, return_exceptions=True)
    assert sum(isinstance(answer, Decision) for answer in answers) == 1
    assert sum(isinstance(answer, DecidedMeanwhile) for answer in answers) == 5
    assert await Decision.count() == 1 and await AuditEntry.count().where(AuditEntry.action == "lead_decided") == 1


async def test_a_decision_can_be_changed_by_whoever_has_seen_it(world: World, now: datetime) -> None:
    lead, evaluation_id = await make_evaluated(world.oak, now)
    first = await decide(world.oak.id, lead.id, NewDecision("approve"), world.bob.id, now)
    await open_evidence(lead, evaluation_id, world.alice, now)
    codes, later = ("information_unverified",), now + timedelta(days=1)
    change = NewDecision("decline", codes, override_reason="The employer denies it.", replaces=first.id)
    second = await decide(world.oak.id, lead.id, change, world.alice.id, later)
    assert await status_of(lead) == "declined" and second.previous_status == "approved"
    await undo_decision(world.oak.id, lead.id, second.id, world.alice.id, later, is_manager=True)
    assert await status_of(lead) == "approved"
    standing = await find_standing(lead.id)
    assert standing is not None and standing["id"] == first.id


async def test_undo_within_ten_minutes_by_the_person_or_a_manager(world: World, now: datetime) -> None:
    lead, _ = await make_evaluated(world.oak, now)
    made = await decide(world.oak.id, lead.id, NewDecision("approve"), world.alice.id, now)
    this = (world.oak.id, lead.id, made.id)
    with pytest.raises(Forbidden):
        await undo_decision(*this, world.bob.id, now, is_manager=False)
    with pytest.raises(UndoTooLate):
        await undo_decision(*this, world.alice.id, now + timedelta(minutes=10, seconds=1), is_manager=True)
    with pytest.raises(NotFound):
        await undo_decision(world.elm.id, lead.id, made.id, world.charlie.id, now, is_manager=True)
    await undo_decision(*this, world.alice.id, now + timedelta(minutes=10), is_manager=False)
    await undo_decision(*this, world.alice.id, now + timedelta(hours=1), is_manager=False)
    assert await status_of(lead) == "ai_evaluated"
    kept = await Decision.objects().get(Decision.id == made.id)
    assert kept.undone_by == world.alice.id and kept.undone_at is not None
    assert await AuditEntry.count().where(AuditEntry.action == "decision_undone") == 1
    await decide(world.oak.id, lead.id, NewDecision("approve"), world.bob.id, now)


async def test_an_evaluation_that_began_after_the_decision_is_not_undone_with_it(world: World, now: datetime) -> None:
    lead = await make_lead(world.oak, now, status="documents_received")
    await make_document(lead, now)
    made = await decide(world.oak.id, lead.id, NewDecision("approve"), world.bob.id, now)
    await request_evaluation(CurrentSite(world.oak.id, "oak", "Oak", "UTC", "free"), lead.id, world.bob.id, now)
    assert await status_of(lead) == "approved"
    await undo_decision(world.oak.id, lead.id, made.id, world.bob.id, now, is_manager=False)
    assert await status_of(lead) == "ai_evaluating"


async def test_an_applicant_withdraws_and_comes_back(world: World, now: datetime) -> None:
    lead, _ = await make_evaluated(world.oak, now)
    await withdraw_lead(world.oak.id, lead.id, "Found another home.", world.bob.id, now)
    assert await status_of(lead) == "withdrawn"
    with pytest.raises(NotDecidable):
        await decide(world.oak.id, lead.id, NewDecision("approve"), world.bob.id, now)
    with pytest.raises(NotDecidable):
        await withdraw_lead(world.oak.id, lead.id, "", world.bob.id, now)
    with pytest.raises(NotFound):
        await bring_back(world.elm.id, lead.id, world.charlie.id, now)
    await bring_back(world.oak.id, lead.id, world.bob.id, now)
    await bring_back(world.oak.id, lead.id, world.bob.id, now)
    assert await status_of(lead) == "ai_evaluated"
    assert await AuditEntry.count().where(AuditEntry.action == "lead_withdrawal_undone") == 1
