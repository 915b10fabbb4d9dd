"""Whom a letter is about and who writes it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.screening.facts.candidates import Candidate
from app.screening.facts.labels import names, squeeze
from app.screening.facts.lines import Sheet
from app.screening.facts.naming import can_be_company, is_company_ending, is_person_name, tidy
from app.screening.facts.pay_names import choose_name, is_employer, labelled, letterheads
from app.screening.facts.prose import Prose
from app.screening.verdict import Fact

_HONORIFIC = r"(?:Mr\.?|Mrs\.?|Ms\.?|Miss|Mx\.?|Dr\.?)"
_NAME = r"(?P<n>[A-Z][\w'’.-]*(?: (?:[A-Z][\w'’.-]*|de|la|del|van|von|der|da|dos|di|bin|al|el))*?(?: [A-Z][\w'’-]+))"
_LEADS = (
    re.compile(rf"(?:confirm|verify|certify|confirms|verifies|certifies|state|advise you|confirmation|attest|serves as proof) that (?:our employee,? )?(?:{_HONORIFIC} )?{_NAME}(?=,| is | has | was | works | currently | \(| began| started| joined)"),
    re.compile(rf"(?:^|[.!:] |Concern,? |Manager,? |Madam,? |confirmation |Verification )(?:{_HONORIFIC} )?{_NAME}(?:,[^.]{{0,60}},)?(?:,? \([^)]{{0,40}}\),?)? (?:is|has been|has worked|works|joined|is currently|was)(?: currently| presently| a full[- ]time| a| an| our)?(?: employed| working| full| regular| permanent| employee| valued)"),
    re.compile(rf"(?:employment (?:of|for|verification (?:for|of)|status of|and income of|and salary of)|on behalf of|regarding|verification for|reference to|concerning|behalf of our employee,?) (?:{_HONORIFIC} )?{_NAME}(?=[,.;:\n]| is | has | was | who | with | at | as | Dear| To | \()"),
)  # fmt: skip
_COMPANY = r"(?P<c>[A-Z0-9][\w&'’.,-]*(?: (?:[A-Z0-9&][\w&'’.,-]*|of|and|the|for|&))*)"
_EMPLOYED = (
    re.compile(rf"(?:employed|employee|employment|works|working|worked|hired|position)(?: full[- ]time| part[- ]time)?(?: here)? (?:by|with|at|of|for) {_COMPANY}"),
    re.compile(rf"(?:joined|join) {_COMPANY}"),
    re.compile(rf"(?:team|company|organization|employer) (?:here )?(?:at|of|is) {_COMPANY}"),
)  # fmt: skip
_STOPS = re.compile(
    r",? (?:[Ss]ince|[Aa]s|[Ii]n|[Ff]rom|[Oo]n|[Ww]here|[Ff]or|[Aa]nd (?:has|is|earns)|[Ww]ith|[Ss]tarting)\b.*$|[.;:] .*$"
)


def letter_names(sheets: list[Sheet], pages: list[Prose]) -> dict[str, Fact]:
    """`employee_name` and `employer_name` of a letter; a name that the letter contradicts is left out."""
    labels = names("employment_letter", "text")
    people = [c for s in sheets for c in labelled(s, labels["employee_name"], is_person_name)]
    companies = [c for s in sheets for c in labelled(s, labels["employer_name"], can_be_company)]
    found = {
        "employee_name": choose_name(people) or next(_people(pages), None),
        "employer_name": choose_name(companies) or _company(sheets, pages),
    }
    return {name: fact for name, fact in found.items() if fact}


def _people(pages: list[Prose]) -> Iterator[Fact]:
    for prose in pages:
        for form in _LEADS:
            for match in form.finditer(prose.text):
                name = re.sub(rf"^{_HONORIFIC}\s", "", tidy(match["n"]))
                if is_person_name(name):
                    yield prose.fact(name, match.end("n") - len(name), match.end("n"), 0.94)


def _company(sheets: list[Sheet], pages: list[Prose]) -> Fact | None:
    """The employer in the prose; the letterhead alone where the prose names none, and for the spelling where both agree."""
    heads = [c for c in letterheads(sheets[0], set()) if not is_person_name(c.value) or is_company_ending(c.value)]
    for prose, name, start in _companies(pages):
        twin = _twin(heads, name)
        if twin:
            return twin.fact(0.97)
        return prose.fact(name, start, start + len(name), 0.93)
    return choose_name(heads)


def _twin(heads: list[Candidate], name: str) -> Candidate | None:
    known = squeeze(name)
    return next((head for head in heads if squeeze(head.value) == known), None)


def _companies(pages: list[Prose]) -> Iterator[tuple[Prose, str, int]]:
    for prose in pages:
        for form in _EMPLOYED:
            for match in form.finditer(prose.text):
                name = _STOPS.sub("", match["c"]).rstrip(",;: ")
                name = name if is_company_ending(name) else name.rstrip(".")
                if is_employer(name) and not re.match(r"(?i)(?:us|our|this|the company)\b", name):
                    yield prose, name, match.start("c")
