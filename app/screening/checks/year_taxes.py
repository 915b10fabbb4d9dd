"""The year's Social Security and Medicare tell the year's pay: raised figures leave one of the two columns behind."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from app.screening.checks import fica
from app.screening.checks.answers import Question, altered, money, plain
from app.screening.checks.deductions import ways_to_total
from app.screening.checks.packet import Packet
from app.screening.checks.rows import amounts_on
from app.screening.verdict import CheckResult, Document, DocumentType, Severity, Signal

QUESTION = Question(
    check="year_taxes",
    family="arithmetic",
    innocent=(
        "pay of earlier months was free of these taxes: expenses, a student's or visitor's exemption, sick pay",
        "pre-tax deductions began, ended or changed during the year",
        "the total goes on from a former payroll provider, or from a job in another state",
    ),
    next_step="Ask for the payroll provider's year-to-date report, or for the stub from its portal.",
)
_ROUNDED = Decimal("0.005")
"""Of the year's pay: both taxes are rounded at each pay day, Medicare to about $0.35 of pay."""


@dataclass(frozen=True, slots=True)
class _Column:
    """Pay, the pay that the taxes were taken from, and the most that pre-tax deductions may be."""

    field: str
    pay: Decimal
    base: Decimal
    room: Decimal

    @property
    def taxed(self) -> Decimal:
        return self.base / self.pay

    @property
    def is_beyond(self) -> bool:
        """The untaxed part of the pay is more than all deductions together."""
        return self.pay - self.base > self.room + fica.FAR * self.pay / 4


def check(packet: Packet) -> CheckResult:
    """The taxed part of the pay is about that of the year; what is untaxed beyond it must fit into the deductions.

    Only pay above what was taxed counts. A gross pay of which `fica` already says so is not told twice.
    """
    told = {it.evidence[0].file_id for it in fica.check(packet).signals if it.severity is not Severity.note}
    answers = [
        answer
        for stub in packet.of_type(DocumentType.paystub)
        if stub.file_id not in told and (answer := _of(packet, stub)) is not None
    ]
    return QUESTION.answer(
        (item for item in answers if isinstance(item, Signal)),
        len(answers),
        "The year's taxes fit the year's gross pay as the period's fit the period's.",
        "No stub shows gross pay, Social Security and Medicare for the period and the year.",
    )


def _of(packet: Packet, stub: Document) -> Signal | bool | None:
    period = _column(packet, stub, "gross_pay", ("fica_social_security", "fica_medicare"))
    year = _column(packet, stub, "ytd_gross", ("ytd_social_security", "ytd_medicare"))
    if period is None or year is None:
        return None
    low, high = (year, period) if year.taxed < period.taxed else (period, year)
    if high.taxed - low.taxed <= fica.FAR or not low.is_beyond or _is_printed(packet, stub, low.pay - low.base):
        return True
    return _signal(stub, low, high)


def _column(packet: Packet, stub: Document, field: str, taxes: tuple[str, str]) -> _Column | None:
    """None unless both taxes tell the same pay, as they do below the wage cap."""
    pay, (social, medicare) = packet.amount(stub, field), (packet.amount(stub, name) for name in taxes)
    if not pay or not social or not medicare or pay < 0:
        return None
    base = abs(social) / fica.SOCIAL_SECURITY
    if abs(base - abs(medicare) / fica.MEDICARE) > max(Decimal("1.50"), _ROUNDED * base):
        return None
    ways = list(ways_to_total(packet, stub))
    totals = [way.amount if field == "gross_pay" else way.year for way in ways]
    known = [total for total in totals if total is not None]
    free = fica.untaxed(stub, "amount" if field == "gross_pay" else "ytd")
    return _Column(field, pay, base, free + max(known) - abs(social) - abs(medicare)) if known else None


def _is_printed(packet: Packet, stub: Document, gap: Decimal) -> bool:
    """An untaxed payment or a deduction that was not recognised is the gap, as near as the taxes tell it."""
    near = max(Decimal("0.50"), gap / 100)
    return any(abs(abs(value) - gap) <= near for value in amounts_on(packet.pages_of(stub)))


def _signal(stub: Document, low: _Column, high: _Column) -> Signal:
    is_year = low.field == "ytd_gross"
    taxes = ("ytd_social_security", "ytd_medicare") if is_year else ("fica_social_security", "fica_medicare")
    whose = "The year's taxes" if is_year else "The taxes"
    likely = low.base / high.taxed
    return QUESTION.signal(
        altered(stub.document_type),
        Severity.review,
        f"{whose} were taken from a pay of about {money(round(low.base, 0))}, but the "
        f"{'year-to-date gross' if is_year else 'gross pay'} shown is {money(low.pay)}.",
        f"about {money(round(likely, 0))}",
        money(low.pay),
        stub.evidence(low.field, *taxes),
        low.field,
        plain(round(likely, 2)),
    )
