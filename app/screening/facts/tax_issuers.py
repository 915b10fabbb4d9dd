"""Names on tax papers without titled boxes: printed as letters, as lists of lines, or with a box's letter only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from app.screening.facts.candidates import Candidate, labels_in
from app.screening.facts.labels import names, squeeze
from app.screening.facts.letterhead import letterheads
from app.screening.facts.lines import Cell, Sheet
from app.screening.facts.naming import can_be_company, is_bank_name, is_company_ending, is_person_name, tidy, word_list
from app.screening.facts.pay_names import addressees

_HEAD = 4
"""Lines of a page's head in which a bank prints its name, or a return its filer's."""
_STATUS = re.compile(r"(?i)\b(?:ssn|filing status|single|married|head of household|qualifying)\b")
"""What stands beside a filer's name."""


def holder(sheet: Sheet) -> Iterator[Candidate]:
    """Whom a form printed as a letter is addressed to."""
    yield from (c for c in addressees(sheet) if squeeze(c.value) not in word_list("brands") | word_list("banks"))


def issuer(sheet: Sheet) -> Iterator[Candidate]:
    """The bank or broker in the head of a form printed as a letter, with no box for the payer."""
    heads = [c for row in sheet.cells[:_HEAD] for c in row if c.kind == "text" and is_bank_name(c.text)]
    yield from (Candidate(sheet, cell, tidy(cell.text), 300, 0.9) for cell in heads)
    named = letterheads(sheet, {squeeze(c.value) for c in addressees(sheet)}) if not heads else ()
    yield from (c for c in named if is_company_ending(c.value) and not re.search(r"(?i)form|1099|statement", c.value))


def filer(sheets: list[Sheet]) -> Iterator[Candidate]:
    """The filer of a 1040: first names and last name stand under two titles on one line, or the name stands right under
    the form's title, beside the filing status or over an address; the first of two who file jointly."""
    for sheet in sheets:
        for _, rank, _, first in labels_in(sheet, {"": names("tax_return", "text")["first_name"]}):
            row = sheet.cells[first.line + 1] if first.line + 1 < len(sheet.cells) else ()
            words = [cell for cell in row if cell.kind == "text"][:2]
            full = " ".join(cell.text for cell in words)
            if words and is_person_name(full):
                box = (words[0].box[0], words[0].box[1], words[-1].box[2], words[-1].box[3])
                cell = Cell("text", full, full, box, min(cell.confidence for cell in words), first.line + 1)
                yield Candidate(sheet, cell, full, rank, 0.92)
    rows = [row for row in sheets[0].cells if row][: _HEAD + 1]
    for row, under in pairwise(rows):
        name = re.split(r" (?:and|&) ", row[0].text)[0]
        is_beside = any(_STATUS.search(cell.text) for cell in row[1:])
        if row[0].kind == "text" and is_person_name(name) and (is_beside or under[0].kind == "number"):
            yield Candidate(sheets[0], row[0], tidy(name), 300, 0.88)


def lettered(sheets: list[Sheet], letter: str) -> Iterator[Candidate]:
    """Names behind nothing but the letter of their box ("e Jane Doe")."""
    fits = is_person_name if letter == "e" else can_be_company
    for sheet in sheets:
        for cell in sheet.all_cells():
            name = cell.text.removeprefix(f"{letter} ")
            if cell.kind == "text" and name != cell.text and name[:1].isupper() and fits(name):
                yield Candidate(sheet, replace(cell, text=name), tidy(name), 300, 0.88)
