"""The risk flags and the short text above the factors: what an agent reads first."""

from __future__ import annotations

from app.screening.case import Case
from app.screening.checks.answers import FRAUD_CODES
from app.screening.factors import times
from app.screening.policy import Policy
from app.screening.scorecard import Scored
from app.screening.verdict import Document, Label, Recommendation, Severity

_LABELS = {
    Label.A: "strongly recommended",
    Label.B: "worth a further check",
    Label.C: "below what the scorecard asks for",
}
_WITHOUT_INCOME = "scored without an income, since none could be read"
_WORDS = {
    Recommendation.approve: "approve",
    Recommendation.approve_with_conditions: "approve with conditions",
    Recommendation.approve_with_verification: "approve only after verification",
    Recommendation.reject: "do not approve on these documents",
}


def risk_flags(case: Case, policy: Policy, documents: tuple[Document, ...], quality: str | None) -> tuple[str, ...]:
    """The contract's risk flags that hold, in the contract's order."""
    monthly, work = case.income.monthly, case.employment
    codes = {signal.code for signal in case.signals}
    is_below = monthly is not None and monthly < policy.income.requirement * case.rent_basis
    lowest_step = min(step.at_least for step in policy.health.steps)
    holds = {
        "income_below_requirement": is_below,
        "income_unverified": case.lacks_income or (case.rent_basis > 0 and not case.income.is_verified),
        "employment_duration_short": work.months is not None
        and not work.is_at_least
        and work.months < policy.employment.medium_months,
        "employment_unverified": not case.is_on_benefits
        and (work.months is None or (work.is_at_least and work.months < policy.employment.medium_months)),
        "documents_incomplete": bool(case.missing),
        "documents_illegible": quality == "poor"
        or "pages_unread" in codes
        or any(not document.readable for document in documents),
        "documents_stale": "documents_stale" in codes,
        "financial_health_poor": case.balance is not None and case.balance < lowest_step * case.rent_basis,
        "inconsistent_information": bool(case.disagreements()),
        "identity_document_expired": "identity_document_expired" in codes,
    }
    return tuple(flag for flag, is_raised in holds.items() if is_raised)


def fraud_signals(case: Case) -> tuple[str, ...]:
    """The contract's fraud codes of signals above note, each once, in the order of the checks."""
    serious = (signal.code for signal in case.signals if signal.severity is not Severity.note)
    return tuple(dict.fromkeys(code for code in serious if code in FRAUD_CODES))


def summary(case: Case, scored: Scored) -> str:
    """Two or three plain sentences without any name."""
    said = _WITHOUT_INCOME if case.lacks_income else _LABELS[scored.label]
    first = f"Score {scored.score}, label {scored.label.value}: {said}."
    return " ".join([first, _middle(case), f"Recommendation: {_WORDS[scored.recommendation]}."])


def _middle(case: Case) -> str:
    if case.has(Severity.strong):
        return "A document contains strong signs of a change; open the evidence before deciding."
    if case.missing:
        return f"Ask for what is missing first: {case.missing_in_words}."
    if case.has(Severity.review):
        return "A person must look at the marked observations first."
    if case.lacks_income:
        return "Look at the documents and enter what they show of the income, or ask for papers that show it."
    return f"{_income(case)} The checks found nothing that a person must look at."


def _income(case: Case) -> str:
    if case.rent_basis == 0 or case.income.monthly is None:
        return "The tenant's own portion of the rent is 0."
    unverified = "" if case.income.is_verified else ", not fully verified,"
    return f"Monthly income{unverified} is {times(case.income.monthly, case.rent_basis)} times the rent basis."
