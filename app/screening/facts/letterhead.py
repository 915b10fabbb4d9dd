"""The head of a page names the company that issued it, with no label before it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from statistics import median

from app.screening.facts.addresses import has_zip, heads_address
from app.screening.facts.candidates import Candidate
from app.screening.facts.labels import squeeze
from app.screening.facts.lines import Cell, Sheet, union
from app.screening.facts.naming import (
    can_be_company,
    is_company_ending,
    is_company_like,
    is_heading,
    is_processor,
    tidy,
)

TOP = 0.35
"""The part of a page, from the top, in which a letterhead stands."""
_BESIDE = 3
"""Lines of smaller type that may stand beside a large name of two lines."""
_BY = re.compile(
    r"(?i)(?:paid|payrolls?|processed|powered|prepared|provided|printed|generated) (?:via|by|through|with)\b"
)
"""What names the service that made the stub."""
_TAX_ID = re.compile(r" \((?:F?EIN|TIN)\b.*$")
_TITLE = re.compile(
    r"^(?:[A-Z][a-z]+ )?(?i:pay ?(?:statement|stub|slip)|earnings statement)(?:(?: Payment)? ?[-–—:|])? (?=[A-Z])"
)
_NO_COMPANY = re.compile(
    r"(?i)\d{1,2}(?:\.\d+)*[.)] |\S*\d{4,}\S*$|pay ?(?:slip|stub) - |"
    r"(?:electronic(?: transfer)?|direct deposit|check|cheque|ach)$"
)
"""Numbered headings, numbers, titles that go on with their month, and ways to be paid."""
_STREET = re.compile(
    r"\b(?:St|Street|Ave|Avenue|Blvd|Boulevard|Road|Rd|Drive|Dr|Lane|Ln|Way|Pkwy|Hwy|Court|Ct)\.?, [A-Z]"
)
"""A street before its city."""
_PLACE = re.compile(r"[A-Z][\w .'’-]+, [A-Z]{2}$")
"""A city and its state."""
_SENTENCE = re.compile(r"\b(?:is|are|was|has|have|that|we|you|your)\b")
"""Small words that no name of a company holds."""
_NAME_AND_ADDRESS = re.compile(
    r"(?P<name>[A-Z][^,\d]{3,45}(?:, (?:Inc|LLC|Corp|Co|Ltd|PLLC|PC|LP|LLP)\.?)?), "
    r"\d{1,6} [^,]{3,40},.{0,30} [A-Z]{2},? \d{5}"
)


def is_employer(text: str) -> bool:
    """Whether a text beside "Company" can be the employer; payroll services and numbered headings are not."""
    if _PLACE.match(text) and not is_company_ending(text):
        return False
    is_other = _NO_COMPANY.match(text) or _SENTENCE.search(text) or _STREET.search(text) or text.isdecimal()
    return can_be_company(text) and not is_processor(text) and not is_other


def letterheads(sheet: Sheet, people: set[str]) -> Iterator[Candidate]:
    """The company in the head of a page: by its legal form, by its trade, or set large on the first line."""
    usual = median([cell.box[3] - cell.box[1] for cell in sheet.all_cells()] or [1.0])
    tops = [cell for cell in _texts_at_top(sheet) if _can_be_issuer(sheet, cell, people)]
    sure = [*_before_address(sheet, people), *_by_form_or_trade(sheet, tops, usual)]
    yield from sure
    if not sure:
        for cell in _by_place(sheet, tops, people, usual)[:1]:
            yield _issuer(sheet, _without_id(cell), 320, 0.85)


def _texts_at_top(sheet: Sheet) -> list[Cell]:
    reach = TOP * sheet.page.height
    if sheet.lines and sheet.lines[0].box[1] > reach:  # the lower of several stubs on one page
        reach += sheet.lines[0].box[1]
    return [cell for cell in sheet.all_cells() if cell.kind == "text" and cell.box[1] < reach]


def _can_be_issuer(sheet: Sheet, cell: Cell, people: set[str]) -> bool:
    if not is_employer(cell.text) or squeeze(cell.text) in people or _is_label(cell):
        return False
    if _is_in_table(sheet, cell) or _BY.match(cell.text):
        return False
    return not has_zip(sheet, cell)  # "Denver, CO 80203" ends like a company


def _by_form_or_trade(sheet: Sheet, tops: list[Cell], usual: float) -> Iterator[Candidate]:
    """Companies by their legal form wherever they stand, by their trade where they stand out."""
    for cell in (_without_id(_whole(sheet, cell, usual)) for cell in tops):
        if is_company_ending(cell.text):
            yield _issuer(sheet, cell, 300, 0.93)
        elif is_company_like(cell.text) and _stands_out(sheet, cell, usual):
            yield _issuer(sheet, cell, 310, 0.9)


def _by_place(sheet: Sheet, tops: list[Cell], people: set[str], usual: float) -> list[Cell]:
    """The texts that stand where a page names its issuer, in the first of these places that holds any."""
    named = _first_named_line(sheet)
    return (
        [cell for cell in tops if cell.line <= 1 and _stands_out(sheet, cell, usual)]
        or [cell for cell in tops if cell.line == named and is_company_like(cell.text) and _is_alone(sheet, cell)]
        or _top_left(sheet, tops, people)
        or [cell for cell in tops if _is_under_title(sheet, cell)]
    )


def _issuer(sheet: Sheet, cell: Cell, rank: int, sureness: float) -> Candidate:
    whole = _with_number(sheet, cell)
    return Candidate(sheet, whole, tidy(whole.text), rank, sureness)


def _stands_out(sheet: Sheet, cell: Cell, usual: float) -> bool:
    return heads_address(sheet, cell) or _is_large(cell, usual)


def _whole(sheet: Sheet, cell: Cell, usual: float) -> Cell:
    """A large name whose first words stand on the line above, as large and at the same edge or middle."""
    near = [c for row in sheet.cells[max(0, cell.line - _BESIDE) : cell.line] for c in row]
    above = next((c for c in near if _is_first_half(c, cell)), None)
    is_headline = cell.box[3] - cell.box[1] > 1.1 * usual
    if above is None or not is_headline or not is_company_like(cell.text) or is_heading(above.text):
        return cell
    text, sure = f"{above.text} {cell.text}", min(above.confidence, cell.confidence)
    return replace(cell, text=text, box=union([above.box, cell.box]), confidence=sure)


def _is_first_half(upper: Cell, lower: Cell) -> bool:
    tall = lower.box[3] - lower.box[1]
    same = abs((upper.box[3] - upper.box[1]) - tall) < 0.12 * tall and lower.box[1] - upper.box[3] < 0.6 * tall
    middles = abs(sum(upper.box[::2]) - sum(lower.box[::2])) / 2
    level = abs(upper.box[0] - lower.box[0]) < 0.3 * tall or middles < 0.3 * tall
    return upper.kind == "text" and same and level and not upper.has_colon and not is_company_ending(upper.text)


def _top_left(sheet: Sheet, tops: list[Cell], people: set[str]) -> list[Cell]:
    """What begins the first line, beside the document's title or number: a company by its trade, or any name once the
    people are known."""
    row = next((row for row in sheet.cells if any(c.kind == "text" for c in row)), ())
    if not row or row[0] not in tops or any(c.kind == "amount" for c in row):
        return []
    is_dated = any(c.kind == "date" for c in row)
    is_known = is_company_like(row[0].text) or (bool(people) and len(row[0].text.split()) > 1 and not is_dated)
    return [row[0]] if is_known else []


def _without_id(cell: Cell) -> Cell:
    """A name without the label of the employer's tax number behind it ("Acme Foods, Inc. (FEIN: 12-"), or the paper's
    title before it."""
    return replace(cell, text=_TITLE.sub("", _TAX_ID.sub("", cell.text)))


def _is_label(cell: Cell) -> bool:
    return cell.has_colon and not _TAX_ID.search(cell.text)


def _is_under_title(sheet: Sheet, cell: Cell) -> bool:
    """Whether a company by its trade stands right under the document's title, at its left edge."""
    over = [c for row in sheet.cells[max(0, cell.line - 1) : cell.line] for c in row if is_heading(c.text)]
    return is_company_like(cell.text) and any(abs(c.box[0] - cell.box[0]) < 3 * sheet.unit for c in over)


def _with_number(sheet: Sheet, cell: Cell) -> Cell:
    """A name that goes on with its number ("School District No. 12")."""
    row = sheet.cells[cell.line]
    after = next((c for c in row if c.box[0] >= cell.box[2]), None)
    if after is None or after.kind != "number" or not re.search(r"(?i)\b(?:no\.?|local|#|district|lodge)$", cell.text):
        return cell
    return replace(cell, text=f"{cell.text} {after.text}", box=union([cell.box, after.box]))


def _before_address(sheet: Sheet, people: set[str]) -> Iterator[Candidate]:
    """A company with its whole address behind it on one line of the page's head ("Acme Lawn Care, 12 Elm St, …")."""
    for number, line in enumerate(sheet.lines):
        found = _NAME_AND_ADDRESS.match(line.text.replace("\t", " "))
        name = tidy(found["name"]) if found else ""
        if not name or line.box[1] > TOP * sheet.page.height or not is_employer(name) or squeeze(name) in people:
            continue
        if any(squeeze(name).startswith(person) for person in people):
            continue
        end = found.end("name") if found else 0
        cell = Cell("text", name, name, line.box_of(0, end), line.confidence_of(0, end), number)
        yield Candidate(sheet, cell, name, 305, 0.9)


def _first_named_line(sheet: Sheet) -> int:
    """The first line that says more than what the document or the office is called ("Human Resources")."""
    lines = (row[0].line for row in sheet.cells if row and not all(is_heading(cell.text) for cell in row))
    return next(lines, 0)


def _is_alone(sheet: Sheet, cell: Cell) -> bool:
    """Whether nothing but the name of an office stands beside a name ("Acme Foods | Payroll Department")."""
    row = sheet.cells[cell.line]
    return row[0] is cell and all(is_heading(other.text) for other in row[1:])


def _is_in_table(sheet: Sheet, cell: Cell) -> bool:
    """Whether a text stands in a row of amounts: customers and jobs are no letterhead."""
    return sum(other.kind == "amount" for other in sheet.cells[cell.line]) > 1


def _is_large(cell: Cell, usual: float) -> bool:
    return cell.box[3] - cell.box[1] > 1.25 * usual
