"""Cases for the scorecard: the facts that a test names, and otherwise somebody with everything in order."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from app.screening.case import Case
from app.screening.facts.standing import Employment, Income
from app.screening.verdict import CheckResult, Outcome, Severity, Signal


class Cases:
    """Builds cases for a rent basis of 2,000 dollars."""

    def case(
        self,
        monthly: str | None = "6000",
        months: int | None = 30,
        balance: str | None = "12000",
        rent: str = "2000",
        missing: tuple[str, ...] = (),
        results: tuple[CheckResult, ...] | None = None,
        **parts: Any,
    ) -> Case:
        income = Income(Decimal(monthly) if monthly else None, "paystubs" if monthly else "", "", bool(monthly))
        work = {"employer": "Acme Corp", "is_at_least": False, "is_self_employed": False, "explanation": ""}
        given = {key: parts.pop(key) for key in tuple(parts) if key in work}
        return Case(
            rent_basis=Decimal(rent),
            income=parts.pop("income", income),
            employment=Employment(**{**work, **given}, months=months),
            is_without_work=parts.pop("is_without_work", False),
            balance=Decimal(balance) if balance else None,
            balance_evidence=(),
            missing=missing,
            results=self.fine() if results is None else results,
        )

    def fine(self) -> tuple[CheckResult, ...]:
        return (
            CheckResult("net_pay", "arithmetic", Outcome.consistent, ""),
            CheckResult("same_person", "across", Outcome.consistent, ""),
        )

    def found(
        self, *severities: str, family: str = "arithmetic", code: str = "altered_paystub"
    ) -> tuple[CheckResult, ...]:
        signals = tuple(
            Signal(code, Severity(severity), "check", f"Observation {place}.", "", "", ("x",), "y")
            for place, severity in enumerate(severities)
        )
        return (*self.fine(), CheckResult("check", family, Outcome.contradicted, "", signals))


@pytest.fixture
def cases() -> Cases:
    return Cases()
