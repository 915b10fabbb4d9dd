"""Balances and sums under headings that were broken into two lines: "BALANCE LAST" over "STATEMENT"."""

from __future__ import annotations

from collections.abc import Iterator

from app.screening.facts.labels import match, squeeze
from app.screening.facts.layout import overlaps, step_between
from app.screening.facts.lines import Cell, Sheet

_CLOSE = 1.4
"""Heights of the lower line: lines of one heading touch."""
_FEWEST = 3
"""Values of the row under such headings; fewer are no table."""


def broken_headings(sheet: Sheet, fields: dict[str, dict[str, int]]) -> Iterator[tuple[str, int, Cell]]:
    """Each amount of a row of values alone, under a heading of two lines, as `(field, rank, amount)`."""
    for number in range(2, len(sheet.cells)):
        row = sheet.cells[number]
        if len(row) < _FEWEST or any(cell.kind == "text" for cell in row):
            continue
        for cell in row:
            lower = _over(sheet, number - 1, cell) if cell.kind == "amount" else None
            upper = _over(sheet, number - 2, lower) if lower and _touch(sheet, number - 2, lower) else None
            said = squeeze(f"{upper.text} {lower.text}") if upper and lower else ""
            for field, ranks in fields.items() if said else ():
                rank = match(said, ranks, scanned=sheet.is_scanned)
                if rank is not None:
                    yield field, rank, cell


def _over(sheet: Sheet, number: int, cell: Cell) -> Cell | None:
    """The only cell of a line above another, where it is a text."""
    over = [other for other in sheet.cells[number] if overlaps(other.box, cell.box)]
    return over[0] if len(over) == 1 and over[0].kind == "text" else None


def _touch(sheet: Sheet, number: int, lower: Cell) -> bool:
    return step_between(sheet, number, number + 1) <= _CLOSE * (lower.box[3] - lower.box[1])
