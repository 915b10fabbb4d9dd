"""What kind of value each field holds, how a person may write it, and how it is shown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from app.errors import ValidationFailed
from app.text_check import is_storable

LONGEST_TEXT = 120
LARGEST = Decimal("100000000")
"""Amounts of a hundred million and more are identifiers, as when they are read."""
EARLIEST, LATEST = date(1950, 1, 1), date(2100, 1, 1)
FREQUENCIES = ("weekly", "biweekly", "semimonthly", "monthly", "annual")
AMOUNT = re.compile(r"-?\$?(?:\d{1,3}(?:,\d{3})+|\d{1,9})(?:\.\d{1,2})?")
HOURS = re.compile(r"\d{1,4}(?:\.\d{1,2})?")
YEAR = re.compile(r"(?:19|20)\d\d")


class Kind(StrEnum):
    money = "money"
    date = "date"
    hours = "hours"
    frequency = "frequency"
    year = "year"
    text = "text"
    fixed = "fixed"
    """A table, or a word that only the reader knows: shown, never corrected."""


FIELDS: dict[str, dict[str, Kind]] = {
    "paystub": {
        "employee_name": Kind.text, "employer_name": Kind.text, "pay_date": Kind.date, "period_start": Kind.date,
        "period_end": Kind.date, "pay_frequency": Kind.frequency, "gross_pay": Kind.money, "net_pay": Kind.money,
        "ytd_gross": Kind.money, "hours": Kind.hours, "rate": Kind.money, "deductions_total": Kind.money,
    },
    "bank_statement": {
        "account_holder": Kind.text, "bank_name": Kind.text, "statement_start": Kind.date, "statement_end": Kind.date,
        "opening_balance": Kind.money, "closing_balance": Kind.money, "deposits_total": Kind.money,
        "withdrawals_total": Kind.money,
    },
    "employment_letter": {
        "employee_name": Kind.text, "employer_name": Kind.text, "job_title": Kind.text, "annual_salary": Kind.money,
        "start_date": Kind.date, "letter_date": Kind.date,
    },
    "government_id": {"full_name": Kind.text, "expiry_date": Kind.date},
    "tax_return": {
        "tax_year": Kind.year, "person_name": Kind.text, "employer_name": Kind.text, "wages": Kind.money,
        "adjusted_gross_income": Kind.money, "federal_tax_withheld": Kind.money,
    },
}  # fmt: skip
"""The contract's fields of each type that a person can read off a page."""
FURTHER_MONEY = re.compile(r"ytd_\w+|\w+_income(?:_tax)?|\w+_tax|fica_\w+|taxes|pay_amount|net_profit")
"""Further amounts that the reader finds: shown as money, corrected like it."""


def kind_of(document_type: str, field: str, value: object) -> Kind:
    """What the field holds; `value` is what was read, None where nothing was."""
    if value is not None and not isinstance(value, str):
        return Kind.fixed
    known = FIELDS.get(document_type, {}).get(field)
    if known is not None:
        return known
    is_money = isinstance(value, str) and bool(FURTHER_MONEY.fullmatch(field)) and bool(AMOUNT.fullmatch(value))
    return Kind.money if is_money else Kind.fixed


def not_read(document: Mapping[str, Any]) -> list[str]:
    """The contract's fields that were not read on this document, which a person may add."""
    return [name for name in FIELDS.get(document["document_type"], {}) if name not in document["fields"]]


def normal_value(kind: Kind, text: str) -> str:
    """The value in the contract's form; empty means that it is not on the document. Raises ValidationFailed."""
    written = " ".join(text.split())
    if not written:
        return ""
    found = _NORMAL[kind](written) if kind in _NORMAL else None
    if found is None:
        raise ValidationFailed(HINTS[kind], fields={"value": HINTS[kind]})
    return found


def shown_value(kind: Kind, value: object) -> str:
    """The value for people: "$3,000.00", "Nov 13, 2026", "12 rows"."""
    if not isinstance(value, str):
        rows = len(value) if isinstance(value, list | tuple) else 0
        return f"{rows} row{'' if rows == 1 else 's'}"
    try:
        if kind is Kind.money:
            amount = Decimal(value)
            return f"{'-' if amount < 0 else ''}${abs(amount):,.2f}"
        if kind is Kind.date:
            day = date.fromisoformat(value)
            return f"{day:%b} {day.day}, {day.year}"
    except (ArithmeticError, ValueError):
        return value
    return value


HINTS = {
    Kind.money: "Write the amount as on the document, such as 3,000.00.",
    Kind.date: "Write the date as year, month and day, such as 2026-11-13.",
    Kind.hours: "Write the hours as a number, such as 86.67.",
    Kind.frequency: f"Choose one of {', '.join(FREQUENCIES)}.",
    Kind.year: "Write the year with four digits.",
    Kind.text: f"Write it as on the document, up to {LONGEST_TEXT} characters.",
    Kind.fixed: "This is a table, or a word of the reader itself, and cannot be corrected here.",
}


def _money(text: str) -> str | None:
    if not AMOUNT.fullmatch(text):
        return None
    amount = Decimal(text.replace("$", "").replace(",", ""))
    return f"{amount:.2f}" if abs(amount) < LARGEST else None


def _date(text: str) -> str | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day.isoformat() if EARLIEST <= day < LATEST else None


def _hours(text: str) -> str | None:
    return f"{Decimal(text):.2f}" if HOURS.fullmatch(text) else None


def _text(text: str) -> str | None:
    return text if len(text) <= LONGEST_TEXT and is_storable(text) and text.isprintable() else None


_NORMAL = {
    Kind.money: _money,
    Kind.date: _date,
    Kind.hours: _hours,
    Kind.frequency: lambda text: text.lower() if text.lower() in FREQUENCIES else None,
    Kind.year: lambda text: text if YEAR.fullmatch(text) else None,
    Kind.text: _text,
}
