"""Why a year to date is low, where a paper says so: a leave, a raise, or a counter that began anew with another
payroll system.

Without it an honest pause would be taken for a lower pay.
"""

from __future__ import annotations

from app.screening.facts.lines import Sheet
from app.screening.facts.phrasing import phrase
from app.screening.facts.prose import all_prose
from app.screening.verdict import DocumentType, Fact

YEAR_GAP = "year_gap"
_SURE = 0.9


def year_gap(sheets: list[Sheet], document_type: DocumentType) -> dict[str, Fact]:
    """The fact `year_gap` ("yes") with the place of the words; empty where none say so.

    A stub lists leave that was taken or saved, so there only words about the counter tell.
    """
    names = ["year_restarted"] if document_type == DocumentType.paystub else ["year_restarted", "pay_changed"]
    for prose in all_prose(sheets):
        for name in names:
            if found := phrase(name).search(prose.text):
                return {YEAR_GAP: prose.fact("yes", found.start(), found.end(), _SURE)}
    return {}
