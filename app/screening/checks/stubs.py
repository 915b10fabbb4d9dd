"""Stubs of one employer in order of their pay dates, and when two of them follow each other without a gap."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from app.screening.checks.packet import Packet
from app.screening.facts.pay_rhythm import rhythm_of
from app.screening.facts.people import compare_employers
from app.screening.verdict import Document, DocumentType, Outcome

_DAYS_BETWEEN = {"weekly": (6, 8), "biweekly": (13, 15), "semimonthly": (13, 18), "monthly": (26, 34)}

_FEWEST_WORDS, _SAME_WORDS = 25, 0.92
"""Words of a stub that tell its layout, and the part that two stubs of one employer share; two employers' names and
addresses alone are more than a twelfth of a stub."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two stubs of one employer; `follows` is True where no pay day can lie between them."""

    earlier: Document
    later: Document
    paid_earlier: date
    paid_later: date
    follows: bool

    @property
    def is_same_year(self) -> bool:
        return self.paid_earlier.year == self.paid_later.year


def consecutive_pairs(packet: Packet) -> tuple[Pair, ...]:
    """Neighbouring stubs per employer, oldest first; stubs without a clear pay date are left out, and those without a
    clear employer too, unless the packet names no other and all of its stubs are of one layout."""
    pairs = []
    for group in _by_employer(packet):
        dated = sorted(((paid, stub) for stub in group if (paid := paid_on(packet, stub))), key=lambda item: item[0])
        for series in _series(packet, dated):
            for (paid_earlier, earlier), (paid_later, later) in pairwise(series):
                follows = _follows(packet, earlier, later, (paid_later - paid_earlier).days)
                pairs.append(Pair(earlier, later, paid_earlier, paid_later, follows))
    return tuple(pairs)


def _series(packet: Packet, dated: list[tuple[date, Document]]) -> list[list[tuple[date, Document]]]:
    """Where several stubs have one pay day, as of two positions, each goes on with what its own total fits best."""
    found: list[list[tuple[date, Document]]] = []
    for paid, stub in dated:
        free = [series for series in found if series[-1][0] != paid]
        if free:
            min(free, key=lambda series: _misfit(packet, series[-1][1], stub)).append((paid, stub))
        else:
            found.append([(paid, stub)])
    return found


def _misfit(packet: Packet, earlier: Document, later: Document) -> Decimal:
    """How far the later year's total is from the earlier one and the later pay; nothing where one was not read."""
    before, after = (packet.amount(stub, "ytd_gross") for stub in (earlier, later))
    gross = packet.amount(later, "gross_pay")
    known = before is not None and after is not None and gross is not None
    return abs(after - before - gross) if known else Decimal(0)  # type: ignore[operator]


def paid_on(packet: Packet, stub: Document) -> date | None:
    return packet.day(stub, "pay_date") or packet.day(stub, "period_end")


def _by_employer(packet: Packet) -> list[list[Document]]:
    stubs = packet.of_type(DocumentType.paystub)
    named = {name for stub in stubs if (name := packet.text(stub, "employer_name"))}
    is_one = len(named) < 2 and any(not packet.text(stub, "employer_name") for stub in stubs)
    if is_one and len(stubs) > 1 and all(is_same_layout(packet, stubs[0], stub) for stub in stubs[1:]):
        return [list(stubs)]
    groups: list[list[Document]] = []
    for stub in packet.of_type(DocumentType.paystub):
        employer = packet.text(stub, "employer_name")
        if not employer:
            continue
        names = ((group, packet.text(group[0], "employer_name")) for group in groups)
        mine = next((group for group, name in names if compare_employers(name, employer) is Outcome.consistent), None)
        if mine is None:
            groups.append([stub])
        else:
            mine.append(stub)
    return groups


def is_same_layout(packet: Packet, first: Document, second: Document) -> bool:
    """Nearly the same words stand on both, numbers aside: the employer's name, which was not read, among them."""
    one, other = (
        {word.text.casefold() for page in packet.pages_of(it) for word in page.words if word.text.isalpha()}
        for it in (first, second)
    )
    return len(one | other) >= _FEWEST_WORDS and len(one & other) >= _SAME_WORDS * len(one | other)


def yearly_pay(packet: Packet, stub: Document) -> Decimal | None:
    """The stub's gross pay over a year, in dollars; None where gross pay or frequency are in doubt."""
    gross, rhythm = packet.amount(stub, "gross_pay"), rhythm_of([stub])
    return gross * rhythm.per_year if gross is not None and rhythm and not rhythm.doubt else None


def _follows(packet: Packet, earlier: Document, later: Document, days: int) -> bool:
    """The pay periods touch, or the pay days are as far apart as the frequency says."""
    end, start = packet.day(earlier, "period_end"), packet.day(later, "period_start")
    if end and start:
        return (start - end).days == 1
    rhythm = rhythm_of([earlier, later])
    span = _DAYS_BETWEEN.get(rhythm.frequency) if rhythm and not rhythm.doubt else None
    return bool(span and span[0] <= days <= span[1])
