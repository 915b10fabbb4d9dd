"""How many equal pays make up the year's total, against the pay days that there were: an old stub with a new date."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from math import ceil

from app.screening.checks.answers import Question, money
from app.screening.checks.deposits import deposits_of
from app.screening.checks.packet import Packet
from app.screening.checks.stubs import paid_on
from app.screening.facts.employer_lines import is_from_employer
from app.screening.facts.pay_rhythm import rhythm_of
from app.screening.facts.people import compare_employers
from app.screening.verdict import CheckResult, Document, DocumentType, Evidence, Outcome, Severity, Signal

QUESTION = Question(
    check="pays_so_far",
    family="arithmetic",
    innocent=(
        "unpaid leave, or a return to the same employer during the year",
        "the total counts a school's or an agency's own year, or a former payroll provider's pays are left out",
        "a payment of exactly one or more usual pays, or deposits of another kind from the same employer",
    ),
    next_step="Ask for the stubs before and after this one, or for the payroll provider's year-to-date report.",
)
_DAYS = {"weekly": 7, "biweekly": 14, "semimonthly": 15, "monthly": 30}
_FEWEST = 2
_LEAVE = Decimal("0.65")
"""Of the pay days: twelve weeks without pay, as 29 U.S.C. § 2612 gives, leave more of a year from its autumn on."""
_AUTUMN = 240
"""Days of the year."""
_SLACK = 20
"""Days: a pay day and a half before the first of the pays that the total holds."""


def check(packet: Packet) -> CheckResult:
    """A total that is a whole number of the stub's gross pay to the cent is that many pays, without a raise or a bonus.

    A note where that is more than the pay days of the year until then, where the employer's deposits began before the
    first of them, and where the job began before this year and more than a third of the pays is missing in its autumn:
    leave, seasons and simple makers of stubs make such years too.
    """
    answers = [answer for stub in packet.of_type(DocumentType.paystub) if (answer := _of(packet, stub)) is not None]
    return QUESTION.answer(
        (item for item in answers if isinstance(item, Signal)),
        len(answers),
        "The year-to-date totals fit the pay days until then.",
        "No stub's year-to-date total is a whole number of its gross pay, with a clear pay date and frequency.",
    )


def _of(packet: Packet, stub: Document) -> Signal | bool | None:
    gross, total, paid = packet.amount(stub, "gross_pay"), packet.amount(stub, "ytd_gross"), paid_on(packet, stub)
    rhythm = rhythm_of([stub])
    if not gross or not total or paid is None or rhythm is None or rhythm.doubt or rhythm.frequency not in _DAYS:
        return None
    pays = round(total / gross)
    if pays < _FEWEST or abs(pays * gross - total) > packet.policy.checks.money_tolerance:
        return None
    most = _pay_days(rhythm.frequency, paid)
    places = stub.evidence("ytd_gross", "gross_pay", "pay_date")
    told = f"The year-to-date total, {money(total)}, is {pays} pays of {money(gross)}"
    if pays > most + 1:
        return _signal(f"{told}; until the pay date there were {most} pay days.", most, pays, places)
    first = paid - timedelta(days=(pays - 1) * _DAYS[rhythm.frequency])
    if earlier := _deposited_before(packet, stub, paid.year, first - timedelta(days=_SLACK)):
        return _signal(f"{told}, but the employer's deposits began before these.", most, pays, (*places, earlier))
    is_short = paid.timetuple().tm_yday > _AUTUMN and pays < _LEAVE * most
    if is_short and (began := _began_before(packet, stub, paid.year)):
        return _signal(f"{told}, but the job began before this year.", most, pays, (*places, *began))
    return True


def _pay_days(frequency: str, paid: date) -> int:
    """The most pay days from 1 January to this day."""
    day = paid.timetuple().tm_yday
    if frequency in ("weekly", "biweekly"):
        return ceil(day / _DAYS[frequency])
    return paid.month if frequency == "monthly" else 2 * paid.month - (paid.day <= 10)


def _deposited_before(packet: Packet, stub: Document, year: int, day: date) -> Evidence | None:
    employer = packet.text(stub, "employer_name")
    for statement in packet.of_type(DocumentType.bank_statement):
        rows = [row for row in deposits_of(packet, statement) if date(year, 1, 1) <= row[0] < day]
        if employer and any(is_from_employer(text, employer) for _, _, text in rows):
            fact = statement.fields["payroll_deposits"]
            return Evidence(statement.file_id, statement.file_name, fact.page, fact.box, rows[0][0].isoformat())
    return None


def _began_before(packet: Packet, stub: Document, year: int) -> tuple[Evidence, ...]:
    """Where a letter, the stub itself or last year's W-2 of the same employer shows that."""
    employer = packet.text(stub, "employer_name")
    for item in (stub, *packet.of_type(DocumentType.employment_letter)):
        for field in ("hire_date", "start_date"):
            began, name = packet.day(item, field), packet.text(item, "employer_name")
            if began and began.year < year and compare_employers(name, employer) is Outcome.consistent:
                return item.evidence(field)
    for form in packet.of_type(DocumentType.tax_return):
        is_same = compare_employers(packet.text(form, "employer_name"), employer) is Outcome.consistent
        if packet.text(form, "form") == "W-2" and packet.text(form, "tax_year") == str(year - 1) and is_same:
            return form.evidence("tax_year", "employer_name")
    return ()


def _signal(observation: str, most: int, pays: int, places: tuple[Evidence, ...]) -> Signal:
    return QUESTION.signal(
        "pays_so_far",
        Severity.note,
        observation,
        f"{most} pay days",
        f"{pays} pays",
        places,
        "ytd_gross",
    )
