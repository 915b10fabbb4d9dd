"""How often someone is paid, when the stub says so in words; inferring it from dates is `income`'s business."""

from __future__ import annotations

import re

from app.screening.facts.candidates import Candidate, choose, labels_in
from app.screening.facts.labels import names, squeeze
from app.screening.facts.layout import below_text
from app.screening.facts.lines import Cell, Sheet
from app.screening.verdict import Fact

_WORDS = {
    "weekly": "weekly",
    "biweekly": "biweekly",
    "everytwoweeks": "biweekly",
    "every2weeks": "biweekly",
    "everyotherweek": "biweekly",
    "fortnightly": "biweekly",
    "semimonthly": "semimonthly",
    "twiceamonth": "semimonthly",
    "twicemonthly": "semimonthly",
    "twicepermonth": "semimonthly",
    "everyweek": "weekly",
    "onceaweek": "weekly",
    "everymonth": "monthly",
    "onceamonth": "monthly",
    "bimonthly": "",
    "monthly": "monthly",
    "annual": "annual",
    "annually": "annual",
}
_ALONE = re.compile(r"(?<![a-z-])(bi-?weekly|semi-?monthly)(?![a-z])", re.I)
_NOTED = re.compile(r"\((weekly|bi-?weekly|semi-?monthly|monthly)\)", re.I)
"""How a note beside the pay period says it."""
_PAID = re.compile(
    r"\bpaid (every (?:two|2|other) weeks?|every week|once a week|weekly|twice (?:a|per) month|twice monthly"
    r"|every month|once a month|monthly)(?![a-z])",
    re.I,
)

_OTHERS = re.compile(r"\b(?:salar(?:y|ied)|rate|wages?|leave|hours|gross|income|earnings|deductions?)\b", re.I)
"""What "annual" or "weekly" belongs to in labels of other values."""


def frequency_fact(sheets: list[Sheet]) -> Fact | None:
    """The frequency at its label, else the only one of "biweekly" and "semimonthly" that the page mentions anywhere.

    "Bimonthly" means two things and is not taken; "monthly" and "weekly" alone may speak of something else.
    """
    found: list[Candidate] = []
    for sheet in sheets:
        for _, rank, _, label in labels_in(sheet, names("paystub", "words")):
            cell = _text_at(sheet, label)
            value = _word(cell.text) if cell else ""
            if cell and value:
                found.append(Candidate(sheet, cell, value, rank, 0.98))
        for cell in sheet.all_cells():
            is_open = cell.kind == "text" and not found
            mention = _ALONE.search(cell.text) or _PAID.search(cell.text) if is_open else None
            if is_open and any(other.kind == "date" for other in sheet.cells[cell.line]):
                mention = mention or _NOTED.fullmatch(cell.text)
            if mention:
                found.append(Candidate(sheet, cell, _WORDS[_singular(mention[1])], 200, 0.9))
    return choose(found)


def _singular(words: str) -> str:
    return squeeze(words).replace("everytwoweeks", "every2weeks").replace("otherweeks", "otherweek")


def _text_at(sheet: Sheet, label: Cell) -> Cell | None:
    row = sheet.cells[label.line]
    after = [cell for cell in row[row.index(label) + 1 :] if cell.kind == "text"]
    if after and _word(after[0].text) and not _OTHERS.search(after[0].text):
        return after[0]
    under = below_text(sheet, label)
    return under if under and not _OTHERS.search(under.text) else None


def _word(text: str) -> str:
    whole = squeeze(re.sub(r"\(.*?\)", "", text))
    if whole in _WORDS:
        return _WORDS[whole]
    said = set(
        re.split(r"[^a-z]+", text.lower().replace("bi-weekly", "biweekly").replace("semi-monthly", "semimonthly"))
    )
    known = {_WORDS[word] for word in said if _WORDS.get(word)}
    return known.pop() if len(known) == 1 else ""
