"""Reading what people type into the forms of properties, units, showings and leases: a value, or a sentence for it."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation

from app.errors import ValidationFailed
from app.text_check import text_problems

MOST_RENT = Decimal(1_000_000)
AMOUNT = re.compile(r"\$? ?(\d{1,7}|\d{1,3}(?:,\d{3})+)(\.\d{1,2})?", re.ASCII)
"""A comma goes only where it groups thousands: 2.000,50 could mean two things."""
YEARS = range(1990, 2101)


class Fields:
    """Collects a sentence for each field that needs another look, in `wrong`."""

    def __init__(self) -> None:
        self.wrong: dict[str, str] = {}

    def check(self) -> None:
        """Raise ValidationFailed when something needs another look."""
        if self.wrong:
            raise ValidationFailed(" ".join(self.wrong.values()), fields=self.wrong)

    def text(self, name: str, given: str, words: str, most: int, *, is_needed: bool = True) -> str:
        """The text with single spaces."""
        text = " ".join(given.split())
        if problems := text_problems(most, **{name: text}):
            self.wrong |= problems
        elif not text and is_needed:
            self.wrong[name] = f"Give the {words}."
        return text

    def amount(self, name: str, given: str, words: str) -> Decimal:
        """Dollars with at most two decimals."""
        found = AMOUNT.fullmatch(given.strip())
        try:
            amount = Decimal((found[1].replace(",", "") + (found[2] or "")) if found else "-1")
        except InvalidOperation:
            amount = Decimal(-1)
        if not 0 <= amount <= MOST_RENT:
            self.wrong[name] = f"Give the {words} as an amount, such as 2000."
            return Decimal(0)
        return amount.quantize(Decimal("0.01"))

    def count(self, name: str, given: str, words: str, most: int) -> int:
        """A whole number from 0."""
        text = given.strip()
        if not (text.isascii() and text.isdecimal() and len(text) < 6 and int(text) <= most):
            self.wrong[name] = f"Give the {words} as a number from 0 to {most}."
            return 0
        return int(text)

    def day(self, name: str, given: str, words: str) -> date | None:
        """A day, or None of nothing."""
        text = given.strip()
        if not text:
            return None
        try:
            found = date.fromisoformat(text)
        except ValueError:
            found = date.min
        if found.year not in YEARS:
            self.wrong[name] = f"Give the {words} as YYYY-MM-DD."
            return None
        return found
