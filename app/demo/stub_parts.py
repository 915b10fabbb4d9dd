"""What the pay stub layouts share: the words of their lines, and which facts they print."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time
from decimal import Decimal

from app.demo.chance import dice
from app.demo.drawn import Truth, money, shown
from app.demo.pay import PayLine, PayPeriod, total
from app.demo.people import PERIODS, Person
from app.demo.sheet import Origin

Result = tuple[bytes, Truth, dict[str, tuple[str, ...]]]
"""The file, what stands on it, and what else is not wrong."""
FIELDS = (
    "employee_name",
    "employer_name",
    "pay_date",
    "period_start",
    "period_end",
    "pay_frequency",
    "gross_pay",
    "net_pay",
    "ytd_gross",
    "hours",
    "rate",
    "deductions_total",
)


@dataclass(frozen=True)
class Stub:
    """One stub to draw: `printed_name` may differ from the person's name in order, initials or diacritics."""

    person: Person
    pay: PayPeriod
    printed_name: str = ""
    split: bool = False

    @property
    def name(self) -> str:
        return self.printed_name or self.person.with_initial

    @property
    def number(self) -> str:
        """An advice or cheque number that grows from pay day to pay day."""
        return str(400000 + self.pay.pay_date.toordinal() % 100000 + self.person.seed % 89)

    @property
    def deposits(self) -> list[tuple[str, Decimal]]:
        """`(last four digits, amount)` of the accounts that the net pay goes to."""
        if not self.split:
            return [(self.person.account[-4:], self.pay.net)]
        saved = Decimal("150.00")
        return [(self.person.account[-4:], self.pay.net - saved), ("8842", saved)]

    def origin(self, producer: str, creator: str = "", title: str = "") -> Origin:
        """Made the day before pay day."""
        hour = dice("hour", self.person.seed, self.pay.pay_date).randint(3, 20)
        return Origin(producer, creator, datetime.combine(self.pay.pay_date, time(hour, 14, 9)), title)


@dataclass(frozen=True)
class Labels:
    """A layout's own words for the lines of a stub."""

    regular: str = "Regular"
    salary: str = "Salary"
    overtime: str = "Overtime"
    bonus: str = "Bonus"
    federal: str = "Federal Income Tax"
    social_security: str = "Social Security"
    medicare: str = "Medicare"
    state: str = "{} State Income Tax"
    medical: str = "Medical"
    retirement: str = "401(k)"
    reimbursement: str = "Expense Reimbursement"
    upper: bool = field(default=False)

    def of(self, line: PayLine, person: Person) -> str:
        """The label of a line."""
        kind = "salary" if line.kind == "regular" and person.hourly_rate is None else line.kind
        words = str(getattr(self, kind)).format(person.state)
        return words.upper() if self.upper else words


def all_hours(stub: Stub) -> str:
    """All hours of the period."""
    return f"{sum((line.hours for line in stub.pay.earnings if line.hours), Decimal(0)):.2f}"


def hours_if_salaried(stub: Stub) -> tuple[str, ...]:
    """The field that a layout leaves out when it prints hours beside a rate only."""
    return () if stub.person.hourly_rate else ("hours",)


def figures(line: PayLine) -> tuple[str, str]:
    """Rate and hours as printed, empty where there are none."""
    return (f"{line.rate:,.2f}" if line.rate else "", f"{line.hours:.2f}" if line.hours else "")


def amounts(line: PayLine, sign: str = "") -> tuple[str, str]:
    """Current and year-to-date as printed; nothing for a line that was not paid now."""
    return (shown(line.amount, sign) if line.amount else "", shown(line.ytd, sign))


def stub_truth(stub: Stub, *absent: str) -> tuple[Truth, dict[str, tuple[str, ...]]]:
    """The truth without the fields that the layout does not print, and those fields as other right answers."""
    pay, regular = stub.pay, stub.pay.earnings[0]
    known = {
        "employee_name": stub.name,
        "employer_name": stub.person.employer.name,
        "pay_date": pay.pay_date.isoformat(),
        "period_start": pay.start.isoformat(),
        "period_end": pay.end.isoformat(),
        "pay_frequency": pay.frequency,
        "gross_pay": money(pay.gross),
        "net_pay": money(pay.net),
        "ytd_gross": money(pay.ytd_gross),
        "deductions_total": money(pay.withheld),
    }
    known |= {"hours": f"{regular.hours:.2f}"} if regular.hours else {}
    known |= {"rate": money(regular.rate)} if regular.rate else {}
    also: dict[str, tuple[str, ...]] = {name: (known[name],) for name in absent if name in known}
    if "deductions_total" in also:
        also["deductions_total"] += (money(total(pay.deductions)),)
    if regular.hours:
        also["hours"] = (*also.get("hours", ()), all_hours(stub))
    if not regular.rate and "rate" not in known:
        also["rate"] = (money(stub.person.annual / PERIODS[pay.frequency]), money(stub.person.annual))
    return {name: known[name] for name in FIELDS if name in known and name not in absent}, also
