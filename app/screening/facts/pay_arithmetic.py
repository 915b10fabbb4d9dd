"""Hours times rate is the amount of a line: what its headings leave in doubt, this decides."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import permutations

from app.screening.facts.amounts import money
from app.screening.facts.labels import column_kinds
from app.screening.facts.layout import column_head, right_of
from app.screening.facts.lines import Cell, Sheet

_ROUNDED = Decimal("0.001")
"""Share by which hours times rate may miss a line's amount."""


def quantity(cell: Cell) -> str | None:
    """Hours or a rate in two places: "80", "80:30" and "25.0000" too; None when two places would change the number."""
    if cell.kind == "amount":
        return cell.value
    if clock := re.fullmatch(r"(\d{1,3}):([0-5]\d)", cell.value):
        exact = Decimal(clock[1]) + Decimal(clock[2]) / 60
        return money(exact) if exact * 100 == int(exact * 100) else None
    if re.fullmatch(r"\$?\d{1,3}(?:\.\d{1,6})?", cell.value):
        exact = Decimal(cell.value.lstrip("$"))
        return money(exact) if exact == exact.quantize(Decimal("0.01")) else None
    return None


def is_product(hours: Decimal, rate: Decimal, amount: Decimal) -> bool:
    """Whether hours at a rate make an amount, but for its rounding."""
    return abs(hours * rate - amount) <= max(_ROUNDED * abs(amount), Decimal("0.01"))


def with_product(sheet: Sheet, label: Cell, cells: dict[str, Cell]) -> dict[str, Cell]:
    """The cells of a line by role; where two headings stand as one ("Rate  Hours This Period"), the only two numbers of
    which one is the other times the rate are the hours and the period's amount."""
    rate = number(cells["rate"]) if "rate" in cells else None
    if rate is None or rate == 1:
        return cells
    if "hours" not in cells and not _is_headed(sheet, cells["rate"]):
        return {role: cell for role, cell in cells.items() if role != "rate"}  # it may as well be the hours
    row = [cell for cell, _ in right_of(sheet, label) if cell not in (cells["rate"], cells.get("ytd"))]
    values = [(cell, value) for cell in row if (value := number(cell)) is not None and value > 0]
    pairs = [(h, a) for (h, one), (a, other) in permutations(values, 2) if is_product(one, rate, other)]
    if len(pairs) != 1:
        return cells
    hours, amount = pairs[0]
    if cells.get("hours") not in (None, amount) or cells.get("current") not in (None, amount):
        return cells
    return cells | {"hours": hours, "current": amount}


def _is_headed(sheet: Sheet, cell: Cell) -> bool:
    head = column_head(sheet, cell)
    return head is not None and "rate" in column_kinds(head.text)


def number(cell: Cell) -> Decimal | None:
    """What a cell says as a number, or None."""
    value = quantity(cell)
    return Decimal(value) if value is not None else None
