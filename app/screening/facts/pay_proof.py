"""What no label says, arithmetic may: gross pay less all deductions is net pay, to the cent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from app.screening.facts.amounts import money
from app.screening.facts.candidates import fact_of
from app.screening.facts.lines import Cell, Sheet
from app.screening.verdict import Fact

_NET = re.compile(r"(?i)\bnet\b|\btake[- ]?home\b|\bamount paid\b|\bpago neto\b")
_GROSS = re.compile(r"(?i)\bgross\b|\btotal (?:earnings|pay)\b|\btotal bruto\b|^totals?$")
_DEDUCTED = re.compile(r"(?i)\bded(?:uction)?s?\b|\bwith(?:held|holdings?)\b|^total\b")
_NEAR = 2
"""Lines between an amount and the words that say what it is."""
_PROVEN = 0.93


def proven_sums(sheets: list[Sheet], facts: dict[str, Fact]) -> dict[str, Fact]:
    """The one of `gross_pay`, `deductions_total` and `net_pay` that is absent from `facts`, where the page prints the
    amount that the other two make, near words that name it. `taxes` and `deductions_total` may be two sums apart."""
    gross, net, off = (_amount(facts, name) for name in ("gross_pay", "net_pay", "deductions_total"))
    taxes = _amount(facts, "taxes") or Decimal(0)
    wanted: list[tuple[str, re.Pattern[str], Decimal]] = []
    if gross and off and net is None:
        wanted = [("net_pay", _NET, gross - off), ("net_pay", _NET, gross - off - taxes)]
    elif gross and net and off is None:
        wanted = [("deductions_total", _DEDUCTED, gross - net)]
    elif net and off and gross is None:
        wanted = [("gross_pay", _GROSS, net + off), ("gross_pay", _GROSS, net + off + taxes)]
    for name, words, value in wanted:
        for sheet in sheets:
            if value > 0 and (cell := next(_printed(sheet, words, value), None)):
                return {name: fact_of(sheet, cell, money(value), _PROVEN)}
    return {}


def _amount(facts: dict[str, Fact], name: str) -> Decimal | None:
    fact = facts.get(name)
    return Decimal(str(fact.value)) if fact else None


def _printed(sheet: Sheet, words: re.Pattern[str], value: Decimal) -> Iterator[Cell]:
    for cell in sheet.all_cells():
        if cell.kind == "amount" and abs(cell.amount) == value:
            rows = sheet.cells[max(0, cell.line - _NEAR) : cell.line + _NEAR + 1]
            if any(words.search(other.text) for row in rows for other in row if other.kind == "text"):
                yield cell
