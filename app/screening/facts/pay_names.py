"""Who is paid and who pays: names at their labels, else in the letterhead and the address window of a stub."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from app.screening.facts.broken_names import hangs, whole_name
from app.screening.facts.candidates import Candidate, choose, labels_in
from app.screening.facts.labels import all_labels, column_kinds, names, squeeze
from app.screening.facts.layout import below_text
from app.screening.facts.letterhead import is_employer, letterheads
from app.screening.facts.lines import Cell, Sheet, union
from app.screening.facts.naming import (
    is_company_ending,
    is_company_like,
    is_person_name,
    tidy,
)
from app.screening.facts.pay_people import (
    addressees as addressees,  # letters and returns look for them too
)
from app.screening.facts.pay_people import (
    beside_company,
    beside_numbers,
    goes_on,
    lone_person,
    stub_for,
)
from app.screening.verdict import Fact

_BY_PLACE = 240
"""Ranks from which on a name is one only by where it stands."""
_INITIALS = re.compile(r"(?:[A-Z]\.? ?){1,2} ([A-Z][A-Za-z'’-]{2,})")
_NEXT_LABEL = re.compile(r" (?:ID|SSN|EMP|DEPT|EID|Emp|Dept)$")
_LAST_FIRST = re.compile(r"(?i)\(last,? first\b")
_ADDRESS = re.compile(r"(?i), (?:p\.? ?o\.? box|apt|unit|suite)\b.*$")
"""What may follow a name in its cell."""


def name_facts(sheets: list[Sheet]) -> dict[str, Fact]:
    """`employee_name` and `employer_name` of a stub."""
    labels = names("paystub", "text")
    people = _people(sheets, labels["employee_name"])
    employers = _employers(sheets, labels["employer_name"], people)
    if not people and employers:
        people, employers = _alone(sheets[0], employers)
    if not people:
        pairs = list(beside_company(sheets[0]))
        people, employers = [person for person, _ in pairs], employers or [company for _, company in pairs]
    people = [c for c in people if not hangs(c.sheet, c.cell) and not _is_paid_line(c)]
    found = {"employee_name": choose_name(people), "employer_name": choose_name(employers)}
    return {name: fact for name, fact in found.items() if fact}


def _employers(sheets: list[Sheet], labels: dict[str, int], people: list[Candidate]) -> list[Candidate]:
    """Companies at their labels, else those of the letterhead; an "Organization" that is but a part of the company in
    the letterhead is none."""
    found = [c for s in sheets for c in labelled(s, labels, is_employer)]
    heads = list(letterheads(sheets[0], {squeeze(c.value) for c in people}))
    sure = [squeeze(c.value) for c in heads if is_company_ending(c.value)]
    parts = [c for c in found if not is_company_like(c.value)]
    if sure and parts == found and not any(squeeze(c.value) in name for c in parts for name in sure):
        found = []
    return _whole_names(found, heads) or heads


def _alone(sheet: Sheet, employers: list[Candidate]) -> tuple[list[Candidate], list[Candidate]]:
    """The only person of the page's head beside the employers; nobody at all where one stands right over the other,
    most likely a person and what the person works as."""
    people = list(lone_person(sheet, {squeeze(c.value) for c in employers}))
    over = [c.cell for c in employers if is_person_name(c.value)]
    if any(_is_right_under(c.cell, upper) for c in people for upper in over):
        return [], []
    return people, employers


def _people(sheets: list[Sheet], labels: dict[str, int]) -> list[Candidate]:
    """Who is paid, by the first of four ways that finds someone."""
    return (
        [c for s in sheets for c in labelled(s, labels, _is_named)]
        or [c for s in sheets for c in stub_for(s)]
        or _without_letterhead([c for s in sheets for c in addressees(s)])
        or [c for s in sheets for c in beside_numbers(s)]
    )


def _is_right_under(cell: Cell, other: Cell) -> bool:
    return cell.line == other.line + 1 and abs(cell.box[0] - other.box[0]) < cell.box[3] - cell.box[1]


def _is_paid_line(candidate: Candidate) -> bool:
    """Whether a text that no label calls a name is the label of amounts ("Car Allowance   150.00")."""
    beside = candidate.sheet.cells[candidate.cell.line]
    after = next((c for c in beside if c.box[0] >= candidate.cell.box[2]), None)
    return candidate.rank >= _BY_PLACE and after is not None and after.kind == "amount"


def _is_named(text: str) -> bool:
    """Whether a text at a label is a person's name, also with nothing but initials before the surname."""
    found = _INITIALS.fullmatch(text.strip())
    return is_person_name(text) or (found is not None and is_person_name(f"Ann {found[1]}"))


def _whole_names(named: list[Candidate], heads: list[Candidate]) -> list[Candidate]:
    """Names at labels; one that a narrow cell cut short is the letterhead's, which begins with it."""
    full = [h for h in heads if is_company_ending(h.value)]
    return [
        next((replace(h, rank=c.rank) for h in full if squeeze(h.value).startswith(squeeze(c.value))), c) for c in named
    ]


def _without_letterhead(found: list[Candidate]) -> list[Candidate]:
    """Of two address blocks, one of them set larger at the very top, only the other is a person's."""
    if len({squeeze(c.value) for c in found}) == 2 and found[0].cell.line <= 1:
        tall = found[0].cell.box[3] - found[0].cell.box[1]
        rest = [c for c in found if squeeze(c.value) != squeeze(found[0].value)]
        return rest if all(tall > 1.25 * (c.cell.box[3] - c.cell.box[1]) for c in rest) else found
    return found


def choose_name(candidates: list[Candidate]) -> Fact | None:
    """Like `choose`, with names that differ only in case or punctuation counted as one."""
    first: dict[str, str] = {}
    for candidate in candidates:
        first.setdefault(squeeze(candidate.value), candidate.value)
    return choose(Candidate(c.sheet, c.cell, first[squeeze(c.value)], c.rank, c.sureness) for c in candidates)


def labelled(sheet: Sheet, ranks: dict[str, int], fits: Callable[[str], bool]) -> Iterator[Candidate]:
    """Fitting texts at a label: to its right after a colon; without one below it first when it heads a column."""
    for _, rank, _, label in labels_in(sheet, {"": ranks}):
        if _is_in_table(sheet, label):
            continue
        right, under = _right_text(sheet, label), below_text(sheet, label, 3)
        heads_column = right is not None and below_text(sheet, right) is not None and not label.has_colon
        under = _spread(sheet, label, under, fits)
        right = _without_next(right)
        if heads_column and right and under and is_company_ending(right.text) and not is_company_ending(under.text):
            heads_column = False
        for part in (under, right) if heads_column else (right, under):
            cell = whole_name(sheet, part, label) if part is not None else None
            cell = replace(cell, text=_ADDRESS.sub("", cell.text)) if cell is not None else None
            if (
                cell is not None
                and fits(cell.text)
                and not goes_on(sheet, cell)
                and squeeze(cell.text) not in all_labels()
            ):
                yield Candidate(sheet, cell, tidy(cell.text), rank, 0.97)
                break


def _is_in_table(sheet: Sheet, label: Cell) -> bool:
    """Whether a label heads a table beside "YTD", or its line is one of amounts ("401(k) Employer  173.60")."""
    row = sheet.cells[label.line]
    after = row[row.index(label) + 1 : row.index(label) + 2]
    heads = any("ytd" in column_kinds(cell.text) for cell in row if cell.kind == "text")
    return any(c.kind == "amount" for c in after) or (heads and squeeze(label.text) == "name")


def _without_next(cell: Cell | None) -> Cell | None:
    """A value without the label of the next one, which a recogniser or a narrow gap may run into it ("JANE DOE ID",
    "DOE, JANE M PAY PERIOD NO.")."""
    words = cell.text.split() if cell and not is_person_name(cell.text) else []
    cuts = [at for at in range(2, len(words)) if squeeze(" ".join(words[at:])) in all_labels()]
    short = _NEXT_LABEL.search(cell.text) if cell else None
    kept = cell.text[: short.start()] if cell and short else " ".join(words[: cuts[0]]) if cuts else ""
    if cell is None or not kept:
        return cell
    x0, y0, x1, y1 = cell.box
    return replace(cell, text=kept, box=(x0, y0, x0 + (x1 - x0) * len(kept) / len(cell.text), y1))


def _spread(sheet: Sheet, label: Cell, under: Cell | None, fits: Callable[[str], bool]) -> Cell | None:
    """What stands under a label; a name that wide gaps part is put together up to the next heading. A heading that says
    so ("Name (Last, First, MI)") tells which word is the surname."""
    if under is None:
        return None
    text = under.text
    if not fits(text) and not under.has_colon:
        ends = [c.box[0] for c in sheet.cells[label.line] if c.box[0] > label.box[2]]
        right = min(ends, default=0.0)
        parts = [c for c in sheet.cells[under.line] if c.kind == "text" and under.box[0] <= c.box[0] < right]
        text = " ".join(c.text for c in parts) or text
        under = replace(under, box=union(c.box for c in parts)) if parts else under
    if _LAST_FIRST.search(label.text) and "," not in text and " " in text:
        text = text.replace(" ", ", ", 1)
    return replace(under, text=text)


def _right_text(sheet: Sheet, label: Cell) -> Cell | None:
    row = sheet.cells[label.line]
    after = row[row.index(label) + 1 :]
    if len(after) > 1 and after[0].kind == "number":  # the employee's number before the name
        after = after[1:]
    return after[0] if after and after[0].kind == "text" and not after[0].has_colon else None
