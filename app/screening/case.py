"""What the scorecard is given: facts and check results, and nothing about who the applicant is."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from app.screening.facts.standing import Employment, Income
from app.screening.verdict import CheckResult, Evidence, Outcome, Severity, Signal

VALIDITY_CODES = frozenset({"documents_stale", "identity_document_expired"})
"""Signals about a document's age: they ask for a newer one and say nothing about whether it is genuine."""

_WORDS = {
    "government_id": "government ID",
    "paystub": "pay stub",
    "tax_return": "tax return",
    "bank_statement": "bank statement",
}


@dataclass(frozen=True, slots=True)
class Case:
    """One applicant's standing. Amounts are dollars; `missing` names one document type per missing document, `present`
    the types that are there; `is_on_benefits` when benefits or a pension are the only income that papers show."""

    rent_basis: Decimal
    income: Income
    employment: Employment
    is_without_work: bool
    balance: Decimal | None
    balance_evidence: tuple[Evidence, ...]
    missing: tuple[str, ...]
    results: tuple[CheckResult, ...]
    present: frozenset[str] = frozenset()
    is_on_benefits: bool = False

    @property
    def signals(self) -> tuple[Signal, ...]:
        return tuple(signal for result in self.results for signal in result.signals)

    @property
    def lacks_income(self) -> bool:
        """Whether rent is due and no income could be read."""
        return self.rent_basis > 0 and self.income.monthly is None

    @property
    def missing_in_words(self) -> str:
        """ "2 pay stubs, government ID", or "another bank statement" where there is one."""
        return ", ".join(self._asked(name, count) for name, count in Counter(self.missing).items())

    def _asked(self, name: str, count: int) -> str:
        words = _WORDS.get(name, name)
        if count > 1:
            return f"{count} {words}s"
        return f"another {words}" if name in self.present else words

    def doubts(self) -> tuple[Signal, ...]:
        """The signals above note that bear on whether the documents are genuine."""
        return tuple(
            item for item in self.signals if item.severity is not Severity.note and item.code not in VALIDITY_CODES
        )

    def disagreements(self) -> tuple[Signal, ...]:
        """The signals above note from comparing documents with each other and with the application."""
        across = (result for result in self.results if result.family == "across")
        return tuple(item for result in across for item in result.signals if item.severity is not Severity.note)

    def has(self, severity: Severity) -> bool:
        return any(item.severity is severity for item in self.signals)

    def is_assessed(self, *families: str) -> bool:
        """At least one check, of these families if any are named, came to an answer."""
        asked = (result for result in self.results if not families or result.family in families)
        return any(result.outcome is not Outcome.inconclusive for result in asked)
