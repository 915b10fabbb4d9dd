"""Headings of narrow columns that were broken into two lines: "Pay Period" over "Begin", "Check" over "Date"."""

from __future__ import annotations

from collections.abc import Iterator

from app.screening.facts.labels import match, squeeze
from app.screening.facts.layout import overlaps, step_between
from app.screening.facts.lines import Cell, Sheet

_MOST_WORDS = 3
_CLOSE = 1.3
"""Heights of the lower line: lines of one heading touch."""


def stacked_labels(sheet: Sheet, fields: dict[str, dict[str, int]]) -> Iterator[tuple[str, int, Cell]]:
    """Each such heading as `(field, rank, its lower cell)`; values stand beside or below that one.

    Asked only where neither line alone says as much, and where exactly one text stands right above.
    """
    for row in sheet.cells[1:]:
        for cell in row:
            above = _above(sheet, cell)
            if above is None:
                continue
            joined = squeeze(f"{above.text} {cell.text}")
            for field, ranks in fields.items():
                rank = match(joined, ranks, scanned=sheet.is_scanned)
                if rank is not None:
                    yield field, rank, cell


def _above(sheet: Sheet, cell: Cell) -> Cell | None:
    if cell.kind != "text" or cell.has_colon or len(cell.text.split()) > _MOST_WORDS or cell.line == 0:
        return None
    height = cell.box[3] - cell.box[1]
    if step_between(sheet, cell.line - 1, cell.line) > _CLOSE * height:
        return None
    over = [other for other in sheet.cells[cell.line - 1] if overlaps(other.box, cell.box)]
    is_head = len(over) == 1 and over[0].kind == "text" and len(over[0].text.split()) <= _MOST_WORDS
    return over[0] if is_head and not over[0].has_colon else None
