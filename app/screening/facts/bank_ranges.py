"""A statement's period without a label: two days that a word or a dash joins, on one line or on two."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from app.screening.facts.lines import Cell, Sheet

SHORTEST, LONGEST, LABELLED = 20, 100, 190
"""Days: statements are monthly to quarterly; other spans mean something else, but at a label up to half a year."""
_JOIN = re.compile(r"(?i)^(?:[\[(][^\])]*[\])])?\s*(?:-|–|—|to|t?hrough|thru|until)\s*$")
_LEAD = re.compile(r"(?i)(?:-|–|—|to|through|thru|until)$")
_DAYS = re.compile(r"(?i)\bdays (?:in )?(?:the |this )?(?:statement |billing )?(?:period|cycle):?\s+(\d{2,3})\b")
_NEAR = 3.0
"""Heights between a joining word and the second day."""


def bare_range(sheet: Sheet) -> Iterator[tuple[str, Cell]]:
    """Two dates joined on a line of their own, in the upper half of a page."""
    for row in sheet.cells:
        dates = [cell for cell in row if cell.kind == "date"]
        if (
            len(dates) == 2
            and row.index(dates[1]) == row.index(dates[0]) + 1
            and dates[0].box[1] < sheet.page.height / 2
        ):
            days = (date.fromisoformat(dates[1].value) - date.fromisoformat(dates[0].value)).days
            if SHORTEST <= days <= LONGEST and not any(cell.kind == "amount" for cell in row):
                yield from (("statement_start", dates[0]), ("statement_end", dates[1]))


def begins_with_period(row: tuple[Cell, ...]) -> bool:
    """Whether a line begins with the two days of a period, and is no transaction with the days of sale and booking."""
    if len(row) < 2 or row[0].kind != "date" or row[1].kind != "date":
        return False
    return SHORTEST <= (date.fromisoformat(row[1].value) - date.fromisoformat(row[0].value)).days <= LONGEST


def joined_days(sheet: Sheet) -> Iterator[tuple[str, Cell]]:
    """`statement_start` and `statement_end` from the upper half of a page; transactions' own days are not joined."""
    days = [c for c in sheet.all_cells() if c.kind == "date" and c.box[1] < sheet.page.height / 2]
    for one, other in pairwise(days):
        span = (date.fromisoformat(other.value) - date.fromisoformat(one.value)).days
        if SHORTEST <= span <= LONGEST and (_on_one_line(sheet, one, other) or _on_two_lines(sheet, one, other)):
            yield from (("statement_start", one), ("statement_end", other))


def _on_one_line(sheet: Sheet, one: Cell, other: Cell) -> bool:
    if one.line != other.line:
        return False
    words = sheet.lines[one.line].words
    return bool(
        _JOIN.match(" ".join(w.text for w in words if one.box[2] - 1 < w.box[0] and w.box[2] < other.box[0] + 1))
    )


def _on_two_lines(sheet: Sheet, one: Cell, other: Cell) -> bool:
    """The second day is on the next line, aligned with the first, behind a joining word."""
    if other.line != one.line + 1:
        return False
    tall = other.box[3] - other.box[1]
    aligned = min(abs(one.box[0] - other.box[0]), abs(one.box[2] - other.box[2])) < _NEAR * tall
    before = [w for w in sheet.lines[other.line].words if w.box[2] <= other.box[0] + 1]
    return bool(aligned and before and other.box[0] - before[-1].box[2] < _NEAR * tall and _LEAD.match(before[-1].text))


def days_told(sheets: Sequence[Sheet]) -> int:
    """How many days the statement says that its period has, or 0: "Days in statement period  30"."""
    found = (_DAYS.search(line.text) for sheet in sheets for line in sheet.lines)
    return next((int(told[1]) for told in found if told), 0)
