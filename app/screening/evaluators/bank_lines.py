"""The rows of a bank statement: where somebody shops and who pays them is nobody's business, the model's included."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.screening.evaluators.spans import Personal, Span
from app.screening.facts.bank_rows import transactions
from app.screening.facts.dates import find_dates
from app.screening.facts.labels import field_labels, squeeze
from app.screening.facts.lines import Sheet

_DAY_FIRST = re.compile(
    r"^\s*(?:\d{1,2}[/-]\d{1,2}|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s\d{1,2})\b", re.I
)
_FAR = 1.9
"""Lines of one row follow each other within this many usual line pitches."""


def transaction_lines(sheets: list[Sheet]) -> Iterator[tuple[Sheet, Span]]:
    """Every row that books something, whole, with the lines that continue it."""
    booked = [(row.sheet, row.cell.line) for row in transactions(sheets, None, None)]
    for sheet in sheets:
        numbers = {line for at, line in booked if at is sheet} | set(_dated(sheet))
        numbers = {number for number in numbers if not _is_summary(sheet, number)}
        for number in sorted(numbers | set(_continued(sheet, numbers))):
            yield sheet, Span(number, 0, len(sheet.lines[number].text), Personal.transaction)


def _dated(sheet: Sheet) -> Iterator[int]:
    """Lines that begin with a day and hold an amount as well as words."""
    for number, line in enumerate(sheet.lines):
        starts_with_day = bool(_DAY_FIRST.match(line.text)) or any(start < 3 for start, _, _ in find_dates(line.text))
        kinds = {cell.kind for cell in sheet.cells[number]}
        if starts_with_day and {"amount", "text"} <= kinds:
            yield number


def _continued(sheet: Sheet, numbers: set[int]) -> Iterator[int]:
    """Lines of nothing but words close under a row."""
    for number in range(1, len(sheet.lines)):
        before, here = sheet.lines[number - 1].box, sheet.lines[number].box
        is_close = (here[1] + here[3] - before[1] - before[3]) / 2 <= _FAR * max(sheet.pitch, 1.0)
        is_words = not any(cell.kind in ("amount", "date") for cell in sheet.cells[number])
        if number - 1 in numbers and number not in numbers and is_close and is_words:
            numbers = numbers | {number}
            yield number


def _is_summary(sheet: Sheet, number: int) -> bool:
    """A dated line that only tells a balance or a total."""
    texts = [cell.text for cell in sheet.cells[number] if cell.kind == "text"]
    return all(squeeze(text) in field_labels() for text in texts)
