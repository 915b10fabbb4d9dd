"""Salary certificates set pay in a table: parts and their sum, for a month, a year, or both side by side."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from app.screening.facts.lines import Cell, Sheet
from app.screening.facts.naming import tidy
from app.screening.facts.phrasing import phrase

_ROWS = 14
"""Lines from the heading of a table, or from the sentence before it, to the sum."""
_ALIGNED = 9
"""Points by which the amounts of one column may be out of line."""
_CENT = Decimal("0.02")


def tabled_pay(sheet: Sheet) -> Iterator[tuple[str, Cell]]:
    """The gross pay in the row of a table, with its unit: `year` where a column is headed so, else what the sentence
    before the table says, when the parts above add up to it."""
    for number, row in enumerate(sheet.cells):
        if not row or row[0].kind != "text" or not phrase("gross_row").fullmatch(tidy(row[0].text)):
            continue
        amounts = [cell for cell in row[1:] if cell.kind == "amount"]
        if headed := _headed(sheet, number, amounts):
            yield "year", headed
        elif len(amounts) == 1 and _is_sum(sheet, number, amounts[0]) and (unit := _said(sheet, number)):
            yield unit, amounts[0]


def _headed(sheet: Sheet, number: int, amounts: list[Cell]) -> Cell | None:
    """The amount under a heading such as "Annual"; beside a month's it must be twelve times as much."""
    for heads in sheet.cells[max(0, number - _ROWS) : number]:
        years = [cell for cell in heads if phrase("yearly_head").fullmatch(tidy(cell.text))]
        if len(heads) < 2 or len(years) != 1:
            continue
        nearest = [a for a in amounts if min(heads, key=lambda head: _apart(head, a)) is years[0]]
        others = [a for a in amounts if a not in nearest]
        if len(nearest) == 1 and all(abs(a.amount * 12 - nearest[0].amount) <= 12 for a in others):
            return nearest[0]
    return None


def _is_sum(sheet: Sheet, number: int, total: Cell) -> bool:
    """Whether at least two amounts right above add up to it."""
    added, count = Decimal(0), 0
    for row in reversed(sheet.cells[max(0, number - _ROWS) : number]):
        parts = [cell for cell in row if cell.kind == "amount" and _apart(cell, total) < _ALIGNED * sheet.unit]
        if len(parts) != 1:
            return False
        added, count = added + parts[0].amount, count + 1
        if count > 1 and abs(added - total.amount) <= _CENT:
            return True
    return False


def _said(sheet: Sheet, number: int) -> str:
    """The unit that the nearest line above names, when it names only one."""
    for line in reversed(sheet.lines[max(0, number - _ROWS) : number]):
        month, year = (re.search(word, line.text, re.I) for word in (r"\bmonth(?:ly)?\b", r"\bann(?:ual|um)|\byear"))
        if month or year:
            return "" if month and year else "month" if month else "year"
    return ""


def _apart(one: Cell, other: Cell) -> float:
    """How far apart two cells of a column are: their edges or their middles, whichever are closer."""
    left, right = abs(one.box[0] - other.box[0]), abs(one.box[2] - other.box[2])
    return min(left, right, abs(sum(one.box[::2]) - sum(other.box[::2])) / 2)
