"""Employment letters: free prose or a short form, saying who works where, as what, since when, for how much.

Contract fields: employee_name, employer_name, job_title, annual_salary, start_date, letter_date.

`annual_salary` is what the letter says a year is; monthly, semimonthly, biweekly, weekly and hourly pay is
converted only where its unit (and for hourly pay the weekly hours) is printed, and its `text` shows the original.
Further fields: `pay_amount`, `pay_unit` (year, month, semimonthly, biweekly, week, hour), `weekly_hours`,
`start_month` ("2021-03", when no day is given), `employment_ended` ("yes" when the letter speaks of past employment).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.screening.facts.candidates import Candidate, choose, labels_in
from app.screening.facts.dates import find_dates
from app.screening.facts.labels import names
from app.screening.facts.letter_columns import without_side_column
from app.screening.facts.letter_day import letter_day
from app.screening.facts.letter_form import is_label, is_paired, signed_days, title_at
from app.screening.facts.letter_names import letter_names
from app.screening.facts.letter_pay import pay_facts
from app.screening.facts.lines import Cell, Sheet
from app.screening.facts.naming import tidy
from app.screening.facts.pay_dates import dates_at
from app.screening.facts.phrasing import phrase, titles
from app.screening.facts.prose import Prose, all_prose
from app.screening.facts.spelled_dates import find_spelled
from app.screening.verdict import Fact

_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_MONTH_ONLY = re.compile(rf"\b(?P<m>{'|'.join(_MONTHS)}),? (?P<y>(?:19|20)\d\d)\b", re.I)
_NO_TITLE = re.compile(
    r"\bof (?:this|the) (?:letter|date)|(?:employee|member|result)$"
    r"|^(?:(?:hard|good|great|valued|excellent|time) )*worker$",
    re.I,
)
_NEXT_LABEL = re.compile(r"[.;,] [A-Z][\w ]{2,20}$")
"""The label of the next sentence, behind a title ("Clerk. Contract:")."""
_LONGEST = 10
"""Words of a title at a label; a sentence under a numbered heading ("1. Position") has more."""
_LEAD = 180
"""Letters before a day, in which its sentence says what it is."""
_BELOW = "signature"
"""What a day at or below the signature is collected as."""
_SIGNED = 90
"""The rank of the day beside a signature: any label of the letter's own day tells more."""
_ABOUT = re.compile(
    r"(?i)(?<= )(?:(?:on or )?(?:about|around|approximately)|(?:mon|tues|wednes|thurs|fri|satur|sun)day,?) $"
)
_PRESENT = re.compile(r"^\s*(?:to|until|through|-|–|till)\s*(?:the )?(?:present|date|today|now|current)", re.I)


def read_employment_letter(sheets: list[Sheet]) -> dict[str, Fact]:
    """The facts of one letter."""
    sheets = without_side_column(sheets)
    pages = list(all_prose(sheets))
    facts, signed = _labelled(sheets)
    for name, fact in (*_start_facts(pages), *_days(sheets), *signed.items(), *_title(pages), *_ended(pages)):
        facts.setdefault(name, fact)
    facts.update(pay_facts(sheets, pages))
    facts.update(letter_names(sheets, pages))
    if "start_date" in facts:
        facts.pop("start_month", None)
    return facts


def _labelled(sheets: list[Sheet]) -> tuple[dict[str, Fact], dict[str, Fact]]:
    """What stands at labels, and, apart, the day at a label beside or below a signature."""
    found: dict[str, list[Candidate]] = {"start_date": [], "letter_date": [], "job_title": [], _BELOW: []}
    for sheet in sheets:
        signed = _signature_line(sheet)
        for field, candidate in (*_labelled_days(sheet, signed), *_labelled_titles(sheet, signed)):
            found[field].append(candidate)
        found[_BELOW] += [Candidate(sheet, cell, cell.value, _SIGNED, 0.9) for cell in signed_days(sheet)]
    signature = choose(found.pop(_BELOW))
    facts = {name: fact for name, candidates in found.items() if (fact := choose(candidates))}
    return facts, {"letter_date": signature} if signature else {}


def _labelled_days(sheet: Sheet, signed: int) -> Iterator[tuple[str, Candidate]]:
    """The day at each label with its field: `start_date`, `letter_date`, or `_BELOW` for a letter's day from the line
    `signed` on."""
    for field, rank, _, label in labels_in(sheet, names("employment_letter", "date")):
        if phrase("signed_by_others").search(sheet.lines[label.line].text):
            continue
        is_below = field == "letter_date" and label.line >= signed
        if is_below and _is_accepted(sheet, label):
            continue
        for cell in dates_at(sheet, label)[:1]:
            yield _BELOW if is_below else field, Candidate(sheet, cell, cell.value, rank, 0.97)


def _labelled_titles(sheet: Sheet, signed: int) -> Iterator[tuple[str, Candidate]]:
    """The `job_title` at each label of a form above the line `signed`."""
    for _, rank, _, label in labels_in(sheet, {"": names("employment_letter", "text")["job_title"]}):
        title = title_at(sheet, label)
        if title is None or not _is_of_form(sheet, label) or label.line >= signed:
            continue
        said = _NEXT_LABEL.sub("", title.text) if title.has_colon else title.text
        is_only_label = title.has_colon and said == title.text
        if len(said.split()) <= _LONGEST and not is_only_label:
            yield "job_title", Candidate(sheet, title, _job_title(said), rank, 0.95)


def _is_of_form(sheet: Sheet, label: Cell) -> bool:
    """Whether a label stands in a form, and is no word of a sentence."""
    row = sheet.cells[label.line]
    return label.has_colon or len(row) == 2 or all(is_label(cell) for cell in row) or is_paired(row)


def _is_accepted(sheet: Sheet, label: Cell) -> bool:
    """Whether a day stands where the employee accepts an offer."""
    near = " ".join(line.text for line in sheet.lines[max(0, label.line - 3) : label.line + 1])
    return re.search(r"(?i)\b(?:accept|acknowledg|agreed)", near) is not None


def _signature_line(sheet: Sheet) -> int:
    """The first line of the signature; the title below it is that of whoever signs."""
    signed, others = phrase("signature"), phrase("signed_by_others")
    lines = (n for n, line in enumerate(sheet.lines) if signed.search(line.text) and not others.search(line.text))
    return next(lines, len(sheet.lines))


def _job_title(text: str) -> str:
    """A title without the full stop of its sentence."""
    return tidy(text).removesuffix(".")


def _start_facts(pages: list[Prose]) -> Iterator[tuple[str, Fact]]:
    """The day that words like "since" lead up to; when two different days are led up to, none is the start."""
    days: list[tuple[str, Fact]] = []
    for prose in pages:
        for start, end, day in (*find_dates(prose.text), *find_spelled(prose.text)):
            if _leads_up(prose, start) or _PRESENT.match(prose.text[end:]):
                days.append((day.isoformat(), prose.fact(day.isoformat(), start, end, 0.97)))
        for month in _MONTH_ONLY.finditer(prose.text):
            if _leads_up(prose, month.start()):
                value = f"{month['y']}-{_MONTHS.index(month['m'].lower()) + 1:02d}"
                yield "start_month", prose.fact(value, month.start(), month.end(), 0.95)
    if len({value for value, _ in days}) == 1:
        yield "start_date", days[0][1]


def _leads_up(prose: Prose, start: int) -> bool:
    """Whether the words before an offset say that the work began then."""
    lead = _ABOUT.sub("", prose.text[max(0, start - _LEAD, prose.after_heading(start)) : start])
    return bool(phrase("since", before=True).search(lead)) and not phrase("away").search(lead)


def _days(sheets: list[Sheet]) -> Iterator[tuple[str, Fact]]:
    for fact in letter_day(sheets):
        yield "letter_date", fact


def _title(pages: list[Prose]) -> Iterator[tuple[str, Fact]]:
    for prose in pages:
        for form in titles():
            if found := form.search(prose.text):
                title = _job_title(found["t"])
                if len(title.split()) <= 7 and not _NO_TITLE.search(title):
                    yield "job_title", prose.fact(title, found.start("t"), found.start("t") + len(found["t"]), 0.92)
                    return


def _ended(pages: list[Prose]) -> Iterator[tuple[str, Fact]]:
    for prose in pages:
        if found := phrase("ended").search(prose.text):
            yield "employment_ended", prose.fact("yes", found.start(), found.end(), 0.9)
            return
