"""The employment letter's salary against what the stubs pay."""

from __future__ import annotations

import re
from decimal import Decimal

from app.screening.checks.answers import Question, altered, money
from app.screening.checks.packet import Packet, as_amount
from app.screening.checks.rows import amounts_on, rows, text_of
from app.screening.checks.stubs import paid_on, yearly_pay
from app.screening.checks.table_rows import lines_of
from app.screening.facts.employer_lines import is_from_employer
from app.screening.facts.people import compare_employers
from app.screening.verdict import CheckResult, Document, DocumentType, Outcome, Severity, Signal

QUESTION = Question(
    check="letter_against_stubs",
    family="across",
    innocent=("a raise or a new position since", "unpaid leave or fewer hours in the stub's period", "a second job"),
    next_step="Call the employer on a number found independently of the letter, and ask for salary and start date.",
)
_SURE = 0.95
"""Employers in prose are read with less confidence than those in a heading or a form."""
_VARIABLE = re.compile(r"bonus|commission|overtime|\bo/?t\b|tips|shift diff|holiday pay|retro|unpaid", re.I)

_FULL_TIME_HOURS = 2080
"""Forty hours in each of 52 weeks."""
_RAISED = Decimal("1.2")
"""A raise is smaller; a promotion may be more, and is for a person to ask about."""
_FAR_ABOVE = Decimal("1.35")
_QUARTER = 90
"""Days."""
_CENT = Decimal("0.01")
_FEWEST_PAYS = Decimal("0.65")
"""Of a year's pays: nine months, by schools' habit, less a few days."""


def check(packet: Packet) -> CheckResult:
    """The letter's annual salary is within ten percent of a stub's gross pay over a year, at the same employer."""
    answers = [
        answer
        for letter in packet.of_type(DocumentType.employment_letter)
        if (stubs := packet.of_type(DocumentType.paystub)) and (answer := _of(packet, letter, stubs)) is not None
    ]
    return QUESTION.answer(
        (item for item in answers if isinstance(item, Signal)),
        len(answers),
        "The employment letter and the stubs agree on employer and pay.",
        "There are no letter and stubs of one employer with clear salary, gross pay and frequency.",
    )


def _of(packet: Packet, letter: Document, stubs: tuple[Document, ...]) -> Signal | bool | None:
    employer = _employer_of(packet, letter)
    named = [(stub, name) for stub in stubs if (name := packet.text(stub, "employer_name"))]
    compared = [(stub, compare_employers(employer, name)) for stub, name in named] if employer else []
    same = [stub for stub, outcome in compared if outcome is Outcome.consistent]
    same = same or _mentioned(packet, letter, named)
    if not same and {outcome for _, outcome in compared} == {Outcome.contradicted}:
        return _employers_apart(packet, letter, employer, [stub for stub, _ in compared])
    salary = packet.amount(letter, "annual_salary")
    return _rates(packet, letter, same) if salary is None else _salary(packet, letter, same, salary)


def _employer_of(packet: Packet, letter: Document) -> str:
    employer, person = packet.text(letter, "employer_name"), packet.text(letter, "employee_name")
    return "" if person and person in employer else employer  # misread: nobody is their own employer


def _employers_apart(packet: Packet, letter: Document, employer: str, stubs: list[Document]) -> Signal | None:
    """Stubs that all name another employer, which counts where the names were read surely."""
    is_sure = all(document.fields["employer_name"].confidence >= _SURE for document in (letter, *stubs))
    is_sure = is_sure or _agree_on_another(packet, letter, employer, stubs)
    return _other_employer(letter, stubs[0]) if is_sure else None


def _salary(packet: Packet, letter: Document, stubs: list[Document], salary: Decimal) -> Signal | bool | None:
    """The salary against the pay of the same employer's stubs over a year."""
    paid = [(year, stub) for stub in stubs if (year := yearly_pay(packet, stub)) is not None]
    if not paid:
        return None
    share = packet.policy.checks.letter_tolerance
    if any(abs(salary - year) <= share * max(salary, year) for year, _ in paid):
        return _raised_since(packet, letter, stubs, salary) or True
    if any(_is_explained(packet, stub, salary, year) for year, stub in paid):
        return None
    if any(_varies(packet, stub) for _, stub in paid) and not _is_beyond_full_time(packet, paid, salary):
        return _beyond_all_pay(packet, letter, paid, salary) or _below_all_rates(packet, letter, stubs)
    return _signal(letter, paid[-1][1], salary, paid[-1][0])


def _raised_since(packet: Packet, letter: Document, stubs: list[Document], salary: Decimal) -> Signal | None:
    """An older stub fits the letter, and the newest is far above it, though the letter is from its days or later: a
    raise would have been known. Pay that varies says nothing."""
    dated = [(paid, stub) for stub in stubs if (paid := paid_on(packet, stub))]
    newest = max(dated, key=lambda item: item[0], default=(None, None))[1]
    written, begun = packet.day(letter, "letter_date"), packet.day(newest, "period_start") if newest else None
    if newest is None or written is None or begun is None or written < begun or _varies(packet, newest):
        return None
    year = yearly_pay(packet, newest)
    share = 1 + packet.policy.checks.letter_tolerance
    if year is None or year <= share * salary or _is_explained(packet, newest, salary, year):
        return None
    return _signal(letter, newest, salary, year)


def _rates(packet: Packet, letter: Document, stubs: list[Document]) -> Signal | bool | None:
    """A letter that tells an hourly rate and no hours: the rate against the highest that the stubs print."""
    rate = packet.amount(letter, "pay_amount") if packet.text(letter, "pay_unit") == "hour" else None
    paid = [(shown, stub) for stub in stubs if (shown := packet.amount(stub, "rate"))]
    if rate is None or not paid:
        return None
    most, stub = max(paid, key=lambda item: item[0])
    if rate <= _RAISED * most:
        return True
    return QUESTION.signal(
        altered(letter.document_type),
        Severity.review,
        f"The letter states {money(rate)} an hour; the stub shows {money(most)}.",
        f"about {money(most)}",
        money(rate),
        letter.evidence("pay_amount") + stub.evidence("rate"),
        "pay_amount",
    )


def _below_all_rates(packet: Packet, letter: Document, stubs: list[Document]) -> Signal | None:
    """A letter's hourly rate far below every rate on the stubs: whose hours were raised has no letter that fits."""
    rate = packet.amount(letter, "pay_amount") if packet.text(letter, "pay_unit") == "hour" else None
    tables = (fact.value for it in stubs if (fact := packet.sure(it, "earnings_lines")))
    shown = [as_amount(row.get("rate")) for table in tables if not isinstance(table, str) for row in table]
    rates = [value for value in (*shown, *(packet.amount(it, "rate") for it in stubs)) if value]
    if not rate or not rates or min(rates) <= _FAR_ABOVE * rate:
        return None
    return QUESTION.signal(
        "inconsistent_information",
        Severity.review,
        f"The letter states {money(rate)} an hour; no rate on the stubs is below {money(min(rates))}.",
        f"about {money(rate)}",
        money(min(rates)),
        letter.evidence("pay_amount") + stubs[-1].evidence("rate", "earnings_lines"),
        "rate",
    )


def _is_explained(packet: Packet, stub: Document, salary: Decimal, year: Decimal) -> bool:
    """The stub prints the salary, or one line beside others is the salary's over a year; or the salary is a whole
    number of these pays to the cent, as schools pay ten months; or leave made this pay smaller, and the year so far
    bears the salary out."""
    gross, so_far = packet.amount(stub, "gross_pay") or year, _year_so_far(packet, stub)
    share, lines = packet.policy.checks.letter_tolerance, lines_of(packet, stub, "earnings_lines", "", "")
    years = [year * abs(amount) / gross for amount, _ in lines if amount]
    pays = round(salary / gross)
    is_part_of_year = _FEWEST_PAYS * year <= pays * gross < year and abs(pays * gross - salary) <= pays * _CENT
    is_on_leave = so_far is not None and year < salary and abs(salary - so_far) <= share / 2 * salary
    is_printed = salary in {abs(amount) for amount in amounts_on(packet.pages_of(stub))}
    return (
        is_printed or is_part_of_year or is_on_leave or any(abs(salary - it) <= share * max(salary, it) for it in years)
    )


def _agree_on_another(packet: Packet, letter: Document, employer: str, stubs: list[Document]) -> bool:
    """A letter read surely, and two stubs that agree on their employer and mention the letter's nowhere."""
    names = {packet.text(stub, "employer_name") for stub in stubs}
    is_sure = letter.fields["employer_name"].confidence >= _SURE
    return is_sure and len(stubs) > 1 and len(names) == 1 and not any(_names(packet, it, employer) for it in stubs)


def _mentioned(packet: Packet, letter: Document, named: list[tuple[Document, str]]) -> list[Document]:
    return [stub for stub, name in named if _names(packet, letter, name)]


def _names(packet: Packet, letter: Document, employer: str) -> bool:
    """The letter mentions this employer anywhere, so another name was taken for its sender."""
    words = " ".join(word.text for page in packet.pages_of(letter) for word in page.words)
    return is_from_employer(words, employer)


def _is_beyond_full_time(packet: Packet, paid: list[tuple[Decimal, Document]], salary: Decimal) -> bool:
    """Hourly pay without extras: the salary is above every stub's pay and above full time at every rate printed."""
    share = 1 + packet.policy.checks.letter_tolerance
    return all(
        (rate := packet.amount(stub, "rate")) is not None
        and not _has_extras(packet, stub)
        and salary > share * max(year, rate * _FULL_TIME_HOURS)
        for year, stub in paid
    )


def _beyond_all_pay(
    packet: Packet, letter: Document, paid: list[tuple[Decimal, Document]], salary: Decimal
) -> Signal | None:
    """Pay that varies, extras included, with the year's total as its history: the salary is above all of it.

    Above each stub's pay over a year, above the year so far over a year, and above full time at every rate printed.
    """
    years = [(year, stub) for _, stub in paid if (year := _year_so_far(packet, stub)) is not None]
    rates = [rate * _FULL_TIME_HOURS for _, stub in paid if (rate := packet.amount(stub, "rate")) is not None]
    most = max((*(year for year, _ in paid), *(year for year, _ in years), *rates))
    if not years or salary <= (1 + packet.policy.checks.letter_tolerance) * most:
        return None
    return _signal(letter, max(years, key=lambda item: item[0])[1], salary, most)


def _year_so_far(packet: Packet, stub: Document) -> Decimal | None:
    """The year-to-date gross over 365 days; None in the first quarter, where one bonus is a large part of it."""
    total, paid = packet.amount(stub, "ytd_gross"), paid_on(packet, stub)
    day = paid.timetuple().tm_yday if paid else 0
    return total * 365 / day if total is not None and day > _QUARTER else None


def _varies(packet: Packet, stub: Document) -> bool:
    """Hourly pay and extra payments differ from stub to stub, so one stub says little about a year."""
    return packet.amount(stub, "rate") is not None or _has_extras(packet, stub)


def _has_extras(packet: Packet, stub: Document) -> bool:
    return any(_VARIABLE.search(text_of(row)) for page in packet.pages_of(stub) for row in rows(page))


def _signal(letter: Document, stub: Document, salary: Decimal, year: Decimal) -> Signal:
    return QUESTION.signal(
        altered(letter.document_type),
        Severity.review,
        f"The letter states {money(salary)} a year; the stub's gross pay comes to {money(year)} a year.",
        f"about {money(year)}",
        money(salary),
        letter.evidence("annual_salary") + stub.evidence("gross_pay"),
        "annual_salary",
    )


def _other_employer(letter: Document, stub: Document) -> Signal:
    return QUESTION.signal(
        "inconsistent_information",
        Severity.review,
        "The employment letter and the stubs name different employers.",
        "one employer",
        "two employers",
        letter.evidence("employer_name") + stub.evidence("employer_name"),
        "employer_name",
    )
