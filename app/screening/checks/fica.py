"""Social Security and Medicare are fixed shares of taxed pay: a raised gross pay leaves the old taxes behind."""

from __future__ import annotations

import re
from decimal import Decimal

from app.screening.checks.answers import Question, altered, money
from app.screening.checks.deductions import gross_pay, taken_lines, ways_to_total
from app.screening.checks.packet import Packet, as_amount
from app.screening.checks.rows import amounts_on
from app.screening.verdict import CheckResult, Document, DocumentType, Evidence, Severity, Signal

SOCIAL_SECURITY = Decimal("0.062")
MEDICARE = Decimal("0.0145")
"""Employee shares, 26 U.S.C. § 3101(a) and (b)(1)."""
FAR = Decimal("0.10")
"""Of the gross pay: what unrecognised pre-tax health and savings plans may commonly take."""
_TAX = re.compile(
    r"(?<!pre[- ])(?<!before[- ])(?<!after[- ])(?<!post[- ])(?<!non[- ])\b(?:tax(?:es)?|withh\w*|w/?h|fed(?:eral)?"
    r"|fica|oasdi|medicare|soc(?:ial)?\.? ?sec\w*|fit|sit|fwt|swt)\b",
    re.I,
)
"""Names of taxes, of which no pre-tax deduction is one; one named otherwise counts as pre-tax."""
UNTAXED = re.compile(
    r"stipend|per.?diem|m ?& ?i|meals?|incidental|housing|lodging|parsonage|reimb|expens|mileage|travel|relocat|moving"
    r"|non.?tax|allowance|tuition|tools?\b|uniform|phone|internet|wellness|\bba[hs]\b",
    re.I,
)
"""Earnings from which these taxes are commonly not taken."""
_CENTS = Decimal("0.03")
"""Medicare, rounded to the cent, tells Social Security to about two."""
_FAR_FROM_CAP = Decimal(120_000)
"""Dollars of gross pay in the year. The cap was $168,600 in 2024 and rises with wages."""

QUESTION = Question(
    check="fica",
    family="arithmetic",
    innocent=(
        "part of the pay is free of these taxes: expenses, some students and visitors, some public employers",
        "the wage cap of Social Security was reached, or the additional Medicare tax started",
        "a correction of an earlier period is included",
    ),
    next_step="Ask for the stub as the payroll provider's portal gives it out, or for the last W-2.",
)


def check(packet: Packet) -> CheckResult:
    """The taxes show on which pay they were taken; pay beyond that must fit into the other deductions of the stub.

    Pre-tax deductions lower the taxed pay, but never by more than all deductions together. Review only when far off:
    more than a tenth of the gross pay beyond them, and no amount on the stub is the gap. Else, and for a tax above
    its share of the gross pay, a note. Far below the cap of Social Security the two taxes are taken from the same pay.
    """
    signals: list[Signal] = []
    looked = 0
    for stub in packet.of_type(DocumentType.paystub):
        taxed = _taxed_pay(packet, stub)
        gross = gross_pay(packet, stub)
        if gross is not None and taxed is None and (apart := _apart(packet, stub, gross)):
            signals.append(apart)
            looked += 1
        if taxed is None or gross is None:
            continue
        looked += 1
        base, taxes, evidence = taxed
        room = _room(packet, stub, gross, taxes) + untaxed(stub, "amount")
        is_far_off = gross - base > max(room, Decimal(0)) + FAR * gross and not _is_printed(packet, stub, gross - base)
        signal = _judge(stub, gross, base, room, is_far_off, evidence)
        signals.extend([signal] if signal else [])
    return QUESTION.answer(
        signals,
        looked,
        "Social Security and Medicare fit the gross pay.",
        "No stub shows gross pay, Social Security and Medicare clearly.",
    )


def _taxed_pay(packet: Packet, stub: Document) -> tuple[Decimal, Decimal, tuple[Evidence, ...]] | None:
    """The pay that both taxes were taken from, the taxes, and their places; None unless the two agree on it."""
    names = ("fica_social_security", "fica_medicare")
    social, medicare = (packet.amount(stub, name) for name in names)
    if not social or not medicare:
        return None
    base = abs(social) / SOCIAL_SECURITY
    # Medicare is rounded to the cent, so the pay behind it is only known to about ± $0.35.
    if abs(base - abs(medicare) / MEDICARE) > Decimal("1.50"):
        return None
    return base, abs(social) + abs(medicare), stub.evidence(*names)


def untaxed(stub: Document, column: str) -> Decimal:
    """What the earnings lines name that is commonly paid without these taxes, in the period ("amount") or the "ytd"."""
    fact = stub.fields.get("earnings_lines")
    rows = () if fact is None or isinstance(fact.value, str) else fact.value
    found = (as_amount(row.get(column)) for row in rows if UNTAXED.search(row.get("description", "")))
    return sum((abs(value) for value in found if value), Decimal(0))


def _apart(packet: Packet, stub: Document, gross: Decimal) -> Signal | None:
    """The two taxes come from different pay although the year is far from the cap, on a stub that adds up otherwise."""
    social, medicare = (packet.amount(stub, name) for name in ("fica_social_security", "fica_medicare"))
    year, net = packet.amount(stub, "ytd_gross"), packet.amount(stub, "net_pay")
    if not social or not medicare or year is None or year > _FAR_FROM_CAP or net is None:
        return None
    bases = abs(social) / SOCIAL_SECURITY, abs(medicare) / MEDICARE
    is_read = any(
        abs(gross - way.amount - net) <= packet.policy.checks.money_tolerance for way in ways_to_total(packet, stub)
    )
    if not is_read or abs(bases[0] - bases[1]) <= FAR * gross or _stand_elsewhere(packet, stub, gross):
        return None
    return QUESTION.signal(
        altered(stub.document_type),
        Severity.review,
        f"Social Security was taken from a pay of about {money(round(bases[0], 0))}, Medicare from about "
        f"{money(round(bases[1], 0))}.",
        "one pay for both taxes",
        "two",
        stub.evidence("fica_social_security", "fica_medicare", "gross_pay"),
    )


def _stand_elsewhere(packet: Packet, stub: Document, gross: Decimal) -> bool:
    """Both taxes of one pay, at most the gross pay, are printed: under each other's labels or another's, a slip."""
    printed = {abs(value) for value in amounts_on(packet.pages_of(stub))}
    bases = (value / MEDICARE for value in printed)
    return any(
        gross / 2 < base < gross + 1 and any(abs(value - SOCIAL_SECURITY * base) <= _CENTS for value in printed)
        for base in bases
    )


def _room(packet: Packet, stub: Document, gross: Decimal, taxes: Decimal) -> Decimal:
    """The most that pre-tax deductions can be: the lines that are no taxes, where all lines lead to the net pay.

    Else the largest total of deductions, less the two taxes where it holds them: the listed lines hold them; a printed
    total does where it equals those lines, else it may leave taxes out.
    """
    ways = list(ways_to_total(packet, stub))
    net, apart = packet.amount(stub, "net_pay"), _besides_taxes(packet, stub)
    if net is not None and apart and abs(gross - apart[0] - net) <= packet.policy.checks.money_tolerance:
        return apart[1]
    listed = next((way.amount for way in ways if way.fields == ("deduction_lines",)), None)
    rooms = [
        way.amount
        - (taxes if listed is not None and taxes <= listed and abs(way.amount - listed) <= Decimal("0.02") else 0)
        for way in ways
    ]
    return max(rooms) if rooms else gross * Decimal("0.4")


def _besides_taxes(packet: Packet, stub: Document) -> tuple[Decimal, Decimal] | None:
    """All deduction lines together, and those whose names are no tax's, which nobody takes before a tax."""
    lines = [(row.get("description", ""), as_amount(row.get("amount"))) for row in taken_lines(packet, stub)]
    known = [(name, abs(amount)) for name, amount in lines if amount is not None]
    if not lines or len(known) < len(lines):
        return None
    return sum((it for _, it in known), Decimal(0)), sum(
        (it for name, it in known if not _TAX.search(name)), Decimal(0)
    )


def _is_printed(packet: Packet, stub: Document, gap: Decimal) -> bool:
    """A deduction that was not recognised is the gap, as near as the taxes tell it."""
    return any(abs(abs(value) - gap) <= Decimal("0.50") for value in amounts_on(packet.pages_of(stub)))


def _judge(
    stub: Document, gross: Decimal, base: Decimal, room: Decimal, is_far_off: bool, taxes: tuple[Evidence, ...]
) -> Signal | None:
    beyond = gross - base
    if -1 <= beyond <= max(room, Decimal(0)) + 1:
        return None
    most = money(max(room, Decimal(0)))
    return QUESTION.signal(
        altered(stub.document_type),
        Severity.review if is_far_off else Severity.note,
        f"The taxes were taken from a pay of about {money(round(base, 0))}, but the gross pay shown is {money(gross)}.",
        f"about {money(round(base, 0))}, more with untaxed pay and pre-tax deductions up to {most}",
        money(gross),
        stub.evidence("gross_pay") + taxes,
        "gross_pay",
    )
