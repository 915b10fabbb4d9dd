"""A row of a summary that adds up, "beginning + paid in − paid out = ending", tells by itself what its values are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from app.screening.facts.layout import overlaps, step_between
from app.screening.facts.lines import Cell, Sheet

_HEAD_LINES = 4
"""Lines above the values that may hold their headings; banks break them into up to three."""
_REACH = 1.8
"""Usual distances between lines within one heading."""
_FEWEST, _MOST = 3, 9
_BALANCE = re.compile(r"\b(?:balance|value|(?:last|this|previous) statement)\b")
_FIRST = re.compile(r"\b(?:beginning|previous|opening|starting|prior|forward|last|old|initial|start)\b")
_LAST = re.compile(r"\b(?:ending|closing|new|current|this|final|end)\b")
_IN = re.compile(r"\b(?:deposits?|credits?|additions?|money in|paid in|incoming|interest|dividends?)\b")
_OUT = re.compile(
    r"\b(?:withdrawals?|debits?|subtractions?|deductions?|checks?|fees?|charges?|money out|paid out|outgoing|"
    r"purchases?|payments?)\b"
)
_SUM = re.compile(r"(?i)(?:grand )?totals?\b|all accounts|combined")


@dataclass(frozen=True, slots=True)
class Equation:
    """The values of one account: what came in and what went out each in as many parts as are printed."""

    opening: Cell
    closing: Cell
    paid_in: tuple[Cell, ...]
    paid_out: tuple[Cell, ...]


def equations(sheet: Sheet) -> Iterator[Equation]:
    """The rows of values under headings of a beginning and an ending balance that add up in exactly one way.

    A row of the sum of several accounts is left out where the accounts have rows of their own.
    """
    found = [(row, each) for row in sheet.cells if (each := _of_row(sheet, row))]
    single = [each for row, each in found if not (row[0].kind == "text" and _SUM.match(row[0].text))]
    yield from single or [each for _, each in found]


def of_accounts(sheets: list[Sheet]) -> list[tuple[Sheet, Equation]]:
    """The rows of several accounts in one table: each adds up, and none begins where another ends, as months do."""
    found = [(sheet, each) for sheet in sheets for each in equations(sheet)]
    ends = {each.closing.amount for _, each in found if each.closing.amount != each.opening.amount}
    are_months = any(each.opening.amount in ends for _, each in found)
    return found if len(found) > 1 and not are_months else []


def _of_row(sheet: Sheet, row: tuple[Cell, ...]) -> Equation | None:
    """The equation that a row's values are, when they have a beginning, an ending and one way to lead there."""
    amounts = [cell for cell in row if cell.kind == "amount"]
    if not _FEWEST <= len(amounts) <= _MOST or _has_words_behind(row, amounts[0]):
        return None
    heads = {cell: _head(sheet, cell) for cell in amounts}
    opening, closing = (_balance(amounts, heads, says) for says in (_FIRST, _LAST))
    if opening is None or closing is None or amounts.index(closing) <= amounts.index(opening):
        return None
    between = amounts[amounts.index(opening) + 1 : amounts.index(closing)]
    return _solved(opening, closing, [cell for cell in between if cell.amount], heads)


def _has_words_behind(row: tuple[Cell, ...], first: Cell) -> bool:
    """Whether words or days stand among or behind a row's amounts."""
    return any(cell.kind in ("text", "date") for cell in row[max(1, row.index(first)) :])


def _balance(amounts: list[Cell], heads: dict[Cell, str], says: re.Pattern[str]) -> Cell | None:
    """The only amount under the heading of a balance that says "beginning" or "ending", or under that word alone."""
    found = [c for c in amounts if says.search(heads[c]) and (_BALANCE.search(heads[c]) or says.fullmatch(heads[c]))]
    return found[0] if len(found) == 1 else None


def _solved(opening: Cell, closing: Cell, between: list[Cell], heads: dict[Cell, str]) -> Equation | None:
    """The equation with the signs that lead from one balance to the other, unless several ways do."""
    change = closing.amount - opening.amount
    ways = [signs for signs in product((1, -1), repeat=len(between)) if _fits(between, signs, heads)]
    ways = [w for w in ways if sum((s * abs(c.amount) for s, c in zip(w, between, strict=True)), Decimal(0)) == change]
    if len(ways) != 1:
        return None
    signed = list(zip(ways[0], between, strict=True))
    paid_in, paid_out = (tuple(cell for sign, cell in signed if sign == side) for side in (1, -1))
    return Equation(opening, closing, paid_in, paid_out)


def _fits(cells: list[Cell], signs: tuple[int, ...], heads: dict[Cell, str]) -> bool:
    """No value goes against the words over it, nor against its own minus sign."""
    for cell, sign in zip(cells, signs, strict=True):
        goes_in, goes_out = bool(_IN.search(heads[cell])), bool(_OUT.search(heads[cell]))
        if goes_in != goes_out and sign != (1 if goes_in else -1):
            return False
        if cell.amount < 0 and sign > 0:
            return False
    return True


def _head(sheet: Sheet, cell: Cell) -> str:
    """The words of the lines right above a value that stand over it, in lower case."""
    words: list[str] = []
    for line in range(cell.line - 1, max(-1, cell.line - 1 - _HEAD_LINES), -1):
        over = _with_text_before(sheet.cells[line], cell)
        texts = [c for c in over if c.kind == "text"]
        is_text = not over or (bool(texts) and all(c.kind in ("text", "date") for c in over))
        far = step_between(sheet, line, line + 1) > _REACH * max(sheet.pitch, 10)
        if words and (far or not is_text):
            break
        if is_text:  # else a count, or the row of another account in the same table
            words = [c.text.lower() for c in texts] + words
    return " ".join(words)


def _with_text_before(row: tuple[Cell, ...], cell: Cell) -> list[Cell]:
    """The cells of a line over a value; a day among them with the text that it ends ("Last Statement 10/11/26")."""
    over = [c for c in row if overlaps(c.box, cell.box)]
    first = row.index(over[0]) if over else 0
    before = row[first - 1] if first and over[0].kind == "date" else None
    is_near = before is not None and over[0].box[0] - before.box[2] < before.box[3] - before.box[1]
    return [before, *over] if before is not None and is_near else over
