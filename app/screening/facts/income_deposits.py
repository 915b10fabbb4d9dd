"""Income as bank statements show it: payroll coming in (net), or a business's receipts; both only a second best."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from app.screening.facts.standing import Income
from app.screening.facts.trusted import day_of, decimal_of, dollars, rows_of
from app.screening.verdict import Document, DocumentType

_DAYS_A_MONTH = Decimal("30.4375")
_FEWEST_DAYS = 25
"""Days of statements below which a month's pay cannot be told."""
_BUSINESS_DAYS = 90
"""Days of statements that business receipts must cover (screening.md, "Facts")."""
_NOT_RECEIPTS = re.compile(
    r"transfer|refund|reversal|loan|xfer|from savings|from checking|return(?:ed)? item|tax|interest|gift|zelle from",
    re.I,
)

_BENEFIT = re.compile(
    r"\b(?:ssa treas|xxsoc sec|soc sec|social security|ssi treas|va benef|vacp treas|pension|annuity|retirement ben)",
    re.I,
)
"""How banks describe money of the social security, the veterans' office and pension funds."""


def deposit_income(documents: Sequence[Document], *, with_benefits: bool = True) -> Income | None:
    """Average payroll deposits by month over all days that the statements cover; net pay, and so marked.

    Deposits of the social security and of pensions count too, unless `with_benefits` says that other papers show them.
    """
    statements = _covering(documents)
    rows = _distinct(statements, "payroll_deposits")
    days = _days_covered(statements)
    if with_benefits:
        booked = _distinct(statements, "transactions")
        rows |= {row: amount for row, amount in booked.items() if amount > 0 and _BENEFIT.search(row[1])}
    if not rows or days < _FEWEST_DAYS:
        return None
    total = sum(rows.values(), Decimal(0))
    monthly = total / (Decimal(days) / _DAYS_A_MONTH)
    sentence = (
        f"Payroll and benefit deposits of {dollars(total)} over {days} days of bank statements average "
        f"{dollars(monthly)} a month. Deposits are net; no stub, letter or tax form confirms the gross."
    )
    evidence = tuple(place for d in statements for place in d.evidence("payroll_deposits", "transactions"))
    return Income(monthly, "deposits", sentence, is_verified=False, is_net=True, evidence=evidence)


def business_income(documents: Sequence[Document]) -> Income | None:
    """Average deposits of a business by month over at least 90 days, without transfers and refunds; unverified."""
    statements = _covering(documents)
    days = _days_covered(statements)
    credits_ = {row: amount for row, amount in _distinct(statements, "transactions").items() if amount > 0}
    receipts = {row: amount for row, amount in credits_.items() if not _NOT_RECEIPTS.search(row[1])}
    if days < _BUSINESS_DAYS or not receipts:
        return None
    monthly = sum(receipts.values(), Decimal(0)) / (Decimal(days) / _DAYS_A_MONTH)
    sentence = (
        f"Deposits over {days} days of bank statements average {dollars(monthly)} a month; no tax return confirms them."
    )
    evidence = tuple(place for d in statements for place in d.evidence("transactions"))
    return Income(monthly, "deposits", sentence, is_verified=False, evidence=evidence)


def _covering(documents: Sequence[Document]) -> list[Document]:
    statements = [d for d in documents if d.document_type == DocumentType.bank_statement]
    return [d for d in statements if day_of(d, "statement_start") and day_of(d, "statement_end")]


def _days_covered(statements: list[Document]) -> int:
    days: set[int] = set()
    for statement in statements:
        start, end = day_of(statement, "statement_start"), day_of(statement, "statement_end")
        if start and end:
            days.update(range(start.toordinal(), end.toordinal() + 1))
    return len(days)


def _distinct(statements: list[Document], name: str) -> dict[tuple[date, str, Decimal, int], Decimal]:
    """Rows with a day by what they are; the same row in two statements of one account counts once, twice in one
    counts twice."""
    found: dict[tuple[date, str, Decimal, int], Decimal] = {}
    for statement in statements:
        seen: dict[tuple[date, str, Decimal], int] = {}
        for row in rows_of(statement, name):
            amount = decimal_of(row.get("amount", ""))
            if amount is None or not re.fullmatch(r"\d{4}-\d\d-\d\d", row.get("date", "")):
                continue
            if row.get("direction", "credit") != "credit":
                continue
            key = (date.fromisoformat(row["date"]), row.get("description", ""), amount)
            seen[key] = seen.get(key, 0) + 1
            found[(*key, seen[key])] = amount
    return found
