"""Characters of a PDF page with all that decides whether a viewer shows them: place, font, colour and mode."""

from __future__ import annotations

import ctypes
import math
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from app.screening.reading.affine import apply, apply_box
from app.screening.reading.pages import Affine
from app.screening.verdict import Box

INVISIBLE_MODES = frozenset({3, 7})
"""Text rendering modes 3 (neither fill nor stroke) and 7 (clip only): ISO 32000-1, table 106."""
STROKE_MODES = frozenset({1, 5})
MAX_GLYPHS = 60_000
"""A dense page of print has some 8,000 characters; what comes after this many is not read."""


@dataclass(slots=True)
class Glyph:
    """One character, with boxes in view space (points). `turn` is its direction in quarter turns clockwise."""

    text: str
    box: Box
    ink: Box
    origin: tuple[float, float]
    size: float
    font: str
    colour: tuple[int, int, int, int]
    is_invisible: bool
    turn: int
    handle: int
    is_space: bool
    is_unmapped: bool


@dataclass(slots=True)
class _Style:
    """What all characters of one text object share."""

    font: str
    size: float
    colour: tuple[int, int, int, int]
    is_invisible: bool
    turn: int


def page_to_view(page: pdfium.PdfPage) -> Affine:
    """From PDF space to view space: points from the top left, crop box and /Rotate applied."""
    left, bottom, right, top = page.get_bbox()
    match page.get_rotation():
        case 90:
            return (0.0, 1.0, 1.0, 0.0, -bottom, -left)
        case 180:
            return (-1.0, 0.0, 0.0, 1.0, right, -bottom)
        case 270:
            return (0.0, -1.0, -1.0, 0.0, top, right)
    return (1.0, 0.0, 0.0, -1.0, -left, top)


def read_glyphs(page: pdfium.PdfPage) -> list[Glyph]:
    """All characters of the page in the order of its content, the spaces that pdfium infers included."""
    text_page = page.get_textpage()
    try:
        return _read(text_page, page_to_view(page))
    finally:
        text_page.close()


def _read(text_page: pdfium.PdfTextPage, view: Affine) -> list[Glyph]:
    handle = text_page.raw
    styles: dict[int, _Style] = {}
    glyphs: list[Glyph] = []
    for index in range(min(raw.FPDFText_CountChars(handle), MAX_GLYPHS)):
        code = raw.FPDFText_GetUnicode(handle, index)
        pointer = raw.FPDFText_GetTextObject(handle, index)
        key = ctypes.addressof(pointer.contents) if pointer else 0
        if key not in styles:
            styles[key] = _style(handle, index, pointer if key else None, view)
        glyphs.append(_glyph(handle, index, code, key, styles[key], view))
    return glyphs


def _glyph(handle: object, index: int, code: int, key: int, style: _Style, view: Affine) -> Glyph:
    ink, loose = _boxes(handle, index, view)
    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(handle, index, x, y)
    tall = max(loose[3] - loose[1], loose[2] - loose[0])
    # Some fonts declare an absurd ascent: then only the drawn shape is to be trusted.
    box = loose if 0 < tall <= 2.5 * max(style.size, 1.0) else ink
    text = _text(code)
    return Glyph(
        text=text,
        box=box,
        ink=ink,
        origin=apply(view, x.value, y.value),
        size=style.size,
        font=style.font,
        colour=style.colour,
        is_invisible=style.is_invisible,
        turn=style.turn,
        handle=key,
        is_space=not text or text.isspace(),
        is_unmapped=bool(key) and (code in (0, 0xFFFD) or 0xE000 <= code <= 0xF8FF),
    )


def _text(code: int) -> str:
    if code in (0x02, 0xFFFE, 0x2010, 0x2011):
        return "-"  # pdfium's mark for a hyphen at the end of a line, and hyphens that patterns would miss
    if code == 0xAD or (code < 0x20 and code not in (0x09, 0x0A, 0x0D)) or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
        return ""
    return " " if code == 0xA0 else chr(code)


def _boxes(handle: object, index: int, view: Affine) -> tuple[Box, Box]:
    left, right, bottom, top = ctypes.c_double(), ctypes.c_double(), ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharBox(handle, index, left, right, bottom, top)
    ink = apply_box(view, (left.value, bottom.value, right.value, top.value))
    rect = raw.FS_RECTF()
    raw.FPDFText_GetLooseCharBox(handle, index, rect)
    return ink, apply_box(view, (rect.left, rect.bottom, rect.right, rect.top))


def _style(handle: object, index: int, text_object: object | None, view: Affine) -> _Style:
    if text_object is None:
        return _Style("", 0.0, (0, 0, 0, 255), False, 0)
    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(handle, index, matrix)
    size = raw.FPDFText_GetFontSize(handle, index) * math.hypot(matrix.c, matrix.d)
    mode = raw.FPDFTextObj_GetTextRenderMode(text_object)
    colour = _colour(handle, index, mode)
    return _Style(
        font=_font(handle, index),
        size=round(abs(size), 2),
        colour=colour,
        is_invisible=mode in INVISIBLE_MODES or colour[3] == 0,
        turn=_turn(matrix.a, matrix.b, view),
    )


def _turn(a: float, b: float, view: Affine) -> int:
    x, y = view[0] * a + view[2] * b, view[1] * a + view[3] * b
    return round(math.atan2(y, x) / (math.pi / 2)) % 4


def _colour(handle: object, index: int, mode: int) -> tuple[int, int, int, int]:
    parts = [ctypes.c_uint() for _ in range(4)]
    getter = raw.FPDFText_GetStrokeColor if mode in STROKE_MODES else raw.FPDFText_GetFillColor
    if not getter(handle, index, *parts):
        return (0, 0, 0, 255)
    red, green, blue, alpha = (part.value for part in parts)
    return (red, green, blue, alpha)


def _font(handle: object, index: int) -> str:
    flags = ctypes.c_int()
    length = raw.FPDFText_GetFontInfo(handle, index, None, 0, flags)
    if length <= 1:
        return ""
    buffer = ctypes.create_string_buffer(length)
    raw.FPDFText_GetFontInfo(handle, index, buffer, length, flags)
    name = buffer.value.decode("utf-8", "replace")
    prefix, plus, rest = name.partition("+")
    return rest if plus and len(prefix) == 6 and prefix.isupper() else name
