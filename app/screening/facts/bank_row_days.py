"""The day of a statement's row: where it stands on the page, and into which year it falls."""

from __future__ import annotations

import re
from datetime import date

from app.screening.facts.bank_columns import Columns
from app.screening.facts.bank_ranges import begins_with_period
from app.screening.facts.dates import parse_month_day
from app.screening.facts.lines import Cell, Sheet

Lead = tuple[str, float]
"""The text of a row's day, and the place on the page behind which the row's words begin."""
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_SHORT_DAY = re.compile(
    rf"^(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? )?"
    rf"(\d{{1,2}}[/-]\d{{1,2}}|{_MONTH} \d{{1,2}}|[a-z]{{3}}\d\d|\d{{1,2}}[ -]{_MONTH})(?=[\s,]|$)",
    re.I,
)
_TOTAL = re.compile(r"(?i)(?:sub)?totals?\b")
_GRACE_DAYS = 4
"""Postings may carry a date shortly before the period in which they are booked."""


def lead_of(sheet: Sheet, row: tuple[Cell, ...], columns: Columns | None, said: str) -> Lead | None:
    """A row's day: in front, behind the booking's number, under a heading of days, or the one `said` on another
    line."""
    return (
        _in_front(sheet, row[0])
        or _behind_number(sheet, row, columns)
        or _under_heading(sheet, row, columns)
        or _of_other_line(row, said)
    )


def said_day(sheet: Sheet, number: int) -> str:
    """The day that a line begins with, or ""."""
    row = sheet.cells[number] if number < len(sheet.cells) else ()
    lead = _in_front(sheet, row[0]) if row and not begins_with_period(row) else None
    return lead[0] if lead else ""


def day_within(text: str, start: date | None, end: date | None) -> date | None:
    """The day of a row's date; without a year it takes the one that falls into the statement's period."""
    short = parse_month_day(text)
    if short is None:
        return date.fromisoformat(text)
    for year in {start.year, end.year} if start and end else ():
        day = _valid(year, *short)
        if day and start and end and (start - day).days <= _GRACE_DAYS and day <= end:
            return day
    return None


def _in_front(sheet: Sheet, first: Cell) -> Lead | None:
    """The date that a cell begins with, and where it ends on the page; None when it begins with none."""
    line = sheet.lines[first.line]
    if first.kind == "date":
        return first.value, first.box[2]
    offset = 0 if first is sheet.cells[first.line][0] else max(0, line.text.find(first.text))
    found = _SHORT_DAY.match(line.text[offset:])
    said = _month_first(found[1]) if found else ""
    if found is None or parse_month_day(said) is None:
        return None
    return said, line.box_of(offset, offset + found.end(1))[2]


def _behind_number(sheet: Sheet, row: tuple[Cell, ...], columns: Columns | None) -> Lead | None:
    """The day of a row in a table where the booking's own number stands first."""
    is_numbered = len(row) > 1 and row[0].kind == "number" and row[1].kind == "date"
    return _in_front(sheet, row[1]) if columns and is_numbered else None


def _under_heading(sheet: Sheet, row: tuple[Cell, ...], columns: Columns | None) -> Lead | None:
    """The day of a row in a column of its own behind the words, and where the row begins."""
    under = columns.under_day(row) if columns and columns.day else None
    lead = _in_front(sheet, under) if under else None
    return (lead[0], row[0].box[0] - 1) if lead else None


def _of_other_line(row: tuple[Cell, ...], said: str) -> Lead | None:
    """The day that another line tells of a row that begins with words, and where the row begins."""
    has_words = row[0].kind == "text" and not _TOTAL.match(row[0].text)
    return (said, row[0].box[0] - 1) if said and has_words else None


def _month_first(text: str) -> str:
    """A day without a year as `parse_month_day` knows it: "13 Oct" and "OCT13" are "Oct 13"."""
    found = re.fullmatch(r"(\d{1,2})[ -]([A-Za-z]+\.?)|([A-Za-z]{3})(\d\d)", text)
    return text if found is None else f"{found[2] or found[3]} {found[1] or found[4]}"


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
