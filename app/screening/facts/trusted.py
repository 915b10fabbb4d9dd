"""Facts as numbers and days: only those that nothing on the page disputes are used for income and employment."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation

from app.screening.verdict import Document

ENOUGH = 0.5
"""Confidence from which a fact counts; disputed readings lie below."""


def text_of(document: Document, name: str) -> str:
    """The value of a field, or "" when it is absent, disputed or a table."""
    fact = document.fields.get(name)
    return fact.value if fact and isinstance(fact.value, str) and fact.confidence >= ENOUGH else ""


def amount_of(document: Document, name: str) -> Decimal | None:
    """The amount of a field, or None."""
    return decimal_of(text_of(document, name))


def decimal_of(text: str) -> Decimal | None:
    """A decimal string as a number, or None when it is empty or not one."""
    try:
        number = Decimal(text) if text else None
    except InvalidOperation:
        return None
    return number if number is not None and number.is_finite() else None


def day_of(document: Document, name: str) -> date | None:
    """The day of a field, or None."""
    return as_day(text_of(document, name))


def as_day(text: str) -> date | None:
    """A day written as 2026-11-21, or None when it is empty, none, or of another century than papers are."""
    try:
        day = date.fromisoformat(text) if text else None
    except ValueError:
        return None
    return day if day and 1900 <= day.year <= 2100 else None


def rows_of(document: Document, name: str) -> tuple[dict[str, str], ...]:
    """The rows of a table field, or none when it is absent or disputed."""
    fact = document.fields.get(name)
    return fact.value if fact and isinstance(fact.value, tuple) and fact.confidence >= ENOUGH else ()


def dollars(value: Decimal) -> str:
    """An amount for a sentence: "$3,000.00"."""
    return f"${value:,.2f}" if value >= 0 else f"-${-value:,.2f}"
