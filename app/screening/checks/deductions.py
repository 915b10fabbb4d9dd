"""What was taken from the gross pay, although stubs total taxes and deductions together, apart, or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from app.screening.checks.packet import Packet, as_amount
from app.screening.verdict import Document


@dataclass(frozen=True, slots=True)
class Taken:
    """One way to total what was taken, in the period and in the year (None where the year is not printed)."""

    fields: tuple[str, ...]
    amount: Decimal
    year: Decimal | None


def ways_to_total(packet: Packet, stub: Document) -> Iterator[Taken]:
    """The printed total, the printed taxes, both together, and the sum of the lines, as far as they are there."""
    total = _printed(packet, stub, "deductions_total", "ytd_deductions")
    taxes = _printed(packet, stub, "taxes", "ytd_taxes")
    lines = _listed(packet, stub)
    both = None
    if total and taxes:
        year = None if total.year is None or taxes.year is None else total.year + taxes.year
        both = Taken((*total.fields, *taxes.fields), total.amount + taxes.amount, year)
    yield from (way for way in (total, both, *lines, taxes) if way)


def gross_pay(packet: Packet, stub: Document) -> Decimal | None:
    """The gross pay read surely; or one read less surely that the earnings lines add up to, and net pay and what was
    taken, to the cent. A line's year is none."""
    fact, net = stub.fields.get("gross_pay"), packet.amount(stub, "net_pay")
    gross = as_amount(fact.value) if fact else None
    table = packet.sure(stub, "earnings_lines")
    lines = () if table is None or isinstance(table.value, str) else table.value
    if gross is None or packet.sure(stub, "gross_pay"):
        is_year = gross is not None and gross in {as_amount(row.get("ytd")) for row in lines}
        return None if is_year and gross not in {_amount(row) for row in lines} else gross
    earned = sum((_amount(row) or Decimal(0) for row in lines), Decimal(0))
    is_left = net is not None and any(net + way.amount == gross for way in ways_to_total(packet, stub))
    return gross if earned == gross and is_left else None


def _printed(packet: Packet, stub: Document, field: str, year_field: str) -> Taken | None:
    amount, year = packet.amount(stub, field), packet.amount(stub, year_field)
    return None if amount is None else Taken((field,), abs(amount), None if year is None else abs(year))


def taken_lines(packet: Packet, stub: Document) -> list[dict[str, str]]:
    """Without what the employer pays; a line of the net pay itself is where it goes, not what was taken."""
    fact = packet.sure(stub, "deduction_lines")
    table = () if fact is None or isinstance(fact.value, str) else fact.value
    net = as_amount(stub.fields["net_pay"].value) if "net_pay" in stub.fields else None
    return [row for row in table if row.get("section") != "employer" and not (net and _amount(row) == net)]


def _listed(packet: Packet, stub: Document) -> list[Taken]:
    """The lines together, in one sum or two.

    Where a few have the other sign they were refunded, or a sign was misread: with their signs first, then without.
    """
    rows = taken_lines(packet, stub)
    amounts = [_amount(row) for row in rows]
    years = [as_amount(row.get("ytd")) for row in rows]
    known = [abs(value) for value in amounts if value is not None]
    if not known or len(known) < len(rows):
        return []
    known_years = [abs(value) for value in years if value is not None]
    year = sum(known_years, Decimal(0)) if len(known_years) == len(rows) else None
    signed = abs(sum((value for value in amounts if value is not None), Decimal(0)))
    totals = dict.fromkeys((signed, sum(known, Decimal(0))))
    return [Taken(("deduction_lines",), total, year) for total in totals]


def _amount(row: dict[str, str]) -> Decimal | None:
    return as_amount(row.get("amount"))
