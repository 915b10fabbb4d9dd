"""Pay periods that no label leads to: broken over two lines, or the only range of days that a stub prints."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise

from app.screening.facts.dates import CONNECTOR, find_dates
from app.screening.facts.layout import step_between
from app.screening.facts.lines import Cell, Sheet, union
from app.screening.reading.pages import Word

_GOES_ON = re.compile(r"\s*(?:-|–|—|to\b|through\b|thru\b)\s*(?:\t|$)", re.I)
"""What stands behind a date whose range ends on the next line."""
_NO_YEAR = re.compile(r"[A-Z][a-z]{2,8}\.? \d{1,2},")
_GAP = re.compile(r"\s*(?:-|–|—|to|through|thru)\s*", re.I)
_ALIGNED = 5
"""Points between the left edges of the parts of one cell."""
_SHORTEST, _LONGEST = 4, 31
"""Days between the ends of a pay period."""
_OTHERS = re.compile(r"(?i)\bytd\b|\byear\b|leave|vacation|coverage|accru|retro|adjust|benefit|plan|valid")
"""Words beside the range of something else."""
_LATEST = 45
"""Days from the end of a period to its payday."""


def broken_range(sheet: Sheet, label: Cell, first: Cell) -> list[Cell]:
    """The two dates of a range that its cell breaks behind the hyphen; empty when nothing leads on from the first."""
    line = sheet.lines[first.line].text
    at = line.find(first.text)
    if at < 0 or not _GOES_ON.match(line[at + len(first.text) :]):
        return []
    for number in range(first.line + 1, min(first.line + 3, len(sheet.cells))):
        if step_between(sheet, first.line, number) > 2.5 * max(sheet.pitch, 10):
            return []
        near = [c for c in sheet.cells[number] if c.kind == "date" and _starts_with(sheet, c, (label, first))]
        if near:
            return [first, near[0]]
    return []


def wrapped_date(sheet: Sheet, label: Cell, before: list[Cell]) -> list[Cell]:
    """The date behind a label, or behind the first of its range, whose year its cell breaks onto the next line, under
    the label or under the day."""
    row = sheet.cells[label.line]
    at = row.index(before[-1] if before else label) + 1
    if at >= len(row) or not _NO_YEAR.fullmatch(row[at].text) or label.line + 1 >= len(sheet.cells):
        return []
    day = row[at]
    for year in sheet.cells[label.line + 1]:
        text = f"{day.text} {year.text}"
        found = list(find_dates(text))
        if len(found) == 1 and year.kind == "number" and _starts_with(sheet, year, (label, day)):
            return [replace(day, kind="date", text=text, value=found[0][2].isoformat(), box=union([day.box, year.box]))]
    return []


def boxed_range(sheet: Sheet, label: Cell) -> list[Cell]:
    """The two dates of a range that stands under its label in a box of two or three short lines ("Oct 26 – Nov 8," over
    "2026")."""
    right = min((c.box[0] for c in sheet.cells[label.line] if c.box[0] > label.box[2]), default=sheet.page.width)
    words: list[Word] = []
    for number in range(label.line + 1, min(label.line + 4, len(sheet.lines))):
        inside = [w for w in sheet.lines[number].words if label.box[0] - _ALIGNED * sheet.unit < w.box[0] < right - 1]
        if not inside or step_between(sheet, label.line, number) > 4 * max(sheet.pitch, 10):
            break
        words += inside
        text = " ".join(word.text for word in words)
        found = list(find_dates(text))
        if len(found) == 2 and _GAP.fullmatch(text[found[0][1] : found[1][0]]) and not text[found[1][1] :].strip():
            box, sure = union(w.box for w in words), min(w.confidence for w in words)
            return [Cell("date", text[a:b], day.isoformat(), box, sure, number) for a, b, day in found]
    return []


def centred_range(sheet: Sheet, label: Cell) -> list[Cell]:
    """The two dates of a range in a cell of two lines, between which its label stands ("Oct 1, 2026 — Oct 31," over
    "2026")."""
    middle, tall = (label.box[1] + label.box[3]) / 2, label.box[3] - label.box[1]
    lines = sheet.lines[max(0, label.line - 1) : label.line + 2]
    words = [w for line in lines for w in line.words if w.box[0] > label.box[2]]
    words = [w for w in words if abs((w.box[1] + w.box[3]) / 2 - middle) < 1.2 * tall]
    text = " ".join(word.text for word in words)
    found = list(find_dates(text))
    if len(found) != 2 or found[0][0] or text[found[1][1] :] or not _GAP.fullmatch(text[found[0][1] : found[1][0]]):
        return []
    box, sure = union(w.box for w in words), min(w.confidence for w in words)
    return [Cell("date", text[a:b], day.isoformat(), box, sure, label.line) for a, b, day in found]


def _starts_with(sheet: Sheet, cell: Cell, others: tuple[Cell, ...]) -> bool:
    return any(abs(cell.box[0] - other.box[0]) < _ALIGNED * sheet.unit for other in others)


def only_range(sheets: list[Sheet], payday: date | None) -> tuple[Sheet, Cell, Cell] | None:
    """The only range of as many days as pay periods have, on lines without amounts, that ends before `payday` or soon
    after; None when the stub prints another range too."""
    found = [(sheet, *pair) for sheet in sheets for pair in _ranges(sheet)]
    if len({(first.value, last.value) for _, first, last in found}) != 1:
        return None
    sheet, first, last = found[0]
    days = (date.fromisoformat(last.value) - date.fromisoformat(first.value)).days
    late = (payday - date.fromisoformat(last.value)).days if payday else 0
    said = " ".join(cell.text for cell in sheet.cells[first.line] if cell.kind == "text")
    has_money = any(cell.kind == "amount" for cell in sheet.cells[first.line])
    if has_money or _OTHERS.search(said) or not _SHORTEST <= days <= _LONGEST or not -_LONGEST <= late <= _LATEST:
        return None
    return found[0]


def _ranges(sheet: Sheet) -> Iterator[tuple[Cell, Cell]]:
    for row in sheet.cells:
        for first, last in pairwise(row):
            if first.kind == last.kind == "date" and _is_joined(sheet, first, last):
                yield first, last


def _is_joined(sheet: Sheet, first: Cell, last: Cell) -> bool:
    line = sheet.lines[first.line].text
    at = line.find(first.text)
    end = line.find(last.text, at + len(first.text))
    between = line[at + len(first.text) : end].strip()
    return at >= 0 and end >= 0 and bool(between) and CONNECTOR.fullmatch(between) is not None
