"""Several accounts on one statement: each proves its own balances, and together they are what the holder has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from app.screening.facts.amounts import money
from app.screening.facts.bank_signs import balance_value
from app.screening.facts.bank_transaction import Transaction
from app.screening.facts.candidates import fact_of, labels_in
from app.screening.facts.labels import match, names, squeeze
from app.screening.facts.layout import distance, right_of
from app.screening.facts.lines import Cell, Sheet
from app.screening.verdict import Fact

_SURE = 0.93


def summed_balances(sheets: list[Sheet]) -> Fact | None:
    """The sum under a column of closing balances, one for each account, where it is their sum to the cent; a heading
    of opening balances beside it tells the column from a list of days.
    """
    labels = names("bank_statement", "amount")
    for sheet in sheets:
        for number, row in enumerate(sheet.cells):
            heads = {name: [c for c in row if c.kind == "text" and _says(c, labels[name])] for name in _BOTH}
            if all(len(cells) == 1 for cells in heads.values()) and (total := _sum_under(sheet, number, heads)):
                return fact_of(sheet, total, total.value, _SURE)
    return None


_BOTH = ("opening_balance", "closing_balance")
_MOST_ACCOUNTS = 8
_TOTAL = re.compile(r"(?i)(?:grand )?totals?\b|all accounts|combined")


def _says(cell: Cell, ranks: dict[str, int]) -> bool:
    return match(squeeze(re.sub(r"(?i)\(?as of.*", "", cell.text)), ranks) is not None


def _sum_under(sheet: Sheet, number: int, heads: dict[str, list[Cell]]) -> Cell | None:
    """The total of the closing balances, where both columns add up."""
    columns: dict[str, list[Cell]] = {name: [] for name in _BOTH}
    for row in sheet.cells[number + 1 : number + 3 * _MOST_ACCOUNTS]:
        found = {
            name: [c for c in row if c.kind == "amount" and distance(c.box, heads[name][0].box) < c.box[3] - c.box[1]]
            for name in _BOTH
        }
        if not all(len(cells) == 1 for cells in found.values()):
            continue
        if row[0].kind == "text" and _TOTAL.match(row[0].text):
            sums = {name: sum((c.amount for c in columns[name]), Decimal(0)) for name in _BOTH}
            adds_up = all(sums[name] == found[name][0].amount for name in _BOTH)
            return found["closing_balance"][0] if adds_up and len(columns["closing_balance"]) > 1 else None
        for name in _BOTH:
            columns[name] += found[name]
    return None


@dataclass(slots=True)
class _Account:
    """What was seen of one account so far: its first balance, the rows after it, the last balance."""

    opening: Decimal
    moved: Decimal = Decimal(0)
    closing: tuple[Sheet, Cell, Decimal] | None = None

    @property
    def is_proven(self) -> bool:
        return self.closing is not None and self.opening + self.moved == self.closing[2]


def balances_of_accounts(sheets: list[Sheet], rows: list[Transaction]) -> Fact | None:
    """The closing balances of all accounts added up, where the statement tells at least two of them one after another
    and the rows of each lead from its opening to its closing balance; else None.
    """
    if any(row.direction == "unknown" for row in rows):
        return None
    accounts: list[_Account] = []
    for event in _events(sheets, rows):
        if isinstance(event, Transaction):
            if not accounts:
                return None
            accounts[-1].moved += abs(event.cell.amount) * (1 if event.direction == "credit" else -1)
        elif event[0] == "opening_balance":
            accounts.append(_Account(event[3]))
        elif not accounts or accounts[-1].closing is not None:
            return None
        else:
            accounts[-1].closing = event[1:]
    if len(accounts) < 2 or not all(account.is_proven for account in accounts):
        return None
    places = [account.closing for account in accounts if account.closing]
    total = money(sum((amount for _, _, amount in places), Decimal(0)))
    fact = fact_of(places[0][0], places[0][1], total, _SURE)
    text = " + ".join(cell.text.strip() for _, cell, _ in places)
    return Fact(total, text, fact.confidence, fact.page, fact.box)


def _events(sheets: list[Sheet], rows: list[Transaction]) -> Iterator[Transaction | tuple[str, Sheet, Cell, Decimal]]:
    """Balances beside their labels, and rows, in printed order."""
    fields = {k: v for k, v in names("bank_statement", "amount").items() if k in ("opening_balance", "closing_balance")}
    for sheet in sheets:
        here: list[tuple[int, Transaction | tuple[str, Sheet, Cell, Decimal]]] = []
        here += [(row.cell.line, row) for row in rows if row.sheet is sheet]
        for field, _, _, label in labels_in(sheet, fields):
            beside = [cell for cell, _ in right_of(sheet, label) if cell.kind == "amount"]
            if len(beside) == 1:
                here.append((label.line, (field, sheet, beside[0], Decimal(balance_value(sheet, beside[0])))))
        yield from (event for _, event in sorted(here, key=lambda each: each[0]))
