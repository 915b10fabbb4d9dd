"""Sums of a pay stub often stand beside their table's columns, in a row of their own: here they find their role."""

from __future__ import annotations

from decimal import Decimal

from app.screening.facts.labels import column_kinds
from app.screening.facts.layout import column_of, overlaps, right_of
from app.screening.facts.lines import Cell, Sheet
from app.screening.facts.pay_columns import Roles
from app.screening.facts.pay_tables import earned_above

_TOTALS = frozenset({"net_pay", "deductions_total", "taxes"})
"""Sums that are neither hours nor a rate."""
_PAIR = ["current", "ytd"]


def out_of_column(sheet: Sheet, field: str, label: Cell, roles: Roles) -> Roles:
    """The period's amount of a row of sums where the headings above give none its role, or where another of the row is
    proved to be gross pay; empty when in doubt."""
    if field == "gross_pay":
        found = _summed(sheet, label)
        return found if "current" in roles or found else _under_two_heads(sheet, label, roles)
    if "current" in roles:
        return {}
    values = [cell for cell, _ in right_of(sheet, label) if cell.kind in ("amount", "number")]
    if field not in _TOTALS or any(cell.kind != "amount" for cell in values):
        return {}
    if len(values) == 1 and field == "net_pay" and set(roles) <= {"hours", "rate"}:
        return {"current": (values[0], 0.9)} if column_of(sheet, values[0])[0] <= {"hours", "rate"} else {}
    if len(values) == 2 and abs(values[0].amount) <= abs(values[1].amount):
        return _period_and_year(sheet, values[0], values[1], roles)
    return {}


def _period_and_year(sheet: Sheet, first: Cell, second: Cell, roles: Roles) -> Roles:
    """The smaller amount before the larger one: the larger stands under the year's heading, or neither stands under
    any while the page elsewhere prints the period before the year."""
    if "ytd" in roles:
        return {"current": (first, 0.9)} if second is roles["ytd"][0] else {}
    headless = not roles and not column_of(sheet, first)[0] and not column_of(sheet, second)[0]
    if headless and any(_is_pair(row) for row in sheet.cells):
        return {"current": (first, 0.88), "ytd": (second, 0.88)}
    return {}


def _under_two_heads(sheet: Sheet, label: Cell, roles: Roles) -> Roles:
    """The amount left of the year's, where the line that heads the year's has just two headings, the period's first."""
    values = [cell for cell, _ in right_of(sheet, label) if cell.kind in ("amount", "number")]
    if set(roles) != {"ytd"} or len(values) != 2 or values[1] is not roles["ytd"][0] or values[0].kind != "amount":
        return {}
    for line in range(label.line - 1, -1, -1):
        over = [c for c in sheet.cells[line] if c.kind == "text" and overlaps(c.box, values[1].box)]
        if over:
            texts = [c for c in sheet.cells[line] if c.kind == "text"]
            return {"current": (values[0], 0.93)} if _is_pair(sheet.cells[line]) and len(texts) == len(_PAIR) else {}
    return {}


def _is_pair(row: tuple[Cell, ...]) -> bool:
    """Whether a line's headings are those of the period and then of the year, among others."""
    kinds = [kind for cell in row for kind in _PAIR if cell.kind == "text" and kind in column_kinds(cell.text)]
    return kinds == _PAIR


def _summed(sheet: Sheet, label: Cell) -> Roles:
    """The amounts of a row of gross pay that are the sums of the lines of earnings above it."""
    amounts = [cell for cell, _ in right_of(sheet, label) if cell.kind == "amount"]
    lines = earned_above(sheet, label)
    found: Roles = {}
    for role in _PAIR:
        parts = [row.cells[role].amount for row in lines if role in row.cells]
        equal = [cell for cell in amounts if len(parts) > 1 and cell.amount == sum(parts, Decimal(0))]
        if len(equal) == 1:
            found[role] = (equal[0], 0.92)
    return found or _column_sums(sheet, amounts)


def _column_sums(sheet: Sheet, amounts: list[Cell]) -> Roles:
    """The period's and the year's amount of a row whose headings stand elsewhere: both are the sums of what stands
    right over them, and the year's is the larger."""
    sums = [sum(parts, Decimal(0)) if len(parts) > 1 else None for parts in (_over(sheet, cell) for cell in amounts)]
    if len(amounts) != 2 or sums != [cell.amount for cell in amounts] or amounts[0].amount >= amounts[1].amount:
        return {}
    return {"current": (amounts[0], 0.9), "ytd": (amounts[1], 0.9)}


def _over(sheet: Sheet, cell: Cell) -> list[Decimal]:
    """The amounts of the lines right over one, in its column."""
    found: list[Decimal] = []
    for row in reversed(sheet.cells[: cell.line]):
        mine = [c for c in row if c.kind == "amount" and overlaps(c.box, cell.box)]
        if len(mine) != 1:
            break
        found.append(mine[0].amount)
    return found
