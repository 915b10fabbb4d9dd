"""Some stubs print amounts left of what they are: the year's before the label, or all of them."""

from __future__ import annotations

from app.screening.facts.layout import column_of
from app.screening.facts.lines import Cell, Sheet

_ROWS = 4
"""Rows of one kind that make a table; a nameless sum left of another table's label is none."""
_ALIGNED = 4
"""Points between the left edges of a table's labels."""


def left_amounts(sheet: Sheet, label: Cell) -> list[Cell]:
    """The amounts before a label on its line, where the page's rows are made so: nothing but amounts under headings of
    periods, then labels that start at one edge."""
    mine = _before(sheet, label)
    if not mine or not all(column_of(sheet, cell)[0] & {"current", "ytd"} for cell in mine):
        return []
    alike = [
        cell
        for cell in sheet.all_cells()
        if cell.kind == "text"
        and abs(cell.box[0] - label.box[0]) < _ALIGNED * sheet.unit
        and len(_before(sheet, cell)) == len(mine)
    ]
    return mine if len(alike) >= _ROWS else []


def _before(sheet: Sheet, label: Cell) -> list[Cell]:
    """The cells left of a label, when all of them are amounts."""
    before = [cell for cell in sheet.cells[label.line] if cell.box[0] < label.box[0]]
    return before if all(cell.kind == "amount" for cell in before) else []
