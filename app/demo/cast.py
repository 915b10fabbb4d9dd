"""The demo's applicants: one for every state that the site can show, on two sites."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

from app.demo.alterations import alter
from app.demo.delivery import deliver
from app.demo.drawn import Drawn
from app.demo.packets import Options, Packet, packet
from app.demo.pay import Extras

PROPERTIES = {"oak": ("Oak Court", "Alder House"), "elm": ("Elm Row",)}


@dataclass(frozen=True)
class DemoLead:
    """A lead to load. `intent`: evaluate; leave (documents only); queue (requested, kept waiting); fail (its files
    are taken from the store after the request); empty (no documents). Amounts are dollars.
    """

    site: str
    first_name: str
    last_name: str
    email: str
    phone: str
    property_name: str
    unit_name: str
    monthly_rent: Decimal
    move_in_date: date
    housing_subsidy: Decimal
    employment_status: str
    documents: list[Drawn]
    intent: str
    story: str


@dataclass(frozen=True)
class Role:
    """A part in the cast. `keep` are the numbers of the documents to hand in, all when empty; `forms` their deliveries
    by number; `forged` the alterations, one after the other.
    """

    site: str
    name: tuple[str, str, str]
    story: str
    intent: str = "evaluate"
    options: Options = field(default_factory=Options)
    subsidy: int = 0
    keep: tuple[int, ...] = ()
    forms: tuple[tuple[int, str], ...] = ()
    forged: tuple[str, ...] = ()
    status: str = ""


def good(**changes: object) -> Options:
    """Somebody long in the job, with three rents of income and six of savings."""
    base = Options(layouts="all", ratio=3.4, months=40, balance=6.8, name_style="initial")
    return replace(base, **changes)  # type: ignore[arg-type]


WEAK = Options(
    ratio=1.55, months=5, balance=1.4, letter_factor="1.28", annual=41600, frequency="biweekly", hourly=False
)
MIDDLING = Options(
    ratio=2.25, months=9, balance=1.7, annual=52000, frequency="biweekly", hourly=True, extras=Extras(overtime=True)
)
BY_PHONE = ((0, "phone_photo"), (1, "phone_photo"), (2, "phone_photo"))

ROLES = (
    Role(
        "oak", ("Amara", "Jane", "Whitfield"), "everything in order", options=good(frequency="biweekly", annual=79400)
    ),
    Role(
        "oak",
        ("Daniel", "Lee", "Okafor"),
        "all papers scanned in an office",
        options=good(frequency="semimonthly", annual=72000),
        keep=(0, 1, 2, 4, 5),
        forms=((1, "scanned"), (2, "scanned"), (3, "scanned_with_text_layer")),
    ),
    Role(
        "oak",
        ("Priya", "", "Raman"),
        "photos taken with a phone",
        options=good(frequency="biweekly", annual=85000),
        keep=(0, 1, 2, 4),
        forms=BY_PHONE,
    ),
    Role("oak", ("José", "", "García López"), "hourly with overtime, some months in the job", options=MIDDLING),
    Role("oak", ("Bridget", "Rose", "Feldman"), "pay below the requirement, letter and stubs disagree", options=WEAK),
    Role("oak", ("Wei", "", "Chen"), "one stub only so far", options=good(frequency="weekly"), keep=(0, 2)),
    Role(
        "oak",
        ("Marcus", "Alan", "Brooks"),
        "an earlier state of a stub is still in the file",
        options=good(ratio=2.3, frequency="biweekly"),
        forged=("incremental_update",),
    ),
    Role(
        "oak",
        ("Elena", "", "Petrova"),
        "another amount lies under the one to be seen",
        options=good(ratio=2.2, frequency="semimonthly"),
        forged=("white_box",),
    ),
    Role(
        "oak",
        ("Darnell", "Paul", "Washington"),
        "a statement whose rows do not add up",
        options=good(frequency="biweekly", balance=2.1),
        forged=("deposit_inflated", "closing_edited"),
    ),
    Role(
        "oak",
        ("Ingrid", "", "Lindqvist"),
        "documents are in, nobody asked yet",
        "leave",
        good(frequency="monthly", annual=62000),
    ),
    Role("oak", ("Omar", "", "Haddad"), "waiting for the first document", "empty"),
    Role("oak", ("Hannah", "Ruth", "Kim"), "in the queue", "queue", good(frequency="weekly", annual=58500)),
    Role("oak", ("Tomás", "", "Herrera"), "the files were lost", "fail", good(frequency="biweekly"), keep=(0, 1)),
    Role(
        "elm",
        ("Grace", "Marie", "Mensah"),
        "self-employed, with two returns",
        options=good(self_employed=True, annual=91000),
    ),
    Role(
        "elm",
        ("Latoya", "", "Jackson"),
        "a voucher pays part of the rent",
        options=Options(ratio=1.6, months=30, balance=3.2, annual=31200, hourly=True, frequency="biweekly"),
        subsidy=900,
    ),
    Role(
        "elm",
        ("Hiroshi", "", "Sato"),
        "everything in one file",
        options=good(in_one_file=True, frequency="semimonthly", annual=108000),
    ),
    Role(
        "elm",
        ("Naomi", "Ellis", "Goldberg"),
        "a message to the machine on a stub",
        options=good(frequency="biweekly"),
        forged=("hidden_injection",),
    ),
    Role(
        "elm",
        ("Søren", "", "Nørgaard"),
        "documents are in, nobody asked yet",
        "leave",
        good(frequency="biweekly", name_style="plain_letters"),
    ),
)


def demo_leads(as_of: date, roles: tuple[Role, ...] = ROLES) -> list[DemoLead]:
    """The whole cast as of a day; drawing takes a few seconds of CPU."""
    return [lead_of(role, number, as_of) for number, role in enumerate(roles)]


def lead_of(role: Role, number: int, as_of: date) -> DemoLead:
    """One lead with its documents. Seeds are fixed, so that layouts stay and only dates move with the day."""
    made = packet(700 + number, as_of, replace(role.options, named=role.name))
    building = PROPERTIES[role.site][number % len(PROPERTIES[role.site])]
    first, _, last = role.name
    return DemoLead(
        site=role.site,
        first_name=first,
        last_name=last,
        email=f"{ascii_only(first)}.{ascii_only(last)}@mail.example".lower(),
        phone=f"(555) 555-01{10 + number}",
        property_name=building,
        unit_name=f"{'ABCDE'[number % 5]}{number + 1}",
        monthly_rent=made.rent,
        move_in_date=(as_of + timedelta(days=40)).replace(day=1),
        housing_subsidy=Decimal(role.subsidy),
        employment_status=made.employment_status,
        documents=documents_of(role, made, number),
        intent=role.intent,
        story=role.story,
    )


def documents_of(role: Role, made: Packet, number: int) -> list[Drawn]:
    """What the applicant hands in: forged, chosen, delivered."""
    if role.intent == "empty":
        return []
    documents = made.documents
    for method in role.forged:
        documents, _ = alter(documents, method, number)
    if role.keep:
        documents = [documents[index] for index in role.keep]
    forms = dict(role.forms)
    return [deliver(item, forms.get(index, "digital"), number) for index, item in enumerate(documents)]


def ascii_only(name: str) -> str:
    """The name as people spell it in an address."""
    plain = unicodedata.normalize("NFKD", name.replace("ø", "o").replace("Ø", "O"))
    return "".join(letter for letter in plain if letter.isascii() and letter.isalnum())
