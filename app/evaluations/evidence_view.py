"""Everything that the evidence page shows, put together from a bounded number of queries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from app.errors import NotFound
from app.evaluations.compare import Comparison
from app.evaluations.correct import list_corrections
from app.evaluations.correct_fields import Kind, kind_of, shown_value
from app.evaluations.correct_result import Bench, Corrected, with_corrections
from app.evaluations.evidence_items import Evidence, Mark, evidence_of
from app.evaluations.evidence_sheets import Chosen, Desk, File, list_files
from app.evaluations.history import comparison_of, evaluation_before, get_evaluation, list_evaluations, newest_two
from app.leads.find import get_lead
from app.policies.find import policy_named, policy_of
from app.screening.policy import Policy


@dataclass(frozen=True, slots=True)
class Correcting:
    """The fact whose form is open, with what was written in it and what is wrong with that."""

    document: int
    field: str
    kind: Kind
    value: str = ""
    reason: str = ""
    problem: str = ""

    @property
    def key(self) -> str:
        return f"{self.document}.{self.field}"


@dataclass(frozen=True, slots=True)
class View:
    """`evaluation` is None for a lead that has none yet. `corrections` by fact key ("0.gross_pay")."""

    lead: dict[str, Any]
    evaluation: dict[str, Any] | None
    evidence: Evidence
    chosen: Chosen
    is_newest: bool = True
    history: list[dict[str, Any]] = field(default_factory=list)
    comparison: Comparison | None = None
    corrections: dict[str, dict[str, Any]] = field(default_factory=dict)
    corrected: Corrected | str | None = None
    files: list[File] = field(default_factory=list)
    correcting: Correcting | None = None
    problem: str = ""
    """Why what a person just tried was not done."""

    @property
    def verdict(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.evaluation["verdict"] if self.evaluation else {}
        return found

    @property
    def chosen_marks(self) -> list[Mark]:
        """The marks at the place that the address names, that of the page as it is now first."""
        found = self.evidence.at(self.chosen.file_id, self.chosen.page, self.chosen.numbers)
        return sorted(found, key=lambda mark: mark.is_earlier)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which evaluation and place an address names; an empty `evaluation` is the newest."""

    evaluation: str = ""
    chosen: Chosen = field(default_factory=Chosen)
    correct: str = ""


async def get_view(site_id: str, lead_id: str, asked: Asked, desk: Desk, timezone: str) -> View:
    """The whole page. `timezone` is the site's. Raises LeadNotFound and EvaluationNotFound."""
    view = await get_findings(site_id, lead_id, asked, desk, timezone)
    verdict = view.verdict if view.evaluation else None
    return replace(view, files=await list_files(lead_id, verdict, view.evidence, asked.chosen, desk))


async def get_findings(site_id: str, lead_id: str, asked: Asked, desk: Desk, timezone: str) -> View:
    """The page's left side alone. Raises LeadNotFound and EvaluationNotFound."""
    lead = await get_lead(site_id, lead_id)
    history = await list_evaluations(site_id, lead_id)
    is_newest = bool(history) and asked.evaluation in ("", history[0]["id"])
    evaluation, earlier = await _two(site_id, lead_id, "" if is_newest else asked.evaluation)
    if evaluation is None:
        return View(lead, None, Evidence(""), asked.chosen)
    corrections = await list_corrections(evaluation["id"])
    corrected: Corrected | str | None = None
    if corrections:
        bench = Bench(desk.readings, await _rules_of(site_id, evaluation["policy_version"]), timezone)
        corrected = await with_corrections(evaluation, lead, corrections, bench)
    verdict = evaluation["verdict"]
    return View(
        lead, evaluation, evidence_of(evaluation["id"], verdict), asked.chosen, is_newest, history,
        comparison_of(earlier, evaluation), _by_key(corrections, verdict), corrected,
        correcting=correcting_of(asked.correct, verdict) if is_newest else None,
    )  # fmt: skip


async def _two(site_id: str, lead_id: str, evaluation_id: str) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    """The evaluation and the one before it; the newest where none is named. Raises EvaluationNotFound."""
    if evaluation_id:
        evaluation = await get_evaluation(site_id, lead_id, evaluation_id)
        return evaluation, await evaluation_before(lead_id, evaluation["evaluated_at"])
    found = await newest_two(lead_id)
    return (found[0] if found else None), (found[1] if len(found) > 1 else None)


async def _rules_of(site_id: str, version: str) -> Policy:
    """The rules by which the evaluation was made; those in force where they are not known any more."""
    return await policy_named(site_id, version) or await policy_of(site_id)


def refused(view: View, fact: str, value: str, reason: str, problem: str) -> View:
    """The same page with the form open, what was written in it, and what is wrong with that."""
    form = correcting_of(fact, view.verdict) if view.evaluation else None
    if form is None:
        return replace(view, problem=problem)
    return replace(view, problem=problem, correcting=replace(form, value=value, reason=reason, problem=problem))


async def get_correcting(site_id: str, lead_id: str, evaluation_id: str, key: str) -> Correcting:
    """The form for one fact. Raises EvaluationNotFound, and NotFound for what cannot be corrected."""
    evaluation = await get_evaluation(site_id, lead_id, evaluation_id)
    found = correcting_of(key, evaluation["verdict"])
    if found is None:
        raise NotFound("This value cannot be corrected.")
    return found


def correcting_of(key: str, verdict: Mapping[str, Any]) -> Correcting | None:
    """The open form that a key such as "0.gross_pay" names, filled with what was read; None where it names nothing."""
    position, _, name = key.partition(".")
    if not position.isdecimal() or len(position) > 4 or int(position) >= len(verdict["documents"]):
        return None
    document = verdict["documents"][int(position)]
    fact = document["fields"].get(name)
    kind = kind_of(document["document_type"], name, fact["value"] if fact else None)
    if kind is Kind.fixed:
        return None
    return Correcting(int(position), name, kind, fact["value"] if fact else "")


def _by_key(corrections: list[dict[str, Any]], verdict: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The corrections by fact, each with `kind`, `shown` and `was` in words for people."""
    found = {}
    for row in corrections:
        document = verdict["documents"][row["document_position"]]
        kind = kind_of(document["document_type"], row["field"], row["machine_value"])
        shown = shown_value(kind, row["corrected_value"]) if row["corrected_value"] else "not on the document"
        was = shown_value(kind, row["machine_value"]) if row["machine_value"] else "not read"
        found[f"{row['document_position']}.{row['field']}"] = {**row, "kind": kind, "shown": shown, "was": was}
    return found
