"""The net pay of a stub arrives on the bank statement: the check that an edited stub alone cannot pass."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations

from app.screening.checks.answers import Question, altered, money, plain
from app.screening.checks.deductions import ways_to_total
from app.screening.checks.fica import UNTAXED
from app.screening.checks.packet import Packet, as_amount, as_day
from app.screening.checks.rows import amounts_on, names_amount
from app.screening.checks.stubs import paid_on
from app.screening.checks.transactions import transactions
from app.screening.facts.employer_lines import is_from_employer
from app.screening.facts.pay_rhythm import rhythm_of
from app.screening.facts.people import compare_employers
from app.screening.verdict import CheckResult, Document, DocumentType, Evidence, Outcome, Severity, Signal

QUESTION = Question(
    check="deposit_matches_net_pay",
    family="across",
    innocent=(
        "part of the pay goes to another account",
        "the deposit belongs to another pay day or to a correction",
        "an advance or a fee was taken by the payment service",
        "the pay went down, or a bonus was part of the deposits",
    ),
    next_step="Ask how the pay is split between accounts, or ask the employer to confirm the net pay of that day.",
)
Deposit = tuple[date, Decimal]
_SAME_SEASON = 100
"""Days between a deposit and a stub's pay day within which pay is compared."""
_WEEKLY = 4
"""Days after a weekly pay day: the next pay may come two days early."""
_FEWEST_BEYOND = 2
_BEYOND = Decimal("1.02")


def check(packet: Packet) -> CheckResult:
    """Deposits from the stub's employer within five working days of the pay date, alone or added up, are the net pay.

    No deposit at all says nothing: the pay may go to another account or be paid by check. Where no pay day is covered,
    two or more deposits from the employer that are all above the stubs' gross pay are review.
    """
    stubs = packet.of_type(DocumentType.paystub)
    answers = [answer for stub in stubs if (answer := _of(packet, stub)) is not None]
    beyond = [] if answers else [found for stub in stubs[:1] if (found := _beyond_gross(packet, stub, stubs))]
    return QUESTION.answer(
        (item for item in (*answers, *beyond) if isinstance(item, Signal)),
        len(answers),
        "The net pay of the stubs arrives on the bank statement.",
        "No statement covers a stub's pay day with deposits from its employer.",
    )


def _of(packet: Packet, stub: Document) -> Signal | bool | None:
    net, found = packet.amount(stub, "net_pay"), _arrived(packet, stub)
    sums = [value for _, near in found for value in sums_of(near)]
    if net is None or not sums:
        return None
    tolerance = packet.policy.checks.money_tolerance
    together = [sum(part, net) for part in _paid_that_day(packet, stub)]
    if any(abs(value - wanted) <= tolerance for value in sums for wanted in (net, *together)):
        return True
    if packet.day(stub, "pay_date") is None:
        return None  # the end of the period is days before the pay, and the deposit of those days another pay's
    is_whole = any(abs(value - left) <= tolerance for value in sums for left in _left_of_gross(packet, stub))
    is_split = any(could_be_split(net, value) for value in sums) and not _came_whole(packet, stub)
    if not is_whole and (is_split or _stub_shows(packet, stub, sums)):
        return None
    if _is_paid_by_another(packet, stub, sums) or _is_same_rest(packet, stub, net, sums):
        return None
    return _signal(packet, stub, net, found[0][0], found[0][1])


def _paid_that_day(packet: Packet, stub: Document) -> list[tuple[Decimal, ...]]:
    """The net pays of other stubs of the same pay day, of which one deposit may be the sum."""
    nets = [net for _, net, days in _others(packet, stub) if not days]
    return [part for size in (1, 2) for part in combinations(nets, size)]


def _came_whole(packet: Packet, stub: Document) -> bool:
    """The whole net pay of another stub of these months, from the same employer, was one deposit: it is not split."""
    return any(
        amount == net
        for other, net, days in _others(packet, stub)
        if abs(days) <= _SAME_SEASON
        for _, near in _arrived(packet, other)
        for _, amount in near
    )


def _others(packet: Packet, stub: Document) -> list[tuple[Document, Decimal, int]]:
    """The other stubs of the employer, their net pay, and how many days later they were paid."""
    paid, employer = paid_on(packet, stub), packet.text(stub, "employer_name")
    read = [
        (other, packet.amount(other, "net_pay"), paid_on(packet, other))
        for other in packet.of_type(DocumentType.paystub)
        if other is not stub and compare_employers(employer, packet.text(other, "employer_name")) is Outcome.consistent
    ]
    return [(other, net, (day - paid).days) for other, net, day in read if net and day and paid]


def _is_paid_by_another(packet: Packet, stub: Document, sums: list[Decimal]) -> bool:
    """The deposit is another stub's of the same period or pay day: this one was voided, and that one issued instead."""
    end = packet.day(stub, "period_end")
    return any(
        net in sums and (not days or (end is not None and packet.day(other, "period_end") == end))
        for other, net, days in _others(packet, stub)
    )


def _is_same_rest(packet: Packet, stub: Document, net: Decimal, sums: list[Decimal]) -> bool:
    """What is left of two different net pays is the same to the cent: a fixed part, as of a loan, goes elsewhere."""
    mine = {net - value for value in sums if net / 2 < value < net}
    return any(
        other_net != net
        and mine & {other_net - value for _, near in _arrived(packet, other) for value in sums_of(near)}
        for other, other_net, _ in _others(packet, stub)
    )


def _arrived(packet: Packet, stub: Document) -> list[tuple[Document, list[Deposit]]]:
    """The employer's deposits of the stub's pay day, by statement."""
    paid, employer = paid_on(packet, stub), packet.text(stub, "employer_name")
    if paid is None or not employer:
        return []
    statements = packet.of_type(DocumentType.bank_statement)
    return [(item, near) for item in statements if (near := _near(packet, item, stub, employer, paid))]


def _beyond_gross(packet: Packet, stub: Document, stubs: tuple[Document, ...]) -> Signal | None:
    """The employer's deposits, each above the most that the stubs of the packet show before any deduction."""
    employer = packet.text(stub, "employer_name")
    gross = [packet.amount(it, "gross_pay") for it in stubs]
    paid = [paid_on(packet, it) for it in stubs]
    most = max((value for value in gross if value is not None), default=Decimal(0))
    is_beside_wages = any(names_amount(packet, it, UNTAXED) for it in stubs)
    if not employer or None in gross or None in paid or not most or is_beside_wages:
        return None
    rows = [
        (statement, (day, amount))
        for statement in packet.of_type(DocumentType.bank_statement)
        for day, amount, text in deposits_of(packet, statement)
        if is_from_employer(text, employer) and any(it and abs((day - it).days) <= _SAME_SEASON for it in paid)
    ]
    if len(rows) < _FEWEST_BEYOND or min(amount for _, (_, amount) in rows) <= _BEYOND * most:
        return None
    statement, deposit = rows[-1]
    return replace(
        _signal(packet, stub, most, statement, [deposit]),
        observation=(
            f"The employer's deposits on the statement, {money(deposit[1])} for one, "
            f"are above the gross pay of {money(most)} on the stubs."
        ),
        expected=f"at most {money(most)}",
        actual=money(deposit[1]),
        field="",
        implied="",
    )


def _near(packet: Packet, statement: Document, stub: Document, employer: str, paid: date) -> list[Deposit]:
    """Deposits from this employer between two days before the pay date and five working days after it.

    Of weekly pay, only until the next pay may come; and without those that are the net pay of a later stub.
    """
    rhythm = rhythm_of([stub])
    is_weekly = rhythm is not None and rhythm.frequency == "weekly"
    last = paid + timedelta(days=_WEEKLY) if is_weekly else last_day(packet, paid)
    later = {(net, days) for _, net, days in _others(packet, stub) if days > _WEEKLY}
    return [
        (day, amount)
        for day, amount, description in deposits_of(packet, statement)
        if paid - timedelta(days=2) <= day <= last and is_from_employer(description, employer)
        if not any(amount == net and (day - paid).days >= days - 2 for net, days in later)
    ]


def deposits_of(packet: Packet, statement: Document) -> list[tuple[date, Decimal, str]]:
    """The statement's payroll credits: day, amount and the bank's description."""
    fact = packet.sure(statement, "payroll_deposits")
    rows = fact.value if fact and not isinstance(fact.value, str) else ()
    read = ((as_day(row.get("date")), as_amount(row.get("amount")), row.get("description", "")) for row in rows)
    return [(day, amount, text) for day, amount, text in read if day and amount]


def sums_of(near: list[Deposit]) -> list[Decimal]:
    """Each deposit, and each sum of two or three of them."""
    amounts = [amount for _, amount in near]
    return [sum(part, Decimal(0)) for size in (1, 2, 3) for part in combinations(amounts, size)]


def _stub_shows(packet: Packet, stub: Document, sums: list[Decimal]) -> bool:
    """The stub itself lists the deposited amount, as stubs that split the pay between accounts do."""
    printed = {abs(value) for value in amounts_on(packet.pages_of(stub))}
    return any(value in printed for value in sums)


def _left_of_gross(packet: Packet, stub: Document) -> list[Decimal]:
    """What the stub's own gross pay and deductions leave; a deposit of that is the whole pay, not a part of it."""
    gross = packet.amount(stub, "gross_pay")
    return [] if gross is None else [gross - way.amount for way in ways_to_total(packet, stub)]


def could_be_split(net: Decimal, deposited: Decimal) -> bool:
    """The deposit can be a part of the net pay, as payroll services split it: by whole dollars or by whole percents.

    Another amount was not made by a split, but one in a hundred is by chance; so this excuses and never accuses.
    """
    rest = net - deposited
    if not 0 < rest < net or deposited <= 0:
        return False
    percent = (100 * deposited / net).quantize(Decimal(1))
    return rest % 1 == 0 or deposited % 1 == 0 or abs(net * percent / 100 - deposited) <= Decimal("0.01")


def last_day(packet: Packet, paid: date) -> date:
    """The day until which the pay of that day should have arrived."""
    day, days = paid, packet.policy.checks.deposit_working_days
    while days:
        day += timedelta(days=1)
        days -= day.weekday() < 5
    return day


def _signal(packet: Packet, stub: Document, net: Decimal, statement: Document, near: list[Deposit]) -> Signal:
    amount = min((value for _, value in near), key=lambda value: abs(value - net))
    fact = statement.fields["payroll_deposits"]
    table = Evidence(statement.file_id, statement.file_name, fact.page, fact.box, money(amount))
    rows = (row for row in transactions(packet, statement) if row.amount == amount)
    place = next((row.evidence for row in rows), table)
    return QUESTION.signal(
        altered(stub.document_type),
        Severity.review,
        f"The stub shows a net pay of {money(net)}; the employer's deposit of those days is {money(amount)}.",
        money(amount),
        money(net),
        (*stub.evidence("net_pay"), place),
        "net_pay",
        plain(amount),
    )
