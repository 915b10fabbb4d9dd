"""Two stubs of one payroll under two employers' names: the year-to-date total of one goes on in the other."""

from __future__ import annotations

from decimal import Decimal
from itertools import permutations

from app.screening.checks.answers import Question, money
from app.screening.checks.packet import Packet
from app.screening.checks.stubs import paid_on
from app.screening.facts.employer_lines import is_from_employer
from app.screening.facts.people import compare_employers
from app.screening.verdict import CheckResult, Document, DocumentType, Outcome, Severity, Signal

QUESTION = Question(
    check="changed_employer",
    family="across",
    innocent=(
        "the employer was renamed, sold or merged, and the payroll went on",
        "one stub shows a trade name and the other the company's legal name",
    ),
    next_step="Ask the employer, at a number found independently, whether both names are theirs.",
)
_MOST_DAYS = 35


def check(packet: Packet) -> CheckResult:
    """Review when two stubs name different employers, neither page mentions the other's, and the later total is the
    earlier one and the later gross pay, to the cent: another employer's total starts at nothing.
    """
    stubs = packet.of_type(DocumentType.paystub)
    pairs = [pair for pair in permutations(stubs, 2) if _are_of_two(packet, *pair)]
    found = [_signal(packet, *pair) for pair in pairs if _goes_on(packet, *pair)]
    return QUESTION.answer(
        found[:1], len(stubs) > 1, "No stub goes on with another employer's totals.", "There are no two stubs."
    )


def _are_of_two(packet: Packet, earlier: Document, later: Document) -> bool:
    names = packet.text(earlier, "employer_name"), packet.text(later, "employer_name")
    if not all(names) or compare_employers(*names) is not Outcome.contradicted:
        return False
    return not _mentions(packet, earlier, names[1]) and not _mentions(packet, later, names[0])


def _mentions(packet: Packet, stub: Document, employer: str) -> bool:
    return is_from_employer(" ".join(word.text for page in packet.pages_of(stub) for word in page.words), employer)


def _goes_on(packet: Packet, earlier: Document, later: Document) -> bool:
    before, after = packet.amount(earlier, "ytd_gross"), packet.amount(later, "ytd_gross")
    first, gross = packet.amount(earlier, "gross_pay"), packet.amount(later, "gross_pay")
    paid, next_paid = paid_on(packet, earlier), paid_on(packet, later)
    if before is None or after is None or first is None or gross is None or not paid or not next_paid:
        return False
    is_next = 0 < (next_paid - paid).days <= _MOST_DAYS and paid.year == next_paid.year
    return is_next and before > first > 0 and abs(after - before - gross) <= packet.policy.checks.money_tolerance


def _signal(packet: Packet, earlier: Document, later: Document) -> Signal:
    before, after = (money(packet.amount(stub, "ytd_gross") or Decimal(0)) for stub in (earlier, later))
    return QUESTION.signal(
        "inconsistent_information",
        Severity.review,
        f"Two stubs name different employers, but the year-to-date total of {after} goes on from the other's {before}.",
        "one employer",
        "two employers",
        later.evidence("employer_name", "ytd_gross") + earlier.evidence("employer_name", "ytd_gross"),
        "employer_name",
    )
