"""What every drawing gives: bytes, and the truth that stands on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from app.screening.verdict import DocumentType

Truth = dict[str, str | list[dict[str, str]]]
"""The contract's field names and value formats, for the fields that really stand on the document."""

PDF = "application/pdf"


@dataclass(frozen=True)
class Part:
    """One document inside a file that holds several; pages count from 1 and both ends belong to it."""

    document_type: DocumentType
    page_from: int
    page_to: int
    truth: Truth
    also_right: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Drawn:
    """A drawn file. `also_right` names other answers that are not wrong: a value that follows from the document without
    standing on it, or a second reading of an ambiguous label; it never counts as missing. `parts` is for packets only.
    """

    content: bytes
    mime_type: str
    file_name: str
    document_type: DocumentType
    truth: Truth
    also_right: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    layout: str = ""
    parts: tuple[Part, ...] = ()


DATED = ("pay_date", "statement_end", "letter_date")


def handed_in(document: Drawn) -> datetime:
    """When the applicant scanned or printed it: four days after the document's own date, where it has one."""
    day = next((str(document.truth[name]) for name in DATED if name in document.truth), "2026-02-02")
    return datetime.fromisoformat(day) + timedelta(days=4, hours=18, minutes=42)


def money(value: Decimal) -> str:
    """The contract's amount: two places, no separators."""
    return f"{value:.2f}"


def shown(value: Decimal, sign: str = "") -> str:
    """The amount as documents print it: `1,234.50`, with an optional currency sign, minus in front."""
    return f"{'-' if value < 0 else ''}{sign}{abs(value):,.2f}"


def us(day: date) -> str:
    """`11/06/2026`."""
    return day.strftime("%m/%d/%Y")


def short_us(day: date) -> str:
    """`11/06/26`."""
    return day.strftime("%m/%d/%y")


def long_date(day: date) -> str:
    """`November 6, 2026`."""
    return f"{day:%B} {day.day}, {day.year}"


def medium_date(day: date) -> str:
    """`Nov 6, 2026`."""
    return f"{day:%b} {day.day}, {day.year}"
