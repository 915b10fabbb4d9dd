"""Some banks print the sign of an amount as letters behind it: CR for what is owed to the holder, DR for the rest."""

from __future__ import annotations

from app.screening.facts.amounts import money
from app.screening.facts.labels import squeeze
from app.screening.facts.lines import Cell, Sheet

_NEAR = 2.5
"""Heights between an amount and its letters."""
_OUT = frozenset({"dr", "od", "db"})
SIGNS = _OUT | {"cr"}
"""Letters that print an amount's sign, squeezed."""


def letters_behind(sheet: Sheet, cell: Cell) -> str:
    """ "credit" or "debit" by the letters right behind an amount, or ""."""
    after = sheet.cells[cell.line]
    following = after[after.index(cell) + 1] if after[-1] is not cell else None
    if following is None or following.box[0] - cell.box[2] > _NEAR * (cell.box[3] - cell.box[1]):
        return ""
    word = squeeze(following.text.split()[0]) if following.kind == "text" else ""
    return "credit" if word == "cr" else "debit" if word in _OUT else ""


def word_before(sheet: Sheet, cell: Cell) -> str:
    """ "credit" or "debit" where a column of its own before an amount says so in one word, or ""."""
    row = sheet.cells[cell.line]
    said = squeeze(row[row.index(cell) - 1].text) if row[0] is not cell else ""
    return {"cr": "credit", "credit": "credit", "dr": "debit", "debit": "debit"}.get(said, "")


def balance_value(sheet: Sheet, cell: Cell) -> str:
    """A balance in the contract's form, below zero where letters say that the account is overdrawn."""
    return money(-abs(cell.amount)) if letters_behind(sheet, cell) == "debit" else cell.value
