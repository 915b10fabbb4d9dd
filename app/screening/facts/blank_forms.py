"""A form that nobody filled in, and a page that only borrows a form's words, are no document of that kind."""

from __future__ import annotations

import re

from app.screening.facts.benefit_letter import benefit_facts
from app.screening.facts.employment_letter import read_employment_letter
from app.screening.facts.government_id import read_government_id
from app.screening.facts.labels import squeeze
from app.screening.facts.lines import Sheet
from app.screening.facts.paystub import read_paystub
from app.screening.verdict import DocumentType

_OF_WORK = frozenset({"job_title", "start_date", "start_month", "annual_salary", "pay_amount"})
"""What a letter about somebody's work says at least one of."""
_OF_A_PERSON = frozenset({"employee_name", "employer_name"})
_CLOSING = re.compile(
    r"(?i)\b(?:sincerely|regards|truly yours|yours truly|yours in|respectfully|cordially"
    r"|thank you|thanks|best|warmly|cheers)\b"
)
_WORK = re.compile(
    r"(?i)\b(?:employ\w*|hired?|works?|worked|working|position|job|salary|wages?|staff|payroll|appoint\w*|pay|paid|earns?"
    r"|makes|compensat\w*|commissions?|title|role)\b"
)
"""Without one of these words a letter, of a renewed lease for example, is not about work."""
_WEAK_STUB = 12
"""Amounts of the fullest advice of a pension or benefit; a pay stub with as few has hours or a rate."""
_CARD_WORDS = 90
"""Words of the fullest cards and passports; a page with more is paper that mentions a card."""


def says_nothing(kind: DocumentType, sheet: Sheet) -> bool:
    """Whether a page with the words of a letter or of an identity card states nothing that such a document states.

    A letter says who works where, or what, since when, for how much; the page of a card that cannot be read says
    nothing either, but has few words.
    """
    if kind == DocumentType.employment_letter and not _WORK.search(sheet.text):
        return True
    if kind == DocumentType.employment_letter:
        facts = read_employment_letter([sheet]).keys()
        return not facts & _OF_WORK and not facts >= _OF_A_PERSON
    if kind == DocumentType.government_id and sum(len(line.words) for line in sheet.lines) > _CARD_WORDS:
        return read_government_id([sheet]).keys() <= {"document_subtype"}
    if kind == DocumentType.paystub and sum(cell.kind == "amount" for cell in sheet.all_cells()) <= _WEAK_STUB:
        return bool(benefit_facts([sheet])) and not read_paystub([sheet]).keys() & {"hours", "rate", "period_end"}
    return False


def is_closed(kind: DocumentType, last: Sheet) -> bool:
    """Whether a document's last page ends it, as the closing words of a letter do."""
    return kind == DocumentType.employment_letter and bool(_CLOSING.search(last.text))


def is_another_person(before: list[Sheet], sheet: Sheet) -> bool:
    """Whether a page of a letter speaks of somebody else than the pages before it."""
    mine, theirs = (read_employment_letter(pages).get("employee_name") for pages in ([sheet], before))
    return bool(mine and theirs) and squeeze(str(mine and mine.value)) != squeeze(str(theirs and theirs.value))


def is_another_card(before: list[Sheet], sheet: Sheet) -> bool:
    """Whether a card's page differs from the pages before it in kind, name or expiry; a back has none of them."""
    mine, theirs = read_government_id([sheet]), read_government_id(before)
    told = set(mine) & set(theirs) & {"document_subtype", "expiry_date", "full_name"}
    return any(mine[name].value != theirs[name].value for name in told)
