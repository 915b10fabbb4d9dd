"""Several accounts on one statement: each proves its own balances, and together they are what the holder has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from app.screening.facts.amounts import money
from app.screening.facts.bank_beside import amounts_beside
from app.screening.facts.bank_directions import are_proven
from app.screening.facts.bank_equation import of_accounts
from app.screening.facts.bank_proof import amount_in
from app.screening.facts.bank_signs import balance_value
from app.screening.facts.bank_transaction import Transaction
from app.screening.facts.candidates import Candidate, fact_of, labels_in
from app.screening.facts.labels import match, names, squeeze
from app.screening.facts.layout import distance, left_label
from app.screening.facts.lines import Cell, Sheet
from app.screening.verdict import Fact

_SURE = 0.93


def summed_balances(sheets: list[Sheet]) -> dict[str, Fact]:
    """The sums under the columns of opening and closing balances, one for each account, where they are that to the
    cent; else of rows that each add up for an account.
    """
    labels = names("bank_statement", "amount")
    for sheet in sheets:
        for number, row in enumerate(sheet.cells):
            heads = {name: [c for c in row if c.kind == "text" and _says(c, labels[name])] for name in _BOTH}
            if all(len(cells) == 1 for cells in heads.values()) and (sums := _sums_under(sheet, number, heads)):
                return {name: fact_of(sheet, cell, cell.value, _SURE) for name, cell in sums.items()}
    accounts = of_accounts(sheets)
    first = [(sheet, each.opening, each.opening.amount) for sheet, each in accounts]
    last = [(sheet, each.closing, each.closing.amount) for sheet, each in accounts]
    return {"opening_balance": _summed(first), "closing_balance": _summed(last)} if accounts else {}


def proven_sums(sheets: list[Sheet], rows: list[Transaction]) -> dict[str, Fact]:
    """The printed sums of several accounts' balances, where the rows of all accounts lead from one to the other."""
    sums = summed_balances(sheets)
    return sums if sums and are_proven(rows, *(amount_in(sums, name) for name in _BOTH)) else {}


def is_of_several(balances: list[Candidate]) -> bool:
    """Whether one label stands at two different balances, so that the statement is about several accounts."""
    values: dict[int, set[str]] = {}
    for balance in balances:
        values.setdefault(balance.rank, set()).add(balance.value)
    return any(len(of_label) > 1 for of_label in values.values())


def balances_total(closings: list[Candidate]) -> Fact | None:
    """The closing balances of several accounts as the statement itself adds them up, on a line for all of them."""
    total = money(sum({c.cell.value: c.cell.amount for c in closings}.values(), Decimal(0)))
    for sheet in dict.fromkeys(c.sheet for c in closings):
        for cell in sheet.all_cells():
            label = left_label(sheet, cell) if cell.kind == "amount" and cell.value == total else None
            if label and _TOTAL.match(label.text):
                return fact_of(sheet, cell, total, 0.93)
    return None


_BOTH = ("opening_balance", "closing_balance")
_MOST_ACCOUNTS = 8
_TOTAL = re.compile(r"(?i)(?:grand )?totals?\b|all accounts|combined")


def _says(cell: Cell, ranks: dict[str, int]) -> bool:
    return match(squeeze(re.sub(r"(?i)\(?as of.*", "", cell.text)), ranks) is not None


def _sums_under(sheet: Sheet, number: int, heads: dict[str, list[Cell]]) -> dict[str, Cell]:
    """The totals of both columns, where both add up."""
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
            is_several = len(columns["closing_balance"]) > 1
            return {name: cells[0] for name, cells in found.items()} if adds_up and is_several else {}
        for name in _BOTH:
            columns[name] += found[name]
    return {}


_Place = tuple[Sheet, Cell, Decimal]


@dataclass(slots=True)
class _Account:
    """What was seen of one account so far: its first balance, the rows after it, the last balance."""

    opening: _Place
    moved: Decimal = Decimal(0)
    closing: _Place | None = None

    @property
    def is_proven(self) -> bool:
        return self.closing is not None and self.opening[2] + self.moved == self.closing[2]


def balances_of_accounts(sheets: list[Sheet], rows: list[Transaction]) -> dict[str, Fact]:
    """The balances of all accounts added up, where the statement tells at least two of them one after another and the
    rows of each lead from its opening to its closing balance; else nothing.
    """
    if any(row.direction == "unknown" for row in rows):
        return {}
    accounts: list[_Account] = []
    for event in _events(sheets, rows):
        if isinstance(event, Transaction):
            if not accounts:
                return {}
            accounts[-1].moved += abs(event.cell.amount) * (1 if event.direction == "credit" else -1)
        elif event[0] == "opening_balance":
            accounts.append(_Account(event[1:]))
        elif not accounts or accounts[-1].closing is not None:
            return {}
        else:
            accounts[-1].closing = event[1:]
    if len(accounts) < 2 or not all(account.is_proven for account in accounts):
        return {}
    first = _summed([account.opening for account in accounts])
    last = _summed([account.closing for account in accounts if account.closing])
    return {"opening_balance": first, "closing_balance": last, "balances_total": last}


def _summed(places: list[_Place]) -> Fact:
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
            beside = amounts_beside(sheet, label)
            if len(beside) == 1:
                here.append((label.line, (field, sheet, beside[0], Decimal(balance_value(sheet, beside[0])))))
        yield from (event for _, event in sorted(here, key=lambda each: each[0]))
