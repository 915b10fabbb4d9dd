"""Which rows of a stub were taken from the pay, learnt from another stub of the same layout where they add up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from app.screening.checks.packet import Packet
from app.screening.checks.rows import Row, as_money, rows
from app.screening.facts.people import compare_employers
from app.screening.verdict import Document, DocumentType, Outcome

Line = tuple[str, Decimal]
"""A row's label without digits, and the first amount beside it."""
_FEWEST, _MOST = 3, 30
_CENT = Decimal("0.01")
_SAME_EDGE = 0.01
"""Of the page's width: amounts of one column end this near to each other."""


def taken_as_on_sibling(packet: Packet, stub: Document) -> Decimal | None:
    """What the rows of `stub` add up to that make gross less net on another stub of its employer and layout.

    The same labels stand on both, in the same number: a line that came or went proves nothing. Three rows or more that
    follow each other in a column hit gross less net to the cent by accident on one stub in some hundred, and then on
    both; here such a sum only tells which rows to add.
    """
    columns = _columns(packet, stub)
    for other in packet.of_type(DocumentType.paystub):
        if other is stub or not _is_same_layout(packet, stub, other):
            continue
        labels = _taken_labels(packet, other)
        found = [dict(column) for column in columns if labels and set(labels) <= {label for label, _ in column}]
        if len(found) == 1:
            return sum((found[0][label] for label in labels), Decimal(0))
    return None


def _is_same_layout(packet: Packet, stub: Document, other: Document) -> bool:
    names = packet.text(stub, "employer_name"), packet.text(other, "employer_name")
    is_other_employer = all(names) and compare_employers(*names) is not Outcome.consistent
    mine, theirs = (sorted(label for column in _columns(packet, it) for label, _ in column) for it in (stub, other))
    return not is_other_employer and bool(mine) and mine == theirs


def _taken_labels(packet: Packet, stub: Document) -> tuple[str, ...]:
    """The labels of the only run of rows whose amounts are gross less net; empty where there is none, or several."""
    gross, net = packet.amount(stub, "gross_pay"), packet.amount(stub, "net_pay")
    if gross is None or net is None or gross <= net:
        return ()
    runs = {run for column in _columns(packet, stub) for run in _runs(column, gross - net)}
    return runs.pop() if len(runs) == 1 else ()


def _runs(column: list[Line], wanted: Decimal) -> Iterator[tuple[str, ...]]:
    for start in range(len(column)):
        for end in range(start + _FEWEST, min(start + _MOST, len(column)) + 1):
            part = column[start:end]
            if abs(sum((abs(amount) for _, amount in part), Decimal(0)) - wanted) <= _CENT:
                yield tuple(label for label, _ in part)


def _columns(packet: Packet, stub: Document) -> list[list[Line]]:
    """The stub's rows by the column that their first amount stands in; labels that occur twice in it are left out."""
    found: dict[int, list[Line]] = {}
    for page in packet.pages_of(stub):
        for row in rows(page):
            for label, amount, edge in _lines(row):
                found.setdefault(round(edge / (_SAME_EDGE * page.width)) + 1000 * page.number, []).append(
                    (label, amount)
                )
    merged = _neighbours_joined(found)
    return [column for column in merged if len({label for label, _ in column}) == len(column)]


def _neighbours_joined(found: dict[int, list[Line]]) -> list[list[Line]]:
    """Columns whose edges fell to either side of a step are one."""
    joined: list[list[Line]] = []
    last = None
    for place in sorted(found):
        if last is not None and place == last + 1:
            joined[-1] += found[place]
        else:
            joined.append(list(found[place]))
        last = place
    return joined


def _lines(row: Row) -> Iterator[tuple[str, Decimal, float]]:
    label: list[str] = []
    for word in row:
        amount = as_money(word.text)
        if amount is None:
            label.append(word.text)
            continue
        text = re.sub(r"[^a-z ]", "", " ".join(label).casefold()).strip()
        if text:
            yield text, abs(amount), word.box[2]
        label = []
