"""A field's value may stand in several places: candidates are collected, compared, and reported only when they
agree."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from app.screening.facts.amounts import find_amounts, money
from app.screening.facts.labels import match, split_columns, squeeze
from app.screening.facts.layout import overlaps
from app.screening.facts.lines import Cell, Sheet
from app.screening.verdict import Fact

DAY_AT_END = re.compile(
    r"(?i)(?:\s(?:on|as of|for)|(?<=balance))\s+"
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?(?: \d{1,2})?$"
)
_CURRENCY_AT_END = re.compile(r"\s+in [A-Z]{3}$")
_BOX_NUMBER = re.compile(r"^(?:(?:[Bb]ox|[Ll]ine) )?\d{1,2}[a-zA-Z]?(?:[.):]| ?[-–])\s+(?=[A-Z])")
"""How forms number their boxes and lines ("3. Name", "12) Pay date", "Line 1 - Wages")."""
DISPUTED = 0.4
"""Confidence of a value that the picture of the page contradicts; below one half it counts for nothing."""
_SURE_WORD = 0.8
"""A picture word must be read this surely before it may contradict the text layer."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A value that a field may have: where it stands, how telling its label is (0 is best), how sure its position."""

    sheet: Sheet
    cell: Cell
    value: str
    rank: int
    sureness: float

    def fact(self, sureness: float | None = None) -> Fact:
        """The candidate as a fact with its place on the displayed page."""
        return fact_of(self.sheet, self.cell, self.value, self.sureness if sureness is None else sureness)


def fact_of(sheet: Sheet, cell: Cell, value: str | tuple[dict[str, str], ...], sureness: float = 0.99) -> Fact:
    """A fact at a cell; its confidence is the words' times `sureness`, and low when the page's picture shows
    another amount."""
    confidence = min(cell.confidence, 1.0) * sureness
    if cell.kind == "amount" and _picture_disagrees(sheet, cell):
        confidence = min(confidence, DISPUTED)
    return Fact(value, cell.text, round(confidence, 3), sheet.page.number, sheet.page.place(cell.box))


def part_of(sheet: Sheet, cell: Cell, text: str) -> Cell:
    """The part of a cell that says `text`, in its own box where the line tells it."""
    line = sheet.lines[cell.line]
    start = line.text.find(text)
    return replace(cell, text=text, box=line.box_of(start, start + len(text)) if start >= 0 else cell.box)


def _picture_disagrees(sheet: Sheet, cell: Cell) -> bool:
    shown: list[str] = []
    for word in sheet.page.picture_words:
        tall = min(word.box[3], cell.box[3]) - max(word.box[1], cell.box[1])
        if tall > 0.5 * (cell.box[3] - cell.box[1]) and overlaps(word.box, cell.box) and word.confidence >= _SURE_WORD:
            shown += [money(abs(value)) for _, _, value in find_amounts(word.text, scanned=True)]
    return bool(shown) and money(abs(cell.amount)) not in shown


def choose(candidates: Iterable[Candidate]) -> Fact | None:
    """The one value that the candidates agree on.

    When they differ, the most telling label decides, at a lower confidence; when even that one has two values, none
    is reported.
    """
    ranked = sorted(candidates, key=lambda c: (c.rank, -c.sureness * c.cell.confidence))
    if not ranked:
        return None
    values = {c.value for c in ranked}
    best = ranked[0]
    if len(values) == 1:
        return max(ranked, key=lambda c: c.sureness * c.cell.confidence).fact()
    if {c.value for c in ranked if c.rank == best.rank} != {best.value}:
        return None
    return best.fact(min(best.sureness, 0.85))


def labels_in(sheet: Sheet, fields: dict[str, dict[str, int]]) -> Iterator[tuple[str, int, frozenset[str], Cell]]:
    """Every label on a page as `(field, rank, column words in it, cell)`; notes in parentheses are ignored."""
    for cell in sheet.all_cells():
        if cell.kind != "text" or len(cell.text) > 90:
            continue
        for field, ranks in fields.items():
            found = _label_rank(cell.text, ranks, sheet.is_scanned)
            if found is not None:
                yield field, found[0], found[1], cell


def _label_rank(text: str, ranks: dict[str, int], scanned: bool) -> tuple[int, frozenset[str]] | None:
    bare = re.sub(r"\([^)]*\)", " ", text)
    for form in (
        text,
        bare,
        DAY_AT_END.sub("", text),
        _CURRENCY_AT_END.sub("", text),
        _BOX_NUMBER.sub("", text),
        _BOX_NUMBER.sub("", bare),
    ):
        rank = match(squeeze(form), ranks, scanned=scanned)
        if rank is not None:
            return rank, frozenset()
        base, kinds = split_columns(form)
        rank = match(base, ranks, scanned=scanned) if kinds and base else None
        if rank is not None:
            return rank, kinds
    return None
