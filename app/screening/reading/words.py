"""Characters gathered into words, without the characters that have no width."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from app.screening.reading.affine import apply, apply_box
from app.screening.reading.glyphs import Glyph
from app.screening.reading.pages import UPRIGHT, Affine, Word
from app.screening.verdict import Box

ZERO_WIDTH = frozenset(
    {0x200B, 0x200C, 0x200D, 0x2060, 0x2061, 0x2062, 0x2063, 0x2064, 0xFEFF, 0x180E}
    | set(range(0x200E, 0x2010))
    | set(range(0x202A, 0x202F))
    | set(range(0x2066, 0x206A))
    | set(range(0xE0000, 0xE0080))
)
GAP = 0.6
"""A gap of this many sizes ends a word; pdfium already sets spaces into smaller ones."""
BACK = 0.35
"""Text that jumps back by this many sizes is another word, lying on the first."""
BASELINE = 0.6


@dataclass(slots=True)
class GlyphWord:
    """A word with the characters it consists of, so that later steps can ask for colour, depth and place."""

    glyphs: list[Glyph] = field(default_factory=list)
    smuggled: str = ""
    """Characters without width that stood inside or beside the word."""

    @property
    def text(self) -> str:
        return "".join(glyph.text for glyph in self.glyphs)

    @property
    def box(self) -> Box:
        return union([glyph.box for glyph in self.glyphs])

    @property
    def ink(self) -> Box:
        return union([glyph.ink for glyph in self.glyphs])

    @property
    def first(self) -> Glyph:
        return self.glyphs[0]

    def to_word(self, there: Affine = UPRIGHT) -> Word:
        """The plain word under `there`: box rounded to 1/100 point, the font and size that most characters have."""
        font, size = Counter((glyph.font, glyph.size) for glyph in self.glyphs).most_common(1)[0][0]
        return Word(self.text, rounded(apply_box(there, self.box)), 1.0, font, size, self.baseline(there))

    def baseline(self, there: Affine = UPRIGHT) -> float:
        """The height on which the word stands, under `there`."""
        return round(apply(there, *self.first.origin)[1], 2)


def rounded(box: Box) -> Box:
    """`box` to 1/100 of a point."""
    return (round(box[0], 2), round(box[1], 2), round(box[2], 2), round(box[3], 2))


def union(boxes: list[Box]) -> Box:
    """The smallest box around all of `boxes`."""
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )


def gather_words(glyphs: list[Glyph]) -> list[GlyphWord]:
    """Words in the order of the page's content. A word mixes neither seen and unseen characters nor two colours."""
    words: list[GlyphWord] = []
    open_word: GlyphWord | None = None
    pending = ""
    for glyph in glyphs:
        if glyph.text and ord(glyph.text[0]) in ZERO_WIDTH:
            pending += glyph.text
            continue
        if glyph.is_space:
            open_word = None
            continue
        if open_word is None or _breaks(open_word.glyphs[-1], glyph):
            open_word = GlyphWord()
            words.append(open_word)
        open_word.glyphs.append(glyph)
        open_word.smuggled, pending = open_word.smuggled + pending, ""
    if pending and words:
        words[-1].smuggled += pending
    return words


def _breaks(last: Glyph, glyph: Glyph) -> bool:
    if last.turn != glyph.turn or last.is_invisible != glyph.is_invisible or last.colour != glyph.colour:
        return True
    size = max(last.size, glyph.size, 1.0)
    if glyph.turn == 0:
        ahead, aside = glyph.box[0] - last.box[2], abs(glyph.origin[1] - last.origin[1])
        jump = last.box[0] - glyph.box[0]
    elif glyph.turn == 2:
        ahead, aside = last.box[0] - glyph.box[2], abs(glyph.origin[1] - last.origin[1])
        jump = glyph.box[2] - last.box[2]
    else:
        sign = 1 if glyph.turn == 1 else -1
        ahead = max(glyph.box[1] - last.box[3], last.box[1] - glyph.box[3])
        aside = abs(glyph.origin[0] - last.origin[0])
        jump = sign * (last.box[1] - glyph.box[1])
    return ahead > GAP * size or jump > BACK * size or aside > BASELINE * size
