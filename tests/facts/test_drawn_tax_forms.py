"""Tax forms with their printed boxes."""

from __future__ import annotations

import pytest

from app.screening.facts.extract import documents_in
from app.screening.reading.pages import ReadFile


def w2(draw):
    d = draw()
    d.row(40, (40, "a Employee's social security number"), (250, "OMB No. 1545-0008"), size=6)
    d.text(60, 52, "XXX-XX-1212")
    d.row(
        66,
        (40, "b Employer identification number (EIN)"),
        (330, "1 Wages, tips, other compensation"),
        (460, "2 Federal income tax withheld"),
        size=6,
    )
    d.row(78, (60, "12-3456789"), (350, "57,980.12"), (480, "5,120.00"))
    d.row(
        92,
        (40, "c Employer's name, address, and ZIP code"),
        (330, "3 Social security wages"),
        (460, "4 Social security tax withheld"),
        size=6,
    )
    d.row(104, (60, "Brightwater Logistics LLC"), (350, "60,100.00"), (480, "3,726.20"))
    d.row(118, (60, "400 Harbor Way"))
    d.row(118, (330, "5 Medicare wages and tips"), (460, "6 Medicare tax withheld"), size=6)
    d.row(130, (60, "Tacoma, WA 98402"), (350, "60,100.00"), (480, "871.45"))
    d.row(170, (40, "e Employee's first name and initial"), (180, "Last name"), (300, "Suff."), size=6)
    d.row(182, (60, "Maria T"), (180, "Gonzalez-Ruiz"))
    d.text(60, 194, "77 Pine Street Apt 4")
    d.row(300, (40, "W-2"), size=18)
    d.text(90, 300, "Wage and Tax Statement", 10)
    d.text(280, 300, "2025", 18)
    d.text(400, 300, "Department of the Treasury—Internal Revenue Service", 7)
    return d.done(), {
        "form": "W-2",
        "tax_year": "2025",
        "person_name": "Maria T Gonzalez-Ruiz",
        "employer_name": "Brightwater Logistics LLC",
        "wages": "57980.12",
        "federal_tax_withheld": "5120.00",
    }


def form_1099(draw):
    d = draw()
    d.text(40, 40, "PAYER'S name, street address, city or town, state or province, country, ZIP", 6)
    d.text(45, 52, "Harbor Media Group LLC")
    d.text(45, 64, "9 Dock St, Seattle, WA 98101")
    d.text(330, 40, "OMB No. 1545-0116", 6)
    d.text(330, 55, "Form 1099-NEC", 9)
    d.text(330, 67, "(Rev. January 2024)", 6)
    d.text(330, 80, "For calendar year 2025", 7)
    d.text(450, 60, "Nonemployee Compensation", 11)
    d.text(40, 110, "RECIPIENT'S name", 6)
    d.text(45, 122, "Jordan Lee")
    d.text(330, 110, "1 Nonemployee compensation", 6)
    d.text(335, 122, "$ 41,250.00")
    d.text(330, 140, "4 Federal income tax withheld", 6)
    d.text(335, 152, "$ 0.00")
    return d.done(), {
        "form": "1099-NEC",
        "tax_year": "2025",
        "person_name": "Jordan Lee",
        "employer_name": "Harbor Media Group LLC",
        "nonemployee_compensation": "41250.00",
        "federal_tax_withheld": "0.00",
    }


def form_1040(draw):
    d = draw()
    d.text(40, 40, "Form 1040", 14)
    d.text(130, 40, "U.S. Individual Income Tax Return", 11)
    d.text(330, 40, "2025", 14)
    d.text(400, 40, "OMB No. 1545-0074", 7)
    d.row(
        70, (40, "Your first name and middle initial"), (250, "Last name"), (450, "Your social security number"), size=6
    )
    d.row(82, (40, "Maria T"), (250, "Gonzalez-Ruiz"), (450, "XXX-XX-1212"))
    d.row(
        200,
        (40, "1a"),
        (60, "Total amount from Form(s) W-2, box 1 (see instructions) . . . . . . . . . ."),
        (480, "1a"),
        (560, "57,980", "r"),
        size=8,
    )
    d.row(
        300,
        (40, "9"),
        (60, "Add lines 1z, 2b, 3b. This is your total income . . . . . . ."),
        (480, "9"),
        (560, "58,230", "r"),
        size=8,
    )
    d.row(
        320,
        (40, "11"),
        (60, "Subtract line 10 from line 9. This is your adjusted gross income . . . . ."),
        (480, "11"),
        (560, "58,230", "r"),
        size=8,
    )
    return d.done(), {
        "form": "1040",
        "tax_year": "2025",
        "person_name": "Maria T Gonzalez-Ruiz",
        "wages": "57980.00",
        "adjusted_gross_income": "58230.00",
    }


@pytest.mark.parametrize("layout", [w2, form_1099, form_1040])
def test_every_value_of_a_layout_is_read_and_none_is_wrong(layout, drawing, reader):
    content, truth = layout(drawing)
    [document] = documents_in(ReadFile("f1", "file.pdf", reader.read(content)))
    assert document.document_type == "tax_return"
    assert {name: document.fields[name].value for name in truth if name in document.fields} == truth
    for fact in document.fields.values():
        assert fact.box is not None
        assert 0 <= fact.box[0] < fact.box[2] <= 800
