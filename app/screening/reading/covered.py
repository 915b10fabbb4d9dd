"""Text beneath a filled rectangle or a picture, and two texts on one spot, each with what is seen in its place."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import numpy as np

from app.screening.reading.eyes import Eyes
from app.screening.reading.hidden import Sorted
from app.screening.reading.layers import Cover, Layers, overlap
from app.screening.reading.order import reading_order
from app.screening.reading.pages import CoveredText
from app.screening.reading.sight import Sight
from app.screening.reading.words import GlyphWord, union
from app.screening.verdict import Box

SAME_SPOT = 0.45
SAME_SIZE = 1.5
TOGETHER = 0.18
"""A gap of fewer sizes is no space: a new digit beside what is left of the old amount."""
MAX_FINDINGS = 60
MAX_PATCHES = 12
SURE = 0.8
OPENLY = 48
"""Difference (of 255, in any channel) between a cover and the paper around it that the eye cannot miss."""
RIM = 3.0
"""Points around a cover that are its surroundings."""


def covered_texts(found: Sorted, layers: Layers, sight: Sight, eyes: Eyes, page: int) -> list[CoveredText]:
    """What lies covered on the page; text that has another drawn over it also leaves `found.shown`.

    Words that are shown again in the same place are not reported.
    """
    texts = []
    for words, cover in _runs(found.covered):
        box, hidden = union([word.box for word in words]), " ".join(word.text for word in words)
        visible = _shown_at(found.shown, box)
        if not visible and cover.is_picture:
            visible = _picture_text(sight, eyes, box)
        if _plain(visible) != _plain(hidden) and _plain(hidden):
            texts.append(CoveredText(page, box, hidden, visible, _is_open(sight, cover)))
    over = _overprinted(found.shown)
    texts += [CoveredText(page, below.box, below.text, word.text, is_open=True) for below, word in over]
    # The lower of two texts cannot be read with any certainty, so it must not become a fact.
    lower = {id(below) for below, _ in over}
    found.shown = [word for word in found.shown if id(word) not in lower]
    return (texts + _patched_pictures(found, layers, sight, eyes, page))[:MAX_FINDINGS]


def drop_doubles(words: list[GlyphWord]) -> list[GlyphWord]:
    """Words without those drawn twice on one spot, as programs do that fake bold print or shadows."""
    kept: list[GlyphWord] = []
    rows: dict[tuple[str, int], list[GlyphWord]] = {}
    for word in words:
        row = round(word.box[1] / 20)
        near = [other for key in (row - 1, row, row + 1) for other in rows.get((word.text, key), [])]
        if any(overlap(word.box, other.box) > 0.6 for other in near):
            continue
        rows.setdefault((word.text, row), []).append(word)
        kept.append(word)
    return kept


def _runs(covered: list[tuple[GlyphWord, Cover]]) -> list[tuple[list[GlyphWord], Cover]]:
    """Neighbouring words of one line under one cover."""
    runs: list[tuple[list[GlyphWord], Cover]] = []
    for word, cover in covered:
        last = runs[-1][0][-1] if runs else None
        gap = word.box[0] - last.box[2] if last else 0.0
        size = max(word.first.size, 1.0)
        if last and runs[-1][1] == cover and abs(last.box[1] - word.box[1]) < 0.4 * size and gap < 1.5 * size:
            runs[-1][0].append(word)
        else:
            runs.append(([word], cover))
    return runs


def _shown_at(shown: list[GlyphWord], box: Box) -> str:
    there = [word for word in shown if max(overlap(word.box, box), overlap(box, word.box)) >= 0.3]
    text, end = "", 0.0
    for word in reading_order(there, lambda word: word.box):
        apart = text and word.ink[0] - end > TOGETHER * max(word.first.size, 1.0)
        text, end = f"{text} {word.text}" if apart else text + word.text, word.ink[2]
    return text


def _patched_pictures(found: Sorted, layers: Layers, sight: Sight, eyes: Eyes, page: int) -> list[CoveredText]:
    """Print in a scan beneath filled rectangles that have text typed over them: read with the rectangles taken away."""
    patches = list(islice(_patches(found, layers), MAX_PATCHES))
    if not patches:
        return []
    typed = [layers.objects[it] for it in _handles(found.shown) if it in layers.objects]
    with sight.without([cover.item for cover, _ in patches] + typed) as bare:
        crops = [(patch, crop) for patch in patches if (crop := sight.crop(patch[0].box, bare)).size]
    lines = eyes.read_lines([crop for _, crop in crops])
    texts = [
        CoveredText(page, cover.box, text, visible, _is_open(sight, cover))
        for ((cover, visible), _), (text, sure) in zip(crops, lines, strict=True)
        if sure >= SURE
    ]
    return [it for it in texts if _plain(it.hidden) and _plain(it.hidden) != _plain(it.visible)]


def _patches(found: Sorted, layers: Layers) -> Iterator[tuple[Cover, str]]:
    """Filled rectangles that lie on a picture, each with the text that is typed over it."""
    pictures = [it for it in layers.covers if it.is_picture]
    for cover in layers.covers:
        if cover.is_picture or cover.item is None:
            continue
        is_over = any(it.depth < cover.depth and overlap(cover.box, it.box) > 0.9 for it in pictures)
        if is_over and (visible := _shown_at(found.shown, cover.box)):
            yield cover, visible


def _handles(words: list[GlyphWord]) -> set[int]:
    return {glyph.handle for word in words for glyph in word.glyphs}


def _is_open(sight: Sight, cover: Cover) -> bool:
    """Whether the cover has another colour than the paper around it, as black bars and stamps do."""
    x0, y0, x1, y1 = cover.box
    strips = ((x0, y0 - RIM, x1, y0), (x0, y1, x1, y1 + RIM), (x0 - RIM, y0, x0, y1), (x1, y0, x1 + RIM, y1))
    around = [part.reshape(-1, 3) for strip in strips if (part := sight.crop(strip)).size]
    inside = sight.crop(cover.box).reshape(-1, 3)
    if not around or not inside.size:
        return False
    apart = np.abs(np.median(inside, axis=0) - np.median(np.concatenate(around), axis=0))
    return bool(apart.max() >= OPENLY)


def _picture_text(sight: Sight, eyes: Eyes, box: Box) -> str:
    part = sight.crop(box)
    lines = eyes.read_lines([part]) if part.size and not sight.is_flat(box) else []
    return lines[0][0] if lines and lines[0][1] >= SURE else ""


def _overprinted(shown: list[GlyphWord]) -> list[tuple[GlyphWord, GlyphWord]]:
    """Pairs of different words on one spot, both drawn: the lower one, then the one drawn on top of it."""
    pairs = []
    rows: dict[int, list[GlyphWord]] = {}
    for word in shown:
        if sum(char.isalnum() for char in word.text) < 2:
            continue
        row = round(word.ink[1] / 10)
        for below in (other for key in (row - 1, row, row + 1) for other in rows.get(key, [])):
            if _is_on(word, below):
                pairs.append((below, word))
        rows.setdefault(row, []).append(word)
    return pairs


def _is_on(word: GlyphWord, below: GlyphWord) -> bool:
    if word.first.turn != below.first.turn or _plain(word.text) == _plain(below.text):
        return False
    sizes = sorted((max(word.first.size, 0.1), max(below.first.size, 0.1)))
    on = max(overlap(word.ink, below.ink), overlap(below.ink, word.ink))
    return sizes[1] <= SAME_SIZE * sizes[0] and on >= SAME_SPOT


def _plain(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())
