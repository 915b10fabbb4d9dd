"""The six rows of the published table, each from facts to points with a reason that names nobody."""

from __future__ import annotations

from decimal import ROUND_FLOOR, Decimal

from app.screening.case import Case
from app.screening.policy import HealthPolicy, IncomePolicy, Policy
from app.screening.verdict import Evidence, Factor, Signal

_HUNDREDTH, _HALF = Decimal("0.01"), Decimal("0.5")


def all_factors(case: Case, policy: Policy) -> tuple[Factor, ...]:
    """The rows in the order of the table in the scorecard's documentation."""
    return (
        income_verification(case, policy),
        employment_stability(case, policy),
        document_completeness(case, policy),
        document_authenticity(case, policy),
        financial_health(case, policy),
        application_consistency(case, policy),
    )


def income_verification(case: Case, policy: Policy) -> Factor:
    rule, monthly = policy.income, case.income.monthly
    name, most = "income_verification", rule.max_points
    if case.rent_basis == 0:
        return _left_out(name, most, "Not applicable: the tenant's own portion of the rent is 0.")
    if monthly is None:
        return _left_out(name, most, "Not assessed: no document shows an income.")
    gross = "gross income" if case.income.is_verified else "income, not fully verified,"
    kind = "net income, known from deposits only," if case.income.is_net else gross
    ratio, basis = times(monthly, case.rent_basis), _money(case.rent_basis)
    reason = f"Monthly {kind} of {_money(monthly)} is {ratio} times the rent basis of {basis}."
    explained = f"{reason} {case.income.explanation}".strip()
    return Factor(name, step_points(rule, monthly, case.rent_basis), most, True, explained, case.income.evidence)


def employment_stability(case: Case, policy: Policy) -> Factor:
    rule, work = policy.employment, case.employment
    name, most, months = "employment_stability", rule.max_points, case.employment.months
    if months is None and work.is_self_employed and case.income.is_verified:
        return Factor(
            name, rule.self_employed_points, most, True, "Self-employed, with proof of income.", work.evidence
        )
    if months is None and case.is_without_work:
        return Factor(name, rule.none_points, most, True, "The application states no present work.", work.evidence)
    if months is None:
        return _left_out(name, most, "Not assessed: no document shows since when the present work lasts.")
    points = (
        rule.long_points
        if months > rule.long_months
        else rule.medium_points
        if months >= rule.medium_months
        else rule.short_points
    )
    if work.is_self_employed and case.income.is_verified:
        points = max(points, rule.self_employed_points)
    least = "at least " if work.is_at_least else ""
    counted = f"{least}{months} {'month' if months == 1 else 'months'}"
    lasted = f"The present work has lasted {counted}." if months else ""
    return Factor(name, points, most, True, f"{lasted} {work.explanation}".strip(), work.evidence)


def document_completeness(case: Case, policy: Policy) -> Factor:
    rule, count = policy.completeness, len(case.missing)
    points = rule.max_points if count == 0 else rule.one_missing if count == 1 else rule.more_missing
    reason = f"Missing: {case.missing_in_words}." if count else "All required documents are there."
    return Factor("document_completeness", points, rule.max_points, True, reason)


def document_authenticity(case: Case, policy: Policy) -> Factor:
    rule, doubts = policy.authenticity, case.doubts()
    if not case.is_assessed():
        return _left_out(
            "document_authenticity", rule.max_points, "Not assessed: no check could be made on these documents."
        )
    reason = _observations(doubts) if doubts else "No check found anything that a person must look at."
    return Factor("document_authenticity", rule.points(len(doubts)), rule.max_points, True, reason, _places(doubts))


def financial_health(case: Case, policy: Policy) -> Factor:
    rule = policy.health
    if case.balance is None:
        return _left_out(
            "financial_health", rule.max_points, "Not assessed: no bank statement shows a closing balance."
        )
    points = step_points(rule, case.balance, case.rent_basis)
    reason = f"The newest closing balance of {_money(case.balance)}"
    if case.rent_basis:
        reason += f" is {times(case.balance, case.rent_basis)} times the rent basis of {_money(case.rent_basis)}."
    else:
        reason += "; the tenant's own portion of the rent is 0."
    return Factor("financial_health", points, rule.max_points, True, reason, case.balance_evidence)


def application_consistency(case: Case, policy: Policy) -> Factor:
    rule, found = policy.consistency, case.disagreements()
    if not case.is_assessed("across"):
        return _left_out("application_consistency", rule.max_points, "Not assessed: there is nothing to compare.")
    reason = _observations(found) if found else "Documents and application agree where they could be compared."
    return Factor("application_consistency", rule.points(len(found)), rule.max_points, True, reason, _places(found))


def step_points(rule: IncomePolicy | HealthPolicy, amount: Decimal, basis: Decimal) -> int:
    """The points of the first step with `amount ≥ at_least × basis`; compared undivided, so limits are exact."""
    return next((step.points for step in rule.steps if amount >= step.at_least * basis), rule.otherwise)


def _left_out(name: str, most: int, reason: str) -> Factor:
    return Factor(name, 0, most, False, reason)


def _observations(signals: tuple[Signal, ...]) -> str:
    return " ".join(dict.fromkeys(signal.observation for signal in signals))


def _places(signals: tuple[Signal, ...]) -> tuple[Evidence, ...]:
    return tuple(dict.fromkeys(place for signal in signals for place in signal.evidence))


def _money(value: Decimal) -> str:
    return f"{'-' if value < 0 else ''}${abs(value):,.2f}"


def times(amount: Decimal, basis: Decimal) -> str:
    """How many times, to two places; 2.9997 is "2.99", since what looked like 3 would have more points."""
    ratio = amount / basis
    shown = ratio.quantize(_HUNDREDTH)
    is_step = shown > ratio and shown % _HALF == 0
    return f"{ratio.quantize(_HUNDREDTH, ROUND_FLOOR) if is_step else shown}"
