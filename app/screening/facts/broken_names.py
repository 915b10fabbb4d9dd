"""A narrow cell breaks a name into two lines: here its second line is found again."""

from __future__ import annotations

from dataclasses import replace

from app.screening.facts.labels import all_labels, squeeze
from app.screening.facts.layout import step_between
from app.screening.facts.lines import Cell, Sheet, union
from app.screening.facts.naming import is_company_like, is_person_name

_CLOSE = 1.6
"""Heights of a line: the lines of one cell touch."""
_ALIGNED = 3
"""Points between the left edges of the lines of one cell."""


def whole_name(sheet: Sheet, cell: Cell, label: Cell) -> Cell | None:
    """The cell with its second line, where its first is half a name: one word, or an end with a hyphen. None when a
    hyphen leads nowhere."""
    hanging = hangs(sheet, cell)
    if not hanging and (" " in cell.text.strip() or cell.line == label.line):
        return cell
    rest = _line_under(sheet, cell)
    if rest is None:
        return None if hanging else cell
    text = f"{cell.text}-{rest.text}" if hanging else f"{cell.text} {rest.text}"
    if not is_person_name(text) or is_company_like(text):
        return None if hanging else cell
    return replace(cell, text=text, box=union([cell.box, rest.box]))


def hangs(sheet: Sheet, cell: Cell) -> bool:
    """Whether a hyphen stands right behind a cell's last word."""
    return f"{cell.text}-" in sheet.lines[cell.line].text


def _line_under(sheet: Sheet, cell: Cell) -> Cell | None:
    for number in range(cell.line + 1, min(cell.line + 3, len(sheet.cells))):
        if step_between(sheet, cell.line, number) > _CLOSE * (cell.box[3] - cell.box[1]):
            return None
        for other in sheet.cells[number]:
            if other.kind == "text" and abs(other.box[0] - cell.box[0]) < _ALIGNED * sheet.unit:
                return None if squeeze(other.text) in all_labels() or other.has_colon else other
    return None
