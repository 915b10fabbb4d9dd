"""Gross pay less deductions is net pay: the sum that an edited pay stub most often breaks."""

from __future__ import annotations

import re
from decimal import Decimal

from app.screening.checks.answers import Question, altered, money, plain
from app.screening.checks.packet import Packet
from app.screening.checks.rows import amounts_on, rows, text_of
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
    r"reimburs|imputed|non.?taxable|expense|advance|garnish|mileage|per diem|\bgtl\b|third.?party|allotment",
    re.I,
)


def check(packet: Packet) -> CheckResult:
    """Gross − deductions = net, within the policy's tolerance, on every stub that shows all three."""
    answers = [answer for stub in packet.of_type(DocumentType.paystub) if (answer := _of(packet, stub)) is not None]
    return QUESTION.answer(
        (item for item in answers if isinstance(item, Signal)),
        len(answers),
        "Gross pay less deductions is the net pay on every stub that shows the three.",
        "No stub shows gross pay, deductions and net pay clearly enough to add up.",
    )


def _of(packet: Packet, stub: Document) -> Signal | bool | None:
    gross, taken, net = (packet.amount(stub, name) for name in ("gross_pay", "deductions_total", "net_pay"))
    if gross is None or taken is None or net is None:
        return None
    expected = gross - abs(taken)
    if abs(expected - net) <= packet.policy.checks.money_tolerance:
        return True
    if _is_explained(packet, stub, abs(expected - net), {gross, abs(taken), net}):
        return None
    return QUESTION.signal(
        altered(stub.document_type),
        Severity.review,
        f"Gross pay less deductions is {money(expected)}, but the stub shows a net pay of {money(net)}.",
        money(expected),
        money(net),
        stub.evidence("net_pay", "gross_pay", "deductions_total"),
        "net_pay",
        plain(expected),
    )


def _is_explained(packet: Packet, stub: Document, gap: Decimal, used: set[Decimal]) -> bool:
    """Another amount on the stub is the gap, or a row names a payment beside the wages."""
    if "reimbursements" in stub.fields:
        return True
    pages = packet.pages_of(stub)
    if any(
        abs(abs(value) - gap) <= packet.policy.checks.money_tolerance
        for value in amounts_on(pages)
        if value not in used
    ):
        return True
    return any(_BESIDE_WAGES.search(text_of(row)) for page in pages for row in rows(page))
