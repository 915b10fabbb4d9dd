"""Later pages of a statement repeat its balances; a list of rows whose balances follow from each other is one too."""

from __future__ import annotations

from collections.abc import Sequence

from app.screening.facts.bank_beside import amounts_beside
from app.screening.facts.bank_directions import are_chained
from app.screening.facts.bank_period import period_in
from app.screening.facts.bank_rows import transactions
from app.screening.facts.candidates import labels_in
from app.screening.facts.labels import names
from app.screening.facts.lines import Sheet


def goes_on(before: Sequence[Sheet], sheet: Sheet) -> bool:
    """Whether a page with an opening balance belongs to the statement before it: it names no other period, and the
    balance is that statement's first one, or the amount that the page before ends with, or its only one.

    The same page once more is a copy, which is a document of its own.
    """
    here, there = period_in([sheet]), period_in(before)
    if (len(here) == 2 and here != there) or any(page.text == sheet.text for page in before):
        return False
    known = {value for page in before for value in _opening(page)}
    ended = next((row for row in reversed(before[-1].cells) if any(cell.kind == "amount" for cell in row)), ())
    last = {cell.value for cell in ended[-1:]}
    return not known or _opening(sheet) <= known | last


def is_ledger(sheet: Sheet) -> bool:
    """Whether a page lists dated amounts whose running balances prove each other."""
    return are_chained(transactions([sheet], None, None))


def _opening(sheet: Sheet) -> set[str]:
    labels = {"opening_balance": names("bank_statement", "amount")["opening_balance"]}
    return {cell.value for _, _, _, label in labels_in(sheet, labels) for cell in amounts_beside(sheet, label)}
