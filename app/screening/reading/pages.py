"""What reading a file gives: pages of words with boxes, and what its structure tells.

Everything that touches the hostile bytes happens before this point; from here on there are only plain values, which
can be stored by content hash and read again as JSON.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from app.screening.verdict import Box

Affine = tuple[float, float, float, float, float, float]
UPRIGHT: Affine = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Word:
    """One word in reading space (the page turned upright and straight), with its box in that space.

    `font`, `size` (points) and `baseline` are known for text layers only; `confidence` is 1.0 there.
    """

    text: str
    box: Box
    confidence: float = 1.0
    font: str = ""
    size: float = 0.0
    baseline: float = 0.0


@dataclass(frozen=True, slots=True)
class Barcode:
    """What the barcode of an identity card says of name and expiry day (ISO, or empty).

    Nothing else of it leaves the process that decoded it. `box` is in reading space.
    """

    box: Box
    surname: str
    given: str
    expiry: str


@dataclass(frozen=True, slots=True)
class Page:
    """A page as words in reading order. `width` and `height` are of reading space.

    `placement` maps reading space to the page as a viewer shows it: `x' = a·x + c·y + e`, `y' = b·x + d·y + f` for
    `(a, b, c, d, e, f)`.
    `picture_words` are what OCR of the rendered page shows where the text layer has money; empty when nobody looked.
    """

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    source: Literal["text", "ocr", "none"]
    placement: Affine = UPRIGHT
    picture_words: tuple[Word, ...] = ()
    tilt: tuple[float, float] = (0.0, 0.0)
    """The perspective of a photographed sheet: `(g, h)` divide what `placement` gives by `g·x + h·y + 1`."""
    barcodes: tuple[Barcode, ...] = ()
    is_saved_twice: bool = False
    """The page is one JPEG, made from a coarser one."""
    copied: tuple[Box, ...] = ()
    """Characters of a page that is one picture which are one piece of it in two places, as a viewer shows the page."""
    worn: tuple[Box, ...] = ()
    """Rows of characters of a page that is one JPEG whose error level is far from the rest, as a viewer shows it."""

    def place(self, box: Box) -> Box:
        """The box on the page as a viewer shows it, rounded to two places."""
        a, b, c, d, e, f = self.placement
        g, h = self.tilt
        corners = [
            ((a * x + c * y + e) / (g * x + h * y + 1), (b * x + d * y + f) / (g * x + h * y + 1))
            for x in (box[0], box[2])
            for y in (box[1], box[3])
        ]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        return (round(min(xs), 2), round(min(ys), 2), round(max(xs), 2), round(max(ys), 2))


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the container says about itself; empty where it says nothing. Dates are ISO, or empty when unreadable."""

    producer: str = ""
    creator: str = ""
    created: str = ""
    modified: str = ""
    xmp_producer: str = ""
    xmp_creator: str = ""
    xmp_created: str = ""
    xmp_modified: str = ""
    software: str = ""
    revisions: int = 1
    is_signed: bool = False
    has_form: bool = False
    has_annotations: bool = False
    is_linearized: bool = False
    is_owner_encrypted: bool = False


@dataclass(frozen=True, slots=True)
class Revision:
    """An earlier state of the file that is still inside it, as pages of words. `number` counts from 1, the oldest."""

    number: int
    pages: tuple[Page, ...]


@dataclass(frozen=True, slots=True)
class CoveredText:
    """Text that no viewer shows because something lies over it, with the text seen in its place (may be empty).

    `is_open`: whoever looks at the page sees that something lies there, as with a black bar, a stamp on a fill of
    another colour, or two texts printed over each other.
    """

    page: int
    box: Box
    hidden: str
    visible: str
    is_open: bool = False


OTHER_LAYER = "other_layer"


@dataclass(frozen=True, slots=True)
class HiddenText:
    """Text that nobody sees: `how` is invisible, tiny, off_page, same_colour, zero_width, or other_layer for an amount
    of an OCR layer where the picture shows another."""

    page: int
    box: Box
    text: str
    how: str


@dataclass(frozen=True, slots=True)
class Reading:
    """The whole reading of one file."""

    sha256: str
    mime_type: str
    pages: tuple[Page, ...]
    page_count: int
    metadata: Metadata = field(default_factory=Metadata)
    revisions: tuple[Revision, ...] = ()
    covered: tuple[CoveredText, ...] = ()
    hidden: tuple[HiddenText, ...] = ()
    reader_version: str = ""


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file with its reading, or with the sentence that says why there is none."""

    file_id: str
    file_name: str
    reading: Reading | None
    error: str | None = None
    declared_type: str | None = None
