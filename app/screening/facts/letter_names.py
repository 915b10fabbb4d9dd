"""Whom a letter is about and who writes it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from statistics import median

from app.screening.facts.candidates import Candidate
from app.screening.facts.labels import names, squeeze
from app.screening.facts.layout import step_between
from app.screening.facts.letter_form import run_on_companies, run_on_names
from app.screening.facts.letterhead import is_employer, letterheads
from app.screening.facts.lines import Sheet
from app.screening.facts.naming import is_company_ending, is_company_like, is_person_name, tidy, word_list
from app.screening.facts.pay_names import addressees, choose_name, labelled
from app.screening.facts.phrasing import leads, phrase
from app.screening.facts.prose import Prose
from app.screening.verdict import Fact

_DEAR = re.compile(r"\b(?:Dear|Hi|Hello) ((?:[A-Z][\w'’.-]*\s?){1,4})")
_DEGREE = re.compile(r",? (?:M\.?D|D\.?O|R\.?N|Ph\.?D|CPA|J\.?D|Esq|D\.?D\.?S|N\.?P|MBA)\.?$")
"""A degree behind a name, which looks like the state behind a city."""
_OFFICE = re.compile(r"(?i)^[\w /&]*\b(?:manager|director|owner|president|officer|recruiter|administrator|partner), ")
"""The office of whoever signs, before the company."""
_LARGE = 1.25
"""How much larger than the usual line a letterhead is set."""
_INSTITUTION = re.compile(r"\b(?:University|College|Hospital|Institute|School District|Health Science Center)\b")
_HEAD = 4
"""Lines of a letter's head in which an institution stands under its department."""
_APART = 1.3
"""Line pitches above which a new paragraph begins."""
_NICKNAME = re.compile(r"[\"“(]\w+[\"”)]")
_HONORIFIC = re.compile(r"^(?:(?:Mr|Mrs|Ms|Miss|Mx|Dr|Rev|Prof)\b\.?(?: ?/ ?)?\s?)+(?<=[\s.])")


def letter_names(sheets: list[Sheet], pages: list[Prose]) -> dict[str, Fact]:
    """`employee_name` and `employer_name` of a letter; a name that the letter contradicts is left out."""
    labels = names("employment_letter", "text")
    people = [c for s in sheets for c in labelled(s, labels["employee_name"], is_person_name)]
    people = [replace(c, value=_HONORIFIC.sub("", c.value)) for c in people]
    people = people or [c for s in sheets for c in run_on_names(s)]
    companies = [c for s in sheets for c in labelled(s, labels["employer_name"], is_employer)]
    companies = companies or [c for s in sheets for c in run_on_companies(s)]
    persons = [squeeze(name) for name in (*(c.value for c in people), *(fact.text for fact in _people(pages)))]
    found = {
        "employee_name": choose_name(people) or next(_people(pages), None) or _addressee(sheets, pages),
        "employer_name": choose_name(companies) or _company(sheets, pages, persons),
    }
    return {name: fact for name, fact in found.items() if fact}


def _people(pages: list[Prose]) -> Iterator[Fact]:
    for prose in pages:
        for form in (*leads("person_leads"), *leads("parties"), *leads("recommended")):
            for match in form.finditer(prose.text):
                said = _HONORIFIC.sub("", tidy(match["n"]))
                name = tidy(_NICKNAME.sub(" ", said))
                if is_person_name(name):
                    yield prose.fact(name, match.end("n") - len(said), match.end("n"), 0.94)


def _addressee(sheets: list[Sheet], pages: list[Prose]) -> Fact | None:
    """Whom an offer is addressed to: the name on the address that the salutation repeats in part."""
    if not any(phrase("to_employee").search(prose.text) for prose in pages):
        return None
    full = _greeted_in_full(pages)
    if len(full) == 1:
        said, fact = next(iter(full.items()))
        return _longer_name(sheets[0], said) or fact
    greeted = _greeted_words(pages)
    known = [replace(c, value=_HONORIFIC.sub("", c.value)) for c in addressees(sheets[0])]
    if not greeted and len({squeeze(c.value) for c in known}) == 1:
        return choose_name(known)
    lines = (c for sheet in sheets for c in _lone_names(sheet))
    return choose_name(_sharing_a_word(known, greeted) or _sharing_a_word(lines, greeted))


def _greeted_in_full(pages: list[Prose]) -> dict[str, Fact]:
    """The salutations that could be a person's whole name, by that name squeezed."""
    return {
        squeeze(name): prose.fact(name, found.start(1), found.end(1), 0.9)
        for prose in pages
        for found in _DEAR.finditer(prose.text)
        if is_person_name(name := _HONORIFIC.sub("", tidy(found[1])))
    }


def _greeted_words(pages: list[Prose]) -> set[str]:
    return {squeeze(word) for prose in pages for found in _DEAR.finditer(prose.text) for word in found[1].split()}


def _longer_name(sheet: Sheet, said: str) -> Fact | None:
    """The name that ends in the one greeted: "Dear Ms. Dela Cruz" may greet by the last name alone."""
    return choose_name([c for c in _lone_names(sheet) if squeeze(c.value).endswith(said) and squeeze(c.value) != said])


def _sharing_a_word(candidates: Iterable[Candidate], greeted: set[str]) -> list[Candidate]:
    return [c for c in candidates if {*map(squeeze, c.value.split())} & greeted]


def _lone_names(sheet: Sheet) -> Iterator[Candidate]:
    """Names of people that have a line or a place on it to themselves, whatever address or degree follows."""
    for cell in sheet.all_cells():
        name = _HONORIFIC.sub("", tidy(_DEGREE.sub("", cell.text)))
        if cell.kind == "text" and is_person_name(name) and not _DEAR.match(cell.text):
            yield Candidate(sheet, cell, name, 210, 0.88)


def _company(sheets: list[Sheet], pages: list[Prose], persons: list[str]) -> Fact | None:
    """The employer in the prose; the letterhead alone where the prose names none, and for the spelling where both
    agree."""
    heads = [c for c in letterheads(sheets[0], set()) if _is_firm(c, persons)] or list(
        _repeated(sheets[0], pages, persons)
    )
    heads = [replace(c, value=_OFFICE.sub("", c.value)) for c in heads]
    for prose, name, start in _companies(pages, persons):
        twin = _twin(heads, name)
        if twin:
            return twin.fact(0.97)
        return prose.fact(name, start, start + len(name), 0.93)
    heads = [head for head in heads if not _is_cut_short(head, pages)]
    return choose_name(list(_institutions(sheets[0], heads)) or heads or list(_signing(sheets[-1])))


def _is_firm(head: Candidate, persons: list[str]) -> bool:
    """Whether a letterhead is a firm's: a name that could be a person's must be set large, and not be whom the letter
    is about."""
    usual = median(cell.box[3] - cell.box[1] for cell in head.sheet.all_cells())
    is_large = head.cell.box[3] - head.cell.box[1] > _LARGE * usual
    is_other = bool(persons) and not _is_person(head.value, persons)
    return not is_person_name(head.value) or is_company_ending(head.value) or (is_large and is_other)


def _repeated(sheet: Sheet, pages: list[Prose], persons: list[str]) -> Iterator[Candidate]:
    """The first line of a letter, which the letter says again ("Acme Orthopedics" … "Clerk at Acme Orthopedics"), or
    which is nobody's name and has the letter's day or an address under it."""
    row, under = [*(row for row in sheet.cells if row), (), ()][:2]
    if len(row) != 1 or row[0].kind != "text" or not is_employer(row[0].text) or _is_person(row[0].text, persons):
        return
    again = re.compile(rf"\b(?:at|with|for|by|of|join(?:ed)?) {re.escape(tidy(row[0].text))}\b")
    is_head = not is_person_name(row[0].text) and under and under[0].kind in ("date", "number")
    if len(tidy(row[0].text).split()) > 1 and (is_head or any(again.search(prose.text) for prose in pages)):
        yield Candidate(sheet, row[0], tidy(row[0].text), 325, 0.88)


def _institutions(sheet: Sheet, heads: list[Candidate]) -> Iterator[Candidate]:
    """The institution right under a department that alone heads the letter ("Graduate School" / "… University")."""
    if len(heads) == 1 and not _INSTITUTION.search(heads[0].value):
        line = heads[0].cell.line
        for cell in (cell for row in sheet.cells[line + 1 : min(line + 2, _HEAD)] for cell in row):
            if cell.kind == "text" and _INSTITUTION.search(cell.text) and is_employer(cell.text):
                yield Candidate(sheet, cell, tidy(cell.text), 300, 0.88)


def _signing(sheet: Sheet) -> Iterator[Candidate]:
    """Companies with a line of their own below the signature."""
    lines = [line.text for line in sheet.lines]
    signed = next((n for n, text in enumerate(lines) if phrase("signature").search(text)), len(lines))
    for number, row in enumerate(sheet.cells[signed:], signed):
        if len(row) != 1 or not is_employer(row[0].text) or row[0].has_colon:
            continue
        if is_company_like(row[0].text) or _is_under_office(lines, number):
            yield Candidate(sheet, row[0], _OFFICE.sub("", tidy(row[0].text)), 330, 0.88)


def _is_under_office(lines: list[str], number: int) -> bool:
    """Whether a line stands under an office that stands under a name ("Jane Doe" / "HR Manager")."""
    above = lines[max(0, number - 2) : number]
    return len(above) == 2 and is_person_name(above[0]) and _OFFICE.match(f"{above[1]}, ") is not None


def _company_name(said: str) -> str:
    """A company's name without the words of the sentence that go on behind it."""
    name = phrase("company_end", exact_case=True).sub("", said).rstrip(",;: ")
    name = re.sub(r"(\w)- (?=[A-Z])", r"\1-", name)
    return name if is_company_ending(name) else name.rstrip(".")


def _paragraph(prose: Prose, start: int) -> int:
    """How many letters of a text stand in the paragraph that it begins in."""
    sheet, line = prose.sheet, prose.line_at(start)
    while line + 1 < len(prose.starts) and step_between(sheet, line, line + 1) <= _APART * sheet.pitch:
        line += 1
    end = prose.starts[line + 1] - 1 if line + 1 < len(prose.starts) else len(prose.text)
    return end - start


def _is_cut_short(head: Candidate, pages: list[Prose]) -> bool:
    """Whether a letterhead of one word is only the first of a longer name that the letter ends with ("For Acme
    Distribution")."""
    word = re.escape(tidy(head.value))
    if " " in tidy(head.value) or is_company_like(head.value):
        return False
    return any(re.search(rf"\b(?:[Ff]or|[Oo]f|[Aa]t|[Bb]y) (?i:{word}) [A-Z][a-z]", prose.text) for prose in pages)


def _is_person(name: str, persons: list[str]) -> bool:
    """Whether "employment of …" names the person and not the company, also where the next sentence was taken along:
    "Verification of employment for Jane Doe At the request of …" has its line break there."""
    found = squeeze(name)
    return any(person.startswith(found) or found.startswith(person) for person in persons)


def _twin(heads: list[Candidate], name: str) -> Candidate | None:
    """The letterhead that a name in the prose repeats, whole or cut short ("the Foundation", "Acme" for "Acme LLC")."""
    known = squeeze(name)
    for head in heads:
        whole, words = squeeze(head.value), [squeeze(word) for word in head.value.split()]
        is_short = " " not in name and known in words[1:]
        if (
            whole == known
            or is_short
            or (whole.startswith(known) and whole[len(known) :] in word_list("company_endings"))
        ):
            return head
    return None


def _companies(pages: list[Prose], persons: list[str]) -> Iterator[tuple[Prose, str, int]]:
    for prose in pages:
        for form in leads("company_leads"):
            for match in form.finditer(prose.text):
                name = _company_name(match["c"])
                if not is_employer(name):  # the signature below went on with it
                    name = _company_name(match["c"][: _paragraph(prose, match.start("c"))])
                if (
                    is_employer(name)
                    and not _HONORIFIC.match(f"{name} ")
                    and not _is_person(name, persons)
                    and not re.match(r"(?i)(?:us|our|this|the company)\b", name)
                ):
                    yield prose, name, match.start("c")
