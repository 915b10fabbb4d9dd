"""Hours and the rate at labels of their own, outside a stub's tables."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from app.screening.facts.candidates import Candidate, labels_in
from app.screening.facts.labels import names, squeeze
from app.screening.facts.layout import column_of, measures, right_of
from app.screening.facts.lines import Cell, Sheet
from app.screening.facts.pay_arithmetic import quantity
from app.screening.facts.pay_columns import roles_of

_SPACE = 4
"""Points between a label and its value that no columns part."""
_MOST = 500


def labelled_numbers(sheets: list[Sheet], field: str) -> Iterator[Candidate]:
    """Hours or rate at a label of their own with a colon; rates above 500 an hour are salaries and are left alone."""
    for sheet in sheets:
        for _, rank, said, label in labels_in(sheet, {field: names("paystub", "number")[field]}):
            cell = None if said else _value_of(sheet, field, label)
            value = quantity(cell) if cell else None
            if cell and value and 0 < Decimal(value) <= _MOST:
                yield Candidate(sheet, cell, value, rank, 0.96)


def _value_of(sheet: Sheet, field: str, label: Cell) -> Cell | None:
    """The first value behind a label that surely names a number, where it surely belongs to that label."""
    values = [cell for cell, _ in right_of(sheet, label)]
    if not values or (not label.has_colon and "ytd" in column_of(sheet, values[0])[0]):
        return None
    line = _without_measures(sheet, label)
    is_summed = field == "hours" and _is_in_summary(sheet, label)
    is_named = is_summed or len(line) == 2 or _names_a_number(sheet, field, label, values[0])
    is_own = is_summed or line == (label, values[0]) or _is_only_or_next(label, values)
    return values[0] if is_named and is_own else None


def _without_measures(sheet: Sheet, label: Cell) -> tuple[Cell, ...]:
    return tuple(c for c in sheet.cells[label.line] if c is label or not measures(sheet, c))


def _names_a_number(sheet: Sheet, field: str, label: Cell, cell: Cell) -> bool:
    """Whether a label has a colon, speaks of a total, or is the rate's, close before it; else it may head a column."""
    is_rate = field == "rate" and cell.box[0] - label.box[2] < _SPACE * sheet.unit
    return label.has_colon or _is_total(label) or is_rate


def _is_only_or_next(label: Cell, values: list[Cell]) -> bool:
    """Whether a total has one value only, or the first stands behind a colon or no further away than a space; a column
    of a table is."""
    cell = values[0]
    is_next = label.has_colon or cell.box[0] - label.box[2] < cell.box[3] - cell.box[1]
    return is_next or (len(values) == 1 and _is_total(label))


def _is_total(label: Cell) -> bool:
    return squeeze(label.text).startswith("total")


def _is_in_summary(sheet: Sheet, label: Cell) -> bool:
    """Whether a label's first value stands under "Current" and its second under "YTD"."""
    roles, values = roles_of(sheet, label), [cell for cell, _ in right_of(sheet, label)]
    return set(roles) == {"current", "ytd"} and [roles[role][0] for role in ("current", "ytd")] == values
