"""Headings of narrow columns that were broken into two lines: "Pay Period" over "Begin", "Check" over "Date"."""

from __future__ import annotations

from collections.abc import Iterator

from app.screening.facts.labels import match, split_columns, squeeze
from app.screening.facts.layout import overlaps, step_between
from app.screening.facts.lines import Cell, Sheet

_MOST_WORDS = 3
_CLOSE, _CLOSE_CAPITALS = 1.45, 1.75
"""Heights of the lower line: lines of one heading touch. A recogniser measures capitals without what hangs below."""


def stacked_dates(sheet: Sheet, fields: dict[str, dict[str, int]]) -> Iterator[tuple[str, int, Cell]]:
    """The one date right below each such heading, as `(field, rank, date)`.

    Asked only where exactly one text stands right above; the heading of the first column may have one line.
    """
    for row in sheet.cells[1:]:
        for cell in row:
            above, found = _above(sheet, cell), _below(sheet, cell)
            if above is None or found is None:
                continue
            joined = squeeze(f"{above.text} {cell.text}")
            for field, ranks in fields.items():
                rank = match(joined, ranks, scanned=sheet.is_scanned)
                if rank is not None:
                    yield field, rank, found


def stacked_amounts(sheet: Sheet, fields: dict[str, dict[str, int]]) -> Iterator[tuple[str, int, str, Cell]]:
    """The one amount right below each such heading of a strip ("Current" over "Deductions", "Net" over "Pay"), as
    `(field, rank, role, amount)`."""
    for row in sheet.cells[1:]:
        for cell in row:
            above, found = _above(sheet, cell), _below(sheet, cell, "amount")
            if above is None or found is None:
                continue
            for text in (squeeze(f"{above.text} {cell.text}"), f"{above.text} {cell.text}"):
                base, kinds = split_columns(text) if " " in text else (text, frozenset())
                for field, ranks in fields.items():
                    rank = match(base, ranks, scanned=sheet.is_scanned)
                    if rank is not None and kinds <= {"current", "ytd"}:
                        yield field, rank, "ytd" if "ytd" in kinds else "current", found


def _below(sheet: Sheet, cell: Cell, kind: str = "date") -> Cell | None:
    """The only cell that stands in the next line under the heading's lower line, where it is of that kind."""
    following = sheet.cells[cell.line + 1] if cell.line + 1 < len(sheet.cells) else ()
    under = [other for other in following if overlaps(other.box, cell.box)]
    return under[0] if len(under) == 1 and under[0].kind == kind else None


def _above(sheet: Sheet, cell: Cell) -> Cell | None:
    if cell.kind != "text" or cell.has_colon or len(cell.text.split()) > _MOST_WORDS or cell.line == 0:
        return None
    height = cell.box[3] - cell.box[1]
    if step_between(sheet, cell.line - 1, cell.line) > (_CLOSE_CAPITALS if sheet.is_scanned else _CLOSE) * height:
        return None
    over = [other for other in sheet.cells[cell.line - 1] if overlaps(other.box, cell.box)]
    is_head = len(over) == 1 and over[0].kind == "text" and len(over[0].text.split()) <= _MOST_WORDS
    return over[0] if is_head and not over[0].has_colon else None
