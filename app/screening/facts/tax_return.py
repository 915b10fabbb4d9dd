"""Tax forms: W-2, 1099 and 1040, by the numbered boxes and lines that they all share.

Contract fields: form ("W-2", "1099-NEC", "1099-MISC", "1099-R", "1099-INT", "1099-K", "1099-G", "SSA-1099",
"1040"), tax_year, person_name, employer_name (the payer on a 1099), wages, adjusted_gross_income, federal_tax_withheld.

Further fields: `nonemployee_compensation` (1099-NEC: gross receipts, not income), `pension_gross`, `net_profit`
(Schedule C), `total_income`, and of the W-2 `social_security_wages`, `medicare_wages`, `social_security_withheld`,
`medicare_withheld`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.screening.facts.amounts import money, parse_amount
from app.screening.facts.candidates import Candidate, choose, fact_of, labels_in
from app.screening.facts.labels import names, squeeze
from app.screening.facts.layout import below, right_of
from app.screening.facts.lines import Cell, Sheet
from app.screening.facts.naming import can_be_company, is_person_name
from app.screening.facts.pay_names import choose_name
from app.screening.facts.tax_names import names_at
from app.screening.verdict import Fact

_FORMS = (
    ("1099-NEC", re.compile(r"1099-?NEC|nonemployee compensation", re.I)),
    ("1099-MISC", re.compile(r"1099-?MISC|miscellaneous (?:income|information)", re.I)),
    ("SSA-1099", re.compile(r"SSA-?1099", re.I)),
    ("1099-R", re.compile(r"1099-?R\b", re.I)),
    ("1099-INT", re.compile(r"1099-?INT", re.I)),
    ("1099-K", re.compile(r"1099-?K\b", re.I)),
    ("1099-G", re.compile(r"1099-?G\b", re.I)),
    ("W-2", re.compile(r"\bW-?2\b(?!\s*G)|wage and tax statement", re.I)),
    ("1040", re.compile(r"\b1040(?:-?SR)?\b|individual income tax return", re.I)),
)
_ORDER = (
    re.compile(r"\b1040(?:-?SR)?\b.*individual income tax return|individual income tax return.*\b1040", re.I | re.S),
)
_YEAR = re.compile(r"(?<![\d/$,.-])(20[0-4]\d)(?![\d/,.-])")


def read_tax_return(sheets: list[Sheet]) -> dict[str, Fact]:
    """The facts of one form."""
    form = form_of(sheets)
    if form is None:
        return {}
    facts = {"form": form}
    group = "w2" if form.value == "W-2" else "form_1040" if form.value == "1040" else "form_1099"
    facts.update(_amounts(sheets, group))
    year = _tax_year(sheets, str(form.value))
    if year:
        facts["tax_year"] = year
    facts.update(_names(sheets, group))
    return facts


def form_of(sheets: list[Sheet]) -> Fact | None:
    """Which form the pages are; a 1040 mentions W-2 in its lines, so its full title goes first."""
    for sheet in sheets:
        if any(title.search(sheet.text) for title in _ORDER):
            return _named(sheet, "1040", _FORMS[-1][1])
    for form, words in _FORMS:
        for sheet in sheets:
            if words.search(sheet.text):
                return _named(sheet, form, words)
    return None


def _named(sheet: Sheet, form: str, words: re.Pattern[str]) -> Fact | None:
    for number, line in enumerate(sheet.lines):
        if found := words.search(line.text):
            box = line.box_of(*found.span())
            cell = Cell("text", found.group(), form, box, line.confidence_of(*found.span()), number)
            return fact_of(sheet, cell, form, 0.97)
    return None


def _tax_year(sheets: list[Sheet], form: str) -> Fact | None:
    """The year that stands alone or beside the form's name; when several such years differ, none is reported."""
    found: list[Candidate] = []
    for sheet in sheets:
        for number, line in enumerate(sheet.lines):
            for year in _YEAR.finditer(line.text):
                rank = _year_rank(line.text, year, form)
                if rank is not None:
                    cell = Cell(
                        "text", year[1], year[1], line.box_of(*year.span()), line.confidence_of(*year.span()), number
                    )
                    found.append(Candidate(sheet, cell, year[1], rank, 0.96))
    return choose(found)


def _year_rank(text: str, year: re.Match[str], form: str) -> int | None:
    around = re.sub(
        r"[^a-z0-9]+",
        " ",
        (text[max(0, year.start() - 60) : year.start()] + " # " + text[year.end() : year.end() + 60]).lower(),
    )
    if re.search(r"rev |omb|copyright|due|april|january|after", around):
        return 40 if "omb" in around and "rev" not in around else None
    if (
        "tax year" in around
        or "calendar year" in around
        or squeeze(form) in squeeze(text)
        or "statement" in around
        or "return" in around
    ):
        return 0
    cells = [part.strip() for part in text.split("\t")]
    return 10 if year[1] in cells else None


def _amounts(sheets: list[Sheet], group: str) -> dict[str, Fact]:
    fields = names("tax_return", group)
    found: dict[str, list[Candidate]] = {name: [] for name in fields}
    for sheet in sheets:
        for field, rank, _, label in labels_in(sheet, fields):
            for cell, value in _values(sheet, label, group):
                found[field].append(Candidate(sheet, cell, value, rank, 0.96))
        if group == "form_1040":
            for field, cell, value in _long_lines(sheet, fields):
                found[field].append(Candidate(sheet, cell, value, 30, 0.94))
    return {name: fact for name, candidates in found.items() if (fact := choose(candidates))}


def _values(sheet: Sheet, label: Cell, group: str) -> list[tuple[Cell, str]]:
    """The amount of a box: to the right of its title when that is the only one, else under it; on a 1040 at the
    line's end."""
    beside = [found for cell, _ in right_of(sheet, label) if (found := _amount(cell, group))]
    under = [found for cell in below(sheet, label, 2) if (found := _amount(cell, group))]
    if group == "form_1040":
        return beside[-1:]
    return (under[:1] or beside[:1]) if len(beside) <= 1 else under[:1]


def _amount(cell: Cell, group: str) -> tuple[Cell, str] | None:
    if cell.kind == "amount":
        return cell, cell.value
    whole = parse_amount(cell.text, whole=True) if cell.kind == "number" and group == "form_1040" else None
    return (cell, money(whole)) if whole is not None and len(cell.text.strip()) > 2 else None


def _long_lines(sheet: Sheet, fields: dict[str, dict[str, int]]) -> Iterator[tuple[str, Cell, str]]:
    """Lines of a 1040 whose wording goes on around the label ("11 Subtract line 10 from line 9. This is your
    adjusted gross income … 11 78,000")."""
    wanted = (
        ("adjusted_gross_income", "adjustedgrossincome"),
        ("wages", "formsw2box1"),
        ("net_profit", "netprofitorloss"),
    )
    for row, line in zip(sheet.cells, sheet.lines, strict=True):
        said = squeeze(line.text)
        amounts = [found for cell in row if (found := _amount(cell, "form_1040"))]
        for field, words in wanted:
            if words in said and field in fields and amounts and amounts[-1][0] is row[-1]:
                yield field, *amounts[-1]


def _names(sheets: list[Sheet], group: str) -> dict[str, Fact]:
    labels = names("tax_return", "text")
    people = [
        *names_at(sheets, labels["person_name"], is_person_name),
        *names_at(sheets, labels["recipient_name"], is_person_name),
    ]
    employers = [
        *names_at(sheets, labels["employer_name"], can_be_company),
        *names_at(sheets, labels["payer_name"], can_be_company),
    ]
    if group == "form_1040":
        people, employers = (
            list(names_at(sheets, labels["proprietor_name"], is_person_name)) or list(_filer(sheets)),
            [],
        )
    found = {"person_name": choose_name(people), "employer_name": choose_name(employers)}
    return {name: fact for name, fact in found.items() if fact}


def _filer(sheets: list[Sheet]) -> Iterator[Candidate]:
    """The filer of a 1040: first names and last name stand under two titles on one line."""
    for sheet in sheets:
        for _, rank, _, first in labels_in(sheet, {"": names("tax_return", "text")["first_name"]}):
            row = sheet.cells[first.line + 1] if first.line + 1 < len(sheet.cells) else ()
            words = [cell for cell in row if cell.kind == "text"][:2]
            full = " ".join(cell.text for cell in words)
            if words and is_person_name(full):
                box = (words[0].box[0], words[0].box[1], words[-1].box[2], words[-1].box[3])
                cell = Cell("text", full, full, box, min(cell.confidence for cell in words), first.line + 1)
                yield Candidate(sheet, cell, full, rank, 0.92)
