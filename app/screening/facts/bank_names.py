"""Whose account and which bank: names at their labels, else from the address window, a greeting and the letterhead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from statistics import median

from app.screening.facts.addresses import heads_address, heads_street, is_city
from app.screening.facts.candidates import Candidate
from app.screening.facts.labels import all_labels, names, squeeze
from app.screening.facts.lines import Cell, Sheet
from app.screening.facts.naming import (
    bank_of_product,
    can_be_company,
    is_bank_name,
    is_company_ending,
    is_heading,
    is_person_name,
    tidy,
    word_list,
)
from app.screening.facts.pay_names import addressees, choose_name, labelled
from app.screening.verdict import Fact

_TOP = 0.3
"""Share of the page's height that holds letterhead and address window."""
_TALL = 1.25
"""Times the usual height of a line, from which on print is a letterhead's."""
_FIRST_LINES, _ONE_ADDRESS = 2, 2
"""Lines of a letterhead counted from 0, and lines between two names over one address."""
_BRANCH = frozenset({"office", "branch", "center", "centre", "banking", "region", "main"})
"""Words of a branch, whose own address stands on statements too."""
_GENERIC = frozenset({"bank", "banking", "credit", "union", "federal", "savings", "the", "of", "na", "and"})
"""Words that name no bank by themselves; the rest of its name stands on another line."""
_PRODUCT = frozenset({"checking", "savings", "account", "spending", "wallet"})
_BANK_ENDS = frozenset({"bank", "union", "fcu", "cu"})
_GREETING = re.compile(r"(?i)(?:welcome(?: back)?|hello|hi|good (?:morning|afternoon|evening)),?\s+(.{5,50}?)[!.,]?$")
_HANDLE = re.compile(r"(?<!\S)\(?(?:\$(?=[A-Za-z])|[\w.+-]*@)([\w.-]*)|(?<!\S)([\w.+-]+)@")
_NO_BANK = re.compile(r"^(?P<name>[A-Z][\w&'’]*(?: [A-Z][\w&'’]*){0,2}) is (?:a|an) (?:financial|technology|fintech)\b")
"""What services that are no bank themselves say at the foot of their statements."""
_LOGO = 1.6
"""Times the usual height of a line, from which on the first print of a page is a logo."""
_TRUST = re.compile(r"(?i)\w{3,} (?:trust(?: co(?:mpany)?\.?)?|savings(?: (?:&|and) loan)?|thrift|federal|bancorp)$")


def name_facts(sheets: list[Sheet]) -> dict[str, Fact]:
    """`account_holder`, `joint_holder` of an address window with two names, and `bank_name`."""
    labels = names("bank_statement", "text")
    holders = [c for s in sheets for c in labelled(s, labels["account_holder"], is_person_name) if not _is_account(c)]
    holders = holders or [c for s in sheets for c in _before_account(s, labels["account_holder"])]
    facts: dict[str, Fact] = {}
    if not holders:
        addressed = _without_letterhead([c for c in addressees(sheets[0]) if _is_holder(c)])
        holders = addressed[:1] or _unaddressed(sheets[0])
        if len(addressed) == 2:
            facts["joint_holder"] = addressed[1].fact()
    banks = [c for s in sheets for c in labelled(s, labels["bank_name"], is_bank_name)] or list(_banks(sheets[0]))
    banks = banks or _brands(sheets) or list(_logo(sheets[0], {squeeze(c.value) for c in holders}))
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
    """Larger print on the first lines of a page is the bank's, whatever it says."""
    return found.cell.line <= _FIRST_LINES and _height(found.cell) > _TALL * _usual(found.sheet)


def _without_letterhead(found: list[Candidate]) -> list[Candidate]:
    """Of names over two different addresses the one on the first lines is the bank's."""
    apart = len(found) > 1 and found[1].cell.line - found[0].cell.line > _ONE_ADDRESS
    return found[1:] if apart and found[0].cell.line <= _FIRST_LINES else found


def _height(cell: Cell) -> float:
    return cell.box[3] - cell.box[1]


def _usual(sheet: Sheet) -> float:
    return median(line.box[3] - line.box[1] for line in sheet.lines) if sheet.lines else 0.0


def _unaddressed(sheet: Sheet) -> list[Candidate]:
    """Holders that no whole address tells: a business, a name over a street alone, a greeted one, or one whose letters
    the page repeats in an e-mail address or a user name."""
    businesses = list(_businesses(sheet))[:1]
    if businesses:
        return businesses
    people = [c for c in sheet.all_cells() if c.kind == "text" and is_person_name(c.text) and not is_bank_name(c.text)]
    over_street = [Candidate(sheet, c, tidy(c.text), 205, 0.88) for c in people if heads_street(sheet, c)]
    over_street = [c for c in over_street if _is_holder(c)]
    others = (
        over_street
        or list(_greeted(sheet))
        or [Candidate(sheet, c, tidy(c.text), 230, 0.88) for c in people if _has_handle(sheet, c)]
    )
    return others if len({squeeze(c.value) for c in others}) == 1 else []


def _greeted(sheet: Sheet) -> Iterator[Candidate]:
    for cell in sheet.all_cells():
        found = _GREETING.fullmatch(cell.text) if cell.kind == "text" else None
        if found and is_person_name(found[1]):
            line = sheet.lines[cell.line]
            start = line.text.find(found[1])
            box = line.box_of(start, start + len(found[1])) if start >= 0 else cell.box
            yield Candidate(sheet, replace(cell, text=found[1], box=box), tidy(found[1]), 220, 0.9)


def _has_handle(sheet: Sheet, cell: Cell) -> bool:
    """Whether an e-mail address or user name of the page is made of this name ("jdoe@", "$janedo", "@Jane-Doe-3")."""
    if cell.box[1] > _TOP * sheet.page.height:
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


def _banks(sheet: Sheet) -> Iterator[Candidate]:
    """The banks that a page names; the first one counts, the head of the page before its foot."""
    top = _TOP * sheet.page.height
    for cell in sheet.all_cells():
        name = _bare(cell.text)
        is_low = cell.box[1] > top or cell is not sheet.cells[cell.line][0]
        in_table = is_low and any(c.kind == "amount" for c in sheet.cells[cell.line])  # a transfer names another bank
        if in_table or cell.kind != "text" or not name:
            continue
        if is_bank_name(name):
            whole = _whole(sheet, cell, name)
            if whole:
                yield Candidate(sheet, cell, whole, 300 + cell.line, 0.95 if cell.box[1] < top else 0.85)
        elif cell.box[1] < top and (bank := bank_of_product(name) or _bank_before_product(name)):
            yield Candidate(sheet, cell, bank, 600 + cell.line, 0.9)


def _bank_before_product(text: str) -> str:
    """The bank's name that an account's name begins with ("Great Lakes Bank Everyday Checking"), or ""."""
    words = text.split()
    if len(words) > 7 or not _PRODUCT & {squeeze(word) for word in words}:
        return ""
    ends = (at + 1 for at, word in enumerate(words) if at and squeeze(word) in _BANK_ENDS)
    return next((start for end in ends if is_bank_name(start := " ".join(words[:end]))), "")


def _bare(text: str) -> str:
    name = re.split(r"Member FDIC|\s[-—–|]\s|(?<=\w) (?:Online|Mobile)(?: Banking)?$", text)[0]
    return tidy(re.sub(r"[™®℠©]", "", name))


def _whole(sheet: Sheet, cell: Cell, name: str) -> str:
    """A bank's name; where its line holds only words that all banks share, with the line above, or "" without one."""
    if {squeeze(word) for word in name.split()} - _GENERIC:
        return name
    tall = _height(cell)
    for line in range(max(0, cell.line - 2), cell.line):
        for over in sheet.cells[line]:
            is_over = abs(over.box[0] - cell.box[0]) < tall and 0 <= cell.box[1] - over.box[1] < 3 * tall
            if over.kind == "text" and is_over and is_bank_name(f"{_bare(over.text)} {name}"):
                return f"{_bare(over.text)} {name}"
    return ""


def _brands(sheets: list[Sheet]) -> list[Candidate]:
    """Services known by a single word, and trusts and savings institutions, where the page's head or foot names
    them."""
    head = sheets[0]
    usual, known = _usual(head), word_list("brands") | word_list("banks")
    found: list[Candidate] = []
    for cell in head.all_cells():
        name, is_tall = _bare(cell.text), _height(cell) > _TALL * usual
        is_head = cell.box[1] < _TOP / 2 * head.page.height and (cell.line == 0 or is_tall)
        if cell.kind != "text" or not is_head or not name:
            continue
        if squeeze(name) in known:
            found.append(Candidate(head, cell, name, 700, 0.9))
        elif _TRUST.search(name) and name[0].isupper() and squeeze(name) not in all_labels():
            found.append(Candidate(head, cell, name, 710 + cell.line, 0.85))
    lines = ((s, c, _NO_BANK.match(c.text)) for s in sheets for c in s.all_cells() if c.kind == "text")
    found += [Candidate(s, c, said["name"], 720, 0.9) for s, c, said in lines if said]
    return found


def _logo(sheet: Sheet, holders: set[str]) -> Iterator[Candidate]:
    """The largest print of a page, where it begins the page and is no title, label or person's name."""
    first = sheet.cells[0][0] if sheet.cells and sheet.cells[0] else None
    tallest = max((_height(cell) for cell in sheet.all_cells()), default=0.0)
    if first is None or first.kind != "text" or _height(first) < max(tallest, _LOGO * _usual(sheet)):
        return
    words = first.text.split()
    after = sheet.cells[0][1] if len(sheet.cells[0]) > 1 else None
    is_next = after is not None and after.kind == "number" and after.box[0] - first.box[2] < _height(first)
    name = f"{first.text} {after.text}" if after is not None and is_next else first.text
    titles = word_list("not_names") - {"state", "federal", "the", "security", "service", "group"}
    is_word = len(words) <= 4 and not titles & {squeeze(word) for word in words} and not is_heading(name)
    is_holder = squeeze(name) in holders or (not holders and is_person_name(name))
    if is_word and name[0].isalpha() and squeeze(first.text) not in all_labels() and not is_holder:
        yield Candidate(sheet, first, tidy(name), 800, 0.8)
