"""Everything that the record of a decision says, gathered in one place before any of it is set."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from app.decisions.criteria import find_policy
from app.decisions.pictures import Picture, draw_places, evidence_places
from app.evaluations.tables import Evaluation, FactCorrection
from app.screening.policy import Policy
from app.screening.reading.reader import Reader
from app.storage import DocumentStore


class Place(Protocol):
    """The site that the record belongs to."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def timezone(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Record:
    """`decision` and `lead` are rows with the names that stand beside their ids; `evaluation` has its `verdict`.

    `evaluation` is None for a decision without one, and for one that is no longer kept.
    """

    site_name: str
    timezone: str
    lead: dict[str, Any]
    decision: dict[str, Any]
    evaluation: dict[str, Any] | None
    policy: Policy | None
    corrections: Sequence[dict[str, Any]]
    pictures: Sequence[Picture]
    pages_left_out: int
    generated_at: datetime


async def gather_record(
    site: Place, lead: dict[str, Any], decision: dict[str, Any], now: datetime, store: DocumentStore, reader: Reader
) -> Record:
    """The record of this decision about this lead of this site, with pictures of its evidence."""
    evaluation = await _evaluation(site.id, lead["id"], decision["evaluation_id"])
    places = evidence_places(evaluation["verdict"]) if evaluation else []
    pictures = await draw_places(site.id, lead["id"], places, store, reader)
    return Record(
        site_name=site.name,
        timezone=site.timezone,
        lead=lead,
        decision=decision,
        evaluation=evaluation,
        policy=await find_policy(site.id, evaluation["policy_version"]) if evaluation else None,
        corrections=await _corrections(evaluation["id"], decision["decided_at"]) if evaluation else [],
        pictures=pictures,
        pages_left_out=len(places) - len(pictures),
        generated_at=now,
    )


async def _evaluation(site_id: str, lead_id: str, evaluation_id: str | None) -> dict[str, Any] | None:
    rows = await Evaluation.raw(
        "SELECT id, score, label, recommendation, model_version, policy_version, evaluated_at, verdict"
        " FROM lead_ai_evaluations WHERE id = {} AND lead_id = {} AND site_id = {}",
        evaluation_id or "", lead_id, site_id,
    )  # fmt: skip
    return {**rows[0], "verdict": json.loads(rows[0]["verdict"])} if rows else None


async def _corrections(evaluation_id: str, until: datetime) -> list[dict[str, Any]]:
    """What people had corrected when the decision was taken."""
    rows: list[dict[str, Any]] = await FactCorrection.raw(
        "SELECT c.field, c.machine_value, c.corrected_value, c.reason, c.corrected_at, u.name AS corrected_by_name"
        " FROM fact_corrections c LEFT JOIN users u ON u.id = c.corrected_by WHERE c.evaluation_id = {}"
        " AND c.corrected_at <= {} AND (c.undone_at IS NULL OR c.undone_at > {}) ORDER BY c.corrected_at",
        evaluation_id, until, until,
    )  # fmt: skip
    return rows
