"""What machines read on identity documents: the barcode on a licence's back, the zone at a passport's foot."""

from __future__ import annotations

import unicodedata
from datetime import date

import numpy as np
import zxingcpp
from PIL import Image

from app.demo.people import Person

ISSUER = "636000"
"""The number that the AAMVA standard gives to Virginia and uses in its own examples."""
_WEIGHTS = (7, 3, 1)


def licence_record(person: Person, number: str, expires: date) -> str:
    """The record of the AAMVA card design standard (2020, annex D), with sex, eyes and height unstated."""
    elements = (
        f"DAQ{number}",
        f"DCS{plain(person.last)}",
        f"DAC{plain(person.first)}",
        f"DAD{plain(person.middle) or 'NONE'}",
        f"DBA{expires:%m%d%Y}",
        f"DBB{person.birth:%m%d%Y}",
        "DBC9",
        "DAYUNK",
        "DAU000 IN",
        f"DAG{plain(person.street)}",
        f"DAJ{person.state}",
    )
    body = "DL" + "\n".join(elements) + "\r"
    return f"@\n\x1e\rANSI {ISSUER}100001DL0031{len(body):04d}{body}"


def barcode(record: str) -> Image.Image:
    """The record as PDF417, four pixels a module."""
    code = zxingcpp.create_barcode(record, zxingcpp.BarcodeFormat.PDF417)
    return Image.fromarray(np.asarray(zxingcpp.write_barcode_to_image(code, scale=4))).convert("L")


def passport_zone(person: Person, number: str, expires: date) -> tuple[str, str]:
    """The two lines of a passport's machine-readable zone (ICAO Doc 9303 part 4) of the invented state of UTO."""
    names = f"P<UTO{zoned(person.last)}<<{zoned(person.first)}" + (f"<{zoned(person.middle)}" if person.middle else "")
    paper, born, until = f"{number:<9}".replace(" ", "<"), f"{person.birth:%y%m%d}", f"{expires:%y%m%d}"
    parts = (paper + digit(paper), born + digit(born), until + digit(until))
    spare = "<" * 14 + "0"
    whole = digit(parts[0] + parts[1] + parts[2] + spare)
    return names[:44].ljust(44, "<"), f"{parts[0]}UTO{parts[1]}<{parts[2]}{spare}{whole}"


def digit(text: str) -> str:
    """The check digit of ICAO Doc 9303 part 3, section 4.9."""
    values = (0 if letter == "<" else int(letter, 36) for letter in text)
    return str(sum(value * _WEIGHTS[place % 3] for place, value in enumerate(values)) % 10)


def plain(words: str) -> str:
    """Capitals without diacritics, as cards print them."""
    spread = unicodedata.normalize("NFKD", words.replace("ø", "o").replace("Ø", "O"))
    return "".join(letter for letter in spread if not unicodedata.combining(letter)).upper()


def zoned(words: str) -> str:
    """A name as a zone holds it: apostrophes dropped, spaces and hyphens as `<`."""
    kept = plain(words).replace("'", "")
    return "".join(letter if letter.isalnum() else "<" for letter in kept)
