"""The lines of a stub against their totals, with one column as the proof that all lines of the other were read."""

from __future__ import annotations

from decimal import Decimal

from app.screening.checks.answers import Question, altered, money, plain
from app.screening.checks.fields import words_for
from app.screening.checks.packet import Packet
from app.screening.checks.rows import amounts_on, has_covered_amount
from app.screening.checks.table_rows import lines_of
from app.screening.verdict import CheckResult, Document, DocumentType, Severity, Signal

QUESTION = Question(
    check="lines_and_totals",
    family="arithmetic",
    innocent=("a line is left out of the total on purpose", "a line continues on another page", "a misread digit"),
    next_step="Add up the lines of the stub; ask for the stub from the payroll provider's portal.",
)
_CENT = Decimal("0.01")
_YEARS = ("ytd_gross", "ytd_deductions")
_TABLES = (
    ("earnings_lines", ("gross_pay", "ytd_gross")),
    ("deduction_lines", ("deductions_total", "ytd_deductions")),
)


def check(packet: Packet) -> CheckResult:
    """The earnings add up to the gross pay and the deductions to their total, in the period's and in the year's column.

    Where neither column adds up, lines were misread or left out, and nothing is said. A year's total above its lines
    is ordinary: a bonus paid earlier in the year is often not listed again. Lines without a year that are the whole gap
    are numbers of another column.
    """
    signals: list[Signal] = []
    looked = 0
    for stub in packet.of_type(DocumentType.paystub):
        for lines, totals in _TABLES:
            gaps = None if has_covered_amount(packet, stub) else _gaps(packet, stub, lines, totals)
            if gaps is None or not any(gap == 0 for gap, _, _ in gaps):
                continue
            looked += 1
            off = [
                (field, shown, shown + gap) for gap, shown, field in gaps if gap and not (field in _YEARS and gap < 0)
            ]
            signals += [_signal(stub, *it) for it in off if not _is_printed(packet, stub, it[1] - it[2])]
    return QUESTION.answer(
        signals, looked, "The lines of the stubs add up to their totals.", "No stub shows lines and totals clearly."
    )


def _is_printed(packet: Packet, stub: Document, gap: Decimal) -> bool:
    """A line that was not read is the gap to the cent."""
    return abs(gap) in {abs(value) for value in amounts_on(packet.pages_of(stub))}


def _gaps(
    packet: Packet, stub: Document, lines: str, totals: tuple[str, str]
) -> list[tuple[Decimal, Decimal, str]] | None:
    """For period and year: what the lines have more than the total (0 within a cent), the total, and its field."""
    rows = lines_of(packet, stub, lines, *totals)
    half_read = sum((abs(amount) for amount, year in rows if amount is not None and year is None), Decimal(0))
    gaps = []
    for column, field in enumerate(totals):
        amounts = [row[column] for row in rows]
        shown = packet.amount(stub, field)
        if shown is None or not any(amounts):
            return None
        gap = _gap([amount for amount in amounts if amount is not None], abs(shown))
        gaps.append((gap, abs(shown), field))
    return None if half_read and gaps[0][0] == half_read else gaps


def _gap(amounts: list[Decimal], shown: Decimal) -> Decimal:
    """What the lines have more than the total: all magnitudes, or a correction's minus among them; 0 within a cent."""
    added, signed = sum(map(abs, amounts), Decimal(0)), abs(sum(amounts, Decimal(0)))
    return Decimal(0) if min(abs(added - shown), abs(signed - shown)) <= _CENT else added - shown


def _signal(stub: Document, field: str, shown: Decimal, added: Decimal) -> Signal:
    return QUESTION.signal(
        altered(stub.document_type),
        Severity.review,
        f"The lines add up to {money(added)}; the {words_for(field)} shown is {money(shown)}.",
        money(added),
        money(shown),
        stub.evidence(field),
        field,
        plain(added),
    )
