"""Whole applications: one invented applicant with a rent and the documents that they hand in."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

from app.demo import ids, letters, paystubs, statements
from app.demo.chance import dice
from app.demo.drawn import PDF, Drawn
from app.demo.genuine_but_odd import ODD_FILES, merged
from app.demo.ledger import ledger
from app.demo.pay import Extras, PayPeriod, pay_history
from app.demo.people import Person, person, somebody_else
from app.demo.stub_parts import Stub
from app.demo.tax_forms import tax_form

HALVES: dict[str, tuple[tuple[str, ...], ...]] = {
    "tune": (paystubs.TUNE, statements.TUNE, letters.TUNE, ids.TUNE),
    "report": (paystubs.REPORT, statements.REPORT, letters.REPORT, ids.REPORT),
    "all": (tuple(paystubs.LAYOUTS), tuple(statements.LAYOUTS), tuple(letters.LAYOUTS), tuple(ids.LAYOUTS)),
}
NAME_STYLES = ("same", "initial", "last_first", "plain_letters", "full")


@dataclass(frozen=True)
class Options:
    """How a packet is made; zero or empty leaves the choice to the seed. `ratio` is monthly gross over rent; `balance`
    the closing balance over rent; `odd_file` a key of `ODD_FILES`; `letter_factor` what the letter says over the pay;
    `named` is first, middle and last name; `swapped` above zero also changes face, birth date and street.
    """

    layouts: str = "all"
    annual: int = 0
    frequency: str = ""
    hourly: bool | None = None
    months: int = 0
    ratio: float = 0.0
    balance: float = 0.0
    extras: Extras = field(default_factory=Extras)
    with_letter: bool = True
    letter_factor: str = "1"
    self_employed: bool = False
    name_style: str = "initial"
    odd_file: str = ""
    in_one_file: bool = False
    id_as_picture: bool = False
    id_expired: bool = False
    named: tuple[str, str, str] | None = None
    swapped: int = 0


@dataclass(frozen=True)
class Packet:
    """An application: who, which rent in dollars, and the files."""

    person: Person
    rent: Decimal
    employment_status: str
    documents: list[Drawn]

    @property
    def name(self) -> str:
        """The name on the application form."""
        return self.person.name


def printed_name(who: Person, style: str) -> str:
    """The name as a payroll program prints it: initials, family name first, or without diacritics."""
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", who.name) if not unicodedata.combining(letter))
    plain = plain.replace("ø", "o").replace("Ø", "O")
    return {
        "same": who.name,
        "initial": who.with_initial,
        "last_first": f"{who.last}, {who.first}",
        "plain_letters": plain,
        "full": who.full_name,
    }[style]


def packet(seed: int, as_of: date, options: Options | None = None) -> Packet:
    """The application of a seed: identity card, two newest stubs (or two returns), two statements, and a letter."""
    options = options or Options()
    pick = dice("packet", seed)
    who = person(
        seed,
        as_of,
        annual=options.annual or None,
        frequency=options.frequency,
        hourly=options.hourly,
        months=options.months,
    )
    if options.named:
        who = somebody_else(who, *options.named, options.swapped)
    ratio = options.ratio or pick.choice([3.4, 3.1, 2.7, 2.2])
    rent = Decimal(int(float(who.monthly) / ratio / 5) * 5)
    stub, account, letter_layout, card = (pick.choice(half) for half in HALVES[options.layouts])
    history = pay_history(who, as_of - timedelta(days=1), options.extras)
    documents = [ids.identity_card(who, as_of, card, expired=options.id_expired, as_picture=options.id_as_picture)]
    if options.self_employed:
        documents += [
            tax_form(who, as_of.year - back, who.annual * (100 - 3 * back) / 100, "summary_1040") for back in (2, 1)
        ]
    else:
        name = printed_name(who, options.name_style)
        documents += [paystubs.paystub(Stub(who, pay, name, options.extras.split), stub) for pay in history[-2:]]
    documents += account_statements(who, history, as_of, rent, account, options)
    documents += letters_of(who, as_of, letter_layout, options)
    documents = finished(documents, options, seed)
    return Packet(who, rent, "self_employed" if options.self_employed else "employed", documents)


def account_statements(
    who: Person, history: list[PayPeriod], as_of: date, rent: Decimal, layout: str, options: Options
) -> list[Drawn]:
    """Two statements of a month each, the older one first; the newer ends 3 to 20 days before `as_of`."""
    pick = dice("account", who.seed)
    over = Decimal(str(options.balance or pick.choice([6.5, 6.8, 4.2, 1.6])))
    end = as_of - timedelta(days=pick.randint(3, 20))
    closing = (rent * over + Decimal(pick.randint(-9000, 9000)) / 100).quantize(Decimal("0.01"))
    drawn: list[Drawn] = []
    for _ in range(2):
        start = end - timedelta(days=30)
        month = ledger(who, history, start, end, closing, split=options.extras.split, business=options.self_employed)
        drawn.insert(0, statements.statement(month, layout))
        closing, end = month.opening, start - timedelta(days=1)
    return drawn


def letters_of(who: Person, as_of: date, layout: str, options: Options) -> list[Drawn]:
    """The employer's letter, 4 to 18 days old; none for somebody self-employed."""
    if not options.with_letter or options.self_employed:
        return []
    spoken = replace(who, annual=who.annual * Decimal(options.letter_factor))
    return [letters.letter(spoken, as_of - timedelta(days=dice("letter", who.seed).randint(4, 18)), layout)]


def finished(documents: list[Drawn], options: Options, seed: int) -> list[Drawn]:
    """The files after whatever happened to them on the way, still honest."""
    if options.odd_file:
        change = ODD_FILES[options.odd_file]
        documents = [change(item, seed) if item.mime_type == PDF else item for item in documents]
    return [merged(documents)] if options.in_one_file else documents
