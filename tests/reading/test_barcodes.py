"""A licence's barcode is found at ordinary angles, and gives away nothing but name and expiry day."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from PIL import Image

from app.demo.card_codes import barcode, licence_record
from app.demo.people import person
from app.screening.reading.barcodes import find_card, parse
from app.screening.reading.reader import Reader, reading_from_json, reading_to_json
from tests.reading.papers import saved

WHO = person(5, date(2026, 11, 21))
RECORD = licence_record(WHO, "D123-4567", date(2029, 5, 14))


def card(turned: float = 0.0) -> Image.Image:
    """A card's back on a white sheet, turned by some degrees."""
    sheet = Image.new("RGB", (1000, 1000), "white")
    sheet.paste(barcode(RECORD).convert("RGB"), (150, 350))
    return sheet.rotate(turned, Image.Resampling.BICUBIC, fillcolor="white")


@pytest.mark.parametrize("turned", [0, 90, 180, 3, -5, 7.5])
def test_the_barcode_is_found_whichever_way_the_card_lies(turned: float) -> None:
    found = find_card(np.asarray(card(turned)), is_likely=True)
    assert found is not None
    assert (found.surname, found.given, found.expiry) == (WHO.last.upper(), "CHLOE", "2029-05-14")


def test_glare_over_the_barcode_gives_nothing() -> None:
    sheet = card()
    sheet.paste("white", (330, 300, 590, 750))
    assert find_card(np.asarray(sheet), is_likely=True) is None


def test_only_name_and_expiry_day_leave_the_reader(reader: Reader) -> None:
    reading = reader.read(saved(card(), "PNG"))
    assert [it.expiry for it in reading.pages[0].barcodes] == ["2029-05-14"]
    stored = reading_to_json(reading)
    assert reading_from_json(stored) == reading
    assert WHO.birth.strftime("%m%d%Y") not in str(stored) and "D123-4567" not in str(stored["pages"][0]["barcodes"])


@pytest.mark.parametrize(
    ("text", "expiry"),
    [
        (RECORD, "2029-05-14"),
        (RECORD.replace("DBA05142029", "DBA20290514"), "2029-05-14"),
        (RECORD.replace("DBA05142029", "DBA99999999"), ""),
        (RECORD.replace("DBA05142029", "DBAnever"), ""),
    ],
)
def test_days_of_both_countries_are_read_and_others_left_empty(text: str, expiry: str) -> None:
    assert parse(text)["expiry"] == expiry


@pytest.mark.parametrize(
    "text", ["", "https://example.com", "ANSI 636000", "@\n\x1e\rANSI 63600010", "DCSDOE\nDACJANE"]
)
def test_other_barcodes_are_no_cards(text: str) -> None:
    assert parse(text) == {}
