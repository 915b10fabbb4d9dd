"""A bank account over one statement period: entries that add up from the opening to the closing balance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from app.demo import names
from app.demo.chance import dice
from app.demo.drawn import Truth, money
from app.demo.pay import PayPeriod
from app.demo.people import Person, cents

SPLIT = Decimal("150.00")


@dataclass(frozen=True)
class Entry:
    """A movement: positive into the account, negative out of it; `kind` is payroll, credit, card or electronic."""

    day: date
    words: str
    amount: Decimal
    kind: str


@dataclass(frozen=True)
class Ledger:
    """One statement's movements, in order of the day."""

    person: Person
    start: date
    end: date
    opening: Decimal
    entries: tuple[Entry, ...]

    @property
    def closing(self) -> Decimal:
        return self.opening + sum((entry.amount for entry in self.entries), Decimal(0))

    def of(self, *kinds: str) -> list[Entry]:
        """The entries of some kinds."""
        return [entry for entry in self.entries if entry.kind in kinds]

    def total(self, *kinds: str) -> Decimal:
        """Their sum."""
        return sum((entry.amount for entry in self.of(*kinds)), Decimal(0))

    @property
    def deposits(self) -> Decimal:
        return self.total("payroll", "credit")

    @property
    def withdrawals(self) -> Decimal:
        return self.total("card", "electronic")

    def balances(self) -> list[Decimal]:
        """The balance after each entry."""
        running, found = self.opening, []
        for entry in self.entries:
            running += entry.amount
            found.append(running)
        return found


def employer_in_bank_words(person: Person) -> str:
    """The employer as a clearing house prints it: upper case, no punctuation, cut at 22 characters."""
    plain = "".join(letter for letter in person.employer.name.upper() if letter.isalnum() or letter == " ")
    return " ".join(plain.split())[:22].strip()


def payroll_entries(person: Person, history: list[PayPeriod], start: date, end: date, split: bool) -> list[Entry]:
    """The direct deposits of the period, on pay day or, for a third of the employers, on the day before."""
    early = timedelta(days=1 if person.seed % 3 == 0 else 0)
    words = f"{employer_in_bank_words(person)} PAYROLL PPD ID: {900000000 + person.seed * 7919}"
    taken = SPLIT if split else Decimal(0)
    found = [Entry(pay.pay_date - early, words, pay.net - taken, "payroll") for pay in history]
    return [entry for entry in found if start <= entry.day <= end]


def business_entries(person: Person, start: date, end: date) -> list[Entry]:
    """Uneven client payments of somebody self-employed."""
    pick, found, day = dice("clients", person.seed, start), [], start
    while day <= end:
        amount = cents(person.monthly / 4 * Decimal(pick.uniform(0.7, 1.3)))
        found.append(Entry(day, f"ACH CREDIT CLIENT PMT {pick.randint(1000, 9999)}", amount, "credit"))
        day += timedelta(days=pick.randint(5, 10))
    return found


def spending(person: Person, start: date, end: date, budget: Decimal) -> list[Entry]:
    """Rent, bills and shops worth about `budget` dollars."""
    pick = dice("spending", person.seed, start)
    length = (end - start).days
    found = [
        Entry(
            start + timedelta(days=pick.randint(0, 6)),
            "ONLINE PAYMENT RENT",
            -cents(budget * Decimal("0.38")),
            "electronic",
        )
    ]
    left = budget * Decimal("0.62")
    while left > 12:
        amount = min(left, cents(pick.choice([pick.uniform(4, 60), pick.uniform(20, 210)])))
        words = pick.choice(names.SHOPS)
        kind = "electronic" if words.split()[-1] in ("UTILITY", "WIRELESS", "ELECTRIC", "MONTHLY") else "card"
        found.append(Entry(start + timedelta(days=pick.randint(0, length)), words, -cents(amount), kind))
        left -= amount
    if pick.random() < 0.5:
        moved = cents(pick.choice([100, 250, 312.75]))
        found.append(
            Entry(start + timedelta(days=pick.randint(3, length)), "TRANSFER FROM SAVINGS ...4471", moved, "credit")
        )
    return found


def ledger(
    person: Person,
    history: list[PayPeriod],
    start: date,
    end: date,
    closing: Decimal,
    *,
    split: bool = False,
    business: bool = False,
) -> Ledger:
    """The movements of a period that end at `closing` dollars."""
    income = business_entries(person, start, end) if business else payroll_entries(person, history, start, end, split)
    share, most = (Decimal("0.92"), Decimal(6800)) if business else (Decimal("0.66"), Decimal(5200))
    budget = min(cents(person.monthly * share), most)
    entries = sorted([*income, *spending(person, start, end, budget)], key=lambda entry: (entry.day, -entry.amount))
    opening = closing - sum((entry.amount for entry in entries), Decimal(0))
    return Ledger(person, start, end, opening, tuple(entries))


def ledger_truth(account: Ledger, holder: str, *absent: str) -> tuple[Truth, dict[str, tuple[str, ...]]]:
    """The truth without the totals that a layout does not print; either sign of the withdrawals is right."""
    deposits = [
        {"date": entry.day.isoformat(), "amount": money(entry.amount), "description": entry.words}
        for entry in account.of("payroll")
    ]
    out = money(-account.withdrawals)
    truth: Truth = {
        "account_holder": holder,
        "bank_name": account.person.bank,
        "statement_start": account.start.isoformat(),
        "statement_end": account.end.isoformat(),
        "opening_balance": money(account.opening),
        "closing_balance": money(account.closing),
        "deposits_total": money(account.deposits),
        "withdrawals_total": out,
        "payroll_deposits": deposits,
    }
    also: dict[str, tuple[str, ...]] = {
        "withdrawals_total": (out, f"-{out}"),
        "deposits_total": (money(account.deposits),),
    }
    dropped = {*absent} | ({"payroll_deposits"} if not deposits else set())
    return {name: value for name, value in truth.items() if name not in dropped}, also
