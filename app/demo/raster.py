"""Pages of a PDF as pictures and as text with places: the one door to pdfium here."""

from __future__ import annotations

import ctypes
import io
from dataclasses import dataclass
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from PIL import Image


@dataclass(frozen=True)
class Place:
    """Where some text stands: page from 0, box in points from the bottom left, and how it is set."""

    page: int
    left: float
    bottom: float
    right: float
    top: float
    size: float
    font: str
    baseline: float


def picture(content: bytes, page: int = 0, dpi: int = 200) -> Image.Image:
    """One page, rendered with its annotations."""
    with pdfium.PdfDocument(content) as pdf:
        image: Image.Image = pdf[page].render(scale=dpi / 72).to_pil()
        return image.convert("RGB")


def page_sizes(content: bytes) -> list[tuple[float, float]]:
    """Width and height of each page in points."""
    with pdfium.PdfDocument(content) as pdf:
        return [pdf[number].get_size() for number in range(len(pdf))]


def page_text(content: bytes) -> str:
    """The text layer of all pages."""
    with pdfium.PdfDocument(content) as pdf:
        return "\n".join(pdf[number].get_textpage().get_text_range() for number in range(len(pdf)))


def find_text(content: bytes, words: str) -> list[Place]:
    """Every place where the words stand as a whole: `1,200.00` is not found inside `11,200.00`."""
    found: list[Place] = []
    with pdfium.PdfDocument(content) as pdf:
        for number in range(len(pdf)):
            text = pdf[number].get_textpage()
            line = text.get_text_range()
            start = line.find(words)
            while start >= 0:
                before = line[start - 1 : start]
                after = line[start + len(words) : start + len(words) + 1]
                if not (before.isdigit() or (before in (",", ".") and words[0].isdigit())) and not after.isdigit():
                    found.append(place_of(text, number, start, len(words)))
                start = line.find(words, start + 1)
    return found


def place_of(text: Any, page: int, start: int, length: int) -> Place:
    """The box around some characters of a page, with the font of the first."""
    boxes = [text.get_charbox(index) for index in range(start, start + length)]
    name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    pdfium_c.FPDFText_GetFontInfo(text.raw, start, name, 128, ctypes.byref(flags))
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium_c.FPDFText_GetCharOrigin(text.raw, start, ctypes.byref(x), ctypes.byref(y))
    return Place(
        page,
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
        pdfium_c.FPDFText_GetFontSize(text.raw, start),
        name.value.decode("latin-1"),
        y.value,
    )


def words_of(content: bytes, page: int) -> list[tuple[str, float, float, float, float]]:
    """`(word, left, bottom, right, top)` of a page, in points from the bottom left."""
    found: list[tuple[str, float, float, float, float]] = []
    with pdfium.PdfDocument(content) as pdf:
        text = pdf[page].get_textpage()
        line = text.get_text_range()
        start = 0
        for word in line.split():
            start = line.index(word, start)
            boxes = [text.get_charbox(index, loose=True) for index in range(start, start + len(word))]
            lefts, bottoms, rights, tops = zip(*boxes, strict=True)
            found.append((word, min(lefts), min(bottoms), max(rights), max(tops)))
            start += len(word)
    return found


def jpeg(image: Image.Image, quality: int, exif: bytes = b"") -> bytes:
    """The picture as JPEG, optionally with EXIF data."""
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality, exif=exif)
    return out.getvalue()


def png(image: Image.Image) -> bytes:
    """The picture as PNG."""
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
