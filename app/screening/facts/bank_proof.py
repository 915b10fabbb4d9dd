"""Rows that lead from the opening to the closing balance prove themselves; they then tell which printed sums are
which."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from app.screening.facts.amounts import money
from app.screening.facts.bank_directions import are_chained, is_newest_first
from app.screening.facts.bank_transaction import Transaction
from app.screening.facts.candidates import fact_of
from app.screening.facts.layout import column_head, left_label
from app.screening.facts.lines import Cell, Sheet
from app.screening.verdict import Fact

_FEWEST = 3
"""Rows below which an amount on the page may be their sum by chance."""
_SURE = 0.95
_NEWEST = 0.9
_PAGE_OF = re.compile(r"(?i)\bpage\s*:?\s*(\d{1,2})\s*(?:of|/)\s*(\d{1,2})\b")
_GOES_ON = re.compile(r"(?i)\bcontinue[sd] on (?:the )?(?:next|following|other)\b")
_BALANCE = re.compile(r"(?i)\b(?:balance|value|balance:)")
_OTHER_BALANCE = re.compile(r"(?i)\b(?:average|avg|minimum|min|maximum|available|daily|collected|low(?:est)?)\b")
_FIRST = re.compile(r"(?i)\b(?:beginning|previous|opening|starting|prior|forward|last|old|initial|start)\b")
_IN = re.compile(r"(?i)deposit|credit|addition|paid in|money in|added|received|incoming|total in\b")
_OUT = re.compile(r"(?i)withdraw|debit|subtract|deduct|paid out|money out|spent|outgoing|total out\b|charges|sent")


def proven_by_rows(sheets: list[Sheet], facts: dict[str, Fact], rows: list[Transaction]) -> dict[str, Fact]:
    """The balances and totals that `facts` lack and that the rows prove: printed amounts at labels of their kind.

    All rows' directions must be known. With both balances the rows must lead from one to the other; with one of them
    the other is the amount that they lead to.
    """
    if len(rows) < _FEWEST or any(row.direction == "unknown" for row in rows):
        return {}
    printed = list(_apart(sheets, rows))
    paid_in, paid_out = _sums_of_sides(rows)
    change = paid_in - paid_out
    opening, closing = (amount_in(facts, name) for name in ("opening_balance", "closing_balance"))
    found = _other_balance(printed, opening, closing, change)
    is_proven = opening is not None and closing is not None and opening + change == closing
    if not found and not is_proven:
        return {}
    for name, total, says in _totals(paid_in, paid_out):
        place = _total(printed, total, says) if name not in facts and total else None
        found |= {name: place} if place else {}
    return found


def last_balance(sheets: list[Sheet], facts: dict[str, Fact], rows: list[Transaction]) -> dict[str, Fact]:
    """`closing_balance` of a statement that names none: the newest running balance, where all of them prove each
    other and no page is missing."""
    ending = {"closing_balance", "balances_total"}
    page = _PAGE_OF.search(sheets[-1].text)
    is_cut = bool(page and page[1] != page[2]) or bool(_GOES_ON.search(sheets[-1].text))
    if ending & facts.keys() or is_cut or not are_chained(rows):
        return {}
    last = rows[0] if is_newest_first(rows) else rows[-1]
    opening = amount_in(facts, "opening_balance")
    change = sum((Decimal(row.amount) for row in rows), Decimal(0))
    if last.balance is None or last.balance_cell is None or opening not in (None, Decimal(last.balance) - change):
        return {}
    return {"closing_balance": fact_of(last.sheet, last.balance_cell, last.balance, _NEWEST)}


def contradicted_by_rows(facts: dict[str, Fact], rows: list[Transaction]) -> set[str]:
    """Totals that were added up from several lines of a summary where the rows, which lead from the opening to the
    closing balance, come to another sum: such lines are nets ("Transfers") or parts."""
    opening, closing = (amount_in(facts, name) for name in ("opening_balance", "closing_balance"))
    if opening is None or closing is None or any(row.direction == "unknown" for row in rows):
        return set()
    paid_in, paid_out = _sums_of_sides(rows)
    if opening + paid_in - paid_out != closing:
        return set()
    summed = [
        (name, total) for name, total, _ in _totals(paid_in, paid_out) if name in facts and " + " in facts[name].text
    ]
    return {name for name, total in summed if amount_in(facts, name) != total}


def _totals(paid_in: Decimal, paid_out: Decimal) -> tuple[tuple[str, Decimal, re.Pattern[str]], ...]:
    return ("deposits_total", paid_in, _IN), ("withdrawals_total", paid_out, _OUT)


def _sums_of_sides(rows: list[Transaction]) -> tuple[Decimal, Decimal]:
    """What came in and what went out, both as magnitudes."""
    paid_in, paid_out = (
        sum((abs(row.cell.amount) for row in rows if row.direction == side), Decimal(0)) for side in ("credit", "debit")
    )
    return paid_in, paid_out


def amount_in(facts: dict[str, Fact], name: str) -> Decimal | None:
    """A fact as an amount, or None where it is absent."""
    return Decimal(str(facts[name].value)) if name in facts else None


def _apart(sheets: list[Sheet], rows: list[Transaction]) -> Iterator[tuple[Sheet, Cell]]:
    """The amounts of all lines but the rows' own."""
    lines = {(id(row.sheet), row.cell.line) for row in rows}
    for sheet in sheets:
        for cell in sheet.all_cells():
            if cell.kind == "amount" and (id(sheet), cell.line) not in lines:
                yield sheet, cell


def _other_balance(
    printed: list[tuple[Sheet, Cell]], opening: Decimal | None, closing: Decimal | None, change: Decimal
) -> dict[str, Fact]:
    """The balance that is not known yet, where the amount that the rows lead to from the known one is printed."""
    if opening is not None and closing is None:
        name, place = "closing_balance", _balance(printed, opening + change, first=False)
    elif closing is not None and opening is None:
        name, place = "opening_balance", _balance(printed, closing - change, first=True)
    else:
        return {}
    return {name: place} if place else {}


def _balance(printed: list[tuple[Sheet, Cell]], amount: Decimal, *, first: bool) -> Fact | None:
    """An amount at the label of a balance, of the opening one or of the closing one."""
    for sheet, cell in printed:
        label = left_label(sheet, cell) if cell.amount == amount else None
        said = label.text if label else ""
        if _BALANCE.search(said) and not _OTHER_BALANCE.search(said) and bool(_FIRST.search(said)) is first:
            return fact_of(sheet, cell, money(amount), _SURE)
    return None


def _total(printed: list[tuple[Sheet, Cell]], amount: Decimal, says: re.Pattern[str]) -> Fact | None:
    """The sum of the rows of one side, where its label or its column speaks of that side."""
    for sheet, cell in printed:
        if abs(cell.amount) != amount:
            continue
        near = (left_label(sheet, cell), column_head(sheet, cell))
        if any(label is not None and says.search(label.text) for label in near):
            return fact_of(sheet, cell, money(amount), _SURE)
    return None
