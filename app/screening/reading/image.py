"""Picture files opened safely: a size limit before the first pixel, upright as the camera meant, page by page."""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

from app.screening.reading.errors import MAX_PAGES, MAX_PIXELS, ReadingError

FORMATS = {
    "image/jpeg": ("JPEG", "MPO"),
    "image/png": ("PNG",),
    "image/webp": ("WEBP",),
    "image/tiff": ("TIFF",),
    "image/heic": ("HEIF",),
}
ANIMATED = frozenset({"image/tiff"})
"""Only in TIFF are further frames pages; the second frame of a phone's JPEG is a thumbnail or a depth map."""


def open_picture(content: bytes, mime_type: str) -> Image.Image:
    """The picture, not decoded yet. Raises `ReadingError`: `damaged`, `too_many_pixels`, `too_many_pages`."""
    Image.MAX_IMAGE_PIXELS = None  # the limit below is stricter, and an error instead of a warning
    if mime_type == "image/heic":
        import pi_heif  # only here: it costs 25 MB of address space; decodes only, and carries no GPL encoder

        pi_heif.register_heif_opener()
    try:
        picture = Image.open(io.BytesIO(content), formats=FORMATS[mime_type])
        pages = page_count(picture, mime_type)
    except UnidentifiedImageError:
        raise ReadingError("damaged") from None
    if picture.width * picture.height > MAX_PIXELS:
        raise ReadingError("too_many_pixels")
    if pages > MAX_PAGES:
        raise ReadingError("too_many_pages")
    return picture


def page_count(picture: Image.Image, mime_type: str) -> int:
    """Pages of a TIFF; 1 for every other picture."""
    return int(getattr(picture, "n_frames", 1)) if mime_type in ANIMATED else 1


def page_picture(picture: Image.Image, page: int, mime_type: str) -> Image.Image:
    """Page `page` (from 1) decoded, in RGB on white, EXIF orientation applied.

    Raises `ReadingError`: `no_such_page`, `too_many_pixels`, `damaged`.
    """
    if not 1 <= page <= page_count(picture, mime_type):
        raise ReadingError("no_such_page")
    if mime_type in ANIMATED:
        picture.seek(page - 1)
    if picture.width * picture.height > MAX_PIXELS:
        raise ReadingError("too_many_pixels")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            upright = ImageOps.exif_transpose(picture)
            return _on_white(upright)
        except (OSError, ValueError, SyntaxError, EOFError):
            raise ReadingError("damaged") from None


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        rgba = picture.convert("RGBA")
        white = Image.new("RGB", rgba.size, "white")
        white.paste(rgba, mask=rgba.getchannel("A"))
        return white
    if picture.mode.startswith("I"):  # 16-bit scans: keep the upper byte
        return picture.point(lambda value: value / 256).convert("L").convert("RGB")
    return picture.convert("RGB")
