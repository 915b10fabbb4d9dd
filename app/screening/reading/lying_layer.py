"""Amounts that an OCR layer over a scan says and its picture does not show."""

from __future__ import annotations

from collections.abc import Iterable

from app.screening.reading.affine import apply_box
from app.screening.reading.layers import overlap
from app.screening.reading.pages import OTHER_LAYER, Affine, HiddenText, Word
from app.screening.reading.picture_words import MONEY, LookedAt, plain
from app.screening.reading.words import GlyphWord

_SURE = 0.95
_FEWEST_SAME = 2
_SAME_PLACE = 0.5


def other_amounts(seen: Iterable[LookedAt], page: int) -> list[HiddenText]:
    """The layer's amounts in whose place the picture surely shows another one.

    Nothing unless twice as many agree: a layer in which many differ is poor recognition.
    """
    money = [(word, text, sure) for word, text, sure in seen if MONEY.match(word.text) and MONEY.match(text)]
    same = sum(plain(word.text) == plain(text) for word, text, _ in money)
    other = [word for word, text, sure in money if sure >= _SURE and plain(word.text) != plain(text)]
    if same < max(_FEWEST_SAME, 2 * len(other)):
        return []
    return [HiddenText(page, word.box, word.text, OTHER_LAYER) for word in other]


def as_recognised(layer: list[GlyphWord], shown: Iterable[Word], there: Affine) -> list[LookedAt]:
    """Each amount of the layer with the recognised amount in its place; `there` leads to the space of `shown`."""
    amounts = [word for word in shown if MONEY.match(word.text)]
    return [
        (word, other.text, other.confidence)
        for word in layer
        if MONEY.match(word.text)
        for other in amounts
        if overlap(apply_box(there, word.box), other.box) >= _SAME_PLACE
    ]
