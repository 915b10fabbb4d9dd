"""Words become lines, and lines become cells of text, money, dates and numbers, each still knowing its place."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from statistics import median
from typing import Literal

from app.screening.facts.amounts import find_amounts, money
from app.screening.facts.dates import CONNECTOR, find_dates, proves_day_first
from app.screening.facts.label_cuts import label_cuts
from app.screening.facts.recognised import mended, rejoined
from app.screening.facts.two_languages import in_one_language
from app.screening.facts.word_gaps import are_heads, column_gaps
from app.screening.facts.wrapped_labels import rejoin_labels
from app.screening.reading.pages import Page, Word
from app.screening.verdict import Box

Kind = Literal["text", "amount", "date", "number"]

_CELL_GAP = 1.7
"""In average letter widths: word spaces are below it in proportional and in fixed fonts, gaps between columns above."""
_HEAD_GAP = 1.3
"""In average letter widths: two headings of columns may stand this close ("HOURS  CURRENT")."""
_SPELLED, _TOUCHING = 0.6, 0.12
"""Share of single letters among the words of a line that a text layer spells out, and in average letter widths
the gap below which two of them belong together."""
_LETTER_WIDTH = 612
"""Points."""
_LEVEL = 0.53
"""Share of the lower word's height that two words of one line have in common; lines of larger type reach into their
neighbours."""
_LEADERS = re.compile(r"(?:[.·_]\s?){4,}|\||(?<=\s)[·•](?=\s)")
_NUMBER = re.compile(r"(?<!\S)[#($]?[Xx*•·\d][Xx*•·\d.,:/()-]*\d[Xx*•·)]*(?!\S)|(?<!\S)\d(?!\S)")


@dataclass(frozen=True, slots=True)
class Cell:
    """A stretch of one line: a label or name (`text`), or a value in the contract's form (`value`)."""

    kind: Kind
    text: str
    value: str
    box: Box
    confidence: float
    line: int
    has_colon: bool = False

    @property
    def amount(self) -> Decimal:
        """The amount of an amount cell, or the number of a number cell that is one."""
        return Decimal(self.value)


@dataclass(frozen=True, slots=True)
class Line:
    """Words on one baseline. In `text` a space joins words and a tab separates columns; `starts` are the words'
    offsets."""

    text: str
    words: tuple[Word, ...]
    starts: tuple[int, ...]
    box: Box

    def box_of(self, start: int, end: int) -> Box:
        """The place of `text[start:end]`; words that are only partly covered are cut in proportion."""
        boxes = list(self._pieces(start, end))
        return union(boxes) if boxes else self.box

    def confidence_of(self, start: int, end: int) -> float:
        """The lowest confidence among the words of `text[start:end]`."""
        first = max(0, bisect_right(self.starts, start) - 1)
        return min(
            (w.confidence for w, at in zip(self.words[first:], self.starts[first:], strict=True) if at < end),
            default=1.0,
        )

    def _pieces(self, start: int, end: int) -> Iterator[Box]:
        for word, at in zip(self.words, self.starts, strict=True):
            first, last = max(start, at), min(end, at + len(word.text))
            if first < last:
                x0, y0, x1, y1 = word.box
                step = (x1 - x0) / len(word.text)
                yield (x0 + (first - at) * step, y0, x0 + (last - at) * step, y1)


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """A page as lines and cells, top to bottom and left to right; `pitch` is the usual distance between lines."""

    page: Page
    lines: tuple[Line, ...]
    cells: tuple[tuple[Cell, ...], ...]
    pitch: float

    @property
    def is_scanned(self) -> bool:
        """Whether the words come from OCR, so that letters may be wrong."""
        return self.page.source == "ocr"

    @property
    def unit(self) -> float:
        """What a point of a letter-size sheet measures here; pictures are measured in pixels."""
        return max(1.0, min(self.page.width, self.page.height) / _LETTER_WIDTH)

    @property
    def text(self) -> str:
        """The page's text, one line per line."""
        return "\n".join(line.text for line in self.lines)

    def all_cells(self) -> Iterator[Cell]:
        """Every cell in reading order."""
        for row in self.cells:
            yield from row


def union(boxes: Iterable[Box]) -> Box:
    """The smallest box around all of `boxes`."""
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    return (min(x0), min(y0), max(x1), max(y1))


def sheet_of(page: Page) -> Sheet:
    """Lines and cells of a page."""
    words = page.words
    if page.source == "ocr":
        words = tuple(part for word in rejoined(words) for part in mended(word))
    lines = tuple(_lines(words))
    day_first = proves_day_first([line.text for line in lines])
    cells = tuple(
        tuple(cells_of(line, number, scanned=page.source == "ocr", day_first=day_first))
        for number, line in enumerate(lines)
    )
    return Sheet(page, lines, cells, _pitch(lines))


def _pitch(lines: tuple[Line, ...]) -> float:
    middles = [(line.box[1] + line.box[3]) / 2 for line in lines]
    steps = [after - before for before, after in pairwise(middles) if after - before > 2]
    return median(steps) if steps else 12.0


def _lines(words: tuple[Word, ...]) -> Iterator[Line]:
    rows: list[list[Word]] = []
    for word in sorted((w for w in words if w.text.strip()), key=lambda w: (w.box[1] + w.box[3]) / 2):
        row = next((row for row in reversed(rows[-3:]) if _same_line(row, word)), None)
        if row is None:
            rows.append([word])
        elif not any(w.text == word.text and abs(w.box[0] - word.box[0]) < 2 for w in row):
            row.append(word)
    for row in rejoin_labels(sorted(rows, key=lambda row: median((w.box[1] + w.box[3]) / 2 for w in row))):
        yield _line(sorted(row, key=lambda w: w.box[0]))


def _same_line(row: list[Word], word: Word) -> bool:
    near = min(row, key=lambda w: max(w.box[0] - word.box[2], word.box[0] - w.box[2], 0))
    overlap = min(near.box[3], word.box[3]) - max(near.box[1], word.box[1])
    lower = min(near.box[3] - near.box[1], word.box[3] - word.box[1])
    sideways = min(near.box[2], word.box[2]) - max(near.box[0], word.box[0])
    return overlap > _LEVEL * lower and sideways < 0.5 * min(near.box[2] - near.box[0], word.box[2] - word.box[0])


def _line(words: list[Word]) -> Line:
    """A line of words; where a text layer spells them letter by letter, those without a gap are one."""
    touching = sum(len(word.text) == 1 for word in words) > _SPELLED * len(words)
    width = median(_letter(w) for w in words)
    text, starts, columns = "", [], column_gaps(words)
    for index, word in enumerate(words):
        if index:
            before = words[index - 1]
            gap, around = word.box[0] - before.box[2], min(_letter(before), _letter(word))
            close = touching and gap < _TOUCHING * width
            apart = index in columns or gap > _CELL_GAP * max(width, around)
            apart = apart or (gap > _HEAD_GAP * around and are_heads(before, word))
            text += "\t" if apart else "" if close else " "
        starts.append(len(text))
        text += word.text
    return Line(text, tuple(words), tuple(starts), union(w.box for w in words))


def _letter(word: Word) -> float:
    """The average width of a word's letters."""
    return (word.box[2] - word.box[0]) / len(word.text)


def cells_of(line: Line, number: int, *, scanned: bool = False, day_first: bool = False) -> Iterator[Cell]:
    """The cells of a line from left to right; what merely joins two dates ("to", "-") is left out."""
    text = _LEADERS.sub(lambda found: "\t" * len(found.group()), line.text)
    values: list[tuple[int, int, Kind, str]] = [
        (a, b, "date", d.isoformat()) for a, b, d in find_dates(text, day_first=day_first)
    ]
    dates = _blank(text, values)
    values += [(a, b, "amount", money(v)) for a, b, v in find_amounts(dates, scanned=scanned)]
    values += [(m.start(), m.end(), "number", m.group()) for m in _NUMBER.finditer(_blank(text, values))]
    at, before = 0, ""
    for start, end, kind, value in [*sorted(values), (len(text), len(text), "text", "")]:
        if not (kind == before == "date" and CONNECTOR.fullmatch(text[at:start])):
            yield from _texts(line, text, at, start, number)
        if start < end:
            lead = len(re.match(r"[$\s]*\t", text[start:end]).group()) if re.match(r"[$\s]*\t", text[start:end]) else 0  # type: ignore[union-attr]
            yield Cell(
                kind,
                text[start:end].replace("\t", " "),
                value,
                line.box_of(start + lead, end),
                line.confidence_of(start, end),
                number,
            )
        at, before = end, kind


def _blank(text: str, values: list[tuple[int, int, Kind, str]]) -> str:
    for start, end, _, _ in values:
        text = text[:start] + "\t" * (end - start) + text[end:]
    return text


def _texts(line: Line, text: str, start: int, end: int, number: int) -> Iterator[Cell]:
    """The text cells between two values: cut at column gaps and after colons, and where one stretch holds several
    labels."""
    for piece in re.finditer(r"[^\t:]*:?", text[start:end]):
        raw = piece.group()
        cuts = [0, *label_cuts(raw), len(raw)]
        for first, last in pairwise(cuts):
            part = re.sub(r"^[.\s]+|\.{2,}$", "", raw[first:last].strip(" ;:*=-–—"))
            if not any(letter.isalnum() for letter in part):
                continue
            at = start + piece.start() + raw.index(part, first)
            box, confidence = line.box_of(at, at + len(part)), line.confidence_of(at, at + len(part))
            yield Cell("text", in_one_language(part), "", box, confidence, number, raw[first:last].endswith(":"))
