"""Whose account: the name at its label or over the address, else one that a greeting or a user name confirms."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from app.screening.facts.addresses import heads_address, heads_street, is_city
from app.screening.facts.bank_names import TALL, TOP, bank_names, height, usual_height
from app.screening.facts.bank_over_account import is_over_account
from app.screening.facts.candidates import Candidate, part_of
from app.screening.facts.labels import names, squeeze
from app.screening.facts.lines import Cell, Sheet
from app.screening.facts.naming import (
    can_be_company,
    is_bank_name,
    is_company_ending,
    is_person_name,
    tidy,
    word_list,
)
from app.screening.facts.pay_names import addressees, choose_name, labelled
from app.screening.verdict import Fact

_FIRST_LINES, _ONE_ADDRESS = 2, 2
"""Lines of a letterhead counted from 0, and lines between two names over one address."""
_BRANCH = frozenset({"office", "branch", "center", "centre", "banking", "region", "main"})
"""Words of a branch, whose own address stands on statements too."""
_GREETING = re.compile(
    r"(?i)(?:welcome(?: back)?|hello|hi|good (?:morning|afternoon|evening)|e?-?statement for),?\s+(.{5,50}?)[!.,]?$"
)
_USER = re.compile(r"\s*\(?@[\w.-]+\)?$")
_HANDLE = re.compile(r"(?<!\S)\(?(?:\$(?=[A-Za-z])|[\w.+-]*@)([\w.-]*)|(?<!\S)([\w.+-]+)@")


def name_facts(sheets: list[Sheet]) -> dict[str, Fact]:
    """`account_holder`, `joint_holder` of an address window with two names, and `bank_name`."""
    texts = names("bank_statement", "text")
    ranks = texts["account_holder"]
    holders = [c for s in sheets for c in labelled(s, ranks, is_person_name) if not _is_account(c)]
    holders = holders or [c for s in sheets for c in _before_account(s, ranks)]
    facts: dict[str, Fact] = {}
    if joint := choose_name([c for s in sheets for c in labelled(s, texts["joint_holder"], is_person_name)]):
        facts["joint_holder"] = joint
    if not holders:
        addressed = _without_letterhead([c for c in addressees(sheets[0]) if _is_holder(c)])
        holders = addressed[:1] or _unaddressed(sheets[0])
        if len(addressed) == 2:
            facts["joint_holder"] = addressed[1].fact()
    banks = bank_names(sheets, {squeeze(c.value) for c in holders})
    for name, fact in (("account_holder", choose_name(holders)), ("bank_name", choose_name(banks))):
        if fact:
            facts[name] = fact
    return facts


def _is_account(found: Candidate) -> bool:
    """Whether a "name" is what the bank calls the account ("Cashback Debit" under "Account name")."""
    return bool(word_list("account_words") & {squeeze(word) for word in found.value.split()})


def _before_account(sheet: Sheet, ranks: dict[str, int]) -> Iterator[Candidate]:
    """The holder before a dash and the account's name ("Account Name: JANE DOE - Everyday Banking")."""
    for found in labelled(sheet, ranks, _is_with_account):
        name = found.value.partition(" - ")[0]
        x0, y0, x1, y1 = found.cell.box
        box = (x0, y0, x0 + (x1 - x0) * len(name) / len(found.value), y1)
        yield replace(found, cell=replace(found.cell, text=name, box=box), value=tidy(name))


def _is_with_account(text: str) -> bool:
    name, dash, rest = text.partition(" - ")
    is_account = dash and word_list("account_words") & {squeeze(word) for word in rest.split()}
    return bool(is_account) and is_person_name(name)


def _is_holder(found: Candidate) -> bool:
    """A name over an address that is neither the bank's branch nor, before its ZIP code, a city."""
    words = {squeeze(word) for word in found.value.split()}
    row = found.sheet.cells[found.cell.line]
    after = next((cell for cell in row if cell.box[0] > found.cell.box[0]), None)
    near = after is not None and after.box[0] - found.cell.box[2] < found.cell.box[3] - found.cell.box[1]
    if near and after is not None and after.kind == "number":
        return False  # "Liberty Bell 360"
    return (
        not words & _BRANCH and not _is_account(found) and not is_city(found.sheet, found.cell) and not _is_logo(found)
    )


def _is_logo(found: Candidate) -> bool:
    """Larger print on the first lines of a page is the bank's, whatever it says; but not below a bank's name."""
    above = (cell for row in found.sheet.cells[: found.cell.line] for cell in row)
    if found.cell.line > _FIRST_LINES or any(is_bank_name(cell.text) for cell in above):
        return False
    return height(found.cell) > TALL * usual_height(found.sheet)


def _without_letterhead(found: list[Candidate]) -> list[Candidate]:
    """Of names over two different addresses the one on the first lines is the bank's."""
    apart = len(found) > 1 and found[1].cell.line - found[0].cell.line > _ONE_ADDRESS
    return found[1:] if apart and found[0].cell.line <= _FIRST_LINES else found


def _unaddressed(sheet: Sheet) -> list[Candidate]:
    """Holders that no whole address tells: a business, a name over a street alone, a greeted one, or one whose letters
    the page repeats in an e-mail address or a user name."""
    businesses = list(_businesses(sheet))[:1]
    if businesses:
        return businesses
    people = _people(sheet)
    others = (
        [found for found in _those(sheet, people, heads_street, 205) if _is_holder(found)]
        or list(_greeted(sheet))
        or [found for found in _those(sheet, people, is_over_account, 225) if _is_holder(found)]
        or list(_in_title(sheet))
        or _those(sheet, people, _has_handle, 230)
    )
    return others if len({squeeze(c.value) for c in others}) == 1 else []


def _people(sheet: Sheet) -> list[Cell]:
    """The names of people on a page, without the user names behind them."""
    texts = (replace(c, text=_USER.sub("", c.text).lstrip("·•|– ")) for c in sheet.all_cells() if c.kind == "text")
    return [c for c in texts if is_person_name(c.text) and not is_bank_name(c.text)]


def _those(sheet: Sheet, people: list[Cell], is_holder: Callable[[Sheet, Cell], bool], rank: int) -> list[Candidate]:
    """The names of which the page tells in one way that they are the holder's."""
    return [Candidate(sheet, c, tidy(c.text), rank, 0.88) for c in people if is_holder(sheet, c)]


def _greeted(sheet: Sheet) -> Iterator[Candidate]:
    for cell in sheet.all_cells():
        found = _GREETING.fullmatch(cell.text) if cell.kind == "text" else None
        if found and is_person_name(found[1]):
            yield Candidate(sheet, part_of(sheet, cell, found[1]), tidy(found[1]), 220, 0.9)


def _in_title(sheet: Sheet) -> Iterator[Candidate]:
    """The holder before a dash in the title of the page ("Jane Doe - Checking Account Statement")."""
    for row in sheet.cells[: _FIRST_LINES + 1]:
        if row and row[0].kind == "text" and _is_with_account(row[0].text):
            name = row[0].text.partition(" - ")[0]
            yield Candidate(sheet, row[0], tidy(name), 226, 0.88)


def _has_handle(sheet: Sheet, cell: Cell) -> bool:
    """Whether an e-mail address or user name of the page is made of this name ("jdoe@", "$janedo", "@Jane-Doe-3")."""
    if cell.box[1] > TOP * sheet.page.height:
        return False
    words = [squeeze(word) for word in tidy(cell.text).split()]
    first, last = words[0], words[-1]
    for line in sheet.lines:
        for found in _HANDLE.finditer(line.text.replace("\t", " ")):
            for handle in (squeeze(part or "") for part in (found[0].split("@")[0], found[1], found[2])):
                whole = last in handle and (first in handle or handle.startswith(first[:1]))
                if handle and len(last) > 2 and (whole or (first in handle and last[:3] in handle.replace(first, ""))):
                    return True
    return False


def _businesses(sheet: Sheet) -> Iterator[Candidate]:
    """Companies that stand on top of a postal address and are no bank."""
    companies = (
        c for c in sheet.all_cells() if c.kind == "text" and is_company_ending(c.text) and can_be_company(c.text)
    )
    for cell in companies:
        if not is_bank_name(cell.text) and heads_address(sheet, cell):
            yield Candidate(sheet, cell, tidy(cell.text), 210, 0.88)
