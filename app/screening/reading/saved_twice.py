"""Whether a picture was a JPEG before it was saved as the JPEG that it is now: an aid for the eye, no more."""

from __future__ import annotations

import ctypes
import io
import warnings

import numpy as np
import pypdfium2.raw as raw
from numpy.typing import NDArray
from PIL import Image

from app.screening.reading.errors import BROKEN, MAX_PIXELS

SIDE = 2048
"""Pixels of the middle that are looked at, each way: 65 000 blocks of 8 × 8 in a tenth of a second."""
MODES = ((0, 1), (1, 0), (1, 1), (0, 2), (2, 0), (1, 2), (2, 1), (2, 2), (0, 3), (3, 0))
"""Low frequencies, which keep enough values after rounding."""
REACH = 40
FEWEST_IN_BIN = 30
DIP = 0.35
"""A value this much rarer than both its neighbours is a gap; smooth counts differ by a few percent."""
FEWEST_BINS = 40
GAPS = 0.25
"""Part of the values that are gaps: at most 3 % in pictures saved once, 30 to 90 % in most that were coarser before."""
MAX_BYTES = 25 * 1024 * 1024
_WAVES = (np.cos((2 * np.arange(8)[None, :] + 1) * np.arange(8)[:, None] * np.pi / 16) / 2).astype(np.float32)
_WAVES[0] /= np.float32(np.sqrt(2))


def is_saved_twice(content: bytes) -> bool:
    """Whether the coefficients of a JPEG were rounded to coarser steps before; False also where that cannot be told.

    Values that were rounded to a coarser step and then to a finer one leave gaps at regular distances (Popescu and
    Farid, "Statistical Tools for Digital Forensics", 2004, section 3). Saved again coarser, or made smaller in between
    as messengers do, a picture shows none.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            opened = _blocks(content)
    except (*BROKEN, SyntaxError):
        return False
    if opened is None:
        return False
    blocks, steps = opened
    coefficients = _WAVES @ blocks @ _WAVES.T
    counted = [_gaps(coefficients[:, u, v] / steps[u, v]) for u, v in MODES]
    gaps, bins = sum(gap for gap, _ in counted), sum(known for _, known in counted)
    return bins >= FEWEST_BINS and gaps >= GAPS * bins


def _blocks(content: bytes) -> tuple[NDArray[np.float32], NDArray[np.float32]] | None:
    """The middle's blocks of 8 × 8 brightness values on the JPEG's own grid, and the steps they were rounded to."""
    picture = Image.open(io.BytesIO(content), formats=("JPEG", "MPO"))
    tables = getattr(picture, "quantization", {})
    if picture.mode not in ("L", "RGB") or picture.width * picture.height > MAX_PIXELS or 0 not in tables:
        return None
    steps = np.array(tables[0], np.float32).reshape(8, 8)
    picture.draft("L", None)
    shades = np.asarray(picture.convert("L"), np.uint8)
    height, width = (min(SIDE, side // 8 * 8) for side in shades.shape)
    top, left = ((side - kept) // 16 * 8 for side, kept in zip(shades.shape, (height, width), strict=True))
    middle = shades[top : top + height, left : left + width].astype(np.float32) - 128
    blocks = middle.reshape(height // 8, 8, width // 8, 8).transpose(0, 2, 1, 3).reshape(-1, 8, 8)
    return (blocks, steps) if len(blocks) and steps.min() > 0 else None


def _gaps(values: NDArray[np.float32]) -> tuple[int, int]:
    """How many of the whole values 2 to 39 are gaps, and how many have neighbours common enough to tell."""
    whole = np.abs(np.rint(values)).astype(np.int64)
    counts = np.bincount(whole[(whole > 0) & (whole <= REACH)], minlength=REACH + 1)[1:]
    beside = np.minimum(counts[:-2], counts[2:])
    tells = beside >= FEWEST_IN_BIN
    return int((tells & (counts[1:-1] < DIP * beside)).sum()), int(tells.sum())


def jpeg_of(item: object) -> bytes:
    """The JPEG file inside a PDF's picture; empty where it is stored in another way."""
    count = raw.FPDFImageObj_GetImageFilterCount(item)
    name = ctypes.create_string_buffer(32)
    if count < 1 or raw.FPDFImageObj_GetImageFilter(item, count - 1, name, 32) == 0 or name.value != b"DCTDecode":
        return b""
    length = int(raw.FPDFImageObj_GetImageDataDecoded(item, None, 0))
    if not 0 < length <= MAX_BYTES:
        return b""
    content = ctypes.create_string_buffer(length)
    raw.FPDFImageObj_GetImageDataDecoded(item, content, length)
    return content.raw
