"""The amounts to the right of a label, also behind a currency's letters or the day of the balance."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from app.screening.facts.labels import squeeze
from app.screening.facts.layout import overlaps, right_of
from app.screening.facts.lines import Cell, Sheet

_PASSED = re.compile(r"(?i)[A-Z]{3}|[A-Z]{3}\s?\d{1,2}|rs\.?|=")
"""What may stand between a label and its amount: "AED", "OCT01", "= "."""
_SHOWN = frozenset({"availablebalance", "currentbalance", "balance"})
_LARGER = 1.3


def amounts_beside(sheet: Sheet, label: Cell) -> list[Cell]:
    """The amounts between a label and the next one on its line."""
    row = sheet.cells[label.line]
    after = next((cell for cell in row if cell.box[0] > label.box[0] and cell is not label), None)
    is_passed = after is not None and after.kind == "text" and _PASSED.fullmatch(after.text.strip())
    start = after if is_passed and after is not None else label
    return [cell for cell, _ in right_of(sheet, start) if cell.kind == "amount"]


def shown_balances(sheet: Sheet) -> Iterator[Cell]:
    """The amount in larger print right above the lone words "Available balance", as apps show it."""
    for above, row in pairwise(sheet.cells):
        is_pair = [cell.kind for cell in above] == ["amount"] and len(row) == 1
        if is_pair and squeeze(row[0].text) in _SHOWN and _tall(above[0]) > _LARGER * _tall(row[0]):
            yield above[0]


def signed_over(sheet: Sheet, label: Cell, is_plus: bool) -> Cell | None:
    """The amount right above a label alone on its line, with the sign of what the label sums up, as apps show it."""
    row, above = sheet.cells[label.line], sheet.cells[label.line - 1] if label.line else ()
    over = [cell for cell in above if cell.kind == "amount" and overlaps(cell.box, label.box)]
    is_signed = len(over) == 1 and (over[0].text.strip().startswith("+") if is_plus else over[0].amount < 0)
    return over[0] if is_signed and len(row) == 1 else None


def _tall(cell: Cell) -> float:
    return cell.box[3] - cell.box[1]
