"""A stub used twice: last month's with this month's dates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from app.demo.drawn import Drawn, long_date, medium_date, short_us, us
from app.demo.pdf_edits import swapped
from app.demo.raster import page_text

FORMS = (long_date, medium_date, us, short_us)
DATES = ("period_start", "period_end", "pay_date")


def shifted_stub(older: Drawn, newer: Drawn) -> tuple[Drawn, Drawn]:
    """The older stub, and the same with the newer one's dates; amounts and year-to-date stay as they were."""
    moves = date_moves(older, newer)
    content = swapped(older.content, list(date_swaps(older, moves)))
    moved = {name: moves[date.fromisoformat(str(older.truth[name]))].isoformat() for name in DATES}
    return older, replace(older, content=content, truth={**older.truth, **moved}, file_name=newer.file_name)


def date_moves(older: Drawn, newer: Drawn) -> dict[date, date]:
    """Which day becomes which, the latest first, so that no date is moved twice."""
    moves: dict[date, date] = {}
    for name in reversed(DATES):
        moves.setdefault(date.fromisoformat(str(older.truth[name])), date.fromisoformat(str(newer.truth[name])))
    return moves


def date_swaps(older: Drawn, moves: dict[date, date]) -> Iterator[tuple[str, str]]:
    """What to replace with what, in the forms that stand on the page."""
    text = page_text(older.content)
    for before, after in moves.items():
        for form in FORMS:
            if form(before) in text:
                yield form(before), form(after)
