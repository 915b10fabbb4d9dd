"""A document as it may leave the machine: its words with what is personal replaced, and where its pages are black."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from app.screening.checks.hidden_text import without_hostile_text
from app.screening.evaluators.bank_lines import transaction_lines
from app.screening.evaluators.numbers import identifying_numbers
from app.screening.evaluators.people import people
from app.screening.evaluators.places import addresses, protected_words
from app.screening.evaluators.spans import Personal, Span, covered_words
from app.screening.facts.classify import kind_of
from app.screening.facts.lines import Line, Sheet, sheet_of
from app.screening.reading.pages import Page, Reading, Word
from app.screening.verdict import Box, Document, DocumentType

MOST_PAGES = 6
_PADDING = 0.2
"""Of a word's height, around every black box: ink may leave the box that a font or an OCR engine gives."""
_COLUMN = 1.2
"""Of a word's height: a wider gap between two words separates columns."""


@dataclass(frozen=True, slots=True)
class KnownNames:
    """Plain words of the names of people, and squeezed names of firms, over all documents of the applicant."""

    people: frozenset[str]
    firms: frozenset[str]


@dataclass(frozen=True, slots=True)
class MaskedPage:
    """`hidden` and `shown` are boxes on the page as a viewer shows it: to black out, and of words that stay."""

    number: int
    text: str
    hidden: tuple[Box, ...]
    shown: tuple[Box, ...]
    quarter_turns: int


@dataclass(frozen=True, slots=True)
class Masked:
    """What may be sent of a document, and the cleaned pages against which an answer is held.

    A letter is prose, in which every line breaks where the names in it say: it goes as running text, without a picture.
    """

    pages: tuple[MaskedPage, ...]
    sheets: tuple[Sheet, ...]
    redactions: dict[str, int] = field(default_factory=dict)
    is_prose: bool = False

    @property
    def pictured(self) -> tuple[MaskedPage, ...]:
        """The pages of which a picture may be sent."""
        return () if self.is_prose else self.pages

    @property
    def text(self) -> str:
        return "\n".join(f"--- page {place} ---\n{page.text}" for place, page in enumerate(self.pages, start=1))


def mask(document: Document, reading: Reading, known: KnownNames, as_of: date) -> Masked:
    """The document without text that nobody sees or that speaks to a model, and without what is personal.

    A page that looks like an identity document is left out, whatever the rest of the file is.
    """
    cleaned = without_hostile_text(reading)
    numbers = range(document.page_from, document.page_to + 1)
    pages = [page for page in cleaned.pages if page.number in numbers]
    sheets = [sheet for sheet in map(sheet_of, pages) if kind_of(sheet).document_type != DocumentType.government_id]
    sheets = sheets[:MOST_PAGES]
    rows = list(transaction_lines(sheets)) if document.document_type == DocumentType.bank_statement else []
    is_prose = document.document_type == DocumentType.employment_letter
    masked, counts = [], Counter[str]()
    for sheet in sheets:
        kinds = covered_words(sheet, _spans(sheet, [span for at, span in rows if at is sheet], known, as_of))
        masked.append(_page(sheet, kinds, _unwanted(reading, sheet.page), " " if is_prose else "\n"))
        counts.update(kinds.values())
    return Masked(
        tuple(masked), tuple(sheets), {str(kind.value): counts[kind] for kind in Personal if counts[kind]}, is_prose
    )


def _spans(sheet: Sheet, rows: list[Span], known: KnownNames, as_of: date) -> Iterator[Span]:
    yield from rows
    yield from identifying_numbers(sheet, as_of)
    yield from addresses(sheet)
    yield from people(sheet, known.people, known.firms)
    yield from protected_words(sheet)


def _page(sheet: Sheet, kinds: dict[int, Personal], unwanted: list[Box], joint: str) -> MaskedPage:
    page = sheet.page
    hidden = [page.place(box) for line in sheet.lines for box in _black(sheet, line, kinds)]
    shown = [page.place(word.box) for word in page.words if id(word) not in kinds]
    text = joint.join(_line_text(line, kinds) for line in sheet.lines)
    return MaskedPage(page.number, text, (*hidden, *unwanted), tuple(shown), _quarter_turns(page))


def _black(sheet: Sheet, line: Line, kinds: dict[int, Personal]) -> Iterator[Box]:
    """Padded boxes, each up to the next word that stays, so that the length of what is kept back tells nothing."""
    for place, word in enumerate(line.words):
        if id(word) not in kinds:
            continue
        x0, y0, x1, y1 = word.box
        pad = _PADDING * (y1 - y0)
        stays = next((after for after in line.words[place + 1 :] if id(after) not in kinds), None)
        x1 = max(x1, stays.box[0] - pad) if stays else max(x1, sheet.page.width)
        yield (max(0.0, x0 - pad), max(0.0, y0 - pad), x1 + pad, y1 + pad)


def _line_text(line: Line, kinds: dict[int, Personal]) -> str:
    """The line's words; masked ones as their kind in brackets, once for each stretch."""
    text, last = "", None
    before: Word | None = None
    for word in line.words:
        kind = kinds.get(id(word))
        if kind is not None and kind is last:
            continue
        plain_neighbours = before is not None and last is None and kind is None
        is_column = plain_neighbours and before is not None and _is_apart(before, word)
        text += ("" if not text else " | " if is_column else " ") + (f"[{kind.value}]" if kind else word.text)
        before, last = word, kind
    return text


def _is_apart(before: Word, word: Word) -> bool:
    return word.box[0] - before.box[2] > _COLUMN * (word.box[3] - word.box[1])


def _unwanted(reading: Reading, page: Page) -> list[Box]:
    """Words of the page that a model must not see: those that were cleaned away, and unseen ones."""
    kept = {(word.text, word.box) for word in page.words}
    original = next(item for item in reading.pages if item.number == page.number)
    dropped = [word.box for word in original.words if (word.text, word.box) not in kept]
    boxes = [word.box for word in page.words]
    unseen = [spot.box for spot in reading.hidden if spot.page == page.number and not _lies_on(spot.box, boxes)]
    return [page.place(box) for box in (*dropped, *unseen)]


def _lies_on(spot: Box, boxes: list[Box]) -> bool:
    """Whether printed words stand there too, as with the text layer of a scan."""
    return any(
        min(spot[2], box[2]) - max(spot[0], box[0]) > 0 and min(spot[3], box[3]) - max(spot[1], box[1]) > 0
        for box in boxes
    )


def _quarter_turns(page: Page) -> int:
    """How often the page as shown must be turned anticlockwise to stand upright."""
    a, b, *_ = page.placement
    if abs(a) >= abs(b):
        return 0 if a > 0 else 2
    return 1 if b > 0 else 3
