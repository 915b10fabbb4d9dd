"""Forms print a small title in the corner of a box and the value anywhere beneath it: here a box gets its value."""

from __future__ import annotations

from app.screening.facts.layout import step_between
from app.screening.facts.lines import Cell, Sheet

_DEPTH = 36
"""Points from a title to the foot of its box; the boxes of wage forms are 24 to 36 points high."""
_INDENT = 12
"""Points that a value may stand left of its title's words."""
_WIDTH = 0.24
"""The part of a page's width that a box without a neighbour to its right may take."""
_NUMBER_OF_BOX = 2
"""A box number has at most this many digits."""


def amount_in_box(sheet: Sheet, label: Cell) -> Cell | None:
    """The only amount between a box's title and the next title beneath it; None when the box holds text, or two
    amounts. What stands right under the title's words is looked at first, then the whole width of the box."""
    for right in (label.box[2], _right_edge(sheet, label)):
        inside = _first_inside(sheet, label, right)
        is_alone = len(inside) == 1 and inside[0].kind == "amount"
        fits = right == label.box[2] or (is_alone and inside[0].box[2] <= right + 4 * sheet.unit)
        if is_alone and fits and inside[0].box[0] >= label.box[0] - _INDENT * sheet.unit:
            return inside[0]
    return None


def _first_inside(sheet: Sheet, label: Cell, right: float) -> list[Cell]:
    """The cells of the first line under a title that has any between its left edge and `right`."""
    left = label.box[0] - _INDENT * sheet.unit
    for number in range(label.line + 1, len(sheet.lines)):
        if step_between(sheet, label.line, number) > _DEPTH * sheet.unit:
            return []
        inside = [c for c in sheet.cells[number] if c.box[2] > left and c.box[0] < right and not _is_box_number(c)]
        if inside and not _goes_on(inside, label):
            return inside
    return []


def _goes_on(inside: list[Cell], label: Cell) -> bool:
    """Whether a line is the rest of a title that its narrow box broke ("Wages, tips, other" / "compensation")."""
    step = inside[0].box[1] - label.box[1]
    is_close = step < 2.2 * (label.box[3] - label.box[1]) and abs(inside[0].box[0] - label.box[0]) < 3
    return len(inside) == 1 and is_close and inside[0].kind == "text" and inside[0].text[:1].islower()


def _right_edge(sheet: Sheet, label: Cell) -> float:
    """Where the next title to the right begins; titles of one row may lie on neighbouring lines of a crooked scan."""
    height = label.box[3] - label.box[1]
    near = sheet.cells[max(0, label.line - 1) : label.line + 2]
    starts = [
        c.box[0]
        for row in near
        for c in row
        if c.box[0] > label.box[2] and abs(c.box[1] - label.box[1]) < height and c.kind in ("text", "number")
    ]
    return min(starts, default=label.box[0] + _WIDTH * sheet.page.width + label.box[2] - label.box[0]) - 2 * sheet.unit


def _is_box_number(cell: Cell) -> bool:
    return cell.kind == "number" and len(cell.text) <= _NUMBER_OF_BOX
