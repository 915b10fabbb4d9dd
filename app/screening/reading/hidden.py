"""Text in the file that nobody sees on the page, sorted by how it is hidden, apart from the words that people read."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.screening.reading.glyphs import Glyph
from app.screening.reading.layers import TOUCHES, Cover, Layers
from app.screening.reading.pages import HiddenText
from app.screening.reading.sight import PEEPS_OUT, Sight
from app.screening.reading.words import GlyphWord, union
from app.screening.verdict import Box

TINY = 2.0
"""Points. Legal small print ends at about 4."""
PALE = 200
"""Of 255, in every channel: letters of such a colour show on a dark ground only."""
FAINT = 0.15
"""Part of its box that a letter inks at least. White titles on dark bands ink 34 % and more (92 words of 40 stubs and
statements, November 2026); white words laid over dark print changed 11 % at most."""
OCR_LAYER_PICTURE = 0.6
"""Part of the page that a picture covers when the page is a scan."""


@dataclass(slots=True)
class Sorted:
    """A page's words by what a viewer shows of them."""

    shown: list[GlyphWord] = field(default_factory=list)
    layer: list[GlyphWord] = field(default_factory=list)
    """The invisible words over or under a scan, as OCR programs write them."""
    covered: list[tuple[GlyphWord, Cover]] = field(default_factory=list)
    hidden: list[tuple[GlyphWord, str]] = field(default_factory=list)


def sort_words(words: list[GlyphWord], layers: Layers, sight: Sight, size: tuple[float, float]) -> Sorted:
    """Each word with what a viewer shows of it. `size` is the page's, in points."""
    found = Sorted()
    page_box = (0.0, 0.0, *size)
    scan = scan_of(layers, page_box)
    suspects = []
    for word in words:
        how = _plain_reason(word, page_box)
        if scan and how in ("invisible", "") and _belongs_to_scan(word, layers, scan):
            if sight.has_print(word.box):
                found.layer.append(word)
            else:
                found.hidden.append((word, "invisible"))
        elif how:
            found.hidden.append((word, how))
        elif layers.over(word.first.handle, word.ink, TOUCHES) or sight.is_flat(word.ink) or _is_pale(word):
            suspects.append(word)
        else:
            found.shown.append(word)
    _judge(suspects, layers, sight, found)
    return found


def scan_of(layers: Layers, page_box: Box) -> Cover | None:
    """The picture that fills most of the page, or the strips that do so together, as one."""
    if pictured(layers, page_box) < OCR_LAYER_PICTURE:
        return None
    return Cover(layers.pictures[-1].depth, union([picture.box for picture in layers.pictures]), is_picture=True)


def pictured(layers: Layers, page_box: Box) -> float:
    """The part of the page that its pictures fill, above 1 where they overlap."""
    filled = sum(_area(picture.box, page_box) for picture in layers.pictures)
    return filled / max(1.0, page_box[2] * page_box[3])


def hidden_texts(found: Sorted, page: int) -> list[HiddenText]:
    """The hidden words as runs: neighbours in the content that are hidden in the same way belong together."""
    runs: list[tuple[list[GlyphWord], str]] = []
    for word, how in found.hidden:
        if runs and runs[-1][1] == how and _follows(runs[-1][0][-1], word):
            runs[-1][0].append(word)
        else:
            runs.append(([word], how))
    texts = [
        HiddenText(page, union([word.box for word in words]), " ".join(word.text for word in words), how)
        for words, how in runs
    ]
    return texts + [HiddenText(page, word.box, _decoded(word), "zero_width") for word in found.shown if word.smuggled]


def _plain_reason(word: GlyphWord, page_box: Box) -> str:
    x, y = (word.box[0] + word.box[2]) / 2, (word.box[1] + word.box[3]) / 2
    if not (page_box[0] <= x <= page_box[2] and page_box[1] <= y <= page_box[3]):
        return "off_page"
    if word.first.is_invisible:
        return "invisible"
    is_tiny = 0 < word.first.size < TINY and word.ink[3] - word.ink[1] < TINY
    return "tiny" if is_tiny and word.ink[2] - word.ink[0] < TINY * len(word.text) else ""


def _belongs_to_scan(word: GlyphWord, layers: Layers, scan: Cover) -> bool:
    if word.first.is_invisible:
        return True
    return layers.depths.get(word.first.handle, scan.depth) < scan.depth


def _judge(suspects: list[GlyphWord], layers: Layers, sight: Sight, found: Sorted) -> None:
    marks = sight.marks(suspects) if suspects else {}
    unseen = {number for number, part in marks.items() if part < PEEPS_OUT}
    unseen |= {id(glyph) for word in suspects if _is_pale(word) and _is_faint(word, marks) for glyph in word.glyphs}
    for word in suspects:
        covers = layers.over(word.first.handle, word.ink, TOUCHES)
        lost = {id(glyph) for glyph in word.glyphs if id(glyph) in unseen and _is_under(glyph, layers, covers)}
        seen = [glyph for glyph in word.glyphs if id(glyph) not in lost]
        if any(glyph.text.isalnum() for glyph in word.glyphs if id(glyph) in lost):
            # One covered digit is enough to change an amount: the word is reported whole, what is left of it stays.
            found.covered.append((word, covers[-1]))
            if any(id(glyph) not in unseen for glyph in seen):
                found.shown.append(GlyphWord(seen, word.smuggled))
        elif any(id(glyph) not in unseen for glyph in word.glyphs):
            found.shown.append(word)
        else:
            found.hidden.append((word, "same_colour" if _is_ground_colour(word, sight) else "invisible"))


def _is_pale(word: GlyphWord) -> bool:
    return min(word.first.colour[:3]) > PALE


def _is_faint(word: GlyphWord, marks: dict[int, float]) -> bool:
    """Whether pale letters only nibble at the print that they lie over, so that nobody reads them."""
    return sum(marks[id(glyph)] for glyph in word.glyphs) < FAINT * len(word.glyphs)


def _is_under(glyph: Glyph, layers: Layers, covers: list[Cover]) -> bool:
    return bool(covers) and bool(layers.over(glyph.handle, glyph.ink))


def _is_ground_colour(word: GlyphWord, sight: Sight) -> bool:
    part = sight.crop(word.ink)
    if part.size == 0:
        return False
    ground = part.reshape(-1, 3).mean(axis=0)
    return all(abs(float(shade) - own) < 24 for shade, own in zip(ground, word.first.colour[:3], strict=True))


def _follows(last: GlyphWord, word: GlyphWord) -> bool:
    return abs(last.box[1] - word.box[1]) < 3 * max(last.first.size, 4.0)


def _decoded(word: GlyphWord) -> str:
    """The word with what was smuggled; Unicode tag characters spell ASCII (Unicode 16, section 23.9)."""
    tags = "".join(chr(ord(char) - 0xE0000) for char in word.smuggled if 0xE0020 <= ord(char) <= 0xE007E)
    return f"{word.text} {tags}".strip()


def _area(box: Box, within: Box) -> float:
    width = min(box[2], within[2]) - max(box[0], within[0])
    height = min(box[3], within[3]) - max(box[1], within[1])
    return max(0.0, width) * max(0.0, height)
