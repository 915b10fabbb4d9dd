"""The lines of a stub's table as facts, or, where no table was recognised, as the rows straight above its total."""

from __future__ import annotations

from decimal import Decimal

from app.screening.checks.packet import Packet, as_amount
from app.screening.checks.rows import Row, as_money, rows
from app.screening.reading.pages import Page
from app.screening.verdict import Box, Document, Fact

Line = tuple[Decimal | None, Decimal | None]
"""The amount of the period and of the year."""


def lines_of(packet: Packet, stub: Document, table: str, total: str, year: str) -> list[Line]:
    """Magnitudes per line, without what the employer pays; empty when there is neither a table nor such rows."""
    fact = packet.sure(stub, table)
    if fact is not None and not isinstance(fact.value, str):
        listed = [row for row in fact.value if row.get("section") != "employer"]
        return [(as_amount(row.get("amount")), as_amount(row.get("ytd"))) for row in listed]
    period, so_far = packet.sure(stub, total), packet.sure(stub, year)
    page = next((it for it in packet.pages_of(stub) if period and it.number == period.page), None)
    return _rows_above(page, period, so_far) if page and period and so_far else []


def _rows_above(page: Page, period: Fact, so_far: Fact) -> list[Line]:
    """The unbroken run of rows above the total that have an amount in both of its columns."""
    if period.box is None or so_far.box is None or abs(period.box[1] - so_far.box[1]) > 4:
        return []
    found: list[Line] = []
    for row in reversed(rows(page)):
        if page.place(row[0].box)[3] > period.box[1] + 2:
            continue
        line = (_amount_in(page, row, period.box), _amount_in(page, row, so_far.box))
        if None in line:
            break
        found.append(line)
    return found


def _amount_in(page: Page, row: Row, column: Box) -> Decimal | None:
    for word in row:
        box, value = page.place(word.box), as_money(word.text)
        if value is not None and (abs(box[2] - column[2]) < 3 or abs(box[0] - column[0]) < 3):
            return value
    return None
