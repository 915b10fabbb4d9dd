"""Payroll: pay periods whose lines, taxes and year-to-date totals add up to the cent."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from app.demo import names
from app.demo.chance import dice
from app.demo.people import PERIODS, Person, cents

ZERO = Decimal(0)
SOCIAL_SECURITY, MEDICARE = Decimal("0.062"), Decimal("0.0145")
BRACKETS = ((11925, "0.10"), (48475, "0.12"), (103350, "0.22"), (197300, "0.24"))
STANDARD_DEDUCTION = Decimal(15750)
FULL_HOURS = {"weekly": "40.00", "biweekly": "80.00", "semimonthly": "86.67", "monthly": "173.33"}


@dataclass(frozen=True)
class PayLine:
    """A line of a stub: this period and the year so far, with hours and rate where it is paid by the hour."""

    kind: str
    amount: Decimal
    ytd: Decimal
    hours: Decimal | None = None
    rate: Decimal | None = None


@dataclass(frozen=True)
class Extras:
    """What makes pay uneven. Periods are counted back from the newest: 0 is the newest stub."""

    overtime: bool = False
    bonus_at: int | None = None
    reimbursed_at: int | None = None
    raise_at: int | None = None
    split: bool = False


@dataclass(frozen=True)
class PayPeriod:
    """One pay day. `taxes` and `deductions` are positive and leave the gross; `reimbursements` are added after."""

    start: date
    end: date
    pay_date: date
    frequency: str
    earnings: tuple[PayLine, ...]
    taxes: tuple[PayLine, ...]
    deductions: tuple[PayLine, ...]
    reimbursements: tuple[PayLine, ...] = ()

    @property
    def gross(self) -> Decimal:
        return total(self.earnings)

    @property
    def ytd_gross(self) -> Decimal:
        return year(self.earnings)

    @property
    def withheld(self) -> Decimal:
        """Taxes and deductions together."""
        return total(self.taxes) + total(self.deductions)

    @property
    def ytd_withheld(self) -> Decimal:
        return year(self.taxes) + year(self.deductions)

    @property
    def net(self) -> Decimal:
        return self.gross - self.withheld + total(self.reimbursements)

    @property
    def ytd_net(self) -> Decimal:
        return self.ytd_gross - self.ytd_withheld + year(self.reimbursements)


def total(lines: tuple[PayLine, ...]) -> Decimal:
    """This period's sum."""
    return sum((line.amount for line in lines), ZERO)


def year(lines: tuple[PayLine, ...]) -> Decimal:
    """The year's sum."""
    return sum((line.ytd for line in lines), ZERO)


def workday(day: date) -> date:
    """The day itself, or the Friday before a weekend."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def pay_days(frequency: str, phase: int, first: date, last: date) -> list[tuple[date, date, date]]:
    """`(start, end, pay date)` of every period paid from `first` to `last`."""
    found = []
    if frequency in ("weekly", "biweekly"):
        step = 7 if frequency == "weekly" else 14
        day = date(2023, 1, 6) + timedelta(days=7 * phase)
        while day <= last:
            end = day - timedelta(days=5)
            found.append((end - timedelta(days=step - 1), end, day))
            day += timedelta(days=step)
    else:
        for months in range(first.year * 12 + first.month - 2, last.year * 12 + last.month):
            on, month = divmod(months, 12)
            final = date(on, month + 1, calendar.monthrange(on, month + 1)[1])
            begin = final.replace(day=1)
            if frequency == "semimonthly":
                found.append((begin, begin.replace(day=15), workday(begin.replace(day=15))))
                begin = begin.replace(day=16)
            found.append((begin, final, workday(final)))
    return [each for each in found if first <= each[2] <= last]


def earned(person: Person, start: date, end: date, extras: Extras, back: int) -> list[PayLine]:
    """The earnings of one period, `back` periods before the newest; a first period is paid for the days worked."""
    share = Decimal(max(0, (end - max(start, person.hired)).days + 1)) / ((end - start).days + 1)
    before_raise = extras.raise_at is not None and back > extras.raise_at
    level = Decimal("0.94") if before_raise else Decimal(1)
    full = Decimal(FULL_HOURS[person.frequency])
    pick = dice("hours", person.seed, start)
    if person.hourly_rate is None:
        amount = cents(person.annual * level / PERIODS[person.frequency] * share)
        lines = [PayLine("regular", amount, ZERO, cents(full * share))]
    else:
        rate = cents(person.hourly_rate * level)
        hours = cents(full * share - (Decimal(pick.choice([0, 0, 0.5, 1.25, 2])) if share == 1 else 0))
        lines = [PayLine("regular", cents(rate * hours), ZERO, hours, rate)]
        if extras.overtime and pick.random() < 0.75 and share == 1:
            over, time = cents(pick.choice([1.5, 2.25, 4, 6.5])), (rate * Decimal("1.5")).quantize(Decimal("0.0001"))
            lines.append(PayLine("overtime", cents(over * cents(time)), ZERO, over, cents(time)))
    if extras.bonus_at == back:
        lines.append(PayLine("bonus", cents(pick.choice([500, 750, 1200, 2000])), ZERO))
    return lines


def withheld(person: Person, gross: Decimal) -> tuple[list[PayLine], list[PayLine]]:
    """Taxes and deductions of one period. FICA is taken from gross less the medical premium (section 125)."""
    periods = PERIODS[person.frequency]
    medical = cents(person.medical * 26 / periods)
    saved = cents(gross * person.retirement)
    base = gross - medical
    taxable = max(ZERO, (base - saved) * periods - STANDARD_DEDUCTION)
    federal, below = ZERO, ZERO
    for limit, rate in BRACKETS:
        federal += max(ZERO, min(taxable, Decimal(limit)) - below) * Decimal(rate)
        below = Decimal(limit)
    amounts = {
        "federal": cents(federal / periods),
        "social_security": cents(base * SOCIAL_SECURITY),
        "medicare": cents(base * MEDICARE),
        "state": cents((base - saved) * Decimal(names.STATE_TAX[person.state])),
    }
    taxes = [PayLine(kind, amount, ZERO) for kind, amount in amounts.items() if amount]
    return taxes, [PayLine(kind, value, ZERO) for kind, value in (("medical", medical), ("retirement", saved)) if value]


def add_up(lines: list[PayLine], so_far: dict[str, Decimal]) -> tuple[PayLine, ...]:
    """The lines with their year-to-date amounts; `so_far` moves on. Kinds paid earlier in the year keep a line."""
    done = []
    for line in lines:
        so_far[line.kind] = so_far.get(line.kind, ZERO) + line.amount
        done.append(replace(line, ytd=so_far[line.kind]))
    return tuple(done)


def earlier(kinds: tuple[str, ...], lines: list[PayLine], so_far: dict[str, Decimal]) -> list[PayLine]:
    """Add a zero line for each kind that was paid earlier this year and not now."""
    now = {line.kind for line in lines}
    return lines + [PayLine(kind, ZERO, ZERO) for kind in kinds if kind in so_far and kind not in now]


def pay_history(person: Person, as_of: date, extras: Extras | None = None) -> list[PayPeriod]:
    """Every pay day from the hire date, or 1 January of last year, to `as_of`, the newest last."""
    extras = extras or Extras()
    first = max(person.hired + timedelta(days=1), date(as_of.year - 1, 1, 1))
    days = pay_days(person.frequency, person.phase, first, as_of)
    days = [each for each in days if each[1] >= person.hired]
    history: list[PayPeriod] = []
    so_far: dict[str, Decimal] = {}
    for number, (start, end, pay_date) in enumerate(days):
        if history and pay_date.year != history[-1].pay_date.year:
            so_far = {}
        back = len(days) - 1 - number
        earnings = earlier(("overtime", "bonus"), earned(person, start, end, extras, back), so_far)
        taxes, deductions = withheld(person, sum((line.amount for line in earnings), ZERO))
        extra = [PayLine("reimbursement", Decimal("86.40"), ZERO)] if extras.reimbursed_at == back else []
        extra = earlier(("reimbursement",), extra, so_far)
        sums = [add_up(lines, so_far) for lines in (earnings, taxes, deductions, extra)]
        history.append(PayPeriod(start, end, pay_date, person.frequency, sums[0], sums[1], sums[2], sums[3]))
    return history
