"""One page of a PDF: its text layer where that can be used, its picture where not, and what is hidden on it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, TypeVar

import pypdfium2 as pdfium

from app.screening.reading import covered, hidden, picture_words
from app.screening.reading.affine import apply_box, inverse, quarter_turns
from app.screening.reading.eyes import Eyes
from app.screening.reading.glyphs import read_glyphs
from app.screening.reading.hidden import Sorted
from app.screening.reading.layers import Layers, read_layers
from app.screening.reading.lying_layer import as_recognised, other_amounts
from app.screening.reading.order import reading_order
from app.screening.reading.pages import UPRIGHT, Affine, CoveredText, HiddenText, Page, Word
from app.screening.reading.picture_aids import with_scan_aids
from app.screening.reading.picture_words import LookedAt
from app.screening.reading.sight import Sight
from app.screening.reading.words import GlyphWord, gather_words, rounded

Found = TypeVar("Found", CoveredText, HiddenText)

UNMAPPED = 0.2
"""Part of a page's characters without a Unicode value beyond which its text layer is of no use."""
FEW_WORDS = 40
CARD_PART = 0.08
"""Part of a page that a card's picture fills at least; a logo fills less. With few words beside it, it is the page."""
LAYER_CONFIDENCE = 0.9
PROBES = 12
SURE = 0.9
ALL = 150
"""Amounts compared on a scan with a text layer, in effect all: that layer is somebody else's OCR, or a lie."""
TRUSTED = 0.7
"""Part of the probed words in which an OCR layer must agree with the picture to be used."""


@dataclass(frozen=True, slots=True)
class PageReading:
    """A page with what is hidden on it; `looked` counts the words compared with the picture."""

    page: Page
    covered: list[CoveredText]
    hidden: list[HiddenText]
    looked: int = 0


def read_page(page: pdfium.PdfPage, number: int, eyes: Eyes, room: int) -> PageReading:
    """Page `number` (from 1), of which at most `room` words are compared with the picture."""
    found, layers, sight = sorted_words(page)
    concealed = covered.covered_texts(found, layers, sight, eyes, number)
    unseen = hidden.hidden_texts(found, number)
    is_scan = hidden.scan_of(layers, (0.0, 0.0, *page.get_size())) is not None
    base = with_scan_aids(base_page(page, number), layers, is_scan, page.get_rotation() == 0)
    words, source = found.shown, "text"
    if not _is_text_usable(found, layers, page.get_size()):
        words, source = covered.drop_doubles([*found.shown, *found.layer]), "ocr"
        if sight.is_blank or not _is_layer_true(found.layer, sight, eyes):
            read = base if sight.is_blank else ocr_page(base, sight, eyes)
            there = inverse(read.placement)
            unseen += other_amounts(as_recognised(found.layer, read.words, there), number)
            return PageReading(read, _moved(concealed, there), _moved(unseen, there))
    chosen = picture_words.money_words(words, room, most=picture_words.MAX_PER_PAGE if source == "text" else ALL)
    seen = picture_words.look_at(chosen, sight, eyes)
    there, read = text_page(base, words, "text" if source == "text" else "ocr", seen)
    if source == "ocr":
        unseen += other_amounts(seen, number)
    return PageReading(read, _moved(concealed, there), _moved(unseen, there), len(chosen))


def sorted_words(page: pdfium.PdfPage) -> tuple[Sorted, Layers, Sight]:
    """The page's words by what is seen of them, what the page paints, and its picture."""
    words, layers = gather_words(read_glyphs(page)), read_layers(page)
    sight = Sight(page, layers)
    found = hidden.sort_words(words, layers, sight, page.get_size())
    found.shown = covered.drop_doubles(found.shown)
    return found, layers, sight


def base_page(page: pdfium.PdfPage, number: int) -> Page:
    """The page without words."""
    width, height = page.get_size()
    return Page(number, round(width, 2), round(height, 2), (), "none")


def _is_text_usable(found: Sorted, layers: Layers, size: tuple[float, float]) -> bool:
    """Whether the shown words are the page, and not a stamp on a scan, nor characters without meaning."""
    if not found.shown or _unmapped(found.shown) > UNMAPPED:
        return False
    if hidden.scan_of(layers, (0.0, 0.0, *size)) is None:
        least = FEW_WORDS if hidden.pictured(layers, (0.0, 0.0, *size)) >= CARD_PART else 8
        return len(found.shown) >= least or not layers.pictures
    return len(found.shown) >= FEW_WORDS and len(found.shown) > 2 * len(found.layer)


def _unmapped(words: list[GlyphWord]) -> float:
    marks = [glyph.is_unmapped for word in words for glyph in word.glyphs]
    return sum(marks) / max(1, len(marks))


def _is_layer_true(layer: list[GlyphWord], sight: Sight, eyes: Eyes) -> bool:
    """Whether an OCR program's text agrees with the scan that it lies over, tried on its longest words and numbers."""
    if len(layer) < 8 or _unmapped(layer) > UNMAPPED:
        return False
    longest = sorted(layer, key=lambda word: -len(word.text))
    numbers = [word for word in longest if any(char.isdigit() for char in word.text)]
    probes = [*longest[: PROBES // 2], *numbers[: PROBES // 2]]
    seen = picture_words.look_at(probes, sight, eyes)
    same = sum(picture_words.plain(word.text) == picture_words.plain(text) for word, text, _ in seen)
    return same >= TRUSTED * len(probes)


def text_page(
    base: Page, words: list[GlyphWord], source: Literal["text", "ocr"], seen: list[LookedAt]
) -> tuple[Affine, Page]:
    """The page with these words in reading space, and the map from view space to there."""
    if not words:
        return UPRIGHT, base
    turns = _turns_to_upright(words)
    there = quarter_turns(turns, base.width, base.height)
    width, height = (base.height, base.width) if turns % 2 else (base.width, base.height)
    plain = [word.to_word(there) for word in words]
    if source == "ocr":
        pictured = {id(word): (text, sure) for word, text, sure in seen}
        pairs = zip(words, plain, strict=True)
        plain = [_as_pictured(word, *pictured.get(id(glyphs), ("", 0.0))) for glyphs, word in pairs]
    looked = [Word(text, word.to_word(there).box, round(sure, 3)) for word, text, sure in seen]
    page = replace(
        base,
        width=width,
        height=height,
        words=tuple(reading_order(plain, lambda word: word.box)),
        source=source,
        placement=quarter_turns(-turns, width, height),
        picture_words=tuple(reading_order(looked, lambda word: word.box)),
    )
    return there, page


def _as_pictured(word: Word, text: str, sure: float) -> Word:
    """A scan is what its picture shows: where that says another amount than the layer over it, the picture is right."""
    if sure >= SURE and picture_words.MONEY.match(text) and picture_words.plain(text) != picture_words.plain(word.text):
        return Word(text, word.box, round(sure * LAYER_CONFIDENCE, 3))
    return Word(word.text, word.box, LAYER_CONFIDENCE)


def _turns_to_upright(words: list[GlyphWord]) -> int:
    counts = [0, 0, 0, 0]
    for word in words:
        counts[word.first.turn] += len(word.text)
    return -counts.index(max(counts)) % 4


def _moved(texts: list[Found], there: Affine) -> list[Found]:
    return [replace(text, box=rounded(apply_box(there, text.box))) for text in texts]


def ocr_page(base: Page, sight: Sight, eyes: Eyes) -> Page:
    """The page as its picture reads. Raises `ReadingError` when nobody could look."""
    seen = eyes.read_page(sight.picture)
    points = 1 / sight.scale
    shrink: Affine = (points, 0.0, 0.0, points, 0.0, 0.0)
    words = [replace(word, box=rounded(apply_box(shrink, word.box))) for word in seen.words]
    # The placement maps pixels of reading space to pixels of the picture; scaling both leaves its linear part.
    a, b, c, d, e, f = seen.placement
    return replace(
        base,
        width=round(seen.width * points, 2),
        height=round(seen.height * points, 2),
        words=tuple(reading_order(words, lambda word: word.box)),
        source="ocr",
        placement=(a, b, c, d, e * points, f * points),
        tilt=(seen.tilt[0] * sight.scale, seen.tilt[1] * sight.scale),
        barcodes=tuple(replace(it, box=rounded(apply_box(shrink, it.box))) for it in seen.barcodes),
    )
