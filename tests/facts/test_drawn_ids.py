"""Identity documents of several issuers."""

from __future__ import annotations

import pytest

from app.screening.facts.extract import documents_in
from app.screening.facts.mrz import check_digit as c
from app.screening.reading.pages import ReadFile


def short_labels(draw):
    d = draw(340, 215)
    d.text(10, 20, "CALIFORNIA", 14)
    d.text(130, 20, "DRIVER LICENSE", 11)
    d.text(120, 45, "DL D1234567", 9)
    d.text(120, 58, "EXP 08/14/2029", 9)
    d.text(120, 71, "LN GONZALEZ", 9)
    d.text(120, 84, "FN MARIA TERESA", 9)
    d.text(120, 97, "77 PINE STREET APT 4", 8)
    d.text(120, 108, "TACOMA, WA 98405", 8)
    d.text(120, 121, "DOB 08/14/1990", 9)
    d.text(120, 140, "SEX F   HAIR BRN  EYES BRN", 8)
    d.text(120, 150, "HGT 5'-04\"  WGT 130 lb   ISS 08/20/2024", 8)
    return d.done(), {
        "full_name": "MARIA TERESA GONZALEZ",
        "expiry_date": "2029-08-14",
        "document_subtype": "driver_license",
    }


def numbered_fields(draw):
    d = draw(340, 215)
    d.text(10, 20, "Texas", 14)
    d.text(100, 20, "IDENTIFICATION CARD", 11)
    d.text(120, 45, "4d. ID 12345678", 8)
    d.text(220, 45, "9. Class NONE", 8)
    d.text(120, 57, "4a Iss 01/05/2022", 8)
    d.text(220, 57, "4b Exp 01/31/2030", 8)
    d.text(120, 69, "3 DOB 01/31/1988", 8)
    d.text(120, 84, "1 LEE", 9)
    d.text(120, 96, "2 JORDAN", 9)
    d.text(120, 108, "8 12 OAK ST", 8)
    return d.done(), {"full_name": "JORDAN LEE", "expiry_date": "2030-01-31", "document_subtype": "state_id"}


def titles_above(draw):
    d = draw(340, 215)
    d.text(10, 20, "NEW YORK STATE", 12)
    d.text(170, 20, "DRIVER LICENSE", 11)
    d.text(120, 40, "ID: 123 456 789", 8)
    d.text(120, 52, "SAMUEL T", 9)
    d.row(75, (20, "Last Name"), (120, "First Name"), (220, "Expires"), size=6)
    d.row(86, (20, "O'BRIEN"), (120, "SAMUEL T"), (220, "11/30/2028"), size=9)
    return d.done(), {
        "full_name": "SAMUEL T O'BRIEN",
        "expiry_date": "2028-11-30",
        "document_subtype": "driver_license",
    }


def passport(draw):
    d = draw(500, 350)
    d.text(20, 20, "PASSPORT", 12)
    d.text(120, 20, "UNITED STATES OF AMERICA", 12)
    d.text(160, 45, "Surname / Nom / Apellidos", 6)
    d.text(160, 56, "NAIR", 10)
    d.text(160, 70, "Given Names / Prénoms / Nombres", 6)
    d.text(160, 81, "PRIYA", 10)
    d.text(160, 95, "Date of birth / Date de naissance", 6)
    d.text(160, 106, "02 Mar 1985", 10)
    d.text(160, 120, "Date of issue / Date de délivrance", 6)
    d.text(160, 131, "05 Jun 2021", 10)
    d.text(160, 145, "Date of expiration / Date d'expiration / Fecha de caducidad", 6)
    d.text(160, 156, "04 Jun 2031", 10)
    n = "1234567890"[:9]
    l2 = n + c(n) + "USA" + "850302" + c("850302") + "F" + "310604" + c("310604") + "<" * 14 + "0"
    l2 = l2[:43]
    l2 += c(l2[0:10] + l2[13:20] + l2[21:43])
    d.text(20, 300, "P<USANAIR<<PRIYA".ljust(44, "<"), 11, font="Courier")
    d.text(20, 318, l2, 11, font="Courier")
    return d.done(), {
        "full_name": "PRIYA NAIR",
        "expiry_date": "2031-06-04",
        "document_subtype": "passport",
        "mrz": "valid",
        "mrz_name": "PRIYA NAIR",
    }


def signed_beside_the_days(draw):
    d = draw(340, 215)
    d.text(10, 20, "OREGON", 14)
    d.text(120, 20, "DRIVER LICENSE", 11)
    d.text(120, 45, "1 FAMILY NAME", 5)
    d.text(120, 55, "OKONJO", 9)
    d.text(120, 68, "2 GIVEN NAMES", 5)
    d.text(120, 78, "RUTGER", 9)
    d.text(120, 91, "3 DATE OF BIRTH", 5)
    d.text(120, 101, "02/13/1996", 9)
    d.text(120, 150, "4a ISSUED", 5)
    d.text(230, 150, "4b EXPIRES", 5)
    d.text(10, 160, "Rutger Okonjo", 9, font="Times-Italic")
    d.text(120, 160, "02/13/2023", 9)
    d.text(230, 160, "02/13/2029", 9)
    return d.done(), {
        "full_name": "RUTGER OKONJO",
        "expiry_date": "2029-02-13",
        "document_subtype": "driver_license",
    }


@pytest.mark.parametrize("layout", [short_labels, numbered_fields, titles_above, passport, signed_beside_the_days])
def test_every_value_of_a_layout_is_read_and_none_is_wrong(layout, drawing, reader):
    content, truth = layout(drawing)
    [document] = documents_in(ReadFile("f1", "file.pdf", reader.read(content)))
    assert document.document_type == "government_id"
    assert {name: document.fields[name].value for name in truth if name in document.fields} == truth
    for fact in document.fields.values():
        assert fact.box is not None
        assert 0 <= fact.box[0] < fact.box[2] <= 800
