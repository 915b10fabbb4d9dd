"""A person corrects what was read: kept beside the machine's value, never over it, and undone at will."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.database import new_id, write_transaction
from app.errors import LeaseLabError, NotFound, ValidationFailed
from app.evaluations.correct_fields import Kind, kind_of, normal_value
from app.evaluations.history import EvaluationNotFound, newest_two
from app.evaluations.lead_status import lock_lead
from app.evaluations.tables import FactCorrection
from app.leads.activities import note_activity
from app.leads.tables import ActivityKind
from app.sites.audit import record
from app.text_check import text_problems

SHORTEST_REASON, LONGEST_REASON = 5, 500


class NotTheNewest(LeaseLabError):
    """There is a newer evaluation of this lead. Open that one and correct the value there."""

    status_code = 409


@dataclass(frozen=True, slots=True)
class Given:
    """What the person wrote. `document` is a position in the evaluation; an empty `value` says: not on the document."""

    evaluation_id: str
    document: int
    field: str
    value: str
    reason: str


def given_of(evaluation: str, fact: str, value: str, reason: str) -> Given:
    """What a form gave, where `fact` is the document's position and the field: "0.gross_pay"."""
    position, _, field = fact.partition(".")
    number = int(position) if position.isdecimal() and len(position) < 5 else -1
    return Given(evaluation, number, field, value, reason)


async def correct_fact(
    site_id: str, lead_id: str, given: Given, user_id: str, now: datetime, *, request_id: str = ""
) -> FactCorrection:
    """The correction that now stands for this field; an earlier one of it is closed.

    Raises NotFound, NotTheNewest and ValidationFailed. The same correction twice is one.
    """
    async with write_transaction():
        await lock_lead(site_id, lead_id)
        document = await _document(lead_id, given)
        machine = document["fields"].get(given.field, {}).get("value")
        value = _checked(document, given, machine)
        standing = await _standing(given)
        if standing is not None and standing.corrected_value == value:
            return standing
        correction = FactCorrection(
            id=new_id("corr"), lead_id=lead_id, site_id=site_id, evaluation_id=given.evaluation_id,
            document_id=document["file_id"], document_position=given.document, field=given.field,
            machine_value=None if machine is None else str(machine)[:255], corrected_value=value,
            reason=given.reason.strip(), corrected_by=user_id, corrected_at=now,
        )  # fmt: skip
        if standing is not None:
            await FactCorrection.update({FactCorrection.undone_at: now}).where(FactCorrection.id == standing.id)
        await FactCorrection.insert(correction)
        await _note(correction, user_id, "fact_corrected", now, request_id)
    return correction


async def undo_correction(
    site_id: str, lead_id: str, correction_id: str, user_id: str, now: datetime, *, request_id: str = ""
) -> None:
    """The machine's value stands alone again. Undone already: nothing more happens. Raises NotFound."""
    async with write_transaction():
        await lock_lead(site_id, lead_id)
        this = (FactCorrection.id == correction_id) & (FactCorrection.lead_id == lead_id)
        correction = await FactCorrection.objects().where(this, FactCorrection.site_id == site_id).first()
        if correction is None:
            raise NotFound("There is no such correction.")
        if correction.undone_at is None:
            await FactCorrection.update({FactCorrection.undone_at: now}).where(FactCorrection.id == correction_id)
            await _note(correction, user_id, "correction_undone", now, request_id)


async def list_corrections(evaluation_id: str) -> list[dict[str, Any]]:
    """The corrections that stand in this evaluation, oldest first, each with its author's name as `person`."""
    rows: list[dict[str, Any]] = await FactCorrection.raw(
        "SELECT c.*, coalesce(u.name, '') AS person FROM fact_corrections c LEFT JOIN users u ON u.id = c.corrected_by"
        " WHERE c.evaluation_id = {} AND c.undone_at IS NULL ORDER BY c.corrected_at, c.id",
        evaluation_id,
    )
    return rows


async def _document(lead_id: str, given: Given) -> dict[str, Any]:
    evaluations = await newest_two(lead_id)
    if not evaluations:
        raise EvaluationNotFound
    if evaluations[0]["id"] != given.evaluation_id:
        raise NotTheNewest
    documents = evaluations[0]["verdict"]["documents"]
    if not 0 <= given.document < len(documents):
        raise NotFound("There is no such document in this evaluation.")
    found: dict[str, Any] = documents[given.document]
    return found


def _checked(document: dict[str, Any], given: Given, machine: Any) -> str:
    kind = kind_of(document["document_type"], given.field, machine)
    if kind is Kind.fixed or not document["readable"]:
        raise ValidationFailed("This value cannot be corrected.", fields={"value": "This value cannot be corrected."})
    problems = text_problems(LONGEST_REASON, reason=given.reason)
    if len(given.reason.strip()) < SHORTEST_REASON:
        problems["reason"] = "Say in a few words how you know."
    if problems:
        raise ValidationFailed(" ".join(problems.values()), fields=problems)
    value = normal_value(kind, given.value)
    if value == (machine or ""):
        said = "That is what was read already." if machine else "Write the value that stands on the document."
        raise ValidationFailed(said, fields={"value": said})
    return value


async def _standing(given: Given) -> FactCorrection | None:
    this = (FactCorrection.evaluation_id == given.evaluation_id) & (FactCorrection.field == given.field)
    here = (FactCorrection.document_position == given.document) & FactCorrection.undone_at.is_null()
    found: FactCorrection | None = await FactCorrection.objects().where(this, here).first()
    return found


async def _note(correction: FactCorrection, user_id: str, action: str, now: datetime, request_id: str) -> None:
    site_id, lead_id = str(correction.site_id), str(correction.lead_id)
    details = {
        "evaluation_id": str(correction.evaluation_id), "document_id": correction.document_id,
        "field": correction.field, "correction_id": correction.id,
    }  # fmt: skip
    await record(site_id, user_id, action, lead_id, now, details=details, request_id=request_id)
    deed = "Corrected" if action == "fact_corrected" else "Took back the correction of"
    said = f"{deed} what was read: {correction.field.replace('_', ' ')}."
    await note_activity(
        site_id, lead_id, ActivityKind.evaluation, said, now, actor_id=user_id, subject_id=str(correction.evaluation_id)
    )
