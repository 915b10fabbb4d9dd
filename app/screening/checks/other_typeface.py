"""A name, date or amount that alone on its page is set in a typeface of another origin: how retyped values look."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from app.screening.checks.answers import Question, altered
from app.screening.checks.fields import DATES, MONEY, words_for
from app.screening.checks.font_break import family_of
from app.screening.checks.packet import Packet, overlap
from app.screening.checks.rows import as_money
from app.screening.reading.pages import Page, ReadFile, Word
from app.screening.verdict import CheckResult, Document, DocumentType, Evidence, Fact, Severity, Signal

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
_PRINTERS = re.compile("courier|mono")
"""What checks and forms are filled in with by printers' habit."""
_SET_OFF = re.compile(r"bold|black|heavy|semi|demi|italic|oblique|condensed", re.I)
_MACHINE_MADE = (DocumentType.paystub, DocumentType.bank_statement)
_NAMES = frozenset({"employee_name", "account_holder", "person_name", "employer_name"})
_FIELDS = (MONEY | DATES | _NAMES) - {"letter_date", "payroll_deposits"}
"""A letter's own date is often stamped on by whoever signs it."""
_STAMP = re.compile(
    r"\W*(corrected|re-?issued?|reprint(?:ed)?|void(?:ed)?|duplicate|copy|paid|received|cancelled)\W*", re.I
)
"""What an office stamps on its own papers; it stands in no name."""
_SAME_EDGE = 3
"""Points."""
_FEWEST_WORDS = 25
_MOST_WORDS = 6
_BODY = 1.25
"""Times the usual size: a letterhead is larger, and in a face of its own."""


@dataclass(frozen=True, slots=True)
class Odd:
    """A field whose words alone are set in `family`, on a page that is set in `usual`."""

    item: ReadFile
    page: Page
    document: Document
    field: str
    fact: Fact
    words: list[Word]
    family: str
    usual: str


def check(packet: Packet) -> CheckResult:
    """A value is odd when no other word of the page shares its typeface.

    A document that one program made takes its typefaces from one place: one that comes along with the file beside one
    that every viewer brings along are of two, Courier aside; so is one face under two names, and a value that another
    document of the kind sets like the rest of its page. What two documents set off in the same way is how their issuer
    prints, unless nothing sets it off: a value in the weight and size of its page, in one of these faces, is meant to
    pass. Values of several kinds in one other typeface are a form that was filled in; the rest is a
    note.
    """
    pages = list(_pages(packet))
    odd = [found for page in pages if (found := _odd(*page))]
    signals = [_signal(one, _is_foreign(one, pages, odd)) for one in odd]
    return QUESTION.answer(
        signals,
        len(pages),
        "Names, dates and amounts are set like the rest of their pages.",
        "No page has a text layer.",
    )


def _pages(packet: Packet) -> Iterator[tuple[ReadFile, Page, Document, list[Word]]]:
    for item, reading in packet.read():
        for page in reading.pages:
            document = packet.document_at(item.file_id, page.number)
            words = [word for word in page.words if word.font and re.search(r"\w", word.text)]
            if page.source == "text" and document is not None and len(words) >= _FEWEST_WORDS:
                yield item, page, document, words


def _is_alike(one: Odd, other: Odd) -> bool:
    """Another document of the kind sets the same field off in the same typeface."""
    is_other = one.document != other.document and one.document.document_type is other.document.document_type
    return is_other and (one.field, one.family, one.usual) == (other.field, other.family, other.usual)


def _is_foreign(one: Odd, pages: list[tuple[ReadFile, Page, Document, list[Word]]], odd: list[Odd]) -> bool:
    if _PRINTERS.search(one.family):
        return False
    if re.sub(r"\W", "", one.family) == re.sub(r"\W", "", one.usual):
        return True
    are_standard = {one.family in STANDARD, one.usual in STANDARD}
    is_brought_along = len(are_standard) > 1
    is_machine_made = are_standard == {True} and one.document.document_type in _MACHINE_MADE
    if (is_brought_along or is_machine_made or _is_over_its_address(one)) and _is_meant_to_pass(one):
        return True
    is_other = is_brought_along or any(
        _is_set_plainly(one, page, document, words)
        for _, page, document, words in pages
        if document != one.document and document.document_type is one.document.document_type
    )
    return is_other and not any(_is_alike(one, it) for it in odd)


def _is_over_its_address(one: Odd) -> bool:
    """A holder's or an employee's name whose next line, the address, is set like the page: one hand writes both."""
    left, bottom = min(word.box[0] for word in one.words), max(word.box[3] for word in one.words)
    height = bottom - min(word.box[1] for word in one.words)
    beneath = (
        word
        for word in one.page.words
        if abs(word.box[0] - left) < _SAME_EDGE and -height / 2 < word.box[1] - bottom < 1.5 * height
    )
    return one.field in ("account_holder", "employee_name") and any(family_of(it.font) == one.usual for it in beneath)


def _is_meant_to_pass(one: Odd) -> bool:
    """Of ordinary weight and no larger than the page's text: whoever sets something off does it so that it is seen."""
    is_set_off = any(_SET_OFF.search(word.font) for word in one.words)
    is_plain = not is_set_off and not _PRINTERS.search(one.usual)
    return is_plain and _is_body(one.words, [word for word in one.page.words if word.size])


def _is_set_plainly(one: Odd, page: Page, document: Document, words: list[Word]) -> bool:
    """The same field of another document stands in the typeface in which both are set."""
    fact = document.fields.get(one.field)
    mine = _words_of(one.field, fact, page, words) if fact else []
    usual = Counter(family_of(word.font) for word in words).most_common(1)[0][0]
    return bool(mine) and usual == one.usual and {family_of(word.font) for word in mine} == {usual}


def _odd(item: ReadFile, page: Page, document: Document, words: list[Word]) -> Odd | None:
    """The first such field of a page."""
    rare = _in_rare_family(item, page, document, words)
    return next((one for one in rare if _is_only_use(one, rare, words) and not _is_headline(one, words)), None)


def _in_rare_family(item: ReadFile, page: Page, document: Document, words: list[Word]) -> list[Odd]:
    """The fields set in one family that few words of the page are set in."""
    uses = Counter(family_of(word.font) for word in words)
    usual = uses.most_common(1)[0][0]
    rare = []
    for field, fact in sorted(document.fields.items()):
        mine = _words_of(field, fact, page, words)
        families = {family_of(word.font) for word in mine}
        if len(families) != 1 or any(_STAMP.fullmatch(word.text) for word in mine):
            continue
        family = families.pop()
        if family != usual and uses[family] <= _MOST_WORDS:
            rare.append(Odd(item, page, document, field, fact, mine, family, usual))
    return rare


def _is_only_use(one: Odd, rare: list[Odd], words: list[Word]) -> bool:
    """Nothing but this field, fields of its kind and their copies is set in its family."""
    same = [other for other in rare if other.family == one.family]
    uses = [word for word in words if family_of(word.font) == one.family]
    is_all_told = all(any(_is_copy(word, other.words) for other in same) for word in uses)
    return is_all_told and len({_kind(other.field) for other in same}) == 1


def _is_headline(one: Odd, words: list[Word]) -> bool:
    return one.field in _NAMES and not _is_body(one.words, words)


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


def _signal(one: Odd, is_foreign: bool) -> Signal:
    theirs, its = (
        Counter(_plain(word.font) for word in some).most_common(1)[0][0]
        for some in (_set_in(one.page, one.usual), one.words)
    )
    said = " ".join(word.text for word in one.words)
    return QUESTION.signal(
        altered(one.document.document_type) if is_foreign else "other_typeface",
        Severity.review if is_foreign else Severity.note,
        f"The {words_for(one.field)} is the only text of its page in the typeface {its}; the page is set in {theirs}.",
        theirs,
        its,
        (Evidence(one.item.file_id, one.item.file_name, one.page.number, one.fact.box, said),),
        one.field,
    )


def _set_in(page: Page, family: str) -> list[Word]:
    return [word for word in page.words if family_of(word.font) == family]


def _plain(font: str) -> str:
    """The font's own name, as a person would look for it."""
    return re.sub(r"^[A-Z]{6}\+", "", font)
