"""A name, date or amount that alone on its page is set in a typeface of another origin: how retyped values look."""

from __future__ import annotations

import re
from collections import Counter

from app.screening.checks.answers import Question, altered
from app.screening.checks.fields import DATES, MONEY, words_for
from app.screening.checks.font_break import family_of
from app.screening.checks.packet import Packet, overlap
from app.screening.checks.rows import as_money
from app.screening.reading.pages import Page, ReadFile, Word
from app.screening.verdict import CheckResult, Document, Evidence, Fact, Severity, Signal

QUESTION = Question(
    check="other_typeface",
    family="structure",
    innocent=(
        "a form whose name or date was filled in by another program, an e-signing service for example",
        "a template that sets one value off on purpose",
        "a sign that the font lacks was taken from another",
    ),
    next_step="Look at the value closely, and compare it with what the issuer confirms.",
)
STANDARD = frozenset({"helvetica", "times", "courier"})
"""The three text families that every viewer must bring along (ISO 32000-1, 9.6.2.2): what editors set new text in."""
_NAMES = frozenset({"employee_name", "account_holder", "person_name", "employer_name"})
_FIELDS = (MONEY | DATES | _NAMES) - {"letter_date", "payroll_deposits"}
"""A letter's own date is often stamped on by whoever signs it."""
_FEWEST_WORDS = 25
_MOST_WORDS = 6
_BODY = 1.25
"""Times the usual size: a letterhead is larger, and in a face of its own."""


def check(packet: Packet) -> CheckResult:
    """A value is odd when no other word of the page shares its typeface, and that or the page's own is a standard one.

    A document that one program made takes its typefaces from one place. Values of several kinds in one other typeface
    are a form that was filled in; two typefaces that are both embedded are a design: a note.
    """
    signals: list[Signal] = []
    looked = 0
    for item, reading in packet.read():
        for page in reading.pages:
            document = packet.document_at(item.file_id, page.number)
            words = [word for word in page.words if word.font and re.search(r"\w", word.text)]
            if page.source != "text" or document is None or len(words) < _FEWEST_WORDS:
                continue
            looked += 1
            signals += [_signal(item, page, document, *found) for found in [_odd(document, page, words)] if found]
    return QUESTION.answer(
        signals, looked, "Names, dates and amounts are set like the rest of their pages.", "No page has a text layer."
    )


def _odd(document: Document, page: Page, words: list[Word]) -> tuple[str, Fact, list[Word], str] | None:
    """The first such field, its fact, its words, and the family that the page is set in."""
    uses = Counter(family_of(word.font) for word in words)
    usual = uses.most_common(1)[0][0]
    alone = []
    for field, fact in sorted(document.fields.items()):
        mine = _words_of(field, fact, page, words)
        families = {family_of(word.font) for word in mine}
        if len(families) != 1 or families == {usual} or uses[family_of(mine[0].font)] > _MOST_WORDS:
            continue
        alone.append((field, fact, mine, families.pop()))
    for field, fact, mine, family in alone:
        others = [word for word in words if family_of(word.font) == family and not _is_copy(word, mine)]
        same = [(name, its) for name, _, its, other in alone if other == family]
        kinds = {_kind(name) for name, _ in same}
        left = [word for word in others if not any(_is_copy(word, its) for _, its in same)]
        if not left and len(kinds) == 1 and (field not in _NAMES or _is_body(mine, words)):
            return field, fact, mine, usual
    return None


def _words_of(field: str, fact: Fact, page: Page, words: list[Word]) -> list[Word]:
    if field not in _FIELDS or fact.page != page.number or not fact.box:
        return []
    here = [word for word in words if overlap(fact.box, page.place(word.box)) > 0.5]
    return here if all(word.text.isascii() for word in here) else []


def _kind(field: str) -> str:
    return "money" if field in MONEY else "date" if field in DATES else "name"


def _is_copy(word: Word, mine: list[Word]) -> bool:
    """The same words once more, or the same amount."""
    return any(word is it or word.text.strip(",.:$") == it.text.strip(",.:$") for it in mine) or (
        as_money(word.text) is not None and as_money(word.text) in {as_money(it.text) for it in mine}
    )


def _is_body(mine: list[Word], words: list[Word]) -> bool:
    sizes = sorted(word.size for word in words)
    return max(word.size for word in mine) <= _BODY * sizes[len(sizes) // 2]


def _signal(
    item: ReadFile, page: Page, document: Document, field: str, fact: Fact, mine: list[Word], usual: str
) -> Signal:
    is_foreign = bool(STANDARD & {family_of(mine[0].font), usual})
    theirs, its = (
        Counter(_plain(word.font) for word in some).most_common(1)[0][0] for some in (_set_in(page, usual), mine)
    )
    place = Evidence(item.file_id, item.file_name, page.number, fact.box, " ".join(word.text for word in mine))
    return QUESTION.signal(
        altered(document.document_type) if is_foreign else "other_typeface",
        Severity.review if is_foreign else Severity.note,
        f"The {words_for(field)} is the only text of its page in the typeface {its}; the page is set in {theirs}.",
        theirs,
        its,
        (place,),
        field,
    )


def _set_in(page: Page, family: str) -> list[Word]:
    return [word for word in page.words if family_of(word.font) == family]


def _plain(font: str) -> str:
    """The font's own name, as a person would look for it."""
    return re.sub(r"^[A-Z]{6}\+", "", font)
