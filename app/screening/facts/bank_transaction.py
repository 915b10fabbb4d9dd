"""One booked row of a statement, and whether it is pay."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from app.screening.facts.amounts import money
from app.screening.facts.labels import squeeze, strings
from app.screening.facts.lines import Cell, Sheet

_GOES_OUT = re.compile(r" (?:debit|withdrawal|payment to|paid to|wd|withdrawn) ")
_SHORT = 4


@dataclass(frozen=True, slots=True)
class Transaction:
    """One booked row. `amount` is signed when `direction` is known."""

    sheet: Sheet
    cell: Cell
    day: date | None
    description: str
    amount: str
    direction: str
    balance: str | None
    balance_cell: Cell | None = None

    def plain(self) -> dict[str, str]:
        """The row as strings, as documented in `bank_statement`."""
        box = " ".join(f"{edge:.2f}" for edge in self.sheet.page.place(self.cell.box))
        plain = {"description": self.description, "amount": self.amount, "direction": self.direction}
        plain |= {"page": str(self.sheet.page.number), "box": box}
        if self.day:
            plain["date"] = self.day.isoformat()
        if self.balance is not None:
            plain["balance"] = self.balance
        return plain

    def directed(self, direction: str) -> Transaction:
        """The same row as a credit or a debit."""
        return replace(self, direction=direction, amount=signed(self.cell.amount, direction))


def signed(amount: Decimal, direction: str) -> str:
    """An amount in the contract's form, negative for debits."""
    return money(-abs(amount) if direction == "debit" else abs(amount))


def is_payroll(row: Transaction) -> bool:
    """Whether a dated row is pay coming in, by the words of its description."""
    said = " " + re.sub(r"[^a-z0-9.]+", " ", row.description.lower()) + " "
    if row.direction == "debit" or row.day is None or (row.direction == "unknown" and _GOES_OUT.search(said)):
        return False
    if _holds(said, "surely") or _holds(said, "not_words"):  # the treasury pays salaries and refunds alike
        return _holds(said, "surely")
    inside = any(word in squeeze(row.description) for word in strings("bank_statement", "payroll", "inside"))
    return inside or _holds(said, "words") or (row.direction == "credit" and _holds(said, "services"))


def _holds(said: str, group: str) -> bool:
    """Whether a description holds a word of a group; the shortest must stand alone ("fee" is not "FEED & SEED")."""
    words = strings("bank_statement", "payroll", group)
    ends = (("",) if len(word) > _SHORT else (" ", "s ") for word in words)
    return any(f" {word}{end}" in said for word, each in zip(words, ends, strict=True) for end in each)
