"""Invented applicants, drawn from a seed: who they are, where they work, what they earn and where they bank."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from app.demo import names
from app.demo.chance import dice

CENT = Decimal("0.01")
PERIODS = {"weekly": 52, "biweekly": 26, "semimonthly": 24, "monthly": 12}


def cents(value: Decimal | float | int) -> Decimal:
    """Rounded half up, as payroll does."""
    return Decimal(value).quantize(CENT, ROUND_HALF_UP)


@dataclass(frozen=True)
class Employer:
    """A company with its address and tax number."""

    name: str
    street: str
    city: str
    ein: str

    @property
    def lines(self) -> list[str]:
        """Name and address, as they stand on paper."""
        return [self.name, self.street, self.city]


@dataclass(frozen=True)
class Person:
    """One invented applicant. `hourly_rate` is None for a salary; dollars; `retirement` is a share of gross."""

    first: str
    middle: str
    last: str
    birth: date
    street: str
    city: str
    state: str
    zip_code: str
    employer: Employer
    job_title: str
    hired: date
    annual: Decimal
    hourly_rate: Decimal | None
    frequency: str
    phase: int
    medical: Decimal
    retirement: Decimal
    bank: str
    account: str
    seed: int
    face: int

    @property
    def name(self) -> str:
        """First and last name, as on the application."""
        return f"{self.first} {self.last}"

    @property
    def full_name(self) -> str:
        """With the middle name, as on an identity card."""
        return " ".join(part for part in (self.first, self.middle, self.last) if part)

    @property
    def with_initial(self) -> str:
        """With the middle initial, as payroll prints it."""
        return f"{self.first} {self.middle[0]} {self.last}" if self.middle else self.name

    @property
    def city_line(self) -> str:
        """City, state and ZIP code."""
        return f"{self.city}, {self.state} {self.zip_code}"

    @property
    def monthly(self) -> Decimal:
        """Monthly gross base pay in dollars."""
        return cents(self.annual / 12)


def employer(key: object) -> Employer:
    """An invented employer."""
    pick = dice("employer", key)
    city, state, zip_code = pick.choice(names.CITIES)
    return Employer(
        pick.choice(names.EMPLOYERS),
        f"{pick.randint(100, 9900)} {pick.choice(names.STREETS)}",
        f"{city}, {state} {zip_code}",
        f"{pick.randint(20, 88)}-{pick.randint(1000000, 9999999)}",
    )


def person(
    seed: int,
    as_of: date,
    *,
    annual: int | None = None,
    frequency: str = "",
    hourly: bool | None = None,
    months: int = 0,
) -> Person:
    """The applicant of a seed: `annual` gross in dollars, pay `frequency` and `months` in the job may be fixed."""
    pick = dice("person", seed)
    drawn = pick.random() < 0.4
    by_hour = drawn if hourly is None else hourly
    rate = cents(Decimal(annual) / 2080) if annual else cents(Decimal(pick.randint(1750, 4200)) / 100)
    salary = Decimal(annual if annual else pick.choice([48, 54, 58.5, 62, 67.25, 72, 79.4, 85, 96.75, 108]) * 1000)
    city, state, zip_code = pick.choice(names.CITIES)
    first, middle, last = pick.choice(names.FIRST), pick.choice(names.MIDDLE), pick.choice(names.LAST)
    born = as_of - timedelta(days=pick.randint(22 * 365, 61 * 365))
    street = f"{pick.randint(11, 4980)} {pick.choice(names.STREETS)}, Apt {pick.randint(1, 40)}"
    title = pick.choice(names.HOURLY_TITLES if by_hour else names.SALARIED_TITLES)
    hired = as_of - timedelta(days=months * 31 if months else pick.randint(100, 2900))
    how_often = frequency or pick.choice(["biweekly", "biweekly", "weekly", "semimonthly", "monthly"])
    phase, medical = pick.randint(0, 1), cents(pick.choice([0, 42.5, 61.18, 88.04]))
    saved, bank = Decimal(pick.choice(["0", "0", "0.03", "0.05"])), pick.choice(names.BANKS)
    annual_pay, hourly_rate = (rate * 2080, rate) if by_hour else (salary, None)
    account = f"{pick.randint(10**9, 10**10 - 1)}"
    return Person(
        first, middle, last, born, street, city, state, zip_code, employer(seed), title, hired, annual_pay, hourly_rate,
        how_often, phase, medical, saved, bank, account, seed, seed % 4,
    )  # fmt: skip


def somebody_else(who: Person, first: str, middle: str, last: str, other: int) -> Person:
    """The same job and money with another name, face, birth date and street: for the fairness test."""
    pick = dice("somebody else", who.seed, other)
    street = (
        f"{pick.randint(11, 4980)} {pick.choice(names.STREETS)}, Apt {pick.randint(1, 40)}" if other else who.street
    )
    birth = who.birth + timedelta(days=pick.randint(-900, 900) if other else 0)
    return replace(who, first=first, middle=middle, last=last, street=street, birth=birth, face=(who.face + other) % 4)
