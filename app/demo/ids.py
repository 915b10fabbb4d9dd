"""Identity cards, clearly marked as specimens: two driver licences and a state identification card."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.demo import names
from app.demo.card_codes import barcode, licence_record, passport_zone
from app.demo.drawn import PDF, Drawn, Truth, us
from app.demo.people import Person
from app.demo.raster import picture, png
from app.demo.sheet import LETTER, Colour, Origin, Sheet
from app.screening.verdict import DocumentType

CARD = (340.0, 214.0)
PASSPORT = (355.0, 250.0)
SKIN: tuple[Colour, ...] = ((0.93, 0.8, 0.7), (0.78, 0.6, 0.46), (0.55, 0.39, 0.29), (0.36, 0.25, 0.2))


@dataclass(frozen=True)
class Card:
    """What a card says."""

    person: Person
    issued: date
    expires: date

    @property
    def number(self) -> str:
        """A licence number."""
        return (
            f"{self.person.state[0]}{self.person.seed % 900 + 100}-{self.person.account[:4]}-{self.person.account[4:8]}"
        )

    @property
    def passport_number(self) -> str:
        """A letter and eight figures."""
        return f"U{self.person.account[:8]}"


def portrait(sheet: Sheet, x: float, y: float, width: float, person: Person) -> None:
    """A drawn face: nobody's."""
    height = width * 1.25
    sheet.box(x, y, x + width, y + height, fill=(0.72, 0.82, 0.9), edge=0.5)
    skin = SKIN[person.face]
    sheet.box(
        x + width * 0.12, y + height * 0.74, x + width * 0.88, y + height, fill=(0.25, 0.3, 0.4), edge=None, radius=9
    )
    sheet.box(x + width * 0.26, y + height * 0.14, x + width * 0.74, y + height * 0.5, fill=0.16, edge=None, radius=12)
    sheet.box(x + width * 0.3, y + height * 0.24, x + width * 0.7, y + height * 0.76, fill=skin, edge=None, radius=14)


def licence_numbered(card: Card) -> Sheet:
    """Small field numbers before each value, family name first, as the AAMVA standard has it."""
    sheet, person = Sheet(CARD, footer=""), card.person
    sheet.box(0, 0, 340, 214, fill=(0.9, 0.94, 0.98), edge=0.4, radius=8)
    sheet.box(0, 14, 340, 42, fill=(0.12, 0.3, 0.55), edge=None)
    sheet.text(12, 34, names.STATE_NAMES[person.state].upper(), size=17, bold=True, colour=1.0)
    sheet.text(328, 33, "DRIVER LICENSE", size=11, bold=True, align="right", colour=1.0)
    portrait(sheet, 14, 56, 88, person)
    rows = (
        ("4d", f"DL NO. {card.number}", 10),
        ("4b", f"EXP {us(card.expires)}", 10),
        ("1", person.last.upper(), 11),
        ("2", " ".join(part for part in (person.first, person.middle) if part).upper(), 11),
        ("8", person.street.upper(), 7.5),
        ("", person.city_line.upper(), 7.5),
        ("3", f"DOB {us(person.birth)}", 9),
        ("4a", f"ISS {us(card.issued)}", 8),
        ("9", "CLASS D    9a END NONE    12 RESTR NONE", 6.5),
    )
    y = 62.0
    for number, words, size in rows:
        sheet.text(112, y, number, size=5.5, colour=0.35)
        sheet.text(124, y, words, size=size, bold=size >= 10)
        y += 15
    return specimen(sheet)


def licence_labelled(card: Card) -> Sheet:
    """Words as labels above the values, the name in one line."""
    sheet, person = Sheet(CARD, footer=""), card.person
    sheet.box(0, 0, 340, 214, fill=(0.98, 0.95, 0.88), edge=0.4, radius=8)
    sheet.text(
        170,
        26,
        f"STATE OF {names.STATE_NAMES[person.state].upper()}",
        size=12,
        bold=True,
        align="center",
        colour=(0.45, 0.1, 0.1),
    )
    sheet.text(170, 40, "DRIVER'S LICENSE", size=9, bold=True, align="center")
    portrait(sheet, 238, 52, 86, person)
    rows = (
        ("LICENSE NUMBER", card.number),
        ("NAME", person.full_name.upper()),
        ("ADDRESS", f"{person.street}, {person.city_line}".upper()),
        ("DATE OF BIRTH", us(person.birth)),
    )
    y = 58.0
    for label, value in rows:
        sheet.text(14, y, label, size=5.5, colour=0.4)
        sheet.text(14, y + 11, value, size=6.8 if len(value) > 30 else 9.5, bold=True)
        y += 27
    for x, label, day in ((14, "ISSUED", card.issued), (90, "EXPIRES", card.expires)):
        sheet.text(x, y, label, size=5.5, colour=0.4)
        sheet.text(x, y + 11, us(day), size=9.5, bold=True)
    return specimen(sheet)


def state_id(card: Card) -> Sheet:
    """A card for people who do not drive."""
    sheet, person = Sheet(CARD, font="Vera", footer=""), card.person
    sheet.box(0, 0, 340, 214, fill=(0.9, 0.97, 0.92), edge=0.4, radius=8)
    sheet.box(0, 0, 340, 30, fill=(0.1, 0.42, 0.3), edge=None)
    sheet.text(12, 20, f"{names.STATE_NAMES[person.state]}", size=13, bold=True, colour=1.0)
    sheet.text(328, 20, "IDENTIFICATION CARD", size=8.5, bold=True, align="right", colour=1.0)
    portrait(sheet, 14, 44, 84, person)
    rows = (
        ("ID#", card.number),
        ("LN", person.last.upper()),
        ("FN", " ".join(part for part in (person.first, person.middle) if part).upper()),
        ("DOB", us(person.birth)),
        ("ISS", us(card.issued)),
        ("EXP", us(card.expires)),
    )
    y = 56.0
    for label, value in rows:
        sheet.text(110, y, label, size=6.5, colour=(0.1, 0.42, 0.3))
        sheet.text(138, y, value, size=9)
        y += 17
    sheet.lines(110, y, [person.street.upper(), person.city_line.upper()], size=6.5)
    return specimen(sheet)


def passport(card: Card) -> Sheet:
    """The page of a passport of an invented state, with its machine-readable zone."""
    sheet, person = Sheet(PASSPORT, footer=""), card.person
    sheet.box(0, 0, *PASSPORT, fill=(0.95, 0.95, 0.98), edge=0.4)
    sheet.text(14, 24, "PASSPORT", size=14, bold=True, colour=(0.1, 0.15, 0.4))
    sheet.text(341, 24, "UTOPIA", size=14, bold=True, align="right", colour=(0.1, 0.15, 0.4))
    portrait(sheet, 14, 40, 92, person)
    rows = (
        ("Passport No.", f"{card.passport_number}"),
        ("Surname", person.last.upper()),
        ("Given names", " ".join(part for part in (person.first, person.middle) if part).upper()),
        ("Date of birth", iso_like(person.birth)),
        ("Date of issue", iso_like(card.issued)),
        ("Date of expiry", iso_like(card.expires)),
    )
    y = 44.0
    for label, value in rows:
        sheet.text(118, y, label, size=6, colour=0.35)
        sheet.text(118, y + 10, value, size=10, bold=True)
        y += 23
    for number, line in enumerate(passport_zone(person, card.passport_number, card.expires)):
        sheet.text(12, 205 + 20 * number, line, size=12.4, font="Courier-Bold")
    sheet.text(341, 182, "SPECIMEN – demo data", size=8, bold=True, align="right", colour=(0.75, 0.1, 0.1))
    return sheet


def back_of(card: Card) -> Sheet:
    """A licence's other side: a barcode and a line of small print."""
    sheet = Sheet(CARD, footer="")
    sheet.box(0, 0, *CARD, fill=0.97, edge=0.4, radius=8)
    code = barcode(licence_record(card.person, card.number, card.expires))
    sheet.picture(png(code.convert("RGB")), 14, 60, 326, 60 + 312 * code.height / code.width)
    sheet.text(14, 24, "Organ donor: see other side. Found cards: drop in any mailbox.", size=6.5)
    return specimen(sheet)


def iso_like(day: date) -> str:
    """`06 Nov 2026`, as passports print days."""
    return day.strftime("%d %b %Y")


def specimen(sheet: Sheet) -> Sheet:
    """Mark the card so that nobody can take it for a real one."""
    sheet.text(330, 206, "SPECIMEN – demo data", size=8, bold=True, align="right", colour=(0.75, 0.1, 0.1))
    return sheet


LAYOUTS: dict[str, tuple[Callable[[Card], Sheet], str]] = {
    "licence_numbered": (licence_numbered, "driver_license"),
    "licence_labelled": (licence_labelled, "driver_license"),
    "state_id": (state_id, "state_id"),
    "passport": (passport, "passport"),
}
TUNE = ("licence_numbered", "state_id", "passport")
REPORT = ("licence_labelled", "licence_numbered", "passport")


def identity_card(
    person: Person, as_of: date, layout: str, *, expired: bool = False, as_picture: bool = False
) -> Drawn:
    """Draw a card as a picture on a letter page, a licence with its back, or as a PNG with `as_picture` (300 dpi)."""
    draw, subtype = LAYOUTS[layout]
    days = -40 if expired else 300 + person.seed * 37 % 1400
    expires = as_of + timedelta(days=days)
    issued = expires - timedelta(days=6 * 365 + 1)
    made = Origin("", "", datetime.combine(issued, datetime.min.time()))
    card = Card(person, issued, expires)
    front = draw(card)
    image = png(picture(front.save(made), dpi=300))
    truth: Truth = {"full_name": person.full_name, "expiry_date": expires.isoformat(), "document_subtype": subtype}
    if as_picture:
        return Drawn(image, "image/png", "id_card.png", DocumentType.government_id, truth, {}, layout)
    sheet = Sheet(LETTER)
    sheet.picture(image, 60, 80, 60 + front.width, 80 + front.height)
    if subtype == "driver_license":
        sheet.picture(png(picture(back_of(card).save(made), dpi=300)), 60, 330, 60 + CARD[0], 330 + CARD[1])
    page = sheet.save(
        Origin("ScanTool 4.1", "ScanTool", datetime.combine(as_of - timedelta(days=9), datetime.min.time()))
    )
    return Drawn(page, PDF, "id_card.pdf", DocumentType.government_id, truth, {}, layout)
