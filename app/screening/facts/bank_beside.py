"""The amounts to the right of a label, also behind a currency's letters or the day of the balance."""

from __future__ import annotations

import re

from app.screening.facts.layout import right_of
from app.screening.facts.lines import Cell, Sheet

_PASSED = re.compile(r"(?i)[A-Z]{3}|[A-Z]{3}\s?\d{1,2}|rs\.?|=")
"""What may stand between a label and its amount: "AED", "OCT01", "= "."""


def amounts_beside(sheet: Sheet, label: Cell) -> list[Cell]:
    """The amounts between a label and the next one on its line."""
    row = sheet.cells[label.line]
    after = next((cell for cell in row if cell.box[0] > label.box[0] and cell is not label), None)
    is_passed = after is not None and after.kind == "text" and _PASSED.fullmatch(after.text.strip())
    start = after if is_passed and after is not None else label
    return [cell for cell, _ in right_of(sheet, start) if cell.kind == "amount"]
