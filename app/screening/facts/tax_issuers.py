"""Banks and brokers print tax forms as letters: their name in the head, the holder's in the address, and no boxes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.screening.facts.candidates import Candidate
from app.screening.facts.labels import squeeze
from app.screening.facts.letterhead import letterheads
from app.screening.facts.lines import Sheet
from app.screening.facts.naming import is_bank_name, is_company_ending, tidy, word_list
from app.screening.facts.pay_names import addressees

_HEAD = 4
"""Lines of a page's head in which a bank prints its name."""


def holder(sheet: Sheet) -> Iterator[Candidate]:
    """Whom a form printed as a letter is addressed to."""
    yield from (c for c in addressees(sheet) if squeeze(c.value) not in word_list("brands") | word_list("banks"))


def issuer(sheet: Sheet) -> Iterator[Candidate]:
    """The bank or broker in the head of a form printed as a letter, with no box for the payer."""
    heads = [c for row in sheet.cells[:_HEAD] for c in row if c.kind == "text" and is_bank_name(c.text)]
    yield from (Candidate(sheet, cell, tidy(cell.text), 300, 0.9) for cell in heads)
    named = letterheads(sheet, {squeeze(c.value) for c in addressees(sheet)}) if not heads else ()
    yield from (c for c in named if is_company_ending(c.value) and not re.search(r"(?i)form|1099|statement", c.value))
