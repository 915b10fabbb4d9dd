"""Gross pay less deductions is net pay: the sum that an edited pay stub most often breaks."""

from __future__ import annotations

import re
from decimal import Decimal

from app.screening.checks.answers import Question, altered, money, plain
from app.screening.checks.deductions import Taken, ways_to_total
from app.screening.checks.packet import Packet
from app.screening.checks.rows import amounts_on, has_covered_amount, names_amount
from app.screening.checks.sibling_lines import taken_as_on_sibling
from app.screening.checks.table_rows import lines_of
from app.screening.verdict import CheckResult, Document, DocumentType, Severity, Signal

QUESTION = Question(
    check="net_pay",
    family="arithmetic",
    innocent=(
        "a reimbursement or an advance was paid out with the wages",
        "the total of the deductions leaves out the taxes, or an employer-paid amount is counted",
        "part of the pay went to another account and only the rest is shown as net",
    ),
    next_step="Ask for the stub from the payroll provider's portal, or ask the employer to confirm gross and net pay.",
)
_BESIDE_WAGES = re.compile(
    r"reimburs|imputed|\bimp\b|group.?term|\bgtl\b|non.?taxable|expense|advance|garnish|mileage|per diem|third.?party"
    r"|allotment",
    re.I,
)

_EARNED = ("gross_pay", "ytd_gross")
_LINES = ("deduction_lines",)
_LEARNT = ("net_pay",)
"""Rows that another stub of the same layout tells to add up; the fields know nothing of them."""


def check(packet: Packet) -> CheckResult:
    """Gross − what was taken = net, within the policy's tolerance, in one of the ways to total what was taken.

    A difference counts only where that total is known to be complete: the same sum holds in the year's column, or
    the lines add up to the printed total, or a total of deductions is printed and no lines stand apart from it, or the
    same rows make up gross less net on another stub of the same layout. Net pay above gross pay needs no total. A
    gross pay that was not read surely is what the earnings lines add up to, where they account for the whole year.
    """
    answers = [answer for stub in packet.of_type(DocumentType.paystub) if (answer := _of(packet, stub)) is not None]
    return QUESTION.answer(
        (item for item in answers if isinstance(item, Signal)),
        len(answers),
        "Gross pay less deductions is the net pay on every stub that shows the three.",
        "No stub shows gross pay, deductions and net pay clearly enough to add up.",
    )


def _of(packet: Packet, stub: Document) -> Signal | bool | None:
    net, ways = packet.amount(stub, "net_pay"), list(ways_to_total(packet, stub))
    earned, so_far = _earned(packet, stub, ways)
    gross = packet.amount(stub, "gross_pay") or earned
    if gross is None or net is None:
        return None
    if (learnt := taken_as_on_sibling(packet, stub)) is not None:
        ways.append(Taken(_LEARNT, learnt, None))
    tolerance = packet.policy.checks.money_tolerance
    if any(abs(gross - way.amount - net) <= tolerance for way in ways):
        return True
    whole = _complete(packet, stub, ways, so_far) if ways else None
    expected = gross - whole.amount if whole else gross
    if has_covered_amount(packet, stub) or _is_explained(packet, stub, abs(expected - net)):
        return None
    if whole is None:
        return _beyond(stub, gross, net) if net - gross > tolerance else None
    return _signal(stub, whole, expected, net)


def _earned(packet: Packet, stub: Document, ways: list[Taken]) -> tuple[Decimal | None, Decimal | None]:
    """The sum of the earnings lines and the year's gross pay, where the lines' years make that up.

    Where it was not read surely, since the stub contradicts itself, the year's net pay and deductions tell it.
    """
    lines = [] if "earnings_lines" not in stub.fields else lines_of(packet, stub, "earnings_lines", *_EARNED)
    so_far, net = packet.amount(stub, "ytd_gross"), packet.amount(stub, "ytd_net")
    known, known_years = ([line[column] for line in lines if line[column] is not None] for column in (0, 1))
    if not lines or len(known) < len(lines) or len(known_years) < len(lines):
        return None, so_far
    tolerance, listed = packet.policy.checks.money_tolerance, sum((it for it in known_years if it), Decimal(0))
    told = [so_far] if so_far is not None else [net + way.year for way in ways if net is not None and way.year]
    if not any(abs(listed - value) <= tolerance for value in told):
        return None, so_far
    return sum((it for it in known if it), Decimal(0)), listed


def _complete(packet: Packet, stub: Document, ways: list[Taken], gross: Decimal | None) -> Taken | None:
    """The total that leaves nothing out; None where nothing shows that. `gross` is that of the year."""
    by_year = _proven_by_year(packet, stub, ways, gross) if gross is not None else None
    learnt = next((way for way in ways if way.fields == _LEARNT), None)
    return by_year or learnt or _proven_by_lines(ways, packet.policy.checks.money_tolerance)


def _proven_by_year(packet: Packet, stub: Document, ways: list[Taken], gross: Decimal) -> Taken | None:
    """The same sum holds in the year's column, or the lines lead to a net pay of the year that stands without label."""
    net, tolerance = packet.amount(stub, "ytd_net"), packet.policy.checks.money_tolerance
    if net is not None:
        for way in ways:
            if way.year is not None and abs(gross - way.year - net) <= tolerance:
                return way
    for way in ways:
        if way.fields == _LINES and way.year and _is_printed(packet, stub, gross - way.year):
            return way
    return None


def _proven_by_lines(ways: list[Taken], tolerance: Decimal) -> Taken | None:
    """The printed total that the lines add up to, or the only total where no lines stand apart from it."""
    listed = next((way for way in ways if way.fields == _LINES), None)
    if listed is None:
        return ways[0] if len(ways) == 1 and ways[0].fields == ("deductions_total",) else None
    printed = (way for way in ways if way.fields not in {_LINES, ("taxes",)})
    return next((way for way in printed if abs(way.amount - listed.amount) <= tolerance), None)


def _is_printed(packet: Packet, stub: Document, amount: Decimal) -> bool:
    """The year's net pay stands on the stub, whatever its label."""
    return any(abs(value - amount) <= Decimal("0.02") for value in amounts_on(packet.pages_of(stub)) if value > 0)


def _is_explained(packet: Packet, stub: Document, gap: Decimal) -> bool:
    """Another amount on the stub is the gap, or a row names a payment beside the wages."""
    pages = packet.pages_of(stub)
    is_told = "reimbursements" in stub.fields or gap in {abs(value) for value in amounts_on(pages)}
    return is_told or names_amount(packet, stub, _BESIDE_WAGES)


def _beyond(stub: Document, gross: Decimal, net: Decimal) -> Signal:
    return QUESTION.signal(
        altered(stub.document_type),
        Severity.review,
        f"The net pay, {money(net)}, is above the gross pay of {money(gross)}.",
        f"at most {money(gross)}",
        money(net),
        stub.evidence("net_pay", "gross_pay" if "gross_pay" in stub.fields else "earnings_lines"),
        "net_pay",
    )


def _signal(stub: Document, taken: Taken, expected: Decimal, net: Decimal) -> Signal:
    return QUESTION.signal(
        altered(stub.document_type),
        Severity.review,
        f"Gross pay less deductions is {money(expected)}, but the stub shows a net pay of {money(net)}.",
        money(expected),
        money(net),
        stub.evidence("net_pay", "gross_pay" if "gross_pay" in stub.fields else "earnings_lines", *taken.fields),
        "net_pay",
        plain(expected),
    )
