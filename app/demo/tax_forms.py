"""Tax forms: a W-2, a 1099-NEC, and the summary page of a 1040, each with its boxes and captions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from app.demo.drawn import PDF, Drawn, Truth, money, shown
from app.demo.people import Person, cents
from app.demo.sheet import Column, Origin, Sheet, right
from app.screening.verdict import DocumentType

Result = tuple[Sheet, Truth, dict[str, tuple[str, ...]]]

INTEREST = Decimal("41.17")


@dataclass(frozen=True)
class TaxYear:
    """A year's income of one person: wages, or the gross and net of a business."""

    person: Person
    year: int
    income: Decimal

    @property
    def withheld(self) -> Decimal:
        return cents(self.income * Decimal("0.0912"))

    @property
    def half_tax(self) -> Decimal:
        """The deductible half of the self-employment tax (15.3 % of 92.35 %)."""
        return cents(self.income * Decimal("0.9235") * Decimal("0.153") / 2)

    @property
    def adjusted(self) -> Decimal:
        """The business income less that half."""
        return self.income - self.half_tax


def caption(sheet: Sheet, box: tuple[float, float, float, float], words: str, value: str | list[str]) -> None:
    """A ruled box with its small caption and the value under it; amounts stand on the right."""
    x0, y0, x1, y1 = box
    sheet.box(x0, y0, x1, y1, width=0.7)
    sheet.text(x0 + 3, y0 + 8, words, size=5.8)
    if isinstance(value, list):
        sheet.lines(x0 + 6, y0 + 20, value, size=8.5, font="Courier")
    elif value.replace(",", "").replace(".", "").isdigit():
        sheet.text(x1 - 8, y1 - 5, value, size=9.5, font="Courier", align="right")
    else:
        sheet.text(x0 + 6, y1 - 5, value, size=9, font="Courier")


def w2(tax: TaxYear) -> Result:
    """Copy B of a wage and tax statement."""
    sheet, person = Sheet(), tax.person
    wage, company = shown(tax.income), person.employer
    caption(sheet, (40, 60, 210, 84), "a  Employee's social security number", "XXX-XX-XXXX")
    caption(sheet, (40, 84, 320, 108), "b  Employer identification number (EIN)", company.ein)
    caption(sheet, (40, 108, 320, 168), "c  Employer's name, address, and ZIP code", company.lines)
    caption(sheet, (40, 168, 320, 192), "d  Control number", f"00{person.seed % 9000}")
    home = [person.with_initial, person.street, person.city_line]
    caption(sheet, (40, 192, 320, 270), "e  Employee's first name and initial     Last name", home)
    for number, (one, value, two, other) in enumerate(wage_boxes(tax)):
        y = 84 + 26 * number
        caption(sheet, (320, y, 446, y + 26), one, value)
        caption(sheet, (446, y, 572, y + 26), two, other)
    caption(sheet, (320, 188, 572, 270), "12a  See instructions for box 12", "")
    caption(
        sheet, (40, 270, 180, 300), "15  State    Employer's state ID number", f"{person.state}  88-{company.ein[-5:]}"
    )
    caption(sheet, (180, 270, 320, 300), "16  State wages, tips, etc.", wage)
    caption(sheet, (320, 270, 572, 300), "17  State income tax", shown(cents(tax.income * Decimal("0.031"))))
    sheet.text(40, 324, "Form", size=8)
    sheet.text(64, 324, "W-2", size=20, bold=True)
    sheet.text(112, 324, "Wage and Tax Statement", size=11, bold=True)
    sheet.text(330, 324, str(tax.year), size=20, bold=True)
    sheet.text(572, 324, "Department of the Treasury - Internal Revenue Service", size=6.5, align="right")
    sheet.text(40, 340, "Copy B - To Be Filed With Employee's FEDERAL Tax Return.", size=8)
    truth = truth_of("W-2", tax, person.with_initial, wages=money(tax.income), federal_tax_withheld=money(tax.withheld))
    return sheet, {**truth, "employer_name": company.name}, {}


def truth_of(form: str, tax: TaxYear, name: str, **amounts: str) -> Truth:
    """The truth that all forms have, with the amounts of this one."""
    return {"form": form, "tax_year": str(tax.year), "person_name": name, **amounts}


def wage_boxes(tax: TaxYear) -> tuple[tuple[str, str, str, str], ...]:
    """Boxes 1 to 8, two by two."""
    wage = shown(tax.income)
    social, medicare = cents(tax.income * Decimal("0.062")), cents(tax.income * Decimal("0.0145"))
    return (
        ("1  Wages, tips, other compensation", wage, "2  Federal income tax withheld", shown(tax.withheld)),
        ("3  Social security wages", wage, "4  Social security tax withheld", shown(social)),
        ("5  Medicare wages and tips", wage, "6  Medicare tax withheld", shown(medicare)),
        ("7  Social security tips", "", "8  Allocated tips", ""),
    )


def nec(tax: TaxYear) -> Result:
    """Copy B of a statement of nonemployee compensation: gross receipts, not income."""
    sheet, person = Sheet(), tax.person
    payer = "PAYER'S name, street address, city or town, state or province, country, ZIP"
    caption(sheet, (40, 60, 330, 140), payer, person.employer.lines)
    caption(sheet, (40, 140, 185, 168), "PAYER'S TIN", person.employer.ein)
    caption(sheet, (185, 140, 330, 168), "RECIPIENT'S TIN", "XXX-XX-XXXX")
    caption(sheet, (40, 168, 330, 196), "RECIPIENT'S name", person.full_name)
    caption(sheet, (40, 196, 330, 224), "Street address (including apt. no.)", person.street)
    caption(sheet, (40, 224, 330, 252), "City or town, state or province, country, and ZIP code", person.city_line)
    caption(sheet, (330, 112, 470, 140), "1  Nonemployee compensation", shown(tax.income))
    caption(sheet, (330, 140, 572, 168), "2  Payer made direct sales totaling $5,000 or more", "")
    caption(sheet, (330, 196, 470, 224), "4  Federal income tax withheld", "0.00")
    sheet.text(480, 80, "Nonemployee", size=12, bold=True)
    sheet.text(480, 96, "Compensation", size=12, bold=True)
    sheet.text(340, 78, "Form 1099-NEC", size=10, bold=True)
    sheet.text(340, 92, "For calendar year", size=7)
    sheet.text(400, 98, str(tax.year), size=16, bold=True)
    sheet.text(40, 268, "Form 1099-NEC     (keep for your records)     www.irs.gov/Form1099NEC", size=7)
    truth = truth_of("1099-NEC", tax, person.full_name, federal_tax_withheld="0.00")
    return sheet, truth, {"wages": (money(tax.income),), "employer_name": (person.employer.name,)}


def summary_1040(tax: TaxYear) -> Result:
    """The income lines of a return whose only source is a business."""
    sheet, person = Sheet(), tax.person
    sheet.text(40, 60, "1040", size=26, bold=True)
    sheet.text(40, 34, "Form", size=8)
    sheet.text(118, 46, "Department of the Treasury - Internal Revenue Service", size=7)
    sheet.text(118, 60, "U.S. Individual Income Tax Return", size=13, bold=True)
    sheet.text(572, 60, str(tax.year), size=24, bold=True, align="right")
    sheet.rule(40, 68, 572, width=1.2)
    given = " ".join(part for part in (person.first, person.middle) if part)
    caption(sheet, (40, 76, 300, 102), "Your first name and middle initial", given)
    caption(sheet, (300, 76, 572, 102), "Last name", person.last)
    home = f"{person.street}, {person.city_line}"
    caption(sheet, (40, 102, 572, 128), "Home address (number and street) and city", home)
    y = 158.0
    sheet.text(40, y - 12, "Income", size=10, bold=True)
    for line, words, value in return_lines(tax):
        sheet.row(y, [Column(60), Column(90)], (line, words), size=8.5)
        sheet.row(y, right(490, 564), (line, value), size=8.5, font="Courier")
        sheet.rule(60, y + 4, 572, width=0.3, colour=0.6)
        y += 20
    sheet.text(572, 760, f"Form 1040 ({tax.year})", size=8, align="right", bold=True)
    known = {"wages": "0.00", "federal_tax_withheld": "0.00", "adjusted_gross_income": money(tax.adjusted + INTEREST)}
    return sheet, truth_of("1040", tax, person.full_name, **known), {}


def return_lines(tax: TaxYear) -> list[tuple[str, str, str]]:
    """Line number, caption and amount."""
    return [
        ("1a", "Total amount from Form(s) W-2, box 1", "0.00"),
        ("1z", "Add lines 1a through 1h", "0.00"),
        ("2b", "Taxable interest", shown(INTEREST)),
        ("8", "Additional income from Schedule 1, line 10 (business income, Schedule C)", shown(tax.income)),
        ("9", "This is your total income", shown(tax.income + INTEREST)),
        ("10", "Adjustments to income from Schedule 1, line 26", shown(tax.half_tax)),
        ("11", "This is your adjusted gross income", shown(tax.adjusted + INTEREST)),
        ("12", "Standard deduction", "15,000.00"),
        ("25d", "Federal income tax withheld", "0.00"),
        ("26", f"{tax.year} estimated tax payments", shown(cents(tax.income * Decimal("0.2")))),
    ]


FORMS: dict[str, Callable[[TaxYear], Result]] = {"w2": w2, "nec": nec, "summary_1040": summary_1040}


def tax_form(person: Person, year: int, income: Decimal, form: str) -> Drawn:
    """Draw a form of a year; `form` is a key of `FORMS`, `income` its wages, receipts or net profit in dollars."""
    tax = TaxYear(person, year, income)
    sheet, truth, also = FORMS[form](tax)
    content = sheet.save(Origin("Adobe PDF Library 17.0", "TaxForms 2025.1", datetime(year + 1, 1, 28, 8, 0)))
    return Drawn(content, PDF, f"{form}_{year}.pdf", DocumentType.tax_return, truth, also, form)
