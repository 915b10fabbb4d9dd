"""Which bank: its name at a label or in the letterhead, else a known service, a trust, or the logo of the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from statistics import median

from app.screening.facts.candidates import Candidate
from app.screening.facts.labels import all_labels, names, squeeze
from app.screening.facts.lines import Cell, Sheet
from app.screening.facts.naming import bank_of_product, is_bank_name, is_heading, is_person_name, tidy, word_list
from app.screening.facts.pay_names import labelled

TOP = 0.3
"""Share of the page's height that holds letterhead and address window."""
TALL = 1.25
"""Times the usual height of a line, from which on print is a letterhead's."""
_GENERIC = frozenset({"bank", "banking", "credit", "union", "federal", "savings", "the", "of", "na", "and"})
"""Words that name no bank by themselves; the rest of its name stands on another line."""
_PRODUCT = frozenset({"checking", "savings", "account", "spending", "wallet"})
_BANK_ENDS = frozenset({"bank", "union", "fcu", "cu"})
_NO_BANK = re.compile(r"^(?P<name>[A-Z][\w&'’]*(?: [A-Z][\w&'’]*){0,2}) is (?:a|an) (?:financial|technology|fintech)\b")
"""What services that are no bank themselves say at the foot of their statements."""
_AFTER = re.compile(
    r"Member FDIC|\s[-—–|]\s|\s*\(https?|(?<=\w) (?:Online|Mobile)(?: Banking)?$"
    r"|(?<=\b[Bb]ank) (?:[Aa]ccount )?[Ss]tatement$"
)
"""What follows a bank's name on its line and is none of it."""
_DESK = re.compile(r"(?i)phone ?banking$")
_SIGN = re.compile(r"[●•○◉■▪◆]")
"""What no name has in it, but a drawn logo."""
_LOGO = 1.6
"""Times the usual height of a line, from which on the first print of a page is a logo."""
_TRUST = re.compile(r"(?i)\w{3,} (?:trust(?: co(?:mpany)?\.?)?|savings(?: (?:&|and) loan)?|thrift|federal|bancorp)$")


def bank_names(sheets: list[Sheet], holders: set[str]) -> list[Candidate]:
    """The names that a bank may have here; `holders` are squeezed names that are none."""
    ranks = names("bank_statement", "text")["bank_name"]
    found = [c for s in sheets for c in labelled(s, ranks, is_bank_name)] or list(_banks(sheets[0]))
    return [_longer(c, found) for c in found] or _brands(sheets) or list(_logo(sheets[0], holders))


def height(cell: Cell) -> float:
    """How tall a cell's print is."""
    return cell.box[3] - cell.box[1]


def usual_height(sheet: Sheet) -> float:
    """How tall the lines of a page are on the whole."""
    return median(line.box[3] - line.box[1] for line in sheet.lines) if sheet.lines else 0.0


def _banks(sheet: Sheet) -> Iterator[Candidate]:
    """The banks that a page names; the first one counts, the head of the page before its foot."""
    top = TOP * sheet.page.height
    for cell in sheet.all_cells():
        name = _bare(cell.text)
        says_fdic = "Member FDIC" in cell.text
        is_low = cell.box[1] > top or cell is not sheet.cells[cell.line][0]
        in_table = (
            is_low and "Member FDIC" not in cell.text and any(c.kind == "amount" for c in sheet.cells[cell.line])
        )  # a transfer names another bank
        if in_table or cell.kind != "text" or not name or _DESK.search(name):
            continue
        if is_bank_name(name) and not _SIGN.search(name) and not _is_slogan(name):
            whole = _whole(sheet, cell, name)
            if whole:
                is_sure = says_fdic and squeeze(whole) in word_list("banks")
                rank = cell.line + (200 if is_sure else 300)
                yield Candidate(sheet, cell, whole, rank, 0.95 if cell.box[1] < top else 0.85)
        elif cell.box[1] < top and (bank := bank_of_product(name) or _bank_before_product(name)):
            yield Candidate(sheet, cell, bank, 600 + cell.line, 0.9)


def _is_slogan(name: str) -> bool:
    """Whether a text names no bank by a capital letter, nor by a name that is known ("the bank of here")."""
    return name.islower() and squeeze(name) not in word_list("banks") | word_list("brands")


def _longer(found: Candidate, others: list[Candidate]) -> Candidate:
    """Of two writings on one line, "BMO" beside "BMO Bank N.A.", the longer."""
    beside = (c for c in others if c.rank == found.rank and squeeze(c.value).startswith(squeeze(found.value)))
    return max(beside, key=lambda c: len(c.value), default=found)


def _bank_before_product(text: str) -> str:
    """The bank's name that an account's name begins with ("Great Lakes Bank Everyday Checking"), or ""."""
    words = text.split()
    if len(words) > 7 or not _PRODUCT & {squeeze(word) for word in words}:
        return ""
    ends = (at + 1 for at, word in enumerate(words) if at and squeeze(word) in _BANK_ENDS)
    return next((start for end in ends if is_bank_name(start := " ".join(words[:end]))), "")


def _bare(text: str) -> str:
    name = _AFTER.split(text)[0]
    return tidy(re.sub(r"[™®℠©]", "", name))


def _whole(sheet: Sheet, cell: Cell, name: str) -> str:
    """A bank's name without its logo before it ("varo Varo Bank"); where its line holds only words that all banks
    share, with the line above, or "" without one."""
    logo, _, rest = name.partition(" ")
    if squeeze(rest).startswith(squeeze(logo)):
        name = rest
    if {squeeze(word) for word in name.split()} - _GENERIC:
        return name
    tall = height(cell)
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
    usual, known = usual_height(head), word_list("brands") | word_list("banks")
    found: list[Candidate] = []
    for cell in head.all_cells():
        name, is_tall = _bare(cell.text), height(cell) > TALL * usual
        is_head = cell.box[1] < TOP / 2 * head.page.height and (cell.line == 0 or is_tall)
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
    first = _largest_first(sheet)
    if first is None:
        return
    name = _with_number(sheet.cells[0])
    is_holder = squeeze(name) in holders or (not holders and is_person_name(name))
    is_label = squeeze(first.text) in all_labels()
    if name[0].isalpha() and not _is_title(first, name) and not is_label and not is_holder:
        yield Candidate(sheet, first, tidy(name), 800, 0.8)


def _largest_first(sheet: Sheet) -> Cell | None:
    """The words that a page begins with, where no print on it is larger."""
    first = sheet.cells[0][0] if sheet.cells and sheet.cells[0] else None
    if first is None or first.kind != "text" or _SIGN.search(first.text):
        return None
    tallest = max((height(cell) for cell in sheet.all_cells()), default=0.0)
    return None if height(first) < max(tallest, _LOGO * usual_height(sheet)) else first


def _with_number(row: tuple[Cell, ...]) -> str:
    """The words that a line begins with, and the number close behind them that is part of the name."""
    first, after = row[0], row[1] if len(row) > 1 else None
    is_next = after is not None and after.kind == "number" and after.box[0] - first.box[2] < height(first)
    return f"{first.text} {after.text}" if after is not None and is_next else first.text


def _is_title(first: Cell, name: str) -> bool:
    """Whether the first words of a page are a heading, or too many for a name."""
    words = first.text.split()
    titles = word_list("not_names") - {"state", "federal", "the", "security", "service", "group"}
    return len(words) > 4 or bool(titles & {squeeze(word) for word in words}) or is_heading(name)
