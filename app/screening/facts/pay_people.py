"""Who is paid where no label says it: by an address, by the dates, by a number or beside the company."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.screening.facts.addresses import heads_address, heads_city, is_city
from app.screening.facts.candidates import Candidate, part_of
from app.screening.facts.labels import squeeze
from app.screening.facts.letterhead import TOP, is_employer
from app.screening.facts.lines import Cell, Sheet
from app.screening.facts.naming import is_company_ending, is_company_like, is_person_name, tidy

_STUB_FOR = re.compile(
    r"(?i)(?:(?:pay ?stub|pay ?slip|(?:pay|earnings|wage) statement|paycheck)(?: for| of)?|(?:employee )?name|employee|"
    r"(?:pay )?(?:to )?(?:the )?order of|pa(?:id|y|yable) to|team member|associate|worker|payee) (.{5,50})"
)
_NUMBERED = re.compile(
    r"(?i)\b(?:emp(?:loyee)?|ee|assoc(?:iate)?|person)\s?(?:#|no\b|num|id\b|code)|\bss(?:n\b|\s?#)|soc\.? ?sec"
    r"|\beecode\b"
)
"""Labels of numbers that only an employee has."""


def addressees(sheet: Sheet) -> Iterator[Candidate]:
    """Names of people that stand on top of a postal address."""
    named = (c for c in sheet.all_cells() if c.kind == "text" and is_person_name(c.text) and not is_city(sheet, c))
    yield from (Candidate(sheet, c, tidy(c.text), 200, 0.9) for c in named if heads_address(sheet, c))


def lone_person(sheet: Sheet, employers: set[str]) -> Iterator[Candidate]:
    """The only person-like text that stands alone on a line of the page's head, next to the dates of the pay."""
    lone = [row[0] for row in sheet.cells if len(row) == 1 and row[0].kind == "text"]
    fit = [c for c in lone if c.box[1] < TOP * sheet.page.height and is_person_name(c.text)]
    fit = [c for c in fit if squeeze(c.text) not in employers and _is_by_dates(sheet, c) and not goes_on(sheet, c)]
    if len(fit) == 1:
        yield Candidate(sheet, fit[0], tidy(fit[0].text), 250, 0.8)


def stub_for(sheet: Sheet) -> Iterator[Candidate]:
    """ "Pay stub for Jane Doe", or "Name Jane Doe" where no gap parts the two."""
    for cell in sheet.all_cells():
        found = _STUB_FOR.fullmatch(cell.text) if cell.kind == "text" else None
        if found and is_person_name(found[1]):
            yield Candidate(sheet, part_of(sheet, cell, found[1]), tidy(found[1]), 190, 0.93)


def beside_numbers(sheet: Sheet) -> Iterator[Candidate]:
    """A person-like text on a line of the page's head that also holds the employee's number or the like."""
    for row in sheet.cells:
        said = " ".join(cell.text for cell in row)
        if row and row[0].box[1] < TOP * sheet.page.height and _NUMBERED.search(said):
            fit = [c for c in row if c.kind == "text" and is_person_name(c.text) and not c.has_colon]
            fit = [c for c in fit if not is_city(sheet, c) and not _is_street(row, c)]
            if len(fit) == 1 and not _NUMBERED.search(fit[0].text):
                yield Candidate(sheet, fit[0], tidy(fit[0].text), 240, 0.85)


def _is_street(row: tuple[Cell, ...], cell: Cell) -> bool:
    """Whether a house's number stands right before a text."""
    before = row[row.index(cell) - 1] if row[0] is not cell else None
    return before is not None and before.kind == "number" and cell.box[0] - before.box[2] < cell.box[3] - cell.box[1]


def beside_company(sheet: Sheet) -> Iterator[tuple[Candidate, Candidate]]:
    """A person-like text that shares its line of the page's head with a company and nothing else, and the company: it
    ends like one, or it holds a word of the trades and has its city with a ZIP code under it."""
    for row in sheet.cells:
        if len(row) != 2 or row[0].box[1] > TOP * sheet.page.height or any(c.kind != "text" for c in row):
            continue
        people = [c for c in row if is_person_name(c.text) and not c.has_colon]
        others = [c for c in row if c not in people and is_employer(c.text)]
        for other in others if len(people) == 1 else []:
            if is_company_ending(other.text) or (is_company_like(other.text) and heads_city(sheet, other)):
                person, company = tidy(people[0].text), tidy(other.text)
                yield Candidate(sheet, people[0], person, 260, 0.8), Candidate(sheet, other, company, 330, 0.85)


def _is_by_dates(sheet: Sheet, cell: Cell) -> bool:
    near = sheet.cells[max(0, cell.line - 1) : cell.line + 2]
    return any(other.kind == "date" for row in near for other in row)


def goes_on(sheet: Sheet, cell: Cell) -> bool:
    """Whether a comma ends the line, so that a city or the like may be run into the name."""
    return cell.text.endswith(",") and cell.box[2] >= sheet.cells[cell.line][-1].box[2]
