"""Tax forms: W-2, 1099 and 1040, by the numbered boxes and lines that they all share.

Contract fields: form ("W-2", "1099-NEC", "1099-MISC", "1099-R", "1099-INT", "1099-DIV", "1099-K", "1099-G",
"SSA-1099", "1040", "Schedule C"), tax_year, person_name, employer_name (the payer on a 1099), wages,
adjusted_gross_income, federal_tax_withheld.

Further fields: `nonemployee_compensation` (1099-NEC: gross receipts, not income), `pension_gross`,
`distribution_code` (1099-R), `benefits` (SSA-1099, box 5), `net_profit` and `gross_receipts` (Schedule C),
`total_income`, and of the W-2 `social_security_wages`, `medicare_wages`, `social_security_withheld`,
`medicare_withheld`.
"""

from __future__ import annotations

import re
from statistics import median

from app.screening.facts.candidates import Candidate, choose, fact_of, labels_in
from app.screening.facts.labels import all_labels, names, squeeze
from app.screening.facts.layout import below, right_of
from app.screening.facts.layout_boxes import amount_in_box
from app.screening.facts.lines import Cell, Sheet
from app.screening.facts.naming import can_be_company, is_person_name
from app.screening.facts.pay_names import choose_name
from app.screening.facts.tax_code import distribution_code
from app.screening.facts.tax_issuers import filer, holder, issuer, lettered
from app.screening.facts.tax_lines import end_of_line, lined_amounts, whole_amount
from app.screening.facts.tax_names import names_at
from app.screening.verdict import Box, Fact

_FORMS = (
    ("1099-NEC", re.compile(r"1099-?NEC|nonemployee compensation", re.I)),
    ("1099-MISC", re.compile(r"1099-?MISC|miscellaneous (?:income|information)", re.I)),
    ("SSA-1099", re.compile(r"SSA-?1099", re.I)),
    ("1099-R", re.compile(r"1099-?R\b", re.I)),
    ("1099-INT", re.compile(r"1099-?INT", re.I)),
    ("1099-K", re.compile(r"1099-?K\b", re.I)),
    ("1099-G", re.compile(r"1099-?G\b", re.I)),
    ("1099-DIV", re.compile(r"1099-?DIV", re.I)),
    ("W-2", re.compile(r"\bW-?2\b(?!\s*G)|wage and tax statement", re.I)),
    ("1040", re.compile(r"\b1040(?:-?SR)?\b|individual income tax return", re.I)),
)
_TITLES = (
    (
        "1040",
        re.compile(
            r"\b1040(?:-?SR)?\b.*(?:individual income tax return|income tax return for seniors)"
            r"|individual income tax return.*\b1040"
            r"|form\s1040(?:-?SR)?\s\(20\d\d\)[^\n]*\spage\s2|form number:\s+1040",
            re.I | re.S,
        ),
        _FORMS[-1][1],
    ),
    (
        "Schedule C",
        re.compile(
            r"schedule\sc\b.*profit or loss from business|profit or loss from business.*schedule\sc", re.I | re.S
        ),
        re.compile(r"schedule\sc\b|profit or loss from business", re.I),
    ),
)
"""Forms that mention others in their lines are known by their full title."""
_BROKERS = ("1099-INT", "1099-DIV")
_GROUPS = {"W-2": "w2", "1040": "form_1040", "Schedule C": "schedule_c"}
_LINED = frozenset({"form_1040", "schedule_c"})
"""Forms of numbered lines with the amount at the right edge; the others are made of boxes."""
_YEAR = re.compile(r"(?<![\d/$,.-])(20[0-4]\d)(?![\d/,.-])")
_OTHER_YEAR = re.compile(r"applied|estimated|carr(?:y|ied)|prior year", re.I)
"""What tells of another year than the form's."""
_OF_BENEFITS = re.compile(r"(?:benefits paid in|net benefits for)\s$", re.I)
"""What stands before the year in the boxes of an SSA-1099."""
_LARGE = 1.5
"""How much larger than the usual line the year of a form is set."""
_ENDING = re.compile(r"tax\s+period\s+ending:?\s+dec(?:\.|ember)?\s31,?\s$", re.I)
"""How a transcript of the tax office names the year."""


def read_tax_return(sheets: list[Sheet]) -> dict[str, Fact]:
    """The facts of one form."""
    form = form_of(sheets)
    if form is None:
        return {}
    facts = {"form": form}
    group = _GROUPS.get(str(form.value), "form_1099")
    facts.update(_amounts(sheets, group))
    year = _tax_year(sheets, str(form.value))
    if year:
        facts["tax_year"] = year
    facts.update(_names(sheets, group))
    if form.value == "1099-R" and (code := distribution_code(sheets)):
        facts["distribution_code"] = code
    return facts


def starts_another(before: list[Sheet], sheet: Sheet) -> bool:
    """Whether a page of a tax form belongs to another form than the pages before it: another kind of form, or the
    same kind with other amounts or another payer. Copies of one form and schedules behind a 1040 do not.
    """
    mine, theirs = read_tax_return([sheet]), read_tax_return(before)
    if "form" not in mine or "form" not in theirs or theirs["form"].value in ("1040", "Schedule C"):
        return "form" in mine and "form" in theirs and mine["form"].value not in ("1040", "Schedule C")
    if mine["form"].value != theirs["form"].value:
        return True
    told = set(mine) & set(theirs) - {"form", "person_name", "employer_name"}
    return any(mine[name].value != theirs[name].value for name in told)


def form_of(sheets: list[Sheet]) -> Fact | None:
    """Which form the pages are; a 1040 mentions W-2 in its lines, so full titles go first."""
    for form, title, words in _TITLES:
        for sheet in sheets:
            if title.search(sheet.text):
                return _named(sheet, form, words)
    for form, words in _FORMS:
        for sheet in sheets:
            if words.search(sheet.text):
                return _named(sheet, *_first_of_brokers(sheet, form, words))
    return None


def _first_of_brokers(sheet: Sheet, form: str, words: re.Pattern[str]) -> tuple[str, re.Pattern[str]]:
    """A broker prints dividends and interest on one page: such a page is the form that it names first."""
    named = [(found.start(), kind) for kind in _BROKERS if (found := dict(_FORMS)[kind].search(sheet.text))]
    first = min(named)[1] if form in _BROKERS or len(named) == len(_BROKERS) else form
    return first, dict(_FORMS).get(first, words)


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
                rank = 0 if _ENDING.search(line.text[: year.start()]) else _year_rank(line.text, year, form)
                box = line.box_of(*year.span())
                if rank is None and _is_large(sheet, box) and not _OTHER_YEAR.search(line.text):
                    rank = 20
                if rank is not None:
                    cell = Cell("text", year[1], year[1], box, line.confidence_of(*year.span()), number)
                    found.append(Candidate(sheet, cell, year[1], rank, 0.96))
    return choose(found)


def _is_large(sheet: Sheet, box: Box) -> bool:
    """Whether a text is set as large as only the titles of a form are."""
    return box[3] - box[1] > _LARGE * median(word.box[3] - word.box[1] for word in sheet.page.words)


def _year_rank(text: str, year: re.Match[str], form: str) -> int | None:
    around = re.sub(
        r"[^a-z0-9]+",
        " ",
        (text[max(0, year.start() - 60) : year.start()] + " # " + text[year.end() : year.end() + 60]).lower(),
    )
    if _OTHER_YEAR.search(around):
        return None
    if re.search(r"rev |omb|copyright|due|april|january|after", around):
        return 40 if "omb" in around and "rev" not in around else None
    if (
        _OF_BENEFITS.search(text[: year.start()])
        or "tax year" in around
        or "calendar year" in around
        or squeeze(form) in squeeze(text)
        or "statement" in around
        or "form 1099" in around
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
        if group in _LINED:
            for field, cell, value in lined_amounts(sheet, fields):
                found[field].append(Candidate(sheet, cell, value, 30, 0.94))
    return {name: fact for name, candidates in found.items() if (fact := choose(candidates))}


def _values(sheet: Sheet, label: Cell, group: str) -> list[tuple[Cell, str]]:
    """The amount of a box: to the right of its title when that is the only one, else under it; on a 1040 at the
    line's end."""
    beside = [found for cell, _ in right_of(sheet, label) if (found := _amount(cell, group))]
    if group in _LINED:
        return beside[-1:] or end_of_line(sheet, label)
    under = [found for cell in below(sheet, label, 2) if (found := _amount(cell, group))][:1]
    if not under and not beside and (boxed := amount_in_box(sheet, label)):
        under = [(boxed, boxed.value)]
    return (under or beside) if len(beside) <= 1 else under


def _amount(cell: Cell, group: str) -> tuple[Cell, str] | None:
    return whole_amount(cell) if group in _LINED else (cell, cell.value) if cell.kind == "amount" else None


def _names(sheets: list[Sheet], group: str) -> dict[str, Fact]:
    labels = names("tax_return", "text")
    people = [
        *names_at(sheets, labels["person_name"], is_person_name),
        *names_at(sheets, labels["recipient_name"], is_person_name),
    ]
    employers = [
        *names_at(sheets, labels["employer_name"], _can_pay),
        *names_at(sheets, labels["payer_name"], _can_pay),
    ]
    if group in _LINED:
        ways = [names_at(sheets, labels[name], is_person_name) for name in ("proprietor_name", "filer_name")]
        people = next((some for way in ways if (some := list(way))), []) or list(filer(sheets))
        employers = []
    elif group == "w2":
        people, employers = people or list(lettered(sheets, "e")), employers or list(lettered(sheets, "c"))
    elif group == "form_1099" and not employers:
        people, employers = people or list(holder(sheets[0])), list(issuer(sheets[0]))
    found = {"person_name": choose_name(people), "employer_name": choose_name(employers)}
    return {name: fact for name, fact in found.items() if fact}


def _can_pay(text: str) -> bool:
    """What stands first in the box of an employer or payer is the name, also one of ordinary words ("STATE TEACHERS
    RETIREMENT")."""
    plain = re.fullmatch(r"[A-Z][A-Z&'’.,-]*(?: [A-Z&][A-Z&'’.,-]*){1,6}", text) and squeeze(text) not in all_labels()
    return can_be_company(text) or bool(plain)
