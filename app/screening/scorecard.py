"""From points to score, label and recommendation, with the caps."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from app.screening.case import Case
from app.screening.factors import all_factors
from app.screening.policy import Policy
from app.screening.verdict import Factor, Label, Recommendation, Severity

BEST_FIRST = (
    Recommendation.approve,
    Recommendation.approve_with_conditions,
    Recommendation.approve_with_verification,
    Recommendation.reject,
)
_BY_LABEL = {
    Label.A: Recommendation.approve,
    Label.B: Recommendation.approve_with_conditions,
    Label.C: Recommendation.reject,
}


@dataclass(frozen=True, slots=True)
class Scored:
    """The scorecard's result. `score` is 0 to 100; `caps` are sentences, each shown as its own line."""

    factors: tuple[Factor, ...]
    score: int
    label: Label
    recommendation: Recommendation
    caps: tuple[str, ...]


def score(case: Case, policy: Policy) -> Scored:
    """The published scorecard: `round(100 × earned / possible)` over the assessed factors, then the caps.

    A half is rounded to the even number, as Python's `round` does.
    """
    factors = all_factors(case, policy)
    reached, caps = _held(_share(factors), factors, case, policy)
    label = Label.A if reached >= policy.labels.a else Label.B if reached >= policy.labels.b else Label.C
    return Scored(factors, reached, label, _recommend(label, case), caps)


def _share(factors: tuple[Factor, ...]) -> int:
    assessed = [item for item in factors if item.assessed]
    possible = sum(item.max_points for item in assessed)
    return round(Fraction(100 * sum(item.points for item in assessed), possible)) if possible else 0


def _held(reached: int, factors: tuple[Factor, ...], case: Case, policy: Policy) -> tuple[int, tuple[str, ...]]:
    """The score after floor and caps.

    Absence alone never makes a C: what would be at least a B with all documents stays one.
    """
    limits, caps = policy.caps, []
    if case.missing and reached < limits.absence_floor:
        full = tuple(
            replace(item, points=item.max_points) if item.name == "document_completeness" else item for item in factors
        )
        if _share(full) >= limits.absence_floor:
            reached = limits.absence_floor
            caps.append(f"Held at {reached}: missing documents alone do not make a lower score.")
    if case.missing and reached > limits.incomplete:
        reached = limits.incomplete
        caps.append(f"Capped at {reached}: required documents are missing ({case.missing_in_words}).")
    if case.has(Severity.strong):
        reached = min(reached, limits.strong)
        observed = next(item.observation for item in case.signals if item.severity is Severity.strong)
        caps.append(f"Capped at {limits.strong}: {observed} A person must open the evidence before declining.")
    return reached, tuple(caps)


def _recommend(label: Label, case: Case) -> Recommendation:
    if case.has(Severity.strong):
        return Recommendation.reject
    if case.missing:
        return Recommendation.approve_with_verification
    usual = _BY_LABEL[label]
    is_open = case.has(Severity.review) or case.lacks_income
    return max(usual, Recommendation.approve_with_verification, key=BEST_FIRST.index) if is_open else usual
