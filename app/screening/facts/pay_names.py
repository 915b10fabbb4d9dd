"""Who is paid and who pays: names at their labels, else in the letterhead and the address window of a stub."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from statistics import median

from app.screening.facts.candidates import Candidate, choose, labels_in
from app.screening.facts.labels import all_labels, names, squeeze
from app.screening.facts.layout import below_text
from app.screening.facts.lines import Cell, Sheet
from app.screening.facts.naming import (
    can_be_company,
    is_company_ending,
    is_company_like,
    is_heading,
    is_person_name,
    is_processor,
    tidy,
)
from app.screening.verdict import Fact

_STUB_FOR = re.compile(r"(?i)(?:pay ?stub|pay ?slip|pay statement|earnings statement|paycheck) (?:for|of) (.{5,50})")
_NUMBERED = re.compile(
    r"(?i)\b(?:emp(?:loyee)?|ee|associate)\s?(?:#|no\b|num|id\b|code)|\bss(?:n\b|\s?#)|soc\.? ?sec|\beecode\b"
)
"""Labels of numbers that only an employee has."""
_STREET = re.compile(r"pobox|box\d|route$|route\d|rte?$|rte?\d|rr$|rr\d|ruralroute|hcr?$|hcr?\d|psc$|psc\d|unit\d")
"""How addresses begin that have no house number in front."""
_NAME_AND_ADDRESS = re.compile(
    r"(?P<name>[A-Z][^,\d]{3,45}(?:, (?:Inc|LLC|Corp|Co|Ltd|PLLC|PC|LP|LLP)\.?)?), "
    r"\d{1,6} [^,]{3,40},.{0,30} [A-Z]{2},? \d{5}"
)
_TOP = 0.35
"""The part of a page, from the top, in which a letterhead stands."""


def name_facts(sheets: list[Sheet]) -> dict[str, Fact]:
    """`employee_name` and `employer_name` of a stub."""
    labels = names("paystub", "text")
    people = [c for s in sheets for c in labelled(s, labels["employee_name"], is_person_name)]
    people = people or [c for s in sheets for c in _stub_for(s)]
    if not people:
        people = _without_letterhead([c for s in sheets for c in addressees(s)])
    if not people:
        people = [c for s in sheets for c in _beside_numbers(s)]
    employers = [c for s in sheets for c in labelled(s, labels["employer_name"], is_employer)]
    if not employers:
        employers = list(letterheads(sheets[0], {squeeze(c.value) for c in people}))
    if not people and employers:
        people = list(_lone_person(sheets[0], {squeeze(c.value) for c in employers}))
    people = people or list(_beside_company(sheets[0]))
    found = {"employee_name": choose_name(people), "employer_name": choose_name(employers)}
    return {name: fact for name, fact in found.items() if fact}


def _without_letterhead(found: list[Candidate]) -> list[Candidate]:
    """Of two address blocks, one of them set larger at the very top, only the other is a person's."""
    if len({squeeze(c.value) for c in found}) == 2 and found[0].cell.line <= 1:
        tall = found[0].cell.box[3] - found[0].cell.box[1]
        rest = [c for c in found if squeeze(c.value) != squeeze(found[0].value)]
        return rest if all(tall > 1.25 * (c.cell.box[3] - c.cell.box[1]) for c in rest) else found
    return found


def is_employer(text: str) -> bool:
    """Whether a text beside "Company" can be the employer; payroll services are not."""
    return can_be_company(text) and not is_processor(text)


def choose_name(candidates: list[Candidate]) -> Fact | None:
    """Like `choose`, with names that differ only in case or punctuation counted as one."""
    first: dict[str, str] = {}
    for candidate in candidates:
        first.setdefault(squeeze(candidate.value), candidate.value)
    return choose(Candidate(c.sheet, c.cell, first[squeeze(c.value)], c.rank, c.sureness) for c in candidates)


def labelled(sheet: Sheet, ranks: dict[str, int], fits: Callable[[str], bool]) -> Iterator[Candidate]:
    """Fitting texts at a label: to its right after a colon; without one below it first when it heads a column."""
    for _, rank, _, label in labels_in(sheet, {"": ranks}):
        right, under = _right_text(sheet, label), below_text(sheet, label)
        heads_column = right is not None and below_text(sheet, right) is not None and not label.has_colon
        for cell in (under, right) if heads_column else (right, under):
            if cell is not None and fits(cell.text) and squeeze(cell.text) not in all_labels():
                yield Candidate(sheet, cell, tidy(cell.text), rank, 0.97)
                break


def _right_text(sheet: Sheet, label: Cell) -> Cell | None:
    row = sheet.cells[label.line]
    after = row[row.index(label) + 1 :]
    return after[0] if after and after[0].kind == "text" and not after[0].has_colon else None


def addressees(sheet: Sheet) -> Iterator[Candidate]:
    """Names of people that stand on top of a postal address."""
    for cell in sheet.all_cells():
        if cell.kind == "text" and is_person_name(cell.text) and heads_address(sheet, cell):
            yield Candidate(sheet, cell, tidy(cell.text), 200, 0.9)


def _lone_person(sheet: Sheet, employers: set[str]) -> Iterator[Candidate]:
    """The only person-like text that stands alone on a line of the page's head, next to the dates of the pay."""
    lone = [row[0] for row in sheet.cells if len(row) == 1 and row[0].kind == "text"]
    fit = [c for c in lone if c.box[1] < _TOP * sheet.page.height and is_person_name(c.text)]
    fit = [c for c in fit if squeeze(c.text) not in employers and _is_by_dates(sheet, c)]
    if len(fit) == 1:
        yield Candidate(sheet, fit[0], tidy(fit[0].text), 250, 0.8)


def _stub_for(sheet: Sheet) -> Iterator[Candidate]:
    """ "Pay stub for Jane Doe"."""
    for cell in sheet.all_cells():
        found = _STUB_FOR.fullmatch(cell.text) if cell.kind == "text" else None
        if found and is_person_name(found[1]):
            line = sheet.lines[cell.line]
            start = line.text.find(found[1])
            named = replace(
                cell, text=found[1], box=line.box_of(start, start + len(found[1])) if start >= 0 else cell.box
            )
            yield Candidate(sheet, named, tidy(found[1]), 190, 0.93)


def _beside_numbers(sheet: Sheet) -> Iterator[Candidate]:
    """A person-like text on a line of the page's head that also holds the employee's number or the like."""
    for row in sheet.cells:
        said = " ".join(cell.text for cell in row)
        if row and row[0].box[1] < _TOP * sheet.page.height and _NUMBERED.search(said):
            fit = [c for c in row if c.kind == "text" and is_person_name(c.text) and not c.has_colon]
            fit = [c for c in fit if not _is_city(sheet, c)]
            if len(fit) == 1 and not _NUMBERED.search(fit[0].text):
                yield Candidate(sheet, fit[0], tidy(fit[0].text), 240, 0.85)


def _beside_company(sheet: Sheet) -> Iterator[Candidate]:
    """A person-like text that shares its line of the page's head with a company and nothing else."""
    for row in sheet.cells:
        if len(row) != 2 or row[0].box[1] > _TOP * sheet.page.height or any(c.kind != "text" for c in row):
            continue
        people = [c for c in row if is_person_name(c.text) and not c.has_colon]
        if len(people) == 1 and any(is_company_ending(c.text) for c in row if c is not people[0]):
            yield Candidate(sheet, people[0], tidy(people[0].text), 260, 0.8)


def _is_by_dates(sheet: Sheet, cell: Cell) -> bool:
    near = sheet.cells[max(0, cell.line - 1) : cell.line + 2]
    return any(other.kind == "date" for row in near for other in row)


def heads_address(sheet: Sheet, cell: Cell) -> bool:
    """Whether a house number or a post box stands under the cell, and a state with a ZIP code under that."""
    below = [c for line in (cell.line + 1, cell.line + 2, cell.line + 3) for c in _aligned(sheet, line, cell)]
    if any(_is_whole_address(sheet, c.line) for c in below if c.line == cell.line + 1):
        return True
    street = any(c.line <= cell.line + 2 and (c.kind == "number" or _STREET.match(squeeze(c.text))) for c in below)
    city = any(
        (re.search(r"[A-Za-z .]+,? (?:[A-Z]{2}|USA)\.?,?$", c.text) and _has_zip(sheet, c))
        or _has_postal_code(sheet, c)
        for c in below
        if c.kind == "text"
    )
    return street and city


def _is_whole_address(sheet: Sheet, line: int) -> bool:
    """Whether a line holds house number, street, city, state and ZIP code, and nothing else."""
    text = sheet.lines[line].text.replace("\t", " ")
    return bool(re.fullmatch(r"\d{1,6} [A-Za-z][\w .,#-]{6,60}[, ] ?[A-Z]{2},? \d{5}(?:-\d{4})?", text))


def _aligned(sheet: Sheet, line: int, cell: Cell) -> list[Cell]:
    if line >= len(sheet.cells):
        return []
    return [c for c in sheet.cells[line] if abs(c.box[0] - cell.box[0]) < 4 * sheet.unit or _centred(c, cell)]


def _centred(one: Cell, other: Cell) -> bool:
    return one.box[0] < (other.box[0] + other.box[2]) / 2 < one.box[2] and one.kind == "text"


def _has_zip(sheet: Sheet, city: Cell) -> bool:
    row = sheet.cells[city.line]
    after = row[row.index(city) + 1 :]
    return bool(after) and after[0].kind == "number" and bool(re.fullmatch(r"\d{5}(-\d{4})?", after[0].text))


def _is_city(sheet: Sheet, cell: Cell) -> bool:
    """Whether a text is a city with its state, before a ZIP code."""
    return bool(re.search(r" [A-Z]{2}\.?,?$", cell.text)) and _has_zip(sheet, cell)


def _has_postal_code(sheet: Sheet, city: Cell) -> bool:
    """Whether a Canadian province and postal code end the line from here on."""
    line = sheet.lines[city.line].text.replace("\t", " ")
    found = re.search(r"\b(?:AB|BC|MB|NB|NL|NS|NT|NU|ON|PE|QC|SK|YT),? [A-Z]\d[A-Z] ?\d[A-Z]\d\b", line)
    return found is not None and city.text[:3] in line[: found.start()]


def letterheads(sheet: Sheet, people: set[str]) -> Iterator[Candidate]:
    """The company in the head of a page: by its legal form, by its trade, or set large on the first line."""
    usual = median([cell.box[3] - cell.box[1] for cell in sheet.all_cells()] or [1.0])
    reach = _TOP * sheet.page.height
    if sheet.lines and sheet.lines[0].box[1] > reach:  # the lower of several stubs on one page
        reach += sheet.lines[0].box[1]
    tops = [c for c in sheet.all_cells() if c.kind == "text" and c.box[1] < reach]
    tops = [c for c in tops if is_employer(c.text) and squeeze(c.text) not in people and not c.has_colon]
    tops = [c for c in tops if not _is_in_table(sheet, c)]
    tops = [c for c in tops if not _has_zip(sheet, c)]  # "Denver, CO 80203" ends like a company
    found = False
    for candidate in _before_address(sheet, people):
        found = True
        yield candidate
    for cell in tops:
        stands_out = heads_address(sheet, cell) or _is_large(cell, usual)
        if is_company_ending(cell.text) or (is_company_like(cell.text) and stands_out):
            rank, sureness = (300, 0.93) if is_company_ending(cell.text) else (310, 0.9)
            found = True
            yield Candidate(sheet, cell, tidy(cell.text), rank, sureness)
    first = [c for c in tops if c.line <= 1 and (_is_large(c, usual) or heads_address(sheet, c))]
    named = _first_named_line(sheet)
    first = first or [c for c in tops if c.line == named and is_company_like(c.text) and len(sheet.cells[named]) == 1]
    if not found and first:
        yield Candidate(sheet, first[0], tidy(first[0].text), 320, 0.85)


def _before_address(sheet: Sheet, people: set[str]) -> Iterator[Candidate]:
    """A company with its whole address behind it on one line of the page's head ("Acme Lawn Care, 12 Elm St, …")."""
    for number, line in enumerate(sheet.lines):
        found = _NAME_AND_ADDRESS.match(line.text.replace("\t", " "))
        name = tidy(found["name"]) if found else ""
        if not name or line.box[1] > _TOP * sheet.page.height or not is_employer(name) or squeeze(name) in people:
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


def _is_in_table(sheet: Sheet, cell: Cell) -> bool:
    """Whether a text stands in a row of amounts: customers and jobs are no letterhead."""
    return sum(other.kind == "amount" for other in sheet.cells[cell.line]) > 1


def _is_large(cell: Cell, usual: float) -> bool:
    return cell.box[3] - cell.box[1] > 1.25 * usual
