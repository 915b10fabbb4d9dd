"""What the picture shows where the text layer has money: a text layer can say one thing and draw another."""

from __future__ import annotations

import re
from collections import Counter

import numpy as np
from numpy.typing import NDArray

from app.screening.reading.eyes import Eyes
from app.screening.reading.sight import Sight
from app.screening.reading.words import GlyphWord
from app.screening.verdict import Box

MONEY = re.compile(r"^[($€£+\-−]*\$?\d{1,3}(?:[,.' ]?\d{3})*[.,]\d{2}[)\-−]?(?:CR|DR)?$|^\$\d[\d,]*$", re.IGNORECASE)
LookedAt = tuple[GlyphWord, str, float]
"""A word of the text layer, what the picture shows in its place, and how sure OCR is of that (0 to 1)."""
MAX_PER_PAGE = 32
MAX_PER_DOCUMENT = 200


def money_words(words: list[GlyphWord], room: int, most: int = MAX_PER_PAGE) -> list[GlyphWord]:
    """The words to look at, at most `most` and `room`: rare fonts first, then the largest amounts.

    An edited amount is often set in a font that the page hardly uses, and it pays to edit the large ones.
    """
    fonts = Counter((word.first.font, round(word.first.size)) for word in words)
    money = [word for word in words if MONEY.match(word.text) and word.first.turn == words[0].first.turn]
    money.sort(key=lambda word: (fonts[word.first.font, round(word.first.size)] > 5, -_digits(word.text)))
    return money[: max(0, min(most, room))]


def look_at(words: list[GlyphWord], sight: Sight, eyes: Eyes) -> list[LookedAt]:
    """What OCR reads in the page's picture at each of `words`, with its confidence; nothing when it could not look."""
    crops = [_crop(word, sight) for word in words]
    chosen = [(word, crop) for word, crop in zip(words, crops, strict=True) if crop.size and min(crop.shape[:2]) > 3]
    lines = eyes.read_lines([crop for _, crop in chosen])
    return [(word, text, sure) for (word, _), (text, sure) in zip(chosen, lines, strict=False)]


def _crop(word: GlyphWord, sight: Sight) -> NDArray[np.uint8]:
    x0, y0, x1, y1 = word.ink
    size = max(word.first.size, 4.0)
    along, across = 0.18 * size, 0.28 * size
    if word.first.turn % 2:
        along, across = across, along
    box: Box = (x0 - along, y0 - across, x1 + along, y1 + across)
    # Text that stands on its side is handed over upright.
    return np.ascontiguousarray(np.rot90(sight.crop(box), word.first.turn))


def plain(text: str) -> str:
    """`text` without case, spaces and punctuation, for comparing a layer with a picture."""
    return "".join(char for char in text.casefold() if char.isalnum())


def _digits(text: str) -> int:
    return int("".join(char for char in text if char.isdigit()) or 0)
