"""Employment letters: prose of three kinds, from three kinds of writers."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from app.demo.drawn import PDF, Drawn, Truth, long_date, money, us
from app.demo.people import Person
from app.demo.sheet import Origin, Sheet
from app.screening.verdict import DocumentType

Result = tuple[Sheet, Origin]
TEAL = (0.1, 0.4, 0.5)
WORD = "Microsoft® Word for Microsoft 365"


@dataclass(frozen=True)
class Letter:
    """What a letter says, and when it was written."""

    person: Person
    written: date
    salary: Decimal
    name: str

    @property
    def moment(self) -> datetime:
        return datetime.combine(self.written, time(15, 32))


def paragraphs(sheet: Sheet, x: float, y: float, blocks: list[str], width: int, size: float) -> float:
    """Set paragraphs of `width` characters; the baseline below the last."""
    for block in blocks:
        y = sheet.lines(x, y, textwrap.wrap(block, width) or [""], size=size, lead=1.35) + size * 0.9
    return y


def to_whom(letter: Letter) -> Result:
    """The formal kind: letterhead, salutation, everything in one sentence."""
    sheet, person = Sheet(font="Times-Roman"), letter.person
    sheet.text(306, 64, person.employer.name, size=18, bold=True, align="center")
    sheet.text(306, 80, f"{person.employer.street} · {person.employer.city}", size=10, align="center")
    sheet.rule(72, 90, 540, width=1)
    sheet.text(72, 126, long_date(letter.written), size=11.5)
    verified = (
        f"This letter is to verify that {letter.name} has been employed with {person.employer.name} since "
        f"{long_date(person.hired)}. They currently hold the position of {person.job_title} on a full-time basis and "
        f"earn an annual gross salary of ${letter.salary:,.2f}."
    )
    closing = "Should you require any additional information, please do not hesitate to contact our office."
    signed = ["Sincerely,", "", "Marlene Ostrowski", "Director of Human Resources", "(555) 555-0142"]
    paragraphs(sheet, 72, 160, ["To Whom It May Concern:", verified, closing, *signed], 82, 11.5)
    return sheet, Origin(WORD, WORD, letter.moment)


def form_letter(letter: Letter) -> Result:
    """The personnel department's kind: a subject line, a short text, then label and value."""
    sheet, person = Sheet(), letter.person
    sheet.box(0, 0, 612, 8, fill=TEAL, edge=None)
    sheet.text(60, 50, person.employer.name, size=14, bold=True, colour=TEAL)
    sheet.text(60, 64, "People Operations", size=9, colour=0.4)
    sheet.text(552, 50, f"Date: {us(letter.written)}", size=10, align="right")
    sheet.text(60, 110, f"RE: Verification of employment for {letter.name}", size=11, bold=True)
    opening = "At the request of our employee we confirm the following information from our records."
    y = paragraphs(sheet, 60, 138, [opening], 88, 10)
    rows = (
        ("Employee", letter.name),
        ("Employment status", "Active, regular full-time"),
        ("Job title", person.job_title),
        ("Original hire date", us(person.hired)),
        ("Base salary", f"${letter.salary:,.2f} per year"),
        ("Pay type", "Hourly" if person.hourly_rate else "Salaried"),
    )
    for label, value in rows:
        sheet.box(60, y - 13, 552, y + 7, edge=0.8)
        sheet.text(68, y, label, size=10, colour=0.3)
        sheet.text(230, y, value, size=10)
        y += 20
    closing = "This information is provided without liability on the part of the company."
    paragraphs(sheet, 60, y + 24, [closing, "Tobias Renner, HR Generalist"], 88, 10)
    return sheet, Origin("macOS Version 14.6 (Build 23G80) Quartz PDFContext", "Pages", letter.moment)


def owners_note(letter: Letter) -> Result:
    """The small firm's kind: a personal note, the pay by the month and by the year."""
    sheet, person = Sheet(font="Vera"), letter.person
    sheet.lines(70, 70, person.employer.lines, size=9)
    sheet.text(70, 122, f"{letter.written.day} {letter.written:%B %Y}", size=9)
    who = (
        f"I am happy to recommend {letter.name} as a tenant. {person.first} joined {person.employer.name} on "
        f"{long_date(person.hired)} and works here as our {person.job_title}."
    )
    pay = (
        f"Their pay is ${letter.salary / 12:,.2f} a month, that is ${letter.salary:,.0f} per year before taxes. "
        "The position is permanent and we have no plans to change it."
    )
    signed = ["You may call me on 555-0177 with any question.", "Kind regards,", "", "R. Castellano, owner"]
    paragraphs(sheet, 70, 156, ["Dear Leasing Office,", who, pay, *signed], 84, 9.5)
    return sheet, Origin("LibreOffice 24.2", "Writer", letter.moment)


LAYOUTS: dict[str, Callable[[Letter], Result]] = {
    "to_whom": to_whom,
    "form_letter": form_letter,
    "owners_note": owners_note,
}
TUNE = ("to_whom", "form_letter")
REPORT = ("owners_note", "form_letter")


def letter(person: Person, written: date, layout: str, name: str = "") -> Drawn:
    """Draw a letter about the person's present job; the salary is rounded to a dollar where the layout prints none."""
    salary = person.annual.quantize(Decimal(1)) if layout == "owners_note" else person.annual
    content = Letter(person, written, salary, name or person.name)
    sheet, origin = LAYOUTS[layout](content)
    truth: Truth = {
        "employee_name": content.name,
        "employer_name": person.employer.name,
        "job_title": person.job_title,
        "annual_salary": money(salary),
        "start_date": person.hired.isoformat(),
        "letter_date": written.isoformat(),
    }
    return Drawn(sheet.save(origin), PDF, "employment_letter.pdf", DocumentType.employment_letter, truth, {}, layout)
