"""The barcode on the back of a licence: name and expiry day, and nothing else of what it says about a person."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

import cv2
import numpy as np
import zxingcpp
from numpy.typing import NDArray

from app.screening.reading.ocr import Picture

ANGLES = (0.0, 2.5, -2.5, 5.0, -5.0, 8.0, -8.0)
"""Degrees by which a page is turned to find a code: the decoder gives up beyond about two."""
MAX_SIDE = 2200
FORMATS = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.PDF417)
WANTED = {"DCS": "surname", "DAB": "surname", "DAC": "given", "DCT": "given", "DBA": "expiry"}
"""Elements of the AAMVA card design standard (2020, annex D.12). Sex (DBC), eyes (DAY), height (DAU) and weight
(DAW, DAX) stand beside them and are never looked at."""
_HEADER = re.compile(r"^.{0,8}?ANSI [^\n]{8,60}?(?:DL|ID)(?=D[A-Z]{2})", re.S)
_ELEMENT = re.compile(r"^(D[A-Z]{2})(.*)$")


@dataclass(frozen=True, slots=True)
class Card:
    """`box` in pixels of the picture; `expiry` is ISO or empty."""

    box: tuple[float, float, float, float]
    surname: str
    given: str
    expiry: str


def find_card(picture: Picture, is_likely: bool) -> Card | None:
    """The first licence barcode (PDF417) on an RGB picture; the page is turned a little only where one `is_likely`."""
    scale = min(1.0, MAX_SIDE / max(picture.shape[:2]))
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    small = np.asarray(cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
    for angle in ANGLES if is_likely else ANGLES[:1]:
        found = _decode(small, angle, scale)
        if found:
            return found
    return None


def parse(text: str) -> dict[str, str]:
    """`surname`, `given` and `expiry` of an AAMVA record; empty when it is none."""
    header = _HEADER.match(text)
    found: dict[str, str] = {}
    for line in re.split(r"[\n\r\x1e]+", text[header.end() :] if header else ""):
        match = _ELEMENT.match(line)
        name = WANTED.get(match[1]) if match else None
        if match and name:
            found.setdefault(name, match[2].strip())
    return {**found, "expiry": _day(found.get("expiry", ""))} if found else {}


def _decode(grey: NDArray[np.uint8], angle: float, scale: float) -> Card | None:
    height, width = grey.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    turned = grey if not angle else np.asarray(cv2.warpAffine(grey, matrix, (width, height), borderValue=255), np.uint8)
    for code in zxingcpp.read_barcodes(turned, formats=FORMATS, text_mode=zxingcpp.TextMode.Plain):
        parts = parse(code.text)
        if parts:
            place = code.position
            corners = [(it.x, it.y) for it in (place.top_left, place.top_right, place.bottom_right, place.bottom_left)]
            back = cv2.transform(np.array([corners], np.float64), cv2.invertAffineTransform(matrix))[0] / scale
            (x0, y0), (x1, y1) = back.min(axis=0), back.max(axis=0)
            box = (float(x0), float(y0), float(x1), float(y1))
            return Card(box, parts.get("surname", ""), parts.get("given", ""), parts.get("expiry", ""))
    return None


def _day(text: str) -> str:
    """MMDDYYYY as in the United States, or CCYYMMDD as in Canada."""
    if not re.fullmatch(r"\d{8}", text):
        return ""
    is_canadian = text[:2] in ("19", "20") and int(text[4:6]) <= 12
    year, month, day = (text[:4], text[4:6], text[6:]) if is_canadian else (text[4:], text[:2], text[2:4])
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""
