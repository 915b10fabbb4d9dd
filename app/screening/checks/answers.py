"""Three answers, not two: "could not look" must never be taken for "looks wrong"."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from app.screening.verdict import CheckResult, DocumentType, Evidence, Outcome, Severity, Signal

ALTERED: dict[DocumentType, str] = {
    DocumentType.paystub: "altered_paystub",
    DocumentType.bank_statement: "altered_bank_statement",
    DocumentType.employment_letter: "fake_employment_letter",
}
FRAUD_CODES = frozenset(
    {
        "forged_document",
        "altered_paystub",
        "altered_bank_statement",
        "fake_employment_letter",
        "suspicious_bank_statement",
        "too_perfect_documents",
        "unusually_high_income",
        "prompt_injection",
    }
)


def altered(kind: DocumentType | None) -> str:
    """The contract's code for a document of this type that may have been changed."""
    return ALTERED.get(kind, "forged_document") if kind else "forged_document"


@dataclass(frozen=True, slots=True)
class Question:
    """A check's name and family, the innocent causes that it knows, and what a person should do next."""

    check: str
    family: str
    innocent: tuple[str, ...]
    next_step: str

    def signal(
        self,
        code: str,
        severity: Severity,
        observation: str,
        expected: str = "",
        actual: str = "",
        evidence: tuple[Evidence, ...] = (),
        field: str = "",
        implied: str = "",
    ) -> Signal:
        return Signal(
            code=code,
            severity=severity,
            check=self.check,
            observation=observation,
            expected=expected,
            actual=actual,
            innocent_explanations=self.innocent,
            next_step=self.next_step,
            evidence=evidence,
            field=field,
            implied=implied,
        )

    def answer(self, signals: Iterable[Signal], looked_at: int, agrees: str, nothing: str) -> CheckResult:
        """Contradicted when a signal asks for a person; consistent when something was looked at; else inconclusive."""
        found = tuple(signals)
        serious = [item for item in found if item.severity is not Severity.note]
        if serious:
            return CheckResult(self.check, self.family, Outcome.contradicted, serious[0].observation, found)
        if found:
            return CheckResult(self.check, self.family, Outcome.inconclusive, found[0].observation, found)
        if looked_at:
            return CheckResult(self.check, self.family, Outcome.consistent, agrees)
        return CheckResult(self.check, self.family, Outcome.inconclusive, nothing)


def strongest(signal: Signal) -> Signal:
    """The same signal, because an independent family came to the same value."""
    return replace(signal, severity=Severity.strong)


def money(value: Decimal) -> str:
    """An amount as people write it: "$1,234.50"."""
    return f"{'-' if value < 0 else ''}${abs(value):,.2f}"


def plain(value: Decimal) -> str:
    """An amount in the contract's form: "1234.50"."""
    return f"{value:.2f}"
