"""Headings set left over values set right: where they miss each other, their order says which is which."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from app.screening.facts.labels import column_kinds, names, squeeze
from app.screening.facts.lines import Cell, Sheet

_ALIGNED = 14
"""Points between the left edges of a table's first heading and of the labels under it."""
_REACH = 30
"""Lines between a heading and the last row of its table."""
_QUANTITIES = frozenset({"hours", "rate", "current", "ytd"})
_ROUNDED = Decimal("0.02")


def kinds_in_order(sheet: Sheet, cell: Cell) -> frozenset[str]:
    """What the heading of a value says that stands beside it: the row has as many values as its table has headings, and
    not all of them stand under one. Empty where a heading stands over every value, where the numbers differ, and where
    hours times rate is not the amount."""
    label, values = _row_of(sheet, cell)
    heads = _heads_over(sheet, label) if label is not None and len(values) > 1 else []
    if len(heads) != len(values) or all(map(_is_over, heads, values)) or _cross(heads, values):
        return frozenset()
    kinds = [column_kinds(head.text) for head in heads]
    if len(set(kinds)) < len(kinds) or not _makes_sense(kinds, values):
        return frozenset()
    return next(kind for kind, value in zip(kinds, values, strict=True) if value.box == cell.box)


def _cross(heads: list[Cell], values: list[Cell]) -> bool:
    """Whether a heading stands over another value than its own: then places tell, and the order misleads."""
    pairs = [(i, j) for i, head in enumerate(heads) for j, value in enumerate(values) if _is_over(head, value)]
    return any(i != j and (i, i) not in pairs for i, j in pairs)


def _row_of(sheet: Sheet, cell: Cell) -> tuple[Cell | None, list[Cell]]:
    """The label left of a value and all values between it and the next text."""
    row = sheet.cells[cell.line]
    at = next(k for k, other in enumerate(row) if other.box == cell.box)
    first = next((k for k in range(at, -1, -1) if row[k].kind == "text"), None)
    if first is None:
        return None, []
    last = next((k for k in range(at, len(row)) if row[k].kind == "text"), len(row))
    values = list(row[first + 1 : last])
    return row[first], values if all(value.kind in ("amount", "number") for value in values) else []


def _heads_over(sheet: Sheet, label: Cell) -> list[Cell]:
    """The headings of the columns behind the one that a label stands in, of the nearest line that has several."""
    for line in range(label.line - 1, max(-1, label.line - _REACH), -1):
        row = sheet.cells[line]
        if sum(bool(column_kinds(head.text)) for head in row if head.kind == "text") < 2:
            continue
        first = next((k for k, head in enumerate(row) if head.kind == "text" and _is_anchor(sheet, head, label)), None)
        if first is None:  # of the table beside
            continue
        behind = list(row[first + 1 :])
        ends = next((k for k, head in enumerate(behind) if _is_beyond(head)), len(behind))
        return behind[:ends]
    return []


def _is_beyond(head: Cell) -> bool:
    """Whether a heading is none of this table: it says nothing, or it is the title of the table beside."""
    sections = names("paystub", "sections")
    titles = (sections["deductions"], sections["taxes"])
    return not column_kinds(head.text) or any(squeeze(head.text) in title for title in titles)


def _is_anchor(sheet: Sheet, head: Cell, label: Cell) -> bool:
    if column_kinds(head.text) & _QUANTITIES:
        return False
    return _is_over(head, label) or abs(head.box[0] - label.box[0]) < _ALIGNED * sheet.unit


def _is_over(head: Cell, cell: Cell) -> bool:
    return min(head.box[2], cell.box[2]) > max(head.box[0], cell.box[0])


def _makes_sense(kinds: list[frozenset[str]], values: list[Cell]) -> bool:
    """Whether there is an amount, which hours and a rate make, and a year's is no smaller than its period's."""
    by_kind = {kind: _number(value) for some, value in zip(kinds, values, strict=True) for kind in some}
    hours, rate = by_kind.get("hours"), by_kind.get("rate")
    amount, year = by_kind.get("current", by_kind.get("amount")), by_kind.get("ytd")
    if None not in (hours, rate, amount) and abs(hours * rate - amount) > max(_ROUNDED, abs(amount) / 1000):  # type: ignore[operator,arg-type]
        return False
    return amount is not None and (year is None or abs(year) >= abs(amount))


def _number(cell: Cell) -> Decimal | None:
    try:
        return Decimal(cell.value.lstrip("$"))
    except InvalidOperation:
        return None
