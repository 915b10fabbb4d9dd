"""On the stubs' pay days the account receives another employer's payroll and nothing of theirs."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from app.screening.checks.answers import Question, altered, money
from app.screening.checks.deposits import Deposit, could_be_split, deposits_of, last_day, sums_of
from app.screening.checks.packet import Packet
from app.screening.checks.stubs import paid_on
from app.screening.checks.transactions import transactions
from app.screening.facts.employer_lines import is_from_employer
from app.screening.facts.pay_rhythm import rhythm_of
from app.screening.verdict import CheckResult, Document, DocumentType, Evidence, Severity, Signal

QUESTION = Question(
    check="payroll_of_another",
    family="across",
    innocent=(
        "a payroll service or a parent company pays under its own name, with another amount deposited elsewhere",
        "the pay of this job goes to another account, and the statement shows a second job or a spouse's pay",
        "the statement belongs to a time before a change of jobs",
    ),
    next_step="Ask for the statement of the account that this pay goes to, and call the employer at a number found "
    "independently.",
)
PaidRow = tuple[Document, tuple[date, Decimal, str]]
_DAYS = {"weekly": 7, "biweekly": 14}
_MOST_BEFORE = 4
"""Pay days before the stub's own: a statement's month."""
_FEWEST = 2
"""Deposits of the other payer: one alone may be a side job."""


def check(packet: Packet) -> CheckResult:
    """Review when statements cover the stubs' pay days, no stub's employer or net pay is found on any statement, alone
    or added up, while another payer's payroll arrives there at least twice, once on a stub's pay day or on one before
    it that the year-to-date total tells.

    A net pay that arrives under a service's name is ordinary; so is an account with no payroll at all, and on a joint
    account the pay of the other holder.
    """
    statements = tuple(it for it in packet.of_type(DocumentType.bank_statement) if "joint_holder" not in it.fields)
    rows = [(statement, row) for statement in statements for row in deposits_of(packet, statement)]
    stubs = [stub for stub in packet.of_type(DocumentType.paystub) if _is_covered(packet, stub, statements, rows)]
    signals = []
    if stubs and len(rows) >= _FEWEST and not any(_is_known(packet, stub, rows) for stub in stubs):
        found = next((it for stub in stubs for it in [_on_pay_day(packet, stub, rows)] if it), None)
        signals = [_signal(packet, *found)] if found else []
    return QUESTION.answer(
        signals,
        len(stubs) if rows else 0,
        "Payroll on the statements is of the stubs' employers or of their net pay.",
        "No statement with payroll covers a stub's pay day.",
    )


def _is_covered(packet: Packet, stub: Document, statements: tuple[Document, ...], rows: list[PaidRow]) -> bool:
    """A statement covers a pay day and the working days until the deposit comes, or shows payroll of that day."""
    if not packet.amount(stub, "net_pay") or not packet.text(stub, "employer_name"):
        return False
    if any(day == paid_on(packet, stub) for _, (day, _, _) in rows):
        return True
    spans = [(packet.day(it, "statement_start"), packet.day(it, "statement_end")) for it in statements]
    return any(
        start and end and start <= paid and paid + timedelta(days=3) <= end
        for start, end in spans
        for paid in _pay_days(packet, stub)
    )


def _pay_days(packet: Packet, stub: Document) -> tuple[date, ...]:
    """The stub's own, and those of some weeks before, which its year-to-date total tells."""
    paid, rhythm = paid_on(packet, stub), rhythm_of([stub])
    gross, total = packet.amount(stub, "gross_pay"), packet.amount(stub, "ytd_gross")
    if paid is None:
        return ()
    step = _DAYS.get(rhythm.frequency) if rhythm and not rhythm.doubt else None
    pays = min(_MOST_BEFORE, int(total / gross) - 2) if gross and total and step else 0
    return (paid, *(paid - timedelta(days=(step or 0) * place) for place in range(1, pays + 1)))


def _is_known(packet: Packet, stub: Document, rows: list[PaidRow]) -> bool:
    net, employer = packet.amount(stub, "net_pay"), packet.text(stub, "employer_name")
    gross = packet.amount(stub, "gross_pay")
    if net is None or any(is_from_employer(text, employer) for _, (_, _, text) in rows):
        return True
    near = [(day, amount) for _, (day, amount, _) in rows if _is_near(packet, stub, day)]
    cents = packet.policy.checks.money_tolerance
    credits = [row.amount for it in {id(s): s for s, _ in rows}.values() for row in transactions(packet, it)]
    sums = [*sums_of(near), *credits]
    days = [[it for it in near if it[0] == day] for day in {day for day, _ in near}]
    return any(abs(value - wanted) <= cents for value in sums for wanted in (net, gross) if wanted) or any(
        could_be_split(net, value) for one_day in days for value in sums_of(one_day)
    )


def _is_near(packet: Packet, stub: Document, day: date) -> bool:
    """About the stub's own pay day, or on one before it."""
    own, *before = _pay_days(packet, stub) or (None,)
    return own is not None and (own - timedelta(days=2) <= day <= last_day(packet, own) or day in before)


def _on_pay_day(packet: Packet, stub: Document, rows: list[PaidRow]) -> tuple[Document, Document, Deposit] | None:
    """The stub, the statement and the other payer's deposit; amounts far below the pay are a side job's."""
    net = packet.amount(stub, "net_pay") or Decimal(0)
    near = [(it, (day, amount)) for it, (day, amount, _) in rows if _is_near(packet, stub, day) and 3 * amount > net]
    return (stub, *near[0]) if near else None


def _signal(packet: Packet, stub: Document, statement: Document, deposit: Deposit) -> Signal:
    day, amount = deposit
    net = packet.amount(stub, "net_pay") or Decimal(0)
    places = (row.evidence for row in transactions(packet, statement) if row.amount == amount)
    fact = statement.fields["payroll_deposits"]
    table = Evidence(statement.file_id, statement.file_name, fact.page, fact.box, money(amount))
    return QUESTION.signal(
        altered(stub.document_type),
        Severity.review,
        f"The statement shows another payer's payroll of {money(amount)} on {day:%B} {day.day}; the stub of those days "
        f"shows a net pay of {money(net)} from an employer that no deposit names.",
        f"a deposit of {money(net)}",
        money(amount),
        (*stub.evidence("net_pay", "employer_name"), next(places, table)),
        "employer_name",
    )
