"""One sheet of paper may hold two pay stubs, or one stub twice: here it is cut where the next one begins."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from app.screening.facts.labels import match, names, squeeze
from app.screening.facts.lines import Sheet, sheet_of

_SHORTEST = 6
"""Letters of a line that must repeat before it can be the head of a stub."""
_MOST = 4
"""Stubs that fit on one page."""


def stubs_on(sheet: Sheet) -> list[Sheet]:
    """The page itself, or its bands from top to bottom when each of them is a stub with days and a net pay of its own.

    A band begins where the first line that the page repeats comes again; digits do not count, since they differ.
    """
    signs = [re.sub(r"[0-9]", "", squeeze(line.text)) for line in sheet.lines]
    for first, sign in enumerate(signs):
        again = [number for number, other in enumerate(signs) if other == sign]
        if len(sign) >= _SHORTEST and again[0] == first and 2 <= len(again) <= _MOST:
            bands = _bands(sheet, again)
            if all(_is_stub(band) for band in bands):
                return bands
    return [sheet]


def _bands(sheet: Sheet, starts: list[int]) -> list[Sheet]:
    tops = [0.0, *(sheet.lines[number].box[1] for number in starts[1:]), sheet.page.height + 1]
    bands = []
    for top, end in pairwise(tops):
        words = tuple(w for w in sheet.page.words if top <= (w.box[1] + w.box[3]) / 2 < end)
        bands.append(sheet_of(replace(sheet.page, words=words)))
    return bands


def _is_stub(band: Sheet) -> bool:
    amounts = names("paystub", "amount")
    said = {squeeze(cell.text) for cell in band.all_cells() if cell.kind == "text"}
    kinds = {cell.kind for cell in band.all_cells()}
    has_net = any(match(label, amounts["net_pay"]) is not None for label in said)
    has_tax = any(
        match(label, amounts[name]) is not None for label in said for name in ("fica_medicare", "federal_income_tax")
    )
    return {"amount", "date"} <= kinds and has_net and has_tax
