"""When a trigger's condition is met: pure functions over facts, so that a preview, a dry run and a run agree."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.screening.policy import CompletenessPolicy
from app.triggers.tables import Condition

SELF_EMPLOYED = "self_employed"
ADVICE_TO_VERIFY = "approve_with_verification"


@dataclass(frozen=True, slots=True)
class LeadFacts:
    """An undecided lead. `documents` counts its live documents by declared type ("" where nobody said which);
    `is_contacted` and `is_overridden` mean by a person, since the evaluation."""

    id: str
    agent_id: str | None
    employment_status: str
    last_activity_at: datetime
    label: str | None = None
    recommendation: str | None = None
    evaluated_at: datetime | None = None
    is_evaluating: bool = False
    is_contacted: bool = False
    is_overridden: bool = False
    documents: Mapping[str, int] | None = None
    newest_document_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SupplyFacts:
    """An open vacancy alert of low or no supply."""

    id: str
    property_name: str
    bedrooms: int
    kind: str
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class QuotaFacts:
    """The month's evaluations ('YYYY-MM', UTC)."""

    month: str
    used: int
    limit: int


@dataclass(frozen=True, slots=True)
class Facts:
    """What a site's conditions are judged by; empty where no condition asked."""

    required: CompletenessPolicy
    leads: tuple[LeadFacts, ...] = ()
    supply: tuple[SupplyFacts, ...] = ()
    quota: QuotaFacts | None = None

    @property
    def size(self) -> int:
        """How many records were looked at."""
        return len(self.leads) + len(self.supply) + (self.quota is not None)


@dataclass(frozen=True, slots=True)
class Finding:
    """One cause to act: `subject` names it for good, `text` says it without anybody's name, amount or score."""

    subject: str
    text: str
    since: datetime
    lead_id: str | None = None
    agent_id: str | None = None


def find(condition: Condition, threshold: int, facts: Facts, now: datetime) -> list[Finding]:
    """Every cause for which the condition is met at its threshold (days, hours or per cent), the longest first."""
    found = _RULES[condition](threshold, facts, now)
    return sorted(found, key=lambda finding: (finding.since, finding.subject))


def look_complete(documents: Mapping[str, int], employment_status: str, required: CompletenessPolicy) -> bool:
    """Whether the policy's documents seem to be there. A document of which nobody said what it is counts for one that
    is missing; only reading it can tell."""
    lists = [required.required]
    if employment_status == SELF_EMPLOYED:
        lists.append(required.required_self_employed)
    unknown = documents.get("", 0)
    return any(sum(max(0, wanted - documents.get(name, 0)) for name, wanted in one.items()) <= unknown for one in lists)


def _inactive(threshold: int, facts: Facts, now: datetime) -> Iterable[Finding]:
    until = now - timedelta(days=threshold)
    text = f"A lead has had no activity for {count(threshold, 'day')} or longer."
    return (_lead(lead, text, lead.last_activity_at) for lead in facts.leads if lead.last_activity_at <= until)


def _not_evaluated(threshold: int, facts: Facts, now: datetime) -> Iterable[Finding]:
    until = now - timedelta(hours=threshold)
    text = f"A lead's documents look complete and have not been evaluated for {count(threshold, 'hour')} or longer."
    for lead in facts.leads:
        newest = lead.newest_document_at
        if newest is None or newest > until or lead.is_evaluating or not lead.documents:
            continue
        is_evaluated = lead.evaluated_at is not None and lead.evaluated_at >= newest
        if not is_evaluated and look_complete(lead.documents, lead.employment_status, facts.required):
            yield _lead(lead, text, newest)


def _not_contacted(threshold: int, facts: Facts, now: datetime) -> Iterable[Finding]:
    until = now - timedelta(hours=threshold)
    text = f"A lead with a good result has not been contacted for {count(threshold, 'hour')} or longer."
    for lead in facts.leads:
        if lead.label == "A" and lead.evaluated_at and lead.evaluated_at <= until and not lead.is_contacted:
            yield _lead(lead, text, lead.evaluated_at)


def _not_verified(threshold: int, facts: Facts, now: datetime) -> Iterable[Finding]:
    until = now - timedelta(days=threshold)
    text = f"An evaluation has needed a person's check for {count(threshold, 'day')} or longer."
    for lead in facts.leads:
        is_waiting = lead.recommendation == ADVICE_TO_VERIFY and not lead.is_overridden and not lead.is_evaluating
        if is_waiting and lead.evaluated_at and lead.evaluated_at <= until:
            yield _lead(lead, text, lead.evaluated_at)


def _low_supply(threshold: int, facts: Facts, now: datetime) -> Iterable[Finding]:
    until = now - timedelta(days=threshold)
    for alert in facts.supply:
        if alert.opened_at <= until:
            what = "none is left" if alert.kind == "no_supply" else "few are left"
            rooms = "studios" if alert.bedrooms == 0 else f"units with {count(alert.bedrooms, 'bedroom')}"
            yield Finding(alert.id, f"{alert.property_name}, {rooms}: {what} to let.", alert.opened_at)


def _quota_high(threshold: int, facts: Facts, now: datetime) -> Iterable[Finding]:
    quota = facts.quota
    if quota is not None and quota.used * 100 > threshold * quota.limit:
        text = f"{quota.used} of {quota.limit} evaluations of the month {quota.month} are used: over {threshold} %."
        yield Finding(quota.month, text, now)


def _lead(lead: LeadFacts, text: str, since: datetime) -> Finding:
    return Finding(lead.id, text, since, lead_id=lead.id, agent_id=lead.agent_id)


def count(number: int, noun: str) -> str:
    """`1 day`, `45 days`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


_RULES: dict[Condition, Callable[[int, Facts, datetime], Iterable[Finding]]] = {
    Condition.lead_inactive: _inactive,
    Condition.documents_not_evaluated: _not_evaluated,
    Condition.label_a_not_contacted: _not_contacted,
    Condition.verification_waiting: _not_verified,
    Condition.low_supply: _low_supply,
    Condition.quota_high: _quota_high,
}
